"""Holds the row of a diary by SMS and in the thread: the same draft as the web's, whichever goes on with it."""

from typing import Any

import pytest
from sqlalchemy import select

from assistant.diary_steps import steps_of_fields
from assistant.steps import StepKind
from messaging.models import Message
from programs.diary import FIELDS, find_rows, save_draft_row
from programs.models import DiaryEntry, Enrollment
from tests.assistant.test_sms_dialogues import ButtonPhone
from tests.monitoring.series_ground import SeriesMeasurer
from tests.patient.sleep_ground import NIGHT, START, enroll_sleep
from tests.patient.test_chat import write
from tests.plugins.cast import CareCast


def phone_of(cast: CareCast) -> ButtonPhone:
    return ButtonPhone(SeriesMeasurer(cast, 0, 0))


def entries(cast: CareCast) -> list[DiaryEntry]:
    """Return the rows that are kept, no drafts."""
    with cast.database.transaction() as session:
        return list(session.scalars(select(DiaryEntry).where(DiaryEntry.current.is_(True)).order_by(DiaryEntry.id)))


def draft(cast: CareCast, enrollment: Enrollment) -> dict[str, Any]:
    with cast.database.transaction() as session:
        return find_rows(session, enrollment.id, "sleep", START).answers


def test_a_night_is_written_question_by_question_by_sms(care_cast: CareCast) -> None:
    enroll_sleep(care_cast)
    phone = phone_of(care_cast)
    assert phone.say("dagboken") == (
        "Dagens rad: 7 frågor, de står på ditt kort. Fråga 1 av 7: svara med ett klockslag, till exempel 06.40."
    )
    assert phone.say("23.45", 1) == "Fråga 2 av 7: svara med ett tal, 0 till 600."
    phone.say("30 min", 2)
    phone.say("2 15", 3)
    assert phone.say("6.30", 4).startswith("Fråga 6 av 7: svara med ett klockslag")
    phone.say("0630", 5)
    assert phone.say("4", 6) == "Tack."
    (entry,) = entries(care_cast)
    assert (entry.answers, entry.figures["tst"]) == (NIGHT, 360)
    assert phone.messages() == []


def test_a_night_on_one_line_is_the_same(sqlite_cast: CareCast) -> None:
    enroll_sleep(sqlite_cast)
    phone = phone_of(sqlite_cast)
    phone.say("dagboken")
    assert phone.say("23.45 30 2 15 6.30 6.30 4", 1) == "Tack."
    assert entries(sqlite_cast)[0].answers == NIGHT


def test_a_row_begun_on_the_web_goes_on_by_sms_and_in_the_thread(sqlite_cast: CareCast) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    with sqlite_cast.database.transaction() as session:
        mine = session.get_one(Enrollment, enrollment.id)
        save_draft_row(session, mine, "sleep", START, {"lights_out": "23:45", "sol": 30, "awakenings": None},
                       sqlite_cast.now)  # fmt: skip
    phone = phone_of(sqlite_cast)
    assert "Fråga 3 av 7" in phone.say("dagboken")
    phone.say("2 15", 1)
    assert draft(sqlite_cast, enrollment)["waso"] == 15
    write(sqlite_cast, "fortsätt")
    with sqlite_cast.database.transaction() as session:
        last = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert last is not None
    assert "När vaknade du för sista gången?" in last.body
    write(sqlite_cast, "6.30")
    write(sqlite_cast, "6.30")
    write(sqlite_cast, "4")
    assert entries(sqlite_cast)[0].answers == NIGHT


def test_times_that_contradict_each_other_are_asked_again(sqlite_cast: CareCast) -> None:
    enroll_sleep(sqlite_cast)
    phone = phone_of(sqlite_cast)
    phone.say("dagboken")
    answer = phone.say("23.45 30 2 15 8.00 6.30 4", 1)
    assert answer.startswith("Svaren går inte ihop. Vi tar dem en gång till. Fråga 1 av 7")
    assert entries(sqlite_cast) == []
    phone.say("23.45 30 2 15 6.30 6.30 4", 2)
    assert len(entries(sqlite_cast)) == 1


@pytest.mark.parametrize(
    ("program", "line", "last"),
    [
        ("stress", "6 3 7 2 4", "Tack."),
        ("worry", "5", "Tack."),
        ("anxiety", "5", "Tack."),
        ("depression", "6", "Tack. Resten av dagens rad går bara på webben. Logga in när det passar dig."),
    ],
)
def test_every_diary_has_an_sms_form_or_says_plainly_that_the_rest_needs_the_web(
    sqlite_cast: CareCast, program: str, line: str, last: str
) -> None:
    enroll_sleep(sqlite_cast, program=program)
    phone = phone_of(sqlite_cast)
    assert "Fråga 1 av" in phone.say("dagboken")
    assert phone.say(line, 1) == last
    assert len(entries(sqlite_cast)) == (0 if "webben" in last else 1)


def test_the_steps_of_a_night_are_its_required_fields() -> None:
    steps = steps_of_fields(FIELDS, "sv")
    assert [step.id for step in steps] == ["lights_out", "sol", "awakenings", "waso", "woke", "rose", "quality"]
    assert [step.kind for step in steps].count(StepKind.TIME) == 3
