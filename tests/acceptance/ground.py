"""The ground of the acceptance scenarios: one served town for each database, and a patient for each scenario."""

from dataclasses import replace
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from core.web_session import COOKIES
from people.models import User
from people.patients import Person
from people.session_models import Face
from people.sign_in import open_login
from programs.library import get_program, latest_version
from programs.suitability import list_questions
from tests.clinician.enrollment_ground import begin
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast, make_patient
from tests.story.ground import PHONE, Town, choose

DAY = timedelta(days=1)
PLANS = {"heart": "heart_failure", "pressure": "hypertension"}


def own_cast(town: Town, name: str) -> CareCast:
    """Return the cast with a new patient of the unit in Anna's place, so that a scenario meets no other."""
    with town.cast.database.transaction() as session:
        person = make_patient(session, town.cast.unit, name)
    return replace(town.cast, anna=person)


def measure(town: Town, name: str, plan: str = "heart", *, limits: bool = True) -> SeriesMeasurer:
    """Give a new patient the plans of a program; with limits the normal weight is 80.0 and the saturation 96."""
    return make_series(own_cast(town, name), PLANS[plan], limits=limits)


def enrol(town: Town, person: Person, program: str) -> User:
    """Enrol somebody by the rules of the one screen, until the treatment runs and the reminders are set."""
    gate = {question.id: question.expect for question in list_questions(get_program(program, latest_version(program)))}
    with town.cast.database.transaction() as session:
        _enrollment, patient = begin(session, town.cast, person=person, program=program, gate=gate)
    town.tick()
    return patient


def come_in(town: Town, page: Page, user: User) -> None:
    """Sign a patient in on a phone by the rules; the door itself is walked through in the story."""
    with town.cast.database.transaction() as session:
        token = open_login(session, session.get_one(User, user.id), Face.PATIENT, "Chrome, Android", town.cast.now)
    page.context.add_cookies([{"name": COOKIES["patient"], "value": token, "url": town.base}])


def phone_of(town: Town, user: User) -> Page:
    """Open a patient's phone, signed in."""
    page = town.new_context(**PHONE).new_page()
    come_in(town, page, user)
    return page


def later(town: Town, page: Page, user: User, days: int) -> None:
    """Let days pass without anybody doing anything, and come in again."""
    town.cast.clock.instant += days * DAY
    come_in(town, page, user)


def weigh(page: Page, town: Town, value: str) -> None:
    """Type a weight and save it."""
    page.goto(f"{town.base}/values/new/weight")
    choose(page, "value_1", value)
    page.get_by_role("button", name="Spara", exact=True).click()


def card(page: Page) -> Locator:
    """Return the card with the answer to a value."""
    return page.locator("section.fb")


def answered(page: Page, word: str, *more: str) -> None:
    """See the answer to a value: the word at its top, and more words in it."""
    expect(card(page).get_by_role("heading", name=word)).to_be_visible()
    for one in more:
        expect(card(page).get_by_text(one).first).to_be_visible()


def rows_of(town: Town, name: str) -> Locator:
    """Open the unit's list on the nurse's desk and return the rows about somebody."""
    page = town.desk(town.cast.karin)
    page.goto(f"{town.base}/desk/worklist")
    return page.locator(".rows a.row").filter(has_text=name)
