"""Which steps a patient meets: the pure rule over track, parts and earlier answers."""

from typing import Any

import pytest

from programs.chosen_steps import Choices, asked_answers, choose, fits
from programs.library import get_program
from programs.schema import Condition, Program, Step
from programs.step_marks import say_marks
from rehearsal.ways import find_ways, steps_met

ALWAYS = ["why", "screen"]


def met(program: Program, number: int = 1, **choices: Any) -> list[str]:
    """Return the ids of the steps of a module that are met."""
    return [step.id for step in choose(program, Choices(**choices)).get_module(number).steps]


def test_without_any_choice_the_usual_track_the_starting_parts_and_no_conditional_step_are_met(walk: Program) -> None:
    assert met(walk) == ALWAYS


def test_a_step_of_a_track_is_met_on_that_track_alone(walk: Program) -> None:
    assert met(walk, track="brisk") == ["why", "brisk_start", "screen"]
    assert met(walk, track="slow") == met(walk, track="no-such-track") == ALWAYS


def test_a_part_is_met_when_it_is_switched_on_and_not_when_it_is_switched_off_again(walk: Program) -> None:
    assert met(walk, switched={"hills": True}) == ["why", "hill_rules", "screen"]
    assert met(walk, switched={"hills": False}) == ALWAYS


def test_a_part_that_starts_on_is_met_until_it_is_switched_off(walk: Program) -> None:
    on = walk.model_copy(update={"parts": (walk.parts[0].model_copy(update={"starts": "on"}),)})
    assert "hill_rules" in met(on)
    assert "hill_rules" not in met(on, switched={"hills": False})


@pytest.mark.parametrize(
    ("answers", "later"),
    [
        ({"dog": "yes"}, ["dog_walk"]),
        ({"dog": "no"}, []),
        ({"dog": None, "days": 4}, ["own_pace"]),
        ({"days": 3}, []),
        ({"days": "ofta"}, []),
        ({"dog": "yes", "days": 7}, ["dog_walk", "own_pace"]),
    ],
)
def test_an_earlier_answer_decides_and_no_answer_hides(
    walk: Program, answers: dict[str, Any], later: list[str]
) -> None:
    assert met(walk, answers={"1.screen": answers}) == ALWAYS + later


def test_an_answer_of_an_earlier_module_decides_and_one_of_several_choices_is_enough(walk: Program) -> None:
    assert met(walk, 2, answers={"1.screen": {"shoes": ["trainers", "boots"]}}) == ["boots", "everything"]
    assert met(walk, 2, answers={"1.screen": {"shoes": ["trainers"]}}) == ["everything"]
    assert met(walk, 2, answers={"1.screen": {"shoes": []}}) == ["everything"]


def test_an_answer_of_a_step_that_is_no_longer_met_decides_nothing(walk: Program) -> None:
    first = walk.get_module(1)
    steps = tuple(one.model_copy(update={"track": "brisk"}) if one.id == "screen" else one for one in first.steps)
    moved = walk.model_copy(update={"modules": (first.model_copy(update={"steps": steps}), *walk.modules[1:])})
    answers = {"1.screen": {"dog": "yes"}}
    assert "dog_walk" in met(moved, track="brisk", answers=answers)
    assert "dog_walk" not in met(moved, answers=answers)


@pytest.mark.parametrize(
    ("rule", "answer", "is_fit"),
    [
        ({"is": True}, "yes", True), ({"is": True}, True, True), ({"is": True}, 1, False),
        ({"is": False}, "no", True), ({"is": False}, "yes", False), ({"is": False}, None, False),
        ({"is": 1}, 1, True), ({"is": 1}, True, False), ({"is": "wood"}, "wood", True), ({"is": "wood"}, "town", False),
        ({"at_most": 5}, 5, True), ({"at_most": 5}, 5.1, False), ({"at_least": 2, "at_most": 5}, 1, False),
        ({"at_least": 0}, "", False), ({"at_least": 0}, 0, True), ({"at_least": 0}, True, False),
    ],
)  # fmt: skip
def test_a_condition_fits_what_it_asks_for_and_nothing_like_it(rule: dict[str, Any], answer: Any, is_fit: bool) -> None:
    assert fits(Condition.model_validate({"step": "a", "field": "b", **rule}), answer) is is_fit


def test_only_the_answers_that_decide_something_are_kept_apart(walk: Program) -> None:
    given = {"dog": "yes", "days": 3, "shoes": ["boots"], "more": "words"}
    assert asked_answers(walk, 1, "screen", given) == {"days": 3, "dog": "yes", "shoes": ["boots"]}
    assert asked_answers(walk, 1, "own_pace", given) == {}


def test_a_program_where_everybody_meets_everything_is_left_as_it_is() -> None:
    sleep = get_program("sleep", "1")
    assert choose(sleep, Choices(track="brisk", switched={"hills": True})) is sleep


def change(walk: Program, step_id: str, **values: Any) -> Program:
    """Return the program with a step of module 1 changed."""
    module = walk.get_module(1)
    steps = tuple(
        Step.model_validate(one.model_dump(by_alias=True) | values) if one.id == step_id else one
        for one in module.steps
    )
    modules = (module.model_copy(update={"steps": steps}), *walk.modules[1:])
    return walk.model_copy(update={"modules": modules})


DOG = {"step": "screen", "field": "dog", "is": True}
OFTEN = {"step": "screen", "field": "days", "at_least": 4}
AT_MOST_SIX = {"step": "screen", "field": "days", "at_most": 6}


@pytest.mark.parametrize(
    ("word", "answers", "is_met"),
    [("all", {"dog": "yes", "days": 4}, True), ("all", {"dog": "yes", "days": 3}, False),
     ("all", {"dog": "yes"}, False), ("any", {"dog": "yes", "days": 3}, True), ("any", {"dog": "no"}, False),
     ("any", {"dog": "no", "days": 5}, True), ("any", {}, False)],
)  # fmt: skip
def test_of_several_conditions_all_or_any_must_hold(
    walk: Program, word: str, answers: dict[str, Any], is_met: bool
) -> None:
    program = change(walk, "own_pace", show_if=None, **{f"show_if_{word}": [DOG, OFTEN]})
    assert ("own_pace" in met(program, answers={"1.screen": answers})) is is_met
    assert set(asked_answers(program, 1, "screen", answers)) >= {"dog", "days"}


def test_a_step_can_stand_in_for_a_part_that_is_off(walk: Program) -> None:
    program = change(walk, "brisk_start", track=None, unless_part="hills")
    assert met(program) == ["why", "brisk_start", "screen"]
    assert met(program, switched={"hills": True}) == ["why", "hill_rules", "screen"]


@pytest.mark.parametrize("values", [
    {"show_if": None, "show_if_all": [DOG, OFTEN, AT_MOST_SIX]}, {"show_if": None, "show_if_any": [OFTEN, DOG]},
    {"show_if": None, "show_if_all": [OFTEN, DOG], "unless_part": "hills"},
])  # fmt: skip
def test_a_rehearsal_finds_the_way_to_a_step_with_several_conditions(walk: Program, values: dict[str, Any]) -> None:
    program = change(walk, "own_pace", **values)
    ways, dead = find_ways(program)
    assert dead == []
    assert any((1, "own_pace") in steps_met(program, way) for way in ways)


def test_conditions_that_exclude_each_other_are_dead(walk: Program) -> None:
    never = [OFTEN, {"step": "screen", "field": "days", "at_most": 3}]
    _ways, dead = find_ways(change(walk, "own_pace", show_if=None, show_if_all=never))
    assert dead == [(1, "own_pace")]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"track": "brisk"}, ["Visas bara på spåret Rask."]),
        ({"track": None, "part": "hills"}, ["Visas bara när delen Backar är på."]),
        ({"track": None, "unless_part": "hills"}, ["Visas bara när delen Backar är av."]),
        ({"track": None, "show_if": DOG}, ["Visas bara om svaret på ”Har du hund?” är ”ja”."]),
        ({"track": None, "show_if": {**OFTEN, "module": 1, "at_most": 6}},
         ["Visas bara om svaret på ”Dagar i veckan” är från 4 till 6."]),
        ({"track": None, "show_if_any": [DOG, OFTEN]},
         ["Visas bara om något av det här stämmer: svaret på ”Har du hund?” är ”ja”; "
          "svaret på ”Dagar i veckan” är minst 4."]),
        ({"track": None}, []),
    ],
)  # fmt: skip
def test_for_whom_a_step_is_stands_in_words(walk: Program, values: dict[str, Any], said: list[str]) -> None:
    program = change(walk, "brisk_start", **values)
    step = program.get_module(1).find_step("brisk_start")
    assert step is not None
    found = say_marks(program, program.get_module(1), step, "sv")
    assert [one.casefold() for one in found] == [one.casefold() for one in said]
    assert step.is_for_all is (not said)
