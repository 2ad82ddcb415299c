"""Holds that a weakly measured value is measured again before it calls anybody, and is never lost on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from monitoring.corrections import correct_report, undo_report
from monitoring.history import load_history
from monitoring.models import Report
from monitoring.occasions import Measure
from monitoring.reading_quality import POSTURE, How
from monitoring.reports import answer_symptoms, report_pressure
from monitoring.series import Series
from monitoring.settling import settle_provisional
from tests.monitoring.ground import Measurer, make_measurer
from tests.monitoring.replay_ground import as_lived, stood
from tests.monitoring.series_ground import make_series
from tests.plugins.cast import CareCast
from worklist.models import Level

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HIGH = Measure(166, 98, 70)
COACHED = How("coach", rested=300, apart=90, ticks=POSTURE)
HASTY = How("coach", rested=40, apart=90, ticks=POSTURE)


@pytest.fixture
def anna(care_cast: CareCast) -> Measurer:
    """Anna with two high values behind her; the third calls."""
    anna = make_measurer(care_cast)
    for number in range(2):
        take(anna, COACHED, at=number)
    return anna


def take(anna: Measurer, how: How | None, *, at: float, measure: Measure = HIGH, channel: str = "web") -> Report:
    """Let Anna report two readings, some days after the beginning."""
    now = anna.cast.now + at * DAY
    with anna.cast.database.transaction() as session:
        around = anna.around(session)
        return report_pressure(session, patient=around.patient, unit=around.unit, plan=around.plan, taken_at=now,
                               measures=[measure, measure], channel=channel, now=now, how=how).report  # fmt: skip


def settle(anna: Measurer, *, at: float) -> int:
    """Run the job, some days after the beginning."""
    return settle_provisional(anna.cast.database, anna.cast.now + at * DAY)


def test_a_third_high_value_that_is_well_measured_calls_at_once(anna: Measurer) -> None:
    report = take(anna, COACHED, at=2)
    assert (report.grade, report.provisional) == ("well", False)
    assert anna.open_reasons() == ["value_high_repeated"]


def test_one_that_is_weakly_measured_asks_for_a_new_measurement_first(anna: Measurer) -> None:
    report = take(anna, HASTY, at=2)
    assert (report.grade, report.lacks, report.held) == ("weak", ["short_rest"], True)
    assert report.provisional
    assert anna.items() == []


def test_it_goes_to_care_when_it_is_not_measured_again_within_half_an_hour(anna: Measurer) -> None:
    take(anna, HASTY, at=2)
    assert settle(anna, at=2 + 29 / 1440) == 0
    assert settle(anna, at=2 + 31 / 1440) == 1
    assert anna.open_reasons() == ["value_high_repeated"]


@pytest.mark.parametrize("how", [COACHED, HASTY, None])
def test_the_same_value_again_confirms_it_however_it_was_measured(anna: Measurer, how: How | None) -> None:
    first = take(anna, HASTY, at=2)
    again = take(anna, how, at=2 + 10 / 1440)
    assert (again.repeats_id, again.confirms, again.provisional) == (first.id, True, False)
    assert anna.open_reasons() == ["value_high_repeated"]


def test_a_lower_value_again_calls_nobody(anna: Measurer) -> None:
    take(anna, HASTY, at=2)
    take(anna, COACHED, at=2 + 10 / 1440, measure=Measure(142, 88, 70))
    assert settle(anna, at=3) == 0
    assert anna.items() == []


def test_a_dangerous_value_after_a_weak_one_has_its_own_rest_and_repeat(anna: Measurer) -> None:
    take(anna, HASTY, at=2)
    danger = take(anna, HASTY, at=2 + 10 / 1440, measure=Measure(186, 112, 70))
    assert (danger.rule, danger.held) == ("bp_crisis_first", False)
    last = take(anna, HASTY, at=2 + 20 / 1440, measure=Measure(188, 112, 70))
    assert (last.repeats_id, last.confirms) == (danger.id, False)
    assert "value_crisis" in anna.open_reasons()


def test_a_dangerous_value_is_never_held_and_a_symptom_is_an_emergency_at_once(anna: Measurer) -> None:
    first = take(anna, HASTY, at=2, measure=Measure(206, 122, 70))
    with anna.cast.database.transaction() as session:
        report = session.get_one(Report, first.id)
        answer_symptoms(session, anna.around(session), report, ["chest_pain"], None, anna.cast.now + 2 * DAY)
    assert ("value_emergency", Level.NOW) in [(item.reason, item.level) for item in anna.items()]


def test_a_value_by_sms_is_not_graded_and_calls_as_ever(anna: Measurer) -> None:
    report = take(anna, None, at=2, channel="sms")
    assert (report.grade, report.lacks) == ("", [])
    assert anna.open_reasons() == ["value_high_repeated"]


def test_a_correction_keeps_how_it_was_measured(anna: Measurer) -> None:
    weak = take(anna, HASTY, at=2)
    with anna.cast.database.transaction() as session:
        report = session.get_one(Report, weak.id)
        fresh = correct_report(session, anna.around(session), report, [Measure(164, 97)] * 2, "Fel",
                               anna.cast.now + 2 * DAY + MINUTE).report  # fmt: skip
        assert (fresh.grade, fresh.measured["rested"], fresh.held) == ("weak", 40, True)
    assert anna.items() == []
    assert settle(anna, at=2.1) == 1
    assert anna.open_reasons() == ["value_high_repeated"]


@pytest.mark.parametrize(("number", "how"), [(166, HASTY), (188, None)])
def test_a_value_whose_repeat_was_taken_back_still_goes_to_care(anna: Measurer, number: int, how: How | None) -> None:
    take(anna, how, at=2, measure=Measure(number, 98, 70))
    again = take(anna, COACHED, at=2 + 10 / 1440, measure=Measure(140, 84, 70))
    with anna.cast.database.transaction() as session:
        report = session.get_one(Report, again.id)
        undo_report(session, anna.around(session), report, report.received_at + timedelta(seconds=30))
    assert settle(anna, at=2.1) == 1
    assert ("value_high_repeated" if number == 166 else "value_crisis") in anna.open_reasons()


def test_live_and_replayed_findings_are_the_same(anna: Measurer) -> None:
    for step, how in enumerate((HASTY, COACHED, HASTY, HASTY, None, HASTY)):
        take(anna, how, at=2 + step / 100)
        settle(anna, at=2 + step / 100 + 0.002)
    settle(anna, at=4)
    with anna.cast.database.transaction() as session:
        rows = session.scalars(select(Report).order_by(Report.id)).all()
        lived = as_lived(load_history(session, anna.cast.anna.id, Series.PRESSURE, anna.cast.now - DAY))
        assert [stood(lived.reports[row.id]) for row in rows] == [stood(row) for row in rows]
        assert {row.grade for row in rows} >= {"well", "weak", ""}


def test_a_high_sugar_from_unwashed_hands_is_measured_again_and_a_very_high_one_calls_at_once(
    care_cast: CareCast,
) -> None:
    anna = make_series(care_cast, "diabetes")
    unwashed = How("direct", as_usual=False)
    anna.send(Series.GLUCOSE, "16.0", care_cast.now, context="before_meal", how=unwashed)
    assert "value_glucose_high" not in anna.open_reasons()
    before = len(anna.open_reasons())
    anna.send(Series.GLUCOSE, "7.0", care_cast.now + 10 * MINUTE, context="before_meal", how=unwashed)
    settle_provisional(care_cast.database, care_cast.now + HOUR)
    assert len(anna.open_reasons()) == before
    anna.send(Series.GLUCOSE, "21.0", care_cast.now + DAY, context="before_meal", how=unwashed)
    assert len(anna.open_reasons()) == before + 1
