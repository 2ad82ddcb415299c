"""Judges the pulse at rest, in beats per minute (clinical/vitals.md 2)."""

from collections.abc import Sequence
from datetime import date

from monitoring.blood_pressure import OFTEN, Occasion, within_days
from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.limits import PulseLimits

VERY_LOW_BELOW = 40
VERY_HIGH_ABOVE = 120


def judge_pulse(
    pulse: int, limits: PulseLimits | None, repeated: bool = False, symptoms: bool | None = None
) -> Judgement:
    """Judge one pulse. Below 40 or above 120 is repeated after 10 minutes before it is judged.

    :param limits: the patient's own; without them the extreme limits still hold.
    :param symptoms: chest pain, fainting or breathlessness now; these outrank the number.
    """
    places = {"pulse": pulse}
    if symptoms:
        return Judgement(Level.EMERGENCY, Rule.PULSE_SYMPTOMS, places, 0, NextStep.CALL_112)
    low = limits.very_low_below if limits else VERY_LOW_BELOW
    high = limits.very_high_above if limits else VERY_HIGH_ABOVE
    if low <= pulse <= high:
        return Judgement(Level.NEUTRAL, Rule.PULSE_NOTED, places)
    if not repeated:
        step = NextStep.REPEAT_AND_ASK
        return Judgement(Level.RED, Rule.PULSE_EXTREME_FIRST, places, 0, step, provisional=True)
    return Judgement(Level.RED, Rule.PULSE_EXTREME, places, 0, NextStep.CALL_CLINIC_TODAY)


def judge_pulse_week(
    occasions: Sequence[Occasion], limits: PulseLimits | None, today: date
) -> Judgement | None:
    """Yellow when the pulse was low or high on 3 occasions in 7 days; None otherwise or without limits."""
    if limits is None:
        return None
    pulses = [one.pulse for one in within_days(occasions, today) if one.pulse is not None]
    count = sum(_is_outside(pulse, limits) for pulse in pulses)
    return Judgement(Level.YELLOW, Rule.PULSE_OFTEN, {"count": count}, 1) if count >= OFTEN else None


def _is_outside(pulse: int, limits: PulseLimits) -> bool:
    low = pulse < (limits.very_low_below if limits.low_resting_pulse_known else limits.low_below)
    return low or pulse > limits.high_above
