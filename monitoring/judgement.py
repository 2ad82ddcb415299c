"""The answer of every judging rule: a level, the rule that fired, what comes next and when care is due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a value needs somebody (clinical/vitals.md 0); neutral is stored without a verdict."""

    NEUTRAL = "neutral"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """Urgency as a number: neutral and green 0, yellow 1, red 2, emergency 3."""
        return {Level.YELLOW: 1, Level.RED: 2, Level.EMERGENCY: 3}.get(self, 0)


class NextStep(StrEnum):
    """What the patient is led to at once."""

    NOTHING = "nothing"
    REPEAT_AND_ASK = "repeat_and_ask"
    REPEAT = "repeat"
    ASK_DIZZY = "ask_dizzy"
    CALL_CLINIC_TODAY = "call_clinic_today"
    CALL_1177_NOW = "call_1177_now"
    CALL_112 = "call_112"


class Rule(StrEnum):
    """The rules of blood pressure and pulse; the word is stored with the report and shown to staff."""

    BP_NOTED = "bp_noted"
    BP_INSIDE = "bp_inside"
    BP_HIGH_ONCE = "bp_high_once"
    BP_HIGH_OFTEN = "bp_high_often"
    BP_CRISIS_FIRST = "bp_crisis_first"
    BP_CRISIS = "bp_crisis"
    BP_CRISIS_VERY_HIGH = "bp_crisis_very_high"
    BP_SYMPTOMS = "bp_symptoms"
    BP_LOW = "bp_low"
    BP_LOW_DIZZY = "bp_low_dizzy"
    BP_VERY_LOW_FIRST = "bp_very_low_first"
    BP_VERY_LOW = "bp_very_low"
    BP_VERY_LOW_DIZZY = "bp_very_low_dizzy"
    BP_FAINTED = "bp_fainted"
    BP_MEAN_GREEN = "bp_mean_green"
    BP_MEAN_YELLOW = "bp_mean_yellow"
    BP_MEAN_RED = "bp_mean_red"
    BP_MEAN_LOW = "bp_mean_low"
    BP_MEAN_LOW_DIZZY = "bp_mean_low_dizzy"
    BP_MEAN_NEUTRAL = "bp_mean_neutral"
    BP_MEAN_TOO_FEW = "bp_mean_too_few"
    BP_IRREGULAR = "bp_irregular"
    BP_RISING = "bp_rising"
    BP_ARMS_DIFFER = "bp_arms_differ"
    PULSE_NOTED = "pulse_noted"
    PULSE_EXTREME_FIRST = "pulse_extreme_first"
    PULSE_EXTREME = "pulse_extreme"
    PULSE_SYMPTOMS = "pulse_symptoms"
    PULSE_OFTEN = "pulse_often"


@dataclass(frozen=True)
class Judgement:
    """What a rule found.

    :ivar places: numbers for the feedback text; plain ints and strings, so they can be stored as JSON.
    :ivar due_working_days: when care must have acted: 0 is the same day, None means no work item.
    :ivar provisional: a repeat is awaited; the level counts if the patient does not repeat.
    """

    level: Level
    rule: Rule
    places: Mapping[str, int | str] = field(default_factory=dict)
    due_working_days: int | None = None
    next_step: NextStep = NextStep.NOTHING
    provisional: bool = False


def worst_of(judgements: Iterable[Judgement]) -> Judgement | None:
    """Return the most urgent judgement, the first of equals; None when there are none."""
    return max(judgements, key=lambda judgement: judgement.level.rank, default=None)
