"""Risk in single answers: levels, reasons and what the patient sees at once."""

from itertools import product
from typing import Any

import pytest

from core.errors import InvalidError
from ratings.answers import InvalidAnswers
from ratings.instruments import get_instrument, list_instruments
from ratings.risk_rules import (
    FLAG_REASONS,
    NO_RISK,
    REASON_TITLES,
    PatientHelp,
    RiskJudgement,
    RiskLevel,
    RiskReason,
    judge_risk,
    judge_safety_answers,
)
from ratings.scores import ScoreContext


def risk_of(
    name: str, answers: list[int | None], previous: list[int | None] | None = None, **facts: Any
) -> RiskJudgement:
    return judge_risk(get_instrument(name), answers, previous, ScoreContext(**facts))


def phq9(item9: int | None, others: int | None = 0) -> list[int | None]:
    return [others] * 8 + [item9]


@pytest.mark.parametrize("others", [0, 1, None])
@pytest.mark.parametrize(
    ("item9", "level", "reason", "help_shown"),
    [
        (1, RiskLevel.YELLOW, RiskReason.SELF_HARM_YELLOW, PatientHelp.CALM_TEXT),
        (2, RiskLevel.RED, RiskReason.SELF_HARM_RED, PatientHelp.CRISIS_CARD),
        (3, RiskLevel.RED, RiskReason.SELF_HARM_RED, PatientHelp.CRISIS_CARD),
        (None, RiskLevel.YELLOW, RiskReason.RISK_UNANSWERED, PatientHelp.CALM_TEXT),
    ],
)
def test_item_9_of_phq9_decides_with_or_without_total(
    others: int | None, item9: int | None, level: RiskLevel, reason: RiskReason, help_shown: PatientHelp
) -> None:
    judged = risk_of("phq9", phq9(item9, others))
    assert (judged.level, judged.reason, judged.help) == (level, reason, help_shown)
    assert judged.asks_safety_questions is (item9 is not None)


def test_20_points_with_item_9_at_1_is_red() -> None:
    assert risk_of("phq9", [3, 3, 3, 3, 3, 2, 1, 1, 1]).level is RiskLevel.RED
    assert risk_of("phq9", [3, 3, 3, 3, 3, 2, 1, 0, 1]).level is RiskLevel.YELLOW


def test_severe_depression_without_item_9_is_no_risk_by_itself() -> None:
    assert risk_of("phq9", phq9(0, 3)) == NO_RISK
    assert NO_RISK.reason is None
    assert NO_RISK.help is PatientHelp.NONE


def test_a_rise_of_item_9_from_0_is_named() -> None:
    assert RiskReason.SELF_HARM_RISE in risk_of("phq9", phq9(1), phq9(0)).reasons
    assert risk_of("phq9", phq9(2), phq9(0)).reason is RiskReason.SELF_HARM_RED
    assert RiskReason.SELF_HARM_RISE in risk_of("phq9", phq9(2), phq9(0)).reasons


@pytest.mark.parametrize("before", [1, None])
def test_item_9_not_known_to_be_0_before_is_no_rise(before: int | None) -> None:
    assert RiskReason.SELF_HARM_RISE not in risk_of("phq9", phq9(1), phq9(before)).reasons


@pytest.mark.parametrize(
    ("item5", "level", "help_shown"),
    [
        (0, RiskLevel.NONE, PatientHelp.NONE),
        (1, RiskLevel.YELLOW, PatientHelp.CALM_TEXT),
        (2, RiskLevel.RED, PatientHelp.CRISIS_CARD),
        (3, RiskLevel.RED, PatientHelp.EMERGENCY),
        (None, RiskLevel.YELLOW, PatientHelp.CALM_TEXT),
    ],
)
def test_item_5_of_the_weekly_check(item5: int | None, level: RiskLevel, help_shown: PatientHelp) -> None:
    for others in (0, None):
        judged = risk_of("vk5", [others] * 4 + [item5])
        assert (judged.level, judged.help) == (level, help_shown)


@pytest.mark.parametrize(
    ("item9", "level"),
    [(0, "none"), (1, "none"), (2, "yellow"), (3, "yellow"), (4, "red"), (6, "red"), (None, "yellow")],
)
def test_item_9_of_madrs_s(item9: int | None, level: str) -> None:
    assert risk_of("madrs_s", phq9(item9)).level == level


def test_nearly_asleep_in_traffic_is_a_red_task_without_crisis_card() -> None:
    judged = risk_of("sk3", [None, None, None, 1])
    assert (judged.level, judged.reason) == (RiskLevel.RED, RiskReason.DROWSY_DRIVING)
    assert (judged.help, judged.asks_safety_questions) == (PatientHelp.NONE, False)


@pytest.mark.parametrize(
    ("answer", "level"),
    [(1, "none"), (2, "none"), (3, "none"), (4, "none"), (5, "yellow"), (6, "red"), (7, "red")],
)
def test_worse_after_treatment(answer: int, level: str) -> None:
    assert risk_of("pgic", [answer]).level == level


@pytest.mark.parametrize(
    ("now", "before", "level"),
    [(4, None, "yellow"), (4, 4, "yellow"), (2, 1, "yellow"), (3, 1, "red"), (4, 2, "red"), (1, 3, "none")],
)
def test_breathlessness_against_the_previous_rating(now: int, before: int | None, level: str) -> None:
    assert risk_of("mmrc", [now], None if before is None else [before]).level == level
    assert risk_of("mmrc", [now], previous_grade=before).level == level


@pytest.mark.parametrize(
    ("rise", "reasons"), [(3, ()), (4, (RiskReason.COPD_IMPACT_RISE,)), (5, (RiskReason.COPD_IMPACT_RISE,))]
)
def test_cat_risen_by_four_is_yellow(rise: int, reasons: tuple[RiskReason, ...]) -> None:
    assert risk_of("cat", [rise, 0, 0, 0, 0, 0, 0, 0], [0] * 8).reasons == reasons


def test_cat_without_total_is_not_compared() -> None:
    assert risk_of("cat", [5] * 8, [None] * 8) == NO_RISK
    assert risk_of("cat", [None] * 8, [0] * 8) == NO_RISK


def test_high_stress_two_weeks_in_a_row_asks_for_an_assessment() -> None:
    high: list[int | None] = [4, 4, 0, 4, 4, 0]
    calm: list[int | None] = [0, 0, 4, 0, 0, 4]
    assert risk_of("st6", high) == NO_RISK
    assert risk_of("st6", high, calm) == NO_RISK
    assert risk_of("st6", calm, high) == NO_RISK
    assert risk_of("st6", high, high).reasons == (RiskReason.EXHAUSTION,)


@pytest.mark.parametrize(
    ("name", "answers", "level", "reason"),
    [
        ("gad7", [2] * 7, "none", None),
        ("gad7", [3, 2, 2, 2, 2, 2, 2], "yellow", RiskReason.SEVERE_ANXIETY),
        ("paid5", [2, 2, 2, 1, 0], "none", None),
        ("paid5", [2, 2, 2, 1, 1], "yellow", RiskReason.DIABETES_DISTRESS),
        ("audit", [3, 2, 2, 1, 1, 0, 2, 1, 2, 0], "yellow", RiskReason.ALCOHOL),
        ("ess", [2] * 8, "yellow", RiskReason.DAYTIME_SLEEPINESS),
        ("hk6", [0, 0, 0, 0, 0, 0], "none", None),
        ("hk6", [2, 0, 0, 0, 0, 0], "yellow", RiskReason.SYMPTOMS_YELLOW),
        ("hk6", [0, 0, 0, 0, 2, 0], "red", RiskReason.SYMPTOMS_RED),
        ("hk6", [0, 0, 0, 0, 0, 1], "red", RiskReason.EMERGENCY_SYMPTOM),
        ("kk6", [1, 0, 0, 0, 0, 0], "yellow", RiskReason.SYMPTOMS_YELLOW),
        ("kk6", [1, 1, 0, 0, 0, 0], "red", RiskReason.SYMPTOMS_RED),
        ("kk6", [0, 0, 0, 0, 0, 8], "red", RiskReason.EMERGENCY_SYMPTOM),
    ],
)
def test_levels_of_other_instruments(
    name: str, answers: list[int | None], level: str, reason: RiskReason | None
) -> None:
    judged = risk_of(name, answers)
    assert (judged.level, judged.reason) == (level, reason)


def test_an_incomplete_symptom_check_is_judged_by_what_was_answered() -> None:
    assert risk_of("hk6", [2, None, 1, None, None, None]).level is RiskLevel.RED
    assert risk_of("hk6", [None, 2, None, None, None, None]).level is RiskLevel.YELLOW
    assert risk_of("hk6", [None, 0, 0, 0, 0, 1]).help is PatientHelp.EMERGENCY
    assert risk_of("kk6", [1, None, 2, None, None, None]).level is RiskLevel.RED
    assert risk_of("kk6", [None, None, None, None, None, 10]).help is PatientHelp.EMERGENCY
    assert risk_of("kk6", [None, 0, 0, 0, 0, 2]) == NO_RISK


def test_a_second_yellow_day_is_red() -> None:
    assert risk_of("kk6", [1, 0, 0, 0, 0, 2], yesterday="yellow").level is RiskLevel.RED


def test_every_flag_with_a_level_has_a_reason_and_every_reason_a_title() -> None:
    levelled = {flag.id for i in list_instruments() for flag in i.flags if flag.level != "none"}
    assert levelled == set(FLAG_REASONS)
    assert set(REASON_TITLES) == set(RiskReason)
    assert all(len(reason) <= 40 for reason in RiskReason)


def test_bad_answers_are_refused_also_in_the_previous_rating() -> None:
    with pytest.raises(InvalidAnswers):
        risk_of("phq9", phq9(4))
    with pytest.raises(InvalidAnswers):
        risk_of("phq9", phq9(0), phq9(4))


def test_every_combination_of_the_five_safety_questions() -> None:
    for thoughts, way, soon, attempt, somebody in product((True, False), repeat=5):
        judged = judge_safety_answers([thoughts, way, soon, attempt, somebody])
        if way or soon or (thoughts and not somebody):
            expected = (RiskLevel.RED, PatientHelp.EMERGENCY)
        elif thoughts or attempt:
            expected = (RiskLevel.RED, PatientHelp.CRISIS_CARD)
        else:
            expected = (RiskLevel.YELLOW, PatientHelp.CALM_TEXT)
        assert (judged.level, judged.help) == expected


def test_a_skipped_safety_question_never_lowers_the_level() -> None:
    assert judge_safety_answers([True, False, False, False, None]).help is PatientHelp.EMERGENCY
    assert judge_safety_answers([None, True, None, None, None]).help is PatientHelp.EMERGENCY
    assert judge_safety_answers([None] * 5).reason is RiskReason.RISK_UNANSWERED
    assert judge_safety_answers([False, False, False, False, None]).reason is RiskReason.SAFETY_ALL_NO


@pytest.mark.parametrize("bad", [[], [False] * 4, [False] * 6, [0, 0, 0, 0, 1], ["nej"] * 5])
def test_other_than_five_yes_or_no_is_refused(bad: list[Any]) -> None:
    with pytest.raises(InvalidError):
        judge_safety_answers(bad)
