"""Notes in a patient's curves on the desk: written, changed and taken away; what was there before is kept in sight."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from clinician.guard import clinician, viewer
from clinician.patient_head import load_head, today
from clinician.reads import get_unit_id, keep_read, my_units, open_patient
from core import web
from core.errors import ConflictError, InvalidError, NotFoundError
from core.web_forms import once
from monitoring.models import ValueNote
from monitoring.series import Series
from monitoring.value_notes import (
    LONGEST,
    OLDEST,
    WRONG_DAY,
    Noted,
    change_note,
    get_note,
    list_all_notes,
    withdraw_note,
    write_note,
)
from people.models import User
from programs.fields import find_date

TYPED = ("on_day", "body", "for_care")


@clinician.route("/patients/<public:patient>/notes", methods=["GET", "POST"])
@once
def value_notes(patient: str) -> Any:
    """Show every note with what was there before, and write a new one."""
    found = open_patient(patient)
    if request.method == "GET":
        return _page(found, {"on_day": today().isoformat()})
    try:
        write_note(web.session(), viewer(), found, get_unit_id(found), _said(), web.now())
    except InvalidError as problem:
        return _refuse(patient, 422, {problem.field: _(problem.reason)})
    flash(_("Anteckningen står nu i kurvan."), "ok")
    return redirect(_back(patient))


@clinician.route("/patients/<public:patient>/notes/<public:note>", methods=["GET", "POST"])
@once
def value_note(patient: str, note: str) -> Any:
    """Show a note to change, and let the new one take its place."""
    found = open_patient(patient)
    old = get_note(web.session(), found, note, my_units())
    if request.method == "GET":
        if old.replaced_by_id or old.withdrawn_at:
            raise NotFoundError
        return _page(found, {"on_day": old.on_day.isoformat(), "body": old.body,
                             "for_care": "yes" if old.for_care else ""}, old)  # fmt: skip
    try:
        change_note(web.session(), viewer(), found, old, _said(), web.now())
    except InvalidError as problem:
        return _refuse(patient, 422, {problem.field: _(problem.reason)}, note)
    except ConflictError as problem:
        return _refuse(patient, 409, conflict=_(problem.reason))
    flash(_("Anteckningen är ändrad. Den gamla finns kvar i listan."), "ok")
    return redirect(_back(patient))


@clinician.post("/patients/<public:patient>/notes/<public:note>/withdraw")
@once
def withdraw_value_note(patient: str, note: str) -> Any:
    """Take a note out of the curves."""
    found = open_patient(patient)
    try:
        withdraw_note(web.session(), viewer(), get_note(web.session(), found, note, my_units()), web.now())
    except ConflictError as problem:
        return _refuse(patient, 409, conflict=_(problem.reason))
    flash(_("Anteckningen är borttagen ur kurvan. Den finns kvar i listan."), "ok")
    return redirect(_back(patient))


def _said() -> Noted:
    """Return the form as read; raises InvalidError for a day that is none."""
    day = find_date(request.form.get("on_day", ""))
    if day is None:
        raise InvalidError("on_day", WRONG_DAY)
    return Noted(day, request.form.get("body", "")[:2000], request.form.get("for_care") == "yes")


def _back(patient: str) -> str:
    kind = request.values.get("kind", "")
    return url_for("clinician.patient_values", patient=patient, kind=kind if kind in list(Series) else None)


def _refuse(
    patient: str, status: int, errors: dict[str, str] | None = None, note: str = "", conflict: str = ""
) -> tuple[str, int]:
    """Show the page again with what was typed; nothing is kept but that the patient's page was read."""
    web.rollback()
    found = open_patient(patient)
    old = get_note(web.session(), found, note, my_units()) if note else None
    typed = {name: request.form.get(name, "")[:2000] for name in TYPED}
    return keep_read(_page(found, typed, old, errors, conflict), status)


def _page(
    patient: User, typed: dict[str, str], old: ValueNote | None = None, errors: dict[str, str] | None = None,
    conflict: str = "",
) -> str:  # fmt: skip
    return render_template(
        "clinician/value_notes.html", head=load_head(patient), typed=typed, old=old, errors=errors or {},
        conflict=conflict, longest=LONGEST, first_day=today() - OLDEST, today=today(), back=_back(patient.public_id),
        kind=request.values.get("kind", ""), notes=list_all_notes(web.session(), patient.id, my_units()),
    )
