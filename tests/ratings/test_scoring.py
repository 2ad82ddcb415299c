"""Scoring: two scorers agree, bad answers are refused, and the rules of instruments.md 0.3 hold."""

import random
from collections import UserList
from itertools import product
from typing import Any

import pytest

from core.errors import InvalidError
from ratings.answers import InvalidAnswers, check_answers, list_unanswered, order_answers
from ratings.instruments import Instrument, get_instrument, list_instruments
from ratings.rounding import half_up
from ratings.scores import Score, ScoreContext
from ratings.scoring import ALGORITHM_VERSION, band_of, score
from tests.ratings.second_scorer import second_score

ROUNDS = 10_000
EVERY = list_instruments()


def score_of(name: str, answers: list[int | None], **facts: Any) -> Score:
    return score(get_instrument(name), answers, ScoreContext(**facts))


def random_answers(offered: list[tuple[int, ...]], dice: random.Random) -> list[int | None]:
    """Return answers of which a random share is missing, so that every number of gaps comes up.

    :param offered: what each item accepts.
    """
    share = dice.choice((0, 0, 0.05, 0.15, 0.5))
    leaning = dice.choice(("any", "low", "high"))
    chosen: list[int | None] = []
    for values in offered:
        part = {"any": values, "low": values[:2], "high": values[-2:]}[leaning]
        chosen.append(None if dice.random() < share else dice.choice(part))
    return chosen


def assert_same(instrument: Instrument, answers: list[int | None], facts: dict[str, Any]) -> None:
    context = ScoreContext(sex=facts["sex"], previous_grade=facts["previous"], yesterday=facts["yesterday"])
    got = score(instrument, answers, context).as_record()
    wanted = second_score(instrument.id, answers, facts)
    got["flags"] = set(got["flags"])
    assert {name: got[name] for name in wanted} == wanted, (instrument.id, answers, facts)


@pytest.mark.parametrize("instrument", EVERY, ids=lambda i: i.id)
def test_two_independent_scorers_agree(instrument: Instrument) -> None:
    dice = random.Random(f"egenvag {instrument.id}")
    offered = [instrument.values_of(item) for item in instrument.items]
    for _ in range(ROUNDS):
        facts = {
            "sex": dice.choice(("female", "male", "unknown", None)),
            "previous": dice.choice((None, 0, 1, 2, 3, 4)),
            "yesterday": dice.choice((None, "green", "yellow", "red")),
        }
        assert_same(instrument, random_answers(offered, dice), facts)


@pytest.mark.parametrize("name", ["hk6", "pgic", "mmrc", "rf1", "who5"])
def test_two_independent_scorers_agree_on_every_possible_form(name: str) -> None:
    instrument = get_instrument(name)
    choices = [(None, *instrument.values_of(item)) for item in instrument.items]
    for answers in product(*choices):
        assert_same(instrument, list(answers), {"sex": None, "previous": 1, "yesterday": None})


BAD = [True, False, 1.0, "1", b"1", -1, 99_999, [1], {}, float("nan"), 1 + 0j]


@pytest.mark.parametrize("instrument", EVERY, ids=lambda i: i.id)
@pytest.mark.parametrize("bad", BAD, ids=repr)
def test_a_bad_answer_is_refused_with_its_item(instrument: Instrument, bad: Any) -> None:
    for place, item in enumerate(instrument.items):
        answers: list[Any] = [instrument.values_of(one)[0] for one in instrument.items]
        answers[place] = bad
        with pytest.raises(InvalidAnswers) as refusal:
            score(instrument, answers)
        assert refusal.value.field == item.id
        assert refusal.value.reason


@pytest.mark.parametrize("instrument", EVERY, ids=lambda i: i.id)
def test_one_step_outside_the_range_is_refused(instrument: Instrument) -> None:
    for place, item in enumerate(instrument.items):
        values = instrument.values_of(item)
        for outside in (values[0] - 1, values[-1] + 1):
            answers: list[int | None] = [None] * len(instrument.items)
            answers[place] = outside
            with pytest.raises(InvalidAnswers):
                check_answers(instrument, answers)


def test_a_number_between_the_offered_ones_is_refused() -> None:
    with pytest.raises(InvalidAnswers):
        score_of("audit", [1, 0, 0, 0, 0, 0, 0, 0, 1, 0])


@pytest.mark.parametrize("bad", ["000000000", b"000000000", {}, None, 7, set(), range(0)])
def test_what_is_no_list_of_answers_is_refused(bad: Any) -> None:
    with pytest.raises(InvalidAnswers):
        score(get_instrument("phq9"), bad)


@pytest.mark.parametrize("instrument", EVERY, ids=lambda i: i.id)
def test_a_wrong_number_of_answers_is_refused(instrument: Instrument) -> None:
    needed = sum(not item.optional for item in instrument.items)
    for count in (0, needed - 1, len(instrument.items) + 1):
        with pytest.raises(InvalidAnswers):
            score(instrument, [None] * count)


def test_any_sequence_of_numbers_is_accepted() -> None:
    assert score(get_instrument("gad7"), UserList([1] * 7)).total == 7
    assert score(get_instrument("gad7"), (1,) * 7).total == 7


def test_refusals_are_the_kind_that_the_edge_shows() -> None:
    assert issubclass(InvalidAnswers, InvalidError)


@pytest.mark.parametrize("function_item", [[], [None], [0], [3]])
def test_the_function_item_changes_neither_total_nor_completeness(function_item: list[int | None]) -> None:
    result = score_of("phq9", [*[1] * 8, 0, *function_item])
    assert (result.total, result.complete, result.estimated) == (8, True, False)


@pytest.mark.parametrize("name", ["phq9", "madrs_s"])
@pytest.mark.parametrize("others", [0, 3, None])
def test_a_declined_safety_item_is_flagged_with_or_without_total(name: str, others: int | None) -> None:
    assert "risk_unanswered" in score_of(name, [others] * 8 + [None]).flags


def test_a_declined_safety_item_in_the_weekly_check_leaves_the_total() -> None:
    result = score_of("vk5", [5, 5, 5, 5, None])
    assert (result.total, result.band, result.complete) == (20, "medium", True)
    assert result.flags == ("risk_unanswered",)


def test_one_missing_answer_of_phq9_is_imputed_openly() -> None:
    result = score_of("phq9", [1, 1, 1, 1, 1, 1, 1, 1, None])
    assert (result.total, result.complete, result.estimated) == (9, False, True)


def test_an_estimated_total_of_20_with_item_9_is_red() -> None:
    assert "risk_red" in score_of("phq9", [3, 3, 3, 3, 3, 3, None, None, 1]).flags


@pytest.mark.parametrize(
    ("top", "bottom", "rounded"),
    [(1, 2, 1), (3, 2, 2), (5, 2, 3), (-1, 2, 0), (-3, 2, -1), (0, 7, 0), (7, 3, 2), (8, 3, 3)],
)
def test_halves_are_rounded_up(top: int, bottom: int, rounded: int) -> None:
    assert half_up(top, bottom) == rounded


def test_imputation_rounds_half_up_where_python_would_round_down() -> None:
    # Eight of nine answered: 4/8*9 = 4.5 gives 5, and 12/8*9 = 13.5 gives 14.
    assert score_of("phq9", [1, 1, 1, 1, 0, 0, 0, None, 0]).total == 5
    assert score_of("phq9", [2, 2, 2, 2, 2, 1, 1, None, 0]).total == 14


def test_somebody_who_never_drinks_scores_0_on_what_is_skipped() -> None:
    result = score_of("audit", [0, 3, 2, 0, None, 0, 0, 0, 2, 0], sex="male")
    assert (result.total, result.values["audit_c"], result.skipped) == (2, 0, (2, 3, 5))


def test_items_4_to_8_may_be_skipped_but_a_given_answer_counts() -> None:
    assert score_of("audit", [1, 0, 0, None, None, None, None, None, 0, 0]).skipped == (4, 5, 6, 7, 8)
    result = score_of("audit", [1, 0, 0, 2, None, 0, 0, 0, 0, 0])
    assert (result.total, result.skipped) == (3, (5,))


def test_items_9_and_10_are_never_skipped() -> None:
    assert score_of("audit", [0, *[None] * 7, None, 0]).total is None


@pytest.mark.parametrize("sex", [None, "", "unknown", "other", "Male"])
def test_an_unstated_sex_gives_the_lower_limits_and_says_so(sex: str | None) -> None:
    result = score_of("audit", [2, 1, 1, 0, 1, 0, 1, 0, 0, 0], sex=sex)
    assert (result.band, "cutoff_conservative" in result.flags) == ("hazardous", True)


def test_a_third_yellow_day_in_a_row_is_still_red() -> None:
    first = score_of("kk6", [1, 0, 0, 0, 0, 0], yesterday="green")
    second = score_of("kk6", [1, 0, 0, 0, 0, 0], yesterday=first.level_for_tomorrow)
    third = score_of("kk6", [1, 0, 0, 0, 0, 0], yesterday=second.level_for_tomorrow)
    assert [day.level for day in (first, second, third)] == ["yellow", "red", "red"]


def test_the_sleep_gate_closes_for_dozing_at_the_wheel_whatever_the_total() -> None:
    flag = "no_sleep_restriction_before_contact"
    assert flag not in score_of("ess", [1] * 8).flags
    assert flag in score_of("ess", [0] * 8, has_dozed_while_driving=True).flags
    assert flag in score_of("ess", [None] * 8, has_dozed_while_driving=True).flags


def test_a_score_names_instrument_version_and_algorithm() -> None:
    record = score_of("phq9", [0] * 9).as_record()
    assert (record["instrument"], record["version"]) == ("phq9", "phq9-sv-1")
    assert record["algorithm"] == ALGORITHM_VERSION


def test_flags_come_in_the_order_of_the_file_without_doubles() -> None:
    for instrument in EVERY:
        order = [flag.id for flag in instrument.flags]
        assert len(set(order)) == len(order)
    assert score_of("phq9", [3] * 9).flags == ("risk_red", "pattern_major", "caseness")


def test_scoring_does_not_change_the_answers() -> None:
    answers: list[int | None] = [0, *[None] * 7, 0, 0]
    score_of("audit", answers)
    assert answers == [0, *[None] * 7, 0, 0]


def test_a_total_outside_every_band_has_none() -> None:
    assert band_of(get_instrument("phq9"), 28) is None
    assert band_of(get_instrument("phq9"), None) is None


def test_stored_answers_are_put_in_the_order_of_the_items() -> None:
    gad7 = get_instrument("gad7")
    assert order_answers(gad7, {"q7": 3, "q1": 1}) == (1, None, None, None, None, None, 3)
    with pytest.raises(InvalidAnswers):
        order_answers(gad7, {"q8": 0})


def test_only_the_safety_and_function_items_may_be_left_out_of_the_form() -> None:
    phq9 = get_instrument("phq9")
    assert list_unanswered(phq9, (0,) * 8 + (None, None)) == ()
    assert list_unanswered(phq9, (0,) * 7 + (None, 0, None)) == ("q8",)


def test_the_form_does_not_ask_again_for_skipped_items_of_audit() -> None:
    audit = get_instrument("audit")
    assert list_unanswered(audit, (0, *[None] * 7, 0, None)) == ("q10",)
    assert list_unanswered(audit, (1, 0, 0, *[None] * 5, 0, 0)) == ()
    assert list_unanswered(audit, (1, 1, 0, *[None] * 5, 0, 0)) == ("q4", "q5", "q6", "q7", "q8")
