"""Which of the patient's own limits a call came from; the rest holds for everybody, whatever the limits."""

from collections.abc import Callable, Mapping

from monitoring.judgement import Rule
from monitoring.limits import BpLimits, SetBySomeone
from monitoring.replay import Call
from monitoring.series import Series
from monitoring.series_limits import WeightLimits

ANYWAY = ""
"""The name of what calls whatever the limits are (clinical/vitals.md 2 and 4)."""

_OF_RULE: Mapping[Rule, tuple[str, ...]] = {
    Rule.BP_MEAN_LOW: ("low_systolic",), Rule.BP_MEAN_LOW_DIZZY: ("low_systolic",),
    Rule.WEIGHT_W1: ("fluid",), Rule.WEIGHT_W2: ("fluid",), Rule.WEIGHT_W2_WORSE: ("fluid",),
    Rule.WEIGHT_W3: ("fluid",), Rule.WEIGHT_W4: ("target", "limit_up"),
    Rule.GLUCOSE_LOW: ("hypo_risk",), Rule.GLUCOSE_LOW_OFTEN: ("hypo_risk",), Rule.HBA1C_LOW: ("hypo_risk",),
    Rule.HBA1C_HIGH: ("red_from",), Rule.SPO2_HIGH_ON_OXYGEN: ("goal_88_92", "home_oxygen"),
    Rule.SPO2_LOWER: ("baseline", "goal_88_92"), Rule.SPO2_LOW: ("baseline", "goal_88_92"),
    Rule.TEMPERATURE_FEVER: ("yellow_from",), Rule.TEMPERATURE_LONG: ("yellow_from",),
    Rule.TEMPERATURE_HIGH: ("red_from",), Rule.PEF_LOWER: ("best",), Rule.PEF_LOW: ("best",),
    Rule.RATE_FAST: ("yellow_from",), Rule.RATE_VERY_FAST: ("red_from",),
}
TOLD_OF: Mapping[tuple[Series, str], Rule] = {
    (Series.GLUCOSE, "fasting_max"): Rule.GLUCOSE_ABOVE, (Series.GLUCOSE, "after_meal_max"): Rule.GLUCOSE_ABOVE,
    (Series.HBA1C, "goal_max"): Rule.HBA1C_ABOVE,
}
"""Limits that only the patient is told about: the rule that tells, which calls nobody (clinical/vitals.md 4)."""


def limits_behind(call: Call, limits: SetBySomeone | None) -> tuple[str, ...]:
    """Return the names of the limits that a call came from, or ``ANYWAY`` alone.

    :param limits: those that the call was made by.
    """
    special = _BY_NUMBERS.get(call.rule)
    found = special(call, limits) if special and limits is not None else _OF_RULE.get(call.rule, ())
    return found or (ANYWAY,)


def _of_mean(call: Call, limits: SetBySomeone) -> tuple[str, ...]:
    if not isinstance(limits, BpLimits):
        return ()
    upper, lower = (int(part) for part in call.shown.split("/"))
    red = call.rule is Rule.BP_MEAN_RED
    above = upper >= (limits.red_systolic if red else limits.goal_systolic)
    below = lower >= (limits.red_diastolic if red else limits.goal_diastolic)
    return ("goal_systolic",) * above + ("goal_diastolic",) * below


def _of_loss(call: Call, limits: SetBySomeone) -> tuple[str, ...]:
    """A weight under the target's limit, or one that has fallen fast whatever the target."""
    if not isinstance(limits, WeightLimits) or limits.target is None:
        return ("fluid",)
    return ("target", "limit_down") if call.number < limits.target - limits.limit_down else ("fluid",)


_BY_NUMBERS: Mapping[Rule, Callable[[Call, SetBySomeone], tuple[str, ...]]] = {
    Rule.BP_MEAN_RED: _of_mean, Rule.BP_MEAN_YELLOW: _of_mean, Rule.WEIGHT_W5: _of_loss,
    Rule.WEIGHT_W5_DIZZY: _of_loss,
}
