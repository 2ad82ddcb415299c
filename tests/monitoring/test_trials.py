"""Holds what limits are said to have done: how often they would have called, and what they would have missed."""

import time
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from monitoring.history import load_history
from monitoring.judgement import Level
from monitoring.limits import SetBySomeone
from monitoring.series import Series
from monitoring.series_limits import LIMITS
from monitoring.settling import settle_provisional
from monitoring.trials import Trial, Witness, list_items, make_ground, try_limits
from monitoring.weeks import judge_finished_weeks
from tests.monitoring.ground import Measurer, make_measurer
from tests.monitoring.series_cases import OWN, WHO
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast, count_statements, make_care_cast
from worklist.items import settle_items
from worklist.models import Outcome

DAY = timedelta(days=1)
CPU_MS = 150
"""What a trial of one patient may cost (performance.md)."""


@pytest.fixture
def cast(sqlite_url: str) -> CareCast:
    """The cast on SQLite: what is held here is arithmetic."""
    return make_care_cast(sqlite_url)


def limits_of(series: Series, **changed: Any) -> SetBySomeone:
    """Return the ordinary limits of a series, some of them changed."""
    return LIMITS[series].model_validate(WHO | OWN.get(series, {}) | changed)


def tried(anna: Measurer, series: Series, limits: SetBySomeone | None, days: int = 89) -> tuple[Trial, Trial]:
    """Return what the limits in force and some others would have done, so many days after the first value."""
    now = anna.cast.now + days * DAY
    with anna.cast.database.transaction() as session:
        ground = make_ground(
            load_history(session, anna.cast.anna.id, series, now - 90 * DAY),
            list_items(session, anna.cast.anna.id, anna.cast.unit.id, now - 90 * DAY), "Europe/Stockholm", now,
        )
        plan = ground.plan
        assert plan is not None
        in_force = try_limits(ground, LIMITS[series].model_validate(plan.limits) if plan.limits else None)
        return in_force, try_limits(ground, limits, in_force)


def weigh(anna: SeriesMeasurer, *weights: str) -> list[str]:
    """Send a weight every morning."""
    return [anna.send(Series.WEIGHT, one, at=anna.cast.now + n * DAY) for n, one in enumerate(weights)]


@pytest.fixture
def heart(cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure, target 80.0 kg."""
    return make_series(cast, "heart_failure", starts_on=cast.now.date())


def test_a_limit_says_how_often_it_would_have_called_and_when(heart: SeriesMeasurer) -> None:
    weigh(heart, "81.5", "81.8", "82.1", "82.3", "82.4", "81.9", "81.0")
    in_force, wider = tried(heart, Series.WEIGHT, limits_of(Series.WEIGHT, limit_up="3.0"))
    over = in_force.behind["limit_up"]
    days = [(heart.cast.now + number * DAY).date() for number in (3, 4)]
    assert [(one.reason, one.shown, one.on) for one in over] == [
        ("weight_over", "82.3", days[0]), ("weight_over", "82.4", days[1]),
    ]
    assert wider.calls == []
    assert [one.on for one in wider.missed] == days
    assert all({Witness.IN_FORCE, Witness.CALLED, Witness.COMMON} <= one.witnesses for one in wider.missed)


def test_what_care_acted_on_is_missed_and_what_was_corrected_is_not(heart: SeriesMeasurer) -> None:
    weigh(heart, "80.0", "80.5", "80.2", "82.8")
    key = f"values:weight:{heart.cast.anna.public_id}:{heart.cast.unit.id}"
    with heart.cast.database.transaction() as session:
        settle_items(session, key, Outcome.CALLED, heart.cast.now + 3 * DAY + timedelta(hours=2), heart.cast.karin.id)
    in_force, without = tried(heart, Series.WEIGHT, limits_of(Series.WEIGHT, fluid=False))
    assert in_force.missed == []
    (missed,) = without.missed
    assert Witness.ACTED in missed.witnesses
    assert (missed.level, missed.outcome, missed.shown) == (Level.RED, Outcome.CALLED, "82.8")


def test_without_limits_nothing_calls_but_what_holds_for_everybody(cast: CareCast) -> None:
    anna = make_series(cast, "diabetes_insulin", starts_on=cast.now.date())
    for number, value in enumerate(("5.6", "9.0", "2.6", "11.0")):
        anna.send(Series.GLUCOSE, value, at=cast.now + number * DAY)
    settle_provisional(cast.database, cast.now + 5 * DAY)
    in_force, without = tried(anna, Series.GLUCOSE, None)
    assert {one.reason for one in without.calls} == {"glucose_low", "glucose_no_recheck"}
    assert set(without.behind) == {""}
    assert in_force.told == {"fasting_max": 2, "after_meal_max": 0}


def test_a_level_that_falls_is_told_as_less_urgent(cast: CareCast) -> None:
    anna = make_series(cast, "copd", starts_on=cast.now.date())
    anna.send(Series.TEMPERATURE, "38.7", at=cast.now)
    anna.change(Series.TEMPERATURE, limits=limits_of(Series.TEMPERATURE, red_from="38.5").model_dump(mode="json"))
    in_force, milder = tried(anna, Series.TEMPERATURE, limits_of(Series.TEMPERATURE), days=2)
    assert [one.level for one in in_force.calls] == [Level.RED]
    (missed,) = milder.missed
    assert missed.softer
    assert missed.level is Level.RED


@pytest.fixture
def pressed(cast: CareCast) -> Measurer:
    """Anna, who measured her blood pressure morning and evening for ninety days; every week is judged."""
    anna = make_measurer(cast, starts_on=cast.now.date())
    for number in range(178):
        at = cast.now + number * timedelta(hours=12)
        upper = 128 + number * 7 % 23 + number // 20
        anna.report((upper, upper // 2 + 16, 70), (upper + 2, upper // 2 + 15, 71), at=at)
        if number % 14 == 13:
            judge_finished_weeks(cast.database, at)
    return anna


def test_means_of_weeks_are_tried_with_other_goals_and_cost_little(pressed: Measurer) -> None:
    in_force, lower = tried(pressed, Series.PRESSURE, limits_of(Series.PRESSURE, goal_systolic=110, goal_diastolic=60))
    assert {one.level for one in in_force.calls} == {Level.YELLOW}
    assert lower.count(Level.RED) == len(lower.calls) == len(in_force.calls) > 0
    assert {one.report_id for one in in_force.calls} == {None}
    assert len(in_force.behind["goal_systolic"]) == len(in_force.calls)
    higher = tried(pressed, Series.PRESSURE, limits_of(Series.PRESSURE, goal_systolic=160, goal_diastolic=100))[1]
    assert [one.on for one in higher.missed] == [one.on for one in in_force.calls]
    with pressed.cast.database.transaction() as session:
        now = pressed.cast.now + 89 * DAY
        with count_statements(pressed.cast.database) as seen:
            history = load_history(session, pressed.cast.anna.id, Series.PRESSURE, now - 90 * DAY)
            items = list_items(session, pressed.cast.anna.id, pressed.cast.unit.id, now - 90 * DAY)
        assert len(seen) == 4
        ground = make_ground(history, items, "Europe/Stockholm", now)
        began = time.process_time()
        try_limits(ground, None, in_force)
        assert (time.process_time() - began) * 1000 < 2 * CPU_MS, "a trial has become dear"


def test_ninety_days_of_weights_are_judged_again_within_their_time(heart: SeriesMeasurer) -> None:
    weigh(heart, *[str(Decimal(800 + number * 7 % 25) / 10) for number in range(89)])
    in_force, _other = tried(heart, Series.WEIGHT, limits_of(Series.WEIGHT, limit_up="1.0"))
    assert in_force.calls
