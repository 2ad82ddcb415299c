"""Holds the button-phone twin: each KBT step has a form by SMS, or an SMS says plainly that it needs the web."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.sms_twin import DIARY, list_ways
from messaging.outbox import queue_sms
from messaging.sms_models import Sms, SmsKind, SmsStatus
from messaging.sms_texts import TEXTS, TextId
from people.models import User
from programs.library import get_program
from tests.assistant.test_sms_dialogues import ButtonPhone
from tests.monitoring.series_ground import SeriesMeasurer
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast

KBT = ("depression", "anxiety", "sleep", "worry", "stress")


@pytest.mark.parametrize("program", KBT)
def test_every_step_has_a_form_or_an_sms_that_says_log_in(program: str) -> None:
    ways = list_ways(get_program(program, "1"))
    assert [way.step for way in ways if way.questions] == [DIARY]
    assert all("ogga" in TEXTS[way.told_by] for way in ways if way.needs_web)
    assert all(way.questions or way.needs_web for way in ways)


def test_a_yes_to_a_reminder_of_what_needs_the_web_says_so(sqlite_cast: CareCast) -> None:
    enroll_sleep(sqlite_cast, program="sleep")
    phone = ButtonPhone(SeriesMeasurer(sqlite_cast, 0, 0))
    phone.say("dagboken")
    phone.say("23.45 30 2 15 6.30 6.30 4", 1)
    with sqlite_cast.database.transaction() as session:
        patient = session.get_one(User, sqlite_cast.anna.id)
        queue_sms(session, SmsKind.REMINDER, user=patient, unit=sqlite_cast.unit, body=TEXTS[TextId.CODE],
                  dedupe_key="r", now=sqlite_cast.now + timedelta(minutes=2))  # fmt: skip
        session.scalars(select(Sms).where(Sms.dedupe_key == "r")).one().status = SmsStatus.DELIVERED
    assert phone.say("JA", 3) == (
        "Det här går bara på webben. Logga in när det passar dig, eller ring oss på 08-465 004 10."
    )
    assert phone.messages() == []
