"""The town the story is played in: a served application, a clock that is moved, a simulated phone, and its people."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

import demo
from app import list_jobs
from core.jobs import run_all
from core.web_session import COOKIES
from messaging.sms_models import SimulatedDelivery
from messaging.sms_texts import HEALTH
from people.models import User
from people.session_models import Face
from people.sign_in import open_login
from programs.fields import columns_of
from programs.library import get_program
from programs.schema import FieldDef, FieldKind, Step
from ratings.instruments import get_instrument
from tests.patient.sleep_ground import sample
from tests.plugins.cast import CareCast, make_care_cast
from tests.plugins.serving import Serve

ZONE = ZoneInfo("Europe/Stockholm")
PIN = "471925"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
LONGEST_HOP = timedelta(hours=12)
SMS_PACE = timedelta(minutes=61)
"""A little more than the hour that is kept between two SMS, so that the second one goes out before it is too late."""
Contexts = Callable[..., BrowserContext]


class Town:
    """Everything a story needs; the clock stands still between its moves."""

    def __init__(self, cast: CareCast, base: str, new_context: Contexts) -> None:
        self.cast, self.base, self.new_context = cast, base, new_context

    def move(self, to: datetime) -> None:
        """Go on to an instant; every job runs on the way, as it would have."""
        while self.cast.clock.instant < to:
            for hop in (SMS_PACE, LONGEST_HOP - SMS_PACE):
                self.cast.clock.instant = min(self.cast.clock.instant + hop, to)
                self.tick(1)

    def tick(self, rounds: int = 2) -> None:
        """Let every job run, often enough for an SMS to be sent."""
        for _round in range(rounds):
            run_all(list_jobs(self.cast.app), self.cast.database, self.cast.now)

    def at(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Return a wall clock time of a day in November 2026, or December from 31 on."""
        first = datetime(2026, 11, 1, hour, minute, tzinfo=ZONE)
        return first + timedelta(days=day - 1)

    def desk(self, user: User) -> Page:
        """Open a colleague's browser, signed in."""
        context = self.new_context(**DESK)
        with self.cast.database.transaction() as session:
            token = open_login(session, session.get_one(User, user.id), Face.DESK, "Chrome", self.cast.now)
        context.add_cookies([{"name": COOKIES["desk"], "value": token, "url": self.base}])
        return context.new_page()

    def find(self, name: str) -> User:
        """Return somebody by name."""
        with self.cast.database.transaction() as session:
            return session.scalars(select(User).where(User.name == name)).one()

    def sms(self, user: User) -> list[str]:
        """Return what has come to a person's simulated phone, the oldest first; nothing in it is about health."""
        self.tick()
        query = select(SimulatedDelivery).where(
            SimulatedDelivery.number_hash == user.phone_hash, SimulatedDelivery.inbound.is_(False)
        )
        with self.cast.database.transaction() as session:
            bodies = [one.body for one in session.scalars(query.order_by(SimulatedDelivery.id))]
        assert not [body for body in bodies if HEALTH.search(body)]
        return bodies

    def code(self, user: User) -> str:
        """Return the newest code on a person's phone."""
        return [found[1] for body in self.sms(user) if (found := re.match(r"Din kod är (\d{6})", body))][-1]

    def text(self, page: Page, user: User, body: str) -> None:
        """Write an SMS on the simulated phone and see it stand there."""
        page.goto(f"{self.base}/demo/phone/{user.public_id}")
        page.get_by_role("textbox", name="Skriv ett sms").fill(body)
        page.get_by_role("button", name="Skicka").click()
        expect(page.locator(".sms-out").first).to_contain_text(body)
        self.tick()

    def enter(self, user: User, number: str) -> Page:
        """Sign a patient in on a phone, by the number, the code on it and a PIN; she chooses one the first time."""
        page = self.new_context(**PHONE).new_page()
        page.goto(f"{self.base}/sign-in")
        page.get_by_label("Personnummer eller mobilnummer").fill(number)
        page.get_by_role("button", name="Skicka kod").click()
        page.wait_for_url("**/sign-in/code")
        page.get_by_label("Kod, sex siffror").fill(self.code(user))
        page.get_by_role("button", name="Fortsätt").click()
        page.wait_for_url("**/sign-in/pin")
        if page.get_by_role("heading", name="Välj en PIN").count():
            page.get_by_label("Din nya PIN").fill(PIN)
            page.get_by_label("Samma PIN en gång till").fill(PIN)
            page.get_by_role("button", name="Spara och logga in").click()
        else:
            page.get_by_label("PIN, sex siffror").fill(PIN)
            page.get_by_role("button", name="Logga in").click()
        page.wait_for_url("**/home")
        return page


@pytest.fixture
def town(database_url: str, serve: Serve, new_context: Contexts) -> Iterator[Town]:
    """The town on a fresh database; the test runs once on each engine."""
    cast = make_care_cast(database_url)
    demo.register(cast.app)
    cast.app.config["WTF_CSRF_ENABLED"] = True
    yield Town(cast, serve(cast.app), new_context)
    cast.database.engine.dispose()


def choose(page: Page, name: str, value: str) -> None:
    """Fill a field of any kind by its name."""
    box = page.locator(f'[name="{name}"]').first
    if box.get_attribute("type") in ("radio", "checkbox"):
        page.locator(f'[name="{name}"][value="{value}"]').check(force=True)
    elif box.evaluate("box => box.tagName") == "SELECT":
        box.select_option(value)
    else:
        box.fill(value)


def fill_exercise(page: Page, step: Step) -> None:
    """Fill what an exercise must have, and the first row of what it asks for in rows."""
    for field in step.fields:
        for name, part in _inputs(field):
            if page.locator(f'[name="{name}"]').count():
                choose(page, name, sample(part))


def _inputs(field: FieldDef) -> list[tuple[str, FieldDef]]:
    if field.kind is FieldKind.ROWS:
        return [(f"f.{field.id}.0.{column.id}", column) for column in columns_of(field)]
    return [(f"f.{field.id}", field)] if field.required else []


def sleep_step(module: int, word: str) -> Step:
    """Return a step of the sleep program."""
    step = get_program("sleep", "1").get_module(module).find_step(word)
    assert step is not None
    return step


def rate(page: Page, instrument: str, safety: int = 0) -> None:
    """Answer one instrument, one question a page, mildly; the safety question as told."""
    asked = get_instrument(instrument)
    while f"/{instrument}/" in page.url and "/ratings/" in page.url:
        number = int(page.url.rpartition("/")[2])
        item = asked.items[number - 1]
        before = page.url
        choose(page, "answer", str(safety if item.safety else asked.values_of(item)[0]))
        page.get_by_role("button", name="Nästa").click()
        page.wait_for_url(re.compile(f"^(?!{re.escape(before)}$)"))


def report_by_web(page: Page, town: Town) -> None:
    """Report two readings on a phone, see the answer at once and the curve."""
    page.goto(f"{town.base}/values/new")
    for number, upper, lower in ((1, "142", "86"), (2, "142", "86")):
        choose(page, f"systolic_{number}", upper)
        choose(page, f"diastolic_{number}", lower)
        choose(page, f"pulse_{number}", "70")
        page.locator(".stepbar .btn-primary").click()
    expect(page.get_by_text("142/86").first).to_be_visible()
    page.goto(f"{town.base}/values")
    expect(page.get_by_text("142/86").first).to_be_visible()
