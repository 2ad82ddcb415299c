"""The ways through a program: which track, parts and answers together bring every step before somebody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from programs.chosen_steps import Choices, answer_key, asked_place, choose, fits
from programs.schema import Condition, FieldDef, FieldKind, Program, Step

Place = tuple[int, str]


@dataclass(frozen=True)
class Way:
    """One way through a program.

    :param answers: what must be answered on it, by "module.step" and field.
    """

    track: str = ""
    switched: Mapping[str, bool] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def choices(self) -> Choices:
        """Return the way as the rule that picks steps reads it."""
        return Choices(self.track, self.switched, self.answers)

    @property
    def words(self) -> str:
        """The way in short words for an author; "" for the usual one."""
        parts = [f"{name} {'on' if is_on else 'off'}" for name, is_on in sorted(self.switched.items())]
        asked = [f"{key}.{name}={value}" for key, given in self.answers.items() for name, value in given.items()]
        return ", ".join(part for part in (self.track, *parts, *asked) if part)


def find_ways(program: Program) -> tuple[list[Way], list[Place]]:
    """Return few ways that together meet every step that can be met, and the steps that nobody can meet."""
    ways = _usual_ways(program)
    met = {place for way in ways for place in steps_met(program, way)}
    dead: list[Place] = []
    for number, step in _all_steps(program):
        if (number, step.id) in met:
            continue
        way = _way_to(program, number, step)
        found = steps_met(program, way) if way is not None else frozenset()
        if way is None or (number, step.id) not in found:
            dead.append((number, step.id))
            continue
        ways.append(way)
        met |= found
    return ways, dead


def _usual_ways(program: Program) -> list[Way]:
    """The usual way, and each other track; each part once switched the other way."""
    ways = [Way(track=track.id) for track in program.tracks] or [Way()]
    if program.parts:
        ways.append(Way(ways[0].track, {part.id: part.starts == "off" for part in program.parts}))
    return ways


def steps_met(program: Program, way: Way) -> frozenset[Place]:
    """Return the steps that somebody on a way meets."""
    return frozenset((number, step.id) for number, step in _all_steps(choose(program, way.choices())))


def _all_steps(program: Program) -> Iterator[tuple[int, Step]]:
    for module in program.modules:
        for step in module.steps:
            yield module.number, step


def _way_to(program: Program, number: int, step: Step) -> Way | None:
    """Return a way on which a step is met, following its conditions back; None when they contradict each other."""
    track, switched, answers = "", dict[str, bool](), dict[str, dict[str, Any]]()
    steps = {(place, one.id): one for place, one in _all_steps(program)}
    here: tuple[int, Step] | None = (number, step)
    for _turn in range(len(steps) + 1):
        if here is None:
            return Way(track or (program.tracks[0].id if program.tracks else ""), switched, answers)
        place, one = here
        if one.track and track and one.track != track:
            return None
        track = one.track or track
        if one.part:
            switched[one.part] = True
        here = None
        if one.show_if is not None:
            asked = asked_place(one.show_if, place)
            before = steps.get(asked)
            value = _fitting(before, one.show_if) if before else None
            given = answers.setdefault(answer_key(*asked), {})
            if before is None or value is None or given.get(one.show_if.field, value) != value:
                return None
            given[one.show_if.field] = value
            here = (asked[0], before)
    return None


def _fitting(step: Step, condition: Condition) -> Any:
    """Return an answer of a step that fits a condition, or None when the field can give none."""
    definition = next((one for one in step.fields if one.id == condition.field), None)
    candidates = _answers_of(definition) if definition else ["yes", "no"]
    candidates += [value for value in (condition.equals, condition.at_least, condition.at_most) if _is_open(definition)]
    return next((value for value in candidates if value is not None and fits(condition, value)), None)


def _is_open(definition: FieldDef | None) -> bool:
    return definition is not None and definition.kind in (FieldKind.TEXT, FieldKind.LONG)


def _answers_of(definition: FieldDef) -> list[Any]:
    if definition.kind is FieldKind.YESNO:
        return ["yes", "no"]
    if definition.kind is FieldKind.CHOICE:
        return [one.id for one in definition.options]
    if definition.kind is FieldKind.MULTI:
        return [[one.id] for one in definition.options]
    if definition.kind in (FieldKind.SCALE, FieldKind.NUMBER):
        low, high = (0, 10) if definition.kind is FieldKind.SCALE else (definition.min or 0, definition.max or 9999)
        return list(range(int(low), int(min(high, low + 2000)) + 1))
    return []
