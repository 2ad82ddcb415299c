"""The symptoms a patient is asked about beside a dangerous value (clinical/vitals.md 2)."""

from collections.abc import Mapping

from core.language import _l
from monitoring.judgement import Judgement, NextStep, Rule

SYMPTOMS = {
    "chest_pain": _l("Ont eller tryck i bröstet"),
    "breathless": _l("Svårt att andas"),
    "weakness": _l("Svaghet eller domning i ansikte, arm eller ben"),
    "speech": _l("Svårt att tala, eller sluddrigt tal"),
    "sight": _l("Ser plötsligt sämre"),
    "headache": _l("Mycket svår huvudvärk"),
    "confusion": _l("Förvirring"),
    "fainted": _l("Har svimmat nu"),
    "breathless_rest": _l("Svår andnöd i vila"),
    "froth": _l("Rosslig andning eller rosa skum"),
    "blue_lips": _l("Blå läppar"),
    "drowsy": _l("Mycket trött eller svår att väcka"),
    "cannot_swallow": _l("Svårt att svälja"),
    "vomiting": _l("Kräks"),
    "deep_breathing": _l("Andas djupt och fort"),
    "belly_pain": _l("Ont i magen"),
}
"""Any of them with a dangerous value means 112."""

HIGH = ("chest_pain", "breathless", "weakness", "speech", "sight", "headache", "confusion")
LOW = ("fainted", "chest_pain", "breathless")
OF_HIGH = frozenset({Rule.BP_CRISIS_FIRST, Rule.BP_CRISIS, Rule.BP_CRISIS_VERY_HIGH})
HEART = ("breathless_rest", "froth", "chest_pain", "fainted", "confusion")
LUNGS = ("breathless_rest", "blue_lips", "confusion", "drowsy")
SUGAR_LOW = ("confusion", "cannot_swallow")
SUGAR_HIGH = ("vomiting", "drowsy", "deep_breathing", "belly_pain")
OF_SERIES: Mapping[Rule, tuple[str, ...]] = {
    **dict.fromkeys((Rule.WEIGHT_W1, Rule.WEIGHT_W2, Rule.WEIGHT_W3, Rule.WEIGHT_W4), HEART),
    **dict.fromkeys((Rule.WEIGHT_W5, Rule.WEIGHT_W5_DIZZY), ("fainted", "confusion")),
    **dict.fromkeys((Rule.GLUCOSE_LOW, Rule.GLUCOSE_VERY_LOW, Rule.GLUCOSE_STILL_LOW), SUGAR_LOW),
    **dict.fromkeys((Rule.GLUCOSE_HIGH, Rule.GLUCOSE_VERY_HIGH, Rule.GLUCOSE_KETONES, Rule.KETONES_HIGH), SUGAR_HIGH),
    **dict.fromkeys((Rule.SPO2_LOWER, Rule.SPO2_LOW_FIRST, Rule.SPO2_LOW, Rule.PEF_LOW, Rule.RATE_FAST,
                     Rule.RATE_VERY_FAST, Rule.TEMPERATURE_HIGH), LUNGS),
    Rule.SPO2_HIGH_ON_OXYGEN: ("confusion", "drowsy"),
}  # fmt: skip
"""Alarm symptoms asked for beside each finding of the other series (clinical/vitals.md 3 to 5)."""
ASKING = OF_HIGH | {Rule.PULSE_EXTREME, Rule.BP_VERY_LOW_FIRST, Rule.BP_VERY_LOW}


def symptoms_to_ask(found: list[Judgement]) -> tuple[str, ...]:
    """Return which symptoms to ask about after a report; none when nothing in it calls for it."""
    own = [symptom for one in found for symptom in OF_SERIES.get(one.rule, ())]
    if own:
        return tuple(dict.fromkeys(own))
    asks = [one for one in found if one.next_step is NextStep.REPEAT_AND_ASK or one.rule in ASKING]
    if not asks:
        return ()
    rules = {one.rule for one in asks}
    high, low = rules & OF_HIGH, rules - OF_HIGH
    return tuple(dict.fromkeys((*(HIGH if high else ()), *(LOW if low else ()))))


def asks_dizzy(found: list[Judgement]) -> bool:
    """Tell whether the patient is asked if he is dizzy when he stands up."""
    return any(one.next_step is NextStep.ASK_DIZZY for one in found)
