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
    RECHECK_SUGAR = "recheck_sugar"
    ASK_DIZZY = "ask_dizzy"
    CALL_CLINIC_TODAY = "call_clinic_today"
    CALL_1177_NOW = "call_1177_now"
    CALL_112 = "call_112"


class Rule(StrEnum):
    """The rules of every series; the word is stored with the report and shown to staff."""

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
    SERIES_NOTED = "series_noted"
    SERIES_NEUTRAL = "series_neutral"
    SERIES_SYMPTOMS = "series_symptoms"
    WEIGHT_INSIDE = "weight_inside"
    WEIGHT_ABOVE_ONCE = "weight_above_once"
    WEIGHT_W1 = "W1"
    WEIGHT_W2 = "W2"
    WEIGHT_W2_WORSE = "W2_worse"
    WEIGHT_W3 = "W3"
    WEIGHT_W4 = "W4"
    WEIGHT_W5 = "W5"
    WEIGHT_W5_DIZZY = "W5_dizzy"
    WEIGHT_TREND = "weight_trend"
    GLUCOSE_INSIDE = "glucose_inside"
    GLUCOSE_ABOVE = "glucose_above"
    GLUCOSE_LOW = "glucose_low"
    GLUCOSE_VERY_LOW = "glucose_very_low"
    GLUCOSE_WASH = "glucose_wash"
    GLUCOSE_RECHECK = "glucose_recheck"
    GLUCOSE_NO_RECHECK = "glucose_no_recheck"
    GLUCOSE_STILL_LOW = "glucose_still_low"
    GLUCOSE_RISEN = "glucose_risen"
    GLUCOSE_LOW_HELP = "glucose_low_help"
    GLUCOSE_LOW_OFTEN = "glucose_low_often"
    GLUCOSE_HIGH = "glucose_high"
    GLUCOSE_HIGH_SICK = "glucose_high_sick"
    GLUCOSE_VERY_HIGH = "glucose_very_high"
    GLUCOSE_KETONES = "glucose_ketones"
    GLUCOSE_HIGH_HELP = "glucose_high_help"
    GLUCOSE_FASTING_OFTEN = "glucose_fasting_often"
    KETONES_HIGH = "ketones_high"
    KETONES_VERY_HIGH = "ketones_very_high"
    HBA1C_INSIDE = "hba1c_inside"
    HBA1C_ABOVE = "hba1c_above"
    HBA1C_HIGH = "hba1c_high"
    HBA1C_LOW = "hba1c_low"
    SPO2_INSIDE = "spo2_inside"
    SPO2_LOWER = "spo2_lower"
    SPO2_LOW_FIRST = "spo2_low_first"
    SPO2_LOW = "spo2_low"
    SPO2_VERY_LOW = "spo2_very_low"
    SPO2_HIGH_ON_OXYGEN = "spo2_high_on_oxygen"
    TEMPERATURE_NORMAL = "temperature_normal"
    TEMPERATURE_FEVER = "temperature_fever"
    TEMPERATURE_HIGH = "temperature_high"
    TEMPERATURE_LONG = "temperature_long"
    TEMPERATURE_LOW = "temperature_low"
    PEF_INSIDE = "pef_inside"
    PEF_LOWER = "pef_lower"
    PEF_LOW = "pef_low"
    RATE_INSIDE = "rate_inside"
    RATE_FAST = "rate_fast"
    RATE_VERY_FAST = "rate_very_fast"
    NRS_RISEN = "nrs_risen"
    CHECK_GREEN = "check_green"
    CHECK_YELLOW = "check_yellow"
    CHECK_YELLOW_TWICE = "check_yellow_twice"
    CHECK_RED = "check_red"
    CHECK_EMERGENCY = "check_emergency"


@dataclass(frozen=True)
class Judgement:
    """What a rule found.

    :ivar places: numbers for the feedback text; plain ints and strings, so they can be stored as JSON.
    :ivar due_working_days: when care must have acted: 0 is the same day, None means no work item.
    :ivar instruction: the rule whose instruction, written and signed by a clinician, is shown with it (vitals.md 0.4).
    :ivar provisional: a repeat is awaited; the level counts if the patient does not repeat.
    """

    level: Level
    rule: Rule
    places: Mapping[str, int | str] = field(default_factory=dict)
    due_working_days: int | None = None
    next_step: NextStep = NextStep.NOTHING
    provisional: bool = False
    instruction: str = ""


def worst_of(judgements: Iterable[Judgement]) -> Judgement | None:
    """Return the most urgent judgement, the first of equals; None when there are none."""
    return max(judgements, key=lambda judgement: judgement.level.rank, default=None)
