"""The verdicts of the bench: medians of ratios within a round, and no verdict of guilt in a noisy run."""

import pytest

from tests.bench.goals import Goal, Round, judge, list_common_goals, list_goals, table


def rounds(*p50: float, foreign: float = 0.0) -> list[Round]:
    """Return rounds with these medians; CPU is a thousand times as much."""
    return [Round(one, one * 2, one * 1000, foreign, 100) for one in p50]


GOAL = Goal("G1", "a page", "page", "base", "p50_ms", 1.5)


def test_a_ratio_is_taken_within_its_round_and_the_median_counts() -> None:
    verdict = judge(GOAL, {"page": rounds(10, 2, 30), "base": rounds(10, 1, 25)})
    assert (verdict.ratio, verdict.low, verdict.high) == (1.2, 1.0, 2.0)
    assert verdict.word == "kept"


@pytest.mark.parametrize(("foreign", "word"), [(0.1, "over"), (0.5, "unsure")])
def test_what_is_over_in_a_noisy_run_is_unsure(foreign: float, word: str) -> None:
    assert judge(GOAL, {"page": rounds(2, foreign=foreign), "base": rounds(1, foreign=foreign)}).word == word


def test_the_disk_is_added_to_the_base_of_a_submit() -> None:
    goal = Goal("G4", "submit", "page", "base", "p50_ms", 2.0, spare_ms=2.0)
    assert judge(goal, {"page": rounds(6), "base": rounds(2)}).ratio == 2.0


def test_every_goal_is_judged_by_time_and_by_cpu() -> None:
    goals = [*list_common_goals(), *list_goals("sqlite", 1.0)]
    assert {goal.number for goal in goals} == {"G1", "G2", "G4", "G6"}
    assert len(table([])) == 1
