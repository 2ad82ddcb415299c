"""The symptoms a patient is asked about beside a dangerous value (clinical/vitals.md 2)."""

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
}
"""Any of them with a dangerous value means 112."""

HIGH = ("chest_pain", "breathless", "weakness", "speech", "sight", "headache", "confusion")
LOW = ("fainted", "chest_pain", "breathless")
OF_HIGH = frozenset({Rule.BP_CRISIS_FIRST, Rule.BP_CRISIS, Rule.BP_CRISIS_VERY_HIGH})
ASKING = OF_HIGH | {Rule.PULSE_EXTREME, Rule.BP_VERY_LOW_FIRST, Rule.BP_VERY_LOW}


def symptoms_to_ask(found: list[Judgement]) -> tuple[str, ...]:
    """Return which symptoms to ask about after a report; none when nothing in it calls for it."""
    asks = [one for one in found if one.next_step is NextStep.REPEAT_AND_ASK or one.rule in ASKING]
    if not asks:
        return ()
    rules = {one.rule for one in asks}
    high, low = rules & OF_HIGH, rules - OF_HIGH
    return tuple(dict.fromkeys((*(HIGH if high else ()), *(LOW if low else ()))))


def asks_dizzy(found: list[Judgement]) -> bool:
    """Tell whether the patient is asked if he is dizzy when he stands up."""
    return any(one.next_step is NextStep.ASK_DIZZY for one in found)
