"""The patient's way through a program: open and locked, saving, sending in once, and what stays when it fails."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.ids import new_public_id
from monitoring.plans import start_plan
from programs.models import (
    Enrollment,
    EnrollmentStatus,
    ExerciseAnswer,
    ExerciseRevision,
    ModuleStatus,
    ModuleUnlock,
    SleepWindow,
    StepCompletion,
)
from programs.sleep_window import WindowStatus
from tests.patient.sleep_ground import START, enroll_sleep, finish_module, write_nights
from tests.plugins.cast import CareCast, count_statements, send
from worklist.models import ItemKind, WorkItem

SUBMIT_MOST, HOME_MOST = 8, 6


def counted(seen: list[str]) -> tuple[int, int]:
    """Return how many statements and how many commits there were; opening a transaction is no statement."""
    commits = seen.count("COMMIT")
    return len([one for one in seen if one != "COMMIT" and not one.startswith("BEGIN")]), commits


def set_status(cast: CareCast, enrollment: Enrollment, status: EnrollmentStatus) -> None:
    """Let a treatment rest or be over."""
    with cast.database.transaction() as session:
        session.get_one(Enrollment, enrollment.id).status = status


def test_module_one_is_walked_through_and_sent_in(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    base = finish_module(care_cast, enrollment, 1)
    answer = send(browser, f"{base}/submit")
    assert answer.status_code == 302
    done = browser.get(answer.location).get_data(as_text=True)
    assert "Skickat till Karin" in done
    assert "Karin svarar före onsdag 16:00" in done
    assert "Vecka 1 är inskickad" in browser.get("/home").get_data(as_text=True)
    with care_cast.database.transaction() as session:
        item = session.scalars(select(WorkItem).where(WorkItem.kind == ItemKind.MODULE)).one()
        frozen = session.scalars(select(ExerciseRevision)).all()
        assert item.due_at.isoformat() == "2026-11-25T15:00:00+00:00"
        assert any(one.answers.get("since") == "Sedan i våras" for one in frozen)


def test_home_takes_six_statements_and_one_commit(care_cast: CareCast) -> None:
    enroll_sleep(care_cast)
    measures = enroll_sleep(care_cast, program="hypertension")
    with care_cast.database.transaction() as session:
        start_plan(session, patient=care_cast.anna, unit=care_cast.unit, enrollment_public_id=measures.public_id,
                   starts_on=START, ends_on=START + timedelta(weeks=26), now=care_cast.now)
    browser = care_cast.browser(care_cast.anna)
    page = browser.get("/home").get_data(as_text=True)
    assert "Börja vecka 1" in page
    assert "Mät blodtrycket" in page
    with count_statements(care_cast.database) as seen:
        assert browser.get("/home").status_code == 200
    statements, commits = counted(seen)
    assert (statements, commits) == (HOME_MOST, 1), seen


def test_sending_in_takes_eight_statements_and_one_commit(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    base = finish_module(care_cast, enrollment, 1)
    with count_statements(care_cast.database) as seen:
        assert send(browser, f"{base}/submit").status_code == 302
    assert counted(seen) == (SUBMIT_MOST, 1), seen


def test_a_locked_module_answers_404(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    base = f"/program/{enrollment.public_id}"
    assert browser.get(f"{base}/4").status_code == 404
    assert browser.get(f"{base}/4/quiz").status_code == 404
    assert browser.get(f"{base}/99").status_code == 404
    assert browser.get(f"{base}/1/no-such-step").status_code == 404
    assert send(browser, f"{base}/4/submit").status_code == 404
    assert "Vecka 2, låst. Karin öppnar den efter vecka 1" in browser.get(base).get_data(as_text=True)


def test_another_patients_program_answers_404(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    stranger = care_cast.browser(care_cast.other_patient)
    for path in ("", "/1", "/1/quiz", "/goal", "/1/print"):
        assert stranger.get(f"/program/{enrollment.public_id}{path}").status_code == 404, path
    assert stranger.get(f"/diary/{enrollment.public_id}").status_code == 404
    assert stranger.get(f"/ratings/{enrollment.public_id}/week").status_code == 404


def test_a_double_press_sends_in_once(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    base = finish_module(care_cast, enrollment, 1)
    key = new_public_id()
    first, second = (send(browser, f"{base}/submit", key) for _ in range(2))
    assert first.location == second.location
    assert send(browser, f"{base}/submit").status_code == 409
    with care_cast.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(WorkItem)) == 1


def test_a_module_with_steps_left_is_not_sent_in(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    answer = send(browser, f"/program/{enrollment.public_id}/1/submit")
    assert answer.status_code == 422
    assert "steg kvar först" in answer.get_data(as_text=True)
    with care_cast.database.transaction() as session:
        assert session.scalars(select(ModuleUnlock)).one().status is ModuleStatus.UNLOCKED


def test_what_is_typed_after_sending_in_is_refused_and_shown(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    base = finish_module(care_cast, enrollment, 1)
    send(browser, f"{base}/submit")
    form = {"f.since": "Sedan barnen föddes, tror jag"}
    for path in ("somnhistoria", "somnhistoria/draft"):
        answer = send(browser, f"{base}/{path}", **form)
        assert answer.status_code == 409, path
        assert "Sedan barnen föddes, tror jag" in answer.get_data(as_text=True)
    assert "Sedan i våras" in browser.get(f"{base}/somnhistoria").get_data(as_text=True)


def test_an_expired_session_keeps_the_words_and_shows_help(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    care_cast.clock.instant += timedelta(hours=2)
    answer = send(browser, f"/program/{enrollment.public_id}/1/somnhistoria", **{"f.since": "Sedan barnen föddes"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    assert "Sedan barnen föddes" in page
    assert "/help-now" in page
    assert "tel:112" in page


def test_a_draft_saves_gaps_and_odd_answers_as_typed(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, opened=4)
    browser = care_cast.browser(care_cast.anna)
    base = f"/program/{enrollment.public_id}/4/veckans_beslut"
    answer = send(browser, f"{base}/draft", **{"f.efficiency": "nittio", "f.why": "En lugn vecka"})
    assert answer.get_json() == {"saved": "10:00"}
    page = browser.get(base).get_data(as_text=True)
    assert 'value="nittio"' in page
    assert "En lugn vecka" in page
    with care_cast.database.transaction() as session:
        assert not session.scalars(select(StepCompletion)).all()


def test_errors_stand_at_the_top_and_at_the_field_and_keep_the_words(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, opened=4)
    browser = care_cast.browser(care_cast.anna)
    answer = send(browser, f"/program/{enrollment.public_id}/4/veckans_beslut",
                  **{"f.efficiency": "170", "f.why": "En lugn vecka", "then": "done"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert page.count("Skriv ett tal mellan 0 och 100.") == 2
    assert 'href="#f.efficiency"' in page
    assert "En lugn vecka" in page
    assert 'value="170"' in page


def test_a_row_is_added_without_javascript_and_nothing_is_lost(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    step = f"/program/{enrollment.public_id}/1/somnhistoria"
    answer = send(browser, step, **{"f.tried.0.what": "Varm mjölk", "rows.tried": "1", "then": "add.tried"})
    assert answer.status_code == 302
    page = browser.get(answer.location).get_data(as_text=True)
    assert 'value="Varm mjölk"' in page
    assert 'name="f.tried.1.what"' in page
    assert 'name="f.tried.2.what"' not in page


def test_save_and_go_on_later_keeps_an_unfinished_exercise(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    base = f"/program/{enrollment.public_id}/1"
    answer = send(browser, f"{base}/somnhistoria", **{"f.started": "Efter flytten", "then": "later"})
    assert answer.location == base
    assert "Efter flytten" in browser.get(f"{base}/somnhistoria").get_data(as_text=True)


def test_a_quiz_says_something_after_each_answer(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, opened=4)
    browser = care_cast.browser(care_cast.anna)
    step = f"/program/{enrollment.public_id}/4/quiz"
    assert send(browser, step, **{"f.q1": "yes"}).status_code == 422
    send(browser, step, **{"f.q1": "yes", "f.q2": "yes", "f.q3": "no"})
    page = browser.get(step).get_data(as_text=True)
    assert "Ditt svar stämmer" in page
    assert "Den kan kännas skön i stunden" in page


def test_a_returned_module_may_be_completed_and_sent_in_again(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    base = finish_module(care_cast, enrollment, 1)
    send(browser, f"{base}/submit")
    with care_cast.database.transaction() as session:
        session.scalars(select(ModuleUnlock)).one().status = ModuleStatus.RETURNED
    assert "Karin vill att du kompletterar" in browser.get(base).get_data(as_text=True)
    assert "Komplettera vecka 1" in browser.get("/home").get_data(as_text=True)
    assert send(browser, f"{base}/somnhistoria", **{"f.since": "Sedan 2019", "then": "done"}).status_code == 302
    assert send(browser, f"{base}/submit").status_code == 302
    with care_cast.database.transaction() as session:
        since = [one.answers["since"] for one in session.scalars(select(ExerciseRevision)) if "since" in one.answers]
    assert since == ["Sedan i våras", "Sedan 2019"]


@pytest.mark.parametrize("status", [EnrollmentStatus.PAUSED, EnrollmentStatus.ENDED])
def test_a_program_at_rest_is_read_but_not_written(care_cast: CareCast, status: EnrollmentStatus) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    set_status(care_cast, enrollment, status)
    base = f"/program/{enrollment.public_id}/1"
    assert browser.get(base).status_code == 200
    assert browser.get("/home").status_code == 200
    answer = send(browser, f"{base}/somnhistoria", **{"f.since": "Sedan barnen föddes", "then": "done"})
    assert answer.status_code == 409
    assert "Programmet vilar eller är avslutat" in answer.get_data(as_text=True)
    assert "Sedan barnen föddes" in answer.get_data(as_text=True)


def test_nothing_active_is_a_bench_and_not_an_error(care_cast: CareCast) -> None:
    browser = care_cast.browser(care_cast.anna)
    assert "Här är det tomt än" in browser.get("/home").get_data(as_text=True)
    assert "Här är det tomt än" in browser.get("/program").get_data(as_text=True)


def test_a_proposed_window_waits_for_the_clinician(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, opened=3)
    write_nights(care_cast, enrollment, START, 7)
    browser = care_cast.browser(care_cast.anna)
    step = f"/program/{enrollment.public_id}/3/mitt_fonster"
    page = browser.get(step).get_data(as_text=True)
    assert "6 timmar i sängen" in page
    assert "Karin bestämmer" in page
    assert send(browser, step, **{"f.rise": "sju", "f.agree": "yes"}).status_code == 422
    assert send(browser, step, **{"f.rise": "06:30", "f.agree": "no", "f.comment": "Lite tidigt"}).status_code == 302
    with care_cast.database.transaction() as session:
        window = session.scalars(select(SleepWindow)).one()
        assert (window.status, window.minutes, window.rise_time) == (WindowStatus.PROPOSED, 360, "06:30")
        assert window.basis["patient"] == {"agree": "no", "comment": "Lite tidigt"}
        assert session.scalars(select(WorkItem)).one().kind is ItemKind.WINDOW


def test_with_too_few_nights_the_wish_is_kept_and_no_window_proposed(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, opened=3)
    write_nights(care_cast, enrollment, START, 6)
    browser = care_cast.browser(care_cast.anna)
    step = f"/program/{enrollment.public_id}/3/mitt_fonster"
    assert "Inget förslag än" in browser.get(step).get_data(as_text=True)
    assert send(browser, step, **{"f.rise": "06:30", "f.agree": "yes"}).status_code == 302
    with care_cast.database.transaction() as session:
        assert session.scalars(select(SleepWindow)).first() is None
        assert session.scalars(select(ExerciseAnswer)).one().answers["rise"] == "06:30"


def test_the_goal_of_week_two_shows_in_the_last_week(care_cast: CareCast) -> None:
    """Scenario 16."""
    enrollment = enroll_sleep(care_cast, opened=2)
    browser = care_cast.browser(care_cast.anna)
    goal = f"/program/{enrollment.public_id}/goal"
    assert "Skriv ditt mål" in browser.get("/home").get_data(as_text=True)
    assert send(browser, goal, goal="  ").status_code == 422
    assert send(browser, goal, goal="Orka spela fotboll med Elsa").status_code == 302
    assert "Skriv ditt mål" not in browser.get("/home").get_data(as_text=True)
    with care_cast.database.transaction() as session:
        session.add(ModuleUnlock(enrollment_id=enrollment.id, module=8, unlocked_at=care_cast.now))
    page = browser.get(f"/program/{enrollment.public_id}").get_data(as_text=True)
    assert page.index("Orka spela fotboll med Elsa") < page.index('class="trail"')


def test_a_module_prints_with_its_texts_and_answers(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    browser = care_cast.browser(care_cast.anna)
    finish_module(care_cast, enrollment, 1)
    page = browser.get(f"/program/{enrollment.public_id}/1/print").get_data(as_text=True)
    assert "Sedan i våras" in page
    assert "Sömnbehov är lite som skostorlek" in page
    assert browser.get(f"/program/{enrollment.public_id}/2/print").status_code == 404
    assert browser.get(f"/program/{enrollment.public_id}/x/print").status_code == 404


def test_every_exercise_of_the_program_takes_a_filled_form(sqlite_cast: CareCast) -> None:
    enrollment = enroll_sleep(sqlite_cast, opened=8)
    with sqlite_cast.database.transaction() as session:
        for unlock in session.scalars(select(ModuleUnlock)):
            unlock.status = ModuleStatus.UNLOCKED
    for number in range(1, 9):
        finish_module(sqlite_cast, enrollment, number)
