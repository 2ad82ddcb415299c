"""Judges one capillary glucose value in mmol/L (clinical/vitals.md 4)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

LEVEL_2_BELOW = Decimal("3.0")
LEVEL_1_BELOW = Decimal("4.0")
HIGH_YELLOW_FROM = Decimal("15.0")
HIGH_RED_FROM = Decimal("20.0")
KETONES_RED_FROM = Decimal("1.5")
KETONES_EMERGENCY_FROM = Decimal("3.0")
ABOVE_RANGE, BELOW_RANGE = "HI", "LO"


class GlucoseVerdict(StrEnum):
    """What a glucose value leads to; hypo and hyper are kept apart since the advice is opposite."""

    GREEN = "green"
    INFO = "info"
    REMEASURE = "remeasure"
    YELLOW = "yellow"
    YELLOW_HYPO = "yellow_hypo"
    RED = "red"
    RED_HYPO = "red_hypo"
    EMERGENCY = "emergency"


@dataclass(frozen=True)
class GlucoseGoal:
    """The patient's own highest values in mmol/L: fasting or before a meal, and 2 hours after."""

    fasting_max: Decimal = Decimal("7.0")
    two_hours_max: Decimal = Decimal("10.0")


@dataclass(frozen=True)
class GlucoseAnswers:
    """What is known around the value.

    :ivar after_meal: measured about 2 hours after a meal.
    :ivar hypo_risk: the patient has insulin, sulfonylurea or glinide (set by the clinician).
    :ivar sick: fever, illness or vomiting; ``ill_emergency``: vomiting, drowsy or breathing deeply.
    """

    after_meal: bool = False
    hypo_risk: bool = True
    ketones: Decimal | None = None
    sick: bool = False
    ill_emergency: bool = False


DEFAULT_GOAL = GlucoseGoal()
NO_ANSWERS = GlucoseAnswers()


def judge_glucose(
    value: Decimal | str, answers: GlucoseAnswers = NO_ANSWERS, goal: GlucoseGoal = DEFAULT_GOAL
) -> GlucoseVerdict:
    """Judge one value in mmol/L, or "HI"/"LO" as the meter shows when it is out of range.

    :raises ValueError: for any other word.
    """
    number = _as_number(value)
    if number < LEVEL_1_BELOW:
        return _judge_low(number, answers)
    if number >= HIGH_YELLOW_FROM:
        return _judge_high(number, answers)
    highest = goal.two_hours_max if answers.after_meal else goal.fasting_max
    return GlucoseVerdict.GREEN if number <= highest else GlucoseVerdict.INFO


def _as_number(value: Decimal | str) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if value.upper() not in (ABOVE_RANGE, BELOW_RANGE):
        raise ValueError(f"not a word of a glucose meter: {value!r}")
    return Decimal(0) if value.upper() == BELOW_RANGE else Decimal(100)


def _judge_low(number: Decimal, answers: GlucoseAnswers) -> GlucoseVerdict:
    if number < LEVEL_2_BELOW:
        return GlucoseVerdict.RED_HYPO
    return GlucoseVerdict.YELLOW_HYPO if answers.hypo_risk else GlucoseVerdict.REMEASURE


def _judge_high(number: Decimal, answers: GlucoseAnswers) -> GlucoseVerdict:
    ketones = answers.ketones or Decimal(0)
    if answers.ill_emergency or ketones >= KETONES_EMERGENCY_FROM:
        return GlucoseVerdict.EMERGENCY
    if number >= HIGH_RED_FROM or ketones >= KETONES_RED_FROM or answers.sick:
        return GlucoseVerdict.RED
    return GlucoseVerdict.YELLOW
