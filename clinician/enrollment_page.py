"""One enrolment on the desk: where it stands, what is missing, how the SMS went, and what can be done."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for

from clinician.enrollment_words import (
    END_REASONS,
    days_text,
    lacks,
    state_name,
    stays_text,
    today,
    waits_text,
)
from clinician.guard import coordination, viewer
from clinician.patient_head import find_url
from clinician.queue import item_url, patient_facts
from clinician.words import _
from core import web
from core.audit import record_event
from core.errors import DeniedError, NotFoundError
from core.web_language import chosen_language, in_language
from messaging.sms_models import Sms, SmsKind
from people.access import CARE_ROLES, staff_role
from people.identity import show_phone
from people.models import CareUnit, Role, User
from programs.board import LANES, Card, find_card
from programs.chosen_steps import track_of
from programs.course import list_waiting
from programs.enrollment import BEFORE_START, LONGEST_PAUSE, program_title
from programs.invitations import FAILED, INVITABLE, list_door_sms, sent_to, sms_state_text
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus
from programs.suitability import PHONE_UNTRIED
from worklist.colleagues import Colleague, list_colleagues
from worklist.models import WorkItem

CHAIN = LANES
NOBODY = 0


@dataclass(frozen=True)
class Opened:
    """An enrolment that the viewer has opened, with its patient, unit and the clinician's name."""

    card: Card
    unit: CareUnit

    @property
    def enrollment(self) -> Enrollment:
        """The enrolment."""
        return self.card.enrollment

    @property
    def patient(self) -> User:
        """The patient."""
        return self.card.patient


def open_enrollment(public_id: str) -> Opened:
    """Return an enrolment of one of the viewer's units and log that it was read.

    :raises NotFoundError: for any other; a try at another unit's is logged.
    """
    card = find_card(web.session(), public_id, today())
    if card is None:
        raise NotFoundError
    one = card.enrollment
    if one.unit_id not in viewer().unit_ids(*CARE_ROLES):
        raise DeniedError(actor_id=viewer().id, patient_id=one.patient_id, action="enrollment.read")
    record_event(web.session(), web.now(), "enrollment.read", actor_id=viewer().id,
                 actor_role=staff_role(viewer(), one.unit_id), unit_id=one.unit_id, patient_id=one.patient_id,
                 object_kind="enrollment", object_id=one.public_id)  # fmt: skip
    return Opened(card, web.session().get_one(CareUnit, one.unit_id))


@coordination.get("/enrollments/<public:enrollment>")
def enrollment(enrollment: str) -> Any:
    """Show an enrolment; nothing from the treatment itself is on the page."""
    return show_enrollment(open_enrollment(enrollment))


def show_enrollment(opened: Opened, **more: Any) -> str:
    """Return the page of an enrolment.

    :param more: errors by field, typed fields, waiting work items, and what is missing for a start.
    """
    one, patient = opened.enrollment, opened.patient
    asked: dict[str, Any] = {"errors": {}, "typed": {}} | more
    before_start = one.status in BEFORE_START
    waiting = [] if before_start else _list_waiting(opened)
    return render_template(
        "desk/enrollment.html", one=one, patient=patient, unit=opened.unit, clinician=opened.card.clinician,
        title=program_title(one, chosen_language()), facts=patient_facts(patient.birth_date, []),
        track=_track(one), state=state_name(one.status), stood=stays_text(one), path=_path(one),
        before_start=before_start, needs=_needs(opened.card),
        sms=_sms_rows(opened) if before_start else [], phone=show_phone(patient.phone),
        staff=_staff(one), waiting=waiting, reasons=[(key, _(text)) for key, text in END_REASONS.items()],
        away=None if before_start else opened.card.away,
        may_invite=one.status in INVITABLE, patient_url=_patient_url(opened), first_pause=today(),
        last_pause=today() + LONGEST_PAUSE, active_nav="coordination.enrollments", **asked,
    )  # fmt: skip


def _track(one: Enrollment) -> str:
    """Return the track in words, or "" in a program without tracks."""
    program = get_program(one.program, one.program_version)
    chosen = track_of(program, one.track)
    return next((in_language(track.label) for track in program.tracks if track.id == chosen), "")


def _path(one: Enrollment) -> list[dict[str, str]]:
    """Return the steps of the chain with how far the enrolment has come."""
    at = CHAIN.index(one.status) if one.status in CHAIN else len(CHAIN) - 1
    began = one.activated_at is not None
    if one.status is EnrollmentStatus.ENDED and not began:
        at = -1
    states = ["done" if number < at or (began and number == at) else "sent" if number == at else ""
              for number in range(len(CHAIN))]
    said = {"done": _("klart"), "sent": _("här står den nu"), "": _("återstår")}
    return [
        {"name": state_name(status), "state": state, "said": said[state], "number": str(number)}
        for number, (status, state) in enumerate(zip(CHAIN, states, strict=True), 1)
    ]




def _needs(card: Card) -> list[dict[str, str]]:
    """Return what is missing, each with where it is mended."""
    one = card.enrollment
    if one.status not in BEFORE_START:
        return []
    edit = url_for("coordination.edit_enrollment", enrollment=one.public_id)
    needs = [{"text": text, "href": edit, "link": _("Komplettera")} for text in lacks(card)]
    if one.status is EnrollmentStatus.ORDERED:
        needs.append({"text": _("Inbjudan är inte skickad."), "href": edit, "link": _("Skriv in och skicka SMS")})
    if one.status is EnrollmentStatus.INVITED:
        needs.append({"text": _(PHONE_UNTRIED), "href": "#sms", "link": _("Till SMS")})
    return needs


def _sms_rows(opened: Opened) -> list[dict[str, Any]]:
    return [_sms_row(sms) for sms in list_door_sms(web.session(), opened.enrollment)]


def _sms_row(sms: Sms) -> dict[str, Any]:
    name = _("Test-SMS") if sms.kind is SmsKind.TEST else _("Inbjudan")
    return {
        "name": name, "at": sms.created_at, "number": sent_to(sms), "state": sms_state_text(sms, chosen_language()),
        "failed": sms.status in FAILED, "delivered": sms.status.value == "delivered", "ago": days_text(sms.created_at),
    }  # fmt: skip


def _staff(one: Enrollment) -> list[Colleague]:
    if one.status is EnrollmentStatus.ENDED:
        return []
    return list_colleagues(web.session(), one.unit_id, NOBODY)


def _list_waiting(opened: Opened) -> list[dict[str, str]]:
    if opened.enrollment.status is EnrollmentStatus.ENDED:
        return []
    return [waiting_view(item) for item in list_waiting(web.session(), opened.enrollment)]


def waiting_view(item: WorkItem) -> dict[str, str]:
    """Return what waits, with a link for who may open it."""
    may_open = item.unit_id in viewer().unit_ids(Role.CLINICIAN)
    return {"text": waits_text(item), "href": item_url(item.public_id) if may_open else ""}


def _patient_url(opened: Opened) -> str:
    """Return the address of the patient's own pages, or "" for who has no part in the treatment."""
    if opened.enrollment.unit_id not in viewer().unit_ids(Role.CLINICIAN):
        return ""
    return find_url("clinician.patient", patient=opened.patient.public_id)
