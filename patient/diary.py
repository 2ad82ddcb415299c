"""The daily diary: one day a page, saved as it is typed, and the fortnight as a curve; sleep's is one of them."""

from datetime import date
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import web
from core.errors import InvalidError, NotFoundError
from core.web_forms import once
from core.web_language import clock_text
from patient.day_view import DayView, day_view
from patient.diary_view import DiaryView, week_view
from patient.exercise_forms import rows_after, say_answers, say_errors, view_fields
from patient.guard import pages, viewer
from patient.times import duration_text, today
from patient.written import read_diary
from people.models import CareUnit
from programs.day_diary import Diary, diary_of, get_own_diary, record_day
from programs.diary import (
    DAY_FIELDS,
    MORNING_FIELDS,
    DayRows,
    check_day,
    find_rows,
    is_writable,
    record_night,
    save_draft_row,
)
from programs.fields import Filled, find_date, read_form
from programs.models import Enrollment
from programs.schema import DiaryForm
from ratings.sleep_diary import Night


@pages.get("/diary/<public:enrollment>")
def diary(enrollment: str) -> Any:
    """Show the fortnight: curve, sentence, table, and which days may still be written."""
    found, _unit = get_own_diary(web.session(), viewer().id, enrollment)
    return render_template(
        "patient/day_diary.html" if found.form else "patient/diary.html", enrollment=enrollment, form=found.form,
        view=diary_week(found.enrollment, today()), today=today(), can_write=is_writable(found.enrollment),
        active_tab="program",
    )  # fmt: skip


def diary_week(enrollment: Enrollment, last: date) -> DiaryView | DayView | None:
    """Return the fortnight of an enrolment's diary that ends on a day, or None without a diary; one statement."""
    found = diary_of(enrollment)
    if found is None:
        return None
    if found.form is None:
        return week_view(web.session(), enrollment.id, last)
    return day_view(web.session(), enrollment.id, found.form, last)


@pages.route("/diary/<public:enrollment>/<day>", methods=["GET", "POST"])
@once
def diary_day(enrollment: str, day: str) -> Any:
    """Show one day to fill in or correct, and keep it."""
    found, unit = get_own_diary(web.session(), viewer().id, enrollment)
    row_of = _date(day)
    if request.method == "GET":
        return _day_page(found, row_of, find_rows(web.session(), found.enrollment.id, found.name, row_of))
    return _take_day(found, unit, row_of)


@pages.post("/diary/<public:enrollment>/<day>/draft")
def diary_draft(enrollment: str, day: str) -> Any:
    """Keep what is typed so far, while it is typed; it is no row of the diary until it is finished."""
    found, _unit = get_own_diary(web.session(), viewer().id, enrollment)
    row_of = _date(day)
    check_day(row_of, today())
    filled = read_form(found.fields, request.form, final=False)
    save_draft_row(web.session(), found.enrollment, found.name, row_of, filled.answers, web.now())
    return jsonify(saved=clock_text(web.now()))


def _date(typed: str) -> date:
    day = find_date(typed)
    if day is None:
        raise NotFoundError
    return day


def _take_day(found: Diary, unit: CareUnit, day: date) -> Any:
    then = request.form.get("then", "done")
    filled = read_form(found.fields, request.form, final=then == "done")
    if then == "done" and filled.errors:
        return _day_page(found, day, DayRows(None, None), filled), 422
    try:
        check_day(day, today())
        if then.startswith("add."):
            return _one_row_more(found, day, filled, then.removeprefix("add."))
        told = _record(found, day, filled)
    except InvalidError as problem:
        return _day_page(found, day, DayRows(None, None), filled, str(_(problem.reason))), 422
    flash(told, "ok")
    card = read_diary(found.enrollment, unit, day, filled.answers) if found.form else None
    return card or redirect(url_for("patient.diary", enrollment=found.enrollment.public_id))


def _one_row_more(found: Diary, day: date, filled: Filled, field_id: str) -> Any:
    save_draft_row(web.session(), found.enrollment, found.name, day, filled.answers, web.now())
    asked, place = rows_after(found.fields, field_id)
    return redirect(url_for("patient.diary_day", enrollment=found.enrollment.public_id, day=day.isoformat(),
                            _anchor=place, **asked))  # fmt: skip


def _record(found: Diary, day: date, filled: Filled) -> str:
    """Keep a finished row; returns the sentence about it."""
    session, enrollment, now = web.session(), found.enrollment, web.now()
    if found.form is None:
        return night_text(record_night(session, enrollment, day, filled.answers, now))
    record_day(session, enrollment, found.form, day, filled.answers, now)
    return str(_("Dagens rad är sparad.") if day == today() else _("Raden är sparad."))


def night_text(night: Night) -> str:
    """Say a night in a sentence: how long one slept of how long one lay in bed."""
    return str(_("Du sov ungefär %(sleep)s av %(bed)s i sängen.", sleep=duration_text(night.tst),
                 bed=duration_text(night.tib)))


def _day_page(found: Diary, day: date, rows: DayRows, filled: Filled | None = None, problem: str = "") -> str:
    errors = say_errors(filled) if filled else {}
    answers = filled.answers if filled else rows.answers
    known: dict[str, Any] = {
        "enrollment": found.enrollment.public_id, "day": day, "today": today(), "entry": rows.entry,
        "saved_at": clock_text(rows.draft.written_at) if rows.draft else "",
        "can_write": is_writable(found.enrollment), "is_open": _is_open(day),
    }
    if found.form is None:
        return _night_page(known, answers, errors, problem)
    return _own_page(found.form, known, answers, errors, problem)


def _night_page(known: dict[str, Any], answers: dict[str, Any], errors: dict[str, str], problem: str) -> str:
    entry = known["entry"]
    return render_template(
        "patient/diary_day.html", errors=errors | ({"f.lights_out": problem} if problem else {}),
        morning=view_fields(MORNING_FIELDS, answers, errors), evening=view_fields(DAY_FIELDS, answers, errors),
        night=Night(**entry.figures) if entry else None, **known,
    )


def _own_page(
    form: DiaryForm, known: dict[str, Any], answers: dict[str, Any], errors: dict[str, str], problem: str
) -> str:
    entry = known["entry"]
    return render_template(
        "patient/day_diary_day.html", form=form, fields=view_fields(form.fields, answers, errors),
        errors=errors | ({f"f.{form.fields[0].id}": problem} if problem else {}),
        pairs=say_answers(form.fields, entry.answers) if entry else [], **known,
    )


def _is_open(day: date) -> bool:
    try:
        check_day(day, today())
    except InvalidError:
        return False
    return True
