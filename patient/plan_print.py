"""A module on paper: its texts, what the patient has written, and the homework."""

from typing import Any

from flask import render_template, request
from flask_babel import get_locale
from sqlalchemy import select

from core import web
from core.errors import NotFoundError
from patient.exercise_forms import say_answers
from patient.guard import pages
from patient.homework import view_tasks
from patient.places import open_place
from patient.steps import fields_of
from patient.window import FIELDS as WINDOW_FIELDS
from programs.library import text_html
from programs.models import ExerciseAnswer
from programs.progress import Place
from programs.schema import StepKind


@pages.get("/program/<public:enrollment>/plan-print")
def plan_print(enrollment: str) -> Any:
    """Show an open module on one page, made for paper; ``?module=3`` chooses it."""
    typed = request.args.get("module", "1")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 4):
        raise NotFoundError
    place = open_place(enrollment, int(typed))
    return render_template("patient/plan_print.html", place=place, enrollment=enrollment, module=place.module,
                           program=place.program, parts=_parts(place), tasks=view_tasks(place))


def _parts(place: Place) -> list[dict[str, Any]]:
    rows = web.session().execute(
        select(ExerciseAnswer.step, ExerciseAnswer.answers).where(
            ExerciseAnswer.enrollment_id == place.enrollment.id, ExerciseAnswer.module == place.module.number
        )
    )
    answers = {step: given for step, given in rows}
    parts = []
    for step in place.module.steps:
        part: dict[str, Any] = {"step": step, "html": "", "pairs": []}
        if step.kind is StepKind.TEXT:
            part["html"] = text_html(place.enrollment.program, place.enrollment.program_version, place.module.number,
                                     step.id, str(get_locale()))
        elif step.kind is not StepKind.RATING:
            fields = WINDOW_FIELDS if step.kind is StepKind.WINDOW else fields_of(step)
            part["pairs"] = say_answers(fields, answers.get(step.id, {}))
        parts.append(part)
    return parts
