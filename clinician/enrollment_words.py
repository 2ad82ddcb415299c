"""The words of enrolment on the desk: states, reasons to end, what waits and how long something has stood."""

from datetime import date, datetime

from flask_babel import ngettext

from clinician.words import _
from core import web
from core.clock import local_date
from core.language import _l
from core.web_language import chosen_language, chosen_zone
from messaging.sms_models import Sms
from programs.board import Card
from programs.invitations import FAILED, sms_state_text
from programs.models import EndReason, Enrollment, EnrollmentStatus
from programs.suitability import PHONE_MISSING, missing_in
from worklist.models import ItemKind, WorkItem

STATE_NAMES = {
    EnrollmentStatus.ORDERED: _l("Beställd"),
    EnrollmentStatus.INVITED: _l("Inbjuden"),
    EnrollmentStatus.TESTED: _l("Testad"),
    EnrollmentStatus.VERIFIED: _l("Verifierad"),
    EnrollmentStatus.ACTIVE: _l("Aktiv"),
    EnrollmentStatus.PAUSED: _l("Pausad"),
    EnrollmentStatus.ENDED: _l("Avslutad"),
}
STATE_NOTES = {
    EnrollmentStatus.ORDERED: _l("utkast, inget SMS är skickat"),
    EnrollmentStatus.INVITED: _l("inbjuden, väntar på patienten"),
    EnrollmentStatus.TESTED: _l("telefonen fungerar, något saknas"),
    EnrollmentStatus.VERIFIED: _l("allt stämmer, väntar på start"),
    EnrollmentStatus.ACTIVE: _l("startade senaste veckan"),
}
END_REASONS = {
    EndReason.GOAL_MET: _l("Målet är nått"),
    EndReason.LEARNED_ENOUGH: _l("Har lärt sig tillräckligt"),
    EndReason.TIME_OUT: _l("Tiden är slut"),
    EndReason.TECHNICAL: _l("Tekniken fungerade inte"),
    EndReason.HANDED_OVER: _l("Överlämnad till annan vård"),
    EndReason.DETERIORATED: _l("Försämrad, behöver annan vård"),
    EndReason.PATIENT_STOPPED: _l("Patienten ville sluta"),
}
WAITS = {
    ItemKind.RISK: _l("En risk väntar på bedömning."),
    ItemKind.MESSAGE: _l("Ett meddelande väntar på svar."),
    ItemKind.MODULE: _l("En inskickad modul väntar på svar."),
}
WAITS_OTHER = _l("Ett ärende som ska hanteras nu väntar.")


def today() -> date:
    """Return the viewer's present day."""
    return local_date(web.now(), chosen_zone())


def state_name(status: EnrollmentStatus) -> str:
    """Return what a state is called."""
    return _(STATE_NAMES[status])


def stood_text(enrollment: Enrollment) -> str:
    """Return how long an enrolment has stood where it is."""
    return days_text(enrollment.moved_at)


def stays_text(enrollment: Enrollment) -> str:
    """Return how long an enrolment has stood where it is, as a line of its own."""
    days = (today() - local_date(enrollment.moved_at, chosen_zone())).days
    if days <= 0:
        return _("kom hit i dag")
    return str(ngettext("har stått här i %(num)d dag", "har stått här i %(num)d dagar", days))


def days_text(since: datetime) -> str:
    """Return how many days ago an instant was, in words."""
    days = (today() - local_date(since, chosen_zone())).days
    if days <= 0:
        return _("i dag")
    return str(ngettext("%(num)d dag", "%(num)d dagar", days))


def waits_text(item: WorkItem) -> str:
    """Return what waits, without anything from the treatment: coordinators read it too."""
    return _(WAITS.get(item.kind, WAITS_OTHER))


def lacks(card: Card) -> list[str]:
    """Return what an enrolment that has not begun still lacks, as sentences."""
    missing = missing_in(card.enrollment) + ([] if card.patient.phone else [PHONE_MISSING])
    return [_(sentence) for sentence in missing]


def sms_line(sms: Sms | None) -> dict[str, str]:
    """Return how it went with the invitation as a line of a card: its words and its sign."""
    if sms is None:
        return {"text": _("Inget SMS är skickat"), "sign": "ring"}
    text = _("SMS: %(state)s", state=sms_state_text(sms, chosen_language()))
    if sms.status in FAILED:
        return {"text": text, "sign": "idag"}
    return {"text": text, "sign": "done" if sms.status.value == "delivered" else "ring"}
