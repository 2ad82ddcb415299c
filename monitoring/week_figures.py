"""What a calendar week of values was, series by series: how many, how many planned, mean, and the week before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import taken_of
from monitoring.plans import PRESSURE, is_measuring_day, pressure_plan
from monitoring.rhythm import Rhythm
from monitoring.schedule import expected_sessions
from monitoring.series import CHECKS, Series, value_facts
from monitoring.week_mean import round_mean

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class SeriesWeek:
    """A week of one series.

    :ivar count: how many values were sent; ``planned`` how many times one was expected, ``done`` how many of those
        were kept.
    :ivar mean: "134/82" or "80.4", as it is kept; "" for a symptom check and a week without numbers.
    :ivar before: the mean of the week before, or "".
    """

    series: str
    count: int
    planned: int
    done: int
    mean: str = ""
    before: str = ""

    def pack(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return dict(self.__dict__)


def unpack_weeks(stored: Sequence[dict[str, Any]]) -> list[SeriesWeek]:
    """Return stored weeks."""
    return [SeriesWeek(**one) for one in stored]


def week_of_series(
    plan: MeasurementPlan, reports: Sequence[Report], monday: date, days: Collection[date]
) -> SeriesWeek:
    """Return the week of a plan that begins on a Monday.

    :param reports: those of its series that count, of this week and the one before.
    :param days: the local dates of the week on which the patient was in treatment and at home; the others were not
        planned for.
    """
    own = [one for one in reports if one.kind == plan.kind]
    mine = [one for one in own if monday <= one.session_date < monday + WEEK]
    earlier = [one for one in own if monday - WEEK <= one.session_date < monday]
    planned = _planned(plan, days)
    kept = {_slot(plan, one) for one in mine} & planned
    return SeriesWeek(plan.kind, len(mine), len(planned), len(kept), mean_text(plan.kind, mine),
                      mean_text(plan.kind, earlier))


def _planned(plan: MeasurementPlan, days: Collection[date]) -> set[tuple[date, str]]:
    if plan.kind == PRESSURE and plan.rhythm == Rhythm.BLOCKS:
        sessions = (one for day in days for one in expected_sessions(pressure_plan(plan), day, day))
        return {(one.on, one.part.value) for one in sessions}
    return {(day, "") for day in days if is_measuring_day(plan, day)}


def _slot(plan: MeasurementPlan, report: Report) -> tuple[date, str]:
    in_sittings = plan.kind == PRESSURE and plan.rhythm == Rhythm.BLOCKS
    return report.session_date, report.session if in_sittings else ""


def mean_text(series: str, reports: Sequence[Report]) -> str:
    """Return the mean of some reports as it is kept; a value that was measured again gives way to its repeat."""
    repeated = {one.repeats_id for one in reports}
    kept = [one for one in reports if one.id not in repeated]
    if series == PRESSURE:
        pairs = [(one.systolic, one.diastolic) for one in kept if one.systolic and one.diastolic]
        return f"{round_mean([up for up, _ in pairs])}/{round_mean([low for _, low in pairs])}" if pairs else ""
    facts = value_facts(Series(series))
    if facts is None or series in CHECKS:
        return ""
    numbers = [number for one in kept if (number := taken_of(one).number) is not None]
    if not numbers:
        return ""
    return str((sum(numbers, Decimal(0)) / len(numbers)).quantize(Decimal(1).scaleb(-facts.decimals), ROUND_HALF_UP))
