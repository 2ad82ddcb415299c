"""For whom a step is, in words for those who read a program: its track, its part and what was answered earlier."""

from core.language import _l, say
from programs.chosen_steps import asked_place, find_part
from programs.fields import YES_NO
from programs.schema import Condition, FieldDef, Module, Program, Step

TRACK = _l("Visas bara på spåret %(name)s.")
PART = _l("Visas bara när delen %(name)s är på.")
UNLESS = _l("Visas bara när delen %(name)s är av.")
IF_ONE = _l("Visas bara om %(what)s.")
IF_ALL = _l("Visas bara om allt det här stämmer: %(what)s.")
IF_ANY = _l("Visas bara om något av det här stämmer: %(what)s.")
IS = _l("svaret på ”%(field)s” är ”%(value)s”")
AT_LEAST = _l("svaret på ”%(field)s” är minst %(value)s")
AT_MOST = _l("svaret på ”%(field)s” är högst %(value)s")
BETWEEN = _l("svaret på ”%(field)s” är från %(low)s till %(high)s")
IN_MODULE = _l("%(what)s (modul %(number)s)")


def say_marks(program: Program, module: Module, step: Step, language: str) -> list[str]:
    """Return for whom a step is, a sentence each; none for one that everybody meets."""
    marks = []
    if step.track:
        label = next((one.label.of(language) for one in program.tracks if one.id == step.track), step.track)
        marks.append(say(language, TRACK, name=label))
    for sentence, part_id in ((PART, step.part), (UNLESS, step.unless_part)):
        if part_id:
            part = find_part(program, part_id)
            marks.append(say(language, sentence, name=part.label.of(language) if part else part_id))
    if step.conditions:
        sentence = IF_ALL if step.show_if_all else IF_ANY if step.show_if_any else IF_ONE
        what = "; ".join(_say(program, module, one, language) for one in step.conditions)
        marks.append(say(language, sentence, what=what))
    return marks


def _say(program: Program, module: Module, condition: Condition, language: str) -> str:
    number, step_id = asked_place(condition, module.number)
    there = next((one for one in program.modules if one.number == number), None)
    step = there.find_step(step_id) if there else None
    definition = next((one for one in step.fields if one.id == condition.field), None) if step else None
    question = next((one.text for one in step.questions if one.id == condition.field), None) if step else None
    label = definition.label if definition else question
    said = _say_value(condition, definition, label.of(language) if label else condition.field, language)
    return said if number == module.number else say(language, IN_MODULE, what=said, number=number)


def _say_value(condition: Condition, definition: FieldDef | None, field: str, language: str) -> str:
    if condition.equals is not None:
        return say(language, IS, field=field, value=_value(condition.equals, definition, language))
    low, high = _number(condition.at_least), _number(condition.at_most)
    if low and high:
        return say(language, BETWEEN, field=field, low=low, high=high)
    return say(language, AT_LEAST if low else AT_MOST, field=field, value=low or high)


def _value(value: bool | float | str, definition: FieldDef | None, language: str) -> str:
    """Return an answer as the patient reads it: an option's words, yes or no, or the number."""
    options = definition.options if definition and definition.options else YES_NO
    name = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return next((one.label.of(language) for one in options if one.id == name), name)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
