"""Reads what a person filled in, field by field, and says what to write when it does not fit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from core.language import _l
from programs.schema import FieldDef, FieldKind, Option, Words

LONGEST = {FieldKind.TEXT: 200, FieldKind.LONG: 4000}
PLAN_COLUMNS = (
    FieldDef(id="activity", kind=FieldKind.TEXT, label=Words(sv="Vad ska du göra?", en="What will you do?")),
    FieldDef(id="day", kind=FieldKind.DATE, label=Words(sv="Vilken dag?", en="Which day?")),
    FieldDef(id="time", kind=FieldKind.TIME, label=Words(sv="Vilken tid?", en="What time?")),
    FieldDef(id="place", kind=FieldKind.TEXT, label=Words(sv="Var?", en="Where?")),
)
YES_NO = (
    Option(id="yes", label=Words(sv="Ja", en="Yes")),
    Option(id="no", label=Words(sv="Nej", en="No")),
)

REQUIRED = _l("Svara på frågan.")
TOO_LONG = _l("Texten är för lång. Korta den till högst %(most)s tecken.")
NOT_A_NUMBER = _l("Skriv ett tal med siffror, till exempel 3 eller 3,5.")
OUT_OF_RANGE = _l("Skriv ett tal mellan %(low)s och %(high)s.")
NOT_A_TIME = _l("Skriv timme och minuter, till exempel 06:30.")
NOT_A_DATE = _l("Skriv datumet så här: 2026-11-24.")
NOT_AN_OPTION = _l("Välj ett av alternativen.")


@dataclass
class Filled:
    """A form as it was filled in.

    :param answers: field id to answer; rows are lists of answers by column.
    :param errors: form name of the field to the sentence and its places.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)


def columns_of(definition: FieldDef) -> Sequence[FieldDef]:
    """Return the columns of a field with rows; a plan has its own four first, then what the program adds."""
    return (*PLAN_COLUMNS, *definition.columns) if definition.kind is FieldKind.PLAN else definition.columns


def form_name(field_id: str, row: int | None = None, column: str | None = None) -> str:
    """Return the name a field has in the HTML form."""
    return f"f.{field_id}" if row is None else f"f.{field_id}.{row}.{column}"


def read_form(fields: Sequence[FieldDef], form: Mapping[str, Any], *, final: bool) -> Filled:
    """Read the answers of a form.

    :param final: True when the step is finished: then required fields must be answered. A draft may have gaps,
        and what does not fit is kept as it was typed.
    """
    filled = Filled()
    for definition in fields:
        if definition.kind in (FieldKind.ROWS, FieldKind.PLAN):
            filled.answers[definition.id] = rows = _read_rows(definition, form, filled)
            if final:
                _require_columns(definition, rows, filled)
        else:
            name = form_name(definition.id)
            filled.answers[definition.id] = _read_one(definition, name, form, filled)
        if final and definition.required and _is_empty(filled.answers[definition.id]):
            filled.errors.setdefault(form_name(definition.id), (REQUIRED, {}))
    return filled


def _is_empty(answer: Any) -> bool:
    if isinstance(answer, list):
        return all(_is_empty(part) for part in answer)
    if isinstance(answer, dict):
        return all(_is_empty(part) for part in answer.values())
    return answer is None or answer == ""


def _read_rows(definition: FieldDef, form: Mapping[str, Any], filled: Filled) -> list[dict[str, Any]]:
    rows = []
    for number in range(definition.rows):
        row = {
            column.id: _read_one(column, form_name(definition.id, number, column.id), form, filled)
            for column in columns_of(definition)
        }
        rows.append(row)
    while rows and _is_empty(rows[-1]):
        rows.pop()
    return rows


def _require_columns(definition: FieldDef, rows: Sequence[Mapping[str, Any]], filled: Filled) -> None:
    """Ask for the columns that must be answered in every row where something is written."""
    for number, row in enumerate(rows):
        for column in columns_of(definition):
            if column.required and _is_empty(row.get(column.id)) and not _is_empty(dict(row)):
                filled.errors.setdefault(form_name(definition.id, number, column.id), (REQUIRED, {}))


def _read_one(definition: FieldDef, name: str, form: Mapping[str, Any], filled: Filled) -> Any:
    if definition.kind is FieldKind.MULTI:
        chosen = form.getlist(name) if hasattr(form, "getlist") else form.get(name, [])
        known = {option.id for option in definition.options}
        return [value for value in chosen if value in known]
    typed = str(form.get(name, "")).strip()
    if not typed:
        return None
    problem = _problem(definition, typed)
    if problem is not None:
        filled.errors[name] = problem
        return typed
    return _value(definition, typed)


def _problem(definition: FieldDef, typed: str) -> tuple[str, dict[str, Any]] | None:
    match definition.kind:
        case FieldKind.TEXT | FieldKind.LONG:
            most = LONGEST[definition.kind]
            return (TOO_LONG, {"most": most}) if len(typed) > most else None
        case FieldKind.NUMBER | FieldKind.SCALE:
            return _number_problem(definition, typed)
        case FieldKind.TIME:
            return None if find_time(typed) else (NOT_A_TIME, {})
        case FieldKind.DATE:
            return None if find_date(typed) else (NOT_A_DATE, {})
        case FieldKind.YESNO:
            return None if typed in ("yes", "no") else (NOT_AN_OPTION, {})
        case FieldKind.CHOICE:
            return None if typed in {option.id for option in definition.options} else (NOT_AN_OPTION, {})
    return (NOT_AN_OPTION, {})


def limits_of(definition: FieldDef) -> tuple[float, float]:
    """Return the least and greatest number a field takes; a scale goes from 0 to 10."""
    if definition.kind is FieldKind.SCALE:
        return 0, 10
    return definition.min if definition.min is not None else 0, definition.max if definition.max is not None else 9999


def _number_problem(definition: FieldDef, typed: str) -> tuple[str, dict[str, Any]] | None:
    number = find_number(typed)
    if number is None:
        return NOT_A_NUMBER, {}
    low, high = limits_of(definition)
    if not low <= number <= high:
        return OUT_OF_RANGE, {"low": f"{low:g}", "high": f"{high:g}"}
    return None


def _value(definition: FieldDef, typed: str) -> Any:
    if definition.kind in (FieldKind.NUMBER, FieldKind.SCALE):
        number = find_number(typed) or Decimal(0)
        return int(number) if number == number.to_integral_value() else float(number)
    if definition.kind is FieldKind.TIME:
        return find_time(typed)
    return typed


def find_number(typed: str) -> Decimal | None:
    """Return a number written with digits and at most one comma or point, else None (reliability.md F8)."""
    tidy = typed.replace("\u00a0", "").replace(" ", "").replace("−", "-").replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?", tidy, re.ASCII):
        return None
    try:
        return Decimal(tidy)
    except InvalidOperation:
        return None


def find_time(typed: str) -> str | None:
    """Return a time of day as "06:30" from 06:30, 6.30, 630 or 6, else None."""
    match = re.fullmatch(r"([01]?[0-9]|2[0-3])(?:[:.]?([0-5][0-9]))?", typed.strip(), re.ASCII)
    if match is None:
        return None
    return time(int(match[1]), int(match[2] or 0)).isoformat("minutes")


def find_date(typed: str) -> date | None:
    """Return a date written 2026-11-24, else None."""
    try:
        return date.fromisoformat(typed) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed, re.ASCII) else None
    except ValueError:
        return None
