"""Judges a weight: W1 to W5 in heart failure, and the slow change that matters in diabetes and COPD (vitals.md 3-5)."""

from datetime import date
from decimal import Decimal

from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.series import Series
from monitoring.series_limits import WeightLimits
from monitoring.taken import OwnPlan, Past, Taken, noted, of_series, plain
from monitoring.weight import WeightAnswers, WeightGoal, WeightRule, judge_weight

TREND_SHARE = Decimal("0.05")
TREND_DAYS, TREND_LEAST_DAYS = 92, 28


def judge(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Return what the rules find in a weight; neutral until a clinician has set the patient's own target."""
    limits, now = plan.limits, taken.number
    if not isinstance(limits, WeightLimits) or now is None:
        return [noted(taken, has_limits=limits is not None)]
    weights = _by_day(past, taken.on) | {taken.on: now}
    found = _fluid(limits, taken, past, weights) if limits.fluid else _slow(taken.on, now, weights)
    return found or [_inside(limits, taken)]


def _by_day(past: Past, today: date) -> dict[date, Decimal]:
    """One weight a day; the last one of a day counts."""
    ordered = sorted(of_series(past, Series.WEIGHT), key=lambda one: one.at)
    return {one.on: one.number for one in ordered if one.number is not None and one.on <= today}


def _inside(limits: WeightLimits, taken: Taken) -> Judgement:
    if limits.target is None:
        return noted(taken, has_limits=True)
    places = {"value": taken.shown, "target": plain(limits.target)}
    if taken.number is not None and taken.number > limits.target + limits.limit_up:
        return Judgement(Level.NEUTRAL, Rule.WEIGHT_ABOVE_ONCE, places)
    return Judgement(Level.GREEN, Rule.WEIGHT_INSIDE, places)


def _fluid(limits: WeightLimits, taken: Taken, past: Past, weights: dict[date, Decimal]) -> list[Judgement]:
    goal = None if limits.target is None else WeightGoal(limits.target, limits.limit_up, limits.limit_down)
    answers = WeightAnswers(_is_dizzy(taken), _is_worse(taken), _systolic(past, taken.on))
    judged = judge_weight(weights, taken.on, goal, answers)
    return [_told(rule, taken, weights, limits, answers) for rule in judged.rules]


def _is_dizzy(taken: Taken) -> bool | None:
    """Dizziness, and having lost fluid, count alike when the weight has fallen (clinical/vitals.md 3, W5)."""
    return taken.says("dizzy", "yes") if "dizzy" in taken.answers else taken.dizzy


def _is_worse(taken: Taken) -> bool | None:
    if not {"breath", "swollen"} & set(taken.answers):
        return None
    return taken.says("breath", "bit", "much") or taken.says("swollen", "yes")


def _systolic(past: Past, today: date) -> int | None:
    pressures = [one.numbers.get("bp_systolic") for one in past if one.series is Series.PRESSURE and one.on == today]
    return int(pressures[-1]) if pressures and pressures[-1] is not None else None


def _told(
    rule: WeightRule, taken: Taken, weights: dict[date, Decimal], limits: WeightLimits, answers: WeightAnswers
) -> Judgement:
    now, today = weights[taken.on], taken.on
    low = answers.systolic is not None and answers.systolic < 100
    span = {WeightRule.W1: 3, WeightRule.W2: 7, WeightRule.W3: 1, WeightRule.W5: 3}.get(rule, 0)
    change, days = _change(weights, today, now, span, gain=rule is not WeightRule.W5)
    places: dict[str, int | str] = {"value": taken.shown, "change": plain(abs(change)), "days": days,
                                    "target": plain(limits.target) if limits.target is not None else ""}
    if rule is WeightRule.W1:
        return Judgement(Level.RED, Rule.WEIGHT_W1, places, 0, NextStep.CALL_CLINIC_TODAY)
    if rule is WeightRule.W2:
        if answers.worse_breath_or_swelling:
            return Judgement(Level.RED, Rule.WEIGHT_W2_WORSE, places, 0, NextStep.CALL_CLINIC_TODAY)
        return Judgement(Level.YELLOW, Rule.WEIGHT_W2, places, 1)
    if rule is WeightRule.W5:
        if answers.dizzy or low:
            return Judgement(Level.RED, Rule.WEIGHT_W5_DIZZY, places, 0, NextStep.CALL_CLINIC_TODAY)
        return Judgement(Level.YELLOW, Rule.WEIGHT_W5, places, 1)
    return Judgement(Level.YELLOW, Rule.WEIGHT_W3 if rule is WeightRule.W3 else Rule.WEIGHT_W4, places, 1)


def _change(
    weights: dict[date, Decimal], today: date, now: Decimal, days: int, *, gain: bool
) -> tuple[Decimal, int]:
    """Return the change in kg against the lowest (or highest) weight of some days, and how long ago that was."""
    before = {(today - day).days: value for day, value in weights.items() if 0 < (today - day).days <= days}
    if not before:
        return Decimal(0), days
    ago = (min if gain else max)(sorted(before), key=lambda one: before[one])
    return now - before[ago], ago


def _slow(today: date, now: Decimal, weights: dict[date, Decimal]) -> list[Judgement]:
    """More than 5 percent in three months, against the oldest weight of that time (clinical/vitals.md 4 and 5)."""
    older = [day for day in weights if TREND_LEAST_DAYS <= (today - day).days <= TREND_DAYS]
    if not older:
        return []
    before = weights[min(older)]
    if abs(now - before) <= before * TREND_SHARE:
        return []
    places = {"value": plain(now), "before": plain(before), "change": plain(abs(now - before))}
    return [Judgement(Level.YELLOW, Rule.WEIGHT_TREND, places, 5)]


