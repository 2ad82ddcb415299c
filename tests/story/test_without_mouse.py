"""The same tasks by keys alone, and without scripts: signing in, a rating, an exercise, a message, a value."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from core.db import Base
from core.web_session import COOKIES
from messaging.models import Message
from monitoring.models import Report
from people.models import User
from people.session_models import Face
from people.sign_in import open_login
from programs.models import ExerciseAnswer
from ratings.instruments import get_instrument
from ratings.models import RatingStatus, SelfRating
from tests.monitoring.ground import make_measurer
from tests.patient.sleep_ground import enroll_sleep
from tests.story.ground import DESK, PIN, Town, fill_exercise, rate, report_by_web, sleep_step, town

__all__ = ["town"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_TABS = 60
ON_SUBMIT = "document.activeElement.matches('button[type=submit]:not(.vh), a.btn-primary')"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One engine is enough for what happens in the browser."""
    return sqlite_url


def count(town: Town, model: type[Base]) -> int:
    with town.cast.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def tab_to(page: Page, is_there: str) -> None:
    """Press Tab until the focus is where a script says that it should be."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(is_there):
            return
    pytest.fail(f"{MOST_TABS} presses of Tab do not reach {is_there} on {page.url}")


def type_into(page: Page, name: str, text: str) -> None:
    tab_to(page, f"document.activeElement.name === '{name}'")
    page.keyboard.type(text)


def press_on(page: Page) -> None:
    """Send the form or follow the main link, and wait for the page it leads to."""
    tab_to(page, f"{ON_SUBMIT} && !document.activeElement.closest('.account-foot')")
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"^(?!{re.escape(before)}$)"))


def test_signing_in_and_a_rating_need_no_mouse(town: Town) -> None:
    enrollment = enroll_sleep(town.cast).public_id
    page = town.new_context(**DESK).new_page()
    page.goto(f"{town.base}/sign-in")
    type_into(page, "identity", "070-174 06 05")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code")
    type_into(page, "code", town.code(town.cast.anna))
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/pin")
    type_into(page, "new_pin", PIN)
    type_into(page, "again", PIN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    page.goto(f"{town.base}/ratings/{enrollment}/m1/sk3/1")
    for _item in get_instrument("sk3").items:
        tab_to(page, "document.activeElement.name === 'answer'")
        page.keyboard.press("Space")
        press_on(page)
    expect(page.get_by_role("heading", name="Tack för dina svar")).to_be_visible()


@pytest.fixture
def scriptless(town: Town) -> Page:
    """Anna's phone with JavaScript off, signed in."""
    context = town.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    with town.cast.database.transaction() as session:
        anna = session.get_one(User, town.cast.anna.id)
        token = open_login(session, anna, Face.PATIENT, "", town.cast.now)
    context.add_cookies([{"name": COOKIES["patient"], "value": token, "url": town.base}])
    return context.new_page()


def test_exercise_rating_and_message_need_no_scripts(town: Town, scriptless: Page) -> None:
    enrollment = enroll_sleep(town.cast).public_id
    scriptless.goto(f"{town.base}/program/{enrollment}/1/somnhistoria")
    fill_exercise(scriptless, sleep_step(1, "somnhistoria"))
    scriptless.locator(".stepbar button").click()
    assert count(town, ExerciseAnswer) == 1
    scriptless.goto(f"{town.base}/ratings/{enrollment}/m1/sk3/1")
    rate(scriptless, "sk3")
    with town.cast.database.transaction() as session:
        assert session.scalars(select(SelfRating)).one().status is RatingStatus.COMPLETE
    scriptless.goto(f"{town.base}/messages")
    scriptless.get_by_role("textbox").fill("Hur många kuddar?")
    scriptless.get_by_role("button", name="Skicka").click()
    expect(scriptless.get_by_text("Hur många kuddar?")).to_be_visible()
    assert count(town, Message) == 1


def test_a_new_value_needs_no_scripts(town: Town, scriptless: Page) -> None:
    make_measurer(town.cast)
    report_by_web(scriptless, town)
    assert count(town, Report) == 1
