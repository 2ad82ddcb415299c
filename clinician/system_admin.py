"""The system's own page: care providers and units, the jobs' heartbeats, and counts without any patient in them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import exists, func, or_, select

from clinician.guard import system_admin, viewer
from clinician.unit_admin import invitation_page
from core import web
from core.clock import local_date
from core.crisis_lines import LINES, list_unchecked_lines
from core.errors import ConflictError, InvalidError
from core.jobs import JobRun
from core.language import _l
from core.web_forms import once
from messaging.sms_models import Sms, SmsStatus
from people.models import CareProvider, CareRelation, CareUnit, Role, User, UserRole, UserState
from people.session_models import LoginSession
from people.staff import invite_colleague
from people.units import create_provider, create_unit
from worklist.models import ItemStatus, WorkItem

MOST_UNITS = 500
CHOOSE_UNIT = _l("Välj enhet i listan.")
WAITING = (SmsStatus.PLANNED, SmsStatus.SENDING, SmsStatus.UNKNOWN, SmsStatus.RECONCILING)


@system_admin.get("/system")
def system() -> Any:
    """Show the system."""
    return _system_page()


def _system_page(**shown: Any) -> str:
    session = web.session()
    rows = session.execute(
        select(CareProvider, CareUnit)
        .outerjoin(CareUnit, CareUnit.provider_id == CareProvider.id)
        .order_by(CareProvider.name, CareProvider.id, CareUnit.name, CareUnit.id)
        .limit(MOST_UNITS)
    )
    providers: dict[CareProvider, list[CareUnit]] = {}
    for provider, unit in rows:
        units = providers.setdefault(provider, [])
        if unit is not None:
            units.append(unit)
    today = local_date(web.now(), "Europe/Stockholm")
    asked: dict[str, Any] = {"typed": {}, "errors": {}} | shown
    return render_template(
        "desk/system.html", providers=providers, jobs=session.scalars(select(JobRun).order_by(JobRun.name)).all(),
        counts=_counts(), unchecked=list_unchecked_lines(today), oldest=min(line.verified for line in LINES), **asked,
    )


def _counts() -> list[tuple[str, int]]:
    """Return how much there is of everything; numbers only, and nothing of the units for training."""
    made_up = exists().where(
        CareRelation.patient_id == UserRole.user_id, CareUnit.id == CareRelation.unit_id, CareUnit.is_training
    )
    patients = select(func.count()).select_from(UserRole).where(UserRole.role == Role.PATIENT, ~made_up)
    training = select(CareUnit.id).where(CareUnit.is_training)
    staff = select(func.count(func.distinct(UserRole.user_id))).join(User, User.id == UserRole.user_id).where(
        UserRole.role != Role.PATIENT, User.state == UserState.ACTIVE,
        or_(UserRole.unit_id.is_(None), UserRole.unit_id.not_in(training)),
    )
    logins = select(func.count()).select_from(LoginSession)
    waiting = select(func.count()).select_from(Sms).where(
        Sms.status.in_(WAITING), or_(Sms.unit_id.is_(None), Sms.unit_id.not_in(training))
    )
    unresolved = select(func.count()).select_from(Sms).where(Sms.status == SmsStatus.UNRESOLVED)
    items = select(func.count()).select_from(WorkItem).where(
        WorkItem.status != ItemStatus.CLOSED, WorkItem.unit_id.not_in(training)
    )
    queries = (patients, staff, logins, waiting, unresolved, items)
    row = web.session().execute(select(*(query.scalar_subquery() for query in queries))).one()
    words = (_("Patienter"), _("Medarbetare"), _("Inloggade webbläsare"), _("Sms på väg"), _("Sms utan känt öde"),
             _("Öppna ärenden"))
    return list(zip(words, row, strict=True))


def _refused(problem: InvalidError, form: str) -> Any:
    """Show the page again with what was typed and what to write instead."""
    web.rollback()
    typed = {form: request.form.to_dict()}
    return _system_page(typed=typed, errors={f"{form}-{problem.field}": _(problem.reason)}), 422


@system_admin.post("/system/providers")
@once
def add_provider() -> Any:
    """Make a care provider."""
    try:
        create_provider(web.session(), request.form.get("provider_name", ""), actor_id=viewer().id, now=web.now())
    except InvalidError as problem:
        return _refused(problem, "provider")
    flash(_("Vårdgivaren finns nu."), "ok")
    return redirect(url_for("system_admin.system"))


@system_admin.post("/system/units")
@once
def add_unit() -> Any:
    """Make a care unit."""
    form = request.form
    try:
        create_unit(
            web.session(), form.get("provider", ""), form.get("name", ""), form.get("phone", ""),
            actor_id=viewer().id, now=web.now(),
        )
    except InvalidError as problem:
        return _refused(problem, "unit")
    flash(_("Enheten finns nu. Bjud in någon som sköter den."), "ok")
    return redirect(url_for("system_admin.system"))


@system_admin.post("/system/training")
@once
def add_training() -> Any:
    """Make a unit for training with made-up people in it."""
    from practice.training import create_training_unit  # a year of made-up lives: not in every worker's memory

    try:
        create_training_unit(
            web.session(), request.form.get("provider", ""), web.settings().base_url, actor_id=viewer().id,
            now=web.now(),
        )
    except InvalidError as problem:
        return _refused(problem, "training")
    except ConflictError as problem:
        return _refused(InvalidError("provider", problem.reason), "training")
    flash(_("Övningsenheten finns nu, med påhittade patienter. Bjud in någon som sköter den."), "ok")
    return redirect(url_for("system_admin.system"))


@system_admin.post("/system/admins")
def invite_admin() -> Any:
    """Invite somebody to look after a unit; the link is shown this one time."""
    form, session = request.form, web.session()
    unit = session.scalar(select(CareUnit).where(CareUnit.public_id == form.get("unit", "")))
    if unit is None:
        return _refused(InvalidError("unit", CHOOSE_UNIT), "admin")
    try:
        user, token = invite_colleague(
            session, unit.id, name=form.get("name", ""), title=form.get("title", ""),
            username=form.get("username", ""), roles=[Role.UNIT_ADMIN], actor_id=viewer().id, now=web.now(),
        )
    except InvalidError as problem:
        return _refused(problem, "admin")
    return invitation_page(user.name, token, url_for("system_admin.system"))
