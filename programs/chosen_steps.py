"""Which steps a patient meets: by his track, the parts that are switched on, and what his earlier answers decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from programs.library import get_program
from programs.models import Enrollment
from programs.schema import Condition, Module, Part, Program, Step

Met = set[tuple[int, str]]
Place = tuple[int, str]


@dataclass(frozen=True)
class Choices:
    """What decides which steps of a program somebody meets.

    :param track: id of the track; "" is the usual one, which the program lists first.
    :param switched: the parts that a clinician has switched, by id; a part that is not here stands as it starts.
    :param answers: earlier answers by "module.step", each by field.
    """

    track: str = ""
    switched: Mapping[str, bool] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def choices_of(enrollment: Enrollment) -> Choices:
    """Return what decides for one patient in one program."""
    return Choices(enrollment.track or "", enrollment.switched or {}, enrollment.answered or {})


def program_of(enrollment: Enrollment) -> Program:
    """Return an enrolment's program as this patient meets it, with the steps that are his and no others."""
    return choose(get_program(enrollment.program, enrollment.program_version), choices_of(enrollment))


def choose(program: Program, choices: Choices) -> Program:
    """Return a program with only the steps that are met; the program itself when everybody meets all of it."""
    if not any(_is_for_some(step) for module in program.modules for step in module.steps):
        return program
    met: Met = set()
    modules = tuple(_choose_module(program, module, choices, met) for module in program.modules)
    return program.model_copy(update={"modules": modules})


def _is_for_some(step: Step) -> bool:
    return not step.is_for_all


def _choose_module(program: Program, module: Module, choices: Choices, met: Met) -> Module:
    steps = []
    for step in module.steps:
        if _is_met(program, module, step, choices, met):
            steps.append(step)
            met.add((module.number, step.id))
    return module.model_copy(update={"steps": tuple(steps)})


def _is_met(program: Program, module: Module, step: Step, choices: Choices, met: Met) -> bool:
    if step.track and step.track != track_of(program, choices.track):
        return False
    if step.part and not is_part_on(program, step.part, choices.switched):
        return False
    if step.unless_part and is_part_on(program, step.unless_part, choices.switched):
        return False
    holds = [_holds(one, module.number, choices, met) for one in step.conditions]
    return any(holds) if step.show_if_any else all(holds)


def track_of(program: Program, track: str) -> str:
    """Return the id of the track in force: the chosen one when the program has it, else the first, else ""."""
    ids = [one.id for one in program.tracks]
    return track if track in ids else next(iter(ids), "")


def pace_of(program: Program, track: str) -> int:
    """Return how many times as long as usual a module takes on a track."""
    return next((one.pace for one in program.tracks if one.id == track_of(program, track)), 1)


def find_part(program: Program, part_id: str) -> Part | None:
    """Return a part of a program, or None."""
    return next((one for one in program.parts if one.id == part_id), None)


def is_part_on(program: Program, part_id: str, switched: Mapping[str, bool]) -> bool:
    """Tell whether a part is on: as somebody has switched it, else as it starts."""
    part = find_part(program, part_id)
    return switched.get(part_id, part is not None and part.starts == "on")


def _holds(condition: Condition, number: int, choices: Choices, met: Met) -> bool:
    """Tell whether a condition holds; an answer not given, or of a step that is not met, decides nothing."""
    place = asked_place(condition, number)
    if place not in met:
        return False
    return fits(condition, choices.answers.get(answer_key(*place), {}).get(condition.field))


def asked_place(condition: Condition, number: int) -> Place:
    """Return the module and the step a condition asks about.

    :param number: the module of the step that has the condition.
    """
    return (number if condition.module is None else condition.module), condition.step


def answer_key(number: int, step_id: str) -> str:
    """Return how the answers of a step are named in Choices and in the enrolment."""
    return f"{number}.{step_id}"


def fits(condition: Condition, answer: Any) -> bool:
    """Tell whether an answer is what a condition asks for; a yes is true, several choices fit when one does."""
    if answer is None or answer in ("", []):
        return False
    if condition.equals is not None and not _is_equal(condition.equals, answer):
        return False
    if condition.at_least is None and condition.at_most is None:
        return True
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return False
    return (condition.at_least is None or answer >= condition.at_least) and (
        condition.at_most is None or answer <= condition.at_most
    )


def _is_equal(wanted: bool | float | str, answer: Any) -> bool:
    if isinstance(answer, list):
        return wanted in answer
    if isinstance(wanted, bool):
        return answer is wanted or bool(answer == ("yes" if wanted else "no"))
    return bool(answer == wanted) and not isinstance(answer, bool)


def asked_answers(program: Program, number: int, step_id: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a step's answers those that decide about some later step, by field.

    :param program: the whole program, with the steps this patient does not meet.
    """
    wanted = {condition.field for place, condition in _conditions(program) if place == (number, step_id)}
    return {name: answers.get(name) for name in sorted(wanted)}


def _conditions(program: Program) -> Iterator[tuple[Place, Condition]]:
    for module in program.modules:
        for step in module.steps:
            for condition in step.conditions:
                yield asked_place(condition, module.number), condition
