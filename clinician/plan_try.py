"""Tries the limits that somebody types on the patient's last ninety days; nothing is saved, and what is typed stays."""

from flask import request

from clinician.guard import clinician
from clinician.limit_trial import Tried
from clinician.reads import keep_read, open_patient
from clinician.series_form import number_fields, read_form, tick_fields
from clinician.series_plan import find_plans, series_plan_page, signer_of
from clinician.values import LIMIT_FIELDS, get_plan, plan_page, read_limits, typed_plan
from core import web
from core.errors import NotFoundError
from monitoring.history import load_plans
from monitoring.plans import PRESSURE
from monitoring.series import Series, find_series
from people.models import User


@clinician.post("/patients/<public:patient>/plan/try")
def try_plan(patient: str) -> tuple[str, int]:
    """Show the plan's form as it is typed, with what those limits would have done; only the read is kept."""
    found, kind = open_patient(patient), request.form.get("kind", PRESSURE)
    series = find_series(kind)
    if series is None:
        raise NotFoundError
    page, is_wrong = _try_pressure(found) if series is Series.PRESSURE else _try_series(found, series)
    is_part = request.headers.get("HX-Request") == "true"
    return keep_read(page, 422 if is_wrong and not is_part else 200)


def _try_pressure(patient: User) -> tuple[str, bool]:
    planned, typed = load_plans(web.session(), patient.id), typed_plan()
    plan = get_plan(planned)
    limits, every = read_limits(typed, plan)
    errors = {name: text for name, text in every.items() if name in LIMIT_FIELDS}
    if every and not errors and typed["no_limits"] != "yes":
        limits, errors = read_limits(typed | {"morning_hour": "7", "evening_hour": "19"}, plan)
    tried = None if errors else Tried(limits)
    return plan_page(patient, planned, typed, errors, tried=tried, trial_errors=errors), bool(errors)


def _try_series(patient: User, series: Series) -> tuple[str, bool]:
    planned = load_plans(web.session(), patient.id)
    plan, other = find_plans(planned, series)
    if plan is None:
        raise NotFoundError
    form = request.form.to_dict() | {"rhythm": plan.rhythm, "hour": str(plan.morning_hour)}
    read = read_form(form, series, plan, signer_of(plan or other))
    names = {*number_fields(series), *tick_fields(series)}
    read.typed |= {name: request.form.get(name, "")[:40] for name in ("rhythm", "hour")}
    errors = {name: text for name, text in read.errors.items() if name in names}
    read.errors = errors
    tried = None if errors else Tried(read.limits)
    return series_plan_page(patient, series, planned, read, tried=tried, trial_errors=errors), bool(errors)
