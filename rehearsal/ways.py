"""The ways through a program: which track, parts and answers together bring every step before somebody."""

from collections.abc import Iterator, Mapping, Sequence
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


@dataclass
class _Trail:
    """What must be so that a step is met, as far as it has been followed back."""

    steps: Mapping[Place, Step]
    track: str = ""
    switched: dict[str, bool] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def copy(self) -> "_Trail":
        """Return one that can be followed on without touching this."""
        answers = {key: dict(given) for key, given in self.answers.items()}
        return _Trail(self.steps, self.track, dict(self.switched), answers)


def _way_to(program: Program, number: int, step: Step) -> Way | None:
    """Return a way on which a step is met, following its conditions back; None when they contradict each other."""
    steps = {(place, one.id): one for place, one in _all_steps(program)}
    trail = _follow(_Trail(steps), number, step, len(steps))
    if trail is None:
        return None
    track = trail.track or (program.tracks[0].id if program.tracks else "")
    return Way(track, trail.switched, trail.answers)


def _follow(trail: _Trail, number: int, step: Step, left: int) -> _Trail | None:
    """Add what a step needs, and what the steps that it asks about need; None when that cannot be.

    :param left: how many steps back it may still go, so that conditions in a ring come to an end.
    """
    trail = trail.copy()
    if not left or (step.track and trail.track and step.track != trail.track):
        return None
    trail.track = step.track or trail.track
    for part, is_on in ((step.part, True), (step.unless_part, False)):
        if part and trail.switched.setdefault(part, is_on) is not is_on:
            return None
    if step.show_if_any:
        tried = (_ask(trail, number, [one], left) for one in step.show_if_any)
        return next((one for one in tried if one is not None), None)
    found: _Trail | None = trail
    for condition in step.conditions:
        same = [one for one in step.conditions if (one.field, asked_place(one, number))
                == (condition.field, asked_place(condition, number))]  # fmt: skip
        found = _ask(found, number, same, left) if found is not None else None
    return found


def _ask(trail: _Trail, number: int, conditions: Sequence[Condition], left: int) -> _Trail | None:
    """Add the answer that conditions on one field ask for, unless another is needed already."""
    asked, name = asked_place(conditions[0], number), conditions[0].field
    before = trail.steps.get(asked)
    if before is None:
        return None
    given = trail.answers.get(answer_key(*asked), {}).get(name)
    value = _fitting(before, conditions) if given is None else given
    if value is None or not all(fits(one, value) for one in conditions):
        return None
    trail = trail.copy()
    trail.answers.setdefault(answer_key(*asked), {})[name] = value
    return _follow(trail, asked[0], before, left - 1)


def _fitting(step: Step, conditions: Sequence[Condition]) -> Any:
    """Return an answer of a step that fits conditions on one field, or None when the field can give none."""
    definition = next((one for one in step.fields if one.id == conditions[0].field), None)
    candidates = _answers_of(definition) if definition else ["yes", "no"]
    if _is_open(definition):
        candidates += [value for one in conditions for value in (one.equals, one.at_least, one.at_most)]
    fitting = (value for value in candidates if value is not None and all(fits(one, value) for one in conditions))
    return next(fitting, None)


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
