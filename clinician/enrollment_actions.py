"""What is done with an enrolment: SMS again, the phone confirmed, started, paused, ended, another clinician."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import flash, redirect, request, url_for

from clinician.enrollment_page import Opened, open_enrollment, show_enrollment
from clinician.enrollments import link
from clinician.guard import coordination, viewer
from clinician.reads import keep_read
from clinician.words import _
from core import web
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from core.web_forms import once
from core.web_language import day_text
from messaging.sms_models import Sms
from programs import enrollment as chain
from programs.course import activate, end_enrollment, pause_treatment, resume_treatment
from programs.enrollment import MOVED, NotReadyError
from programs.invitations import NOT_SENT
from programs.invitations import invite_again as send_again
from programs.invitations import send_test as send_test_sms
from programs.models import EndReason
from worklist.colleagues import list_colleagues

NOBODY = 0
TICK_FIRST = _l("Kryssa i rutan när patienten har sagt att SMS:et kom fram.")
CHOOSE_REASON = _l("Välj varför programmet avslutas.")
CHOOSE_DAY = _l("Välj vilken dag programmet ska fortsätta.")


def _back(opened: Opened) -> Any:
    return redirect(url_for("coordination.enrollment", enrollment=opened.enrollment.public_id))


def _do(public_id: str, act: Callable[[Opened], str]) -> Any:
    """Do something with an enrolment and say what was done; a refusal is shown on the page with all that was typed.

    :param act: returns the sentence to say, or "" when it has said it itself.
    """
    opened = open_enrollment(public_id)
    try:
        said = act(opened)
    except InvalidError as problem:
        web.rollback()
        return keep_read(_refuse(public_id, problem), 422)
    if said:
        flash(said, "ok")
    return _back(opened)


def _refuse(public_id: str, problem: InvalidError) -> str:
    missing = [_(text) for text in problem.missing] if isinstance(problem, NotReadyError) else []
    field = "activate" if missing else problem.field or "end"
    reason = _("Programmet kan inte starta ännu. %(missing)s", missing=" ".join(missing)) if missing else ""
    return show_enrollment(
        open_enrollment(public_id), errors={field: reason or _(problem.reason)}, typed=request.form.to_dict()
    )


@coordination.post("/enrollments/<public:enrollment>/invitation")
@once
def invite_again(enrollment: str) -> Any:
    """Send the invitation once more."""
    return _do(enrollment, lambda opened: _say_sms(
        send_again(web.session(), opened.enrollment, opened.patient, opened.unit, link(), web.now(), viewer().id)
    ))


@coordination.post("/enrollments/<public:enrollment>/test-sms")
@once
def send_test(enrollment: str) -> Any:
    """Send a test SMS while the patient is there."""
    return _do(enrollment, lambda opened: _say_sms(
        send_test_sms(web.session(), opened.enrollment, opened.patient, opened.unit, web.now(), viewer().id)
    ))


def _say_sms(sms: Sms | None) -> str:
    if sms is None:
        flash(_(NOT_SENT), "warn")
        return ""
    return _("SMS:et skickas nu.")


@coordination.post("/enrollments/<public:enrollment>/phone")
@once
def confirm_phone(enrollment: str) -> Any:
    """Note that the patient has said that the test SMS arrived."""
    return _do(enrollment, _confirm)


def _confirm(opened: Opened) -> str:
    if not request.form.get("got_it"):
        raise InvalidError("got_it", TICK_FIRST)
    chain.confirm_phone(web.session(), opened.patient, web.now(), actor_id=viewer().id,
                        provider_id=opened.unit.provider_id)  # fmt: skip
    return _("Telefonen är prövad.")


@coordination.post("/enrollments/<public:enrollment>/activate")
@once
def activate_enrollment(enrollment: str) -> Any:
    """Begin the treatment now; refused with all that is missing (scenario 2)."""
    return _do(enrollment, _activate)


def _activate(opened: Opened) -> str:
    activate(web.session(), opened.enrollment, opened.patient, opened.unit, web.now(), viewer().id)
    return _("Programmet har startat. Modul 1 är öppen.")


@coordination.post("/enrollments/<public:enrollment>/clinician")
@once
def change_clinician(enrollment: str) -> Any:
    """Let another clinician of the unit answer for the treatment."""
    return _do(enrollment, _change_clinician)


def _change_clinician(opened: Opened) -> str:
    staff = list_colleagues(web.session(), opened.unit.id, NOBODY)
    if request.form.get("seen") != str(opened.enrollment.clinician_id):
        raise ConflictError(MOVED)
    chosen = next((one for one in staff if one.public_id == request.form.get("clinician")), None)
    if chosen is None:
        raise NotFoundError
    chain.change_clinician(web.session(), opened.enrollment, chosen.id, web.now(), viewer().id)
    return _("%(name)s är nu ansvarig behandlare.", name=chosen.name)


@coordination.post("/enrollments/<public:enrollment>/pause")
@once
def pause_enrollment(enrollment: str) -> Any:
    """Let the treatment rest for one to fourteen days."""
    return _do(enrollment, _pause)


def _pause(opened: Opened) -> str:
    try:
        until = date.fromisoformat(request.form.get("until", ""))
    except ValueError:
        raise InvalidError("until", CHOOSE_DAY) from None
    pause_treatment(web.session(), opened.enrollment, until, web.now(), viewer().id)
    return _("Programmet vilar till %(day)s. Påminnelser skickas inte under tiden.", day=day_text(until))


@coordination.post("/enrollments/<public:enrollment>/resume")
@once
def resume_enrollment(enrollment: str) -> Any:
    """Let the treatment go on."""
    return _do(enrollment, _resume)


def _resume(opened: Opened) -> str:
    resume_treatment(web.session(), opened.enrollment, web.now(), viewer().id)
    return _("Programmet fortsätter.")


@coordination.post("/enrollments/<public:enrollment>/end")
@once
def end_treatment(enrollment: str) -> Any:
    """End with a reason; refused while something waits (K8)."""
    return _do(enrollment, _end)


def _end(opened: Opened) -> str:
    word = request.form.get("reason", "")
    if word not in {str(reason) for reason in EndReason}:
        raise InvalidError("reason", CHOOSE_REASON)
    end_enrollment(web.session(), opened.enrollment, EndReason(word), request.form.get("note", ""), web.now(),
                   viewer().id)  # fmt: skip
    return _("Programmet är avslutat.")
