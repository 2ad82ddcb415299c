"""Modules on paper at the desk: any module of the library or of a draft to read whole, and what a patient sent in."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import g, render_template, request, url_for
from flask_babel import get_locale, refresh

from clinician.guard import authoring, clinician, viewer, writing
from clinician.module_page import ModulePlace, homework_of, open_module, sent_answers
from clinician.patient_head import today
from clinician.step_preview import drafted, released
from core import web
from core.audit import record_event
from core.errors import NotFoundError
from core.language import LANGUAGES
from core.web_pdf import send_pdf
from people.models import Role
from programs.chosen_steps import program_of
from programs.library import Edition, get_edition
from programs.paper_diary import diary_table
from programs.schema import Module, Program
from programs.sent_answers import list_written, noted, paper_of
from programs.sheets import Sheet, exercise_sheet, module_sheet


@authoring.get("/library/<program>/<small:number>/print")
def library_print(program: str, number: int) -> str:
    """Show every text, film and exercise of a module on one page; ``?language=en`` chooses."""
    return _blank(released(program), number, url_for("authoring.library_program", program=program),
                  lambda language: url_for("authoring.library_print", program=program, number=number,
                                           language=language))  # fmt: skip


@writing.get("/drafts/<public:draft>/<small:number>/print")
def draft_print(draft: str, number: int) -> str:
    """Show the same of a draft."""
    return _blank(drafted(draft), number, url_for("writing.draft", draft=draft),
                  lambda language: url_for("writing.draft_print", draft=draft, number=number, language=language))


def _blank(edition: Edition, number: int, back: str, page: Callable[[str], str]) -> str:
    module = _module(edition.program, number)
    asked = request.args.get("language", "")
    if asked in LANGUAGES:
        g.language = asked
        refresh()
    sheet = module_sheet(edition, module, str(get_locale()), {}, has_blanks=True)
    return _page(sheet, back, languages=[(one, page(one)) for one in LANGUAGES])


def _module(program: Program, number: int) -> Module:
    for module in program.modules:
        if module.number == number:
            return module
    raise NotFoundError


@clinician.get("/enrollments/<public:enrollment>/modules/<small:number>/print")
def module_print(enrollment: str, number: int) -> str:
    """Show a patient's module on one page, with what was sent in."""
    place = open_module(enrollment, number)
    return _page(sheet_of(place), url_for("clinician.module_review", enrollment=enrollment, number=number),
                 pdf=url_for("clinician.module_pdf", enrollment=enrollment, number=number))  # fmt: skip


@clinician.get("/enrollments/<public:enrollment>/modules/<small:number>/pdf")
def module_pdf(enrollment: str, number: int) -> Any:
    """Give the same as a PDF."""
    place = open_module(enrollment, number)
    sheet = sheet_of(place)
    _log(place, "module.pdf")
    return send_pdf(sheet, "modul", url_for("clinician.module_print", enrollment=enrollment, number=number))


@clinician.get("/enrollments/<public:enrollment>/modules/<small:number>/pdf/<step>")
def exercise_pdf(enrollment: str, number: int, step: str) -> Any:
    """Give one exercise of it as a PDF."""
    place = open_module(enrollment, number)
    sheet = sheet_of_exercise(place, step)
    _log(place, "exercise.pdf")
    return send_pdf(sheet, "ovning", url_for("clinician.module_print", enrollment=enrollment, number=number))


def _log(place: ModulePlace, action: str) -> None:
    found = place.enrollment
    record_event(web.session(), web.now(), action, actor_id=viewer().id, actor_role=Role.CLINICIAN,
                 unit_id=found.unit_id, patient_id=found.patient_id, object_kind="module",
                 object_id=f"{found.public_id}:{place.number}")  # fmt: skip


def sheet_of_exercise(place: ModulePlace, step_id: str) -> Sheet:
    """Return one exercise as it was last sent in; raises NotFoundError for a step where nothing is written."""
    found = place.enrollment
    edition = get_edition(found.program, found.program_version)
    module = edition.program.get_module(place.number)
    sent, language = sent_answers(place), str(get_locale())
    written = {one.step.id: one.step for one in list_written(found, place.number, sent)}
    asked = written.get(step_id)
    if asked is None or not place.unlock.submitted_at:
        raise NotFoundError
    given = {name: one.answers for name, one in sent.items()}
    sheet = exercise_sheet(edition, module, asked, language, given, has_blanks=False)
    return replace(sheet, name=place.patient.name, steps=[noted(one, step_id, sent, language) for one in sheet.steps])


def sheet_of(place: ModulePlace) -> Sheet:
    """Return a patient's module as it is printed for those who treat: his steps, as they were last sent in."""
    found = place.enrollment
    edition, module = get_edition(found.program, found.program_version), program_of(found).get_module(place.number)
    sent = sent_answers(place) if place.unlock.submitted_at else {}
    sheet = module_sheet(edition, module, str(get_locale()), {}, has_blanks=False)
    sheet = replace(sheet, steps=paper_of(found, module, sheet.language, sent))
    homework = [(task.words, task.name) for task in homework_of(place, module)]
    table = diary_table(web.session(), found, today(), sheet.language)
    return replace(sheet, homework=homework, tables=[table] if table else [], name=place.patient.name)


def _page(sheet: Sheet, back: str, languages: list[tuple[str, str]] | None = None, pdf: str = "") -> str:
    return render_template("clinician/paper.html", sheet=sheet, back=back, languages=languages or [], pdf=pdf)
