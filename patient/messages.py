"""Messages: what the patient and the unit write to each other, who answers and before when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from assistant.alarms import Alarm, find_alarm, raise_crisis
from assistant.chat import Plan, carry_out, plan_answer, read_body, store_beside_alarm
from core import crisis_lines, web
from core.errors import InvalidError, NotFoundError
from core.language import say
from core.pictures import MOST_BYTES
from core.web_forms import once
from core.web_language import chosen_language
from messaging.conversations import BODY_MAX, Attached, get_conversation, send_from_patient
from messaging.drafts import save_draft
from messaging.models import Message
from messaging.photos import MOST_A_MESSAGE, check_photos_left, photos_of, read_photos
from messaging.threads import OwnThread, get_own_message, list_new_for_patient, list_own_threads, mark_seen
from patient.guard import pages, viewer
from patient.message_promises import hours_words, read_before, sent_words, stored_words
from patient.thread_view import PAGE, show_new, show_thread

MOST_SENT = MOST_A_MESSAGE * MOST_BYTES + 2 * 1024 * 1024
"""Bytes of a message with its photos, as they come from the camera."""
OLDEST_WAIT = timedelta(days=7)
"""How long a message may have waited in a phone and still tell when it was written."""
ON_ITS_WAY = timedelta(minutes=1)
"""A shorter wait is no wait."""


@dataclass(frozen=True)
class Written:
    """What the form of a message holds.

    :ivar problem: why the photos cannot be taken, or None; the text can be sent all the same.
    """

    body: str
    caption: str
    attached: Attached | None
    problem: InvalidError | None
    written_at: datetime | None

    @property
    def words(self) -> str:
        """Return every word in it, for what must be read for alarms (S1)."""
        return f"{self.body}\n{self.caption}".strip()


@pages.get("/messages")
def messages() -> Any:
    """Show the patient's thread, or first which unit, when there are several."""
    threads = list_own_threads(web.session(), viewer().id)
    wanted = request.args.get("unit", "")
    if not wanted and len(threads) != 1:
        return render_template("patient/threads.html", threads=threads, active_tab="messages")
    return show_thread(_pick(threads, wanted or threads[0].unit.public_id))


@pages.post("/messages")
@web.takes_files(MOST_SENT)
def send_message() -> Any:
    """Send what the patient wrote, once; its photos are unpacked first, while nobody waits for the database."""
    return _send(_read_form())


@once
def _send(written: Written) -> Any:
    """Keep and answer a message; words of crisis lead to the crisis card at once (S2, K1)."""
    thread, alarm = _open_thread(), find_alarm(written.words)
    if written.problem is not None and alarm is None:
        return _refuse(thread, written, written.problem)
    read = read_body(written.body[:BODY_MAX], chosen_language())
    plan = None
    if alarm is None:
        plan = plan_answer(web.session(), viewer().user, thread.unit, read, web.now(), thread.conversation)
    try:
        message = send_from_patient(
            web.session(), viewer().user, thread.unit, written.body.strip() or _bare(written), web.now(),
            alarm=alarm.finding if alarm else None,
            needs_people=plan is None or plan.needs_people or written.attached is not None, reading=read.as_kept,
            attached=written.attached, written_at=written.written_at,
        )  # fmt: skip
    except InvalidError as problem:
        return _refuse(thread, written, problem)
    if alarm:
        raise_crisis(web.session(), viewer().id, thread.unit, alarm, web.now())
        store_beside_alarm(web.session(), read, viewer().user, thread.unit, message, web.now())
    if thread.draft is not None:
        web.session().delete(thread.draft)
    if written.problem is not None:
        flash(_("Texten är skickad, men bilden följde inte med."), "warn")
    if alarm:
        return redirect(url_for("patient.message_help", message=message.public_id))
    return _answer(thread, plan, message)


def _bare(written: Written) -> str:
    """Return the caption as the text when only words of alarm in it are sent, because the photo cannot be taken."""
    return written.caption if written.attached is None else ""


def _read_form() -> Written:
    """Read the form; a photo that cannot be taken is a problem to tell, not a reason to lose the words."""
    body, caption = request.form.get("body", ""), request.form.get("caption", "").strip()
    files = [one.read() for one in request.files.getlist("photo") if one.filename]
    if not files:
        return Written(body, "", None, None, _written_at())
    try:
        check_photos_left(web.session(), viewer().id, len(files), web.now())
        web.commit()
        return Written(body, caption, Attached(read_photos(files, caption), caption), None, _written_at())
    except InvalidError as problem:
        return Written(body, caption, None, problem, _written_at())


def _written_at() -> datetime | None:
    """Return when a message was written that waited in the phone for the net (H6); None for what came at once."""
    try:
        written = datetime.fromisoformat(request.form.get("written_at", "")[:40])
    except ValueError:
        return None
    if written.tzinfo is None or not ON_ITS_WAY <= web.now() - written <= OLDEST_WAIT:
        return None
    return written


def _refuse(thread: OwnThread, written: Written, problem: InvalidError) -> Any:
    words = say(chosen_language(), problem.reason)
    return show_thread(thread, written.body, written.caption, **{problem.field: words}), 400


def _answer(thread: OwnThread, plan: Plan | None, message: Message) -> Any:
    """Let the assistant answer what it may: 112 before the thread, and people promised only when they read."""
    back = redirect(url_for("patient.messages", unit=thread.unit.public_id))
    if plan is not None:
        done = carry_out(web.session(), plan, viewer().user, thread.unit, message, web.now())
        if done.emergency is not None:
            return redirect(url_for("patient.value_feedback", report=done.emergency.public_id))
        if not plan.needs_people and not message.photos:
            return back
        if done.reports and not message.photos:
            flash(stored_words(thread.unit), "ok")
            return back
    flash(sent_words(thread.unit), "ok")
    return back


@pages.get("/messages/<public:message>/help")
def message_help(message: str) -> Any:
    """Show whom to call after a message that cannot wait: it is kept, but nobody may be reading."""
    written, unit = get_own_message(web.session(), viewer().id, message)
    alarm = _alarm_in(written)
    if alarm is None:
        return redirect(url_for("patient.messages", unit=unit.public_id))
    return render_template("patient/message_help.html", alarm=alarm, unit=unit, lines=crisis_lines,
                           hours=hours_words(unit), promise=read_before(unit, alarm))  # fmt: skip


def _alarm_in(message: Message) -> Alarm | None:
    return find_alarm("\n".join((message.body, *(one.caption for one in photos_of(message)[:1]))).strip())


@pages.get("/messages/new")
def new_messages() -> Any:
    """Give a page that is open what has come since its last message; nothing when there is nothing."""
    unit, after = request.args.get("unit", "")[:22], request.args.get("after", "")[:22]
    found = list_new_for_patient(web.session(), viewer().id, unit, after, PAGE)
    if not found:
        return "", 204
    newest = found[-1].message
    mark_seen(web.session(), newest.conversation_id, viewer().id, newest.id, web.now())
    return show_new(found, unit)


@pages.post("/messages/draft")
def save_message_draft() -> Any:
    """Keep what is being typed; repeated saves change nothing more."""
    thread = _open_thread()
    conversation = thread.conversation or get_conversation(web.session(), viewer().id, thread.unit.id)
    save_draft(web.session(), conversation.id, viewer().id, request.form.get("body", ""), web.now())
    return "", 204


def _open_thread() -> OwnThread:
    """Return the thread the form belongs to; raises NotFoundError when the patient cannot write there."""
    thread = _pick(list_own_threads(web.session(), viewer().id), request.form.get("unit", ""))
    if not thread.is_open:
        raise NotFoundError
    return thread


def _pick(threads: list[OwnThread], unit_public_id: str) -> OwnThread:
    for thread in threads:
        if thread.unit.public_id == unit_public_id:
            return thread
    raise NotFoundError
