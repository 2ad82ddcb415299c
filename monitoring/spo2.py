"""Judges one oxygen saturation in percent against the patient's own normal value (clinical/vitals.md 5)."""

from dataclasses import dataclass
from enum import StrEnum

NORMAL_BASELINE_FROM = 93
EMERGENCY_BELOW = 80
HIGH_ON_OXYGEN_ABOVE = 94


class Spo2Verdict(StrEnum):
    """What a saturation leads to; a low one is first measured again after rest."""

    GREEN = "green"
    YELLOW = "yellow"
    YELLOW_HIGH_ON_OXYGEN = "yellow_high_on_oxygen"
    RED = "red"
    EMERGENCY = "emergency"
    REPEAT = "repeat"


@dataclass(frozen=True)
class Spo2Situation:
    """What is known around the value.

    :ivar baseline: the patient's normal value in a stable phase, in percent; None when unknown.
    :ivar goal_88_92: the clinician has set the goal 88 to 92; ``on_oxygen``: with home oxygen.
    :ivar alarm_symptoms: severe breathlessness at rest, blue lips, confusion or drowsiness.
    """

    baseline: int | None = None
    repeated: bool = False
    goal_88_92: bool = False
    on_oxygen: bool = False
    alarm_symptoms: bool = False


def judge_spo2(value: int, situation: Spo2Situation) -> Spo2Verdict:
    """Judge one value in percent; a low value that was not repeated is measured again first."""
    if situation.alarm_symptoms:
        return Spo2Verdict.EMERGENCY
    if situation.on_oxygen and situation.goal_88_92 and value > HIGH_ON_OXYGEN_ABOVE:
        return Spo2Verdict.YELLOW_HIGH_ON_OXYGEN
    drop = 0 if situation.baseline is None else situation.baseline - value
    low = situation.goal_88_92 or (
        situation.baseline is not None and situation.baseline < NORMAL_BASELINE_FROM
    )
    verdict = _judge_low_baseline(value, drop) if low else _judge_normal_baseline(value, drop)
    if verdict is Spo2Verdict.RED and not situation.repeated:
        return Spo2Verdict.REPEAT
    return Spo2Verdict.EMERGENCY if value < EMERGENCY_BELOW else verdict


def _judge_normal_baseline(value: int, drop: int) -> Spo2Verdict:
    if value < 90 or drop > 5:
        return Spo2Verdict.RED
    return Spo2Verdict.YELLOW if value <= 92 or drop > 3 else Spo2Verdict.GREEN


def _judge_low_baseline(value: int, drop: int) -> Spo2Verdict:
    if value < 86 or drop > 5:
        return Spo2Verdict.RED
    return Spo2Verdict.YELLOW if value < 88 or drop > 2 else Spo2Verdict.GREEN
