"""Homework as a list: each task done, partly done or not yet, kept at once and with a button alike."""

import pytest

from programs.models import Enrollment, EnrollmentStatus, ModuleUnlock
from programs.schema import Program
from tests.plugins.cast import CareCast, send
from tests.plugins.walk_program import enroll_walk, set_sent


def kept(cast: CareCast) -> dict[str, str] | None:
    """Return what is kept about the homework of module 1."""
    with cast.database.transaction() as session:
        return session.query(ModuleUnlock).filter_by(module=1).one().homework


def address(enrollment: Enrollment) -> str:
    """Return where the homework of module 1 is sent."""
    return f"/program/{enrollment.public_id}/1/homework"


def test_what_is_said_is_kept_with_the_button_and_at_once(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    browser = care_cast.browser(care_cast.anna)
    answer = send(browser, address(enrollment), **{"task.0": "done", "task.1": "not_yet"})
    assert answer.location == f"/program/{enrollment.public_id}/1#homework"
    saved = browser.post(f"{address(enrollment)}/draft", data={"task.1": "partly"})
    assert saved.get_json() == {"saved": "10:00"}
    assert kept(care_cast) == {"0": "done", "1": "partly"}
    page = browser.get(f"/program/{enrollment.public_id}/1").get_data(as_text=True)
    for name, state in (("task.0", "done"), ("task.1", "partly")):
        assert f'name="{name}"' in page
        assert f'value="{state}" checked' in page


def test_it_may_be_said_after_the_module_is_sent_in(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    set_sent(care_cast, enrollment, 1, 1)
    assert send(care_cast.browser(care_cast.anna), address(enrollment), **{"task.0": "done"}).status_code == 302
    assert kept(care_cast) == {"0": "done"}


@pytest.mark.parametrize("fields", [{"task.0": "perfect"}, {"task.2": "done"}, {"task.99999999": "done"}])
def test_a_task_or_a_state_that_does_not_exist_is_refused(
    sqlite_cast: CareCast, walk: Program, fields: dict[str, str]
) -> None:
    enrollment = enroll_walk(sqlite_cast)
    assert send(sqlite_cast.browser(sqlite_cast.anna), address(enrollment), **fields).status_code == 400
    assert kept(sqlite_cast) is None


@pytest.mark.parametrize("status", [EnrollmentStatus.PAUSED, EnrollmentStatus.ENDED])
def test_it_is_only_read_while_the_treatment_rests_or_is_over(
    sqlite_cast: CareCast, walk: Program, status: EnrollmentStatus
) -> None:
    enrollment = enroll_walk(sqlite_cast, status=status)
    browser = sqlite_cast.browser(sqlite_cast.anna)
    assert send(browser, address(enrollment), **{"task.0": "done"}).status_code == 409
    page = browser.get(f"/program/{enrollment.public_id}/1").get_data(as_text=True)
    assert "Gå tio minuter. <b>Inte än</b>" in page


def test_a_locked_modules_homework_and_anothers_answer_404(sqlite_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(sqlite_cast)
    locked = f"/program/{enrollment.public_id}/2/homework"
    assert send(sqlite_cast.browser(sqlite_cast.anna), locked, **{"task.0": "done"}).status_code == 404
    stranger = sqlite_cast.browser(sqlite_cast.other_patient)
    assert send(stranger, address(enrollment), **{"task.0": "done"}).status_code == 404
