"""Says in words which rules of a program changed: who may begin, what is asked, what is shown, what is safe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import NotFoundError
from core.language import _l, say
from programs.schema import Condition, FieldDef, Module, Program, Step
from ratings.instruments import get_instrument


@dataclass(frozen=True)
class Sentence:
    """A changed rule in words.

    :param is_safety: it concerns what warns of danger, and is shown first and marked.
    """

    text: str
    places: Mapping[str, object] = field(default_factory=dict)
    is_safety: bool = False

    def said(self, language: str) -> str:
        """Return the sentence in a language."""
        places = {name: say(language, value) if isinstance(value, str) and value else value
                  for name, value in self.places.items()}  # fmt: skip
        return say(language, self.text, **places)


GATE_ADDED = _l("Ny fråga före start: %(name)s. Svaret ska vara %(wanted)s.")
GATE_REMOVED = _l("Frågan %(name)s ställs inte längre före start.")
GATE_TURNED = _l("Frågan %(name)s före start ska nu besvaras %(wanted)s i stället för %(before)s.")
RATINGS = _l("Formulären i modul %(module)s: %(before)s blir %(after)s.")
UNLOCK = _l("Modulerna öppnas %(after)s i stället för %(before)s.")
WEEKS = _l("Programmet är %(after)s veckor i stället för %(before)s.")
KIND = _l("Programmet är av sorten %(after)s i stället för %(before)s.")
DIARY = _l("Dagboken är %(after)s i stället för %(before)s.")
DIARY_FIELDS = _l("Dagbokens fält, siffror eller kurva är ändrade.")
GOALS = _l("Målet frågas i modul %(after)s i stället för %(before)s.")
MEASURE = _l("Mätplanen är %(after)s i stället för %(before)s.")
START_PAGES = _l("De första sidorna är ändrade: %(before)s blir %(after)s.")
TRACKS = _l("Spåren är ändrade: %(before)s blir %(after)s.")
PARTS = _l("Delarna är ändrade: %(before)s blir %(after)s.")
MODULE_ADDED = _l("Modul %(module)s är ny.")
MODULE_REMOVED = _l("Modul %(module)s är borttagen.")
FEEDBACK = _l("Modul %(module)s: svar från behandlaren är %(after)s i stället för %(before)s.")
HOMEWORK = _l("Modul %(module)s: hemuppgifterna är %(after)s i stället för %(before)s.")
STEP_ADDED = _l("Modul %(module)s: steget %(step)s är nytt.")
STEP_REMOVED = _l("Modul %(module)s: steget %(step)s är borttaget.")
STEP_ORDER = _l("Modul %(module)s: stegen kommer i en annan ordning.")
STEP_KIND = _l("Modul %(module)s: steget %(step)s är av sorten %(after)s i stället för %(before)s.")
STEP_OTHER = _l("Modul %(module)s: steget %(step)s har %(name)s %(after)s i stället för %(before)s.")
SHOWN = _l("Modul %(module)s: steget %(step)s visas %(after)s. Förut visades det %(before)s.")
FIELD_ADDED = _l("Modul %(module)s, %(step)s: fältet %(name)s är nytt.")
FIELD_REMOVED = _l("Modul %(module)s, %(step)s: fältet %(name)s är borttaget. Det som är svarat finns kvar.")
FIELD_CHANGED = _l("Modul %(module)s, %(step)s: fältet %(name)s är ändrat (%(what)s).")
FIELD_ORDER = _l("Modul %(module)s, %(step)s: fälten kommer i en annan ordning.")
QUIZ = _l("Modul %(module)s, %(step)s: frågorna eller de rätta svaren är ändrade.")
ALARM_ADDED = _l("Modul %(module)s, %(step)s: ett ja på %(name)s larmar nu (%(word)s).")
ALARM_REMOVED = _l("Modul %(module)s, %(step)s: ett ja på %(name)s larmar inte längre (%(word)s).")
SAFETY_ADDED = _l("Modul %(module)s ställer nu trygghetsfrågor: %(name)s.")
SAFETY_REMOVED = _l("Modul %(module)s ställer inte längre trygghetsfrågor med %(name)s.")
SAFETY_NONE = _l("Modul %(module)s har inte kvar någon trygghetsfråga.")
ALWAYS = _l("alltid")
NEVER_HEARD = _l("inget")
YES, NO = _l("ja"), _l("nej")
SIMPLE = (("weeks", WEEKS), ("kind", KIND), ("unlock", UNLOCK), ("diary", DIARY), ("goals_module", GOALS))
FIELD_WORDS = ("kind", "required", "min", "max", "unit", "decimals", "options", "rows", "columns")


def list_rule_changes(old: Program, new: Program) -> list[Sentence]:
    """Return the rules that differ, those about safety first."""
    found = [*_frame(old, new), *_modules(old, new)]
    return sorted(found, key=lambda one: not one.is_safety)


def _frame(old: Program, new: Program) -> Iterator[Sentence]:
    yield from _gate(old, new)
    for name, sentence in SIMPLE:
        yield from _differs(sentence, getattr(old, name), getattr(new, name))
    plan = [one.measure.plan if one.measure else None for one in (old, new)]
    yield from _differs(MEASURE, *plan)
    for sentence, name in ((TRACKS, "tracks"), (PARTS, "parts"), (START_PAGES, "onboarding")):
        yield from _differs(sentence, _ids(getattr(old, name)), _ids(getattr(new, name)))
    starts = [{part.id: part.starts for part in one.parts} for one in (old, new)]
    yield from (
        _sentence(PARTS, before=f"{one}: {starts[0][one]}", after=f"{one}: {starts[1][one]}")
        for one in starts[0].keys() & starts[1].keys() if starts[0][one] != starts[1][one]
    )  # fmt: skip
    if old.diary_form and new.diary_form and _field_rules(old.diary_form) != _field_rules(new.diary_form):
        yield _sentence(DIARY_FIELDS)
    times = [{time.module: ", ".join(time.instruments) for time in one.ratings} for one in (old, new)]
    for module in sorted(times[0].keys() | times[1].keys()):
        yield from _differs(RATINGS, times[0].get(module), times[1].get(module), module=module)


def _field_rules(form: Any) -> object:
    return [_rules_of(one) for one in form.fields], [(one.id, one.of, one.how) for one in form.figures], form.curve


def _rules_of(definition: FieldDef) -> tuple[object, ...]:
    options = [one.id for one in definition.options]
    columns = [_rules_of(one) for one in definition.columns]
    unit = definition.unit if isinstance(definition.unit, str | None) else definition.unit.sv
    return (definition.id, definition.kind.value, definition.required, definition.min, definition.max, unit,
            definition.decimals, options, definition.rows, columns)  # fmt: skip


def _sentence(text: str, *, is_safety: bool = False, **places: object) -> Sentence:
    return Sentence(text, places, is_safety)


def _differs(text: str, before: object, after: object, **more: Any) -> Iterator[Sentence]:
    if before != after:
        yield _sentence(text, before=_shown(before), after=_shown(after), **more)


def _shown(value: object) -> str:
    if value is None or value == "":
        return NEVER_HEARD
    return (YES if value else NO) if isinstance(value, bool) else str(value)


def _ids(things: Sequence[Any]) -> str:
    return ", ".join(str(one.id) for one in things)


def _gate(old: Program, new: Program) -> Iterator[Sentence]:
    before, after = ({one.id: one for one in program.gate} for program in (old, new))
    words = {"yes": YES, "no": NO}
    for name in [*before, *(one for one in after if one not in before)]:
        if name not in before:
            yield _sentence(GATE_ADDED, is_safety=True, name=name, wanted=words[after[name].expect])
        elif name not in after:
            yield _sentence(GATE_REMOVED, is_safety=True, name=name)
        elif before[name].expect != after[name].expect:
            yield _sentence(GATE_TURNED, is_safety=True, name=name, wanted=words[after[name].expect],
                            before=words[before[name].expect])  # fmt: skip


def _modules(old: Program, new: Program) -> Iterator[Sentence]:
    before, after = ({one.number: one for one in program.modules} for program in (old, new))
    for number in sorted(before.keys() | after.keys()):
        if number not in before:
            yield _sentence(MODULE_ADDED, module=number)
        elif number not in after:
            yield _sentence(MODULE_REMOVED, module=number)
        else:
            yield from _module(before[number], after[number])
        yield from _safety(before.get(number), after.get(number), number)


def _module(old: Module, new: Module) -> Iterator[Sentence]:
    number = new.number
    yield from _differs(FEEDBACK, old.feedback, new.feedback, module=number)
    yield from _differs(HOMEWORK, len(old.homework), len(new.homework), module=number)
    before, after = ({one.id: one for one in module.steps} for module in (old, new))
    for name in [*before, *(one for one in after if one not in before)]:
        if name not in before:
            yield _sentence(STEP_ADDED, module=number, step=name)
        elif name not in after:
            yield _sentence(STEP_REMOVED, module=number, step=name)
        else:
            yield from _step(before[name], after[name], number)
    if [one for one in before if one in after] != [one for one in after if one in before]:
        yield _sentence(STEP_ORDER, module=number)


def _step(old: Step, new: Step, number: int) -> Iterator[Sentence]:
    where: dict[str, Any] = {"module": number, "step": new.id}
    yield from _differs(STEP_KIND, old.kind.value, new.kind.value, **where)
    for name in ("film", "track", "part", "unless_part", "again_days", "diary"):
        yield from _differs(STEP_OTHER, getattr(old, name), getattr(new, name), name=name, **where)
    yield from _differs(STEP_OTHER, ", ".join(old.instruments), ", ".join(new.instruments), name="instruments", **where)
    yield from _differs(SHOWN, say_conditions(old), say_conditions(new), **where)
    if [(one.id, one.answer) for one in old.questions] != [(one.id, one.answer) for one in new.questions]:
        yield _sentence(QUIZ, **where)
    yield from _fields(old.fields, new.fields, where)


def say_conditions(step: Step) -> str:
    """Return when a step is shown as it is written in the file, which is the same in every language."""
    joined = " | " if step.show_if_any else " & "
    return joined.join(map(_say_condition, step.conditions)) or ALWAYS


def _say_condition(condition: Condition) -> str:
    place = f"{condition.module}." if condition.module is not None else ""
    asked = {"is": condition.equals, "at_least": condition.at_least, "at_most": condition.at_most}
    wanted = ", ".join(f"{word} {_written(value)}" for word, value in asked.items() if value is not None)
    return f"{place}{condition.step}.{condition.field} {wanted}"


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fields(old: Sequence[FieldDef], new: Sequence[FieldDef], where: dict[str, Any]) -> Iterator[Sentence]:
    before, after = ({one.id: one for one in fields} for fields in (old, new))
    for name in [*before, *(one for one in after if one not in before)]:
        was, now = before.get(name), after.get(name)
        alarms = (was.raises if was else None), (now.raises if now else None)
        if alarms[0] and alarms[0] != alarms[1]:
            yield _sentence(ALARM_REMOVED, is_safety=True, name=name, word=alarms[0], **where)
        if alarms[1] and alarms[0] != alarms[1]:
            yield _sentence(ALARM_ADDED, is_safety=True, name=name, word=alarms[1], **where)
        if was is None or now is None:
            yield _sentence(FIELD_ADDED if was is None else FIELD_REMOVED, name=name, **where)
        elif _rules_of(was) != _rules_of(now):
            what = ", ".join(word for word in FIELD_WORDS if getattr(was, word) != getattr(now, word))
            yield _sentence(FIELD_CHANGED, name=name, what=what, **where)
    if [one for one in before if one in after] != [one for one in after if one in before]:
        yield _sentence(FIELD_ORDER, **where)


def _safety(old: Module | None, new: Module | None, number: int) -> Iterator[Sentence]:
    before, after = (_safety_forms(module) for module in (old, new))
    for name in before:
        if name not in after and new is not None:
            yield _sentence(SAFETY_REMOVED, is_safety=True, module=number, name=name)
    for name in after:
        if name not in before and old is not None:
            yield _sentence(SAFETY_ADDED, is_safety=True, module=number, name=name)
    if before and not after and new is not None:
        yield _sentence(SAFETY_NONE, is_safety=True, module=number)


def _safety_forms(module: Module | None) -> list[str]:
    """Return the instruments of a module that ask about safety (clinical/instruments.md 3)."""
    names = [name for step in (module.steps if module else ()) for name in step.instruments]
    return [name for name in dict.fromkeys(names) if _asks_safety(name)]


def _asks_safety(name: str) -> bool:
    try:
        return any(item.safety for item in get_instrument(name).items)
    except NotFoundError:
        return False


