"""Blood pressure on the desk: curve, occasions with the rule that fired, weeks, and the versions of the plan."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from pydantic import ValidationError
from sqlalchemy import select

from clinician.guard import clinician, viewer
from clinician.limit_trial import Tried, load_trial, my_plans
from clinician.patient_head import load_head, today
from clinician.quality_words import grade_words, quality_lines
from clinician.reads import keep_read, my_units, open_patient
from clinician.series_plan import edit_series
from clinician.series_values import in_desk_order, kind_tabs, series_page
from clinician.value_curves import DAYS, pressure_chart
from clinician.value_events import (
    are_ratings_shown,
    note_days,
    note_events,
    plan_events,
    program_weeks,
    rating_events,
    with_notes,
)
from clinician.value_ground import list_plans_and_notes
from clinician.value_words import level_of, limits_words, rules_words
from core import web
from core.errors import ConflictError, InvalidError, NotFoundError
from core.web_forms import once
from core.web_language import day_text
from monitoring.grade_counts import GradeCounts, count_columns
from monitoring.history import Planned, load_plans
from monitoring.judging import was_judged_anew
from monitoring.limits import BpLimits
from monitoring.models import MeasurementPlan, Report
from monitoring.plans import PRESSURE, change_plan, limits_of
from monitoring.reports import findings_of
from monitoring.series import Series
from monitoring.weeks import findings_of_week, list_weeks
from people.access import staff_role
from people.models import User

MOST_OCCASIONS = 400
FIELDS = ("goal_systolic", "goal_diastolic", "low_systolic", "morning_hour", "evening_hour")
LIMIT_FIELDS = FIELDS[:3]


@clinician.get("/patients/<public:patient>/values")
def patient_values(patient: str) -> str:
    """Show sixty days of values with means and limits, and who set which plan."""
    found = open_patient(patient)
    every_plan, notes = list_plans_and_notes(found)
    kind = shown_kind(every_plan, request.args.get("kind", ""))
    if kind != PRESSURE:
        return series_page(found, kind, every_plan, notes)
    first = today() - timedelta(days=DAYS - 1)
    every, quality = _list_reports(found, first)
    current = [one for one in reversed(every) if one.corrected_by_id is None and one.withdrawn_at is None]
    plans = [row for row in every_plan if row[0].kind == PRESSURE]
    plan = next((row[0] for row in plans if row[0].current), None)
    limits, head = limits_of(plan), load_head(found)
    return render_template(
        "clinician/values.html", head=head, with_ratings=are_ratings_shown(), every=every, current=current,
        plans=plans, plan=plan, tabs=kind_tabs(found, every_plan, PRESSURE), limits=limits,
        chart=pressure_chart(current, limits, plan_events(plans) + rating_events(found) + note_events(notes),
                             program_weeks(head, plan), note_days(notes)),
        rows=with_notes(every, notes), notes=notes, today=today(),
        weeks=_weeks(found, first), finding=_finding(current),
        corrected={one.id: one for one in every}, level_of=level_of, rules_words=rules_words,
        quality=quality_lines(quality, current), grade_words=grade_words,
        judged_anew=was_judged_anew, findings_of=findings_of, findings_of_week=findings_of_week,
        limits_words=limits_words, limits_of=limits_of,
    )


def _list_reports(patient: User, first: date) -> tuple[Sequence[Report], GradeCounts]:
    """Return every report of the viewer's units, also corrected ones, newest first, and their grades; one statement."""
    rows = web.session().execute(
        select(Report, *count_columns(patient.id, PRESSURE, my_units()))
        .where(Report.patient_id == patient.id, Report.kind == PRESSURE, Report.unit_id.in_(my_units()))
        .where(Report.session_date >= first)
        .order_by(Report.taken_at.desc(), Report.id.desc())
        .limit(MOST_OCCASIONS)
    ).all()
    return [row[0] for row in rows], GradeCounts(*rows[0][1:]) if rows else GradeCounts()


def shown_kind(plans: Sequence[tuple[MeasurementPlan, str | None]], wanted: str) -> str:
    """Return which series is shown: the one that was asked for, or the first that the patient measures."""
    if wanted in {row[0].kind for row in plans}:
        return wanted
    current = in_desk_order([row[0] for row in plans if row[0].current])
    return current[0].kind if current else PRESSURE


def _weeks(patient: User, first: date) -> list[Any]:
    return [week for week in list_weeks(web.session(), patient.id, first) if week.systolic is not None]


def _finding(reports: Sequence[Report]) -> str:
    if not reports:
        return str(_("Inga värden på sextio dagar."))
    last = reports[-1]
    return str(ngettext(
        "Senast %(value)s, %(day)s. %(num)d tillfälle på sextio dagar.",
        "Senast %(value)s, %(day)s. %(num)d tillfällen på sextio dagar.", len(reports),
        value=f"{last.systolic}/{last.diastolic}", day=day_text(last.taken_at),
    ))  # fmt: skip


@clinician.route("/patients/<public:patient>/plan", methods=["GET", "POST"])
@once
def edit_plan(patient: str) -> Any:
    """Show the plan's limits and hours, and replace it by a new version with a reason."""
    found = open_patient(patient)
    if request.values.get("kind", PRESSURE) != PRESSURE:
        return edit_series(found, request.values["kind"])
    planned = load_plans(web.session(), found.id)
    plan = get_plan(planned)
    if request.method == "GET":
        return plan_page(found, planned, _as_typed(plan))
    typed = typed_plan()
    limits, errors = read_limits(typed, plan)
    if errors:
        return _refuse(patient, typed, 422, errors)
    try:
        if typed["plan"] != plan.public_id:
            raise ConflictError(_("Planen har ändrats av någon annan. Läs den nya nedan. Din text finns kvar."))
        change_plan(
            web.session(), viewer(), plan, limits=limits, morning_hour=int(typed["morning_hour"]),
            evening_hour=int(typed["evening_hour"]), reason=typed["reason"], now=web.now(),
            low_pulse_known=typed["low_pulse_known"] == "yes",
        )
    except InvalidError as problem:
        return _refuse(patient, typed, 422, {problem.field: _(problem.reason)})
    except ConflictError as problem:
        return _refuse(patient, typed, 409, conflict=_(problem.reason))
    flash(_("Den nya planen gäller nu."), "ok")
    return redirect(url_for("clinician.patient_values", patient=patient))


def typed_plan() -> dict[str, str]:
    """Return the form of a plan of blood pressure as it was typed."""
    typed = {name: request.form.get(name, "").strip()[:200] for name in (*FIELDS, "reason", "plan")}
    return typed | {name: request.form.get(name, "")[:3] for name in ("no_limits", "low_pulse_known")}


def _refuse(
    public_id: str, typed: dict[str, str], status: int, errors: dict[str, str] | None = None, conflict: str = ""
) -> tuple[str, int]:
    """Show the form again with what was typed; nothing is kept but that the patient's page was read."""
    web.rollback()
    patient = open_patient(public_id)
    planned = load_plans(web.session(), patient.id)
    return keep_read(plan_page(patient, planned, typed, errors, conflict), status)


def get_plan(planned: Planned) -> MeasurementPlan:
    """Return the patient's plan of blood pressure in one of the viewer's units; raises NotFoundError."""
    plan = next((one for one in my_plans(planned) if one.kind == PRESSURE), None)
    if plan is None:
        raise NotFoundError
    return plan


def _as_typed(plan: MeasurementPlan) -> dict[str, str]:
    """Return the form filled with the plan; without limits the common ones are offered, not set (vitals.md 2)."""
    limits = limits_of(plan)
    shown = limits or BpLimits(set_by="-", set_by_role="-", set_on=today())
    typed = {name: str(getattr(shown, name)) for name in LIMIT_FIELDS}
    typed |= {"morning_hour": str(plan.morning_hour), "evening_hour": str(plan.evening_hour), "reason": ""}
    return typed | {"plan": plan.public_id, "no_limits": "", "low_pulse_known": "yes" if plan.low_pulse_known else ""}


def read_limits(typed: dict[str, str], plan: MeasurementPlan) -> tuple[BpLimits | None, dict[str, str]]:
    """Return the limits of a form and what is wrong with it, in words, by field."""
    wanted = FIELDS[3:] if typed["no_limits"] == "yes" else FIELDS
    errors = {
        name: _("Skriv ett helt tal.")
        for name in wanted if not (typed[name].isascii() and typed[name].isdigit() and len(typed[name]) < 4)
    }
    if errors or typed["no_limits"] == "yes":
        return None, errors
    numbers = {name: int(typed[name]) for name in LIMIT_FIELDS}
    role = staff_role(viewer(), plan.unit_id)
    try:
        return BpLimits(set_by=viewer().user.name, set_by_role=role, set_on=today(), **numbers), {}
    except ValidationError as problem:
        names = [str(one["loc"][0]) if one["loc"] else "low_systolic" for one in problem.errors()]
        return None, {name: _limit_error(name) for name in names}


def _limit_error(field: str) -> str:
    return str({
        "goal_systolic": _("Målet för det övre trycket ska vara 110 till 160."),
        "goal_diastolic": _("Målet för det undre trycket ska vara 60 till 100."),
        "low_systolic": _("Den låga gränsen ska vara 80 till 120 och ligga under målet."),
    }[field])


def plan_page(
    patient: User, planned: Planned, typed: dict[str, str], errors: dict[str, str] | None = None,
    conflict: str = "", tried: Tried | None = None, trial_errors: dict[str, str] | None = None,
) -> str:  # fmt: skip
    """Return the page of a plan of blood pressure; with what others would have done when limits are tried."""
    plan = get_plan(planned)
    return render_template(
        "clinician/plan.html", head=load_head(patient), plan=plan, typed=typed, errors=errors or {},
        conflict=conflict, limits=limits_of(plan), limits_words=limits_words, trial_errors=trial_errors or {},
        trial=load_trial(patient, Series.PRESSURE, planned, LIMIT_FIELDS, tried),
    )
