"""Judging blood pressure and pulse: occasions, means, what repeats, and the words for it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from monitoring.blood_pressure import (
    Occasion,
    judge_arms,
    judge_irregular,
    judge_mean,
    judge_occasion,
    judge_repeated_highs,
    judge_trend,
)
from monitoring.feedback import CareWords, say_feedback
from monitoring.feedback_texts import ACTIONS, MEANINGS
from monitoring.judgement import Judgement, Level, NextStep, Rule, worst_of
from monitoring.limits import BpLimits, PulseLimits
from monitoring.pressure_rules import Own, judge_report
from monitoring.pulse import judge_pulse, judge_pulse_week
from monitoring.schedule import SessionPart
from monitoring.week_mean import BpReading, WeekMean, WeekRules, mean_of_week, round_mean
from tests.monitoring.series_cases import EVERY_FOUND

TODAY = date(2026, 11, 22)
LIMITS = BpLimits(set_by="Karin Lind", set_by_role="clinician", set_on=TODAY)
STRICT = BpLimits(
    goal_systolic=130, goal_diastolic=80, set_by="Karin Lind", set_by_role="clinician", set_on=TODAY
)
PULSE = PulseLimits(set_by="Karin Lind", set_by_role="clinician", set_on=TODAY)
CARE = CareWords(
    nurse="Karin Lind",
    clinic="Ragunda hälsocentral",
    phone="0696-00000",
    opening_hours="vardagar 08:00 till 16:00",
    open_now=False,
    read_from="måndag 08:00",
)


def mean(systolic: int | None, diastolic: int | None = 70) -> WeekMean:
    return WeekMean(systolic, None if systolic is None else diastolic, 24, 6)


@pytest.mark.parametrize(
    ("systolic", "diastolic", "level"),
    [(129, 79, "green"), (130, 70, "yellow"), (120, 80, "yellow"), (155, 70, "red"), (120, 95, "red")],
)
def test_the_levels_move_with_the_goal(systolic: int, diastolic: int, level: str) -> None:
    assert judge_mean(mean(systolic, diastolic), STRICT).level == level


def test_without_limits_the_answer_is_neutral() -> None:
    judgement = judge_mean(mean(150, 95), None)
    assert judgement.level is Level.NEUTRAL
    assert judgement.due_working_days is None


def test_the_due_days_follow_the_level() -> None:
    assert judge_mean(mean(140), LIMITS).due_working_days == 5
    assert judge_mean(mean(165), LIMITS).due_working_days == 3
    assert judge_mean(mean(120), LIMITS).due_working_days is None
    assert judge_mean(mean(99), LIMITS).due_working_days == 5
    assert judge_mean(mean(99), LIMITS, dizzy=True).due_working_days == 1


def test_a_low_mean_asks_about_dizziness_until_it_is_answered() -> None:
    assert judge_mean(mean(99), LIMITS).next_step is NextStep.ASK_DIZZY
    assert judge_mean(mean(99), LIMITS, dizzy=False).next_step is NextStep.NOTHING


def test_too_few_readings_give_no_verdict() -> None:
    assert judge_mean(WeekMean(None, None, 8, 2), LIMITS).rule is Rule.BP_MEAN_TOO_FEW


@given(st.integers(100, 300), st.integers(0, 100), st.integers(20, 99), st.integers(0, 100))
def test_a_higher_mean_is_never_judged_milder(systolic: int, more: int, diastolic: int, add: int) -> None:
    lower = judge_mean(mean(systolic, diastolic), LIMITS)
    assert judge_mean(mean(systolic + more, diastolic + add), LIMITS).level.rank >= lower.level.rank


@given(
    st.integers(100, 300),
    st.integers(0, 200),
    st.integers(20, 200),
    st.integers(0, 200),
    st.booleans(),
    st.sampled_from([None, True, False]),
)
def test_a_higher_occasion_is_never_judged_milder(
    systolic: int, more: int, diastolic: int, add: int, repeated: bool, symptoms: bool | None
) -> None:
    lower = Occasion(systolic, diastolic, repeated=repeated, symptoms=symptoms)
    higher = Occasion(systolic + more, diastolic + add, repeated=repeated, symptoms=symptoms)
    assert judge_occasion(higher).level.rank >= judge_occasion(lower).level.rank


@given(st.integers(50, 300), st.integers(20, 200), st.booleans())
def test_symptoms_outrank_every_number(systolic: int, diastolic: int, repeated: bool) -> None:
    judgement = judge_occasion(Occasion(systolic, diastolic, repeated=repeated, symptoms=True))
    assert judgement.level is Level.EMERGENCY
    assert judgement.next_step is NextStep.CALL_112


def test_a_dangerous_number_is_repeated_first_but_counts_if_it_is_not() -> None:
    judgement = judge_occasion(Occasion(185, 115))
    assert judgement.provisional
    assert judgement.level is Level.RED
    assert judgement.next_step is NextStep.REPEAT_AND_ASK


def test_a_single_high_value_is_no_alarm() -> None:
    assert judge_occasion(Occasion(140, 88)).level is Level.NEUTRAL
    assert judge_occasion(Occasion(179, 109)).rule is Rule.BP_HIGH_ONCE


@pytest.mark.parametrize(
    ("dizzy", "fainted", "level"),
    [(None, False, "yellow"), (False, False, "yellow"), (True, False, "red"), (True, True, "emergency")],
)
def test_a_very_low_pressure_depends_on_how_the_patient_feels(
    dizzy: bool | None, fainted: bool, level: str
) -> None:
    assert judge_occasion(Occasion(88, 50, repeated=True, dizzy=dizzy, fainted_now=fainted)).level == level


def test_low_and_dizzy_is_yellow() -> None:
    assert judge_occasion(Occasion(95, 60, dizzy=True)).level is Level.YELLOW
    assert judge_occasion(Occasion(95, 60)).next_step is NextStep.ASK_DIZZY
    assert judge_occasion(Occasion(95, 60, dizzy=False)).next_step is NextStep.NOTHING


def days_ago(*days: int, systolic: int = 165, irregular: bool = False, pulse: int = 70) -> list[Occasion]:
    return [
        Occasion(systolic, 80, on=TODAY - timedelta(days=day), irregular=irregular, pulse=pulse)
        for day in days
    ]


def test_three_high_occasions_in_seven_days_are_yellow() -> None:
    assert judge_repeated_highs(days_ago(0, 3, 6), TODAY) is not None
    assert judge_repeated_highs(days_ago(0, 3, 7), TODAY) is None
    assert judge_repeated_highs(days_ago(0, 3, 6, systolic=159), TODAY) is None
    assert judge_repeated_highs(days_ago(0, 0), TODAY) is None


def test_three_irregular_signs_in_seven_days_are_yellow() -> None:
    found = judge_irregular(days_ago(0, 1, 2, irregular=True), TODAY)
    assert found is not None
    assert found.level is Level.YELLOW
    assert judge_irregular(days_ago(0, 1, irregular=True), TODAY) is None


def test_a_known_low_resting_pulse_is_ignored() -> None:
    known = PulseLimits(
        low_resting_pulse_known=True, set_by="Karin Lind", set_by_role="clinician", set_on=TODAY
    )
    occasions = days_ago(0, 1, 2, pulse=45)
    assert judge_pulse_week(occasions, PULSE, TODAY) is not None
    assert judge_pulse_week(occasions, known, TODAY) is None
    assert judge_pulse_week(occasions, None, TODAY) is None
    assert judge_pulse_week(days_ago(0, 1, 2, pulse=101), known, TODAY) is not None


@pytest.mark.parametrize(
    ("pulse", "repeated", "symptoms", "rule"),
    [
        (40, False, None, Rule.PULSE_NOTED),
        (120, False, None, Rule.PULSE_NOTED),
        (39, False, None, Rule.PULSE_EXTREME_FIRST),
        (121, True, False, Rule.PULSE_EXTREME),
        (39, True, True, Rule.PULSE_SYMPTOMS),
    ],
)
def test_an_extreme_pulse_is_repeated_before_it_is_judged(
    pulse: int, repeated: bool, symptoms: bool | None, rule: Rule
) -> None:
    assert judge_pulse(pulse, PULSE, repeated, symptoms).rule is rule
    assert judge_pulse(pulse, None, repeated, symptoms).rule is rule


def test_a_rise_of_ten_over_four_weeks_is_yellow() -> None:
    before = [mean(130), mean(130), mean(130), mean(131)]
    assert judge_trend(mean(141), before) is not None
    assert judge_trend(mean(140), before) is None
    assert judge_trend(mean(160), before[:3]) is None
    assert judge_trend(mean(None), before) is None


def test_arms_that_differ_by_more_than_ten_give_a_note() -> None:
    assert judge_arms(140, 130) is None
    note = judge_arms(130, 141)
    assert note is not None
    assert note.places["arm"] == "right"


def readings(days: int, per_day: int, first: date = TODAY) -> list[BpReading]:
    return [
        BpReading(first + timedelta(days=day), SessionPart.MORNING, 130 + day, 80, number + 1, f"{day}-{number}")
        for day in range(days)
        for number in range(per_day)
    ]


def test_the_mean_of_a_week_drops_its_first_day_and_lists_its_readings() -> None:
    week = mean_of_week(readings(7, 4))
    assert (week.readings, week.days, week.systolic) == (24, 6, 134)
    assert "0-0" not in week.keys
    assert len(week.keys) == 24


def test_a_mean_needs_three_days_and_twelve_readings() -> None:
    assert mean_of_week(readings(4, 4)).is_valid
    assert not mean_of_week(readings(3, 8)).is_valid
    assert not mean_of_week(readings(7, 1)).is_valid
    assert not mean_of_week([]).is_valid


def test_the_first_reading_can_be_dropped_by_setting() -> None:
    week = mean_of_week(readings(7, 3), WeekRules(drop_first_reading=True))
    assert week.readings == 12


def test_a_half_is_rounded_up() -> None:
    assert round_mean([134, 135]) == 135
    with pytest.raises(ValueError, match="at least one"):
        round_mean([])


@pytest.mark.parametrize(
    "wrong", [{"goal_systolic": 300}, {"low_systolic": 120, "goal_systolic": 120}, {"set_by": ""}, {"extra": 1}]
)
def test_limits_that_cannot_be_meant_are_refused(wrong: dict[str, object]) -> None:
    right = {"set_by": "Karin Lind", "set_by_role": "clinician", "set_on": TODAY}
    with pytest.raises(ValidationError):
        BpLimits.model_validate(right | wrong)


def test_limits_survive_being_stored_as_json() -> None:
    assert BpLimits.model_validate(STRICT.model_dump(mode="json")) == STRICT


def test_the_worst_judgement_wins() -> None:
    found = worst_of([judge_mean(mean(140), LIMITS), judge_occasion(Occasion(185, 90, repeated=True))])
    assert found is not None
    assert found.level is Level.RED
    assert worst_of([]) is None


EVERY_JUDGEMENT = [
    judge_occasion(Occasion(systolic, diastolic, TODAY, repeated, symptoms, dizzy, fainted))
    for systolic, diastolic in [(88, 50), (95, 60), (142, 86), (170, 90), (185, 100), (205, 121)]
    for repeated in (False, True)
    for symptoms in (None, True, False)
    for dizzy in (None, True, False)
    for fainted in (False, True)
] + [
    judge_mean(week, limits, dizzy)
    for week in (mean(None), mean(90), mean(120), mean(140), mean(165))
    for limits in (None, LIMITS)
    for dizzy in (None, True)
] + [
    found
    for found in (
        judge_report(Occasion(128, 80), "today", (), Own(LIMITS), TODAY)[0],
        judge_repeated_highs(days_ago(0, 1, 2), TODAY),
        judge_irregular(days_ago(0, 1, 2, irregular=True), TODAY),
        judge_trend(mean(150), [mean(130)] * 4),
        judge_arms(150, 130),
        judge_pulse_week(days_ago(0, 1, 2, pulse=45), PULSE, TODAY),
        judge_pulse(64, PULSE),
        judge_pulse(30, PULSE),
        judge_pulse(30, PULSE, repeated=True),
        judge_pulse(30, PULSE, symptoms=True),
    )
    if found is not None
]  # fmt: skip


def test_every_rule_has_a_meaning_and_can_be_reached() -> None:
    assert set(MEANINGS) == set(Rule)
    assert {judgement.rule for judgement in (*EVERY_JUDGEMENT, *EVERY_FOUND)} == set(Rule)
    assert set(ACTIONS) <= set(Rule)


@pytest.mark.parametrize("judgement", [*EVERY_JUDGEMENT, *EVERY_FOUND], ids=lambda judgement: str(judgement.rule))
def test_every_judgement_can_be_said_without_holes_or_exclamation(judgement: Judgement) -> None:
    said = " ".join(say_feedback("sv", judgement, CARE).lines)
    assert "%" not in said
    assert "!" not in said


@pytest.mark.parametrize("judgement", [*EVERY_JUDGEMENT, *EVERY_FOUND], ids=lambda judgement: str(judgement.rule))
def test_an_urgent_text_says_whom_to_call(judgement: Judgement) -> None:
    said = " ".join(say_feedback("sv", judgement, CARE).lines)
    if judgement.level is Level.EMERGENCY:
        assert "Ring 112 nu" in said
    if judgement.level is Level.RED:
        assert "112" in said


def test_a_week_without_measurements_is_not_told_in_zeros() -> None:
    said = say_feedback("sv", Judgement(Level.NEUTRAL, Rule.BP_MEAN_TOO_FEW, {"days": 0, "readings": 0}), CARE)
    assert said.meaning.startswith("Det blev inga mätningar")


def test_a_closed_clinic_is_said_to_be_closed() -> None:
    said = say_feedback("sv", judge_occasion(Occasion(185, 100, repeated=True)), CARE)
    assert "ingen läser det förrän måndag 08:00" in said.who_sees
