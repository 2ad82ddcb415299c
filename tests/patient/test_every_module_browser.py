"""Every module of every program, opened on a phone: no barrier, no complaint, nothing outside the screen."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from programs.chosen_steps import program_of
from programs.library import get_program, latest_version, list_program_ids
from programs.models import Enrollment
from programs.schema import Module, StepKind
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.browser import list_violations
from tests.plugins.cast import CareCast

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WAYS = [
    pytest.param(name, track, id=f"{name}-{track or 'all'}")
    for name in list_program_ids()
    for track in [one.id for one in get_program(name, latest_version(name)).tracks] or [""]
]
BUILD = """
[...new Set([...document.querySelectorAll("body *")].map((one) => [one.parentElement, one].map((each) =>
  [each.tagName, each.getAttribute("class"), each.getAttribute("role"), ...each.getAttributeNames()].join(" ")
).join(" > ")))].sort().join("\\n")
"""
"""Every kind of element on a page, with its parent, its classes and the names of its attributes."""


@pytest.mark.parametrize(("name", "track"), WAYS)
def test_every_module_can_be_read_on_a_phone(
    name: str, track: str, sqlite_cast: CareCast, serve: Callable[[Flask], str], page_360: Page
) -> None:
    program = get_program(name, latest_version(name))
    enrollment = enroll_sleep(
        sqlite_cast, len(program.modules), program=name, track=track or None,
        switched={part.id: True for part in program.parts},
    )
    base = serve(sqlite_cast.app)
    token = sqlite_cast.browser(sqlite_cast.anna).get_cookie("egenvag_patient")
    assert token is not None
    page_360.context.add_cookies([{"name": token.key, "value": token.value, "url": base}])
    problems, looked = [], set[str]()
    for module in program_of(enrollment).modules:
        if track and track != program.tracks[0].id and not is_of(module, track):
            continue  # looked at on the usual track
        problems += look(page_360, f"{base}/program/{enrollment.public_id}", enrollment, module, looked)
    assert not problems, "\n".join(problems)


def is_of(module: Module, track: str) -> bool:
    """Tell whether a module has steps of one track alone."""
    return any(step.track == track for step in module.steps)


def look(page: Page, address: str, enrollment: Enrollment, module: Module, looked: set[str]) -> list[str]:
    """Look at a module, at all of it on one page, where every text stands, and at every form of it.

    :param looked: how the lists of steps were built that axe has seen; one that is built alike has no other barrier.
    """
    number = module.number
    found = open_page(page, f"{address}/{number}", f"/{number}")
    if (build := page.evaluate(BUILD)) not in looked:
        looked.add(build)
        found += [f"/{number}: axe: {line}" for line in list_violations(page)]
    found += open_page(page, f"{address}/{number}/print", f"/{number}/print")
    found += [f"/{number}/print: axe: {line}" for line in list_violations(page)]
    for step in (one for one in module.steps if one.kind is StepKind.EXERCISE):
        found += open_page(page, f"{address}/{number}/{step.id}", f"/{number}/{step.id}")
    return found


def open_page(page: Page, address: str, path: str) -> list[str]:
    """Open a page and return what is wrong with its answer, its heading and its width."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"{path}: answered {answer.status if answer else 'nothing'}"]
    width, needed = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
    found = [] if page.locator("h1").count() == 1 else [f"{path}: not one heading"]
    return found + ([f"{path}: needs {needed} of {width} pixels"] if needed > width else [])
