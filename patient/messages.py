"""Messages: what the patient and the unit write to each other, who answers and before when."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from assistant.alarms import Alarm, find_alarm, raise_crisis
from assistant.chat import Plan, carry_out, plan_answer, read_body
from core import crisis_lines, web
from core.clock import local_date
from core.errors import InvalidError, NotFoundError
from core.language import say
from core.web_deadlines import deadline_text
from core.web_forms import once
from core.web_language import chosen_language, chosen_zone, long_day_text
from messaging.conversations import BODY_MAX, get_conversation, send_from_patient
from messaging.drafts import save_draft
from messaging.models import Message, Sender
from messaging.threads import (
    OwnThread,
    ThreadMessage,
    find_message_id,
    find_reader,
    get_own_message,
    list_messages,
    list_new_for_patient,
    list_own_threads,
    mark_seen,
)
from patient.guard import pages, viewer
from people.models import CareUnit
from people.opening_hours import answer_before, hours_of, is_open, next_opening
from programs.enrollment_names import Responsible, responsible_clinicians

PAGE = 50
KINDS = {Sender.PATIENT: "me", Sender.STAFF: "person", Sender.AUTOMATIC: "auto"}


@dataclass(frozen=True)
class Day:
    """The messages of one day under its divider."""

    title: str
    messages: list[ThreadMessage]


@pages.get("/messages")
def messages() -> Any:
    """Show the patient's thread, or first which unit, when there are several."""
    threads = list_own_threads(web.session(), viewer().id)
    wanted = request.args.get("unit", "")
    if not wanted and len(threads) != 1:
        return render_template("patient/threads.html", threads=threads, active_tab="messages")
    return _show(_pick(threads, wanted or threads[0].unit.public_id))


@pages.post("/messages")
@once
def send_message() -> Any:
    """Send what the patient wrote; words of crisis lead to the crisis card at once (S2, K1)."""
    thread = _open_thread()
    body = request.form.get("body", "")
    alarm = find_alarm(body)
    read = read_body(body[:BODY_MAX], chosen_language())
    plan = None
    if alarm is None:
        plan = plan_answer(web.session(), viewer().user, thread.unit, read, web.now(), thread.conversation)
    try:
        message = send_from_patient(
            web.session(), viewer().user, thread.unit, body, web.now(), alarm=alarm.finding if alarm else None,
            needs_people=plan is None or plan.needs_people, reading=read.as_kept,
        )
    except InvalidError as problem:
        return _show(thread, typed=body, error=say(chosen_language(), problem.reason)), 400
    if alarm:
        raise_crisis(web.session(), viewer().id, thread.unit, alarm, web.now())
    if thread.draft is not None:
        web.session().delete(thread.draft)
    if alarm:
        return redirect(url_for("patient.message_help", message=message.public_id))
    return _answer(thread, plan, message)


def _answer(thread: OwnThread, plan: Plan | None, message: Message) -> Any:
    """Let the assistant answer what it may: 112 before the thread, and people promised only when they read."""
    if plan is not None:
        done = carry_out(web.session(), plan, viewer().user, thread.unit, message, web.now())
        if done.emergency is not None:
            return redirect(url_for("patient.value_feedback", report=done.emergency.public_id))
        if not plan.needs_people:
            return redirect(url_for("patient.messages", unit=thread.unit.public_id))
    flash(_("Skickat. Du får svar före %(time)s.", time=_promised(thread.unit)), "ok")
    return redirect(url_for("patient.messages", unit=thread.unit.public_id))


@pages.get("/messages/<public:message>/help")
def message_help(message: str) -> Any:
    """Show whom to call after a message that cannot wait: it is kept, but nobody may be reading."""
    written, unit = get_own_message(web.session(), viewer().id, message)
    alarm = find_alarm(written.body)
    if alarm is None:
        return redirect(url_for("patient.messages", unit=unit.public_id))
    return render_template("patient/message_help.html", alarm=alarm, unit=unit, lines=crisis_lines,
                           hours=_hours(unit), promise=_read_before(unit, alarm))  # fmt: skip


@pages.get("/messages/new")
def new_messages() -> Any:
    """Give a page that is open what has come since its last message; nothing when there is nothing."""
    found = list_new_for_patient(
        web.session(), viewer().id, request.args.get("unit", "")[:22], request.args.get("after", "")[:22], PAGE
    )
    if not found:
        return "", 204
    newest = found[-1].message
    mark_seen(web.session(), newest.conversation_id, viewer().id, newest.id, web.now())
    return render_template("patient/_messages.html", days=[Day("", found)], kinds=KINDS)


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


def _show(thread: OwnThread, typed: str | None = None, error: str = "") -> str:
    responsible = responsible_clinicians(web.session(), viewer().id).get(thread.unit.id)
    written, has_older = _written(thread)
    last = written[-1].message if written else None
    reader = None
    if thread.conversation and last and last.sender is Sender.PATIENT:
        reader = find_reader(web.session(), thread.conversation)
    if thread.conversation and thread.has_unread:
        mark_seen(web.session(), thread.conversation.id, viewer().id, thread.conversation.last_staff_id, web.now())
    return render_template(
        "patient/messages.html", active_tab="messages", thread=thread, days=_days(written), kinds=KINDS,
        has_older=has_older, first=written[0].message.public_id if written else "", error=error,
        last=last.public_id if last else "", reader=_first_name(reader or ""),
        first_unread=_first_unread(written, thread), draft=_draft(thread) if typed is None else typed,
        hours=_hours(thread.unit),
        promise=_promise(thread.unit, responsible), first_name=_first_name(responsible.name if responsible else ""),
    )  # fmt: skip


def _draft(thread: OwnThread) -> str:
    return thread.draft.body if thread.draft else ""


def _written(thread: OwnThread) -> tuple[list[ThreadMessage], bool]:
    """Return a page of the thread, and whether there is more above it."""
    if thread.conversation is None:
        return [], False
    before = None
    if request.args.get("before"):
        before = find_message_id(web.session(), thread.conversation.id, request.args["before"][:22])
    found = list_messages(web.session(), thread.conversation.id, before_id=before, limit=PAGE + 1)
    return found[-PAGE:], len(found) > PAGE


def _first_unread(written: list[ThreadMessage], thread: OwnThread) -> str:
    """Return the public id of the first message the patient has not read, for the mark above it."""
    fresh = (one for one in written if one.message.id > thread.seen_id and one.message.sender is not Sender.PATIENT)
    first = next(fresh, None)
    return first.message.public_id if first else ""


def _days(written: list[ThreadMessage]) -> list[Day]:
    zone = ZoneInfo(chosen_zone())
    days = groupby(written, key=lambda one: one.message.sent_at.astimezone(zone).date())
    return [Day(_day_title(day), list(of_day)) for day, of_day in days]


def _day_title(day: date) -> str:
    distance = (local_date(web.now(), chosen_zone()) - day).days
    if distance in (0, 1):
        return str(_("I dag") if distance == 0 else _("I går"))
    return long_day_text(day).capitalize()


def _first_name(name: str) -> str:
    return name.split()[0] if name else ""


def _promised(unit: CareUnit) -> str:
    return deadline_text(answer_before(unit, web.now()), web.now())


def _promise(unit: CareUnit, responsible: Responsible | None) -> str:
    """Return who answers and before when (requirements.md I3)."""
    if responsible is None:
        return str(_("Någon i teamet svarar före %(time)s.", time=_promised(unit)))
    name = _first_name(responsible.name)
    return str(_("%(name)s eller en kollega svarar före %(time)s.", name=name, time=_promised(unit)))


def _read_before(unit: CareUnit, alarm: Alarm) -> str:
    """Return honestly when somebody reads a message that cannot wait (K1)."""
    opening = next_opening(unit, web.now())
    if opening is None:
        return str(_("Ditt meddelande är sparat. Ingen läser det just nu."))
    if opening <= web.now():
        return str(_("Ditt meddelande är sparat och ligger överst hos mottagningen."))
    opens = deadline_text(opening, web.now())
    return str(_("Ditt meddelande är sparat. Det läses tidigast när mottagningen öppnar %(time)s.", time=opens))


def _hours(unit: CareUnit) -> str:
    """Return whether somebody reads now, and until or from when."""
    now = web.now()
    if is_open(unit, now):
        hours = hours_of(unit, now.astimezone(ZoneInfo(unit.zone)).date())
        return str(_("Mottagningen har öppet till %(time)s.", time=f"{hours[1]:%H:%M}" if hours else ""))
    opening = next_opening(unit, now)
    if opening is None:
        return str(_("Mottagningen är stängd. Ingen läser det du skriver just nu."))
    opens = deadline_text(opening, now)
    return str(_("Mottagningen är stängd och öppnar %(time)s. Ingen läser det du skriver just nu.", time=opens))
