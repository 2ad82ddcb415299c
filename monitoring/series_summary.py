"""What a period of values shows, in numbers: the patient's own zone, how often inside it, and week against week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from statistics import fmean

from monitoring.glucose import LEVEL_1_BELOW
from monitoring.limits import SetBySomeone
from monitoring.series import Context, Series
from monitoring.series_limits import (
    GlucoseLimits,
    Hba1cLimits,
    PefLimits,
    RateLimits,
    Spo2Limits,
    TemperatureLimits,
    WeightLimits,
)
from monitoring.taken import Taken

NORMAL_SATURATION, LOW_GOAL = 93, (88, 92)
USUAL_DROP, LOW_USUAL_DROP = 3, 2
PEF_GREEN_SHARE = Decimal("0.8")
CHECK_ITEMS = ("q1", "q2", "q3", "q4", "q5")
Ends = tuple[Decimal | None, Decimal | None]


def zone_of(limits: SetBySomeone | None) -> Ends | None:
    """Return the lowest and highest value of the patient's own zone, ends included; None without limits."""
    match limits:
        case WeightLimits(target=Decimal() as target):
            return target - limits.limit_down, target + limits.limit_up
        case GlucoseLimits():
            return LEVEL_1_BELOW, limits.after_meal_max
        case Hba1cLimits():
            return None, Decimal(limits.goal_max)
        case Spo2Limits():
            return _saturation_zone(limits)
        case TemperatureLimits():
            return Decimal(35), limits.yellow_from - Decimal("0.1")
        case PefLimits():
            return (limits.best * PEF_GREEN_SHARE).quantize(Decimal(1), ROUND_HALF_UP), None
        case RateLimits():
            return None, Decimal(limits.yellow_from - 1)
    return None


def _saturation_zone(limits: Spo2Limits) -> Ends:
    if limits.goal_88_92:
        return Decimal(LOW_GOAL[0]), Decimal(94 if limits.home_oxygen else 100)
    if limits.baseline is None:
        return Decimal(NORMAL_SATURATION), Decimal(100)
    if limits.baseline < NORMAL_SATURATION:
        return Decimal(max(LOW_GOAL[0], limits.baseline - LOW_USUAL_DROP)), Decimal(100)
    return Decimal(max(NORMAL_SATURATION, limits.baseline - USUAL_DROP)), Decimal(100)


def holds(zone: Ends, value: Decimal) -> bool:
    """Tell whether a value lies in a zone, ends included."""
    low, high = zone
    return (low is None or value >= low) and (high is None or value <= high)


def sample_of(taken: Taken) -> Decimal | None:
    """Return the number that a curve draws: the value, or the sum of a symptom check; None for a word."""
    if taken.series in (Series.HEART_CHECK, Series.LUNG_CHECK):
        return Decimal(sum(int(str(taken.answers.get(item, 0))) for item in CHECK_ITEMS))
    return taken.number


@dataclass(frozen=True)
class TimeInRange:
    """How many glucose values were below, inside and above the patient's own goal."""

    low: int
    inside: int
    high: int

    @property
    def total(self) -> int:
        """All values, also those the meter showed as a word."""
        return self.low + self.inside + self.high

    @property
    def percent(self) -> int:
        """The share inside, in whole percent."""
        return round(100 * self.inside / self.total) if self.total else 0


def time_in_range(taken: Iterable[Taken], limits: GlucoseLimits) -> TimeInRange:
    """Count glucose values against the goal for what each was measured around (clinical/vitals.md 4)."""
    low = inside = high = 0
    for one in taken:
        after = one.context in (Context.AFTER_MEAL, Context.BEDTIME)
        highest = limits.after_meal_max if after else limits.fasting_max
        if one.word == "LO" or (one.number is not None and one.number < LEVEL_1_BELOW):
            low += 1
        elif one.word == "HI" or (one.number is not None and one.number > highest):
            high += 1
        elif one.number is not None:
            inside += 1
    return TimeInRange(low, inside, high)


@dataclass(frozen=True)
class WeekFigures:
    """One week from its Monday: how many values, their mean, and the change from the week before.

    :ivar change: None for the first week and after a week without values.
    """

    starts_on: date
    count: int
    mean: Decimal
    change: Decimal | None


def weeks_of(taken: Sequence[Taken], decimals: int) -> list[WeekFigures]:
    """Return the weeks with values, newest first, means rounded half up to the decimals of the series."""
    weeks: dict[date, list[Decimal]] = {}
    for one in taken:
        value = sample_of(one)
        if value is not None:
            weeks.setdefault(one.on - timedelta(days=one.on.weekday()), []).append(value)
    means = {start: _mean(values, decimals) for start, values in weeks.items()}
    return [
        WeekFigures(start, len(weeks[start]), means[start], _change(means, start))
        for start in sorted(weeks, reverse=True)
    ]


def _change(means: dict[date, Decimal], start: date) -> Decimal | None:
    before = means.get(start - timedelta(days=7))
    return None if before is None else means[start] - before


def _mean(values: Sequence[Decimal], decimals: int) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def trend_of(values: Sequence[Decimal]) -> Decimal:
    """Return the change from the first third of some values to the last third."""
    third = max(1, len(values) // 3)
    return Decimal(str(round(fmean(values[-third:]) - fmean(values[:third]), 2)))
