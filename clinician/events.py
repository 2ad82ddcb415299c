"""What has happened to a patient, told from the log in plain words: the timeline, and the page of all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import aliased

from clinician.guard import clinician, viewer
from clinician.patient_head import has_page, load_head
from clinician.reads import my_units, open_patient
from clinician.words import _
from core import web
from core.audit import AuditEvent
from core.language import _l
from core.web_language import number_text
from people.models import User
from people.own_log import LARGEST_ID
from ratings.models import SelfRating
from ratings.records import list_history, short_name

PAGE = 40
READ = "patient.read"
SMALL = ("diary.write", "item.close", "module.pdf", "exercise.pdf")
WORDS: dict[str, str] = {
    "enrollment.order": _l("Inskrivning beställd"),
    "enrollment.invite": _l("Inbjudan skickad"),
    "enrollment.verify": _l("Inskrivning klar att starta"),
    "enrollment.activate": _l("Programmet startade"),
    "enrollment.pause": _l("Programmet pausades"),
    "enrollment.resume": _l("Programmet fortsatte efter paus"),
    "enrollment.extend": _l("Programmet förlängdes"),
    "enrollment.end": _l("Programmet avslutades"),
    "module.submit": _l("Modul %(number)s inskickad"),
    "module.unlock": _l("Modul %(number)s öppnad"),
    "module.pass": _l("Modul %(number)s inskickad. Den behöver inget svar, så nästa öppnade av sig själv"),
    "part.on": _l("En del av programmet slogs på"),
    "part.off": _l("En del av programmet slogs av"),
    "module.review": _l("Modul %(number)s besvarad"),
    "module.return": _l("Modul %(number)s tillbaka för komplettering"),
    "module.pdf": _l("Modul %(number)s hämtad som PDF"),
    "exercise.pdf": _l("Övning i modul %(number)s hämtad som PDF"),
    "exercise.comment": _l("Kommentar på en övning i modul %(number)s"),
    "rating.complete": _l("Skattning ifylld"),
    "rating.review": _l("Skattning läst"),
    "risk.raise": _l("Risk upptäckt i ett svar"),
    "risk.answer": _l("Trygghetsfrågorna besvarade"),
    "risk.card_read": _l("Krisinformationen läst av patienten"),
    "risk.sign": _l("Risk bedömd och signerad"),
    "diary.write": _l("Rad i dagboken för %(day)s"),
    "window.approve": _l("Sömnfönster godkänt"),
    "window.decline": _l("Sömnfönster avslaget"),
    "enrollment.goal": _l("Mål skrivet"),
    "report.record": _l("Mätvärden inskickade"),
    "report.correct": _l("Mätvärde rättat"),
    "plan.change": _l("Mätplanen ändrad"),
    "value_note.write": _l("Anteckning i kurvan skriven"),
    "value_note.change": _l("Anteckning i kurvan ändrad"),
    "value_note.withdraw": _l("Anteckning i kurvan tagen bort"),
    "message.send": _l("Meddelande skickat"),
    "message.write": _l("Meddelande skickat"),
    "message.reply": _l("Meddelande besvarat"),
    "item.close": _l("Ärende avslutat"),
    READ: _l("Uppgifterna lästes"),
}
"""What each action of the log is called; other actions are about the system and are not shown."""
TIMELINE = tuple(action for action in WORDS if action not in (READ, *SMALL))
LINKS: dict[str, Callable[[AuditEvent], str]] = {
    "rating": lambda event: url_for("clinician.rating", rating=event.object_id),
    "risk": lambda event: url_for("clinician.risk", risk=event.object_id),
    "window": lambda event: url_for("clinician.window", window=event.object_id),
    "module": lambda event: _module_url(event.object_id),
}


@dataclass(frozen=True)
class Event:
    """One line of the timeline."""

    at: datetime
    text: str
    by: str
    href: str


def event_lines(rows: Sequence[Any], patient: User, ratings: Sequence[SelfRating]) -> list[Event]:
    """Return the lines of log rows (an event and its actor's name), naming the ratings among them."""
    known = {one.public_id: one for one in ratings}
    return [Event(row[0].at, _text(row[0], known), _by(row[0], row[1], patient), _href(row[0])) for row in rows]


def _text(event: AuditEvent, ratings: Mapping[str, SelfRating]) -> str:
    rating = ratings.get(event.object_id)
    if event.action == "rating.complete" and rating is not None:
        total = _("utan summa") if rating.total is None else number_text(rating.total)
        return _("%(instrument)s ifylld: %(total)s", instrument=short_name(rating.instrument), total=total)
    number = event.object_id.rpartition(":")[2]
    return _(WORDS[event.action]) % {"number": number, "day": number}


def _by(event: AuditEvent, name: str | None, patient: User) -> str:
    if event.actor_id == viewer().id:
        return _("du")
    return name or _("systemet") if event.actor_id != patient.id else ""


def _href(event: AuditEvent) -> str:
    make = LINKS.get(event.object_kind)
    return make(event) if make and event.object_id else ""


def _module_url(object_id: str) -> str:
    enrollment, _colon, number = object_id.rpartition(":")
    if not has_page("clinician.module_review") or not number.isdigit():
        return ""
    return url_for("clinician.module_review", enrollment=enrollment, number=int(number))


def list_events(patient: User, actions: Sequence[str], limit: int, before: int | None = None) -> list[Any]:
    """Return log rows about a patient from the viewer's units, the newest first, with the actors' names."""
    actor = aliased(User)
    query = (
        select(AuditEvent, actor.name)
        .outerjoin(actor, actor.id == AuditEvent.actor_id)
        .where(AuditEvent.patient_id == patient.id, AuditEvent.action.in_(actions))
        .where(AuditEvent.unit_id.in_(my_units()))
        .order_by(AuditEvent.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditEvent.id < before)
    return list(web.session().execute(query).all())


def read_row_number(text: str) -> int | None:
    """Return the number of a row in an address, never larger than any database takes; None for anything else (F9)."""
    is_number = text.isascii() and text.isdigit() and len(text) < 20
    return min(int(text), LARGEST_ID) if is_number else None


@clinician.get("/patients/<public:patient>/events")
def patient_events(patient: str) -> str:
    """Show everything in the log about a patient, a page at a time."""
    head = load_head(open_patient(patient))
    rows = list_events(head.patient, tuple(WORDS), PAGE + 1, read_row_number(request.args.get("before", "")))
    older = rows[PAGE - 1][0].id if len(rows) > PAGE else None
    ratings = [one for one in list_history(web.session(), head.patient.id) if one.unit_id in my_units()]
    return render_template(
        "clinician/events.html", head=head, events=event_lines(rows[:PAGE], head.patient, ratings), older=older
    )

