"""The sleep diary: one night a page, and the fortnight as a curve."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import web
from core.errors import InvalidError, NotFoundError
from core.web_forms import once
from patient.diary_view import week_view
from patient.exercise_forms import say_errors, view_fields
from patient.guard import pages, viewer
from patient.times import duration_text, today
from programs.diary import DAY_FIELDS, FIELDS, MORNING_FIELDS, SLEEP, check_day, find_entry, record_night
from programs.enrollment import get_own_enrollment
from programs.fields import Filled, find_date, read_form
from programs.library import get_program
from programs.models import DiaryEntry, Enrollment, EnrollmentStatus
from ratings.sleep_diary import Night


@pages.get("/diary/<public:enrollment>")
def diary(enrollment: str) -> Any:
    """Show the fortnight: curve, sentence, table, and which nights may still be written."""
    found = _get_diary(enrollment)
    view = week_view(web.session(), found.id, today())
    return render_template("patient/diary.html", enrollment=enrollment, view=view, today=today(),
                           can_write=can_write(found), active_tab="program")


@pages.route("/diary/<public:enrollment>/<day>", methods=["GET", "POST"])
@once
def diary_day(enrollment: str, day: str) -> Any:
    """Show one night to fill in or correct, and keep it."""
    found = _get_diary(enrollment)
    night_of = find_date(day)
    if night_of is None:
        raise NotFoundError
    if request.method == "GET":
        return _day_page(found, night_of, find_entry(web.session(), found.id, night_of))
    return _take_night(found, night_of)


def _get_diary(public_id: str) -> Enrollment:
    """Return an own enrolment whose program has the sleep diary; raises NotFoundError for any other."""
    found = get_own_enrollment(web.session(), viewer().id, public_id)
    if get_program(found.program, found.program_version).diary != SLEEP:
        raise NotFoundError
    return found


def can_write(enrollment: Enrollment) -> bool:
    """Tell whether nights may still be written."""
    return enrollment.status in (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED)


def _take_night(enrollment: Enrollment, day: date) -> Any:
    filled = read_form(FIELDS, request.form, final=True)
    if filled.errors:
        return _day_page(enrollment, day, None, filled), 422
    try:
        check_day(day, today())
        night = record_night(web.session(), enrollment, day, filled.answers, web.now())
    except InvalidError as problem:
        return _day_page(enrollment, day, None, filled, str(_(problem.reason))), 422
    flash(night_text(night), "ok")
    return redirect(url_for("patient.diary", enrollment=enrollment.public_id))


def night_text(night: Night) -> str:
    """Say a night in a sentence: how long one slept of how long one lay in bed."""
    return str(_("Du sov ungefär %(sleep)s av %(bed)s i sängen.", sleep=duration_text(night.tst),
                 bed=duration_text(night.tib)))


def _day_page(
    enrollment: Enrollment, day: date, entry: DiaryEntry | None, filled: Filled | None = None, problem: str = ""
) -> str:
    errors = say_errors(filled) if filled else {}
    answers = filled.answers if filled else entry.answers if entry else {}
    return render_template(
        "patient/diary_day.html", enrollment=enrollment.public_id, day=day, today=today(),
        errors=errors | ({"f.lights_out": problem} if problem else {}),
        morning=view_fields(MORNING_FIELDS, answers, errors), evening=view_fields(DAY_FIELDS, answers, errors),
        night=Night(**entry.figures) if entry else None, entry=entry, can_write=can_write(enrollment),
        is_open=_is_open(day),
    )


def _is_open(day: date) -> bool:
    try:
        check_day(day, today())
    except InvalidError:
        return False
    return True
