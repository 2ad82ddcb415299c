"""The ground of the crisis tests: every way in which a patient says it, and every fault that may happen meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from assistant.inbound import handle_inbound, handle_urgent
from core.errors import ConflictError, InvalidError
from core.ids import new_public_id
from messaging.gateways import SendResult
from messaging.inbound import record_inbound
from messaging.provider_codes import Outcome as SmsOutcome
from messaging.sending import send_due
from messaging.sms_models import Sms, SmsKind
from people.models import CareUnit
from programs.models import Enrollment
from programs.unlocking import RISK, find_blocks, list_unlocks, next_module_number, unlock_next
from ratings.models import Risk, RiskStatus
from ratings.records import begin_rating, complete_rating
from ratings.risks import sign_risk
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast, make_patient, send
from worklist.items import close, raise_item, snooze
from worklist.listing import Filter, read_inbox
from worklist.models import ItemKind, ItemStatus, Level, Outcome, WorkItem

NIGHT = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
HOLIDAY = datetime(2026, 12, 25, 9, 0, tzinfo=UTC)
WORDS = "Jag vill inte leva längre"
SIGNED = {"thoughts": "yes", "plan": "no", "intent": "no", "attempt": "no", "support": "yes", "level": "raised",
          "action": "called"}  # fmt: skip
NUMBERS = count(10)


@dataclass
class Case:
    """One patient who says it once.

    :param risks: how many risks there were before it was said.
    """

    cast: CareCast
    enrollment: Enrollment
    phone: str = ""
    risks: int = 0

    client: FlaskClient | None = None

    @property
    def browser(self) -> FlaskClient:
        """The patient's browser, the same until the sign-in is over."""
        if self.client is None or not self.cast.tokens:
            self.client = self.cast.browser(self.cast.anna)
        return self.client

    def count_risks(self) -> int:
        """Return how many risks the patient has."""
        with self.cast.database.transaction() as session:
            return session.scalar(select(func.count(Risk.id)).where(Risk.patient_id == self.cast.anna.id)) or 0


Form = tuple[str, dict[str, str]]


@dataclass(frozen=True)
class Way:
    """One rule that raises a flag.

    :param prepare: does what goes before, and returns the form in which it is said; None for an SMS.
    :param is_red: whether it blocks and stands first.
    """

    name: str
    prepare: Callable[[Case], Form] | None
    is_red: bool
    opened: int = 1


def _rating(instrument: str, module: int, number: int, answer: str) -> Callable[[Case], Form]:
    def prepare(case: Case) -> Form:
        fields = {"decline": "yes"} if answer == "declined" else {"answer": answer}
        return f"/ratings/{case.enrollment.public_id}/m{module}/{instrument}/{number}", fields

    return prepare


def _rise(case: Case) -> Form:
    cast = case.cast
    with cast.database.transaction() as session:
        rating = begin_rating(session, cast.anna.id, cast.unit.id, "", "phq9", "sv", cast.now - timedelta(days=7))
        rating.answers = {f"q{number}": 0 for number in range(1, 11)}
        session.flush()
        unit = session.get_one(CareUnit, cast.unit.id)
        complete_rating(session, rating, unit, cast.now - timedelta(days=7))
    return _rating("phq9", 1, 9, "1")(case)


def _safety(*answers: str) -> Callable[[Case], Form]:
    def prepare(case: Case) -> Form:
        path, fields = _rating("phq9", 1, 9, "1")(case)
        questions = send(case.browser, path, **fields).location
        return questions, {f"q{number}": one for number, one in enumerate(answers, start=1) if one}

    return prepare


def _message(body: str) -> Callable[[Case], Form]:
    return lambda case: ("/messages", {"body": body, "unit": case.cast.unit.public_id})


def _exercise(case: Case) -> Form:
    return f"/program/{case.enrollment.public_id}/1/somnhistoria", {
        "f.since": "Sedan i våras", "f.started": WORDS, "then": "done"}  # fmt: skip


def _goal(case: Case) -> Form:
    return f"/program/{case.enrollment.public_id}/goal", {"goal": WORDS}


WAYS = (
    Way("phq9 item 9 = 1", _rating("phq9", 1, 9, "1"), is_red=False),
    Way("phq9 item 9 = 2", _rating("phq9", 1, 9, "2"), is_red=True),
    Way("phq9 item 9 = 3", _rating("phq9", 1, 9, "3"), is_red=True),
    Way("phq9 item 9 declined", _rating("phq9", 1, 9, "declined"), is_red=False),
    Way("phq9 item 9 risen from 0", _rise, is_red=False),
    Way("vk5 item 5 = 1", _rating("vk5", 2, 5, "1"), is_red=False, opened=2),
    Way("vk5 item 5 = 2", _rating("vk5", 2, 5, "2"), is_red=True, opened=2),
    Way("vk5 item 5 = 3", _rating("vk5", 2, 5, "3"), is_red=True, opened=2),
    Way("vk5 item 5 declined", _rating("vk5", 2, 5, "declined"), is_red=False, opened=2),
    Way("safety: thoughts, nobody", _safety("yes", "no", "no", "no", "no"), is_red=True),
    Way("safety: way", _safety("no", "yes", "no", "no", "yes"), is_red=True),
    Way("safety: soon", _safety("no", "no", "yes", "no", "yes"), is_red=True),
    Way("safety: attempt", _safety("no", "no", "no", "yes", "yes"), is_red=True),
    Way("safety: all no", _safety("no", "no", "no", "no", "yes"), is_red=False),
    Way("safety: skipped", _safety("", "", "", "", ""), is_red=False),
    Way("message", _message(WORDS), is_red=True),
    Way("message with another flag too", _message("Jag vill inte leva och har ont i bröstet"), is_red=True),
    Way("exercise", _exercise, is_red=True),
    Way("goal", _goal, is_red=True, opened=2),
    Way("sms", None, is_red=True),
)
"""VK-5 is asked from week 2 on; PHQ-9 in week 1."""
FAULTS = ("no javascript", "gateway down", "jobs stand still", "sent twice", "session expired", "database dies",
          "02:00", "holiday")  # fmt: skip


class DeadGateway:
    """A provider that never answers."""

    def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
        """Answer nothing that can be known."""
        return SendResult(SmsOutcome.UNKNOWN)

    def list_sent(self, number: str, since: datetime) -> list[Any]:
        """Never reached."""
        raise ConnectionError(number)


@contextmanager
def dying_at_commit() -> Iterator[None]:
    """Let the database go away when the next transactions are to be committed."""

    def fail(session: Session) -> None:
        if session.connection():
            raise OperationalError("COMMIT", {}, ConnectionError("gone"))

    event.listen(Session, "before_commit", fail)
    try:
        yield
    finally:
        event.remove(Session, "before_commit", fail)


@dataclass
class Ground:
    """Goes through cases, each with a new patient, and cleans up by having everything signed."""

    cast: CareCast
    start: datetime = field(init=False)
    done: int = 0

    def __post_init__(self) -> None:
        """Remember the hour, and put older matters of other people into the list."""
        self.start = self.cast.now
        with self.cast.database.transaction() as session:
            for level, key in ((Level.TODAY, "today"), (Level.WEEK, "week")):
                raise_item(session, unit_id=self.cast.unit.id, patient_id=self.cast.other_patient.id,
                           kind=ItemKind.MESSAGE, level=level, reason="message", dedupe_key=key,
                           occurred_at=self.start, due_at=self.start - timedelta(days=9))  # fmt: skip

    def run(self, way: Way, fault: str) -> None:
        """Let a new patient say it while something fails, and hold every promise about it."""
        case = self._new_case(way, fault)
        if way.prepare is None:
            self._text(case, fault)
        else:
            form = way.prepare(case)
            case.risks = case.count_risks()
            answer = self._say(case, form, fault)
            check_help(case, way, answer, fault)
        if fault == "gateway down":
            send_due(self.cast.database, DeadGateway(), self.cast.now)
        check_list_and_sign(case, way)
        self.done += 1

    def _new_case(self, way: Way, fault: str) -> Case:
        cast = self.cast
        cast.clock.instant = {"02:00": NIGHT, "holiday": HOLIDAY}.get(fault, self.start)
        cast.tokens.clear()
        phone = "" if way.prepare else f"070-174 06 {next(NUMBERS) % 90 + 10}"
        with cast.database.transaction() as session:
            cast.anna = make_patient(session, cast.unit, f"Anna {way.name} {fault}"[:100], phone)
        return Case(cast, enroll_sleep(cast, opened=way.opened), cast.anna.phone or "")

    def _say(self, case: Case, form: Form, fault: str) -> TestResponse:
        path, fields = form
        key = new_public_id()
        if fault == "session expired":
            browser = case.browser
            case.cast.clock.instant += timedelta(hours=2)
            check_refused(case, send(browser, path, key, **fields), 401, fields)
            case.cast.tokens.clear()
        elif fault == "database dies":
            browser = case.browser
            with dying_at_commit():
                refused = send(browser, path, key, **fields)
            check_refused(case, refused, 503, fields)
        answer = send(case.browser, path, key, **fields)
        if fault == "sent twice":
            again = send(case.browser, path, key, **fields)
            assert again.location == answer.location
        return answer

    def _text(self, case: Case, fault: str) -> None:
        """Send it by SMS; the job runs only where nothing says that it stands still."""
        database, now, sid = case.cast.database, case.cast.now, f"SM{new_public_id().replace('-', '0')}"
        for _ in range(2 if fault == "sent twice" else 1):
            with database.transaction() as session:
                stored = record_inbound(session, sid, case.phone, WORDS, now)
            if stored is not None and fault == "database dies":
                with dying_at_commit():
                    was_handled = handle_urgent(database, stored.id, stored.body, now)
                assert not was_handled
                assert case.count_risks() == 0
            elif stored is not None:
                assert handle_urgent(database, stored.id, stored.body, now)
        if fault == "database dies":
            assert handle_inbound(database, now) == 1
        elif fault != "jobs stand still":
            assert handle_inbound(database, now) == 0
        with database.transaction() as session:
            (body,) = session.scalars(select(Sms.body).where(Sms.kind == SmsKind.REPLY, Sms.dedupe_key.contains(sid)))
        assert all(number in body for number in ("112", "90101", "1177")), body
        if fault in ("02:00", "holiday"):
            assert "Ingen läser det här just nu." in body


def check_refused(case: Case, answer: TestResponse, status: int, fields: dict[str, str]) -> None:
    """Hold that what was not saved is said not to be, with whom to call and what was answered."""
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, answer.status_code
    for words in ("tel:112", "tel:1177", "tel:90101", "är inte sparat"):
        assert words in page, words
    kept = [value for name, value in fields.items() if name not in ("unit", "then")]
    assert all(f">{value}</textarea>" in page for value in kept), page
    assert "Skickat" not in page
    assert "Ditt mål är sparat" not in page
    assert case.count_risks() == case.risks


def check_help(case: Case, way: Way, answer: TestResponse, fault: str) -> None:
    """Hold that the page that follows says at once whom to call, and that nobody reads when nobody does."""
    assert answer.status_code == 302, answer.get_data(as_text=True)[:2000]
    page = case.browser.get(answer.location).get_data(as_text=True)
    for number in ("90101", "1177", *(("112",) if way.is_red else ())):
        assert number in page, (way.name, fault, answer.location, number)
    assert "Skickat. Du får svar" not in page
    if way.is_red and fault in ("02:00", "holiday"):
        assert "Ingen läser" in page or "läses tidigast när" in page, (way.name, fault)


def check_list_and_sign(case: Case, way: Way) -> None:
    """Hold that it stands first and blocks until one person has signed, and that exactly one can."""
    cast = case.cast
    karin, erik = cast.viewer(cast.karin), cast.viewer(cast.erik)
    with cast.database.transaction() as session:
        risk = session.scalars(select(Risk).where(Risk.patient_id == cast.anna.id)).one()
        assert risk.level == ("red" if way.is_red else "yellow"), (way.name, risk.level)
        rows = read_inbox(session, (cast.unit.id,), cast.karin.id, Filter()).rows
        item = next(row.item for row in rows if row.item.subject == f"risk:{risk.public_id}")
        if way.is_red:
            assert (item.rank, item.level) == (0, Level.NOW)
            assert {row.item.patient_id for row in rows[: rows.index(_row_of(rows, item)) + 1]} == {cast.anna.id}
        with pytest.raises(InvalidError):
            close(session, item, karin, Outcome.NO_ACTION, "", cast.now)
        with pytest.raises(InvalidError):
            snooze(session, item, karin, cast.now + timedelta(days=1), cast.now)
    check_unlock(case, is_blocked=way.is_red)
    with cast.database.transaction() as session:
        mine, theirs = session.get_one(Risk, risk.id), session.get_one(Risk, risk.id)
        sign_risk(session, karin, mine, SIGNED, "Ringde.", cast.now)
        with pytest.raises(ConflictError):
            sign_risk(session, erik, theirs, SIGNED, "Ringde också.", cast.now)
    check_unlock(case, is_blocked=False)
    with cast.database.transaction() as session:
        assert session.get_one(Risk, risk.id).status is RiskStatus.SIGNED
        left = session.scalars(select(WorkItem).where(
            WorkItem.patient_id == cast.anna.id, WorkItem.status != ItemStatus.CLOSED)).all()  # fmt: skip
        assert all(one.kind is ItemKind.MESSAGE for one in left)
        for one in left:
            close(session, one, karin, Outcome.ANSWERED, "", cast.now)


def _row_of(rows: list[Any], item: WorkItem) -> Any:
    return next(row for row in rows if row.item is item)


def check_unlock(case: Case, *, is_blocked: bool) -> None:
    """Hold that the next module opens for no reason while a red risk waits."""
    cast = case.cast
    session = cast.database.open_session()
    try:
        enrollment = session.get_one(Enrollment, case.enrollment.id)
        unlocks = list_unlocks(session, enrollment)
        assert (RISK in find_blocks(session, enrollment, unlocks, cast.now)) is is_blocked
        if is_blocked:
            number = next_module_number(enrollment, unlocks) or 0
            with pytest.raises(InvalidError, match="risk"):
                unlock_next(session, cast.viewer(cast.karin), enrollment, number, "Ändå", cast.now)
    finally:
        session.rollback()
        session.close()
