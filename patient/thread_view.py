"""How a thread is drawn for the patient: voices day by day, values as cards, answers to choose from, the box below."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask_babel import gettext as _

from assistant.day_prompt import DayPrompt, day_prompt
from core import web
from core.clock import local_date
from core.web_language import chosen_language, chosen_zone, clock_text, long_day_text, when_text
from messaging.models import Message, Sender
from messaging.photos import MOST_A_MESSAGE, photos_of
from messaging.threads import (
    OwnThread,
    ThreadMessage,
    choices_of,
    find_message_id,
    find_reader,
    list_messages,
    mark_seen,
)
from monitoring.corrections import UNDO_TIME, can_undo, is_current
from monitoring.models import Report
from monitoring.occasions import list_own_reports
from monitoring.value_texts import series_name, with_unit
from patient.guard import viewer
from patient.message_promises import first_name, hours_words, promise, promise_beside_values
from patient.value_words import level_word, tone_of
from programs.enrollment_names import Responsible, responsible_clinicians

PAGE = 50
KINDS = {Sender.PATIENT: "me", Sender.STAFF: "person", Sender.AUTOMATIC: "auto"}
REPORT = "report:"


@dataclass(frozen=True)
class Day:
    """The messages of one day under its divider."""

    on: date
    title: str
    messages: list[ThreadMessage]


@dataclass(frozen=True)
class Card:
    """A reported value inside the thread.

    :ivar tag: the level in a word, or that the value no longer counts; tone is its colour.
    :ivar undo: where it is taken back, while that can be done, and for how many seconds more; "" and 0 after that.
    """

    href: str
    curve: str
    label: str
    value: str
    tag: str
    tone: str
    undo: str = ""
    seconds: int = 0


def show_thread(thread: OwnThread, typed: str | None = None, caption: str = "", **errors: str) -> str:
    """Return the page of a thread, and note that it has been read.

    :param typed: what was in the box when the form was refused; None to show the draft.
    :param errors: what is wrong with a field, by its name.
    """
    responsible = responsible_clinicians(web.session(), viewer().id).get(thread.unit.id)
    written, has_older = _written(thread)
    last = written[-1].message if written else None
    reader = ""
    if thread.conversation and thread.has_unread:
        mark_seen(web.session(), thread.conversation.id, viewer().id, thread.conversation.last_staff_id, web.now())
    elif thread.conversation and last and last.sender is Sender.PATIENT:
        reader = first_name(find_reader(web.session(), thread.conversation) or "")
    draft = thread.draft.body if thread.draft else ""
    return render_template(
        "patient/messages.html", active_tab="messages", thread=thread, days=_days(written), errors=errors,
        has_older=has_older, is_older=bool(request.args.get("before")),
        first=written[0].message.public_id if written else "", last=last.public_id if last else "", reader=reader,
        first_unread=_first_unread(written, thread), draft=draft if typed is None else typed, caption=caption,
        hours=hours_words(thread.unit), promise=_promise(thread, responsible, last), most_photos=MOST_A_MESSAGE,
        first_name=first_name(responsible.name if responsible else ""),
        today=_today(thread, last), **_around(written, thread.unit.public_id, is_open=_is_newest(thread)),
    )  # fmt: skip


def _promise(thread: OwnThread, responsible: Responsible | None, last: Message | None) -> str:
    """Return who answers what is written; below the answer to a value it says that the value has had its own."""
    is_value = last is not None and last.sender is Sender.AUTOMATIC and last.about.startswith("report:")
    return (promise_beside_values if is_value else promise)(thread.unit, responsible)


def _is_newest(thread: OwnThread) -> bool:
    return thread.is_open and not request.args.get("before")


def _today(thread: OwnThread, last: Message | None) -> DayPrompt | None:
    """Return what the assistant asks of the day, when nothing else is asked just now."""
    if not _is_newest(thread) or (last is not None and choices_of(last)):
        return None
    return day_prompt(web.session(), viewer().user, thread.unit, web.now())


def show_new(found: list[ThreadMessage], unit: str) -> str:
    """Return messages that have come while a page is open, to be added below the others."""
    return render_template("patient/_messages.html", days=_days(found), **_around(found, unit, is_open=True))


def _around(written: list[ThreadMessage], unit: str, *, is_open: bool) -> dict[str, Any]:
    """Return what every drawing of messages needs; an older question has no answers to choose from any more."""
    newest = written[-1].message if written else None
    asked = newest.public_id if is_open and newest is not None and choices_of(newest) else ""
    return {"kinds": KINDS, "cards": _cards(written), "photos_of": photos_of, "choices_of": choices_of, "asked": asked,
            "unit_id": unit, "can_write": is_open}  # fmt: skip


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
    return [Day(day, _day_title(day), list(of_day)) for day, of_day in days]


def _day_title(day: date) -> str:
    distance = (local_date(web.now(), chosen_zone()) - day).days
    if distance in (0, 1):
        return str(_("I dag") if distance == 0 else _("I går"))
    return long_day_text(day).capitalize()


def _cards(written: list[ThreadMessage]) -> dict[str, Card]:
    """Return the values that messages are about, by the message; one statement, and none without values."""
    about = {one.message.public_id: report_of(one.message) for one in written if report_of(one.message)}
    if not about:
        return {}
    reports = {one.public_id: one for one in list_own_reports(web.session(), viewer().id, list(about.values()))}
    return {message: _card(reports[report]) for message, report in about.items() if report in reports}


def report_of(message: Message) -> str:
    """Return the public id of the report that a message tells about, or ""."""
    return message.about.removeprefix(REPORT) if message.about.startswith(REPORT) else ""


def _card(report: Report) -> Card:
    language, valid = chosen_language(), is_current(report)
    left = int((report.received_at + UNDO_TIME - web.now()).total_seconds()) if can_undo(report, web.now()) else 0
    gone = _("Borttaget") if report.withdrawn_at else _("Rättat")
    return Card(
        href=url_for("patient.value_feedback", report=report.public_id),
        curve=url_for("patient.values", kind=report.kind),
        label=f"{series_name(report.kind, language)} {_when(report.taken_at)}",
        value=with_unit(report, language), tag=level_word(report.level) if valid else str(gone),
        tone=tone_of(report.level).replace("plain", "") if valid else "",
        undo=url_for("patient.undo_value", report=report.public_id) if left > 0 else "", seconds=max(0, left),
    )  # fmt: skip


def _when(instant: datetime) -> str:
    is_today = local_date(instant, chosen_zone()) == local_date(web.now(), chosen_zone())
    return str(_("i dag %(time)s", time=clock_text(instant))) if is_today else when_text(instant)
