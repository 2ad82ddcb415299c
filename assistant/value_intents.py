"""Which report a message with values is, and whether its values were told rather than asked about."""

from collections.abc import Sequence

from assistant.intents import Intent
from assistant.scoring import Guess
from assistant.understanding import Value

_REPORTS = {
    "bp": Intent.REPORT_BP, "weight": Intent.REPORT_WEIGHT, "glucose": Intent.REPORT_GLUCOSE,
    "ketones": Intent.REPORT_GLUCOSE, "hba1c": Intent.REPORT_HBA1C, "spo2": Intent.REPORT_SPO2,
    "temperature": Intent.REPORT_TEMPERATURE, "pef": Intent.REPORT_PEF, "steps": Intent.REPORT_STEPS,
    "nrs_breath": Intent.REPORT_BREATHLESSNESS, "panic_count": Intent.REPORT_PANIC, "panic_max": Intent.REPORT_PANIC,
    "mood": Intent.REPORT_MOOD, "pulse": Intent.REPORT_PULSE,
}  # fmt: skip
_SYMPTOMS = {
    "breathlessness": Intent.REPORT_BREATHLESSNESS, "swelling": Intent.REPORT_SWELLING,
    "sputum_amount": Intent.REPORT_SPUTUM, "sputum_colour": Intent.REPORT_SPUTUM, "cough": Intent.REPORT_SPUTUM,
}  # fmt: skip
_OBSERVED = ("swelling", "sputum_amount", "sputum_colour")
"""Signs that are looked for each day: that there is none is told too, also beside a number."""
_NUMBERS = frozenset(_REPORTS) | {"sleep_h", "bed", "wake", "out_of_bed", "sol", "waso"}
_STRONGER_THAN_SYMPTOM = 1.7
_WISHES = (Intent.ASK_SIDE_EFFECT, Intent.ASK_MEDICATION_CHANGE, Intent.LOW_MOTIVATION, Intent.ADMIN_REQUEST)


def intent_of_values(values: Sequence[Value]) -> Intent:
    """Return the report that the most telling value makes; a number before a symptom, a pulse last."""
    kinds = {value.kind for value in values}
    for kind, intent in _REPORTS.items():
        if kind in kinds:
            return intent
    if kinds & _NUMBERS:
        return Intent.REPORT_SLEEP
    for name in ("swelling", "sputum_colour", "sputum_amount", "cough", "breathlessness"):
        if any(value.name == name for value in values):
            return _SYMPTOMS[name]
    taken = any(value.kind == "medication" and value.value == "taken" for value in values)
    return Intent.REPORT_MED_TAKEN if taken else Intent.REPORT_MED_MISSED


def without_mentions(values: Sequence[Value]) -> tuple[Value, ...]:
    """Return the values without a symptom that is only mentioned as absent beside a number."""
    if not any(value.kind in _NUMBERS for value in values):
        return tuple(values)
    return tuple(one for one in values if one.kind != "symptom" or one.level or one.name in _OBSERVED)


def is_told(values: Sequence[Value], guesses: Sequence[Guess], *, asks: bool, complains: bool = True) -> bool:
    """Tell whether values were reported; a symptom or medicine in a question or a wish is what it is about.

    :param asks: the message is a question.
    :param complains: it tells of an ailment, so that medicine may be what is blamed.
    """
    if any(value.kind in _NUMBERS for value in values):
        return True
    if not values or asks:
        return False
    if any(value.kind == "medication" for value in values):
        beats: tuple[Intent, ...] = (Intent.ASK_SIDE_EFFECT,) if complains else ()
    else:
        beats = _WISHES
    return not any(one.intent in beats and one.score >= _STRONGER_THAN_SYMPTOM for one in guesses[:1])
