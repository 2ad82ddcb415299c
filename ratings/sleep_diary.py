"""The arithmetic of the sleep diary: one night and a week (clinical/instruments.md 3.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from ratings.rounding import half_up

DAY_MINUTES = 24 * 60
SHORTEST_IN_BED = 2 * 60
LONGEST_IN_BED = 16 * 60
NIGHTS_FOR_A_WEEK = 5
GOOD_TENTHS = 850
BORDERLINE_TENTHS = 800


@dataclass(frozen=True)
class DiaryNight:
    """One morning's answers; clock times in the patient's own zone, lengths in minutes."""

    lights_out: time
    minutes_to_sleep: int
    minutes_awake: int
    final_awakening: time
    out_of_bed: time


@dataclass(frozen=True)
class Night:
    """A valid night: time in bed and total sleep time in minutes, sleep efficiency in percent, its band."""

    tib: int
    tst: int
    se: float
    band: str


@dataclass(frozen=True)
class Week:
    """The valid nights of a week: how many, mean minutes in bed and asleep, and the week's efficiency."""

    nights: int
    mean_tib: int
    mean_tst: int
    se: float
    band: str


def find_night(diary: DiaryNight) -> Night | None:
    """Return the arithmetic of a night, or None when the answers contradict each other.

    Invalid: TST below 0 or above TIB, TIB below 2 or above 16 hours, more minutes awake than in bed,
    a final awakening after getting up. Times past midnight belong to the next day.
    """
    if diary.minutes_to_sleep < 0 or diary.minutes_awake < 0:
        return None
    in_bed = _minutes_between(diary.lights_out, diary.out_of_bed)
    until_awake = _minutes_between(diary.lights_out, diary.final_awakening)
    awake = diary.minutes_to_sleep + diary.minutes_awake
    asleep = until_awake - awake
    if not SHORTEST_IN_BED <= in_bed <= LONGEST_IN_BED or until_awake > in_bed or awake > in_bed:
        return None
    return None if asleep < 0 else Night(in_bed, asleep, *_efficiency(asleep, in_bed))


def find_week(nights: Sequence[Night]) -> Week | None:
    """Return a week's means, or None with fewer than 5 valid nights.

    The efficiency is that of the week's sums, not the mean of the nights' percentages.
    """
    if len(nights) < NIGHTS_FOR_A_WEEK:
        return None
    in_bed, asleep = sum(night.tib for night in nights), sum(night.tst for night in nights)
    count = len(nights)
    return Week(count, half_up(in_bed, count), half_up(asleep, count), *_efficiency(asleep, in_bed))


def _minutes_between(start: time, end: time) -> int:
    difference = (end.hour - start.hour) * 60 + end.minute - start.minute
    return difference % DAY_MINUTES


def _efficiency(asleep: int, in_bed: int) -> tuple[float, str]:
    """Return percent with one decimal and the band of that same shown number."""
    tenths = half_up(1000 * asleep, in_bed)
    if tenths >= GOOD_TENTHS:
        return tenths / 10, "good"
    return tenths / 10, "borderline" if tenths >= BORDERLINE_TENTHS else "low"
