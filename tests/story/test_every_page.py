"""Every page there is, looked at as its readers do: no barrier, no complaint, nothing outside the screen."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page
from werkzeug.routing import Rule

from tests.plugins.browser import list_violations
from tests.plugins.serving import serving
from tests.story.addresses import NOT_PAGES, Visit, list_visits
from tests.story.cast import Looked, prepare
from tests.story.conftest import SEEDED_AT

VISITS = list_visits()
GROUPS = list(dict.fromkeys(visit.group for visit in VISITS))
HEIGHT = 760
PHONE, NARROW, SCREEN, WORK_PHONE = 360, 320, 1280, 390
SMALL_TARGETS = (Path(__file__).parent / "small_targets.js").read_text(encoding="utf-8")


def test_every_address_that_shows_a_page_is_looked_at(demo_app: Flask) -> None:
    looked = prepare(demo_app, SEEDED_AT)
    adapter = demo_app.url_map.bind("127.0.0.1")
    seen = set()
    for visit in VISITS:
        rule, _values = adapter.match(visit.path.format(**looked.ids).partition("?")[0], return_rule=True)
        assert isinstance(rule, Rule)
        seen.add(rule.rule)
    rules = [rule for rule in demo_app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.build_only]
    assert sorted({rule.rule for rule in rules} - seen - set(NOT_PAGES)) == []


@pytest.fixture
def looked(demo_app: Flask) -> Looked:
    return prepare(demo_app, SEEDED_AT)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_no_page_has_a_barrier_or_reaches_outside_the_screen(
    group: str, demo_app: Flask, looked: Looked, new_context: Callable[..., BrowserContext]
) -> None:
    by_viewer: dict[str, list[Visit]] = defaultdict(list)
    for visit in VISITS:
        if visit.group == group:
            by_viewer[visit.who].append(visit)
    problems: list[str] = []
    with serving(demo_app) as base:
        for who, visits in by_viewer.items():
            context = new_context(viewport={"width": PHONE, "height": HEIGHT}, has_touch=True)
            context.add_cookies([{"name": name, "value": token, "url": base} for name, token in looked.cookies[who]])
            page = context.new_page()
            for visit in visits:
                problems += [f"{visit.path}: {one}" for one in look(page, base, visit, looked.ids)]
            context.close()
    assert not problems, "\n".join(problems)


def look(page: Page, base: str, visit: Visit, ids: dict[str, str]) -> list[str]:
    """Return what is wrong with a page at every width its readers have."""
    is_desk = visit.path.startswith("/desk")
    widen(page, SCREEN if is_desk else PHONE)
    answer = page.goto(base + visit.path.format(**ids))
    status = answer.status if answer else 0
    if status != 200 or page.url.removeprefix(base) != visit.path.format(**ids):
        return [f"answered {status} at {page.url.removeprefix(base)}"]
    found = structure(page) + axe_lines(page, "light")
    if visit.dark:
        page.emulate_media(color_scheme="dark")
        found += axe_lines(page, "dark")
        page.emulate_media(color_scheme="light")
    return found + (at_the_desk(page) if is_desk else in_the_hand(page, visit))


def widen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})


def structure(page: Page) -> list[str]:
    """Return what is wrong with the page's headings."""
    headings = page.locator("h1").all_inner_texts()
    return [] if len(headings) == 1 else [f"headings of the first order: {headings}"]


def axe_lines(page: Page, how: str) -> list[str]:
    width = page.viewport_size["width"] if page.viewport_size else 0
    return [f"axe, {width} {how}: {line}" for line in list_violations(page)]


def scrolls_sideways(page: Page) -> list[str]:
    width = int(page.evaluate("document.documentElement.clientWidth"))
    needed = int(page.evaluate("document.documentElement.scrollWidth"))
    return [f"needs {needed} of {width} pixels"] if needed > width else []


def at_the_desk(page: Page) -> list[str]:
    """Look at a page of the desk on a phone."""
    found = scrolls_sideways(page)
    widen(page, PHONE)
    found += scrolls_sideways(page)
    widen(page, WORK_PHONE)
    return found + scrolls_sideways(page) + axe_lines(page, "light")


def in_the_hand(page: Page, visit: Visit) -> list[str]:
    """Look at a patient's page on phones and on a screen."""
    found = scrolls_sideways(page)
    if not visit.path.startswith("/demo"):
        small: list[Any] = page.evaluate(SMALL_TARGETS)
        found += [f"too low to hit: {one}" for one in small]
        help_links = page.get_by_role("link", name="Akut hjälp").or_(page.locator("a[href='tel:112']"))
        found += [] if help_links.count() else ["no way to acute help"]
    widen(page, NARROW)
    found += scrolls_sideways(page)
    widen(page, SCREEN)
    return found + scrolls_sideways(page) + axe_lines(page, "light")
