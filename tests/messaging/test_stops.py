"""STOPP: after it nothing leaves, wherever the SMS stood, for everybody on the number; START undoes it."""

import pytest
from sqlalchemy import select, update

from core.db import Database
from messaging.inbound import Word, find_word, list_new_inbound, list_unidentified_inbound, record_inbound
from messaging.outbox import queue_sms
from messaging.sending import send_due
from messaging.settling import settle_unknown
from messaging.sms_models import InboundStatus, Sms, SmsInbound, SmsKind, SmsStatus, SmsStop, StopReason
from messaging.stops import find_stop, start_number
from people.identity import phone_hash
from tests.sms_ground import NIGHT, NOON, PHONE, Cast, Counting, make_patient, plan, read
from worklist.models import ItemStatus, WorkItem

UNSENT = [SmsStatus.PLANNED, SmsStatus.CANCELLED, SmsStatus.EXPIRED, SmsStatus.SUPPRESSED]


def receive(database: Database, body: str, sid: str = "SM1", number: str = PHONE) -> SmsInbound | None:
    """Let an SMS come in."""
    with database.transaction() as session:
        return record_inbound(session, sid, number, body, NIGHT)


def sent_bodies(database: Database) -> list[str]:
    """Send all that is due and return what left."""
    gateway = Counting()
    send_due(database, gateway, NIGHT, lanes=1)
    return [given[1] for given in gateway.given]


@pytest.mark.parametrize("status", SmsStatus)
def test_after_stop_nothing_leaves_wherever_the_sms_stood(database: Database, cast: Cast, status: SmsStatus) -> None:
    sms_id = plan(database, cast, at_night=True)
    gateway = Counting()
    if status not in UNSENT:
        send_due(database, gateway, NOON)
    lease = NIGHT if status in (SmsStatus.SENDING, SmsStatus.UNKNOWN, SmsStatus.RECONCILING) else None
    sid = None if lease else "SM9"
    with database.transaction() as session:
        session.execute(update(Sms).values(status=status, lease_until=lease, sid=sid if status not in UNSENT else None))
    receive(database, "STOPP")
    before = len(gateway.given)
    send_due(database, gateway, NIGHT)
    settle_unknown(database, gateway, NIGHT)
    send_due(database, gateway, NIGHT)
    assert [given[1] for given in gateway.given[before:] if given[1].startswith("text")] == []
    if status is SmsStatus.PLANNED:
        assert read(database, sms_id).status is SmsStatus.CANCELLED


def test_stop_is_confirmed_once_however_often_it_is_said(database: Database, cast: Cast) -> None:
    for number in range(5):
        receive(database, "Stopp!", f"SM{number}")
    assert len(sent_bodies(database)) == 1


def test_stop_holds_for_everybody_on_the_number_and_the_staff_is_told(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        sister = make_patient(session, cast.unit, PHONE, "Maja Ek")
    receive(database, "stop")
    with database.transaction() as session:
        for user in (cast.patient, sister):
            assert queue_sms(session, SmsKind.NOTICE, user=user, unit=cast.unit, body="x", dedupe_key=f"u{user.id}",
                             now=NOON) is None  # fmt: skip
        told = session.scalars(select(WorkItem.patient_id).order_by(WorkItem.patient_id)).all()
    assert told == [cast.patient.id, sister.id]


def test_another_number_is_not_stopped(database: Database, cast: Cast) -> None:
    receive(database, "STOPP")
    with database.transaction() as session:
        assert queue_sms(session, SmsKind.NOTICE, user=cast.other, unit=cast.unit, body="x", dedupe_key="o", now=NOON)


def test_a_code_the_person_asks_for_passes_a_stop_but_not_a_wrong_number(database: Database, cast: Cast) -> None:
    receive(database, "STOPP")
    plan(database, cast, "code", kind=SmsKind.CODE, now=NIGHT, at_night=True)
    assert "text code" in sent_bodies(database)
    receive(database, "Fel nummer", "SM2")
    with database.transaction() as session:
        assert find_stop(session, phone_hash(PHONE)) is StopReason.WRONG_NUMBER
        assert queue_sms(session, SmsKind.CODE, user=cast.patient, unit=None, body="x", dedupe_key="c2",
                         now=NIGHT) is None  # fmt: skip
        assert "wrong_number" in session.scalars(select(WorkItem.reason)).all()


def test_start_lifts_a_stop_and_closes_the_staffs_item(database: Database, cast: Cast) -> None:
    receive(database, "STOPP")
    sent_bodies(database)
    receive(database, "START", "SM2")
    receive(database, "START", "SM3")
    assert len(sent_bodies(database)) == 1
    with database.transaction() as session:
        assert session.scalars(select(SmsStop)).all() == []
        assert session.scalars(select(WorkItem.status)).all() == [ItemStatus.CLOSED]


def test_start_does_not_lift_a_wrong_number_until_it_is_verified(database: Database, cast: Cast) -> None:
    receive(database, "fel nummer")
    receive(database, "start", "SM2")
    with database.transaction() as session:
        assert find_stop(session, phone_hash(PHONE)) is StopReason.WRONG_NUMBER
        assert start_number(session, phone_hash(PHONE), NOON, verified=True)
        assert find_stop(session, phone_hash(PHONE)) is None


def test_help_is_answered_once_an_hour_also_after_stop(database: Database, cast: Cast) -> None:
    receive(database, "STOPP")
    for number in range(2, 6):
        receive(database, "hjälp", f"SM{number}")
    bodies = sent_bodies(database)
    assert len(bodies) == 2
    assert "112" in bodies[1]


def test_the_same_sms_coming_in_again_changes_nothing(database: Database, cast: Cast) -> None:
    assert receive(database, "128/82") is not None
    assert [receive(database, "128/82") for _ in range(10)] == [None] * 10
    with database.transaction() as session:
        assert len(list_new_inbound(session)) == 1


def test_a_known_number_is_left_to_be_understood(database: Database, cast: Cast) -> None:
    inbound = receive(database, "128/82 puls 60", number="070-174 06 05")
    assert inbound is not None
    assert (inbound.user_id, inbound.status) == (cast.patient.id, InboundStatus.NEW)


def test_a_number_of_nobody_or_of_two_is_guessed_for_nobody(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        make_patient(session, cast.unit, PHONE, "Maja Ek")
    receive(database, "128/82", "SM1")
    receive(database, "128/82", "SM2", "+46701740699")
    receive(database, "Hej", "SM3", "REGIONEN")
    with database.transaction() as session:
        assert list_new_inbound(session) == []
        assert [row.user_id for row in list_unidentified_inbound(session)] == [None] * 3


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ("STOPP", Word.STOP), (" stopp. ", Word.STOP), ("Stop!!", Word.STOP), ("Sluta", Word.STOP),
        ("START", Word.START), ("hjälp", Word.HELP), ("Help", Word.HELP), ("Fel  nummer!", Word.WRONG_NUMBER),
        ("jag vill inte stoppa", None), ("hjälp mig", None), ("", None), ("🛑", None), ("128/82", None),
    ],
)  # fmt: skip
def test_a_word_counts_only_when_it_is_the_whole_sms(body: str, word: Word | None) -> None:
    assert find_word(body) is word


@pytest.mark.parametrize("body", ["", "\x00a\x00", "å" * 1600, "🌻" * 800, "\u202eabc", "a\nb\r\nc"])
def test_odd_texts_are_stored_as_they_are(database: Database, cast: Cast, body: str) -> None:
    inbound = receive(database, body)
    assert inbound is not None
    with database.transaction() as session:
        assert session.get_one(SmsInbound, inbound.id).body == body.replace("\x00", "")
