"""Holds the question card: every number and letter that an SMS may call stands on it, for the patient and the desk."""

import pytest

from assistant.card import card_of
from assistant.check_steps import LETTERS
from assistant.day_rows import rows_of
from people.models import User
from programs.measuring import list_measuring
from tests.monitoring.ground import make_measurer
from tests.monitoring.series_ground import make_series
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast, count_statements


def test_the_rows_are_numbered_as_the_sms_call_them(sqlite_cast: CareCast) -> None:
    make_series(sqlite_cast, "heart_failure")
    make_measurer(sqlite_cast)
    with sqlite_cast.database.transaction() as session:
        patient = session.get_one(User, sqlite_cast.anna.id)
        card = card_of(session, patient, "sv")
        rows = rows_of(list_measuring(session, patient.id))
    assert [row.mark for row in card.rows] == [str(row.number) for row in rows] == ["1", "2", "3"]
    assert [one.mark for one in card.rows[2].questions] == ["1", "2", "3", "4", "5", "6"]
    assert card.rows[2].questions[0].answers == ("0 Som vanligt", "1 Lite mer", "2 Mycket mer")
    assert [one.mark for one in card.after] == ["A", "B", "C", "G"]
    assert "svimmat" in card.after[-1].text


@pytest.mark.parametrize("template", ["hypertension", "diabetes", "heart_failure", "copd"])
def test_every_question_a_rule_may_ask_has_its_letter_on_the_card(sqlite_cast: CareCast, template: str) -> None:
    make_series(sqlite_cast, template)
    with sqlite_cast.database.transaction() as session:
        card = card_of(session, session.get_one(User, sqlite_cast.anna.id), "sv")
    marks = [one.mark for one in card.after]
    assert marks == sorted(marks)
    assert set(marks) <= set(LETTERS.values())
    assert LETTERS["symptoms"] in marks


def test_the_patient_prints_his_own_card_and_a_diary_stands_on_it(sqlite_cast: CareCast) -> None:
    enroll_sleep(sqlite_cast)
    browser = sqlite_cast.browser(sqlite_cast.anna)
    with count_statements(sqlite_cast.database) as seen:
        page = browser.get("/sms-card").get_data(as_text=True)
    assert len([one for one in seen if one != "COMMIT"]) <= 6
    assert "När släckte du för att sova?" in page
    assert "Ring 112" in page
    assert "/sms-card" in browser.get("/settings").get_data(as_text=True)


def test_somebody_without_anything_to_answer_is_told_so(sqlite_cast: CareCast) -> None:
    page = sqlite_cast.browser(sqlite_cast.anna).get("/sms-card").get_data(as_text=True)
    assert "Du har inget att svara på med sms just nu." in page
