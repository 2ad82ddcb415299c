"""The patient's calendar of self-ratings on the desk: adding an instrument beside the program's own, taking it out."""

from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for

from clinician.guard import clinician, viewer
from clinician.patient_head import Head, title_of
from clinician.reads import open_record
from clinician.words import _
from core import web
from core.clock import local_date
from core.errors import ConflictError, InvalidError
from core.web_forms import once
from programs.added_ratings import RHYTHMS, AddedRating, add_rating, list_addable, list_added, remove_rating
from programs.models import Enrollment, EnrollmentStatus
from ratings.records import short_name
from ratings.wordings_known import is_askable

LIVE = (EnrollmentStatus.VERIFIED, EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)


def rhythm_name(weeks: int) -> str:
    """Return how often in words."""
    if weeks == 0:
        return _("en gång")
    return _("varje vecka") if weeks == 1 else _("var %(weeks)s:e vecka", weeks=weeks)


def calendar_of(head: Head) -> dict[str, Any]:
    """Return what the card about the patient's calendar shows; no statement."""
    live = [one for one in head.enrollments if one.status in LIVE]
    today = local_date(web.now(), "Europe/Stockholm")
    return {
        "enrollments": [_in_enrollment(one, today) for one in live],
        "rhythms": [(weeks, rhythm_name(weeks)) for weeks in RHYTHMS],
    }


def _in_enrollment(enrollment: Enrollment, today: date) -> dict[str, Any]:
    return {
        "id": enrollment.public_id, "title": title_of(enrollment),
        "added": [_said(enrollment, one, today) for one in list_added(enrollment)],
        "addable": [(name, short_name(name)) for name in list_addable(enrollment.unit_id, today)],
    }  # fmt: skip


def _said(enrollment: Enrollment, added: AddedRating, today: date) -> dict[str, Any]:
    return {
        "id": added.instrument, "name": short_name(added.instrument), "rhythm": rhythm_name(added.weeks),
        "is_locked": not is_askable(added.instrument, enrollment.unit_id, today),
    }  # fmt: skip


@clinician.post("/enrollments/<public:enrollment>/ratings/<any(add, remove):act>")
@once
def change_calendar(enrollment: str, act: str) -> Any:
    """Add an instrument to the patient's calendar, or take it out."""
    found, patient = open_record(Enrollment, enrollment)
    name, typed = request.form.get("instrument", ""), request.form.get("weeks", "")
    weeks = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else -1
    try:
        if act == "add":
            add_rating(web.session(), found, name, weeks, actor_id=viewer().id, now=web.now())
            said = _("%(instrument)s ställs nu %(rhythm)s.", instrument=short_name(name), rhythm=rhythm_name(weeks))
            flash(said, "ok")
        else:
            remove_rating(web.session(), found, name, actor_id=viewer().id, now=web.now())
            flash(_("Frågorna ställs inte längre. Svaren finns kvar."), "ok")
    except (InvalidError, ConflictError) as problem:
        flash(_(problem.reason), "error")
    return redirect(url_for("clinician.patient_ratings", patient=patient.public_id))
