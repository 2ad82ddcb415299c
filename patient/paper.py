"""A module or an exercise on paper: its texts, films and forms, empty to fill in by pen or with the own answers."""

from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy import select

from core import web
from core.audit import record_event
from core.errors import NotFoundError
from core.web_pdf import send_pdf
from patient.guard import pages, viewer
from patient.homework import view_tasks
from patient.places import open_place
from patient.times import today
from programs.library import Edition, get_edition
from programs.models import ExerciseAnswer
from programs.paper_diary import diary_table
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


@pages.get("/program/<public:enrollment>/<small:number>/pdf")
def module_pdf(enrollment: str, number: int) -> Any:
    """Give the patient a whole module as a PDF, with what he has written in it."""
    place, empty = open_place(enrollment, number), _asks_empty()
    sheet = sheet_of_module(place, is_empty=empty)
    _log(place, "module.pdf")
    back = url_for("patient.module_print", enrollment=enrollment, number=number, empty="yes" if empty else None)
    return send_pdf(sheet, "modul", back)


@pages.get("/program/<public:enrollment>/<small:number>/<step>/pdf")
def step_pdf(enrollment: str, number: int, step: str) -> Any:
    """Give the patient one exercise as a PDF, with what he has written in it."""
    place, empty = open_place(enrollment, number), _asks_empty()
    sheet = sheet_of_step(place, step, is_empty=empty)
    _log(place, "exercise.pdf")
    back = url_for("patient.step_print", enrollment=enrollment, number=number, step=step,
                   empty="yes" if empty else None)  # fmt: skip
    return send_pdf(sheet, "ovning", back)


def _log(place: Place, action: str) -> None:
    found = place.enrollment
    record_event(web.session(), web.now(), action, actor_id=viewer().id, actor_role="patient", unit_id=found.unit_id,
                 patient_id=viewer().id, object_kind="module", object_id=f"{found.public_id}:{place.module.number}")


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
    table = None if is_empty else diary_table(web.session(), place.enrollment, today(), sheet.language)
    return replace(sheet, homework=homework, tables=[table] if table else [], unit=_unit(place))


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
