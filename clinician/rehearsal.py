"""The rehearsal on the desk: an author lets made-up patients live through a program and sees what happens, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask_babel import get_locale

from clinician.guard import authoring, writing
from core import web
from core.errors import ConflictError
from core.language import _l
from programs import drafts
from programs.library import Edition, get_edition, latest_version
from programs.shelf import MemoryShelf, Shelf
from rehearsal.cast import NAMES, Kind
from rehearsal.printing import say_minutes
from rehearsal.timeline import ZONE, Character, Event, Finding, Rehearsal

ONE_AT_A_TIME = Lock()
"""A rehearsal takes a whole processor for a while, so a process runs one."""
BUSY = _l("Någon annan övar just nu. Vänta en stund och försök igen.")


@dataclass(frozen=True)
class Line:
    """One event in a cell: when, what sort, what, and how long it took."""

    when: str
    kind: str
    words: str
    minutes: int


@dataclass(frozen=True)
class Column:
    """One patient: who, and how much of the therapist's time."""

    character: Character
    name: str
    minutes: str


@dataclass(frozen=True)
class Mended:
    """A finding in words, with the address of the file to mend or ""."""

    finding: Finding
    words: str
    address: str


@authoring.get("/library/<program>/rehearsal")
def library_rehearsal(program: str) -> str:
    """Show what a rehearsal is, and with ``run`` rehearse the newest version; nothing is kept."""
    edition = get_edition(program, latest_version(program))
    back = url_for("authoring.library_program", program=program)
    return _page(edition.program.title, edition.shelf, edition.number, back, edition, "")


@writing.get("/drafts/<public:draft>/rehearsal")
def draft_rehearsal(draft: str) -> str:
    """Show what a rehearsal is, and with ``run`` rehearse a draft as it stands; nothing is kept."""
    found = drafts.get_draft(web.session(), draft)
    shelf = MemoryShelf(drafts.read_files(web.session(), found))
    return _page(found.program, shelf, "", url_for("writing.draft", draft=draft), None, draft)


def _page(title: Any, shelf: Shelf, number: str, back: str, edition: Edition | None, draft: str) -> str:
    only = request.args.get("patient", "")
    only = only if only in {kind.value for kind in Kind} else ""
    done = _run(shelf, number, only) if request.args.get("run") else None
    language = str(get_locale())
    return render_template(
        "clinician/rehearsal.html", title=title, number=number, back=back, done=done, only=only, kinds=NAMES,
        columns=_columns(done, language) if done else [], weeks=_weeks(done, language) if done else [],
        findings=[_mended(one, language, edition, draft) for one in done.findings] if done else [],
    )


def _run(shelf: Shelf, number: str, only: str) -> Rehearsal:
    """Rehearse in this request; raises ConflictError while somebody else's runs in this process."""
    if not ONE_AT_A_TIME.acquire(blocking=False):
        raise ConflictError(BUSY)
    from rehearsal.rehearse import rehearse  # the whole time machine, for authors alone: not in every worker's memory

    try:
        jobs_on = web.current_application().extensions["list_jobs_on"]
        return rehearse(shelf, jobs_on, web.now(), number=number, only=only)
    finally:
        ONE_AT_A_TIME.release()


def _columns(done: Rehearsal, language: str) -> list[Column]:
    return [
        Column(one, one.name, say_minutes(done, one, language)) for one in done.timeline.characters
    ]


def _weeks(done: Rehearsal, language: str) -> list[tuple[int, list[list[Line]]]]:
    """Return the weeks, each with one cell for each patient; a week without anything is left out."""
    characters = done.timeline.characters
    cells: dict[tuple[int, str], list[Event]] = {}
    by_key = {one.key: one for one in characters}
    for event in done.timeline.events:
        cells.setdefault((by_key[event.patient].week_of(event.day), event.patient), []).append(event)
    numbers = sorted({week for week, _key in cells})
    return [(week, [_lines(cells.get((week, one.key), []), language) for one in characters]) for week in numbers]


def _lines(events: Sequence[Event], language: str) -> list[Line]:
    return [Line(_when(event.at), event.kind.value, event.said(language), event.minutes) for event in events]


def _when(at: datetime) -> str:
    local = at.astimezone(ZoneInfo(ZONE))
    return f"{local.day}/{local.month} {local:%H:%M}"


def _mended(finding: Finding, language: str, edition: Edition | None, draft: str) -> Mended:
    return Mended(finding, finding.said(language), _address(finding, edition, draft))


def _address(finding: Finding, edition: Edition | None, draft: str) -> str:
    """Return where the file is mended, in a draft, or where the step is seen, in the library."""
    if draft and finding.file:
        return url_for("writing.draft_file", draft=draft, path=finding.file)
    folder, _slash, file = finding.file.partition("/")
    step = str(finding.places.get("step", "")) or file.rpartition("/")[2].removesuffix(".md")
    for number, name in edition.folders.items() if edition else ():
        if name == folder and edition is not None and edition.program.get_module(number).find_step(step):
            return url_for("authoring.library_step", program=edition.program.id, number=number, step=step)
    return ""
