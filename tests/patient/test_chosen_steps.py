"""The steps a patient does not meet are nowhere on his pages: not in the list, the count, the way on or by address."""

import pytest

from programs.models import Enrollment, EnrollmentStatus
from programs.schema import Program
from tests.patient.test_program import HOME_MOST, SUBMIT_MOST, counted
from tests.plugins.cast import CareCast, count_statements, send
from tests.plugins.walk_program import enroll_walk

SCREEN = {"f.dog": "no", "f.days": "2", "then": "done"}


def titles(cast: CareCast, enrollment: Enrollment, number: int = 1) -> str:
    """Return a module's page."""
    return cast.browser(cast.anna).get(f"/program/{enrollment.public_id}/{number}").get_data(as_text=True)


def test_a_step_that_is_not_met_is_not_listed_not_counted_and_answers_404(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    page = titles(care_cast, enrollment)
    assert "0 av 2 steg klara" in page
    assert "Hur går du nu" in page
    for hidden in ("brisk_start", "hill_rules", "dog_walk", "own_pace"):
        for path in (hidden, f"{hidden}/draft"):
            answer = send(care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1/{path}")
            assert answer.status_code == 404, path
    assert "Gå med hunden" not in page
    assert "Rask start" not in page


def test_an_answer_brings_a_step_and_leads_to_it_and_another_answer_takes_it_away(
    care_cast: CareCast, walk: Program
) -> None:
    enrollment = enroll_walk(care_cast)
    browser, base = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1"
    send(browser, f"{base}/why")
    answer = send(browser, f"{base}/screen", **SCREEN | {"f.dog": "yes", "f.days": "5"})
    assert answer.location == f"{base}/dog_walk"
    assert "2 av 4 steg klara" in titles(care_cast, enrollment)
    assert browser.get(f"{base}/own_pace").status_code == 200
    assert send(browser, f"{base}/screen", **SCREEN).location == base
    assert browser.get(f"{base}/own_pace").status_code == 404
    assert "2 av 2 steg klara" in titles(care_cast, enrollment)


def test_a_draft_decides_too(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast)
    send(care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1/screen/draft", **{"f.dog": "yes"})
    assert "Gå med hunden" in titles(care_cast, enrollment)


def test_a_module_cannot_be_sent_in_before_the_steps_that_an_answer_brought(
    care_cast: CareCast, walk: Program
) -> None:
    enrollment = enroll_walk(care_cast)
    browser, base = care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1"
    send(browser, f"{base}/why")
    send(browser, f"{base}/screen", **SCREEN | {"f.days": "5"})
    assert send(browser, f"{base}/submit").status_code == 422
    send(browser, f"{base}/own_pace", **{"f.pace": "Lagom", "then": "done"})
    with count_statements(care_cast.database) as seen:
        assert send(browser, f"{base}/submit").status_code == 302
    assert counted(seen) == (SUBMIT_MOST, 1), seen


def test_an_answer_of_module_one_brings_a_step_of_module_two(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast, opened=2, answered={"1.screen": {"shoes": ["boots"]}})
    assert "Gå i kängor" in titles(care_cast, enrollment, 2)
    assert "Gå i kängor" not in titles(care_cast, enroll_walk(care_cast, opened=2, episode=2), 2)


def test_the_track_and_a_switched_part_bring_their_steps(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast, track="brisk", switched={"hills": True})
    page = titles(care_cast, enrollment)
    assert "Rask start" in page
    assert "Backarnas regler" in page
    assert "0 av 4 steg klara" in page


def test_the_path_counts_only_the_steps_that_are_met(care_cast: CareCast, walk: Program) -> None:
    enrollment = enroll_walk(care_cast, track="brisk")
    send(care_cast.browser(care_cast.anna), f"/program/{enrollment.public_id}/1/why")
    page = care_cast.browser(care_cast.anna).get(f"/program/{enrollment.public_id}").get_data(as_text=True)
    assert "1 av 3 steg" in page


@pytest.mark.parametrize("status", [EnrollmentStatus.ACTIVE, EnrollmentStatus.ENDED])
def test_pages_of_a_program_with_everything_stay_within_six_statements(
    sqlite_cast: CareCast, walk: Program, status: EnrollmentStatus
) -> None:
    enrollment = enroll_walk(sqlite_cast, opened=2, track="brisk", switched={"hills": True}, status=status,
                             answered={"1.screen": {"dog": "yes"}})  # fmt: skip
    browser, base = sqlite_cast.browser(sqlite_cast.anna), f"/program/{enrollment.public_id}"
    diary = f"/diary/{enrollment.public_id}"
    for path in ("/home", base, f"{base}/1", f"{base}/2", f"{base}/2/everything", f"{base}/1/print", diary,
                 f"{diary}/2026-11-23"):  # fmt: skip
        with count_statements(sqlite_cast.database) as seen:
            assert browser.get(path).status_code == 200, path
        statements, commits = counted(seen)
        assert statements <= HOME_MOST, (path, seen)
        assert commits == 1, path
