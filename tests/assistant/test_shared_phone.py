"""Holds a phone that two patients share: nobody is guessed, a first name decides, also through a check."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from messaging.sms_models import InboundStatus, SmsInbound
from people.models import CareUnit, User
from tests.assistant.test_inbound import Post
from tests.assistant.test_sms_dialogues import ButtonPhone
from tests.monitoring.series_ground import make_series
from tests.plugins.cast import CareCast, make_patient

WHO = "Flera använder det här numret. Svara med förnamnet på den som det gäller."


@pytest.fixture
def shared(sqlite_cast: CareCast) -> ButtonPhone:
    """Anna with heart failure, on the same number as Bo."""
    return make_shared(sqlite_cast)


def make_shared(cast: CareCast) -> ButtonPhone:
    phone = ButtonPhone(make_series(cast, "heart_failure"))
    with cast.database.transaction() as session:
        unit = session.get_one(CareUnit, cast.unit.id)
        make_patient(session, unit, "Bo Berg", "070-174 06 05")
    return phone


def owners(post: Post) -> list[tuple[str | None, InboundStatus]]:
    """Return whose each SMS became."""
    with post.anna.cast.database.transaction() as session:
        names = {user.id: user.name for user in session.scalars(select(User))}
        rows = session.scalars(select(SmsInbound).order_by(SmsInbound.id))
        return [(names.get(row.user_id or 0), row.status) for row in rows]


def test_a_value_waits_until_a_first_name_tells_whose_it_is(care_cast: CareCast) -> None:
    shared = make_shared(care_cast)
    assert shared.say("80,2") == WHO
    assert shared.reports() == []
    assert shared.anna.open_reasons() == ["sms_unidentified"]
    answers = shared.send("Anna", 1)
    assert "rad 2 på ditt kort" in answers[-1]
    assert [str(one.value) for one in shared.reports()] == ["80.20"]
    assert shared.anna.open_reasons() == []
    assert {owner for owner, _status in owners(shared)} == {shared.anna.cast.anna.name}


def test_a_check_goes_on_in_the_same_hand_for_half_an_hour(shared: ButtonPhone) -> None:
    assert "Fråga 1 av 6" in shared.say("Anna frågor")
    for number, answer in enumerate("00000", start=1):
        assert "Fråga" in shared.say(answer, number)
    assert shared.say("nej", 7).startswith("Tack")
    assert [one.kind for one in shared.reports()] == ["hk6"]
    assert shared.say("80,2", 60) == WHO


def test_a_name_first_decides_although_another_hand_is_remembered(shared: ButtonPhone) -> None:
    shared.say("Bo hej", 0)
    assert shared.say("anna: 80,2", 1).startswith("Tack")
    assert [one.patient_id for one in shared.reports()] == [shared.anna.cast.anna.id]
    assert shared.messages() == ["Bo hej"]


def test_an_unknown_name_asks_once_more_and_the_unit_still_knows(shared: ButtonPhone) -> None:
    shared.say("80,2")
    assert shared.say("Kalle", 1).startswith("Vi vet inte vem det gäller. Skriv förnamnet först")
    assert shared.anna.open_reasons() == ["sms_unidentified"]


def test_no_name_of_a_patient_leaves_in_an_sms(shared: ButtonPhone) -> None:
    answers = [shared.say("80,2"), shared.say("Kalle", 1), *shared.send("Anna", 2)]
    assert not any(name in answer for answer in answers for name in ("Anna", "Bo", "Berg"))


def test_danger_from_a_shared_phone_is_answered_at_once_and_asks_nothing(shared: ButtonPhone) -> None:
    answers = shared.send("jag har ont i bröstet och kan inte andas", 0)
    assert len(answers) == 1
    assert "112" in answers[0]


def test_a_name_after_two_hours_finds_nothing_waiting(shared: ButtonPhone) -> None:
    shared.say("80,2")
    shared.send("Anna", int(timedelta(hours=2, minutes=1).total_seconds() // 60))
    assert shared.reports() == []
    assert shared.anna.open_reasons() == ["sms_unidentified"]
