"""Holds the one door to the rules: every rule of every series, old values, signed instructions, and what is pure."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.evaluation import RULES_VERSION, evaluate
from monitoring.instructions import Instruction, latest_end
from monitoring.judgement import Level
from monitoring.questions import questions_to_ask
from monitoring.rhythm import Rhythm, expected_days, is_expected, next_expected
from monitoring.series import Series
from monitoring.symptoms import symptoms_to_ask
from tests.monitoring.series_cases import CASES, EVERY_FOUND, NOW, TODAY, Case, plan_of, taken

SIGNED = Instruction(text="Ta 1 extra tablett på morgonen.", signed_by="Karin Lind", role="sjuksköterska",
                     signed_on=TODAY, valid_to=TODAY + timedelta(days=90), max_days=3)  # fmt: skip
RISEN = taken(Series.WEIGHT, "82.0")
BEFORE = taken(Series.WEIGHT, "79.0", 2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.plan.series} {case.id}")
def test_each_rule_finds_what_vitals_says(case: Case) -> None:
    found = case.run()
    assert (found.level, found.headline.rule) == (case.level, case.rule)
    assert set(case.also) <= {str(one.rule) for one in found.findings}
    assert (found.rules_version, found.plan_version) == (RULES_VERSION, 3)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.plan.series} {case.id}")
def test_a_number_of_the_day_before_yesterday_raises_no_alarm(case: Case) -> None:
    old = evaluate(case.plan, case.readings, NOW + timedelta(hours=25))
    assert [one.rule for one in old.findings] == [one.rule for one in case.run().findings]
    assert all(one.due_working_days is None for one in old.findings if one.level is not Level.EMERGENCY)


def test_symptoms_come_before_every_number_of_a_heart_or_lung_series() -> None:
    for series, value in ((Series.WEIGHT, "80.0"), (Series.SPO2, 97), (Series.PEF, 400), (Series.RATE, 14)):
        found = evaluate(plan_of(series), [taken(series, value, symptoms=["breathless_rest"])], NOW)
        assert found.level is Level.EMERGENCY


def test_every_alarm_symptom_of_a_low_sugar_asks_for_112() -> None:
    low = evaluate(plan_of(Series.GLUCOSE), [taken(Series.GLUCOSE, "2.5")], NOW)
    for symptom in symptoms_to_ask(list(low.findings)):
        again = evaluate(plan_of(Series.GLUCOSE), [taken(Series.GLUCOSE, "2.5", symptoms=[symptom])], NOW)
        assert again.level is Level.EMERGENCY


def test_a_signed_instruction_is_shown_with_its_rule_while_it_holds() -> None:
    plan = plan_of(Series.WEIGHT, instructions={"W1": SIGNED})
    assert evaluate(plan, [BEFORE, RISEN], NOW).headline.instruction == "W1"
    assert evaluate(plan_of(Series.WEIGHT), [BEFORE, RISEN], NOW).headline.instruction == ""
    out = SIGNED.model_copy(update={"signed_on": TODAY - timedelta(days=90), "valid_to": TODAY - timedelta(days=1)})
    assert evaluate(plan_of(Series.WEIGHT, instructions={"W1": out}), [BEFORE, RISEN], NOW).headline.instruction == ""


@pytest.mark.parametrize(("shown", "is_shown"), [((1,), True), ((1, 2), True), ((1, 2, 3), False), ((2, 3, 4), True)])
def test_an_instruction_is_shown_for_its_number_of_days_in_a_row(shown: tuple[int, ...], is_shown: bool) -> None:
    told = [taken(Series.WEIGHT, "79.0", ago, told=frozenset({"W1"})) for ago in sorted(shown, reverse=True)]
    found = evaluate(plan_of(Series.WEIGHT, instructions={"W1": SIGNED}), [*told, RISEN], NOW)
    assert found.headline.rule == "W1"
    assert (found.headline.instruction == "W1") is is_shown


def test_an_instruction_never_softens_an_emergency() -> None:
    plan = plan_of(Series.WEIGHT, instructions={"W1": SIGNED})
    found = evaluate(plan, [BEFORE, replace(RISEN, symptoms=frozenset({"chest_pain"}))], NOW)
    assert (found.level, found.headline.instruction) == (Level.EMERGENCY, "")


@pytest.mark.parametrize(
    ("signed", "last"),
    [(date(2026, 3, 3), date(2026, 9, 3)), (date(2026, 8, 31), date(2027, 2, 28)),
     (date(2026, 12, 31), date(2027, 6, 30))],
)
def test_an_instruction_holds_for_six_months_at_most(signed: date, last: date) -> None:
    assert latest_end(signed) == last


def test_the_door_refuses_another_series_and_nothing_at_all() -> None:
    with pytest.raises(ValueError, match="series"):
        evaluate(plan_of(Series.WEIGHT), [], NOW)
    with pytest.raises(ValueError, match="series"):
        evaluate(plan_of(Series.WEIGHT), [taken(Series.SPO2, 96)], NOW)


def test_every_question_is_asked_once_and_can_be_asked() -> None:
    assert len(questions_to_ask(EVERY_FOUND)) == len({one.id for one in questions_to_ask(EVERY_FOUND)})
    yesterday = [taken(Series.WEIGHT, "80.0", 1, told=frozenset({"W1"}))]
    assert questions_to_ask([], yesterday)[0].id == "took_extra"
    assert questions_to_ask([]) == []


@given(now=st.decimals(30, 200, places=1), before=st.lists(st.decimals(30, 200, places=1), max_size=7))
def test_a_higher_weight_is_never_less_urgent_by_the_rules_of_gain(now: Decimal, before: list[Decimal]) -> None:
    plan = plan_of(Series.WEIGHT, target=None)
    past = [taken(Series.WEIGHT, value, ago) for ago, value in enumerate(before, start=1)]
    gains = {"W1", "W2", "W3"}

    def rank(value: Decimal) -> int:
        found = evaluate(plan, [*past, taken(Series.WEIGHT, value)], NOW).findings
        return max((one.level.rank for one in found if one.rule in gains), default=0)

    assert rank(now) <= rank(now + 1)


@given(value=st.decimals(Decimal("0.5"), 50, places=1), around=st.fixed_dictionaries({
    "context": st.sampled_from(["", "fasting", "after_meal", "symptoms"]), "repeats": st.booleans(),
    "final": st.booleans(),
}))  # fmt: skip
def test_a_dangerous_sugar_always_has_something_to_do(value: Decimal, around: dict[str, Any]) -> None:
    found = evaluate(plan_of(Series.GLUCOSE, limits=False), [taken(Series.GLUCOSE, value, **around)], NOW)
    is_dangerous = value < 3 or value >= 20
    is_still_low = value < 4 and (around["repeats"] or around["final"])
    assert (found.level.rank >= Level.RED.rank) == is_dangerous or is_still_low


@given(first=st.integers(80, 100), second=st.integers(40, 100))
def test_a_lower_saturation_is_never_judged_milder(first: int, second: int) -> None:
    high, low = max(first, second), min(first, second)
    ranks = [evaluate(plan_of(Series.SPO2), [taken(Series.SPO2, value, repeats=True)], NOW).level.rank
             for value in (low, high)]
    assert ranks[0] >= ranks[1]


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [("daily", 35), ("daily_then_twice", 30), ("daily_then_weekly", 29), ("twice_a_week", 10), ("weekly", 5),
     ("monthly", 2), ("quarterly", 0), ("on_demand", 0), ("thrice_a_week", 15)],
)
def test_a_rhythm_expects_its_number_of_days(rhythm: str, expected: int) -> None:
    last = TODAY + timedelta(days=34)
    assert len(expected_days(Rhythm(rhythm), TODAY, TODAY + timedelta(weeks=26), TODAY, last)) == expected


@given(rhythm=st.sampled_from([one for one in Rhythm if one is not Rhythm.BLOCKS]), step=st.integers(-20, 250))
def test_the_next_day_is_the_first_that_is_expected(rhythm: Rhythm, step: int) -> None:
    last, day = TODAY + timedelta(weeks=26), TODAY + timedelta(days=step)
    coming = next_expected(rhythm, TODAY, last, day)
    between = [day + timedelta(days=n) for n in range(1, 130)]
    assert coming == next((one for one in between if is_expected(rhythm, TODAY, last, one)), None)
