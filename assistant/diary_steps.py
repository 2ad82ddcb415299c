"""The steps of a day's diary row: each field that a short answer fills; what needs more is left for the web."""

from collections.abc import Sequence
from typing import Any

from assistant.steps import Option, Step, StepKind
from programs.fields import YES_NO, limits_of
from programs.schema import FieldDef, FieldKind

_YES_SAYS = {"yes": frozenset(("ja", "yes", "jo")), "no": frozenset(("nej", "no", "nä", "inte"))}
SCALE_TOP = 10


def steps_of_fields(fields: Sequence[FieldDef], language: str) -> tuple[Step, ...]:
    """Return the questions that make a day's row, in the diary's order; what may be left out is left for the web."""
    steps = (step_of_field(one, language) for one in fields if one.required)
    return tuple(step for step in steps if step is not None)


def step_of_field(field: FieldDef, language: str) -> Step | None:
    """Return a field as a question, or None for one that needs the web: free text and rows."""
    text, optional = field.label.of(language), not field.required
    if field.kind is FieldKind.TIME:
        return Step(field.id, text, StepKind.TIME, is_optional=optional)
    if field.kind is FieldKind.SCALE:
        return Step(field.id, text, StepKind.NUMBER, low=0, high=SCALE_TOP, is_optional=optional)
    if field.kind is FieldKind.NUMBER:
        low, high = limits_of(field)
        return Step(field.id, text, StepKind.NUMBER, low=int(low), high=int(high), decimals=field.decimals or 0,
                    is_optional=optional)  # fmt: skip
    if field.kind in (FieldKind.YESNO, FieldKind.CHOICE):
        return Step(field.id, text, options=_options(field, language), is_optional=optional)
    return None


def _options(field: FieldDef, language: str) -> tuple[Option, ...]:
    if field.kind is FieldKind.YESNO:
        digits = {"no": "0", "yes": "1"}
        return tuple(Option(one.id, one.label.of(language), digits[one.id], _YES_SAYS[one.id]) for one in YES_NO)
    return tuple(
        Option(one.id, one.label.of(language), str(number)) for number, one in enumerate(field.options, start=1)
    )


def left_for_web(fields: Sequence[FieldDef], answers: dict[str, Any]) -> bool:
    """Tell whether a required field is left that only the web can take."""
    return any(
        field.required and step_of_field(field, "sv") is None and not answers.get(field.id) for field in fields
    )
