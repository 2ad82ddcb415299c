"""The outbox: one row per reason, only to who wants it, and never for the quiet hours."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.clock import FixedClock
from core.db import Database
from core.errors import InvalidError
from messaging.gateways import SimulatedGateway
from messaging.notices import (
    NoticeKind,
    queue_alarm,
    queue_code,
    queue_invitation,
    queue_notice,
    queue_reply,
    queue_test_sms,
)
from messaging.outbox import cancel_for_user, cancel_sms, queue_sms
from messaging.phone_numbers import is_sendable, normalize_number, normalize_sender
from messaging.sending import send_due
from messaging.simulated import deliver_simulated, list_simulated, reply_simulated
from messaging.sms_models import InboundStatus, Sms, SmsKind, SmsStatus
from tests.sms_ground import NIGHT, NOON, PHONE, Cast, plan, read, statuses
from worklist.models import WorkItem


def test_one_reason_gives_one_sms(database: Database, cast: Cast) -> None:
    plan(database, cast, "same")
    with database.transaction() as session:
        again = queue_sms(session, SmsKind.NOTICE, user=cast.patient, unit=cast.unit, body="y", dedupe_key="same",
                          now=NOON)  # fmt: skip
    assert again is None
    assert statuses(database) == {SmsStatus.PLANNED: 1}


@pytest.mark.parametrize("kind", [SmsKind.NOTICE, SmsKind.REMINDER])
def test_without_consent_nothing_is_planned_but_codes_and_tests(
    database: Database, cast: Cast, kind: SmsKind
) -> None:
    cast.patient.sms_consent_at = None
    with database.transaction() as session:
        assert queue_sms(session, kind, user=cast.patient, unit=cast.unit, body="x", dedupe_key="a", now=NOON) is None
        assert queue_code(session, cast.patient, "123456", NOON)
        assert queue_test_sms(session, cast.patient, cast.unit, NOON)


def test_who_has_no_number_or_may_not_sign_in_is_sent_nothing(database: Database, cast: Cast) -> None:
    cast.patient.phone = None
    cast.other.state = "disabled"  # type: ignore[assignment]
    with database.transaction() as session:
        assert queue_code(session, cast.patient, "123456", NOON) is None


def test_a_notice_at_night_waits_for_the_morning(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        notice = queue_notice(session, cast.patient, cast.unit, NoticeKind.MESSAGE, "m1", NIGHT)
        code = queue_code(session, cast.patient, "123456", NIGHT)
    assert notice is not None
    assert notice.not_before == NOON.replace(day=3, hour=7)
    assert code is not None
    assert code.not_before <= NIGHT < code.deadline == NIGHT + timedelta(minutes=10)


def test_a_kind_of_notice_is_told_once_a_day(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        told = [
            queue_notice(session, cast.patient, cast.unit, NoticeKind.MESSAGE, f"m{number}", NOON) is not None
            for number in range(3)
        ]
        tomorrow = queue_notice(session, cast.patient, cast.unit, NoticeKind.MESSAGE, "m9", NOON + timedelta(days=1))
        other_kind = queue_notice(session, cast.patient, cast.unit, NoticeKind.MODULE_UNLOCKED, "m1", NOON)
    assert told == [True, False, False]
    assert tomorrow is not None
    assert other_kind is not None


def test_an_important_notice_that_cannot_be_sent_is_put_before_the_staff(database: Database, cast: Cast) -> None:
    cast.patient.sms_consent_at = None
    with database.transaction() as session:
        kinds = {"patient": cast.patient, "unit": cast.unit, "kind": NoticeKind.MESSAGE, "now": NOON}
        assert queue_notice(session, reference="m1", important=True, **kinds) is None  # type: ignore[arg-type]
        assert queue_notice(session, reference="m2", **kinds) is None  # type: ignore[arg-type]
        assert session.scalar(select(func.count(WorkItem.id))) == 1


def test_a_new_code_takes_the_old_one_back(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        old = queue_code(session, cast.patient, "111111", NOON)
        new = queue_code(session, cast.patient, "222222", NOON)
    assert old is not None
    assert new is not None
    assert read(database, old.id).status is SmsStatus.CANCELLED
    assert read(database, new.id).status is SmsStatus.PLANNED


def test_what_is_taken_back_does_not_leave(database: Database, cast: Cast) -> None:
    plan(database, cast, "a")
    plan(database, cast, "b")
    with database.transaction() as session:
        assert cancel_sms(session, "a", NOON)
        assert not cancel_sms(session, "a", NOON)
        assert cancel_for_user(session, cast.patient.id, NOON) == 1


def test_invitations_alarms_and_replies_say_nothing_of_why(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        invitation = queue_invitation(session, cast.patient, cast.unit, "https://egenvag.example/", "e1", NOON)
        alarm = queue_alarm(session, cast.other, cast.unit, "risk:1", NIGHT)
        reply = queue_reply(session, "SM1", PHONE, None, None, "Tack, det är sparat.", NIGHT)
    assert invitation is not None
    assert "egenvag.example med ditt" in invitation.body
    assert alarm is not None
    assert reply is not None
    assert alarm.at_night
    assert reply.at_night


def test_a_text_of_more_than_two_segments_is_refused(database: Database, cast: Cast) -> None:
    with database.transaction() as session, pytest.raises(InvalidError):
        queue_reply(session, "SM1", PHONE, cast.patient, cast.unit, "å" * 307, NOON)


def test_a_phone_without_web_is_told_to_call(database: Database, cast: Cast) -> None:
    cast.patient.sms_by_web = False
    with database.transaction() as session:
        notice = queue_notice(session, cast.patient, cast.unit, NoticeKind.MESSAGE, "m1", NOON)
    assert notice is not None
    assert "Ring oss på 090-12 34 56" in notice.body


@pytest.mark.parametrize("text", ["070-174 06 05", "+46 70 174 06 05", "0046701740605", "0701740605"])
def test_a_number_has_one_spelling(text: str) -> None:
    assert normalize_number(text) == normalize_sender(text) == PHONE


@pytest.mark.parametrize("text", ["", "112", "08-123 456 78", "+12125550100", "+8821600000000", "x" * 500, "070"])
def test_a_number_that_cannot_be_sent_to_is_refused(text: str) -> None:
    with pytest.raises(InvalidError):
        normalize_number(text)
    assert not is_sendable(text)


def test_the_simulated_phone_receives_delivers_and_answers(database: Database, cast: Cast) -> None:
    sms_id = plan(database, cast)
    gateway = SimulatedGateway(database, FixedClock(NOON))
    send_due(database, gateway, NOON)
    assert read(database, sms_id).status is SmsStatus.QUEUED
    assert [deliver_simulated(database, NOON) for _ in range(3)] == [1, 1, 0]
    assert read(database, sms_id).status is SmsStatus.DELIVERED
    assert [sms.body for sms in gateway.list_sent(PHONE, NOON)] == ["text k"]
    with database.transaction() as session:
        inbound = reply_simulated(session, PHONE, "128/82", NOON)
        assert inbound is not None
        assert inbound.status is InboundStatus.NEW
        assert [row.inbound for row in list_simulated(session, PHONE)] == [True, False]
        assert session.scalar(select(func.count(Sms.id))) == 1
