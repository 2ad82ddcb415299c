"""Answering a patient: a reply that two never send unknowingly, an internal note, and drafts that save themselves."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from clinician.guard import clinician, viewer
from clinician.items import open_item, show_item
from clinician.patient_head import load_head
from clinician.queue import item_url
from clinician.reads import open_patient
from clinician.thread_pane import first_name, news_pane, thread_pane
from core import web
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l, say
from core.web_forms import once
from core.web_language import chosen_language
from messaging.conversations import ReplyConflictError, get_conversation, reply, settle_messages, write_note
from messaging.drafts import NOTE, REPLY, drop_draft, save_draft
from messaging.item_threads import Desk, get_patient_thread
from messaging.models import Conversation
from messaging.threads import list_new_for_staff, mark_seen

WRONG_PATIENT = _l("Formuläret hör till en annan patient. Kontrollera vem du svarar innan du skickar.")
Show = Callable[..., str]


@clinician.get("/patients/<public:patient>/conversation")
def patient_conversation(patient: str) -> Any:
    """Show a patient's thread outside any item."""
    return _show_patient(patient)


@clinician.get("/patients/<public:patient>/conversation/new")
def news_of_patient(patient: str) -> Any:
    """Give an open pane what has come since its last message; asking costs one read, and what is shown is logged."""
    found = list_new_for_staff(web.session(), viewer(), patient, request.args.get("after", "")[:22])
    if found == []:
        return "", 204
    person = open_patient(patient)
    if found is None:
        raise NotFoundError
    newest = found[-1].message
    mark_seen(web.session(), newest.conversation_id, viewer().id, newest.id, web.now())
    return news_pane(person, found)


@clinician.post("/items/<public:item>/reply")
@once
def item_reply(item: str) -> Any:
    """Answer beside an item."""
    return _reply(_item_desk(item), lambda **more: show_item(open_item(item), **more), item_url(item))


@clinician.post("/items/<public:item>/note")
@once
def item_note(item: str) -> Any:
    """Write an internal note beside an item."""
    return _note(_item_desk(item), lambda **more: show_item(open_item(item), **more), item_url(item))


@clinician.post("/items/<public:item>/draft")
def item_draft(item: str) -> Any:
    """Keep what is being typed beside an item."""
    return _draft(_item_desk(item))


@clinician.post("/patients/<public:patient>/conversation/reply")
@once
def patient_reply(patient: str) -> Any:
    """Write to a patient outside any item."""
    return _reply(_patient_desk(patient), lambda **more: _show_patient(patient, **more), _back(patient))


@clinician.post("/patients/<public:patient>/conversation/note")
@once
def patient_note(patient: str) -> Any:
    """Write an internal note outside any item."""
    return _note(_patient_desk(patient), lambda **more: _show_patient(patient, **more), _back(patient))


@clinician.post("/patients/<public:patient>/conversation/draft")
def patient_draft(patient: str) -> Any:
    """Keep what is being typed outside any item."""
    return _draft(_patient_desk(patient))


def _item_desk(public_id: str) -> Desk:
    found = open_item(public_id)
    if not found.is_related:
        raise NotFoundError
    return found.desk


def _patient_desk(public_id: str) -> Desk:
    return get_patient_thread(web.session(), viewer(), open_patient(public_id))


def _back(public_id: str) -> str:
    return url_for("clinician.patient_conversation", patient=public_id)


def _show_patient(public_id: str, **more: Any) -> str:
    desk = _patient_desk(public_id)
    return render_template(
        "desk/conversation.html", active_nav="clinician.patients", head=load_head(desk.patient),
        patient=desk.patient, is_message=True, search_url=url_for("clinician.patients"),
        **thread_pane(desk, "patient", public_id, more),
    )  # fmt: skip


def _thread(desk: Desk) -> Conversation:
    """Return the thread of the form; raises ConflictError when the form is about another patient (H8)."""
    if request.form.get("patient") != desk.patient.public_id:
        raise ConflictError(WRONG_PATIENT)
    return desk.conversation or get_conversation(web.session(), desk.patient.id, desk.unit.id)


def _reply(desk: Desk, show: Show, back: str) -> Any:
    conversation, body = _thread(desk), request.form.get("body", "")
    try:
        message = reply(web.session(), viewer(), conversation, desk.patient, desk.unit, body, _last_seen(), web.now(),
                        seen=request.form.get("seen") == "yes")  # fmt: skip
    except ReplyConflictError as conflict:
        keep_draft(conversation.id, body)
        return _refused(show, 409, notice=say(chosen_language(), conflict.reason), newer=conflict.newer,
                        seen=True, reply_text=body, by_colleague=conflict.by_colleague)  # fmt: skip
    except InvalidError as problem:
        web.rollback()
        return _refused(show, 400, errors={"body": say(chosen_language(), problem.reason)}, reply_text=body)
    mark_seen(web.session(), conversation.id, viewer().id, message.id, web.now())
    if desk.reply_draft:
        drop_draft(web.session(), conversation.id, viewer().id, REPLY)
    if request.form.get("close"):
        settle_messages(web.session(), conversation, viewer(), web.now())
    flash(_("Svaret till %(name)s är skickat.", name=first_name(desk.patient)), "ok")
    return redirect(back)


def _note(desk: Desk, show: Show, back: str) -> Any:
    conversation, body = _thread(desk), request.form.get("note", "")
    try:
        write_note(web.session(), viewer(), conversation, body, web.now())
    except InvalidError as problem:
        web.rollback()
        return _refused(show, 400, errors={"note": say(chosen_language(), problem.reason)}, note_text=body)
    if desk.note_draft:
        drop_draft(web.session(), conversation.id, viewer().id, NOTE)
    flash(_("Anteckningen är sparad. Patienten ser den inte."), "ok")
    return redirect(back)


def _draft(desk: Desk) -> Any:
    """Keep the reply or the note of a form; repeated saves change nothing more."""
    conversation = _thread(desk)
    about, field = (NOTE, "note") if "note" in request.form else (REPLY, "body")
    save_draft(web.session(), conversation.id, viewer().id, request.form.get(field, ""), web.now(), about)
    return "", 204


def keep_draft(conversation_id: int, body: str) -> None:
    """Undo the request so far and keep only what was typed: the loser of a race loses no text (H1)."""
    user_id = viewer().id
    web.rollback()
    save_draft(web.session(), conversation_id, user_id, body, web.now())
    web.commit()


def _refused(show: Show, status: int, **more: Any) -> tuple[str, int]:
    answer = show(**more)
    web.commit()  # the read is in the log although nothing was sent
    return answer, status


def _last_seen() -> int:
    text = request.form.get("last", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
