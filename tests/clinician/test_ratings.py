"""Holds that ratings are shown with wording, meaning and change, and are marked as read by a person."""

from datetime import timedelta

from sqlalchemy import select

from ratings.models import RatingStatus, SelfRating
from tests.clinician.test_patient import text_of
from tests.clinician.treatment_ground import Treatment, rate
from tests.plugins.cast import count_statements, send


def statuses(treatment: Treatment) -> dict[str, RatingStatus]:
    """Return where each rating stands."""
    with treatment.cast.database.transaction() as session:
        return {one.public_id: one.status for one in session.scalars(select(SelfRating))}


def test_a_rating_shows_wording_total_and_reliable_change(treatment: Treatment) -> None:
    cast = treatment.cast
    rate(treatment, "phq9", [2, 2, 2, 2, 2, 2, 2, 2, 0, 1], at=cast.now - timedelta(days=28))
    rate(treatment, "phq9", [2, 2, 2, 2, 2, 1, 1, 1, 0, 1], at=cast.now - timedelta(days=7))
    rating, _completed = rate(treatment, "phq9", [1, 1, 1, 1, 1, 1, 1, 0, 0, 0])
    said = text_of(cast.browser(cast.karin).get(f"/desk/ratings/{rating.public_id}").get_data(as_text=True))
    assert "Lite intresse eller glädje av att göra saker" in said
    assert "Flera dagar" in said or "flera dagar" in said
    assert "-9. Det är en säker förbättring." in said or "−9. Det är en säker förbättring." in said
    assert "Lindrig" in said
    assert "säker förbättring: högst 10" in said


def test_a_rating_is_marked_as_read_once(treatment: Treatment) -> None:
    cast = treatment.cast
    rating, _completed = rate(treatment, "gad7", [1, 1, 1, 1, 0, 0, 0])
    browser = cast.browser(cast.karin)
    for _turn in range(2):
        assert send(browser, f"/desk/ratings/{rating.public_id}").status_code == 302
    assert statuses(treatment)[rating.public_id] is RatingStatus.REVIEWED


def test_only_ratings_without_warnings_are_marked_together(treatment: Treatment) -> None:
    cast = treatment.cast
    calm, _first = rate(treatment, "gad7", [1, 1, 1, 1, 0, 0, 0])
    alarming, _second = rate(treatment, "vk5", [5, 5, 5, 5, 2])
    browser = cast.browser(cast.karin)
    assert "Markera en utan varning som läst" in browser.get(f"{treatment.patient_page}/ratings").get_data(as_text=True)
    assert send(browser, f"{treatment.patient_page}/ratings/reviewed").status_code == 302
    now = statuses(treatment)
    assert (now[calm.public_id], now[alarming.public_id]) == (RatingStatus.REVIEWED, RatingStatus.COMPLETE)


def test_a_worsening_is_not_marked_as_read_together_with_others(treatment: Treatment) -> None:
    cast = treatment.cast
    rate(treatment, "gad7", [0, 0, 0, 0, 0, 0, 0], at=cast.now - timedelta(days=7))
    worse, _completed = rate(treatment, "gad7", [1, 1, 1, 1, 1, 1, 1])
    send(cast.browser(cast.karin), f"{treatment.patient_page}/ratings/reviewed")
    assert statuses(treatment)[worse.public_id] is RatingStatus.COMPLETE


def test_a_stranger_can_neither_read_nor_mark(treatment: Treatment) -> None:
    cast = treatment.cast
    rating, _completed = rate(treatment, "gad7", [1, 1, 1, 1, 0, 0, 0])
    stranger = cast.browser(cast.stranger)
    assert stranger.get(f"/desk/ratings/{rating.public_id}").status_code == 404
    assert send(stranger, f"/desk/ratings/{rating.public_id}").status_code == 404
    assert send(stranger, f"{treatment.patient_page}/ratings/reviewed").status_code == 404
    assert statuses(treatment)[rating.public_id] is RatingStatus.COMPLETE


def test_an_unfinished_rating_is_not_found(treatment: Treatment) -> None:
    cast = treatment.cast
    with cast.database.transaction() as session:
        draft = SelfRating(patient_id=cast.anna.id, unit_id=cast.unit.id, instrument="phq9",
                           instrument_version="phq9-sv-1", language="sv", answers={"q9": 2},
                           started_at=cast.now)  # fmt: skip
        session.add(draft)
    assert cast.browser(cast.karin).get(f"/desk/ratings/{draft.public_id}").status_code == 404


def test_the_list_takes_five_statements_however_many_ratings(treatment: Treatment) -> None:
    cast = treatment.cast
    for week in range(5):
        rate(treatment, "vk5", at=cast.now - timedelta(days=7 * week))
    browser = cast.browser(cast.karin)
    browser.get(f"{treatment.patient_page}/ratings")
    with count_statements(cast.database) as seen:
        browser.get(f"{treatment.patient_page}/ratings")
    assert len([one for one in seen if one != "COMMIT" and not one.startswith("BEGIN")]) == 5
