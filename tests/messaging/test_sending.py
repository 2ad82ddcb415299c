"""Sending: each SMS leaves once, whatever the provider answers, and never when it should not."""

import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from core.db import Database
from messaging import sending, settling
from messaging import twilio_gateway as twilio_door
from messaging.gateways import SendResult
from messaging.provider_codes import Outcome, classify
from messaging.sending import LEASE, find_gateway_trouble, send_due
from messaging.settling import GRACE, settle_unknown
from messaging.sms_models import Sms, SmsAttempt, SmsKind, SmsStatus, SmsStop, StopReason
from people.models import User
from tests.fake_twilio import Twilio
from tests.sms_ground import NIGHT, NOON, PHONE, Cast, Counting, Remote, plan, read, statuses, twilio_gateway
from worklist.models import WorkItem

SETTLED = NOON + LEASE + GRACE + timedelta(minutes=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def quick_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a hanging provider be given up soon."""
    monkeypatch.setattr(twilio_door, "READ_SECONDS", 0.3)


def work_through(database: Database, twilio: Twilio, minutes: int = 20) -> None:
    """Run the two jobs minute by minute."""
    gateway = twilio_gateway(twilio)
    for step in range(minutes):
        send_due(database, gateway, NOON + step * MINUTE)
        settle_unknown(database, gateway, NOON + step * MINUTE)


def test_a_due_sms_leaves_once_and_is_accepted(database: Database, cast: Cast, twilio: Twilio) -> None:
    sms_id = plan(database, cast, body="Ett nytt avsnitt åäö")
    for _ in range(3):
        send_due(database, twilio_gateway(twilio), NOON)
    assert twilio.delivered() == {(PHONE, "Ett nytt avsnitt åäö"): 1}
    sms = read(database, sms_id)
    assert (sms.status, sms.sid) == (SmsStatus.ACCEPTED, twilio.taken[0].sid)


def test_the_status_callback_carries_the_attempts_token(database: Database, cast: Cast, twilio: Twilio) -> None:
    sms_id = plan(database, cast)
    send_due(database, twilio_gateway(twilio), NOON)
    with database.transaction() as session:
        token = session.scalars(select(SmsAttempt.token).where(SmsAttempt.sms_id == sms_id)).one()
    assert twilio.taken[0].callback == f"https://egenvag.example/twilio/status/{token}"


def test_the_provider_may_not_deliver_in_the_quiet_hours(database: Database, cast: Cast, twilio: Twilio) -> None:
    evening = NOON.replace(hour=19, minute=30)
    plan(database, cast, now=evening)
    send_due(database, twilio_gateway(twilio), evening)
    assert 1700 < twilio.taken[0].valid_seconds <= 1800


@pytest.mark.parametrize("fault", ["drop_after", "hang_after", "500_after", "garbage_after"])
@pytest.mark.usefixtures("quick_reads")
def test_an_answer_that_is_lost_gives_one_sms(database: Database, cast: Cast, twilio: Twilio, fault: str) -> None:
    twilio.faults.append(fault)
    sms_id = plan(database, cast)
    send_due(database, twilio_gateway(twilio), NOON)
    assert read(database, sms_id).status is SmsStatus.UNKNOWN
    work_through(database, twilio)
    assert list(twilio.delivered().values()) == [1]
    assert read(database, sms_id).status is SmsStatus.ACCEPTED


@pytest.mark.parametrize("fault", ["500_before", "503_before"])
def test_what_the_list_never_shows_is_sent_once_more_after_grace(
    database: Database, cast: Cast, twilio: Twilio, fault: str
) -> None:
    twilio.faults.append(fault)
    sms_id = plan(database, cast)
    work_through(database, twilio, minutes=15)
    assert twilio.calls == 1
    work_through(database, twilio, minutes=20)
    assert (twilio.calls, list(twilio.delivered().values())) == (2, [1])
    assert read(database, sms_id).status is SmsStatus.ACCEPTED


def test_naive_sending_would_double(cast: Cast, database: Database, twilio: Twilio) -> None:
    """Proof that the faults can be seen: who tries again on any error sends twice."""
    twilio.faults.append("500_after")
    gateway = twilio_gateway(twilio)
    for token in ("a" * 22, "b" * 22):
        if gateway.send(PHONE, "x", token, 60).outcome is Outcome.ACCEPTED:
            break
    assert list(twilio.delivered().values()) == [2]


def test_a_list_slower_than_grace_is_seen_as_a_double(database: Database, cast: Cast, twilio: Twilio) -> None:
    """Proof that the reconciling test can fail: its one assumption broken, the double is there and counted."""
    twilio.faults.append("500_after")
    twilio.list_lag = 0.0
    plan(database, cast)
    gateway = twilio_gateway(twilio)
    send_due(database, gateway, NOON)
    hidden, twilio.taken = twilio.taken, []
    settle_unknown(database, gateway, SETTLED)
    send_due(database, gateway, SETTLED + MINUTE)
    assert len(hidden) + len(twilio.taken) == 2


def test_a_broken_list_never_leads_to_a_second_sending(database: Database, cast: Cast, twilio: Twilio) -> None:
    twilio.faults.append("500_before")
    twilio.list_broken = True
    sms_id = plan(database, cast)
    work_through(database, twilio, minutes=40)
    assert (twilio.calls, read(database, sms_id).status) == (1, SmsStatus.UNKNOWN)
    settle_unknown(database, twilio_gateway(twilio), NOON + timedelta(hours=25))
    assert read(database, sms_id).status is SmsStatus.UNRESOLVED
    with database.transaction() as session:
        assert session.scalars(select(WorkItem.reason)).all() == ["sms_unknown"]


def test_an_alarm_is_sent_again_even_when_the_list_is_broken(database: Database, cast: Cast, twilio: Twilio) -> None:
    twilio.faults.append("500_before")
    twilio.list_broken = True
    plan(database, cast, kind=SmsKind.ALARM)
    work_through(database, twilio, minutes=25)
    assert list(twilio.delivered().values()) == [1]


def test_a_code_nobody_saw_is_not_sent_again(database: Database, cast: Cast, twilio: Twilio) -> None:
    twilio.faults.append("500_before")
    sms_id = plan(database, cast, kind=SmsKind.CODE, lifetime=timedelta(hours=2))
    work_through(database, twilio, minutes=25)
    assert (twilio.calls, read(database, sms_id).status) == (1, SmsStatus.UNRESOLVED)


def test_too_many_requests_waits_and_then_sends_once(database: Database, cast: Cast, twilio: Twilio) -> None:
    twilio.faults.extend(["429"] * 3)
    twilio.retry_after = "30"
    for number in range(3):
        plan(database, cast, f"k{number}")
    send_due(database, twilio_gateway(twilio), NOON, lanes=1)
    assert twilio.calls == 1
    work_through(database, twilio, minutes=20)
    assert sorted(twilio.delivered().values()) == [1, 1, 1]


def test_an_unreachable_provider_is_tried_again(database: Database, cast: Cast, twilio: Twilio) -> None:
    sms_id = plan(database, cast)
    gateway = twilio_door.TwilioGateway("AC", "t", "MG", "https://egenvag.example", "http://127.0.0.1:1")
    send_due(database, gateway, NOON)
    assert read(database, sms_id).status is SmsStatus.PLANNED
    work_through(database, twilio, minutes=5)
    assert list(twilio.delivered().values()) == [1]


def test_a_bad_number_is_final_and_told_to_the_staff(database: Database, cast: Cast, twilio: Twilio) -> None:
    twilio.faults.append("400/21211")
    sms_id = plan(database, cast)
    work_through(database, twilio)
    assert (twilio.calls, read(database, sms_id).status) == (1, SmsStatus.FAILED)
    with database.transaction() as session:
        item = session.scalars(select(WorkItem)).one()
    assert (item.reason, item.patient_id, item.unit_id) == ("sms_failed", cast.patient.id, cast.unit.id)


def test_an_opt_out_at_the_provider_stops_the_number(database: Database, cast: Cast, twilio: Twilio) -> None:
    twilio.faults.append("21610")
    first, second = plan(database, cast, "a"), plan(database, cast, "b")
    send_due(database, twilio_gateway(twilio), NOON, lanes=1)
    assert read(database, first).status is SmsStatus.SUPPRESSED
    assert read(database, second).status is SmsStatus.CANCELLED
    assert twilio.calls == 1
    with database.transaction() as session:
        assert session.scalars(select(SmsStop.reason)).all() == [StopReason.PROVIDER]


def test_a_refused_account_holds_all_and_loses_nothing(database: Database, cast: Cast, twilio: Twilio) -> None:
    twilio.faults.append("401")
    for number in range(3):
        plan(database, cast, f"k{number}")
    send_due(database, twilio_gateway(twilio), NOON, lanes=1)
    assert statuses(database) == {SmsStatus.PLANNED: 3}
    with database.transaction() as session:
        assert find_gateway_trouble(session) == "20003"
    work_through(database, twilio, minutes=5)
    assert sorted(twilio.delivered().values()) == [1, 1, 1]
    with database.transaction() as session:
        assert find_gateway_trouble(session) is None


def test_a_sender_that_was_frozen_gives_the_sms_back(
    database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sms_id, gateway = plan(database, cast), Counting()
    monkeypatch.setattr(sending.Claim, "is_late", lambda _claim: True)
    send_due(database, gateway, NOON, lanes=1)
    assert (gateway.given, read(database, sms_id).status) == ([], SmsStatus.PLANNED)


def test_the_fence_is_measured_from_before_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = sending.Claim(1, 1, PHONE, "x", "t", 60, claimed_boot=1000.0)
    monkeypatch.setattr(sending, "boot_seconds", lambda: 1014.0)
    assert not claim.is_late()
    monkeypatch.setattr(sending, "boot_seconds", lambda: 1016.0)
    assert claim.is_late()


def test_a_late_answer_is_adopted_when_somebody_else_took_over(database: Database, cast: Cast) -> None:
    sms_id, gateway = plan(database, cast), Counting()

    class Slow(Counting):
        """Answers only after its lease was taken from it."""

        def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
            settle_unknown(database, gateway, NOON + 2 * LEASE)
            return super().send(number, body, token, valid_seconds)

    send_due(database, Slow(), NOON, lanes=1)
    sms = read(database, sms_id)
    assert (sms.status, bool(sms.sid)) == (SmsStatus.ACCEPTED, True)


def test_same_text_to_the_same_number_waits_until_the_first_is_known(database: Database, cast: Cast) -> None:
    plan(database, cast, "a", body="same")
    plan(database, cast, "b", body="same")
    gateway = Counting(SendResult(Outcome.UNKNOWN))
    send_due(database, gateway, NOON, lanes=2)
    assert len(gateway.given) == 1
    assert statuses(database) == {SmsStatus.UNKNOWN: 1, SmsStatus.PLANNED: 1}


def test_nothing_leaves_in_the_quiet_hours_but_what_somebody_waits_for(database: Database, cast: Cast) -> None:
    notice = plan(database, cast, "notice", now=NOON.replace(hour=19, minute=59))
    plan(database, cast, "code", kind=SmsKind.CODE, now=NIGHT, at_night=True)
    gateway = Counting()
    send_due(database, gateway, NIGHT)
    assert [given[1] for given in gateway.given] == ["text code"]
    assert read(database, notice).not_before == NOON.replace(day=3, hour=7)


def test_what_is_past_its_deadline_is_never_sent_and_is_told(database: Database, cast: Cast) -> None:
    for number in range(5):
        plan(database, cast, f"k{number}", lifetime=timedelta(hours=1))
    gateway = Counting()
    send_due(database, gateway, NOON + timedelta(hours=6))
    assert (gateway.given, statuses(database)) == ([], {SmsStatus.EXPIRED: 5})
    with database.transaction() as session:
        assert session.scalar(select(func.count(WorkItem.id))) == 1


@pytest.mark.parametrize("change", [{"sms_consent_at": None}, {"state": "disabled"}, {"phone_hash": "other"}])
def test_consent_activity_and_number_are_asked_again_at_sending(
    database: Database, cast: Cast, change: dict[str, str | None]
) -> None:
    plan(database, cast)
    with database.transaction() as session:
        user = session.get_one(User, cast.patient.id)
        for name, value in change.items():
            setattr(user, name, value)
    gateway = Counting()
    send_due(database, gateway, NOON)
    assert gateway.given == []


def test_a_login_code_passes_a_queue_of_reminders(database: Database, cast: Cast) -> None:
    for number in range(3):
        plan(database, cast, f"k{number}", now=NOON - timedelta(hours=1))
    plan(database, cast, "code", kind=SmsKind.CODE)
    gateway = Counting()
    send_due(database, gateway, NOON, lanes=1)
    assert gateway.given[0][1] == "text code"


def test_two_senders_never_claim_the_same_sms(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        from messaging.outbox import build_row

        rows = [
            build_row(SmsKind.TEST, user_id=cast.patient.id, unit_id=cast.unit.id, number=PHONE, body=f"n{number}",
                      dedupe_key=f"n{number}", day_key=None, zone="Europe/Stockholm", at_night=True, due=NOON,
                      lifetime=None, now=NOON)
            for number in range(200)
        ]  # fmt: skip
        session.execute(Sms.__table__.insert(), rows)
    gateway = Remote()
    other = Database(database.url)
    senders = [threading.Thread(target=send_due, args=(each, gateway, NOON)) for each in (database, other)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    other.engine.dispose()
    assert Counter(Counter(given[1] for given in gateway.given).values()) == {1: 200}
    assert statuses(database) == {SmsStatus.ACCEPTED: 200}


CODES = [
    (429, 20429, Outcome.RETRY), (429, 429, Outcome.RETRY), (400, 30001, Outcome.RETRY),
    (400, 21211, Outcome.REFUSED), (400, 21214, Outcome.REFUSED), (400, 21217, Outcome.REFUSED),
    (400, 21219, Outcome.REFUSED), (400, 21408, Outcome.REFUSED), (400, 21421, Outcome.REFUSED),
    (400, 21602, Outcome.REFUSED), (400, 21604, Outcome.REFUSED), (400, 21612, Outcome.REFUSED),
    (400, 21614, Outcome.REFUSED), (400, 21617, Outcome.REFUSED), (400, 30006, Outcome.REFUSED),
    (400, 21610, Outcome.STOPPED), (401, 20003, Outcome.HELD), (403, 20005, Outcome.HELD),
    (403, 20403, Outcome.HELD), (404, 20404, Outcome.HELD), (400, 21603, Outcome.HELD),
    (400, 21606, Outcome.HELD), (400, 21701, Outcome.HELD), (400, 21703, Outcome.HELD),
    (400, 21704, Outcome.HELD), (400, 30002, Outcome.HELD), (500, 20500, Outcome.UNKNOWN),
    (503, 20503, Outcome.UNKNOWN), (502, 502, Outcome.UNKNOWN), (408, 408, Outcome.UNKNOWN),
    (302, 302, Outcome.UNKNOWN), (400, 400, Outcome.UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("http_status", "code", "outcome"), CODES)
def test_each_code_means_one_thing(http_status: int, code: int, outcome: Outcome) -> None:
    assert classify(http_status, code) is outcome


def test_the_client_never_waits_for_ever_and_never_tries_twice(
    twilio: Twilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (twilio_door.CONNECT_SECONDS, twilio_door.READ_SECONDS) == (3, 10)
    monkeypatch.setattr(twilio_door, "READ_SECONDS", 0.2)
    twilio.faults.append("hang_after")
    started = time.monotonic()
    assert twilio_gateway(twilio).send(PHONE, "x", "t" * 22, 60).outcome is Outcome.UNKNOWN
    assert time.monotonic() - started < twilio.hang_seconds
    assert twilio.calls == 1


def test_an_idle_tick_never_reads_the_whole_outbox(sqlite_url: str) -> None:
    database, seen = Database(sqlite_url), []
    event.listen(database.engine, "before_cursor_execute", lambda *call: seen.append((call[2], call[3])))
    with database.transaction() as session:
        session.scalar(sending._next_query(), {"now": NOON})
        session.scalar(settling._select_doubt(NOON))
    send_due(database, Counting(), NOON)
    settle_unknown(database, Counting(), NOON)
    selects = [(text, places) for text, places in seen if text.startswith("SELECT")]
    with database.engine.connect() as connection:
        plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", places).all() for text, places in selects]
    database.engine.dispose()
    assert len(selects) == 4
    scans = [row[3] for rows in plans for row in rows if row[3].startswith("SCAN ")]
    assert [scan for scan in scans if "INDEX" not in scan and scan != "SCAN CONSTANT ROW"] == []
