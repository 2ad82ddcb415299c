"""The plan of any series but pressure on the desk: changed, started or ended by a clinician, each with its reason."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from clinician.guard import viewer
from clinician.limit_trial import Tried, load_trial, my_plans
from clinician.patient_head import load_head, today
from clinician.reads import keep_read, open_patient
from clinician.series_form import PlanForm, Signer, number_fields, range_words, read_form, tick_fields, typed_of
from clinician.series_words import FIELD_WORDS, INSTRUCTION_KEYS, KEY_WORDS, own_limits_words
from core import web
from core.errors import ConflictError, InvalidError, NotFoundError
from core.web_language import chosen_language
from monitoring.history import Planned, load_plans
from monitoring.instructions import LONGEST, latest_end, read_instructions
from monitoring.models import MeasurementPlan
from monitoring.plan_templates import added_part
from monitoring.plans import any_limits_of, change_plan, end_plan, start_part
from monitoring.rhythm import OF_SERIES, RHYTHM_WORDS
from monitoring.series import Series, find_series, value_facts
from monitoring.value_texts import series_name, unit_text
from people.access import staff_role
from people.models import CareUnit, User


def edit_series(patient: User, kind: str) -> Any:
    """Show or change the plan of a series; one that is not measured yet is started with the first save."""
    series = find_series(kind)
    if series is None:
        raise NotFoundError
    planned = load_plans(web.session(), patient.id)
    plan, other = find_plans(planned, series)
    if plan is None and other is None:
        raise NotFoundError
    if request.method == "GET":
        shown = PlanForm(typed_of(plan, series, any_limits_of(plan), today()))
        return series_plan_page(patient, series, planned, shown)
    read = read_form(request.form, series, plan, signer_of(plan or other))
    if read.errors:
        return _refuse(patient.public_id, series, read, 422)
    try:
        if read.typed["plan"] != (plan.public_id if plan else ""):
            raise ConflictError(_("Planen har ändrats av någon annan. Läs den nya nedan. Din text finns kvar."))
        _save(patient, series, plan, other, read)
    except InvalidError as problem:
        read.errors[problem.field] = _(problem.reason)
        return _refuse(patient.public_id, series, read, 422)
    except ConflictError as problem:
        return _refuse(patient.public_id, series, read, 409, _(problem.reason))
    flash(_("Den nya planen gäller nu."), "ok")
    return redirect(url_for("clinician.patient_values", patient=patient.public_id, kind=series.value))


def find_plans(planned: Planned, series: Series) -> tuple[MeasurementPlan | None, MeasurementPlan | None]:
    """Return the plan of a series, and another one that tells which treatment a new series belongs to."""
    plans = my_plans(planned)
    return next((one for one in plans if one.kind == series), None), next(iter(plans), None)


def signer_of(plan: MeasurementPlan | None) -> Signer:
    """Return the viewer as who signs limits and texts."""
    me = viewer()
    role = me.user.title or (staff_role(me, plan.unit_id) if plan else "")
    return Signer(me.user.name, role, today())


def _save(
    patient: User, series: Series, plan: MeasurementPlan | None, other: MeasurementPlan | None, read: PlanForm
) -> None:
    session, now = web.session(), web.now()
    if request.form.get("end") == "yes" and plan is not None:
        end_plan(session, viewer(), plan, now)
        return
    if plan is None and other is not None:
        unit = session.get_one(CareUnit, other.unit_id)
        plan = start_part(
            session, patient, unit, added_part(series), other.template, starts_on=_start(other), ends_on=other.ends_on,
            enrollment_public_id=other.enrollment_public_id, now=now, set_by=viewer().id,
        )
    if plan is not None:
        change_plan(
            session, viewer(), plan, limits=read.limits, morning_hour=read.hour, evening_hour=max(19, read.hour + 1),
            reason=read.typed["reason"], now=now, rhythm=read.rhythm, instructions=read.instructions,
        )


def _start(other: MeasurementPlan) -> date:
    return min(max(today(), other.starts_on), other.ends_on)


def _refuse(public_id: str, series: Series, read: PlanForm, status: int, conflict: str = "") -> tuple[str, int]:
    """Show the form again with what was typed; nothing is kept but that the patient's page was read."""
    web.rollback()
    patient = open_patient(public_id)
    planned = load_plans(web.session(), patient.id)
    return keep_read(series_plan_page(patient, series, planned, read, conflict), status)


def series_plan_page(
    patient: User, series: Series, planned: Planned, read: PlanForm, conflict: str = "",
    tried: Tried | None = None, trial_errors: dict[str, str] | None = None,
) -> str:  # fmt: skip
    """Return the page of a plan of another series; with what others would have done when limits are tried."""
    language, facts, plan = chosen_language(), value_facts(series), find_plans(planned, series)[0]
    limit_names = [*number_fields(series), *tick_fields(series)]
    numbers = [
        {"name": name, "label": str(_(FIELD_WORDS[name])), "hint": range_words(info),
         "unit": unit_text(series, language),
         "optional": info.default is None, "decimals": facts.decimals if facts else 0}
        for name, info in number_fields(series).items()
    ]  # fmt: skip
    return render_template(
        "clinician/series_plan.html", head=load_head(patient), series=series, name=series_name(series, language),
        plan=plan, typed=read.typed, errors=read.errors, conflict=conflict, numbers=numbers,
        ticks=[(name, str(_(FIELD_WORDS[name]))) for name in tick_fields(series)],
        keys=INSTRUCTION_KEYS.get(series, ()),
        key_words={key: _(words) for key, words in KEY_WORDS.items()},
        own=read_instructions(plan.instructions if plan else None), today=today(),
        last_day=latest_end(today()), longest=LONGEST, signer=signer_of(plan),
        rhythms=[(one.value, _(RHYTHM_WORDS[one])) for one in OF_SERIES],
        limits_line=own_limits_words(series, any_limits_of(plan)), limit_names=limit_names,
        trial=load_trial(patient, series, planned, limit_names, tried) if plan else None,
        trial_errors=trial_errors or {},
    )
