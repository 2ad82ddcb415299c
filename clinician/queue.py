"""The list beside every item: rows in the order of need under their level, with figures, filter and new rows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from clinician.guard import viewer
from core import web
from core.clock import local_date
from core.web_deadlines import time_left_text
from core.web_language import chosen_language, chosen_zone, when_text
from people.identity import age_on
from people.models import Role
from programs.enrollment_names import program_names
from worklist.list_query import VIEWS
from worklist.listing import Inbox, LevelCount, Row, read_inbox, view_filter
from worklist.models import ItemKind, Level
from worklist.reasons import reason_text

LEVEL_KEYS = {Level.NOW: "nu", Level.TODAY: "idag", Level.WEEK: "vecka", Level.NOTE: "info"}
COUNT_SHOWN = 100
ANY_ITEM = "A" * 22


@dataclass(frozen=True)
class Line:
    """One row as it is written."""

    public_id: str
    level: str
    name: str
    facts: str
    reason: str
    when: str
    by: str
    mine: bool
    href: str


@dataclass(frozen=True)
class Group:
    """The rows of a level under its heading."""

    title: str
    count: str
    note: str
    lines: list[Line]


@dataclass(frozen=True)
class Queue:
    """Everything the list shows.

    :param programs: titles of the live programs by patient id, for the rows and the patient beside them.
    """

    view: str
    words: str
    groups: list[Group]
    segments: list[dict[str, Any]]
    more_url: str
    news_url: str
    refresh_url: str
    free: int
    programs: dict[int, list[str]]


def read_queue(
    selected_patient: int | None = None, names: Callable[..., dict[int, list[str]]] = program_names
) -> Queue:
    """Read the list that the address asks for; two statements.

    :param selected_patient: whose programs are wanted besides those of the rows.
    :param names: reads the programs' names; whoever reads more in the same statement passes its own.
    """
    view, words = asked_view(), request.args.get("q", "").strip()[:60]
    mine, units = viewer().id, viewer().unit_ids(Role.CLINICIAN)
    shown = view_filter(view, mine, words)
    inbox = read_inbox(web.session(), units, mine, shown, after=request.args.get("after", "")[:22])
    patients = {row.item.patient_id for row in inbox.rows} | ({selected_patient} if selected_patient else set())
    programs = names(web.session(), sorted(patients), unit_ids=units, language=chosen_language())
    last = inbox.rows[-1].item.public_id if inbox.more else ""
    return Queue(
        view, words, _groups(inbox, programs), _segments(view, inbox), list_url(after=last) if last else "",
        _news_url(inbox.newest), list_url(after=None), inbox.levels[Level.TODAY].free, programs,
    )  # fmt: skip


def asked_view() -> str:
    """Return which view of the list the address asks for; the whole unit when it asks for none."""
    view = request.args.get("view", "unit")
    return view if view in VIEWS else "unit"


def list_state(**changes: str | None) -> dict[str, Any]:
    """Return what of the list's state an address carries, without what is usual or empty."""
    words = request.args.get("q", "").strip()[:60]
    state: dict[str, str | None] = {"view": asked_view(), "q": words, "after": request.args.get("after", "")[:22]}
    state |= changes
    return {name: value for name, value in state.items() if value and (name, value) != ("view", "unit")}


def list_url(**changes: str | None) -> str:
    """Return the address of the list with a changed state."""
    return url_for("clinician.worklist", **list_state(**changes))


def item_url(public_id: str) -> str:
    """Return the address of an item beside the list as it is now."""
    return item_address().replace(ANY_ITEM, public_id, 1)


def item_address() -> str:
    """Return the address of any item beside the list as it is now; a page puts it together once for all rows."""
    return url_for("clinician.item", item=ANY_ITEM, **list_state())


def patient_facts(birth_date: Any, programs: list[str]) -> str:
    """Return age and programs in one line: "58 år · Depression"."""
    age = age_on(birth_date, local_date(web.now(), chosen_zone()))
    parts = [_("%(age)s år", age=age) if age is not None else "", *programs]
    return " · ".join(part for part in parts if part)


def time_text(row: Row) -> str:
    """Return what the row's time says: how long is left of a promise, how long silent, or when it came."""
    item, now = row.item, web.now()
    if item.kind in (ItemKind.MISSED, ItemKind.INACTIVE) and str(item.places.get("days", "")).isdigit():
        days = int(item.places["days"])
        return str(ngettext("%(num)d dag", "%(num)d dagar", days))
    if item.due_at < now or (item.kind is ItemKind.MESSAGE and item.due_at < now + timedelta(hours=24)):
        return time_left_text(item.due_at, now)
    return when_text(item.occurred_at)


def count_text(number: int) -> str:
    """Return a figure; what was counted to a hundred is written 99+."""
    return str(number) if number < COUNT_SHOWN else "99+"


def parse_since(text: str) -> datetime:
    """Return the instant of a polling address; a misshapen one is the beginning of time."""
    digits = text if text.isascii() and text.isdigit() and len(text) <= 16 else "0"
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(digits))


def since_number(instant: datetime) -> int:
    """Return an instant as ``parse_since`` reads it."""
    return (instant - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)


def _news_url(newest: datetime | None) -> str:
    return url_for("clinician.worklist_news", since=since_number(newest) if newest else 0)


def _groups(inbox: Inbox, programs: dict[int, list[str]]) -> list[Group]:
    titles, address = level_titles(), item_address()
    groups = []
    for level, rows in groupby(inbox.rows, key=lambda row: row.item.level):
        count = inbox.levels[level]
        lines = [_line(row, programs.get(row.item.patient_id, []), address) for row in rows]
        groups.append(Group(titles[level], count_text(count.all), _free_text(count), lines))
    return groups


def level_titles() -> dict[Level, str]:
    """Return the words of the levels."""
    return {Level.NOW: _("Nu"), Level.TODAY: _("I dag"), Level.WEEK: _("I veckan"), Level.NOTE: _("Känn till")}


def _free_text(count: LevelCount) -> str:
    if count.free == 0:
        return str(_("alla tagna") if count.all > 1 else _("taget"))
    if count.free >= COUNT_SHOWN:
        return str(_("99+ lediga"))
    return str(ngettext("%(num)d ledigt", "%(num)d lediga", count.free))


def _line(row: Row, programs: list[str], address: str) -> Line:
    item = row.item
    return Line(
        item.public_id, LEVEL_KEYS[item.level], row.patient_name, patient_facts(row.birth_date, programs),
        reason_text(item, chosen_language()), time_text(row), row.claimer_name or "",
        item.claimed_by == viewer().id, address.replace(ANY_ITEM, item.public_id, 1),
    )  # fmt: skip


def _segments(view: str, inbox: Inbox) -> list[dict[str, Any]]:
    labels = {"mine": _("Mina"), "unit": _("Enheten"), "therapist": _("Terapeut"), "nurse": _("Sjuksköterska")}
    return [
        {
            "label": labels[name], "current": name == view, "count": count_text(inbox.counts[name]),
            "href": list_url(view=name, after=None),
        }
        for name in VIEWS
    ]  # fmt: skip
