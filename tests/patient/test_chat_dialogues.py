"""Holds what the assistant asks back in the thread: one question with its answers, nothing stored before the answer."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from assistant.models import Dialogue, Ending
from messaging.threads import choices_of
from monitoring.models import MeasurementPlan
from monitoring.series import Series
from tests.monitoring.ground import Measurer, make_measurer
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.patient.test_chat import messages_waiting, reports, thread, write
from tests.plugins.cast import CareCast, count_statements, send


@pytest.fixture
def sqlite_heart(sqlite_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure."""
    return make_series(sqlite_cast, "heart_failure")


@pytest.fixture
def heart(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure, on both databases."""
    return make_series(care_cast, "heart_failure")


@pytest.fixture
def sugar(sqlite_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of diabetes."""
    return make_series(sqlite_cast, "diabetes")


@pytest.fixture
def anna(sqlite_cast: CareCast) -> Measurer:
    """Anna with the plan of blood pressure."""
    return make_measurer(sqlite_cast)


def asked(cast: CareCast) -> tuple[str, list[str]]:
    """Return the last message of the thread and what its buttons send."""
    last = thread(cast)[-1]
    return last.body, [value for value, _label in choices_of(last)]


def values(cast: CareCast) -> list[str]:
    return [f"{one.systolic}/{one.diastolic}" if one.kind == Series.PRESSURE else f"{one.kind} {one.value:.1f}"
            for one in reports(cast)]  # fmt: skip


def test_a_turned_pair_is_stored_as_offered_only_after_yes(anna: Measurer) -> None:
    write(anna.cast, "82/138")
    assert values(anna.cast) == []
    text, choices = asked(anna.cast)
    assert "Menade du 138/82?" in text
    assert choices == ["ja", "nej"]
    write(anna.cast, "ja")
    assert values(anna.cast) == ["138/82"]
    assert messages_waiting(anna.cast) == 0


def test_a_no_stores_nothing_and_says_so(anna: Measurer) -> None:
    write(anna.cast, "82/138")
    write(anna.cast, "nej")
    assert values(anna.cast) == []
    assert "Då sparar jag inget." in thread(anna.cast)[-1].body


def test_a_yes_after_something_else_answers_nothing(anna: Measurer) -> None:
    write(anna.cast, "82/138")
    write(anna.cast, "Jag vaknade klockan tre igen.")
    write(anna.cast, "ja")
    assert values(anna.cast) == []


def test_a_yes_after_two_hours_answers_nothing(anna: Measurer) -> None:
    write(anna.cast, "82/138")
    anna.cast.clock.instant += timedelta(hours=2, minutes=1)
    anna.cast.tokens.clear()
    write(anna.cast, "ja")
    assert values(anna.cast) == []


@pytest.mark.parametrize(
    ("written", "choices", "answer", "stored"),
    [
        ("blodsocker 112", ["6,2", "11,2", "nej"], "11,2 mmol/l", "glucose 11.2"),
        ("blodsocker 112", ["6,2", "11,2", "nej"], "112 mg/dL", "glucose 6.2"),
        ("hba1c 6,5", ["ja", "nej"], "ja", "hba1c 48.0"),
        ("182 lbs", ["ja", "nej"], "Ja, vikt 82,6 kg", "weight 82.6"),
        ("80", ["vikt", "hba1c", "nej"], "vikt", "weight 80.0"),
        ("80", ["vikt", "hba1c", "nej"], "2", "hba1c 80.0"),
    ],
)
def test_another_unit_and_a_bare_number_are_asked_about_first(
    sugar: SeriesMeasurer, written: str, choices: list[str], answer: str, stored: str
) -> None:
    write(sugar.cast, written)
    assert values(sugar.cast) == []
    assert asked(sugar.cast)[1] == choices
    write(sugar.cast, answer)
    assert values(sugar.cast) == [stored]


def test_a_bare_number_after_a_low_sugar_is_its_new_measurement(sugar: SeriesMeasurer) -> None:
    write(sugar.cast, "socker 2,9 före lunch")
    sugar.cast.clock.instant += timedelta(minutes=15)
    write(sugar.cast, "4,3")
    assert [one.rule for one in reports(sugar.cast)] == ["glucose_very_low", "glucose_risen"]


def test_a_converted_value_that_is_unlikely_is_asked_about_once_more(sugar: SeriesMeasurer) -> None:
    write(sugar.cast, "700 lbs")
    write(sugar.cast, "ja")
    assert values(sugar.cast) == []
    assert "Stämmer det?" in asked(sugar.cast)[0]
    write(sugar.cast, "ja")
    assert values(sugar.cast) == ["weight 317.5"]


def test_an_alarm_wins_over_what_was_asked(anna: Measurer) -> None:
    write(anna.cast, "82/138")
    assert write(anna.cast, "ja, och jag har ont i bröstet").endswith("/help")
    assert values(anna.cast) == []


def test_two_equal_topics_are_asked_about_and_the_answer_is_vetted(sqlite_cast: CareCast) -> None:
    from assistant.asking import ask_between
    from assistant.chat_plan import read_body
    from assistant.intents import Intent

    read = read_body("hur är det med det", "sv")
    tied = type(read)(read.text, Intent.HOWTO_BP, read.escalation, "sv", between=(Intent.HOWTO_BP, Intent.SHOW_TARGET))
    ask = ask_between(tied)
    assert ask is not None
    assert ask.text == "Menade du hur man mäter blodtrycket eller dina mål och gränser?"
    assert [one.topic for one in ask.choices] == ["howto_bp", "target", ""]


def test_the_symptom_check_is_asked_one_question_at_a_time_and_judged_by_the_same_rule(heart: SeriesMeasurer) -> None:
    write(heart.cast, "vikt 80,2")
    text, choices = asked(heart.cast)
    assert "I dag finns också Hjärtkollen kvar." in text
    assert choices == ["Hjärtkollen"]
    write(heart.cast, "Hjärtkollen")
    text, choices = asked(heart.cast)
    assert "Fråga 1 av 6. Andfåddhet" in text
    assert choices == ["Som vanligt", "Lite mer", "Mycket mer"]
    for answer in ("Mycket mer", "0", "lite mer", "som vanligt", "0"):
        write(heart.cast, answer)
    assert "Fråga 6 av 6. Har du ont i bröstet just nu?" in asked(heart.cast)[0]
    assert [one.kind for one in reports(heart.cast)] == ["weight"]
    write(heart.cast, "Nej")
    check = reports(heart.cast)[-1]
    assert (check.kind, check.rule, check.channel) == ("hk6", "check_red", "chat")
    assert check.answers == {"q1": 2, "q2": 0, "q3": 1, "q4": 0, "q5": 0, "q6": 0}
    assert messages_waiting(heart.cast) == 0


def test_a_misfit_is_asked_again_and_the_last_answer_can_be_changed(sqlite_heart: SeriesMeasurer) -> None:
    write(sqlite_heart.cast, "hjärtkollen")
    write(sqlite_heart.cast, "7")
    assert asked(sqlite_heart.cast)[0].startswith("Det svaret passar inte frågan.")
    write(sqlite_heart.cast, "2")
    write(sqlite_heart.cast, "tillbaka")
    assert "Fråga 1 av 6" in asked(sqlite_heart.cast)[0]


def test_pain_in_the_chest_in_a_check_leads_to_112_at_once(sqlite_heart: SeriesMeasurer) -> None:
    write(sqlite_heart.cast, "hjärtkollen")
    assert write(sqlite_heart.cast, "0 0 0 0 0 1") == f"/values/{reports(sqlite_heart.cast)[-1].public_id}"
    assert reports(sqlite_heart.cast)[-1].level == "emergency"


def test_a_value_in_the_middle_of_a_check_is_a_value_and_the_check_waits(sqlite_heart: SeriesMeasurer) -> None:
    write(sqlite_heart.cast, "hjärtkollen")
    write(sqlite_heart.cast, "1")
    write(sqlite_heart.cast, "vikt 80,2")
    assert values(sqlite_heart.cast) == ["weight 80.2"]
    write(sqlite_heart.cast, "fortsätt")
    assert "Fråga 2 av 6" in asked(sqlite_heart.cast)[0]


def test_a_gain_is_followed_by_the_questions_of_its_rule(sqlite_heart: SeriesMeasurer) -> None:
    sqlite_heart.send(Series.WEIGHT, "80.0", sqlite_heart.cast.now - timedelta(days=2))
    write(sqlite_heart.cast, "vikt 82,4")
    text, choices = asked(sqlite_heart.cast)
    assert "Fråga 1 av 3. Har du något av det här just nu:" in text
    assert choices == ["Nej", "Ja"]
    for answer in ("nej", "Lite sämre", "ja"):
        write(sqlite_heart.cast, answer)
    report = reports(sqlite_heart.cast)[-1]
    assert report.answers == {"breath": "bit", "swollen": "yes"}
    assert report.answered_at is not None


def test_a_thread_with_a_form_costs_no_more_than_a_message(sqlite_heart: SeriesMeasurer) -> None:
    write(sqlite_heart.cast, "hjärtkollen")
    write(sqlite_heart.cast, "1")
    with count_statements(sqlite_heart.cast.database) as seen:
        write(sqlite_heart.cast, "0")
    assert seen.count("COMMIT") == 1
    assert len(seen) - 1 <= 11


def test_a_dialogue_keeps_its_answers_encrypted(sqlite_heart: SeriesMeasurer) -> None:
    write(sqlite_heart.cast, "hjärtkollen")
    write(sqlite_heart.cast, "2 1")
    with sqlite_heart.cast.database.transaction() as session:
        dialogue = session.scalars(select(Dialogue)).one()
        raw = session.connection().exec_driver_sql("select state from dialogue").scalar_one()
    assert dialogue.state["answers"] == {"q1": 2, "q2": 1}
    assert dialogue.outcome is Ending.OPEN
    assert '"q1"' not in raw


def test_nothing_of_a_dialogue_stays_when_it_has_ended_and_the_next_takes_its_row(sqlite_heart: SeriesMeasurer) -> None:
    for day in range(2):
        sqlite_heart.cast.clock.instant += timedelta(days=day)
        sqlite_heart.cast.tokens.clear()
        write(sqlite_heart.cast, "hjärtkollen")
        write(sqlite_heart.cast, "2 1 0 0 0 0")
        with sqlite_heart.cast.database.transaction() as session:
            (dialogue,) = session.scalars(select(Dialogue))
        assert (dialogue.outcome, dialogue.state) == (Ending.ANSWERED, {})
    assert [one.answers["q1"] for one in reports(sqlite_heart.cast)] == [2, 2]


def test_a_check_begun_on_the_web_goes_on_in_the_thread_and_back_on_the_web(sqlite_heart: SeriesMeasurer) -> None:
    browser = sqlite_heart.cast.browser(sqlite_heart.cast.anna)
    assert send(browser, "/values/new/hk6", q1="1", q2="0", later="yes").location == "/home"
    assert reports(sqlite_heart.cast) == []
    write(sqlite_heart.cast, "fortsätt")
    assert "Fråga 3 av 6" in asked(sqlite_heart.cast)[0]
    write(sqlite_heart.cast, "mycket mer")
    page = browser.get("/values/new/hk6").get_data(as_text=True)
    assert [re.search(rf'name="q{n}"[^>]*value="(\d)" checked', page)[1] for n in (1, 2, 3)] == ["1", "0", "2"]  # type: ignore[index]
    form = {f"q{n}": "0" for n in range(1, 7)} | {"q1": "1", "q3": "2"}
    assert send(browser, "/values/new/hk6", **form).status_code == 302
    write(sqlite_heart.cast, "hjärtkollen")
    assert [one.kind for one in reports(sqlite_heart.cast)] == ["hk6"]
    with sqlite_heart.cast.database.transaction() as session:
        assert [one.outcome for one in session.scalars(select(Dialogue))] == [Ending.ANSWERED]


def test_the_thread_asks_for_what_is_left_today_until_it_is_sent(sqlite_heart: SeriesMeasurer) -> None:
    browser = sqlite_heart.cast.browser(sqlite_heart.cast.anna)
    with count_statements(sqlite_heart.cast.database) as seen:
        page = browser.get("/messages").get_data(as_text=True)
    assert "Hej. Dags för dagens mätning: vikt, hjärtkollen. Skriv till exempel vikt 83,2." in page
    assert len([one for one in seen if one != "COMMIT"]) <= 6
    write(sqlite_heart.cast, "vikt 80,2")
    assert "Dags för dagens mätning" not in browser.get("/messages").get_data(as_text=True)
    write(sqlite_heart.cast, "Senare")
    assert "Vill du svara på frågorna här?" in browser.get("/messages").get_data(as_text=True)
    write(sqlite_heart.cast, "Hjärtkollen")
    write(sqlite_heart.cast, "0 0 0 0 0 0")
    assert "Dags för dagens mätning" not in browser.get("/messages").get_data(as_text=True)


def with_plan(anna: SeriesMeasurer, series: Series) -> SeriesMeasurer:
    """Add a series to what is measured, every day."""
    own = anna.plan(Series.SPO2)
    with anna.cast.database.transaction() as session:
        session.add(MeasurementPlan(
            patient_id=own.patient_id, unit_id=own.unit_id, enrollment_public_id=own.enrollment_public_id,
            kind=series, template=own.template, rhythm="daily", starts_on=own.starts_on, ends_on=own.ends_on,
            set_at=anna.cast.now,
        ))  # fmt: skip
    return anna


@pytest.mark.parametrize(("text", "kind", "value"), [("andetag 16", Series.RATE, 16), ("besvär 3", Series.NRS, 3),
                                                     ("breaths 18", Series.RATE, 18)])  # fmt: skip
def test_the_rows_of_the_card_are_read_in_the_thread_as_by_sms(
    sqlite_cast: CareCast, text: str, kind: Series, value: int
) -> None:
    copd = with_plan(make_series(sqlite_cast, "copd"), kind)
    write(copd.cast, text)
    assert values(copd.cast) == [f"{kind} {value:.1f}"]
    assert messages_waiting(copd.cast) == 0


@pytest.mark.parametrize("text", ["besvär 3 dagar", "besvär 3 gånger i natt", "besvär 3 piller hjälpte inte"])
def test_trouble_with_other_words_is_no_grade(sqlite_cast: CareCast, text: str) -> None:
    copd = with_plan(make_series(sqlite_cast, "copd"), Series.NRS)
    write(copd.cast, text)
    assert values(copd.cast) == []
