"""What the rules read: one report as it was taken, with what was answered, and the plan it is judged by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from monitoring.instructions import Instruction
from monitoring.judgement import Judgement, Level, Rule
from monitoring.limits import SetBySomeone
from monitoring.series import Series


@dataclass(frozen=True)
class Taken:
    """One report.

    :ivar at: when it was measured, an aware instant; ``on`` the local date.
    :ivar numbers: by kind of value, such as ``weight`` in kg; several readings are one number already.
    :ivar word: "HI" or "LO" when the meter showed that; ``context`` a word of monitoring/series.py.
    :ivar answers: to the questions of monitoring/questions.py, or the items of a symptom check.
    :ivar symptoms: alarm symptoms that the patient has now; ``answered`` False while he has not been asked.
    :ivar repeats: it was measured again because the one before was dangerous; ``final`` no repeat is awaited.
    :ivar level: what it was judged before, for rules about days in a row.
    :ivar told: keys of the signed instructions that were shown with it.
    :ivar gave_way: it was measured again, and the repeat counts instead.
    :ivar grade: how well it was measured, a word of monitoring/reading_quality.py; "" when nobody knows.
    :ivar confirms: it was measured again because the one before was weakly measured, not dangerous.
    """

    series: Series
    at: datetime
    on: date
    numbers: Mapping[str, Decimal] = field(default_factory=dict)
    word: str = ""
    context: str = ""
    answers: Mapping[str, object] = field(default_factory=dict)
    symptoms: frozenset[str] = frozenset()
    answered: bool = False
    dizzy: bool | None = None
    irregular: bool = False
    repeats: bool = False
    final: bool = False
    sitting: str = ""
    level: str = ""
    told: frozenset[str] = frozenset()
    gave_way: bool = False
    grade: str = ""
    confirms: bool = False

    @property
    def number(self) -> Decimal | None:
        """The number of the series; None for a word, pressure or a symptom check."""
        return self.numbers.get(self.series.value)

    @property
    def shown(self) -> str:
        """The value as it is kept in places: "83.2", "HI"."""
        return self.word or (plain(self.number) if self.number is not None else "")

    def says(self, question: str, *values: str) -> bool:
        """Tell whether a question was answered with one of some values."""
        return self.answers.get(question) in values


@dataclass(frozen=True)
class OwnPlan:
    """The version of a patient's plan that a report is judged by.

    :ivar limits: the patient's own; None while no clinician has set any, and then the answer is neutral.
    :ivar instructions: signed texts, by rule.
    """

    series: Series
    version: int = 0
    limits: SetBySomeone | None = None
    instructions: Mapping[str, Instruction] = field(default_factory=dict)
    low_pulse_known: bool = False


Past = Sequence[Taken]


def plain(value: Decimal) -> str:
    """Return a number as it is kept: without zeros at the end, with a point."""
    return format(value.normalize(), "f")


def of_series(past: Past, series: Series) -> list[Taken]:
    """Return what was taken of one series, oldest first."""
    return [one for one in past if one.series is series]


def within(past: Past, today: date, days: int) -> list[Taken]:
    """Return what was taken in the last days, today counted as one of them."""
    return [one for one in past if 0 <= (today - one.on).days < days]


def noted(taken: Taken, *, has_limits: bool) -> Judgement:
    """Return the neutral answer: kept, with or without limits to compare with."""
    rule = Rule.SERIES_NOTED if has_limits else Rule.SERIES_NEUTRAL
    return Judgement(Level.NEUTRAL, rule, {"value": taken.shown})
