"""Grades how well a value was measured, from what is known of the occasion; pure (clinical/vitals.md 2, 4 and 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from math import comb
from typing import Any

from monitoring.series import Series

REST_SECONDS, LEAST_REST = 300, 240
"""Five minutes of rest; four are let pass (vitals.md 2; the second number is our own)."""
PAUSE_SECONDS = 60
FAR_APART = 10
"""mmHg between two readings of one occasion: more asks for a calmer measurement (ESC/ESH, from knowledge)."""
OFF_HOURS_MINUTES = 180
BLOWS = 3
LEAST_DIGITS = 20
CHANCE = 0.001
"""How rarely somebody who does not round would be told so."""
POSTURE = ("calm", "bladder", "back", "feet", "cuff", "quiet")
"""What is ticked before the rest, in the order of the page (vitals.md 2, "How to measure")."""


class Grade(StrEnum):
    """How much a value can be trusted; ungraded when nothing is known, as for an SMS."""

    UNGRADED = ""
    WELL = "well"
    FAIR = "fair"
    WEAK = "weak"


class Lack(StrEnum):
    """What would have made the value surer, the most telling first."""

    SHORT_REST = "short_rest"
    ONE_READING = "one_reading"
    AS_SAID = "as_said"
    FEW_BLOWS = "few_blows"
    POSTURE = "posture"
    NO_PAUSE = "no_pause"
    FAR_APART = "far_apart"
    ROUNDED = "rounded"
    OFF_HOURS = "off_hours"
    REST_UNKNOWN = "rest_unknown"


ONE_QUESTION = frozenset({Series.WEIGHT, Series.GLUCOSE, Series.SPO2})
"""Series of which one question is asked beside the number: hands, scale, or rest and a warm hand (vitals.md 3-5)."""
GRADED = ONE_QUESTION | {Series.PRESSURE, Series.PEF}

SERIOUS = frozenset({Lack.SHORT_REST, Lack.ONE_READING, Lack.AS_SAID, Lack.FEW_BLOWS})
"""One of these makes a value weak; of the next it takes two; the rest never does."""
COUNTED = frozenset({Lack.POSTURE, Lack.NO_PAUSE, Lack.FAR_APART})


@dataclass(frozen=True)
class How:
    """What is known of how an occasion was measured.

    :ivar way: "coach", or "direct" when it was typed in afterwards.
    :ivar rested: seconds by the clock, None when no clock ran; ``said_rested`` the patient says that he had rested.
    :ivar apart: seconds between the two readings.
    :ivar ticks: of ``POSTURE``; ``knows`` he skipped the list since he knows how.
    :ivar as_usual: the answer to the one question of a series, None when it was left out.
    """

    way: str
    rested: int | None = None
    said_rested: bool = False
    apart: int | None = None
    ticks: tuple[str, ...] = ()
    knows: bool = False
    as_usual: bool | None = None

    def pack(self) -> dict[str, Any]:
        """Return it as it is stored with the report."""
        return {"way": self.way, "rested": self.rested, "said_rested": self.said_rested, "apart": self.apart,
                "ticks": list(self.ticks), "knows": self.knows, "as_usual": self.as_usual}


def unpack_how(stored: Mapping[str, Any] | None) -> How | None:
    """Return what is stored of how a report was measured; None when nothing is known."""
    if not stored or "way" not in stored:
        return None
    known = {name: stored[name] for name in How.__dataclass_fields__ if name in stored}
    return How(**{**known, "ticks": tuple(stored.get("ticks", ()))})


@dataclass(frozen=True)
class Graded:
    """A grade with its reasons, the most telling first."""

    grade: Grade = Grade.UNGRADED
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True)
class Sitting:
    """What was measured at one occasion of pressure.

    :ivar pairs: systolic and diastolic in mmHg, in the order they were taken.
    :ivar minutes_off: from the plan's hour of the sitting; None without one.
    :ivar ends_before: last digits of earlier readings, of any number.
    """

    pairs: Sequence[tuple[int, int]]
    minutes_off: int | None = None
    ends_before: Sequence[int] = field(default_factory=tuple)

    @property
    def ends(self) -> list[int]:
        """The last digit of each number."""
        return [number % 10 for pair in self.pairs for number in pair]


def grade_pressure(how: How | None, sitting: Sitting) -> Graded:
    """Grade one occasion of blood pressure: rest, posture, two readings with a minute between, digits, hour.

    What nobody has told is never held against the patient: a list without a tick says nothing, and a rest that
    nobody knows of makes the grade fair, not weak.
    """
    if how is None:
        return Graded()
    checks = {
        Lack.SHORT_REST: how.rested is not None and how.rested < LEAST_REST and not how.said_rested,
        Lack.ONE_READING: len(sitting.pairs) < 2,
        Lack.POSTURE: bool(how.ticks) and not how.knows and set(POSTURE) > set(how.ticks),
        Lack.NO_PAUSE: how.apart is not None and how.apart < PAUSE_SECONDS,
        Lack.FAR_APART: _spread(sitting.pairs) > FAR_APART,
        Lack.ROUNDED: not any(sitting.ends) and prefers_zero([*sitting.ends_before, *sitting.ends]),
        Lack.OFF_HOURS: (sitting.minutes_off or 0) > OFF_HOURS_MINUTES,
        Lack.REST_UNKNOWN: how.rested is None and not how.said_rested,
    }
    return _graded(tuple(lack for lack, is_so in checks.items() if is_so))


def _graded(lacks: tuple[Lack, ...]) -> Graded:
    if SERIOUS & set(lacks) or len(COUNTED & set(lacks)) > 1:
        return Graded(Grade.WEAK, lacks)
    return Graded(Grade.FAIR if lacks else Grade.WELL, lacks)


def _spread(pairs: Sequence[tuple[int, int]]) -> int:
    return max((max(part) - min(part) for part in zip(*pairs, strict=True)), default=0)


def grade_series(series: Series, how: How | None, numbers: int) -> Graded:
    """Grade a value of another series: what the patient says of hands, scale or rest, and the number of blows."""
    if how is None:
        return Graded()
    if series is Series.PEF:
        return _graded((Lack.FEW_BLOWS,) if numbers < BLOWS else ())
    if how.as_usual is None:
        return Graded()
    return _graded(() if how.as_usual else (Lack.AS_SAID,))


def prefers_zero(ends: Sequence[int]) -> bool:
    """Tell whether somebody rounds to zeros: more of them than chance gives one person in a thousand.

    A meter shows each last digit about equally often, so one number that ends in 0 says nothing. With at least 20
    numbers the zeros are held against a binomial distribution with one in ten (exact test; limit our own, since
    "terminal digit preference" has no Swedish limit; docs/clinical-notes.md 3.3).
    """
    return len(ends) >= LEAST_DIGITS and sum(end == 0 for end in ends) >= zeros_by_chance(len(ends))


@cache
def zeros_by_chance(numbers: int) -> int:
    """Return the fewest zeros among some numbers that chance gives at most one person in a thousand."""
    tail, zeros = 1.0, 0
    while tail > CHANCE:
        tail -= comb(numbers, zeros) * 0.1**zeros * 0.9 ** (numbers - zeros)
        zeros += 1
    return zeros
