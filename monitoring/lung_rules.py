"""Judges oxygen saturation, temperature, peak flow and breathing rate, each against the patient's own (vitals.md 5)."""

from decimal import Decimal

from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.series import Context, Series
from monitoring.series_limits import PefLimits, RateLimits, Spo2Limits, TemperatureLimits
from monitoring.spo2 import EMERGENCY_BELOW, Spo2Situation, Spo2Verdict, judge_spo2
from monitoring.taken import OwnPlan, Past, Taken, noted, of_series

RED_FOR_EVERYBODY_BELOW = 86
"""Below this a saturation is red whatever the patient's normal value is; it holds before limits are set."""
LOW_TEMPERATURE_BELOW = Decimal("35.0")
HIGH_FOR_EVERYBODY_FROM = Decimal("39.5")
FEVER_DAYS = 3
PEF_GREEN_FROM, PEF_YELLOW_FROM, PEF_EMERGENCY_BELOW = 80, 50, 33


def judge_saturation(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Return what the rules find in a saturation in percent; a low one is measured again after rest first."""
    limits, value = plan.limits, int(taken.number or 0)
    own = limits if isinstance(limits, Spo2Limits) else None
    if own is None and value >= RED_FOR_EVERYBODY_BELOW:
        return [noted(taken, has_limits=False)]
    situation = Spo2Situation(
        baseline=own.baseline if own else None, repeated=taken.repeats or taken.final,
        goal_88_92=own.goal_88_92 if own else False,
        on_oxygen=taken.context == Context.OXYGEN or (own is not None and own.home_oxygen),
    )
    verdict = judge_spo2(value, situation)
    places: dict[str, int | str] = {"value": taken.shown, "usual": own.baseline or "" if own else ""}
    return [_saturation(verdict, value, places)]


def _saturation(verdict: Spo2Verdict, value: int, places: dict[str, int | str]) -> Judgement:
    if verdict is Spo2Verdict.REPEAT:
        return Judgement(Level.RED, Rule.SPO2_LOW_FIRST, places, 0, NextStep.REPEAT_AND_ASK, provisional=True)
    if verdict is Spo2Verdict.EMERGENCY or value < EMERGENCY_BELOW:
        return Judgement(Level.EMERGENCY, Rule.SPO2_VERY_LOW, places, 0, NextStep.CALL_112)
    return {
        Spo2Verdict.GREEN: Judgement(Level.GREEN, Rule.SPO2_INSIDE, places),
        Spo2Verdict.YELLOW: Judgement(Level.YELLOW, Rule.SPO2_LOWER, places, 1),
        Spo2Verdict.YELLOW_HIGH_ON_OXYGEN: Judgement(Level.YELLOW, Rule.SPO2_HIGH_ON_OXYGEN, places, 1),
        Spo2Verdict.RED: Judgement(Level.RED, Rule.SPO2_LOW, places, 0, NextStep.CALL_CLINIC_TODAY),
    }[verdict]


def judge_temperature(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Return what the rules find in a temperature in degrees Celsius."""
    limits = plan.limits if isinstance(plan.limits, TemperatureLimits) else None
    value, places = taken.number or Decimal(0), {"value": taken.shown}
    red_from = limits.red_from if limits else HIGH_FOR_EVERYBODY_FROM
    if value < LOW_TEMPERATURE_BELOW:
        return [Judgement(Level.RED, Rule.TEMPERATURE_LOW, places, 0, NextStep.CALL_CLINIC_TODAY)]
    if value >= red_from:
        return [Judgement(Level.RED, Rule.TEMPERATURE_HIGH, places, 0, NextStep.CALL_CLINIC_TODAY)]
    if limits is None:
        return [noted(taken, has_limits=False)]
    if value < limits.yellow_from:
        return [Judgement(Level.GREEN, Rule.TEMPERATURE_NORMAL, places)]
    if _feverish_days(past, taken, limits.yellow_from) >= FEVER_DAYS:
        return [Judgement(Level.RED, Rule.TEMPERATURE_LONG, {**places, "days": FEVER_DAYS}, 0,
                          NextStep.CALL_CLINIC_TODAY)]
    return [Judgement(Level.YELLOW, Rule.TEMPERATURE_FEVER, places, 1)]


def _feverish_days(past: Past, taken: Taken, fever_from: Decimal) -> int:
    """Return how many days in a row, today the last, had a fever."""
    days = {one.on for one in of_series(past, Series.TEMPERATURE) if (one.number or 0) >= fever_from} | {taken.on}
    return next(count for count in range(1, 400) if not any((taken.on - day).days == count for day in days))


def judge_peak_flow(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Return what the rules find in a peak flow, in percent of the patient's own best (asthma zones, vitals.md 5)."""
    if not isinstance(plan.limits, PefLimits) or taken.number is None:
        return [noted(taken, has_limits=False)]
    percent = int(taken.number * 100 / plan.limits.best)
    places: dict[str, int | str] = {"value": taken.shown, "percent": percent}
    if percent < PEF_EMERGENCY_BELOW and taken.says("breath", "much"):
        return [Judgement(Level.EMERGENCY, Rule.SERIES_SYMPTOMS, places, 0, NextStep.CALL_112)]
    if percent < PEF_YELLOW_FROM:
        return [Judgement(Level.RED, Rule.PEF_LOW, places, 0, NextStep.CALL_CLINIC_TODAY)]
    if percent < PEF_GREEN_FROM:
        return [Judgement(Level.YELLOW, Rule.PEF_LOWER, places, 1)]
    return [Judgement(Level.GREEN, Rule.PEF_INSIDE, places)]


def judge_rate(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Return what the rules find in a breathing rate at rest, in breaths a minute."""
    limits, value = plan.limits, taken.number
    if not isinstance(limits, RateLimits) or value is None:
        return [noted(taken, has_limits=False)]
    places = {"value": taken.shown}
    if value >= limits.red_from:
        return [Judgement(Level.RED, Rule.RATE_VERY_FAST, places, 0, NextStep.CALL_CLINIC_TODAY)]
    if value >= limits.yellow_from:
        return [Judgement(Level.YELLOW, Rule.RATE_FAST, places, 1)]
    return [Judgement(Level.GREEN, Rule.RATE_INSIDE, places)]
