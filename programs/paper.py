"""A module on paper: its texts, the pictures and words of its films, and its exercises as forms, empty or filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from programs.answer_words import LAST_STOP, say_answer, say_unit
from programs.fields import YES_NO, columns_of
from programs.films import Films, ShownFilm
from programs.illustrations import name_drawing
from programs.library import Edition
from programs.schema import FieldDef, FieldKind, Module, Question, Step, StepKind, Words
from programs.window_form import FIELDS as WINDOW_FIELDS
from ratings.instruments import get_instrument

Given = Mapping[str, Mapping[str, Any]]
"""What has been answered: the id of a step to its answers by field."""
REPEATED = (FieldKind.ROWS, FieldKind.PLAN)
TICKED = (FieldKind.CHOICE, FieldKind.MULTI)
WIDE = 5
NO_TEXT = Markup()
MOST_STOPS = 11


@dataclass(frozen=True)
class PaperField:
    """One question on paper.

    :param kind: how a blank looks: ``line``, ``short``, ``lines``, ``ticks``, ``scale`` or ``rows``.
    :param answer: the answer in words; "" when there is none, and for rows.
    :param options: what is ticked in a blank; stops are the numbers of a scale from low to high.
    :param heads: the columns of rows; rows are those that are answered, and room is how many a blank has.
    """

    kind: str
    label: str
    hint: str
    unit: str = ""
    answer: str = ""
    options: tuple[str, ...] = ()
    stops: tuple[int, ...] = ()
    low: str = ""
    high: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    room: int = 0

    @property
    def is_wide(self) -> bool:
        """Tell whether the table has so many columns that it needs smaller letters."""
        return len(self.heads) >= WIDE


@dataclass(frozen=True)
class PaperQuestion:
    """One statement of a quiz.

    :param said: what was answered, None for nothing.
    :param words: what is said to the answer; to the right one when there is none.
    """

    text: str
    said: bool | None
    is_true: bool
    words: str


@dataclass(frozen=True)
class PaperStep:
    """One step on paper; what its kind has not is empty.

    :param html: the text, with headings that fit below the step's own.
    :param instruments: the names of the questionnaires, which are answered in the program alone.
    :param note: which version's questions were answered, in a patient's print.
    """

    kind: str
    title: str
    intro: str
    html: Markup = NO_TEXT
    film: ShownFilm | None = None
    stills: tuple[Markup, ...] = ()
    fields: tuple[PaperField, ...] = ()
    questions: tuple[PaperQuestion, ...] = ()
    instruments: tuple[str, ...] = ()
    note: str = ""


def list_paper(edition: Edition, module: Module, language: str, given: Given) -> list[PaperStep]:
    """Return every step of a module as it stands on paper.

    :param module: with the steps that its reader meets.
    """
    return [paper_step(edition, module, step, language, given) for step in module.steps]


def paper_step(edition: Edition, module: Module, step: Step, language: str, given: Given) -> PaperStep:
    """Return one step as it stands on paper."""
    answers = given.get(step.id, {})
    return PaperStep(
        kind=step.kind.value, title=step.title.of(language), intro=_words(step.intro, language),
        html=_text(edition, module, step, language),
        film=edition.films.show(step.film, language) if step.film else None,
        stills=_stills(edition.films, step.film, language) if step.film else (),
        fields=paper_fields(fields_of(step), language, answers),
        questions=tuple(_question(one, language, answers.get(one.id)) for one in step.questions),
        instruments=tuple(get_instrument(name).title.in_language(language) for name in step.instruments),
    )


def fields_of(step: Step) -> tuple[FieldDef, ...]:
    """Return what is filled in; the sleep window asks the same everywhere."""
    return WINDOW_FIELDS if step.kind is StepKind.WINDOW else step.fields


def _text(edition: Edition, module: Module, step: Step, language: str) -> Markup:
    if step.kind is not StepKind.TEXT:
        return NO_TEXT
    html = edition.step_html(module.number, step.id, language)
    for level in (4, 3, 2):
        html = html.replace(f"<h{level}>", f"<h{level + 1}>").replace(f"</h{level}>", f"</h{level + 1}>")
    return Markup(html)  # noqa: S704 - cleaned by programs.library.render


def _stills(films: Films, name: str, language: str) -> tuple[Markup, ...]:
    """Return the scenes of a film, each with its words as the name of the picture, which a PDF must have."""
    scenes, stills = films.show(name, language).scenes, films.stills(name, language)
    return tuple(name_drawing(still, scene.text) for still, scene in zip(stills, scenes, strict=False))


def _words(words: Words | None, language: str) -> str:
    return words.of(language) if words else ""


def paper_fields(fields: Sequence[FieldDef], language: str, answers: Mapping[str, Any]) -> tuple[PaperField, ...]:
    """Return the fields of a form as they stand on paper, in the form's order."""
    return tuple(_field(one, language, answers.get(one.id)) for one in fields)


def _field(definition: FieldDef, language: str, value: Any) -> PaperField:
    label, hint = definition.label.of(language), _words(definition.hint, language)
    if definition.kind in REPEATED:
        columns = columns_of(definition)
        filled = value if isinstance(value, list) else []
        return PaperField(
            "rows", label, hint, heads=tuple(_head(one, language) for one in columns), room=definition.rows,
            rows=tuple(tuple(say_answer(language, one, row.get(one.id)) for one in columns) for row in filled),
        )
    stops = _stops(definition)
    return PaperField(
        _blank(definition, stops), label, hint, say_unit(language, definition), say_answer(language, definition, value),
        _options(definition, language), stops, _words(definition.low, language), _words(definition.high, language),
    )  # fmt: skip


def _head(column: FieldDef, language: str) -> str:
    unit = say_unit(language, column)
    return f"{column.label.of(language)} ({unit})" if unit else column.label.of(language)


def _options(definition: FieldDef, language: str) -> tuple[str, ...]:
    options = YES_NO if definition.kind is FieldKind.YESNO else definition.options
    return tuple(one.label.of(language) for one in options)


def _stops(definition: FieldDef) -> tuple[int, ...]:
    """Return the numbers to ring round, for a scale and for a number with a name at each end."""
    if definition.kind is FieldKind.SCALE:
        return tuple(range(LAST_STOP + 1))
    if definition.kind is FieldKind.NUMBER and definition.low and definition.max is not None:
        stops = tuple(range(int(definition.min or 0), int(definition.max) + 1))
        return stops if len(stops) <= MOST_STOPS else ()
    return ()


def _blank(definition: FieldDef, stops: tuple[int, ...]) -> str:
    if stops:
        return "scale"
    if definition.kind in (*TICKED, FieldKind.YESNO):
        return "ticks"
    return {FieldKind.LONG: "lines", FieldKind.TEXT: "line"}.get(definition.kind, "short")


def _question(question: Question, language: str, answer: Any) -> PaperQuestion:
    said = {"yes": True, "no": False}.get(answer)
    told = question.right if said is None or said is question.answer else question.wrong
    return PaperQuestion(question.text.of(language), said, question.answer, told.of(language))
