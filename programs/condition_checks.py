"""Checks what decides whether a step is shown: conditions on earlier answers, tracks and parts."""

from collections.abc import Iterator

from core.language import _l
from programs.loading import PROGRAM
from programs.problems import Loc
from programs.schema import Condition, FieldDef, FieldKind, Module, Program, Step, StepKind

Found = tuple[str, Loc, str, dict[str, object]]
NO_MODULE = _l("Villkoret frågar efter modul %(number)s, som inte finns. Skriv ett nummer från 1 till %(last)s.")
LATER_MODULE = _l("Villkoret frågar efter modul %(number)s, som kommer senare. Fråga efter ett tidigare svar.")
NO_STEP = _l("Villkoret frågar efter steget %(step)s, som inte finns i modul %(number)s. Stegen där är %(known)s.")
LATER_STEP = _l("Villkoret frågar efter steget %(step)s, som inte kommer före det här. Flytta det ena av dem.")
NO_ANSWERS = _l("Steget %(step)s har inga svar att fråga efter. Välj en övning eller snabba frågor.")
NO_FIELD = _l("Villkoret frågar efter %(field)s, som inte finns i steget %(step)s. Fälten där är %(known)s.")
NO_CHOICE = _l("%(value)s är inget av valen i %(field)s. Välj ett av: %(known)s.")
NOT_A_NUMBER = _l("%(field)s är inget tal, så at_least och at_most går inte att jämföra med. Skriv is i stället.")
YES_OR_NO = _l("%(field)s besvaras med ja eller nej. Skriv is: true eller is: false.")
EMPTY_RANGE = _l("at_least är större än at_most, så steget visas aldrig. Byt plats på dem.")
NOT_COMPARED = _l("%(field)s har flera svar och går inte att fråga efter. Välj ett annat fält.")
NO_TRACK = _l("Spåret %(name)s finns inte i program.yaml. Lägg till det under tracks, eller ta bort raden.")
NO_PART = _l("Delen %(name)s finns inte i program.yaml. Lägg till den under parts, eller ta bort raden.")
UNUSED_TRACK = _l("Inget steg hör till spåret %(name)s. Skriv track: %(name)s på ett steg, eller ta bort spåret.")
UNUSED_PART = _l("Inget steg hör till delen %(name)s. Skriv part: %(name)s på ett steg, eller ta bort delen.")
ONE_ALONE = _l("Ett ensamt villkor skrivs show_if. Lägg till ett till, eller byt namn på raden.")
ONE_TRACK = _l("Ett ensamt spår är inget val. Skriv minst två, eller ta bort tracks.")
NUMBERS = (FieldKind.NUMBER, FieldKind.SCALE)
MANY = (FieldKind.ROWS, FieldKind.PLAN)


def check_conditions(program: Program, module: Module, file: str) -> Iterator[Found]:
    """Yield what is wrong with the conditions, tracks and parts that a module's steps name."""
    tracks, parts = {one.id for one in program.tracks}, {one.id for one in program.parts}
    for place, step in enumerate(module.steps):
        if step.track is not None and step.track not in tracks:
            yield file, ("steps", place, "track"), NO_TRACK, {"name": step.track}
        if step.part is not None and step.part not in parts:
            yield file, ("steps", place, "part"), NO_PART, {"name": step.part}
        if step.unless_part is not None and step.unless_part not in parts:
            yield file, ("steps", place, "unless_part"), NO_PART, {"name": step.unless_part}
        for way, condition in _conditions(step):
            for word, sentence, places in _check(program, module, place, condition):
                yield file, ("steps", place, *way, *([word] if word else [])), sentence, places
        if len(step.show_if_all) == 1 or len(step.show_if_any) == 1:
            yield file, ("steps", place, "show_if_all" if step.show_if_all else "show_if_any"), ONE_ALONE, {}


def _conditions(step: Step) -> Iterator[tuple[Loc, Condition]]:
    """Yield the conditions of a step, each with the way to it."""
    if step.show_if is not None:
        yield ("show_if",), step.show_if
    for word in ("show_if_all", "show_if_any"):
        for number, one in enumerate(getattr(step, word)):
            yield (word, number), one


def _check(
    program: Program, module: Module, place: int, asked: Condition
) -> Iterator[tuple[str, str, dict[str, object]]]:
    number, last = module.number if asked.module is None else asked.module, len(program.modules)
    if number > module.number:
        yield "module", NO_MODULE if number > last else LATER_MODULE, {"number": number, "last": last}
        return
    there = next((one for one in program.modules if one.number == number), None)
    if there is None:
        yield "module", NO_MODULE, {"number": number, "last": last}
        return
    step = there.find_step(asked.step)
    if step is None:
        known = ", ".join(one.id for one in there.steps if _has_answers(one))
        yield "step", NO_STEP, {"step": asked.step, "number": number, "known": known}
    elif there is module and module.steps.index(step) >= place:
        yield "step", LATER_STEP, {"step": asked.step}
    else:
        yield from _check_field(step, asked)


def _has_answers(step: Step) -> bool:
    return step.kind in (StepKind.EXERCISE, StepKind.QUIZ, StepKind.WINDOW)


def _check_field(step: Step, asked: Condition) -> Iterator[tuple[str, str, dict[str, object]]]:
    if not _has_answers(step):
        yield "step", NO_ANSWERS, {"step": step.id}
        return
    known = [*(one.id for one in step.fields), *(one.id for one in step.questions)]
    if step.kind is not StepKind.WINDOW and asked.field not in known:
        yield "field", NO_FIELD, {"field": asked.field, "step": step.id, "known": ", ".join(known)}
        return
    field = next((one for one in step.fields if one.id == asked.field), None)
    if field is not None:
        yield from _check_value(field, asked)


def _check_value(field: FieldDef, asked: Condition) -> Iterator[tuple[str, str, dict[str, object]]]:
    ranged = asked.at_least is not None or asked.at_most is not None
    if field.kind in MANY:
        yield "field", NOT_COMPARED, {"field": field.id}
    elif ranged and field.kind not in NUMBERS:
        yield ("at_least" if asked.at_least is not None else "at_most"), NOT_A_NUMBER, {"field": field.id}
    elif field.kind is FieldKind.YESNO and not _is_yes_or_no(asked.equals):
        yield "is", YES_OR_NO, {"field": field.id}
    elif field.options and asked.equals not in {one.id for one in field.options}:
        known = ", ".join(one.id for one in field.options)
        yield "is", NO_CHOICE, {"value": asked.equals, "field": field.id, "known": known}
    if asked.at_least is not None and asked.at_most is not None and asked.at_least > asked.at_most:
        yield "at_least", EMPTY_RANGE, {}


def _is_yes_or_no(value: object) -> bool:
    return isinstance(value, bool) or value in ("yes", "no")


def check_ways(program: Program) -> Iterator[Found]:
    """Yield the tracks and parts that no step belongs to."""
    steps = [step for module in program.modules for step in module.steps]
    tracks, parts = {step.track for step in steps}, {one for step in steps for one in (step.part, step.unless_part)}
    if len(program.tracks) == 1:
        yield PROGRAM, ("tracks",), ONE_TRACK, {}
    for place, track in enumerate(program.tracks):
        if place and track.id not in tracks:
            yield PROGRAM, ("tracks", place), UNUSED_TRACK, {"name": track.id}
    for place, part in enumerate(program.parts):
        if part.id not in parts:
            yield PROGRAM, ("parts", place), UNUSED_PART, {"name": part.id}
