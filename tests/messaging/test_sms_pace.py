"""An hour lies between two SMS that nobody waits for, as the product sends them; what is waited for goes at once."""

from collections import Counter
from datetime import timedelta

import pytest

from core.db import Database
from messaging.notices import NoticeKind, queue_notice
from messaging.sending import send_due
from messaging.sms_models import SmsKind, SmsStatus
from messaging.verdicts import PACE
from people.models import CareUnit, User
from tests.sms_ground import NOON, Cast, Counting, install_keys, make_cast, plan, statuses


@pytest.fixture
def cast(database: Database) -> Cast:
    install_keys()
    return make_cast(database)


def send(database: Database, minutes: int) -> Counter[SmsStatus]:
    send_due(database, Counting(), NOON + timedelta(minutes=minutes), pace=PACE)
    return statuses(database)


def test_a_second_notice_waits_an_hour(database: Database, cast: Cast) -> None:
    plan(database, cast, "one")
    plan(database, cast, "two")
    assert send(database, 1) == {SmsStatus.ACCEPTED: 1, SmsStatus.PLANNED: 1}
    assert send(database, 30) == {SmsStatus.ACCEPTED: 1, SmsStatus.PLANNED: 1}
    assert send(database, 62) == {SmsStatus.ACCEPTED: 2}


def test_a_code_waits_for_nothing(database: Database, cast: Cast) -> None:
    plan(database, cast, "one")
    assert send(database, 1) == {SmsStatus.ACCEPTED: 1}
    plan(database, cast, "code", kind=SmsKind.CODE)
    assert send(database, 2) == {SmsStatus.ACCEPTED: 2}


def test_a_reminder_that_could_not_wait_goes_rather_than_being_lost(database: Database, cast: Cast) -> None:
    plan(database, cast, "one")
    plan(database, cast, "two", kind=SmsKind.REMINDER, lifetime=timedelta(minutes=50))
    assert send(database, 1) == {SmsStatus.ACCEPTED: 2}


@pytest.mark.parametrize(("kind", "is_told"), [(NoticeKind.MODULE_UNLOCKED, False), (NoticeKind.MESSAGE, True)])
def test_a_button_phone_is_only_told_what_can_be_answered_there(
    database: Database, cast: Cast, kind: NoticeKind, is_told: bool
) -> None:
    with database.transaction() as session:
        patient = session.get_one(User, cast.patient.id)
        patient.sms_by_web = False
        unit = session.get_one(CareUnit, cast.unit.id)
        assert (queue_notice(session, patient, unit, kind, "x", NOON) is not None) is is_told
