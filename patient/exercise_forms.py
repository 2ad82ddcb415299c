"""Exercise fields as the pages draw them: words in the reader's language, what is typed, what is wrong, which rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from core.web_language import chosen_language, in_language, number_text
from programs import answer_words
from programs.fields import YES_NO, Filled, columns_of, form_name, limits_of
from programs.schema import FieldDef, FieldKind, Words

REPEATED = (FieldKind.ROWS, FieldKind.PLAN)


@dataclass(frozen=True)
class FieldView:
    """One field ready to draw; a field with rows holds its rows instead of a value."""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    value: Any
    error: str
    required: bool
    unit: str
    low: str
    high: str
    least: float
    most: float
    decimals: int
    options: list[tuple[str, str]]
    rows: list[list["FieldView"]]
    can_grow: bool


def view_fields(
    fields: Sequence[FieldDef], answers: Mapping[str, Any], errors: Mapping[str, str], *, all_rows: bool = False
) -> list[FieldView]:
    """Return the fields of an exercise with what has been answered so far."""
    return [_view(one, form_name(one.id), answers.get(one.id), errors, all_rows=all_rows) for one in fields]


def _view(
    definition: FieldDef, name: str, value: Any, errors: Mapping[str, str], *, all_rows: bool = False
) -> FieldView:
    least, most = limits_of(definition)
    rows = _rows(definition, value, errors, all_rows=all_rows) if definition.kind in REPEATED else []
    options = YES_NO if definition.kind is FieldKind.YESNO else definition.options
    return FieldView(
        definition.kind.value, definition.id, name, in_language(definition.label), _words(definition.hint),
        _shown(value), errors.get(name, ""), definition.required, _words(definition.unit), _words(definition.low),
        _words(definition.high), least, most, definition.decimals,
        [(one.id, in_language(one.label)) for one in options], rows, len(rows) < definition.rows,
    )  # fmt: skip


def _words(words: Words | str | None) -> str:
    return in_language(words) if isinstance(words, Words) else words or ""


def _shown(value: Any) -> Any:
    """Write a number with the reader's decimal sign; anything else as it was typed."""
    return number_text(value) if isinstance(value, float) else value


def _rows(definition: FieldDef, value: Any, errors: Mapping[str, str], *, all_rows: bool) -> list[list[FieldView]]:
    filled = value if isinstance(value, list) else []
    count = definition.rows if all_rows else min(definition.rows, max(len(filled), rows_asked(definition.id), 1))
    return [
        [_view(column, form_name(definition.id, number, column.id),
               filled[number].get(column.id) if number < len(filled) else None, errors)
         for column in columns_of(definition)]
        for number in range(count)
    ]  # fmt: skip


def rows_asked(field_id: str) -> int:
    """Return how many rows of a field the page is asked to show."""
    typed = str(request.values.get(f"rows.{field_id}", ""))
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else 0


def rows_after(fields: Sequence[FieldDef], field_id: str) -> tuple[dict[str, Any], str]:
    """Return what an address says to show one row more of a field, and the place of that row on the page."""
    asked: dict[str, Any] = {f"rows.{one.id}": rows_asked(one.id) for one in fields if rows_asked(one.id)}
    more = rows_asked(field_id) + 1
    return asked | {f"rows.{field_id}": more}, f"row-{field_id}-{more}"


def say_errors(filled: Filled) -> dict[str, str]:
    """Return the sentences to show at the fields, by form name."""
    return {name: str(_(sentence, **places)) for name, (sentence, places) in filled.errors.items()}


def say_answers(fields: Sequence[FieldDef], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each question with its answer in words, for pages that only read."""
    pairs = []
    for definition in fields:
        value = answers.get(definition.id)
        if definition.kind in REPEATED:
            rows = value if isinstance(value, list) else []
            pairs.append((in_language(definition.label), "\n".join(_say_row(definition, row) for row in rows)))
        else:
            pairs.append((in_language(definition.label), say_answer(definition, value)))
    return pairs


def _say_row(definition: FieldDef, row: Mapping[str, Any]) -> str:
    parts = [(one, say_answer(one, row.get(one.id))) for one in columns_of(definition)]
    return ". ".join(f"{in_language(one.label)} {text}" for one, text in parts if text)


def say_answer(definition: FieldDef, value: Any) -> str:
    """Return one answer in the reader's words, or "" when there is none."""
    return answer_words.say_answer(chosen_language(), definition, value)
