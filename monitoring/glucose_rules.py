"""Judges glucose, ketones and HbA1c: low ones with a new measurement after 15 minutes, high ones with questions."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from monitoring.glucose import (
    ABOVE_RANGE,
    KETONES_EMERGENCY_FROM,
    KETONES_RED_FROM,
    LEVEL_1_BELOW,
    GlucoseAnswers,
    GlucoseGoal,
    GlucoseVerdict,
    judge_glucose,
)
from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.series import Context, Series
from monitoring.series_limits import GlucoseLimits, Hba1cLimits
from monitoring.taken import OwnPlan, Past, Taken, noted, of_series, plain, within

SAFE_TO_DRIVE_ABOVE = Decimal(5)
BESIDE = timedelta(hours=3)
"""How far apart glucose and ketones may be measured to be read together."""
LOW_OFTEN, FASTING_OFTEN, DAYS = 2, 3, 7
FASTING_HIGH_FROM = Decimal(10)
HYPO_DAYS = 30
HBA1C_LOW_BELOW = 42
UNSAID = "unspecified"
"""The patient said yes without saying to what."""
DANGER_LOW = frozenset({"cannot_swallow", "confusion", UNSAID})
DANGER_HIGH = frozenset({"vomiting", "drowsy", "deep_breathing", "confusion", UNSAID})


def judge(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Return what the rules find in one glucose value (clinical/vitals.md 4).

    Very low and very high values are answered alike for everybody, also before limits are set; the rest is
    neutral until then.
    """
    limits = plan.limits if isinstance(plan.limits, GlucoseLimits) else None
    value: Decimal | str = taken.number if taken.number is not None else taken.word
    verdict = judge_glucose(value, _answers(taken, past, limits), _goal(limits))
    if verdict in (GlucoseVerdict.RED_HYPO, GlucoseVerdict.YELLOW_HYPO, GlucoseVerdict.REMEASURE):
        return _low(taken, past, verdict)
    if verdict in (GlucoseVerdict.YELLOW, GlucoseVerdict.RED, GlucoseVerdict.EMERGENCY):
        return [_high(taken, past, verdict)]
    return _usual(taken, past, verdict, limits)


def _goal(limits: GlucoseLimits | None) -> GlucoseGoal:
    return GlucoseGoal(limits.fasting_max, limits.after_meal_max) if limits else GlucoseGoal()


def _answers(taken: Taken, past: Past, limits: GlucoseLimits | None) -> GlucoseAnswers:
    return GlucoseAnswers(
        after_meal=taken.context in (Context.AFTER_MEAL, Context.BEDTIME),
        hypo_risk=limits is None or limits.hypo_risk or _felt(taken),
        ketones=_beside(past, taken, Series.KETONES), sick=taken.says("sick", "yes") or "belly_pain" in taken.symptoms,
        ill_emergency=bool(taken.symptoms & DANGER_HIGH),
    )


def _felt(taken: Taken) -> bool:
    return taken.context == Context.SYMPTOMS


def _beside(past: Past, taken: Taken, series: Series) -> Decimal | None:
    """Return the newest value of another series that was measured at about the same time."""
    near = [one.number for one in of_series(past, series) if abs(taken.at - one.at) <= BESIDE]
    return near[-1] if near else None


def _low(taken: Taken, past: Past, verdict: GlucoseVerdict) -> list[Judgement]:
    places = {"value": taken.shown}
    if taken.symptoms & DANGER_LOW:
        return [Judgement(Level.EMERGENCY, Rule.GLUCOSE_LOW_HELP, places, 0, NextStep.CALL_112)]
    if verdict is GlucoseVerdict.REMEASURE:
        return [_wash(taken, places)]
    if taken.repeats:
        return [
            Judgement(Level.RED, Rule.GLUCOSE_STILL_LOW, places, 0, NextStep.CALL_1177_NOW), _await(taken, places),
        ]
    found = [_first_low(verdict, places), _await(taken, places)]
    lows = [one for one in within(of_series(past, Series.GLUCOSE), taken.on, DAYS) if _is_low(one) and not one.repeats]
    if len(lows) + 1 >= LOW_OFTEN:
        found.append(Judgement(Level.YELLOW, Rule.GLUCOSE_LOW_OFTEN, {**places, "count": len(lows) + 1}, 1))
    return found


def _first_low(verdict: GlucoseVerdict, places: dict[str, str]) -> Judgement:
    if verdict is GlucoseVerdict.RED_HYPO:
        return Judgement(Level.RED, Rule.GLUCOSE_VERY_LOW, places, 0, NextStep.RECHECK_SUGAR)
    return Judgement(Level.YELLOW, Rule.GLUCOSE_LOW, places, None, NextStep.RECHECK_SUGAR)


def _await(taken: Taken, places: dict[str, str]) -> Judgement:
    """The new measurement after 15 minutes; when it does not come somebody looks (clinical/programs.md C2)."""
    if taken.final:
        return Judgement(Level.RED, Rule.GLUCOSE_NO_RECHECK, places, 0)
    return Judgement(Level.YELLOW, Rule.GLUCOSE_RECHECK, places, None, NextStep.RECHECK_SUGAR, provisional=True)


def _wash(taken: Taken, places: dict[str, str]) -> Judgement:
    """Without insulin or the like a low number is most often a wrong one: wash and measure again (vitals.md 4)."""
    if taken.repeats or taken.final:
        return Judgement(Level.YELLOW, Rule.GLUCOSE_LOW, places, 1)
    return Judgement(Level.YELLOW, Rule.GLUCOSE_WASH, places, 1, NextStep.REPEAT, provisional=True)


def _is_low(one: Taken) -> bool:
    return one.word == "LO" or (one.number is not None and one.number < LEVEL_1_BELOW)


def _high(taken: Taken, past: Past, verdict: GlucoseVerdict) -> Judgement:
    ketones = _beside(past, taken, Series.KETONES)
    places = {"value": taken.shown, "ketones": plain(ketones) if ketones is not None else ""}
    if verdict is GlucoseVerdict.EMERGENCY:
        return Judgement(Level.EMERGENCY, Rule.GLUCOSE_HIGH_HELP, places, 0, NextStep.CALL_112)
    if verdict is GlucoseVerdict.YELLOW:
        return Judgement(Level.YELLOW, Rule.GLUCOSE_HIGH, places, 1)
    rule = Rule.GLUCOSE_HIGH_SICK
    if taken.word == ABOVE_RANGE or (taken.number is not None and taken.number >= 20):
        rule = Rule.GLUCOSE_VERY_HIGH
    elif ketones is not None and ketones >= KETONES_RED_FROM:
        rule = Rule.GLUCOSE_KETONES
    return Judgement(Level.RED, rule, places, 0, NextStep.CALL_CLINIC_TODAY)


def _usual(taken: Taken, past: Past, verdict: GlucoseVerdict, limits: GlucoseLimits | None) -> list[Judgement]:
    places = {"value": taken.shown}
    if taken.repeats and _was_low(past):
        safe = taken.number is not None and taken.number > SAFE_TO_DRIVE_ABOVE
        return [Judgement(Level.GREEN, Rule.GLUCOSE_RISEN, {**places, "safe": "yes" if safe else "no"})]
    if limits is None:
        return [noted(taken, has_limits=False)]
    found = [_against_goal(taken, verdict, limits)]
    often = _fasting_often(taken, past)
    return [*found, often] if often else found


def _was_low(past: Past) -> bool:
    before = of_series(past, Series.GLUCOSE)
    return bool(before) and _is_low(before[-1])


def _against_goal(taken: Taken, verdict: GlucoseVerdict, limits: GlucoseLimits) -> Judgement:
    after = taken.context in (Context.AFTER_MEAL, Context.BEDTIME)
    places = {"value": taken.shown, "goal": plain(limits.after_meal_max if after else limits.fasting_max)}
    if verdict is GlucoseVerdict.GREEN:
        return Judgement(Level.GREEN, Rule.GLUCOSE_INSIDE, places)
    return Judgement(Level.NEUTRAL, Rule.GLUCOSE_ABOVE, places)


def _fasting_often(taken: Taken, past: Past) -> Judgement | None:
    every = [*of_series(past, Series.GLUCOSE), taken]
    days = {one.on for one in within(every, taken.on, DAYS) if _is_high_fasting(one)}
    if taken.on not in days or len(days) < FASTING_OFTEN:
        return None
    return Judgement(Level.YELLOW, Rule.GLUCOSE_FASTING_OFTEN, {"value": taken.shown, "count": len(days)}, 1)


def _is_high_fasting(one: Taken) -> bool:
    return one.context == Context.FASTING and one.number is not None and one.number >= FASTING_HIGH_FROM


def judge_ketones(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Return what the rules find in ketones: alike for everybody, and read with a high glucose value beside them."""
    value, places = taken.number or Decimal(0), {"value": taken.shown}
    if value >= KETONES_EMERGENCY_FROM or (value >= KETONES_RED_FROM and taken.symptoms & DANGER_HIGH):
        return [Judgement(Level.EMERGENCY, Rule.KETONES_VERY_HIGH, places, 0, NextStep.CALL_112)]
    if value >= KETONES_RED_FROM:
        return [Judgement(Level.RED, Rule.KETONES_HIGH, places, 0, NextStep.CALL_CLINIC_TODAY)]
    return [noted(taken, has_limits=True)]


def judge_hba1c(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Return what the rules find in HbA1c, in mmol/mol, against the patient's own goal (clinical/vitals.md 4)."""
    limits, value = plan.limits, taken.number
    if not isinstance(limits, Hba1cLimits) or value is None:
        return [noted(taken, has_limits=False)]
    places: dict[str, int | str] = {"value": taken.shown, "goal": limits.goal_max}
    if value >= limits.red_from:
        return [Judgement(Level.RED, Rule.HBA1C_HIGH, places, 5)]
    if value > limits.goal_max:
        return [Judgement(Level.YELLOW, Rule.HBA1C_ABOVE, places)]
    if value < HBA1C_LOW_BELOW and limits.hypo_risk and _has_had_lows(past, taken):
        return [Judgement(Level.YELLOW, Rule.HBA1C_LOW, places, 5)]
    return [Judgement(Level.GREEN, Rule.HBA1C_INSIDE, places)]


def _has_had_lows(past: Past, taken: Taken) -> bool:
    recent: Sequence[Taken] = within(of_series(past, Series.GLUCOSE), taken.on, HYPO_DAYS)
    return any(_is_low(one) for one in recent)
