"""What people type in a field is read as they mean it, or asked for again in words."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from programs.fields import NOT_A_DATE, NOT_A_NUMBER, NOT_A_TIME, NOT_AN_OPTION, OUT_OF_RANGE, REQUIRED, read_form
from programs.schema import FieldDef, FieldKind, Option, Words

LABEL = Words(sv="Fråga", en="Question")
OPTIONS = (Option(id="walk", label=LABEL), Option(id="tea", label=LABEL))


def field(kind: FieldKind, **values: Any) -> FieldDef:
    """Make a field."""
    return FieldDef(id="it", kind=kind, label=LABEL, **values)


@pytest.mark.parametrize(
    ("kind", "typed", "answer"),
    [
        (FieldKind.NUMBER, "3", 3), (FieldKind.NUMBER, "3,5", 3.5), (FieldKind.NUMBER, " 3.50 ", 3.5),
        (FieldKind.NUMBER, "0", 0), (FieldKind.SCALE, "10", 10), (FieldKind.TIME, "06:30", "06:30"),
        (FieldKind.TIME, "6.30", "06:30"), (FieldKind.TIME, "630", "06:30"), (FieldKind.TIME, "6", "06:00"),
        (FieldKind.TIME, "00:15", "00:15"), (FieldKind.DATE, "2026-11-24", "2026-11-24"),
        (FieldKind.YESNO, "no", "no"), (FieldKind.CHOICE, "tea", "tea"), (FieldKind.TEXT, "  hej ", "hej"),
        (FieldKind.TEXT, "", None),
    ],
)  # fmt: skip
def test_what_fits_is_read(kind: FieldKind, typed: str, answer: object) -> None:
    filled = read_form([field(kind, options=OPTIONS)], MultiDict({"f.it": typed}), final=True)
    assert (filled.answers, filled.errors) == ({"it": answer}, {})


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (FieldKind.NUMBER, "tre", NOT_A_NUMBER), (FieldKind.NUMBER, "1e3", NOT_A_NUMBER),
        (FieldKind.NUMBER, "٣", NOT_A_NUMBER), (FieldKind.NUMBER, "-1", OUT_OF_RANGE),
        (FieldKind.SCALE, "11", OUT_OF_RANGE), (FieldKind.TIME, "24:00", NOT_A_TIME),
        (FieldKind.TIME, "06:60", NOT_A_TIME), (FieldKind.TIME, "sent", NOT_A_TIME),
        (FieldKind.DATE, "2026-02-30", NOT_A_DATE), (FieldKind.DATE, "24/11", NOT_A_DATE),
        (FieldKind.YESNO, "maybe", NOT_AN_OPTION), (FieldKind.CHOICE, "run", NOT_AN_OPTION),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_kept_as_typed_with_what_to_write(kind: FieldKind, typed: str, sentence: str) -> None:
    filled = read_form([field(kind, options=OPTIONS)], MultiDict({"f.it": typed}), final=True)
    assert filled.errors["f.it"][0] == sentence
    assert filled.answers == {"it": typed}


def test_a_required_field_may_be_empty_in_a_draft_but_not_at_the_end() -> None:
    fields = [field(FieldKind.TEXT, required=True)]
    assert read_form(fields, MultiDict({}), final=False).errors == {}
    assert read_form(fields, MultiDict({}), final=True).errors == {"f.it": (REQUIRED, {})}


def test_only_known_boxes_are_kept() -> None:
    form = MultiDict([("f.it", "tea"), ("f.it", "drugs")])
    assert read_form([field(FieldKind.MULTI, options=OPTIONS)], form, final=True).answers == {"it": ["tea"]}


def test_empty_rows_at_the_end_go_and_rows_beyond_the_most_are_not_read() -> None:
    column = FieldDef(id="what", kind=FieldKind.TEXT, label=LABEL)
    rows = field(FieldKind.ROWS, rows=3, columns=(column,))
    form = MultiDict({"f.it.0.what": "te", "f.it.1.what": "", "f.it.2.what": " ", "f.it.3.what": "mer"})
    assert read_form([rows], form, final=True).answers == {"it": [{"what": "te"}]}
