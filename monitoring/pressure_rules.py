"""Judges one report of blood pressure with what came before it; pure, so that a replay gives the same answer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitoring.blood_pressure import HIGH, Occasion, judge_irregular, judge_occasion, judge_repeated_highs
from monitoring.judgement import Judgement, Level, Rule
from monitoring.limits import BpLimits, PulseLimits
from monitoring.pulse import judge_pulse, judge_pulse_week
from monitoring.stored import headline_first


@dataclass(frozen=True)
class Past:
    """An earlier occasion that still counts.

    :ivar sitting: which sitting it belongs to; two reports of one sitting count once.
    """

    occasion: Occasion
    sitting: str


@dataclass(frozen=True)
class Own:
    """The patient's own limits, as far as a clinician has set them."""

    pressure: BpLimits | None = None
    pulse: PulseLimits | None = None


def judge_report(
    occasion: Occasion, sitting: str, earlier: Sequence[Past], own: Own, today: date, *, is_old: bool = False
) -> list[Judgement]:
    """Return everything the rules find in a report, the most urgent first; there is always one.

    :param today: local date of the measurement.
    :param is_old: measured more than a day ago: its numbers raise no alarm (clinical/vitals.md 1).
    """
    found = [_judge_pressure(occasion, own.pressure)]
    if occasion.pulse is not None and found[0].level is not Level.EMERGENCY:
        asked = occasion.symptoms or occasion.fainted_now
        pulse = judge_pulse(occasion.pulse, own.pulse, occasion.repeated, asked)
        found += [pulse] if pulse.rule is not Rule.PULSE_NOTED else []
    if is_old:
        return headline_first([without_alarm(judgement) for judgement in found])
    if not any(judgement.provisional for judgement in found):
        found += _judge_frequency(occasion, sitting, earlier, own, today)
    return headline_first(found)


def _judge_pressure(occasion: Occasion, limits: BpLimits | None) -> Judgement:
    judgement = judge_occasion(occasion)
    if judgement.rule is not Rule.BP_NOTED or limits is None:
        return judgement
    inside = limits.low_systolic <= occasion.systolic < limits.goal_systolic
    if not inside or occasion.diastolic >= limits.goal_diastolic:
        return judgement
    goal = f"{limits.goal_systolic}/{limits.goal_diastolic}"
    return Judgement(Level.GREEN, Rule.BP_INSIDE, {**judgement.places, "goal": goal})


def without_alarm(judgement: Judgement) -> Judgement:
    """An old number asks what an alarm would ask of the patient, but puts nothing before care."""
    if judgement.level is Level.EMERGENCY:
        return judgement
    return replace(judgement, due_working_days=None, provisional=False)


def _judge_frequency(
    occasion: Occasion, sitting: str, earlier: Sequence[Past], own: Own, today: date
) -> list[Judgement]:
    """Judge what happens often; only a report that is one of the times is told so."""
    all_of_them = [*earlier, Past(replace(occasion, on=today), sitting)]
    found: list[Judgement | None] = []
    if occasion.reaches(HIGH):
        highs = [past for past in all_of_them if past.occasion.reaches(HIGH)]
        found.append(judge_repeated_highs(_one_a_sitting(highs), today))
    if occasion.irregular:
        found.append(judge_irregular(_one_a_sitting([past for past in all_of_them if past.occasion.irregular]), today))
    if occasion.pulse is not None and _is_noted(occasion, own.pulse, today):
        noted = [past for past in all_of_them if _is_noted(past.occasion, own.pulse, today)]
        found.append(judge_pulse_week(_one_a_sitting(noted), own.pulse, today))
    return [judgement for judgement in found if judgement is not None]


def _is_noted(occasion: Occasion, limits: PulseLimits | None, today: date) -> bool:
    """Tell whether a pulse is one of those that are counted: three of the same would be judged."""
    return judge_pulse_week([replace(occasion, on=today)] * 3, limits, today) is not None


def _one_a_sitting(pasts: Sequence[Past]) -> list[Occasion]:
    return list({past.sitting: past.occasion for past in pasts}.values())
