"""Enrolling a patient by one screen, and completing or changing the order until the treatment begins (E1, E2)."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select

from clinician.enrollment_form import EnrollForm
from clinician.enrollment_page import Opened, open_enrollment
from clinician.enrollment_words import today
from clinician.guard import coordination, viewer
from clinician.reads import keep_read
from clinician.words import _
from core import web
from core.audit import record_event
from core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from core.web_forms import once
from messaging.sms_models import Sms
from messaging.sms_texts import segments
from people.access import CARE_ROLES, staff_role
from people.models import CareUnit, User
from people.patients import IdentityRefusedError, change_person, find_or_create_patient
from programs.enrollment import BEFORE_START
from programs.invitations import NOT_SENT, invite_patient, preview_invitation
from programs.library import list_programs
from programs.models import Enrollment, EnrollmentStatus
from programs.orders import Order, change_order, lock_order, order_enrollment, order_version
from worklist.colleagues import Colleague, list_colleagues

NOBODY = 0
BOARD = "coordination.enrollments"
ENROLL, QUESTIONS = "enroll", "questions"


@dataclass(frozen=True)
class Desk:
    """Where somebody enrols: the unit, all units of the viewer, and who can be responsible."""

    unit: CareUnit
    units: list[CareUnit]
    staff: list[Colleague]


def _desk() -> Desk:
    """Return the unit that is asked for, or the viewer's first; raises NotFoundError for another's."""
    ids = viewer().unit_ids(*CARE_ROLES)
    units = list(web.session().scalars(select(CareUnit).where(CareUnit.id.in_(ids)).order_by(CareUnit.name)))
    if not units:
        raise ForbiddenError
    asked = request.values.get("unit", "")
    unit = next((one for one in units if one.public_id == asked), None) if asked else units[0]
    if unit is None:
        raise NotFoundError
    return Desk(unit, units, list_colleagues(web.session(), unit.id, NOBODY))


@coordination.route("/enrollments/new", methods=["GET", "POST"])
@once
def new_enrollment() -> Any:
    """Show the screen, or enrol: a draft, or the order with its invitation, in one transaction."""
    desk = _desk()
    if request.method == "GET":
        mine = next((one.public_id for one in desk.staff if one.id == viewer().id), "")
        return _new_page(desk, EnrollForm.empty(today(), mine))
    form, action = EnrollForm.read(request.form), request.form.get("action", "")
    if action == QUESTIONS:
        return _new_page(desk, form)
    order = form.check(desk.staff, today(), whole=action == ENROLL)
    if order is None:
        return _new_page(desk, form, mark=action == ENROLL), 422
    try:
        enrollment, sms = _enroll(desk.unit, form, order, send=action == ENROLL)
    except (InvalidError, ConflictError) as problem:
        _undo(problem, desk.unit.id)
        status = _note_problem(form, problem)
        return _new_page(desk, form), status
    return _done(enrollment, sms, send=action == ENROLL)


def _enroll(unit: CareUnit, form: EnrollForm, order: Order, *, send: bool) -> tuple[Enrollment, Sms | None]:
    session, now, actor = web.session(), web.now(), viewer()
    patient = find_or_create_patient(session, unit, form.person(), now, actor.id)
    enrollment = order_enrollment(session, actor, unit, patient, order, now)
    sms = invite_patient(session, enrollment, patient, unit, link(), now, actor.id) if send else None
    return enrollment, sms


def link() -> str:
    """Return the address that invitations name."""
    return web.settings().base_url


def _undo(problem: Exception, unit_id: int) -> None:
    """Take everything back; that somebody's name or phone did not fit is kept in the log."""
    actor_id, role = viewer().id, staff_role(viewer(), unit_id)
    web.rollback()
    if isinstance(problem, IdentityRefusedError):
        record_event(web.session(), web.now(), "patient.identity_refused", actor_id=actor_id, actor_role=role,
                     unit_id=unit_id, patient_id=problem.patient_id)  # fmt: skip
        web.commit()


def _note_problem(form: EnrollForm, problem: Exception) -> int:
    """Put a refusal in its place on the page; returns the answer's status."""
    if isinstance(problem, InvalidError):
        form.errors[problem.field or "name"] = _(problem.reason)
        return 422
    form.errors["program"] = _(str(getattr(problem, "reason", "")))
    return 409


def _done(enrollment: Enrollment, sms: Sms | None, *, send: bool) -> Any:
    if not send:
        flash(_("Sparat. Inget SMS är skickat."), "ok")
    elif sms is None:
        flash(_(NOT_SENT), "warn")
    else:
        flash(_("Inskriven. SMS:et skickas nu."), "ok")
    return redirect(url_for("coordination.enrollment", enrollment=enrollment.public_id))


def _new_page(desk: Desk, form: EnrollForm, *, mark: bool = False) -> str:
    first_name = form.values.get("name", "").split()[:1]
    return _form_page(
        desk.unit, desk.staff, form, mark=mark, units=desk.units, is_new=True, may_send=True,
        action=url_for("coordination.new_enrollment"), called=first_name[0] if first_name else "",
    )


def _form_page(unit: CareUnit, staff: list[Colleague], form: EnrollForm, *, mark: bool, **more: Any) -> str:
    programs, chosen = list_programs(), form.program
    gates = {one.id: form.question_views(one, own=True, mark=mark) for one in programs}
    return render_template(
        "desk/enrollment_form.html", unit=unit, staff=staff, form=form, programs=programs, chosen=chosen, gates=gates,
        principles=form.question_views(None, own=False, mark=mark), lacking=form.lacking() if mark else [],
        previews=_previews(unit), shown_preview=_shown_preview(form), active_nav=BOARD, **more,
    )


def _shown_preview(form: EnrollForm) -> str:
    language = "en" if form.values.get("language") == "en" else "sv"
    return f"{language}-phone" if form.ticked("phone_only") else language


def _previews(unit: CareUnit) -> list[dict[str, Any]]:
    """Return the SMS as it will be, for each language and kind of phone, with its length."""
    kinds = [(language, by_web) for language in ("sv", "en") for by_web in (True, False)]
    texts = {
        language if by_web else f"{language}-phone": preview_invitation(unit, language, link(), by_web=by_web)
        for language, by_web in kinds
    }
    return [{"key": key, "text": text, "length": len(text), "parts": segments(text)} for key, text in texts.items()]


@coordination.route("/enrollments/<public:enrollment>/edit", methods=["GET", "POST"])
@once
def edit_enrollment(enrollment: str) -> Any:
    """Show the order as it is kept, or complete and change it; a stale form is refused with 409 (H4)."""
    opened = open_enrollment(enrollment)
    if opened.enrollment.status not in BEFORE_START:
        return redirect(url_for("coordination.enrollment", enrollment=enrollment))
    staff = list_colleagues(web.session(), opened.unit.id, NOBODY)
    if request.method == "GET":
        kept = next((one.public_id for one in staff if one.id == opened.enrollment.clinician_id), "")
        return _edit_page(opened, staff, EnrollForm.of(opened.enrollment, opened.patient, kept), mark=True)
    return _save(opened, staff, EnrollForm.read(request.form), request.form.get("action", ""))


def _save(opened: Opened, staff: list[Colleague], form: EnrollForm, action: str) -> Any:
    send = action == ENROLL and opened.enrollment.status is EnrollmentStatus.ORDERED
    if opened.enrollment.status is not EnrollmentStatus.ORDERED:
        form.values["program"] = opened.enrollment.program
    if action == QUESTIONS:
        return _edit_page(opened, staff, form, mark=True)
    order = form.check(staff, today(), whole=send, old_start=opened.enrollment.starts_on, is_new=False)
    if order is None:
        return _edit_page(opened, staff, form, mark=True), 422
    seen, unit_id = request.form.get("seen", ""), opened.unit.id
    try:
        sms = _change(opened, form, order, seen, send=send)
    except (InvalidError, ConflictError) as problem:
        public_id = opened.enrollment.public_id
        _undo(problem, unit_id)
        status = _note_problem(form, problem)
        fresh = open_enrollment(public_id)
        page = _edit_page(fresh, staff, form, mark=True, seen=seen, is_stale=isinstance(problem, ConflictError))
        return keep_read(page, status)
    return _done(opened.enrollment, sms, send=send)


def _change(opened: Opened, form: EnrollForm, order: Order, seen: str, *, send: bool) -> Sms | None:
    session, now, actor = web.session(), web.now(), viewer()
    enrollment, patient = opened.enrollment, opened.patient
    lock_order(session, enrollment, patient, seen)
    change_person(session, opened.unit, patient, form.person(), now, actor.id)
    change_order(session, actor, enrollment, patient, order, now)
    return invite_patient(session, enrollment, patient, opened.unit, link(), now, actor.id) if send else None


def _edit_page(
    opened: Opened, staff: list[Colleague], form: EnrollForm, *, mark: bool, seen: str = "", is_stale: bool = False
) -> str:
    enrollment, patient = opened.enrollment, opened.patient
    return _form_page(
        opened.unit, staff, form, mark=mark, units=[], is_new=False, enrollment=enrollment, patient=patient,
        may_send=enrollment.status is EnrollmentStatus.ORDERED, called=patient.name.split()[0],
        seen=seen or order_version(enrollment, patient), is_stale=is_stale, masked=_masked(patient),
        action=url_for("coordination.edit_enrollment", enrollment=enrollment.public_id),
    )


def _masked(patient: User) -> str:
    """Return the personnummer with its last four digits hidden."""
    return f"{patient.birth_date:%Y%m%d}-••••" if patient.birth_date else ""
