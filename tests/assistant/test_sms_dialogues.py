"""Holds dialogues by SMS: the day row by row, a check by its numbers, questions back; and never a word about health."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant import sms_form_texts
from assistant.abandoned import end_abandoned
from assistant.day_rows import find_row
from assistant.models import Dialogue, Slot
from assistant.sms_form_texts import SENTENCES
from core.language import say
from messaging.models import Message
from messaging.sms_texts import has_health_word, segments
from monitoring.series import Series
from people.models import User
from programs.measuring import list_measuring
from tests.assistant.test_inbound import THANKS, Post
from tests.monitoring.ground import Measurer, make_measurer
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.patient.test_chat import write
from tests.plugins.cast import CareCast

Q = "Fråga {} av 6: svara 0, 1 eller 2."


class ButtonPhone(Post):
    """Sends SMS as somebody without the web; every answer fits and says nothing about health."""

    def __init__(self, anna: Measurer) -> None:
        super().__init__(anna)
        with anna.cast.database.transaction() as session:
            session.get_one(User, anna.cast.anna.id).sms_by_web = False

    def say(self, body: str, minutes: int = 0) -> str:
        """Send an SMS and return the answer to it."""
        answer = self.send(body, minutes)[-1]
        assert not has_health_word(answer)
        assert segments(answer) <= 2
        return answer

    def dialogue(self) -> Dialogue | None:
        """Return the form that is open."""
        with self.anna.cast.database.transaction() as session:
            return session.scalars(
                select(Dialogue).where(Dialogue.slot == Slot.FORM, Dialogue.outcome == "open")
            ).one_or_none()


@pytest.fixture
def heart(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure, on both databases."""
    return make_series(care_cast, "heart_failure")


@pytest.fixture
def sqlite_heart(sqlite_cast: CareCast) -> SeriesMeasurer:
    """The same on one database."""
    return make_series(sqlite_cast, "heart_failure")


def test_a_weight_leads_on_to_the_check_question_by_question_until_the_day_is_done(heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(heart)
    assert phone.say("80,2") == (
        f"{THANKS} Nu rad 2 på ditt kort: 6 frågor. Svara på en i taget, eller alla på en rad med mellanslag. "
        "Fråga 1 av 6: svara 0, 1 eller 2."
    )
    for number, answer in enumerate(("0", "lite mer", "0", "1"), start=2):
        assert phone.say(answer, number) == Q.format(number)
    assert phone.say("0", 7) == "Fråga 6 av 6: svara JA eller NEJ."
    last = phone.say("nej", 8)
    assert last == (
        f"{THANKS} Vi läser det senast tisdag 24 november. Det var allt för nu. Nästa gång är i morgon."
    )
    assert [(one.kind, one.rule, one.channel) for one in phone.reports()] == [
        ("weight", "weight_inside", "sms"), ("hk6", "check_yellow", "sms")]  # fmt: skip
    assert phone.messages() == []


def test_every_answer_on_one_line_is_the_same_check(sqlite_heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(sqlite_heart)
    assert phone.say("1 0 2 0 0 0").startswith(THANKS)
    assert phone.reports()[-1].answers == {"q1": 1, "q2": 0, "q3": 2, "q4": 0, "q5": 0, "q6": 0}


def test_pain_in_the_chest_on_a_line_is_answered_with_112_at_once(sqlite_heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(sqlite_heart)
    assert phone.say("000001") == "Ring 112 nu. Vänta inte på svar här."
    assert phone.reports()[-1].level == "emergency"


def test_an_answer_that_does_not_fit_is_asked_again_and_loses_nothing(sqlite_heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(sqlite_heart)
    phone.say("frågor")
    phone.say("1", 1)
    assert phone.say("5", 2) == f"Det svaret passade inte. {Q.format(2)}"
    assert phone.say("tillbaka", 3) == Q.format(1)
    assert phone.say("senare", 4) == "Det går bra. Svara JA när du vill fortsätta i dag."
    assert phone.say("ja", 5) == Q.format(1)


def test_a_check_may_be_answered_on_a_day_when_nobody_asks_for_it(sqlite_heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(sqlite_heart)
    later = 60 * 24 * 36
    phone.say("80,2", later)
    assert phone.say("frågor", later + 1).endswith(Q.format(1))
    assert phone.say("0 0 0 0 0 0", later + 2).startswith(THANKS)
    assert phone.say("frågor", later + 3) == "Det var allt för nu. Nästa gång är i morgon."


def test_a_check_begun_by_sms_goes_on_in_the_thread_and_back(sqlite_heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(sqlite_heart)
    phone.say("frågor")
    phone.say("1 0", 1)
    write(sqlite_heart.cast, "fortsätt")
    with sqlite_heart.cast.database.transaction() as session:
        last = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert last is not None
    assert "Fråga 3 av 6. Behövt fler kuddar" in last.body
    write(sqlite_heart.cast, "Som vanligt")
    assert phone.say("?", 2) == Q.format(4)
    phone.say("0 0 0", 3)
    assert phone.reports()[-1].answers == {"q1": 1, "q2": 0, "q3": 0, "q4": 0, "q5": 0, "q6": 0}


def test_a_gain_says_whom_to_call_and_asks_what_the_rule_asks(heart: SeriesMeasurer) -> None:
    heart.send(Series.WEIGHT, "80.0", heart.cast.now - timedelta(days=2))
    phone = ButtonPhone(heart)
    answer = phone.say("82,4")
    assert answer.startswith("Ring oss i dag på 08-465 004 10 eller 1177.")
    assert answer.endswith("Fråga G på ditt kort: svara JA eller NEJ.")
    assert phone.say("nej", 1) == "Fråga A på ditt kort: svara 0, 1 eller 2."
    assert phone.say("1", 2) == "Fråga B på ditt kort: svara JA eller NEJ."
    assert phone.say("ja", 3).startswith("Ring oss i dag")
    report = phone.reports()[-1]
    assert report.answers == {"breath": "bit", "swollen": "yes"}
    assert heart.open_reasons() == ["weight_gain"]


def test_an_alarm_sign_after_a_value_is_answered_with_112(sqlite_heart: SeriesMeasurer) -> None:
    sqlite_heart.send(Series.WEIGHT, "80.0", sqlite_heart.cast.now - timedelta(days=2))
    phone = ButtonPhone(sqlite_heart)
    phone.say("82,4")
    assert phone.say("JA", 1) == "Ring 112 nu. Vänta inte på svar här."
    assert phone.reports()[-1].level == "emergency"


def test_danger_in_the_middle_of_a_check_comes_first_and_the_check_waits(sqlite_heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(sqlite_heart)
    phone.say("frågor")
    assert "112" in phone.say("jag har ont i bröstet och kan inte andas", 1)
    assert phone.say("?", 2) == Q.format(1)


def test_a_yes_to_nothing_does_not_begin_the_day(sqlite_heart: SeriesMeasurer) -> None:
    phone = ButtonPhone(sqlite_heart)
    phone.send("ja")
    assert phone.messages() == ["ja"]


def test_a_pressure_is_asked_for_twice_in_a_sitting(sqlite_cast: CareCast) -> None:
    phone = ButtonPhone(make_measurer(sqlite_cast))
    assert phone.say("128/82 64") == f"{THANKS} Vänta 1-2 minuter, gör om rad 1 en gång till och skicka."
    assert phone.say("126/80 62", 2) == f"{THANKS} Det var allt för nu. Nästa gång är i kväll."


def test_the_check_of_the_lungs_takes_a_number_to_ten_last(sqlite_cast: CareCast) -> None:
    phone = ButtonPhone(make_series(sqlite_cast, "copd"))
    assert phone.say("frågor").endswith(Q.format(1))
    phone.say("1 1 2 0 0", 1)
    assert phone.say("11", 2) == "Det svaret passade inte. Fråga 6 av 6: svara med ett tal, 0 till 10."
    assert phone.say("10", 3) == "Ring 112 nu. Vänta inte på svar här."


@pytest.mark.parametrize(
    ("sent", "answer", "stored"),
    [("socker 112", "JA", "6.2"), ("182 lbs", "ja", "82.6"), ("80", "vikt", "80")],
)
def test_a_unit_and_a_bare_number_are_asked_about_without_the_value(
    sqlite_cast: CareCast, sent: str, answer: str, stored: str
) -> None:
    phone = ButtonPhone(make_series(sqlite_cast, "diabetes"))
    tomorrow = 24 * 60
    asked = phone.say(sent, tomorrow)
    assert not any(sign.isdigit() for sign in asked)
    assert phone.reports() == []
    phone.say(answer, tomorrow + 1)
    assert [f"{float(one.value or 0):g}" for one in phone.reports()] == [stored]


def test_a_bare_number_is_told_by_its_row_and_a_wrong_row_is_never_a_value(sqlite_cast: CareCast) -> None:
    phone = ButtonPhone(make_series(sqlite_cast, "diabetes"))
    with sqlite_cast.database.transaction() as session:
        row = find_row(list_measuring(session, sqlite_cast.anna.id), Series.WEIGHT)
    assert row is not None
    asked = phone.say("80", 24 * 60)
    assert phone.say("9", 24 * 60 + 1) == asked
    assert phone.reports() == []
    phone.say(str(row.number), 24 * 60 + 2)
    assert [one.kind for one in phone.reports()] == ["weight"]


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_sentence_of_a_form_tells_about_health(language: str) -> None:
    places = {"row": 1, "num": 6, "number": 6, "of": 6, "how": "", "letter": "G", "first": "0", "last": "9", "low": 0,
              "high": 600, "when": "i morgon", "day": "onsdag 23 december"}  # fmt: skip
    declared = {value for name, value in vars(sms_form_texts).items() if name.isupper() and isinstance(value, str)}
    assert declared == set(SENTENCES)
    for sentence in SENTENCES:
        assert not has_health_word(say(language, sentence, **places))


@pytest.mark.parametrize(("given", "reported"), [("2 0", True), ("0 1", False)])
def test_a_check_nobody_finished_is_reported_when_its_answers_call_for_it(
    sqlite_heart: SeriesMeasurer, given: str, reported: bool
) -> None:
    phone = ButtonPhone(sqlite_heart)
    phone.say("frågor")
    phone.say(given, 1)
    midnight = sqlite_heart.cast.now + timedelta(hours=14)
    assert end_abandoned(sqlite_heart.cast.database, midnight - timedelta(hours=1)) == 0
    assert end_abandoned(sqlite_heart.cast.database, midnight) == 1
    assert end_abandoned(sqlite_heart.cast.database, midnight) == 0
    assert [one.rule for one in phone.reports()] == (["check_yellow"] if reported else [])
    assert sqlite_heart.open_reasons() == (["check_yellow"] if reported else [])
    assert [one.session_date.isoformat() for one in phone.reports()] == (["2026-11-23"] if reported else [])
