"""Means of blood pressure readings: of one occasion, and of a week with its first day dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from monitoring.schedule import SessionPart


@dataclass(frozen=True)
class BpReading:
    """One measurement, in mmHg, on a local date.

    :ivar sequence: 1 for the first measurement of its session, 2 for the second, and so on.
    """

    on: date
    part: SessionPart
    systolic: int
    diastolic: int
    sequence: int = 1
    key: str = ""


@dataclass(frozen=True)
class WeekRules:
    """How a week's mean is made; the defaults are those of clinical/vitals.md 2."""

    drop_first_day: bool = True
    drop_first_reading: bool = False
    least_days: int = 3
    least_readings: int = 12


DEFAULT_WEEK_RULES = WeekRules()


@dataclass(frozen=True)
class WeekMean:
    """A week's mean in whole mmHg, with how much it rests on; no numbers when it rests on too little."""

    systolic: int | None
    diastolic: int | None
    readings: int
    days: int
    keys: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Answer whether there were enough days and readings."""
        return self.systolic is not None


def mean_of_week(readings: Sequence[BpReading], rules: WeekRules = DEFAULT_WEEK_RULES) -> WeekMean:
    """Return the mean of a week block, halves rounded up, and which readings it used.

    The first day on which the patient measured is dropped. A mean needs at least 3 days and 12
    readings after that (clinical/vitals.md 2).
    """
    used = _kept(readings, rules)
    days = len({reading.on for reading in used})
    keys = tuple(reading.key for reading in used if reading.key)
    if not used or days < rules.least_days or len(used) < rules.least_readings:
        return WeekMean(None, None, len(used), days, keys)
    systolic = round_mean([reading.systolic for reading in used])
    return WeekMean(systolic, round_mean([reading.diastolic for reading in used]), len(used), days, keys)


def _kept(readings: Sequence[BpReading], rules: WeekRules) -> list[BpReading]:
    first_day = min((reading.on for reading in readings), default=None)
    return [
        reading
        for reading in readings
        if not (rules.drop_first_day and reading.on == first_day)
        and not (rules.drop_first_reading and reading.sequence == 1)
    ]


def round_mean(values: Sequence[int]) -> int:
    """Return the mean of whole numbers, a half rounded up.

    :raises ValueError: when there are no values.
    """
    if not values:
        raise ValueError("a mean needs at least one value")
    return int((Decimal(sum(values)) / len(values)).quantize(Decimal(1), ROUND_HALF_UP))
