"""Status callbacks: kept once, and move an SMS forward only, in whatever order they come."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import Database
from messaging.callbacks import adopt_orphans, count_old_orphans, record_status
from messaging.gateways import SendResult
from messaging.provider_codes import Outcome
from messaging.sending import send_due
from messaging.sms_models import Sms, SmsAttempt, SmsEvent, SmsStatus, SmsStop
from messaging.statuses import FACTS, MOVES, PROVIDER_WORDS
from tests.sms_ground import NOON, Cast, Counting, make_cast, plan, read
from worklist.models import WorkItem

RANK = {"accepted": 1, "queued": 2, "sending": 2, "sent": 3, "delivered": 4, "undelivered": 4, "failed": 4}
"""The model's own order, written without the product's table."""
SHOWN = {"sending": "queued"}
SID = "SM" + "1" * 32


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """Give a session whose work is thrown away."""
    with database.open_session() as session:
        yield session
        session.rollback()


def send_one(database: Database, cast: Cast, *answers: SendResult, key: str = "k") -> tuple[int, str]:
    """Send an SMS and return its id and its attempt's token."""
    sms_id = plan(database, cast, key)
    send_due(database, Counting(*answers), NOON, lanes=1)
    with database.transaction() as session:
        return sms_id, session.scalars(select(SmsAttempt.token).where(SmsAttempt.sms_id == sms_id)).one()


@pytest.fixture(scope="module")
def sent(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, int, str]]:
    """A database with one SMS whose answer was lost."""
    path = tmp_path_factory.mktemp("callbacks") / "egenvag.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    yield database, *send_one(database, make_cast(database), SendResult(Outcome.UNKNOWN))
    database.engine.dispose()


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from([*RANK, "unheard_of"]), min_size=1, max_size=9))
def test_any_order_ends_where_the_model_ends(sent: tuple[Database, int, str], words: list[str]) -> None:
    database, sms_id, token = sent
    best = ""
    with undone(database) as session:
        for word in words:
            record_status(session, token, SID, word, "", NOON)
            if RANK.get(word, 0) > RANK.get(best, 0):
                best = word
        status = session.scalars(select(Sms.status).where(Sms.id == sms_id)).one()
        events = session.scalar(select(func.count(SmsEvent.id)))
    assert status == (SHOWN.get(best, best) or "unknown")
    assert events == len(set(words))


def test_every_sequence_of_five_statuses_ends_where_the_model_ends() -> None:
    """All 16,807 of them, by the table alone; the test above shows that the database follows the table."""
    for words in product(RANK, repeat=5):
        status, best = SmsStatus.SENDING, ""
        for word in words:
            status = PROVIDER_WORDS[word] if PROVIDER_WORDS[word] in MOVES[status] else status
            best = word if RANK[word] > RANK.get(best, 0) else best
        assert status == SHOWN.get(best, best)


def test_a_repeated_callback_has_one_effect(database: Database, cast: Cast) -> None:
    sms_id, token = send_one(database, cast)
    with database.transaction() as session:
        sid = session.get_one(Sms, sms_id).sid or ""
        effects = [record_status(session, token, sid, "undelivered", "30003", NOON) for _ in range(50)]
    assert effects.count(True) == 1
    with database.transaction() as session:
        assert session.scalar(select(func.count(WorkItem.id))) == 1


def test_a_callback_before_our_own_commit_is_matched_by_its_token(database: Database, cast: Cast) -> None:
    sms_id = plan(database, cast)

    class Eager(Counting):
        """Tells the status before it answers the call."""

        def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
            with database.transaction() as session:
                record_status(session, token, f"SM{token.encode().hex()[:32]}", "sent", "", NOON)
            return super().send(number, body, token, valid_seconds)

    send_due(database, Eager(), NOON, lanes=1)
    assert read(database, sms_id).status is SmsStatus.SENT


def test_a_callback_settles_doubt_with_certainty(database: Database, cast: Cast) -> None:
    sms_id, token = send_one(database, cast, SendResult(Outcome.UNKNOWN))
    with database.transaction() as session:
        assert record_status(session, token, SID, "delivered", "", NOON)
    sms = read(database, sms_id)
    assert (sms.status, sms.sid, sms.lease_until) == (SmsStatus.DELIVERED, SID, None)


def test_a_failed_delivery_is_told_to_the_staff_and_shown_with_its_code(database: Database, cast: Cast) -> None:
    sms_id, token = send_one(database, cast)
    with database.transaction() as session:
        record_status(session, token, session.get_one(Sms, sms_id).sid or "", "failed", "30005", NOON)
    assert read(database, sms_id).error_code == "30005"
    with database.transaction() as session:
        item = session.scalars(select(WorkItem)).one()
    assert (item.reason, item.patient_id) == ("sms_failed", cast.patient.id)


def test_an_opt_out_told_later_stops_the_number(database: Database, cast: Cast) -> None:
    sms_id, token = send_one(database, cast)
    with database.transaction() as session:
        record_status(session, token, session.get_one(Sms, sms_id).sid or "", "undelivered", "21610", NOON)
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(SmsStop)) == 1


def test_an_orphan_is_kept_and_taken_up_when_its_sms_is_known(database: Database, cast: Cast) -> None:
    sms_id, token = send_one(database, cast, SendResult(Outcome.UNKNOWN))
    with database.transaction() as session:
        assert not record_status(session, "x" * 22, SID, "delivered", "", NOON)
        assert count_old_orphans(session, NOON + timedelta(minutes=16)) == 1
        record_status(session, token, SID, "sent", "", NOON)
        assert adopt_orphans(session, NOON) == 1
        assert count_old_orphans(session, NOON + timedelta(minutes=16)) == 0
    assert read(database, sms_id).status is SmsStatus.DELIVERED


def test_a_second_sid_for_the_same_sms_is_noted_as_a_double(database: Database, cast: Cast) -> None:
    sms_id, token = send_one(database, cast)
    with database.transaction() as session:
        assert not record_status(session, token, SID, "delivered", "", NOON)
        assert session.scalars(select(SmsAttempt.outcome)).all() == ["double"]
    assert read(database, sms_id).status is SmsStatus.ACCEPTED


def test_a_fact_never_leads_back_to_sending() -> None:
    for status in FACTS:
        assert MOVES[status] <= FACTS
    assert set(MOVES) == set(SmsStatus)
