"""What a patient wrote in a step, as the clinician reads it: the question, the answer, and rows as a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from clinician.words import _
from core.web_language import in_language, number_text
from programs.fields import columns_of
from programs.schema import FieldDef, FieldKind, Question, Step, StepKind, Words

NUMBERS = (FieldKind.NUMBER, FieldKind.SCALE)
YES = (True, "yes", "true", "1")


@dataclass(frozen=True)
class Shown:
    """One question with its answer.

    :param text: the answer in words, "" when nothing was written.
    :param heads: names of the columns when the answer is rows; then text is empty.
    :param numbers: 1-based columns that hold numbers.
    """

    label: str
    text: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Tell whether the patient left the question."""
        return not self.text and not self.rows


@dataclass(frozen=True)
class QuizAnswer:
    """One statement of a quiz: what the patient said, None for nothing, and whether it was right."""

    statement: str
    said: bool | None
    is_right: bool


def show_answers(step: Step, answers: dict[str, Any]) -> list[Shown]:
    """Return a step's questions with the answers, in the order of the form."""
    return show_fields(step.fields, answers)


def show_fields(fields: Sequence[FieldDef], answers: dict[str, Any]) -> list[Shown]:
    """Return the same for any fields, such as those of a diary."""
    return [_show(definition, answers.get(definition.id)) for definition in fields]


def _show(definition: FieldDef, answer: Any) -> Shown:
    label = in_language(definition.label)
    if definition.kind not in (FieldKind.ROWS, FieldKind.PLAN):
        return Shown(label, answer_text(definition, answer))
    columns = columns_of(definition)
    rows = [[answer_text(one, row.get(one.id)) or "–" for one in columns] for row in answer or []]
    numbers = [place for place, one in enumerate(columns, 1) if one.kind in NUMBERS]
    return Shown(label, heads=[in_language(one.label) for one in columns], rows=rows, numbers=numbers)


def answer_text(definition: FieldDef, answer: Any) -> str:
    """Return one answer in words; "" when there is none."""
    if answer is None or answer == "" or answer == []:
        return ""
    if definition.kind is FieldKind.YESNO:
        return _("Ja") if answer in YES else _("Nej")
    if definition.kind in (FieldKind.CHOICE, FieldKind.MULTI):
        chosen = answer if isinstance(answer, list) else [answer]
        return ", ".join(in_language(one.label) for one in definition.options if one.id in chosen)
    if definition.kind in NUMBERS and isinstance(answer, int | float):
        return _number(definition, answer)
    return str(answer)


def _number(definition: FieldDef, answer: float) -> str:
    if definition.kind is FieldKind.SCALE:
        return _("%(number)s av 10", number=number_text(answer))
    unit = definition.unit
    return f"{number_text(answer)} {in_language(unit) if isinstance(unit, Words) else unit or ''}".strip()


def show_quiz(step: Step, answers: dict[str, Any]) -> list[QuizAnswer]:
    """Return the statements of a quiz with what the patient said."""
    return [_quiz_answer(question, answers.get(question.id)) for question in step.questions]


def _quiz_answer(question: Question, answer: Any) -> QuizAnswer:
    said = None if answer is None or answer == "" else answer in YES
    return QuizAnswer(in_language(question.text), said, said is question.answer)


def is_written(step: Step) -> bool:
    """Tell whether the patient fills in a step in words."""
    return step.kind in (StepKind.EXERCISE, StepKind.QUIZ)
