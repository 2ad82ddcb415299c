"""Checks a program's own diary: its fields, the figures that are computed from them and the graph."""

from collections.abc import Iterator

from core.language import _l
from programs.loading import DIARY, PROGRAM
from programs.problems import Loc
from programs.schema import DiaryForm, FieldDef, FieldKind, Figure, Program

Found = tuple[str, Loc, str, dict[str, object]]
BUILT_IN = ("sleep",)
"""The diaries the product knows by itself."""
NO_DIARY = _l("Dagboken %(name)s finns inte. Skriv den i diary.yaml, eller skriv diary: sleep för sömndagboken.")
NOT_NAMED = _l("program.yaml nämner inte dagboken. Skriv där: diary: %(name)s")
OTHER_NAME = _l("Dagboken heter %(name)s i diary.yaml. Skriv samma namn här.")
STEP_DIARY = _l("Programmet har ingen dagbok som heter %(name)s. Skriv samma namn som i program.yaml.")
NO_FIELD = _l("Siffran räknas på %(name)s, som inte finns i dagboken. Fälten är %(known)s.")
NO_COLUMN = _l("%(row)s har ingen kolumn som heter %(name)s. Kolumnerna är %(known)s.")
WHOLE_ROWS = _l("%(name)s har flera rader. Skriv en kolumn efter en punkt, till exempel %(name)s.%(column)s.")
NOT_COUNTED = _l("%(name)s är inget tal och kan bara räknas. Skriv how: count, eller välj ett annat fält.")
NO_FIGURE = _l("Kurvan visar siffran %(name)s, som inte finns under figures. Siffrorna är %(known)s.")
CURVE_LIMITS = _l("low måste vara mindre än high.")
TWICE = _l("%(name)s står två gånger. Ge den ena ett annat id.")
NUMBERS = (FieldKind.NUMBER, FieldKind.SCALE)


def check_diary(program: Program) -> Iterator[Found]:
    """Yield what is wrong with the diary, and with what names it."""
    form = program.diary_form
    if form is None and program.diary is not None and program.diary not in BUILT_IN:
        yield PROGRAM, ("diary",), NO_DIARY, {"name": program.diary}
    if form is not None and program.diary is None:
        yield DIARY, ("id",), NOT_NAMED, {"name": form.id}
    elif form is not None and program.diary != form.id:
        yield PROGRAM, ("diary",), OTHER_NAME, {"name": form.id}
    if form is not None:
        yield from _check_form(form)


def _check_form(form: DiaryForm) -> Iterator[Found]:
    yield from _twice([one.id for one in form.fields], "fields")
    yield from _twice([one.id for one in form.figures], "figures")
    for place, figure in enumerate(form.figures):
        found = _check_figure(form, figure)
        if found is not None:
            yield DIARY, ("figures", place, "of"), *found
    names = [one.id for one in form.figures]
    if form.curve is not None and form.curve.figure not in names:
        yield DIARY, ("curve", "figure"), NO_FIGURE, {"name": form.curve.figure, "known": ", ".join(names)}
    if form.curve is not None and form.curve.low >= form.curve.high:
        yield DIARY, ("curve", "low"), CURVE_LIMITS, {}


def _twice(names: list[str], word: str) -> Iterator[Found]:
    for place, name in enumerate(names):
        if name in names[:place]:
            yield DIARY, (word, place, "id"), TWICE, {"name": name}


def _check_figure(form: DiaryForm, figure: Figure) -> tuple[str, dict[str, object]] | None:
    name, _dot, column = figure.of.partition(".")
    field = next((one for one in form.fields if one.id == name), None)
    if field is None:
        return NO_FIELD, {"name": name, "known": ", ".join(one.id for one in form.fields)}
    if not column:
        if figure.how != "count" and field.columns:
            return WHOLE_ROWS, {"name": name, "column": field.columns[0].id}
        return _check_counted(field, figure)
    there = next((one for one in field.columns if one.id == column), None)
    if there is None:
        return NO_COLUMN, {"row": name, "name": column, "known": ", ".join(one.id for one in field.columns)}
    return _check_counted(there, figure)


def _check_counted(field: FieldDef, figure: Figure) -> tuple[str, dict[str, object]] | None:
    if figure.how == "count" or field.kind in NUMBERS:
        return None
    return NOT_COUNTED, {"name": figure.of}
