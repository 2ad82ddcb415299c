"""Says one answer of an exercise in words, in a language; pages, paper and PDF say it alike."""

from decimal import Decimal
from typing import Any

from core.language import _l, say, write_number
from programs.fields import YES_NO
from programs.schema import FieldDef, FieldKind, Words

LAST_STOP = 10
ON_A_SCALE = _l("%(number)s av %(most)s")


def say_answer(language: str, definition: FieldDef, value: Any) -> str:
    """Return one answer in words, or "" when there is none."""
    if value is None or value in ("", []):
        return ""
    options = {one.id: one.label.of(language) for one in definition.options or YES_NO}
    if definition.kind is FieldKind.MULTI:
        return ", ".join(options.get(one, str(one)) for one in value)
    if definition.kind in (FieldKind.CHOICE, FieldKind.YESNO):
        return options.get(str(value), str(value))
    if definition.kind is FieldKind.SCALE:
        return say(language, ON_A_SCALE, number=value, most=LAST_STOP)
    number = write_number(language, Decimal(str(value))) if isinstance(value, float) else value
    return f"{number} {say_unit(language, definition)}".strip()


def say_unit(language: str, definition: FieldDef) -> str:
    """Return the unit of a number, or ""."""
    unit = definition.unit
    return unit.of(language) if isinstance(unit, Words) else unit or ""
