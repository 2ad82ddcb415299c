"""Judges blood pressure: one occasion, a week's mean, and what repeats over days (clinical/vitals.md 2).

All pressures are mmHg. The limits for means are the patient's own; the limits that call for a repeat,
for 1177 or 112 are the same for everybody and hold without personal limits too, since they protect
the patient before a clinician has looked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.limits import BpLimits
from monitoring.week_mean import WeekMean

CRISIS = (180, 110)
VERY_HIGH = (200, 120)
HIGH = (160, 100)
VERY_LOW_SYSTOLIC = 90
LOW_SYSTOLIC = 100
OFTEN = 3
OFTEN_DAYS = 7
RISE_SYSTOLIC = 10
RISE_WEEKS = 4
ARM_DIFFERENCE = 10


@dataclass(frozen=True)
class Occasion:
    """One occasion of measuring: the mean of its readings and what the patient answered.

    :ivar repeated: the value was measured again after rest.
    :ivar symptoms: an alarm symptom now (chest pain, breathlessness, weakness, speech, sight, the
        worst headache, confusion); None when not asked yet.
    :ivar dizzy: dizzy or near fainting; None when not asked yet.
    """

    systolic: int
    diastolic: int
    on: date | None = None
    repeated: bool = False
    symptoms: bool | None = None
    dizzy: bool | None = None
    fainted_now: bool = False
    irregular: bool = False
    pulse: int | None = None

    @property
    def places(self) -> Mapping[str, int | str]:
        """The numbers that the texts and the work item show."""
        return {"value": f"{self.systolic}/{self.diastolic}"}

    def reaches(self, limit: tuple[int, int]) -> bool:
        """Answer whether either number is at or above its part of the limit."""
        return self.systolic >= limit[0] or self.diastolic >= limit[1]


def judge_occasion(occasion: Occasion) -> Judgement:
    """Judge one occasion. Symptoms outrank numbers; a dangerous number is repeated before it is judged."""
    if occasion.symptoms or (occasion.fainted_now and occasion.systolic < VERY_LOW_SYSTOLIC):
        rule = Rule.BP_SYMPTOMS if occasion.symptoms else Rule.BP_FAINTED
        return Judgement(Level.EMERGENCY, rule, occasion.places, 0, NextStep.CALL_112)
    if occasion.reaches(CRISIS):
        return _judge_crisis(occasion)
    if occasion.systolic < VERY_LOW_SYSTOLIC:
        return _judge_very_low(occasion)
    if occasion.systolic < LOW_SYSTOLIC:
        return _judge_low(occasion)
    rule = Rule.BP_HIGH_ONCE if occasion.reaches(HIGH) else Rule.BP_NOTED
    return Judgement(Level.NEUTRAL, rule, occasion.places)


def _judge_crisis(occasion: Occasion) -> Judgement:
    if not occasion.repeated:
        return Judgement(
            Level.RED, Rule.BP_CRISIS_FIRST, occasion.places, 0, NextStep.REPEAT_AND_ASK, provisional=True
        )
    if occasion.reaches(VERY_HIGH):
        return Judgement(Level.RED, Rule.BP_CRISIS_VERY_HIGH, occasion.places, 0, NextStep.CALL_1177_NOW)
    return Judgement(Level.RED, Rule.BP_CRISIS, occasion.places, 0, NextStep.CALL_CLINIC_TODAY)


def _judge_very_low(occasion: Occasion) -> Judgement:
    if not occasion.repeated:
        return Judgement(
            Level.YELLOW, Rule.BP_VERY_LOW_FIRST, occasion.places, 1, NextStep.REPEAT, provisional=True
        )
    if occasion.dizzy:
        return Judgement(
            Level.RED, Rule.BP_VERY_LOW_DIZZY, occasion.places, 0, NextStep.CALL_CLINIC_TODAY
        )
    step = NextStep.ASK_DIZZY if occasion.dizzy is None else NextStep.NOTHING
    return Judgement(Level.YELLOW, Rule.BP_VERY_LOW, occasion.places, 1, step)


def _judge_low(occasion: Occasion) -> Judgement:
    if occasion.dizzy:
        return Judgement(Level.YELLOW, Rule.BP_LOW_DIZZY, occasion.places, 1)
    step = NextStep.ASK_DIZZY if occasion.dizzy is None else NextStep.NOTHING
    return Judgement(Level.NEUTRAL, Rule.BP_LOW, occasion.places, next_step=step)


def judge_mean(mean: WeekMean, limits: BpLimits | None, dizzy: bool | None = None) -> Judgement:
    """Judge a week's mean against the patient's own goal; neutral without limits or with too few readings.

    :param dizzy: the answer to "Är du yr när du reser dig?"; None when not asked yet.
    """
    if mean.systolic is None or mean.diastolic is None:
        places = {"days": mean.days, "readings": mean.readings}
        return Judgement(Level.NEUTRAL, Rule.BP_MEAN_TOO_FEW, places)
    shown: dict[str, int | str] = {"mean": f"{mean.systolic}/{mean.diastolic}", "readings": mean.readings}
    if limits is None:
        return Judgement(Level.NEUTRAL, Rule.BP_MEAN_NEUTRAL, shown)
    shown["goal"] = f"{limits.goal_systolic}/{limits.goal_diastolic}"
    if mean.systolic >= limits.red_systolic or mean.diastolic >= limits.red_diastolic:
        return Judgement(Level.RED, Rule.BP_MEAN_RED, shown, 3)
    if mean.systolic < limits.low_systolic:
        return _judge_low_mean(shown, dizzy)
    if mean.systolic >= limits.goal_systolic or mean.diastolic >= limits.goal_diastolic:
        return Judgement(Level.YELLOW, Rule.BP_MEAN_YELLOW, shown, 5)
    return Judgement(Level.GREEN, Rule.BP_MEAN_GREEN, shown)


def _judge_low_mean(shown: Mapping[str, int | str], dizzy: bool | None) -> Judgement:
    if dizzy:
        return Judgement(Level.YELLOW, Rule.BP_MEAN_LOW_DIZZY, shown, 1)
    step = NextStep.ASK_DIZZY if dizzy is None else NextStep.NOTHING
    return Judgement(Level.YELLOW, Rule.BP_MEAN_LOW, shown, 5, step)


def judge_repeated_highs(occasions: Sequence[Occasion], today: date) -> Judgement | None:
    """Yellow when 3 occasions in 7 days, today included, reach 160 or 100; None otherwise."""
    count = sum(occasion.reaches(HIGH) for occasion in within_days(occasions, today))
    return _yellow_when_often(count, Rule.BP_HIGH_OFTEN)


def judge_irregular(occasions: Sequence[Occasion], today: date) -> Judgement | None:
    """Yellow when the monitor showed its irregular-beat sign on 3 occasions in 7 days; None otherwise."""
    count = sum(occasion.irregular for occasion in within_days(occasions, today))
    return _yellow_when_often(count, Rule.BP_IRREGULAR)


def judge_trend(this_week: WeekMean, earlier: Sequence[WeekMean]) -> Judgement | None:
    """Yellow when the systolic mean is 10 or more above the mean of the previous four weekly means.

    :param earlier: earlier weekly means, oldest first; only valid ones count, and four are needed.
    """
    before = [mean.systolic for mean in earlier if mean.systolic is not None][-RISE_WEEKS:]
    if this_week.systolic is None or len(before) < RISE_WEEKS:
        return None
    rise = this_week.systolic * RISE_WEEKS - sum(before)
    if rise < RISE_SYSTOLIC * RISE_WEEKS:
        return None
    return Judgement(Level.YELLOW, Rule.BP_RISING, {"rise": rise // RISE_WEEKS}, 1)


def judge_arms(left_systolic: int, right_systolic: int) -> Judgement | None:
    """Give a note when the arms differ by more than 10 in the first session; None otherwise."""
    difference = left_systolic - right_systolic
    if abs(difference) <= ARM_DIFFERENCE:
        return None
    arm = "left" if difference > 0 else "right"
    return Judgement(Level.NEUTRAL, Rule.BP_ARMS_DIFFER, {"difference": abs(difference), "arm": arm})


def within_days(occasions: Sequence[Occasion], today: date, days: int = OFTEN_DAYS) -> list[Occasion]:
    """Return the occasions of the last days, today counted as one of them."""
    return [one for one in occasions if one.on is not None and 0 <= (today - one.on).days < days]


def _yellow_when_often(count: int, rule: Rule) -> Judgement | None:
    return Judgement(Level.YELLOW, rule, {"count": count}, 1) if count >= OFTEN else None
