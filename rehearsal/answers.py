"""What the cast answers: every kind of field by its own rules, and the instruments by how each of them is."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from programs.fields import Filled, columns_of, form_name, limits_of, read_form
from programs.schema import FieldDef, FieldKind, Question, Step, StepKind
from ratings.instruments import Instrument, Item
from ratings.risk_rules import RiskLevel, judge_risk

ROWS = 2
WORDS = "Jag prövade en liten sak i taget."
REPEATED = (FieldKind.ROWS, FieldKind.PLAN)


def fill_step(step: Step, wanted: Mapping[str, Any], today: date) -> Filled:
    """Fill in a step's form as a browser would and read it as the page does.

    :param wanted: answers that the patient's way needs, by field.
    """
    fields = fields_of(step)
    return read_form(fields, write_form(fields, wanted, today), final=True)


def fields_of(step: Step) -> tuple[FieldDef, ...]:
    """Return what is filled in; a quiz is answered with yes and no."""
    return tuple(_yes_no(one) for one in step.questions) if step.kind is StepKind.QUIZ else step.fields


def _yes_no(question: Question) -> FieldDef:
    return FieldDef(id=question.id, kind=FieldKind.YESNO, label=question.text, required=True)


def write_form(fields: Sequence[FieldDef], wanted: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return a form with every field filled in, by form name."""
    form: dict[str, Any] = {}
    for field in fields:
        if field.kind in REPEATED:
            for row in range(min(field.rows, ROWS)):
                for column in columns_of(field):
                    form[form_name(field.id, row, column.id)] = _typed(column, None, today)
        else:
            form[form_name(field.id)] = _typed(field, wanted.get(field.id), today)
    return form


def _typed(field: FieldDef, wanted: Any, today: date) -> Any:
    if wanted is not None:
        return wanted if isinstance(wanted, list) else _as_typed(wanted)
    match field.kind:
        case FieldKind.NUMBER | FieldKind.SCALE:
            low, high = limits_of(field)
            return f"{min(high, low + 5):g}"
        case FieldKind.DATE:
            return (today + timedelta(days=1)).isoformat()
        case FieldKind.TIME:
            return "07:30"
        case FieldKind.YESNO:
            return "no" if field.raises else "yes"
        case FieldKind.CHOICE:
            return field.options[0].id
        case FieldKind.MULTI:
            return [field.options[0].id]
    return WORDS


def _as_typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def rate(instrument: Instrument, item: Item, turn: int, *, worsens: bool, tells: bool) -> int:
    """Return an answer to one item.

    :param turn: how many times the instrument was filled in before.
    :param worsens: it goes badly: each time a little more.
    :param tells: a safety question is answered so that it is red.
    """
    values = instrument.values_of(item)
    if item.safety:
        return red_value(instrument, item) if tells else values[0]
    if instrument.id in ("audit", "pgic", "rf1"):
        return values[0]
    is_good_high = (instrument.change.direction == "higher_is_better") is not item.reverse
    share = min(0.9, 0.3 + 0.1 * turn) if worsens else max(0.15, 0.6 - 0.06 * turn)
    return values[round((1 - share if is_good_high else share) * (len(values) - 1))]


def red_value(instrument: Instrument, item: Item) -> int:
    """Return the mildest answer to a safety question that is judged red, or the gravest when none is."""
    values = instrument.values_of(item)
    for value in values:
        if judge_risk(instrument, answers_with(instrument, item, value)).level is RiskLevel.RED:
            return value
    return values[-1]


def answers_with(instrument: Instrument, item: Item, value: int | None) -> list[int | None]:
    """Return the mildest answers to everything, but one."""
    return [value if one.id == item.id else instrument.values_of(one)[0] for one in instrument.items]
