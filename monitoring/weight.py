"""Judges morning weights in heart failure by rules W1 to W5 (clinical/vitals.md 3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from monitoring.judgement import Level

GAIN_KG = Decimal("2.0")
GAIN_IN_A_DAY_KG = Decimal("1.5")
DROP_KG = Decimal("2.0")
LOW_SYSTOLIC = 100


class WeightRule(StrEnum):
    """The weight rules that judge a value; missing weights (W7) belong to the reminders."""

    W1 = "W1"
    W2 = "W2"
    W3 = "W3"
    W4 = "W4"
    W5 = "W5"


@dataclass(frozen=True)
class WeightGoal:
    """Target weight and limits up and down in kg, as set by a clinician."""

    target: Decimal
    limit_up: Decimal = Decimal("2.0")
    limit_down: Decimal = Decimal("2.0")


@dataclass(frozen=True)
class WeightAnswers:
    """What else is known today; None when not asked or not measured."""

    dizzy: bool | None = None
    worse_breath_or_swelling: bool | None = None
    systolic: int | None = None


@dataclass(frozen=True)
class WeightJudgement:
    """All weight rules that fired today, and the most urgent level."""

    level: Level
    rules: tuple[WeightRule, ...]


NO_ANSWERS = WeightAnswers()


def judge_weight(
    weights: Mapping[date, Decimal], today: date, goal: WeightGoal | None, answers: WeightAnswers = NO_ANSWERS
) -> WeightJudgement:
    """Judge today's weight in kg against the last 7 days and the patient's own target.

    :param weights: one valid weight per local date; today's must be there.
    :raises KeyError: when today has no weight.
    """
    now = weights[today]
    rules = _gain_rules(weights, today, now) + _goal_rules(weights, today, now, goal)
    if not rules:
        return WeightJudgement(Level.GREEN, ())
    return WeightJudgement(_level(rules, answers), tuple(rules))


def _earlier(weights: Mapping[date, Decimal], today: date, days: int) -> list[Decimal]:
    dates = (today - timedelta(days=step) for step in range(1, days + 1))
    return [weights[day] for day in dates if day in weights]


def _gain_rules(weights: Mapping[date, Decimal], today: date, now: Decimal) -> list[WeightRule]:
    if now - min(_earlier(weights, today, 3), default=now) > GAIN_KG:
        return [WeightRule.W1]
    rules = []
    if now - min(_earlier(weights, today, 7), default=now) > GAIN_KG:
        rules.append(WeightRule.W2)
    if now - weights.get(today - timedelta(days=1), now) >= GAIN_IN_A_DAY_KG:
        rules.append(WeightRule.W3)
    return rules


def _goal_rules(
    weights: Mapping[date, Decimal], today: date, now: Decimal, goal: WeightGoal | None
) -> list[WeightRule]:
    rules = []
    yesterday = weights.get(today - timedelta(days=1))
    if goal is not None and yesterday is not None and min(now, yesterday) > goal.target + goal.limit_up:
        rules.append(WeightRule.W4)
    under = goal is not None and now < goal.target - goal.limit_down
    if under or max(_earlier(weights, today, 3), default=now) - now > DROP_KG:
        rules.append(WeightRule.W5)
    return rules


def _level(rules: list[WeightRule], answers: WeightAnswers) -> Level:
    low = answers.systolic is not None and answers.systolic < LOW_SYSTOLIC
    red = (
        WeightRule.W1 in rules
        or (WeightRule.W2 in rules and answers.worse_breath_or_swelling is True)
        or (WeightRule.W5 in rules and (answers.dizzy is True or low))
    )
    return Level.RED if red else Level.YELLOW
