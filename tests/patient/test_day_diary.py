"""A program's own diary on the patient's pages: a row a day, kept while it is typed, corrected and read as a curve."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from messaging.sms_models import Reminder
from programs.course import start_reminders
from programs.models import DiaryEntry, EnrollmentStatus
from programs.reminder_needs import diary_needed
from programs.schema import Program
from ratings.models import Risk
from tests.patient.sleep_ground import START, enroll_sleep
from tests.patient.test_program import SUBMIT_MOST, counted
from tests.plugins.cast import CareCast, count_statements, send
from tests.plugins.walk_program import enroll_walk

ROW = {"f.mood": "7", "f.walks.0.where": "Skogen", "f.walks.0.minutes": "20", "f.walks.1.minutes": "15", "then": "done"}


def test_a_day_is_written_and_shown_as_figures_a_sentence_and_a_curve(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    browser, diary = care_cast.browser(care_cast.anna), f"/diary/{enrollment.public_id}"
    assert f'href="{diary}/{START}"' in browser.get("/home").get_data(as_text=True)
    assert "Skriv dagens rad" in browser.get("/home").get_data(as_text=True)
    with count_statements(care_cast.database) as seen:
        assert send(browser, f"{diary}/{START}", **ROW).location == diary
    assert counted(seen)[0] <= SUBMIT_MOST, seen
    page = browser.get(diary).get_data(as_text=True)
    assert "Du har skrivit 1 av de senaste sju dagarna. Minuter är i snitt 35." in page
    assert page.count('class="p1"') == 1
    assert "17,5" in page
    assert "Skriv dagens rad" not in browser.get("/home").get_data(as_text=True)
    assert "Promenaddagbok" in browser.get(f"/program/{enrollment.public_id}").get_data(as_text=True)


def test_what_is_typed_is_kept_at_once_and_is_no_row_until_it_is_finished(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    browser, day = care_cast.browser(care_cast.anna), f"/diary/{enrollment.public_id}/{START}"
    saved = browser.post(f"{day}/draft", data={"f.mood": "7", "f.walks.0.minutes": "tjugo"})
    assert saved.get_json() == {"saved": "10:00"}
    page = browser.get(day).get_data(as_text=True)
    assert 'value="tjugo"' in page
    assert "Sparat klockan 10:00" in page
    assert "Du har skrivit 0 av" in browser.get(f"/diary/{enrollment.public_id}").get_data(as_text=True)
    assert "Skriv dagens rad" in browser.get("/home").get_data(as_text=True)


def test_the_sleep_diary_keeps_what_is_typed_too(sqlite_cast: CareCast) -> None:
    enrollment = enroll_sleep(sqlite_cast)
    browser, day = sqlite_cast.browser(sqlite_cast.anna), f"/diary/{enrollment.public_id}/{START}"
    assert browser.post(f"{day}/draft", data={"f.lights_out": "23:10"}).status_code == 200
    assert 'value="23:10"' in browser.get(day).get_data(as_text=True)
    assert "Skriv nattens rad" in browser.get("/home").get_data(as_text=True)


def test_a_row_more_is_shown_without_javascript_and_nothing_is_lost(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    browser, day = care_cast.browser(care_cast.anna), f"/diary/{enrollment.public_id}/{START}"
    answer = send(browser, day, **{"f.walks.0.where": "Skogen", "rows.walks": "1", "then": "add.walks"})
    assert answer.status_code == 302
    page = browser.get(answer.location).get_data(as_text=True)
    assert 'value="Skogen"' in page
    assert 'name="f.walks.1.where"' in page
    with care_cast.database.transaction() as session:
        assert [row.revision for row in session.scalars(select(DiaryEntry))] == [0]


@pytest.mark.parametrize(
    ("change", "words"),
    [({"f.mood": ""}, "Svara på frågan."), ({"f.walks.0.minutes": "400"}, "Skriv ett tal mellan 0 och 300.")],
)
def test_what_does_not_fit_is_asked_again_and_nothing_typed_is_lost(
    sqlite_cast: CareCast, walk: Program, change: dict[str, str], words: str
) -> None:
    enrollment = enroll_walk(sqlite_cast)
    answer = send(sqlite_cast.browser(sqlite_cast.anna), f"/diary/{enrollment.public_id}/{START}", **ROW | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert 'value="Skogen"' in page


def test_only_days_of_the_last_week_are_written(sqlite_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(sqlite_cast)
    browser, base = sqlite_cast.browser(sqlite_cast.anna), f"/diary/{enrollment.public_id}"
    for day in (START + timedelta(days=1), START - timedelta(days=8)):
        assert "Du kan fylla i de senaste sju dagarna." in browser.get(f"{base}/{day}").get_data(as_text=True)
        assert send(browser, f"{base}/{day}", **ROW).status_code == 422
        assert send(browser, f"{base}/{day}/draft", **ROW).status_code == 400
    assert browser.get(f"{base}/i-gar").status_code == 404


def test_an_ended_program_keeps_the_diary_to_read(sqlite_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(sqlite_cast)
    browser, day = sqlite_cast.browser(sqlite_cast.anna), f"/diary/{enrollment.public_id}/{START}"
    send(browser, day, **ROW)
    with sqlite_cast.database.transaction() as session:
        session.merge(enrollment).status = EnrollmentStatus.ENDED
    assert "Skogen" in browser.get(day).get_data(as_text=True)
    assert send(browser, day, **ROW).status_code == 409


def test_words_that_cannot_wait_show_help_at_once(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    answer = send(care_cast.browser(care_cast.anna), f"/diary/{enrollment.public_id}/{START}",
                  **ROW | {"f.note": "Jag vill inte leva längre"})
    assert answer.location.startswith("/help-card/")
    with care_cast.database.transaction() as session:
        assert session.scalars(select(Risk)).one().level == "red"
        assert session.scalars(select(DiaryEntry)).one().current


def test_an_exercise_shows_the_diarys_curve(sqlite_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(sqlite_cast, opened=2)
    browser = sqlite_cast.browser(sqlite_cast.anna)
    send(browser, f"/diary/{enrollment.public_id}/{START}", **ROW)
    page = browser.get(f"/program/{enrollment.public_id}/2/everything").get_data(as_text=True)
    assert "Du har skrivit 1 av de senaste sju dagarna." in page


def test_the_diary_has_the_same_reminder(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    with care_cast.database.transaction() as session:
        start_reminders(session, enrollment, walk, care_cast.anna, care_cast.unit)
        session.flush()
        reminders = [one for one in session.scalars(select(Reminder)) if one.kind == "diary"]
        assert [one.hour for one in reminders] == [19]
        assert diary_needed(session, reminders, START) == {reminders[0].id}
    send(care_cast.browser(care_cast.anna), f"/diary/{enrollment.public_id}/{START}", **ROW)
    with care_cast.database.transaction() as session:
        assert diary_needed(session, reminders, START) == set()
