"""Judges what the patient answers about how he is: Hjärtkollen, KOL-kollen, and trouble from 0 to 10."""

from datetime import timedelta
from decimal import Decimal
from statistics import median

from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.series import Series
from monitoring.taken import OwnPlan, Past, Taken, noted, of_series, within
from ratings.symptom_checks import judge_heart_so_far, judge_lungs

ITEMS = 6
RISE, RISE_DAYS, MEDIAN_DAYS = 3, 2, 14
LEAST_BEFORE = 3


def answers_of(taken: Taken) -> list[int]:
    """Return the answers of a check in the order of its questions."""
    return [int(str(taken.answers.get(f"q{n}", 0))) for n in range(1, ITEMS + 1)]


def judge_check(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Return the level of HK-6 or KK-6, alike for everybody (clinical/instruments.md 3.6)."""
    answers = answers_of(taken)
    twice = False
    if taken.series is Series.HEART_CHECK:
        level = judge_heart_so_far(answers)
    else:
        state = judge_lungs(answers, _yesterday(past, taken))
        level, twice = state.level, state.is_second_yellow_day
    return [_told(level, twice, taken)]


def _yesterday(past: Past, taken: Taken) -> str | None:
    before = [one.level for one in of_series(past, taken.series) if one.on == taken.on - timedelta(days=1)]
    return before[-1] if before else None


def _told(level: str, twice: bool, taken: Taken) -> Judgement:
    places: dict[str, int | str] = {"value": ""}
    if level == "emergency":
        return Judgement(Level.EMERGENCY, Rule.CHECK_EMERGENCY, places, 0, NextStep.CALL_112)
    if level == "red":
        rule = Rule.CHECK_YELLOW_TWICE if twice else Rule.CHECK_RED
        return Judgement(Level.RED, rule, places, 0, NextStep.CALL_CLINIC_TODAY)
    if level == "yellow":
        return Judgement(Level.YELLOW, Rule.CHECK_YELLOW, places, 1)
    return Judgement(Level.GREEN, Rule.CHECK_GREEN, places)


def judge_trouble(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Yellow when trouble has risen by 3 against the patient's own two weeks on two days (clinical/vitals.md 6)."""
    every = within([*of_series(past, Series.NRS), taken], taken.on, MEDIAN_DAYS)
    numbers = [one.number for one in every if one.number is not None]
    if len(numbers) > LEAST_BEFORE:
        usual = Decimal(median(numbers))
        days = {one.on for one in every if one.number is not None and one.number - usual >= RISE}
        if taken.on in days and len(days) >= RISE_DAYS:
            return [Judgement(Level.YELLOW, Rule.NRS_RISEN, {"value": taken.shown}, 1)]
    return [noted(taken, has_limits=True)]


def judge_steps(plan: OwnPlan, taken: Taken, past: Past) -> list[Judgement]:
    """Steps never alarm (clinical/vitals.md 6)."""
    return [noted(taken, has_limits=True)]
