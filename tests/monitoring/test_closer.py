"""Holds what follows an exacerbation of COPD: daily for four weeks, followed up on set days, then as before."""

from datetime import date, timedelta

import pytest

from monitoring.closer import closer_after, closer_of
from monitoring.corrections import correct_series, undo_report
from monitoring.models import Report
from monitoring.plans import change_plan, first_expected, is_measuring_day, next_measuring_day
from monitoring.rhythm import Rhythm
from monitoring.series import Series
from tests.monitoring.series_ground import SeriesMeasurer, make_series, sent_of
from tests.plugins.cast import CareCast, count_statements

DAY = timedelta(days=1)
RED_DAY = date(2027, 1, 5)
"""A Tuesday more than four weeks after the start, when values are asked for on Mondays and Thursdays."""
TWO_SIGNS = {"q1": 1, "q2": 1, "q3": 0, "q4": 0, "q5": 0, "q6": 0}
CALM = dict.fromkeys(TWO_SIGNS, 0)


@pytest.mark.parametrize(
    ("days", "since", "until"),
    [([], None, None), ([0], 0, 28), ([0, 3], 0, 31), ([0, 14], 0, 42), ([0, 15], 15, 43), ([0, 3, 20], 20, 48)],
)
def test_a_red_day_while_the_former_is_followed_up_is_the_same_exacerbation(
    days: list[int], since: int | None, until: int | None
) -> None:
    found = closer_after((RED_DAY + day * DAY, f"report {day}") for day in days)
    assert (found.since if found else None) == (None if since is None else RED_DAY + since * DAY)
    assert (found.until if found else None) == (None if until is None else RED_DAY + until * DAY)


def test_it_is_followed_up_on_four_days_and_seen_within_six_weeks() -> None:
    found = closer_after([(RED_DAY, "cause")])
    assert found is not None
    assert [(day - RED_DAY).days for day in found.follow_ups] == [2, 4, 7, 14]
    assert (found.visit_before - RED_DAY).days == 42
    assert found.cause == "cause"


@pytest.fixture
def lungs(sqlite_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of COPD, past the first four weeks."""
    anna = make_series(sqlite_cast, "copd", starts_on=RED_DAY - 43 * DAY)
    sqlite_cast.clock.instant += (RED_DAY - sqlite_cast.now.date())
    return anna


@pytest.fixture
def lungs_on_both(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of COPD, past the first four weeks."""
    anna = make_series(care_cast, "copd", starts_on=RED_DAY - 43 * DAY)
    care_cast.clock.instant += (RED_DAY - care_cast.now.date())
    return anna


def days_of(anna: SeriesMeasurer, series: Series, first: int, last: int) -> list[int]:
    """Return the days from the red day on which a series is expected."""
    plan = anna.plan(series)
    return [day for day in range(first, last + 1) if is_measuring_day(plan, RED_DAY + day * DAY)]


def test_a_red_answer_makes_both_series_of_the_lungs_daily_and_then_they_go_back(lungs_on_both: SeriesMeasurer) -> None:
    assert days_of(lungs_on_both, Series.SPO2, 0, 6) == [2, 6]
    cause = lungs_on_both.send(Series.LUNG_CHECK, answers=TWO_SIGNS)
    for series in (Series.SPO2, Series.LUNG_CHECK):
        assert days_of(lungs_on_both, series, 0, 28) == list(range(29))
        assert days_of(lungs_on_both, series, 29, 36) == [30, 34]
        found = closer_of(lungs_on_both.plan(series))
        assert found is not None
        assert found.cause == cause
    assert lungs_on_both.plan(Series.WEIGHT).closer_from is None
    assert lungs_on_both.plan(Series.TEMPERATURE).closer_from is None
    plan = lungs_on_both.plan(Series.SPO2)
    assert next_measuring_day(plan, RED_DAY) == RED_DAY + DAY
    assert next_measuring_day(plan, RED_DAY + 28 * DAY) == RED_DAY + 30 * DAY
    assert first_expected(plan, RED_DAY + 3 * DAY, RED_DAY + 9 * DAY) == RED_DAY + 3 * DAY


def test_a_yellow_answer_changes_no_rhythm_but_two_days_of_it_do(lungs: SeriesMeasurer) -> None:
    one_sign = {**CALM, "q1": 1}
    lungs.send(Series.LUNG_CHECK, answers=one_sign)
    assert closer_of(lungs.plan(Series.LUNG_CHECK)) is None
    lungs.send(Series.LUNG_CHECK, at=lungs.cast.now + DAY, answers=one_sign)
    found = closer_of(lungs.plan(Series.LUNG_CHECK))
    assert found is not None
    assert found.since == RED_DAY + DAY


def test_a_low_saturation_counts_when_it_is_final(lungs: SeriesMeasurer) -> None:
    lungs.send(Series.SPO2, "87")
    assert closer_of(lungs.plan(Series.SPO2)) is None
    lungs.send(Series.SPO2, "87", at=lungs.cast.now + timedelta(minutes=12))
    assert closer_of(lungs.plan(Series.SPO2)) is not None


def test_a_corrected_or_undone_answer_gives_the_rhythm_back(lungs_on_both: SeriesMeasurer) -> None:
    cast = lungs_on_both.cast
    lungs_on_both.send(Series.LUNG_CHECK, answers=TWO_SIGNS)
    with cast.database.transaction() as session:
        report = session.query(Report).one()
        around = lungs_on_both.around_series(session, Series.LUNG_CHECK)
        correct_series(session, around, report, sent_of(Series.LUNG_CHECK, answers=CALM), "fel", cast.now)
    assert closer_of(lungs_on_both.plan(Series.SPO2)) is None
    lungs_on_both.send(Series.LUNG_CHECK, at=cast.now + DAY, answers=TWO_SIGNS)
    assert closer_of(lungs_on_both.plan(Series.SPO2)) is not None
    with cast.database.transaction() as session:
        report = session.query(Report).order_by(Report.id.desc()).first()
        assert report is not None
        undo_report(session, lungs_on_both.around_series(session, Series.LUNG_CHECK), report, cast.now + DAY)
    assert closer_of(lungs_on_both.plan(Series.SPO2)) is None


def test_a_new_version_keeps_it_unless_the_clinician_chooses_another_rhythm(lungs: SeriesMeasurer) -> None:
    cast = lungs.cast
    lungs.send(Series.LUNG_CHECK, answers=TWO_SIGNS)
    for rhythm, is_kept in ((None, True), (Rhythm.WEEKLY, False)):
        with cast.database.transaction() as session:
            plan = lungs.around_series(session, Series.SPO2).plan
            assert plan is not None
            change_plan(session, cast.viewer(cast.karin), plan, limits=None, morning_hour=8, evening_hour=19,
                        reason="Annan tid", now=cast.now, rhythm=rhythm)
        assert (closer_of(lungs.plan(Series.SPO2)) is not None) is is_kept


def test_a_green_answer_costs_nothing_more(lungs: SeriesMeasurer) -> None:
    lungs.send(Series.LUNG_CHECK, answers=CALM)
    with count_statements(lungs.cast.database) as calm:
        lungs.send(Series.LUNG_CHECK, at=lungs.cast.now + DAY, answers=CALM)
    assert not any("closer_from=" in one for one in calm)
