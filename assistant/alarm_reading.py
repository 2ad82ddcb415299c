"""What a message with alarm words is about: an alarm, or words that are no alarm after all (assistant.md 3)."""

import re

from assistant.cues import FlagKind, FlagLevel
from assistant.intents import Escalation, Intent
from assistant.red_flags import FlagReading, RedFlag
from assistant.suppressions import Suppression

_INTENTS = {
    FlagKind.SELF_HARM: Intent.RF_SELF_HARM, FlagKind.CHEST_PAIN: Intent.RF_CHEST_PAIN,
    FlagKind.STROKE: Intent.RF_STROKE, FlagKind.DYSPNOEA: Intent.RF_DYSPNOEA,
    FlagKind.HYPOGLYCAEMIA: Intent.RF_HYPO, FlagKind.VIOLENCE: Intent.RF_VIOLENCE,
    FlagKind.OVERDOSE: Intent.RF_OVERDOSE, FlagKind.COLLAPSE: Intent.RF_COLLAPSE,
    FlagKind.HYPERGLYCAEMIA: Intent.RF_HYPERGLYCAEMIA,
}  # fmt: skip
LEVELS = {FlagLevel.EMERGENCY: Escalation.EMERGENCY, FlagLevel.SAME_DAY: Escalation.SAME_DAY}
_ONLY_METER = re.compile(
    r"(?:\W|mätaren|mätare|meter|my|min|the|visar|visade|says|shows|står|på|det|nu|blodsock\w*|"
    r"sockret|socker|är|is|reads|hi)+")
_MIND = (FlagKind.SUICIDE, FlagKind.SELF_HARM)
_TALK = re.compile(
    r"(?<!\w)(?:övning\w*|formulär\w*|läxa\w*|uppgift\w*|program\w*|modul\w*|homework|exercises?|forms?|enkät\w*|"
    r"tasks?)(?!\w)")


def intent_of(flag: RedFlag) -> Intent:
    """Return the intent of an alarm; suicide has two, by how near it is."""
    if flag.kind is FlagKind.SUICIDE:
        return Intent.RF_SUICIDE_ACTIVE if flag.level is FlagLevel.EMERGENCY else Intent.RF_SUICIDE_PASSIVE
    return _INTENTS[flag.kind]


def is_only_a_high_meter(flag: RedFlag, text: str) -> bool:
    """Tell whether a message says only that the meter shows HI: a value, judged by its own rule (vitals.md 4)."""
    return flag.kind is FlagKind.HYPERGLYCAEMIA and _ONLY_METER.fullmatch(text) is not None


def intent_of_near_miss(reading: FlagReading, text: str) -> Intent | None:
    """Return what a message is about whose alarm words were set aside; None when its other words must tell."""
    if not reading.near_misses:
        return None
    near = reading.near_misses[0]
    if near.why is Suppression.QUESTION:
        return _question(near.kind, text)
    if near.why is Suppression.IDIOM:
        return Intent.LOW_MOTIVATION if _TALK.search(text) else None
    if near.why in (Suppression.SOMEONE_ELSE_THEN, Suppression.LONG_PAST) and near.kind in _MIND:
        return Intent.CONTACT_CLINICIAN
    if near.why is Suppression.NEGATED and near.kind in _MIND:
        return Intent.REPORT_MOOD
    if near.kind is FlagKind.VIOLENCE and near.why is Suppression.NEGATED:
        return Intent.CONTACT_CLINICIAN
    return Intent.OFF_TOPIC


def _question(kind: FlagKind, text: str) -> Intent | None:
    if re.search(r"(?<!\w)(?:läs\w*|läst|read)(?!\w)", text):
        return Intent.PROGRAM_NEXT
    if re.search(r"panik|panic|ångest|anxiety", text):
        return Intent.ASK_EXPOSURE
    if kind in (FlagKind.HYPOGLYCAEMIA, FlagKind.HYPERGLYCAEMIA):
        return Intent.EDU_LOW_GLUCOSE
    return None if kind in _MIND else Intent.EDU_HYPERTENSION
