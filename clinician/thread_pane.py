"""What the pane of a conversation shows: the voices day by day, the box to answer in, and what came meanwhile."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask_babel import gettext as _

from clinician.guard import viewer
from clinician.queue import list_state
from core import web
from core.clock import local_date
from core.web_language import chosen_zone, long_day_text
from messaging.item_threads import Desk
from messaging.models import Sender
from messaging.photos import photos_of
from messaging.threads import PAGE, ThreadMessage, find_message_id, list_messages, mark_seen
from people.identity import show_phone
from people.models import User

VOICES = {Sender.PATIENT: "patient", Sender.STAFF: "us", Sender.AUTOMATIC: "auto", Sender.NOTE: "note"}


@dataclass(frozen=True)
class Day:
    """The messages of one day under its divider."""

    on: date
    title: str
    messages: list[ThreadMessage]


def thread_pane(desk: Desk | None, where: str, public_id: str, more: dict[str, Any]) -> dict[str, Any]:
    """Return what the pane's templates need, and note how far the viewer has read.

    :param desk: None when the thread may not be shown because the care relation has ended.
    :param where: "item" or "patient": to which page the forms belong; public_id is its own.
    :param more: notice, errors, newer (messages that came meanwhile), seen, reply_text and note_text as typed.
    """
    state: dict[str, Any] = {"notice": "", "errors": {}, "newer": [], "seen": False} | more
    if desk is None:
        return state | {"desk": None}
    written, has_older = _written(desk)
    _note_seen(desk)
    return {
        "desk": desk, "days": _days(written), "voices": VOICES, "photos_of": photos_of,
        "news_url": "" if request.args.get("before") else _news_url(desk),
        "older_url": _older_url(where, public_id, written) if has_older else "",
        "last_id": desk.conversation.last_message_id if desk.conversation else 0,
        "reply_text": desk.reply_draft, "note_text": desk.note_draft, "first_name": first_name(desk.patient),
        "phone": show_phone(desk.patient.phone), "phone_url": f"tel:{desk.patient.phone}" if desk.patient.phone else "",
        "forms": {act: form_url(where, public_id, act) for act in ("reply", "note", "draft")},
    } | state  # fmt: skip


def news_pane(patient: User, found: list[ThreadMessage]) -> str:
    """Return messages that have come while a pane is open, to be added below the others."""
    return render_template("desk/_voices.html", days=_days(found), voices=VOICES, photos_of=photos_of,
                           patient=patient, first_name=first_name(patient))  # fmt: skip


def form_url(where: str, public_id: str, act: str) -> str:
    """Return where a form of the pane is sent."""
    return url_for(f"clinician.{where}_{act}", **_ids(where, public_id))


def first_name(person: User) -> str:
    """Return what a person is called in sentences."""
    return person.name.split()[0] if person.name else ""


def _news_url(desk: Desk) -> str:
    return url_for("clinician.news_of_patient", patient=desk.patient.public_id)


def _older_url(where: str, public_id: str, written: list[ThreadMessage]) -> str:
    endpoint = "clinician.item" if where == "item" else "clinician.patient_conversation"
    return url_for(endpoint, before=written[0].message.public_id, **_ids(where, public_id))


def _ids(where: str, public_id: str) -> dict[str, Any]:
    return {where: public_id} | (list_state() if where == "item" else {})


def _written(desk: Desk) -> tuple[list[ThreadMessage], bool]:
    """Return a page of the thread, and whether there is more above it."""
    if desk.conversation is None:
        return [], False
    before, wanted = None, request.args.get("before", "")[:22]
    if wanted:
        before = find_message_id(web.session(), desk.conversation.id, wanted)
    found = list_messages(web.session(), desk.conversation.id, before_id=before, limit=PAGE + 1, with_notes=True)
    return found[-PAGE:], len(found) > PAGE


def _note_seen(desk: Desk) -> None:
    if desk.conversation is not None and desk.conversation.last_message_id > desk.seen_id:
        mark_seen(web.session(), desk.conversation.id, viewer().id, desk.conversation.last_message_id, web.now())


def _days(written: list[ThreadMessage]) -> list[Day]:
    zone = ZoneInfo(chosen_zone())
    days = groupby(written, key=lambda one: one.message.sent_at.astimezone(zone).date())
    return [Day(day, _day_title(day), list(of_day)) for day, of_day in days]


def _day_title(day: date) -> str:
    distance = (local_date(web.now(), chosen_zone()) - day).days
    if distance == 0:
        return str(_("I dag, %(day)s", day=long_day_text(day)))
    return str(_("I går")) if distance == 1 else long_day_text(day).capitalize()
