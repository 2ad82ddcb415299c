"""Change between two totals, deterioration since the start, and the group question RF-1."""

import pytest

from ratings.answers import InvalidAnswers
from ratings.change import Change, Deterioration, Reliable, judge_change, judge_deterioration
from ratings.instruments import get_instrument, list_instruments
from ratings.recommendation import judge_recommendations


def change_of(name: str, pre: int | None, post: int | None) -> Change:
    return judge_change(get_instrument(name), pre, post)


@pytest.mark.parametrize(("name", "limit"), [("phq9", 6), ("gad7", 4), ("pswq", 7), ("pdss_sr", 5)])
def test_a_change_is_reliable_from_its_limit_on_in_both_directions(name: str, limit: int) -> None:
    assert change_of(name, 20, 20 - limit).reliable is Reliable.IMPROVED
    assert change_of(name, 20, 20 - limit + 1).reliable is Reliable.NONE
    assert change_of(name, 20, 20 + limit - 1).reliable is Reliable.NONE
    assert change_of(name, 20, 20 + limit).reliable is Reliable.DETERIORATED


@pytest.mark.parametrize("name", ["isi", "pss14", "keds", "who5", "vk5"])
def test_instruments_without_an_agreed_limit_have_no_reliable_change(name: str) -> None:
    change = change_of(name, 20, 0)
    assert (change.reliable, change.caseness_pre, change.recovered) == (None, None, None)
    assert change.reliable_recovery is None


@pytest.mark.parametrize(
    ("name", "pre", "post", "expected"),
    [
        ("phq9", 11, 6, False),
        ("phq9", 11, 5, True),
        ("phq9", 0, 0, False),
        ("madrs_s", 20, 10, True),
        ("madrs_s", 20, 11, False),
        ("pdss_sr", 15, 9, True),
        ("pdss_sr", 15, 10, False),
        ("isi", 20, 12, True),
        ("isi", 20, 13, False),
        ("pswq", 60, 20, None),
        ("keds", 40, 10, None),
    ],
)
def test_response_is_the_instruments_own_rule(name: str, pre: int, post: int, expected: bool | None) -> None:
    assert change_of(name, pre, post).response is expected


@pytest.mark.parametrize(("name", "edge"), [("phq9", 4), ("isi", 7), ("madrs_s", 10), ("pswq", 47)])
def test_remission_is_at_or_under_its_edge(name: str, edge: int) -> None:
    assert change_of(name, 60, edge).remission is True
    assert change_of(name, 60, edge + 1).remission is False


@pytest.mark.parametrize(("name", "edge"), [("phq9", 10), ("gad7", 8), ("pswq", 48)])
def test_recovery_goes_from_at_the_edge_to_under_it(name: str, edge: int) -> None:
    assert change_of(name, edge, edge - 1).recovered is True
    assert change_of(name, edge, edge).recovered is False
    assert change_of(name, edge - 1, 0).recovered is False
    assert change_of(name, edge, edge - 1).reliable_recovery is False
    assert change_of(name, edge, edge - 8).reliable_recovery is True


def test_higher_is_better_for_who5() -> None:
    assert change_of("who5", 40, 50).important is True
    assert change_of("who5", 40, 48).important is False
    assert {i.id for i in list_instruments() if i.change.direction == "higher_is_better"} == {"who5", "rf1"}


@pytest.mark.parametrize(("pre", "post"), [(None, 5), (5, None), (None, None)])
def test_nothing_is_said_when_a_total_is_missing(pre: int | None, post: int | None) -> None:
    assert change_of("phq9", pre, post) == Change(None)


@pytest.mark.parametrize(("name", "rise"), [("phq9", 6), ("gad7", 4), ("pswq", 7)])
def test_one_rise_is_yellow_and_two_in_a_row_demand_a_decision(name: str, rise: int) -> None:
    instrument = get_instrument(name)
    assert judge_deterioration(instrument, 20, [20 + rise - 1]) is Deterioration.NONE
    assert judge_deterioration(instrument, 20, [20 + rise]) is Deterioration.YELLOW
    assert judge_deterioration(instrument, 20, [20 + rise, 20 + rise]) is Deterioration.DECIDE
    assert judge_deterioration(instrument, 20, [20 + rise, 20, 20 + rise]) is Deterioration.YELLOW
    assert judge_deterioration(instrument, 20, [20 + rise, 20 + rise, 20]) is Deterioration.NONE


def test_a_week_without_total_does_not_break_the_row() -> None:
    assert judge_deterioration(get_instrument("phq9"), 5, [11, None, 12]) is Deterioration.DECIDE


@pytest.mark.parametrize(("start", "later"), [(None, [27, 27]), (5, []), (5, [None])])
def test_without_start_or_later_totals_there_is_no_deterioration(
    start: int | None, later: list[int | None]
) -> None:
    assert judge_deterioration(get_instrument("phq9"), start, later) is Deterioration.NONE


def test_only_three_instruments_have_a_deterioration_rule() -> None:
    assert {i.id for i in list_instruments() if i.change.deterioration} == {"phq9", "gad7", "pswq"}
    assert judge_deterioration(get_instrument("isi"), 0, [28, 28]) is Deterioration.NONE


def test_a_group_under_ten_is_not_shown() -> None:
    assert judge_recommendations([9] * 9).show is False
    assert judge_recommendations([9] * 9 + [None]).show is False
    assert judge_recommendations([9] * 10).show is True


def test_an_empty_group_has_no_numbers() -> None:
    empty = judge_recommendations([None, None])
    assert (empty.n, empty.net, empty.mean, empty.show) == (0, None, None, False)


def test_a_negative_half_is_rounded_upwards() -> None:
    group = judge_recommendations([0] + [8] * 199)
    assert (group.net, group.critical) == (0, 1)


@pytest.mark.parametrize("bad", [11, -1, True, 9.0, "9"])
def test_a_bad_answer_in_a_group_is_refused(bad: int) -> None:
    with pytest.raises(InvalidAnswers):
        judge_recommendations([10, bad])
