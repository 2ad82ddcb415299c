"""The daily diary of an enrolment: its fields, and the figures that are computed from each day's row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from people.models import CareUnit
from programs.diary import FIELDS, SLEEP, record_row
from programs.library import get_program
from programs.models import Enrollment
from programs.schema import DiaryForm, FieldDef, Figure, Program


@dataclass(frozen=True)
class Diary:
    """Whose diary, and what is asked in it.

    :param form: what the program's own file says; None is the sleep diary, which the product knows.
    """

    enrollment: Enrollment
    form: DiaryForm | None

    @property
    def name(self) -> str:
        """How its rows are named."""
        return self.form.id if self.form else SLEEP

    @property
    def fields(self) -> tuple[FieldDef, ...]:
        """The fields of a day's row."""
        return self.form.fields if self.form else FIELDS


def diary_of(enrollment: Enrollment) -> Diary | None:
    """Return an enrolment's diary, or None when its program has none."""
    program = get_program(enrollment.program, enrollment.program_version)
    return Diary(enrollment, form_of(program)) if has_diary(program) else None


def has_diary(program: Program) -> bool:
    """Tell whether a program has a daily diary that can be filled in."""
    return program.diary == SLEEP or form_of(program) is not None


def form_of(program: Program) -> DiaryForm | None:
    """Return the form of a program's own diary, or None for the sleep diary and for no diary."""
    return program.diary_form if program.diary not in (None, SLEEP) else None


def get_own_diary(session: Session, patient_id: int, public_id: str) -> tuple[Diary, CareUnit]:
    """Return the diary of one of the patient's own enrolments that has begun, with its unit; one statement.

    :raises NotFoundError: for another's, and for a program without a diary.
    """
    row = session.execute(
        select(Enrollment, CareUnit)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .where(
            Enrollment.public_id == public_id, Enrollment.patient_id == patient_id,
            Enrollment.activated_at.is_not(None),
        )
    ).first()
    diary = diary_of(row[0]) if row else None
    if row is None or diary is None:
        raise NotFoundError
    return diary, row[1]


def record_day(
    session: Session, enrollment: Enrollment, form: DiaryForm, day: date, answers: dict[str, Any], now: datetime
) -> dict[str, float]:
    """Keep a day's row of a program's own diary and return its figures; an earlier row of the day stays.

    :raises ConflictError: when the treatment is over.
    """
    figures = compute_figures(form, answers)
    record_row(session, enrollment, form.id, day, answers, dict(figures), now)
    return figures


def compute_figures(form: DiaryForm, answers: dict[str, Any]) -> dict[str, float]:
    """Return the figures of a row by id; a figure without anything to compute from is left out."""
    computed = ((figure, compute_figure(figure, answers)) for figure in form.figures)
    return {figure.id: round(value, figure.decimals) for figure, value in computed if value is not None}


def compute_figure(figure: Figure, answers: dict[str, Any]) -> float | None:
    """Return one figure, not rounded; a yes counts as 1 and a no as 0, and words only where things are counted."""
    given = _given(figure.of, answers)
    if figure.how == "count":
        return float(len(given))
    numbers = [number for number in map(_number, given) if number is not None]
    if not numbers:
        return None
    return {"value": numbers[0], "mean": fmean(numbers), "sum": sum(numbers), "highest": max(numbers),
            "lowest": min(numbers)}[figure.how]  # fmt: skip


def _given(of: str, answers: dict[str, Any]) -> list[Any]:
    """Return what was answered in a field, in a column of its rows, or each of several choices."""
    name, _dot, column = of.partition(".")
    answer = answers.get(name)
    if column:
        return [row[column] for row in _rows(answer) if _is_given(row.get(column))]
    if isinstance(answer, list):
        return [one for one in answer if _is_given(one)]
    return [answer] if _is_given(answer) else []


def _rows(answer: Any) -> Sequence[dict[str, Any]]:
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def _is_given(answer: Any) -> bool:
    if isinstance(answer, dict):
        return any(_is_given(part) for part in answer.values())
    return answer is not None and answer not in ("", [])


def _number(answer: Any) -> float | None:
    if answer in ("yes", "no"):
        return float(answer == "yes")
    return float(answer) if isinstance(answer, int | float) else None
