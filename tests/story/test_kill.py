"""The demo's server killed in the middle of a request, at every kind of place, loses nothing and doubles nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from http.client import HTTPException
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from sqlalchemy import func, select

from core.crypto import install_keyring
from core.db import Database
from core.ids import new_public_id
from core.web_session import COOKIES
from demo.clock import ONLY_ROW, DemoBase, DemoClockRow
from demo.serve import demo_settings
from messaging.models import Message
from messaging.sending import LEASE
from messaging.sms_models import SimulatedDelivery, Sms, SmsAttempt, SmsKind, SmsStatus
from monitoring.models import Report
from people.models import User
from people.session_models import Face
from people.sign_in import open_login
from practice.answers import fill_step
from programs.models import Enrollment, ModuleStatus, ModuleUnlock
from programs.progress import complete_step, get_place, save_answers
from programs.schema import StepKind
from ratings.instruments import get_instrument
from ratings.models import RatingStatus, SelfRating
from tests.story.conftest import SEEDED_AT
from worklist.models import WorkItem

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 90
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
UNIT = re.compile(r'name="unit" value="([^"]+)"')
READINGS = {
    "step": "2", "systolic_1": "142", "diastolic_1": "86", "pulse_1": "70", "confirm_1": "142/86/70",
    "systolic_2": "142", "diastolic_2": "86", "pulse_2": "71",
}  # fmt: skip


@dataclass
class Server:
    """The demo in a process of its own, on a folder that outlives it."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-m", "demo.serve", "--port", str(self.port), "--folder", str(self.folder)]
        with (self.folder / "errors.txt").open("ab") as said:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail("the demo did not start:\n" + (self.folder / "errors.txt").read_text()[-2000:])

    def kill(self) -> None:
        """Kill it as a power cut would."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None


@dataclass
class Person:
    """Somebody at a browser without scripts: keeps cookies, sends forms, and sends them again."""

    server: Server
    cookies: CookieJar = field(default_factory=CookieJar)

    def sign_in(self, key: str) -> None:
        """Come in by the demo's own door."""
        self.send(f"/demo/sign-in/{key}", self.form("/demo"))

    def sign_in_as(self, kept: Database, user_id: int) -> None:
        """Come in as a patient whom the demo has no door for."""
        with kept.transaction() as session:
            token = open_login(session, session.get_one(User, user_id), Face.PATIENT, "", SEEDED_AT)
        self.cookies.set_cookie(make_cookie(COOKIES["patient"], token))

    def get(self, path: str) -> str:
        return self._ask(Request(self.server.base + path))  # noqa: S310 - our own server

    def _ask(self, request: Request) -> str:
        opener = build_opener(HTTPCookieProcessor(self.cookies))
        with opener.open(request, timeout=20) as answer:
            return str(answer.read().decode())

    def form(self, path: str) -> dict[str, str]:
        """Return what a form on a page carries, with a form key of its own."""
        found = TOKEN.search(self.get(path))
        assert found is not None, path
        return {"csrf_token": unescape(found[1]), "form_key": new_public_id()}

    def send(self, path: str, form: dict[str, str]) -> str:
        """Send a form and return the page it leads to."""
        return self._ask(Request(self.server.base + path, data=urlencode(form).encode()))  # noqa: S310 - our own

    def send_into_a_kill(self, path: str, form: dict[str, str], when: float | Callable[[], bool]) -> None:
        """Send a form while the server is killed, so that nobody knows whether it arrived.

        :param when: seconds after the sending began, or what has to be so: kept, but not yet answered.
        """
        sender = threading.Thread(target=self._try, args=(path, form))
        sender.start()
        if callable(when):
            wait_until(when)
        else:
            time.sleep(when)
        self.server.kill()
        sender.join(20)
        self.server.start()

    def _try(self, path: str, form: dict[str, str]) -> None:
        with suppress(OSError, HTTPException):
            self.send(path, form)


def make_cookie(name: str, value: str) -> Cookie:
    """Return a cookie as this machine's server would have given it."""
    return Cookie(0, name, value, None, False, "127.0.0.1", False, False, "/", True, False, None, False, None, None, {})


@pytest.fixture
def kept(demo_folder: Path) -> Iterator[Database]:
    """What the server keeps, read from outside; its clock stands at the seeded morning."""
    settings = demo_settings(demo_folder, 0)
    install_keyring(settings.keyring())
    database = Database(settings.database_url)
    DemoBase.metadata.create_all(database.engine)
    set_ahead(database, SEEDED_AT - datetime.now(UTC))
    yield database
    database.engine.dispose()


@pytest.fixture
def server(demo_folder: Path, kept: Database) -> Iterator[Server]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = Server(demo_folder, port)
    found.start()
    yield found
    found.kill()


def set_ahead(database: Database, ahead: timedelta) -> None:
    with database.transaction() as session:
        session.merge(DemoClockRow(id=ONLY_ROW, ahead_seconds=int(ahead.total_seconds())))


def pass_time(database: Database, time_passed: timedelta) -> None:
    """Let time pass while the server is dead."""
    with database.transaction() as session:
        session.get_one(DemoClockRow, ONLY_ROW).ahead_seconds += int(time_passed.total_seconds())


def count(kept: Database, *conditions: Any) -> int:
    with kept.transaction() as session:
        return session.scalar(select(func.count()).where(*conditions)) or 0


def enrollment_of(kept: Database, name: str) -> Enrollment:
    """Return somebody's first enrolment."""
    with kept.transaction() as session:
        query = select(Enrollment).join(User, User.id == Enrollment.patient_id)
        return session.scalars(query.where(User.name == name).order_by(Enrollment.id).limit(1)).one()


def finish_but_the_ratings(kept: Database, enrollment: Enrollment, number: int) -> None:
    """Do every step of a module by the rules, so that only the sending is left."""
    with kept.transaction() as session:
        place = get_place(session, enrollment.patient_id, enrollment.public_id, number)
        for step in place.module.steps:
            if step.kind in (StepKind.EXERCISE, StepKind.QUIZ):
                filled = fill_step(Random(1), "sleep", number, step, SEEDED_AT.date())
                save_answers(session, place, step.id, filled, SEEDED_AT)
            complete_step(session, place, step.id, SEEDED_AT)


def test_a_killed_server_keeps_every_form_that_was_sent_once(server: Server, kept: Database) -> None:
    enrollment = enrollment_of(kept, "Leo Åkesson")
    finish_but_the_ratings(kept, enrollment, 1)
    leo = Person(server)
    leo.sign_in_as(kept, enrollment.patient_id)
    mine = (Message.author_id == enrollment.patient_id,)
    before = count(kept, *mine)
    moments: list[float | Callable[[], bool]] = [0.0, 0.015, lambda: count(kept, *mine) == before + 3]
    for number, when in enumerate(moments, start=1):
        unit = UNIT.search(leo.get("/messages"))
        assert unit is not None
        form = leo.form("/messages") | {"unit": unit[1], "body": f"Meddelande {number}"}
        leo.send_into_a_kill("/messages", form, when)
        assert f"Meddelande {number}" in leo.send("/messages", form)
        leo.send("/messages", form)
        assert count(kept, *mine) == before + number
    rate_into_kills(leo, kept, enrollment)
    module = f"/program/{enrollment.public_id}/1"
    form = leo.form(module)
    submitted = (ModuleUnlock.enrollment_id == enrollment.id, ModuleUnlock.status == ModuleStatus.SUBMITTED)
    leo.send_into_a_kill(f"{module}/submit", form, lambda: count(kept, *submitted) == 1)
    assert "Skickat till Karin" in leo.send(f"{module}/submit", form)
    assert count(kept, *submitted) == 1
    assert count(kept, WorkItem.subject == f"module:{enrollment.public_id}:1") == 1


def rate_into_kills(person: Person, kept: Database, enrollment: Enrollment) -> None:
    """Answer the four questions of SK-3; the server dies at the second and at the last, which completes it."""
    kills = {2: 0.0, len(get_instrument("sk3").items): 0.012}
    for number, item in enumerate(get_instrument("sk3").items, start=1):
        page = f"/ratings/{enrollment.public_id}/m1/sk3/{number}"
        form = person.form(page) | {"answer": str(get_instrument("sk3").values_of(item)[0])}
        if number in kills:
            person.send_into_a_kill(page, form, kills[number])
        person.send(page, form)
    rated = (SelfRating.patient_id == enrollment.patient_id, SelfRating.instrument == "sk3")
    assert count(kept, *rated) == 1
    assert count(kept, *rated, SelfRating.status == RatingStatus.COMPLETE) == 1


def test_a_killed_server_reports_a_value_once_and_sends_each_sms_once(server: Server, kept: Database) -> None:
    """Scenario 22."""
    bertil, lena = Person(server), Person(server)
    enrollment = enrollment_of(kept, "Bertil Lund")
    bertil.sign_in_as(kept, enrollment.patient_id)
    before = count(kept, Report.patient_id == enrollment.patient_id)
    form = bertil.form("/values/new") | READINGS
    bertil.send_into_a_kill("/values/new", form, 0.01)
    bertil.send("/values/new", form)
    assert "142/86" in bertil.send("/values/new", form)
    assert count(kept, Report.patient_id == enrollment.patient_id) == before + 1
    lena.sign_in("lena")
    for name, wait_for_sending in (("Oskar Frisk", False), ("Maj-Britt Sund", True)):
        ask_for_a_test(lena, kept, enrollment_of(kept, name), wait_for_sending=wait_for_sending)


def ask_for_a_test(lena: Person, kept: Database, enrollment: Enrollment, *, wait_for_sending: bool) -> None:
    """Ask for a test SMS; the server dies with the request, or as soon as the SMS is being sent."""
    page = f"/desk/enrollments/{enrollment.public_id}"
    form = lena.form(page)
    if wait_for_sending:
        lena.send(f"{page}/test-sms", form)
        wait_until(lambda: bool(count(kept, *sms_of(enrollment), Sms.status != SmsStatus.PLANNED)))
        lena.server.kill()
        pass_time(kept, LEASE + timedelta(seconds=30))
        lena.server.start()
    else:
        lena.send_into_a_kill(f"{page}/test-sms", form, 0.012)
    lena.send(f"{page}/test-sms", form)
    wait_until(lambda: bool(count(kept, *sms_of(enrollment), Sms.status == SmsStatus.DELIVERED)))
    assert count(kept, *sms_of(enrollment)) == 1
    arrived = (SimulatedDelivery.token == SmsAttempt.token, SmsAttempt.sms_id == Sms.id, *sms_of(enrollment))
    assert count(kept, *arrived) == 1


def sms_of(enrollment: Enrollment) -> tuple[Any, ...]:
    return (Sms.user_id == enrollment.patient_id, Sms.kind == SmsKind.TEST)


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in a minute"
        time.sleep(0.003)
