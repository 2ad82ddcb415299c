"""Holds how a measurement is graded: rest, two readings, a minute between, posture, digits and hour; and what waits."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.judgement import Judgement, Level, NextStep, Rule
from monitoring.reading_quality import (
    POSTURE,
    Grade,
    How,
    Lack,
    Sitting,
    grade_pressure,
    grade_series,
    prefers_zero,
    unpack_how,
    zeros_by_chance,
)
from monitoring.series import Series
from monitoring.taken import Taken
from monitoring.weak_readings import MAY_WAIT, is_held, let_wait

COACHED = How("coach", rested=300, apart=95, ticks=POSTURE)
PAIR = Sitting(((134, 84), (129, 81)), minutes_off=20)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEAK = Taken(Series.PRESSURE, NOW, NOW.date(), {"bp_systolic": Decimal(166)}, grade=Grade.WEAK)


def test_a_sitting_by_the_coach_is_well_measured() -> None:
    assert grade_pressure(COACHED, PAIR) == (graded := grade_pressure(replace(COACHED, ticks=(), knows=True), PAIR))
    assert (graded.grade, graded.lacks) == (Grade.WELL, ())


def test_what_nobody_knows_is_not_graded() -> None:
    assert grade_pressure(None, PAIR).grade is Grade.UNGRADED
    assert grade_series(Series.WEIGHT, None, 1).grade is Grade.UNGRADED
    assert grade_series(Series.WEIGHT, How("direct"), 1).grade is Grade.UNGRADED


@pytest.mark.parametrize(
    ("how", "sitting", "grade", "lack"),
    [
        (replace(COACHED, rested=90), PAIR, Grade.WEAK, Lack.SHORT_REST),
        (replace(COACHED, rested=239), PAIR, Grade.WEAK, Lack.SHORT_REST),
        (replace(COACHED, rested=240), PAIR, Grade.WELL, None),
        (replace(COACHED, rested=None, said_rested=True), PAIR, Grade.WELL, None),
        (COACHED, Sitting(((134, 84),)), Grade.WEAK, Lack.ONE_READING),
        (replace(COACHED, apart=59), PAIR, Grade.FAIR, Lack.NO_PAUSE),
        (replace(COACHED, ticks=POSTURE[1:]), PAIR, Grade.FAIR, Lack.POSTURE),
        (COACHED, Sitting(((140, 84), (129, 81))), Grade.FAIR, Lack.FAR_APART),
        (COACHED, Sitting(((139, 84), (129, 81))), Grade.WELL, None),
        (replace(COACHED, apart=20, ticks=POSTURE[1:]), PAIR, Grade.WEAK, Lack.POSTURE),
        (replace(COACHED, ticks=()), PAIR, Grade.WELL, None),
        (COACHED, replace(PAIR, minutes_off=181), Grade.FAIR, Lack.OFF_HOURS),
        (How("direct"), PAIR, Grade.FAIR, Lack.REST_UNKNOWN),
        (How("direct", said_rested=True), PAIR, Grade.WELL, None),
        (How("direct"), Sitting(((134, 84),)), Grade.WEAK, Lack.ONE_READING),
    ],
)  # fmt: skip
def test_each_lack_has_its_weight(how: How, sitting: Sitting, grade: Grade, lack: Lack | None) -> None:
    graded = grade_pressure(how, sitting)
    assert (graded.grade, graded.lacks[0] if graded.lacks else None) == (grade, lack)


def test_rounding_and_the_hour_never_make_a_value_weak() -> None:
    rounded = Sitting(((130, 80), (130, 80)), minutes_off=400, ends_before=[0] * 20)
    graded = grade_pressure(COACHED, rounded)
    assert (graded.grade, set(graded.lacks)) == (Grade.FAIR, {Lack.ROUNDED, Lack.OFF_HOURS})


def test_a_single_number_that_ends_in_zero_says_nothing() -> None:
    zeros = Sitting(((130, 80), (130, 80)), minutes_off=5)
    assert grade_pressure(COACHED, zeros).grade is Grade.WELL
    assert grade_pressure(COACHED, replace(zeros, ends_before=[1, 3, 4, 6, 7, 9, 2, 8] * 3)).grade is Grade.WELL


def test_somebody_who_rounds_is_noticed_only_on_what_is_rounded() -> None:
    habit = [0] * 9 + [4] * 15
    assert Lack.ROUNDED in grade_pressure(COACHED, Sitting(((130, 80), (120, 80)), ends_before=habit)).lacks
    assert Lack.ROUNDED not in grade_pressure(COACHED, Sitting(((134, 80), (130, 80)), ends_before=habit)).lacks


@pytest.mark.parametrize(("numbers", "zeros"), [(20, 8), (40, 12), (80, 18)])
def test_the_limit_of_zeros_is_one_in_a_thousand(numbers: int, zeros: int) -> None:
    assert zeros_by_chance(numbers) == zeros
    assert prefers_zero([0] * zeros + [1] * (numbers - zeros))
    assert not prefers_zero([0] * (zeros - 1) + [1] * (numbers - zeros + 1))


def test_fewer_than_twenty_numbers_are_too_few_to_tell() -> None:
    assert not prefers_zero([0] * 19)


@given(st.integers(0, 600), st.integers(0, 600), st.lists(st.tuples(st.integers(90, 180), st.integers(40, 89)),
       min_size=2, max_size=2), st.sets(st.sampled_from(POSTURE)))  # fmt: skip
def test_resting_and_pausing_longer_never_lowers_a_grade(
    rested: int, apart: int, pairs: list[tuple[int, int]], ticks: set[str]
) -> None:
    order = [Grade.WEAK, Grade.FAIR, Grade.WELL]
    how = How("coach", rested=rested, apart=apart, ticks=tuple(ticks))
    longer = replace(how, rested=rested + 60, apart=apart + 30)
    before, after = (grade_pressure(one, Sitting(pairs)).grade for one in (how, longer))
    assert order.index(after) >= order.index(before)


def test_how_it_was_measured_is_kept_whole() -> None:
    assert unpack_how({**COACHED.pack(), "ends": [4, 4]}) == COACHED
    assert unpack_how({"ends": [4, 4]}) is unpack_how(None) is unpack_how({}) is None


@pytest.mark.parametrize(
    ("series", "as_usual", "numbers", "grade"),
    [
        (Series.WEIGHT, True, 1, Grade.WELL), (Series.GLUCOSE, False, 1, Grade.WEAK),
        (Series.SPO2, None, 1, Grade.UNGRADED), (Series.PEF, None, 3, Grade.WELL), (Series.PEF, None, 2, Grade.WEAK),
    ],
)  # fmt: skip
def test_the_other_series_are_graded_by_one_question(
    series: Series, as_usual: bool | None, numbers: int, grade: Grade
) -> None:
    assert grade_series(series, How("direct", as_usual=as_usual), numbers).grade is grade


def yellow(rule: Rule) -> Judgement:
    """Return a yellow finding that somebody would read within a day."""
    return Judgement(Level.YELLOW, rule, {"count": 3}, 1)


def test_a_yellow_number_that_is_weakly_measured_waits_for_a_better_one() -> None:
    waits = let_wait(yellow(Rule.BP_HIGH_OFTEN), WEAK)
    assert is_held(waits)
    assert (waits.level, waits.next_step) == (Level.YELLOW, NextStep.REPEAT)


@pytest.mark.parametrize(
    "taken",
    [
        replace(WEAK, grade=Grade.FAIR), replace(WEAK, grade=Grade.UNGRADED), replace(WEAK, final=True),
        replace(WEAK, repeats=True), replace(WEAK, confirms=True), replace(WEAK, symptoms=frozenset({"speech"})),
        replace(WEAK, dizzy=True),
    ],
)  # fmt: skip
def test_what_is_confirmed_overdue_felt_or_not_weak_goes_at_once(taken: Taken) -> None:
    assert let_wait(yellow(Rule.BP_HIGH_OFTEN), taken) == yellow(Rule.BP_HIGH_OFTEN)


@pytest.mark.parametrize("rule", sorted(set(Rule) - MAY_WAIT))
@pytest.mark.parametrize("level", [Level.YELLOW, Level.RED, Level.EMERGENCY])
def test_no_other_rule_ever_waits_for_its_quality(rule: Rule, level: Level) -> None:
    finding = Judgement(level, rule, {}, 0)
    assert let_wait(finding, WEAK) == finding


@pytest.mark.parametrize("rule", sorted(MAY_WAIT))
def test_the_rules_that_may_wait_never_wait_when_red(rule: Rule) -> None:
    red = Judgement(Level.RED, rule, {}, 0)
    assert let_wait(red, WEAK) == red
