"""A module or an exercise on paper: its texts, films and forms, empty to fill in by pen or with the own answers."""

from dataclasses import replace
from typing import Any

from flask import render_template, request
from flask_babel import get_locale
from sqlalchemy import select

from core import web
from core.errors import NotFoundError
from patient.guard import pages
from patient.homework import view_tasks
from patient.places import open_place
from programs.library import Edition, get_edition
from programs.models import ExerciseAnswer
from programs.progress import Place, get_step
from programs.sheets import WRITTEN, Sheet, exercise_sheet, module_sheet


@pages.get("/program/<public:enrollment>/<small:number>/print")
def module_print(enrollment: str, number: int) -> str:
    """Show a whole open module on one page, made for paper; ``?empty=yes`` leaves the forms to fill in by pen."""
    place = open_place(enrollment, number)
    return _page("module", place, sheet_of_module(place, is_empty=_asks_empty()))


@pages.get("/program/<public:enrollment>/<small:number>/<step>/print")
def step_print(enrollment: str, number: int, step: str) -> str:
    """Show one exercise on one page, made for paper; ``?empty=yes`` as above."""
    place = open_place(enrollment, number)
    return _page("step", place, sheet_of_step(place, step, is_empty=_asks_empty()), step=step)


def _asks_empty() -> bool:
    return request.args.get("empty") == "yes"


def _page(kind: str, place: Place, sheet: Sheet, **more: Any) -> str:
    names = {"enrollment": place.enrollment.public_id, "number": place.module.number, **more}
    return render_template("patient/paper.html", kind=kind, sheet=sheet, names=names, module=place.module,
                           is_empty=_asks_empty())  # fmt: skip


def sheet_of_module(place: Place, *, is_empty: bool) -> Sheet:
    """Return an open module as it is printed."""
    given = {} if is_empty else _answers(place)
    has_blanks = _has_blanks(place, is_empty)
    sheet = module_sheet(_edition(place), place.module, str(get_locale()), given, has_blanks=has_blanks)
    homework = sheet.homework if is_empty else [(task["label"], task["state_name"]) for task in view_tasks(place)]
    return replace(sheet, homework=homework, unit=_unit(place))


def sheet_of_step(place: Place, step_id: str, *, is_empty: bool) -> Sheet:
    """Return an exercise as it is printed; raises NotFoundError for a step where nothing is written."""
    step = get_step(place, step_id)
    if step.kind not in WRITTEN:
        raise NotFoundError
    given = {} if is_empty else _answers(place)
    sheet = exercise_sheet(_edition(place), place.module, step, str(get_locale()), given,
                           has_blanks=_has_blanks(place, is_empty))  # fmt: skip
    return replace(sheet, unit=_unit(place))


def _edition(place: Place) -> Edition:
    return get_edition(place.enrollment.program, place.enrollment.program_version)


def _has_blanks(place: Place, is_empty: bool) -> bool:
    """Tell whether gaps are left to write in; what is sent in says where nothing was answered."""
    return is_empty or place.can_write


def _unit(place: Place) -> tuple[str, str]:
    return place.unit.name, place.unit.phone


def _answers(place: Place) -> dict[str, dict[str, Any]]:
    rows = web.session().execute(
        select(ExerciseAnswer.step, ExerciseAnswer.answers).where(
            ExerciseAnswer.enrollment_id == place.enrollment.id, ExerciseAnswer.module == place.module.number
        )
    )
    return {step: answers for step, answers in rows}
