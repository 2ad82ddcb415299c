"""A module that a patient has sent in: read, comment, answer, ask for more, and open the next (P4)."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from clinician.guard import clinician
from clinician.module_page import ModulePlace, load_module_page, open_module
from clinician.module_reply import (
    COMMENT,
    FEWEST_WORDS,
    MOST_WORDS,
    Reply,
    give_reply,
    keep_draft,
    open_next,
    read_reply,
    word_count,
)
from clinician.patient import patient_page, state_word
from clinician.reads import keep_read, open_patient, open_record
from clinician.sleep_words import bed_at, lengths, patient_words, rule_sentence, sleep_finding
from clinician.words import _
from core import web
from core.errors import ConflictError, InvalidError
from core.web_forms import once
from messaging.conversations import ReplyConflictError
from programs.models import Enrollment


@clinician.get("/enrollments/<public:enrollment>/modules/<small:number>")
def module_review(enrollment: str, number: int) -> str:
    """Show what the patient sent in, with support for the answer."""
    return module_page(open_module(enrollment, number))


def module_page(place: ModulePlace, **refused: Any) -> str:
    """Return the page of a module; refused holds errors or a conflict when a form was not accepted."""
    page = load_module_page(place)
    typed = request.form if refused else {}
    kept: dict[str, Any] = {"errors": {}, "conflict": "", "newer": [], **refused}
    return render_template(
        "clinician/module.html", page=page, text=typed.get("text", page.thread.draft), reason=typed.get("reason", ""),
        remembered=request.form.getlist("remember"), comments={
            name.removeprefix(COMMENT): value for name, value in typed.items() if name.startswith(COMMENT)
        }, fewest=FEWEST_WORDS, most=MOST_WORDS, words=word_count(typed.get("text", page.thread.draft)),
        state=state_word(place.unlock), lengths=lengths(place.patient), bed_at=bed_at, rule_sentence=rule_sentence,
        patient_words=patient_words, sleep_finding=sleep_finding(page.sleep), **kept,
    )


@clinician.post("/enrollments/<public:enrollment>/modules/<small:number>")
@once
def answer_module(enrollment: str, number: int) -> Any:
    """Take the clinician's answer, comment or request for more; the text is kept whatever happens."""
    place, form = open_module(enrollment, number), read_reply(request.form)
    try:
        give_reply(form, place.enrollment, place.patient, place.unlock, place.reference)
    except InvalidError as problem:
        return _refuse(enrollment, number, 422, errors={_field(problem.field): _(problem.reason)})
    except ConflictError as problem:
        newer = problem.newer if isinstance(problem, ReplyConflictError) else []
        return _refuse(enrollment, number, 409, conflict=_(problem.reason), newer=newer)
    flash(_said(form, number), "ok")
    if form.act == "comment":
        return redirect(url_for("clinician.module_review", enrollment=enrollment, number=number))
    return redirect(url_for("clinician.patient", patient=place.patient.public_id))


def _field(name: str) -> str:
    return {"body": "text", "unlock": "reason"}.get(name, name)


def _said(form: Reply, number: int) -> str:
    return {
        "open": _("Svaret är skickat och modul %(number)s är öppen.", number=number + 1),
        "answer": _("Svaret är skickat."),
        "return": _("Modulen är tillbaka hos patienten för komplettering."),
        "comment": _("Kommentaren är sparad. Ditt svar ligger kvar som utkast."),
    }[form.act]


def _refuse(enrollment: str, number: int, status: int, **refused: Any) -> tuple[str, int]:
    web.rollback()
    return keep_read(module_page(open_module(enrollment, number), **refused), status)


@clinician.post("/enrollments/<public:enrollment>/modules/<small:number>/draft")
def save_module_draft(enrollment: str, number: int) -> tuple[str, int]:
    """Keep the answer under way; the page saves it by itself, as often as it likes."""
    place = open_module(enrollment, number)
    keep_draft(place.enrollment, place.reference, request.form.get("text", ""))
    return "", 204


@clinician.post("/enrollments/<public:enrollment>/modules/<small:number>/unlock")
@once
def unlock(enrollment: str, number: int) -> Any:
    """Open the next module without an answer to the one before, with a reason when something advises against it."""
    found, patient = open_record(Enrollment, enrollment)
    try:
        open_next(found, patient, number, request.form.get("reason", ""))
    except InvalidError as problem:
        return _refuse_unlock(patient.public_id, 422, errors={"reason": _(problem.reason)})
    except ConflictError as problem:
        return _refuse_unlock(patient.public_id, 409, conflict=_(problem.reason))
    flash(_("Modul %(number)s är öppen.", number=number), "ok")
    return redirect(url_for("clinician.patient", patient=patient.public_id))


def _refuse_unlock(patient: str, status: int, **refused: Any) -> tuple[str, int]:
    web.rollback()
    page = patient_page(open_patient(patient), typed_reason=request.form.get("reason", ""), **refused)
    return keep_read(page, status)
