"""One item: its cause, the patient's thread, and what can be done: take, hand over, escalate, postpone, close."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from clinician.guard import clinician, viewer
from clinician.patient_head import find_url
from clinician.queue import (
    LEVEL_KEYS,
    item_url,
    list_state,
    list_url,
    parse_since,
    patient_facts,
    read_queue,
    since_number,
)
from clinician.subjects import subject_link
from clinician.thread_pane import thread_pane
from clinician.value_pane import PaneReader
from core import web
from core.audit import record_event
from core.errors import ConflictError, InvalidError
from core.language import _l, say
from core.web_deadlines import deadline_text
from core.web_forms import once
from core.web_language import chosen_language
from messaging.conversations import PATIENT_WROTE
from messaging.item_threads import ItemThread, get_item_thread
from people.access import staff_role
from programs.enrollment_names import program_names
from worklist import items
from worklist.causes import causes_of
from worklist.colleagues import list_colleagues
from worklist.models import ItemKind, ItemStatus, Outcome
from worklist.presence import note_view
from worklist.reasons import OUTCOMES, cause_text, reason_text
from worklist.snoozing import snooze_until

CLOSE_OUTCOMES = tuple(outcome for outcome in Outcome if outcome is not Outcome.WITHDRAWN)
NOTE_MAX = 2000


@clinician.get("/items/<public:item>")
def item(item: str) -> Any:
    """Show an item with its patient's thread beside the list; the read is logged."""
    return show_item(open_item(item))


def open_item(public_id: str) -> ItemThread:
    """Return an item of one of the viewer's units; raises NotFoundError for any other."""
    return get_item_thread(web.session(), viewer(), public_id, web.now())


def show_item(found: ItemThread, **more: Any) -> str:
    """Return the page of an item.

    :param more: notice (a line above the thread), errors, typed and what thread_pane takes.
    """
    row, patient = found.item, found.desk.patient
    record_event(web.session(), web.now(), "patient.read", actor_id=viewer().id,
                 actor_role=staff_role(viewer(), row.unit_id), unit_id=row.unit_id, patient_id=patient.id,
                 object_kind="item", object_id=row.public_id)  # fmt: skip
    note_view(web.session(), row.id, viewer().id, web.now(), found.viewed_at)
    causes = causes_of(row)
    values = PaneReader(row, [one.subject for one in causes])
    queue = read_queue(patient.id, values.read_names if values.is_wanted else program_names)
    typed = more.pop("typed", {})
    wants_colleagues = request.args.get("do") == "hand-over" or "colleague" in more.get("errors", {})
    return render_template(
        "desk/item.html", active_nav="clinician.worklist", queue=queue,
        found=found, item=row, patient=patient, level=LEVEL_KEYS[row.level],
        facts=patient_facts(patient.birth_date, queue.programs.get(patient.id, [])),
        reasons=[cause_text(one, chosen_language()) for one in causes], due=deadline_text(row.due_at, web.now()),
        link=subject_link(row, patient.public_id),
        patient_url=find_url("clinician.patient", patient=patient.public_id), is_mine=row.claimed_by == viewer().id,
        is_risk=row.kind is ItemKind.RISK, is_message=row.kind is ItemKind.MESSAGE,
        is_closed=row.status is ItemStatus.CLOSED, act_url=_act_url,
        outcomes=[(outcome.value, say(chosen_language(), OUTCOMES[outcome])) for outcome in CLOSE_OUTCOMES],
        outcome=say(chosen_language(), OUTCOMES[row.outcome]) if row.outcome else "",
        colleagues=list_colleagues(web.session(), row.unit_id, viewer().id) if wants_colleagues else None,
        search_url=url_for("clinician.patients"), typed=typed, values=values.pane(),
        shown=since_number(row.occurred_at) if row.causes else "",
        **thread_pane(found.desk if found.is_related else None, "item", row.public_id, more),
    )  # fmt: skip


def _act_url(public_id: str, act: str) -> str:
    """Return the address of an act on an item, which keeps the list as it is."""
    endpoints = {"claim": "claim_item", "release": "release_item", "hand-over": "hand_over_item",
                 "escalate": "escalate_item", "snooze": "snooze_item", "close": "close_item"}  # fmt: skip
    return url_for(f"clinician.{endpoints[act]}", item=public_id, **list_state())


Act = Callable[[ItemThread], Response]


def _try(public_id: str, act: Act) -> Any:
    """Do an act on an item; a refusal shows the item again as it is now, with the reason."""
    found = open_item(public_id)
    try:
        return act(found)
    except InvalidError as problem:
        web.rollback()
        error = say(chosen_language(), problem.reason)
        answer = show_item(open_item(public_id), errors={problem.field: error}, notice=error, typed=request.form), 400
    except ConflictError as problem:
        web.rollback()
        notice = say(chosen_language(), problem.reason)
        answer = show_item(open_item(public_id), notice=notice, typed=request.form), 409
    web.commit()  # the read is in the log although nothing else was changed
    return answer


@clinician.post("/items/<public:item>/claim")
@once
def claim_item(item: str) -> Any:
    """Take an item; whoever comes second is told who has it (reliability.md H2)."""

    def act(found: ItemThread) -> Response:
        items.claim(web.session(), found.item, viewer(), web.now())
        return redirect(item_url(item))

    return _try(item, act)


@clinician.post("/items/<public:item>/release")
@once
def release_item(item: str) -> Any:
    """Give an item back to the unit."""

    def act(found: ItemThread) -> Response:
        items.release(web.session(), found.item, viewer(), web.now())
        flash(_("Ärendet är ledigt igen."), "ok")
        return redirect(item_url(item))

    return _try(item, act)


@clinician.post("/items/<public:item>/hand-over")
@once
def hand_over_item(item: str) -> Any:
    """Give an item to a colleague of the same unit."""

    def act(found: ItemThread) -> Response:
        colleagues = list_colleagues(web.session(), found.item.unit_id, viewer().id)
        chosen = next((one for one in colleagues if one.public_id == request.form.get("colleague")), None)
        if chosen is None:
            raise InvalidError("colleague", _l("Välj vem som ska ta över."))
        items.hand_over(web.session(), found.item, viewer(), chosen.id, web.now())
        flash(_("%(name)s har ärendet nu.", name=chosen.name), "ok")
        return redirect(item_url(item))

    return _try(item, act)


@clinician.post("/items/<public:item>/escalate")
@once
def escalate_item(item: str) -> Any:
    """Make an item one level more urgent."""

    def act(found: ItemThread) -> Response:
        items.escalate(web.session(), found.item, viewer(), found.desk.unit, web.now())
        return redirect(item_url(item))

    return _try(item, act)


@clinician.post("/items/<public:item>/snooze")
@once
def snooze_item(item: str) -> Any:
    """Put an item away until a day; it comes back by itself."""

    def act(found: ItemThread) -> Response:
        until = snooze_until(found.desk.unit, request.form.get("until", ""), request.form.get("day", ""), web.now())
        items.snooze(web.session(), found.item, viewer(), until, web.now(), _shown_at())
        back = deadline_text(until, web.now())
        flash(_("%(name)s kommer tillbaka %(time)s.", name=found.desk.patient.name, time=back), "ok")
        return redirect(list_url())

    return _try(item, act)


@clinician.post("/items/<public:item>/close")
@once
def close_item(item: str) -> Any:
    """Close an item with its outcome; a message that came meanwhile is read first (reliability.md H11)."""

    def act(found: ItemThread) -> Response:
        outcome = next((one for one in CLOSE_OUTCOMES if one.value == request.form.get("outcome")), None)
        if outcome is None:
            raise InvalidError("outcome", _l("Välj utfall."))
        _refuse_unread(found)
        note = request.form.get("note", "").strip()
        if len(note) > NOTE_MAX:
            raise InvalidError("note", _l("Anteckningen är för lång. Korta den till högst 2 000 tecken."))
        items.close(web.session(), found.item, viewer(), outcome, note, web.now(), _shown_at())
        flash(_("%(name)s är avslutad: %(reason)s.", name=found.desk.patient.name,
                reason=reason_text(found.item, chosen_language())), "ok")  # fmt: skip
        return redirect(list_url())

    return _try(item, act)


def _shown_at() -> datetime | None:
    """Return when the newest of what was on the screen came; None from a form that does not say."""
    typed = request.form.get("shown", "")
    return parse_since(typed) if typed else None


def _refuse_unread(found: ItemThread) -> None:
    """Raise ConflictError when the patient has written something that was not on the screen."""
    conversation = found.desk.conversation
    if found.item.kind is not ItemKind.MESSAGE or conversation is None:
        return
    web.session().refresh(conversation, with_for_update=True)
    shown = request.form.get("last", "")
    if conversation.last_patient_id > (int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 18 else 0):
        raise ConflictError(PATIENT_WROTE)
