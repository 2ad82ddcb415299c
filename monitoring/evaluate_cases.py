"""Turns each kind of worked case into a call of its rule, and the answer into the words of the case."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from monitoring.blood_pressure import LOW_SYSTOLIC, Occasion, judge_mean, judge_occasion
from monitoring.glucose import GlucoseAnswers, judge_glucose
from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.kinds import ValueKind
from monitoring.limits import BpLimits
from monitoring.outcomes import Confirm, Refuse
from monitoring.plausibility import check_value
from monitoring.schedule import SessionPart
from monitoring.spo2 import Spo2Situation, judge_spo2
from monitoring.week_mean import BpReading, WeekMean, mean_of_week
from monitoring.weight import WeightAnswers, WeightGoal, judge_weight

DAY_ONE = date(2026, 1, 1)
DEFAULT_LIMITS = BpLimits(set_by="clinical/vitals_defaults.json", set_by_role="defaults", set_on=DAY_ONE)


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"not a number: {value!r}")
    return Decimal(value)


def answer_input(case: Mapping[str, Any]) -> str:
    """Check one value alone: accept, confirm or reject."""
    value = case["v"] if isinstance(case["v"], str) else _number(case["v"])
    outcome = check_value(ValueKind(case["t"]), value)
    if isinstance(outcome, Refuse):
        return "reject"
    return "confirm" if isinstance(outcome, Confirm) else "accept"


def answer_mean(case: Mapping[str, Any]) -> str:
    """Judge a given mean against the default limits; a low one is yellow_low."""
    mean = WeekMean(int(_number(case["s"])), int(_number(case["d"])), readings=24, days=6)
    judgement = judge_mean(mean, DEFAULT_LIMITS, case.get("dizzy"))
    low = judgement.rule in (Rule.BP_MEAN_LOW, Rule.BP_MEAN_LOW_DIZZY)
    return "yellow_low" if low else str(judgement.level)


def answer_occasion(case: Mapping[str, Any]) -> str:
    """Judge one occasion; ``symptoms`` of a low pressure are dizziness or near fainting."""
    systolic, asked = int(_number(case["s"])), case.get("symptoms")
    low = systolic < LOW_SYSTOLIC
    occasion = Occasion(
        systolic,
        int(_number(case["d"])),
        repeated=bool(case.get("repeated")),
        symptoms=None if low else asked,
        dizzy=case.get("dizzy", asked if low else None),
        fainted_now=bool(case.get("fainted")),
    )
    return _occasion_word(judge_occasion(occasion))


def _occasion_word(judgement: Judgement) -> str:
    if judgement.provisional:
        return "repeat"
    if judgement.next_step is NextStep.CALL_1177_NOW:
        return "red_call_1177_now"
    return "no_alarm" if judgement.level is Level.NEUTRAL else str(judgement.level)


def answer_week(case: Mapping[str, Any]) -> dict[str, object]:
    """Make the mean of readings given as [day, systolic, diastolic]."""
    readings = [
        BpReading(DAY_ONE + timedelta(days=int(day) - 1), SessionPart.MORNING, int(upper), int(lower))
        for day, upper, lower in case["readings"]
    ]
    mean = mean_of_week(readings)
    return {"valid": mean.is_valid, "n": mean.readings, "sys": mean.systolic, "dia": mean.diastolic}


def answer_weight(case: Mapping[str, Any]) -> dict[str, object]:
    """Judge today's weight; the history is keyed by day offset, today is "0"."""
    weights = {
        DAY_ONE + timedelta(days=int(offset)): _number(value) for offset, value in case["history"].items()
    }
    target = case.get("target")
    goal = None if target is None else WeightGoal(_number(target))
    answers = WeightAnswers(case.get("dizzy"), case.get("worse"), case.get("sys"))
    judgement = judge_weight(weights, DAY_ONE, goal, answers)
    return {"rules": [str(rule) for rule in judgement.rules], "level": str(judgement.level)}


def answer_glucose(case: Mapping[str, Any]) -> str:
    """Judge one glucose value; without a context it is read as fasting or before a meal."""
    value = case["v"] if isinstance(case["v"], str) else _number(case["v"])
    ketones = case.get("ketones")
    answers = GlucoseAnswers(
        after_meal=case.get("ctx") == "2h",
        hypo_risk=case.get("hypo_risk", True),
        ketones=None if ketones is None else _number(ketones),
        sick=bool(case.get("sick")),
        ill_emergency=bool(case.get("ill_emerg")),
    )
    return str(judge_glucose(value, answers))


def answer_spo2(case: Mapping[str, Any]) -> str:
    """Judge one saturation; the cases count a value as repeated unless they say otherwise."""
    on_goal = bool(case.get("on_o2_goal"))
    situation = Spo2Situation(
        baseline=case.get("base"),
        repeated=case.get("repeated", True),
        goal_88_92=on_goal,
        on_oxygen=on_goal,
        alarm_symptoms=bool(case.get("symptoms")),
    )
    return str(judge_spo2(int(_number(case["v"])), situation))


ANSWERS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "input": answer_input,
    "bp_mean": answer_mean,
    "bp_occasion": answer_occasion,
    "bp_week": answer_week,
    "hf_weight": answer_weight,
    "glucose": answer_glucose,
    "spo2": answer_spo2,
}
