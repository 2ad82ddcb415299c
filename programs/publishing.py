"""Publishes a draft: what would change, and one row that makes it so, however many patients are under way."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from core.stamps import RELEASES, raise_stamp
from people.viewer import Viewer
from programs.comparing import Change, compare, only_words_differ
from programs.drafts import list_media, read_files
from programs.library import Edition, get_edition, list_versions
from programs.lint import Looked, look_over
from programs.loading import read_program
from programs.media import note_release
from programs.problems import Problem
from programs.release_models import DraftStatus, ProgramDraft, ProgramRelease
from programs.releases_known import checksum_of
from programs.shelf import MemoryShelf
from programs.yaml_files import find_row

NOT_CLEAN = _l("Utkastet har fel som ska rättas innan det publiceras.")
NOTHING_NEW = _l("Utkastet är likadant som den publicerade versionen. Det finns inget att publicera.")
OVERTAKEN = _l("Någon annan har publicerat en version under tiden. Läs skillnaderna mot den och publicera sedan.")
NO_NOTE = _l("Skriv med en mening vad som är nytt.")
LONG_NOTE = _l("Skriv högst 500 tecken.")
NOT_MINOR = _l("Det här är mer än text som ändras, så det måste bli en ny version.")
OTHER_ID = _l('id är %(said)s men programmet heter %(wanted)s. Skriv: id: %(wanted)s')
LONGEST_NOTE = 500
VERSION_LINE = re.compile(r"^version:.*$", re.MULTILINE)


@dataclass(frozen=True)
class Outlook:
    """What publishing a draft would do.

    :param looked: the draft as it was read, with everything that is wrong.
    :param shelf: its files.
    :param base: the newest version that patients see now, or None for a new program.
    :param change: what differs from it, or None for a new program and for one that cannot be read.
    """

    draft: ProgramDraft
    looked: Looked
    shelf: MemoryShelf
    base: Edition | None
    change: Change | None

    @property
    def can_be_minor(self) -> bool:
        """Tell whether only words differ, so that patients under way may see them."""
        return self.change is not None and self.change.is_minor

    @property
    def major(self) -> int:
        """The major number that publishing gives: the same when only words differ."""
        base = int(self.base.program.version) if self.base else 0
        return base if self.can_be_minor else base + 1

    @property
    def is_ready(self) -> bool:
        """Tell whether it may be published."""
        has_news = self.change is None or not self.change.is_empty
        return self.looked.program is not None and not self.looked.problems and has_news


def look_at(session: Session, draft: ProgramDraft) -> Outlook:
    """Return what publishing a draft would do; one statement, however many patients are under way."""
    files = read_files(session, draft)
    base = _base_of(draft, files)
    version = base.program.version if base else "1"
    files["program.yaml"] = with_version(files.get("program.yaml", ""), version)
    shelf = MemoryShelf(files)
    looked = look_over(shelf)
    program = looked.program
    if program is not None and program.id != draft.program:
        row = find_row(files["program.yaml"], ("id",))
        problem = Problem("program.yaml", OTHER_ID, row, {"said": program.id, "wanted": draft.program})
        looked = Looked(looked.loaded, (problem, *looked.problems))
    change = compare(base.program, base.shelf, program, shelf) if base and program else None
    return Outlook(draft, looked, shelf, base, change)


def _base_of(draft: ProgramDraft, files: dict[str, str]) -> Edition | None:
    """Return the version to compare with: the newest, or the older one the draft began from when only its words differ.

    So a mistake can be mended for those who still have version 1 when version 2 is out.
    """
    try:
        newest = get_edition(draft.program, list_versions(draft.program)[-1])
        own = get_edition(draft.program, draft.base.split(".")[0]) if draft.base else newest
    except NotFoundError:
        return None
    if own is newest:
        return newest
    version = own.program.version
    mine = {**files, "program.yaml": with_version(files.get("program.yaml", ""), version)}
    program = read_program(MemoryShelf(mine)).program
    return own if program is not None and only_words_differ(own.program, program) else newest


def with_version(text: str, version: str) -> str:
    """Return program.yaml with a version in it; publishing decides the number, whatever the author wrote."""
    line = f'version: "{version}"'
    if VERSION_LINE.search(text):
        return VERSION_LINE.sub(line, text, count=1)
    return f"{line}\n{text}" if text.strip() else text


def publish(session: Session, viewer: Viewer, outlook: Outlook, seen: str, note: str, now: datetime) -> ProgramRelease:
    """Publish a draft that was looked at; touches no enrolment (performance.md G13).

    Only words: the next minor of the same version, which patients under way see from their next page on. Anything
    else: a new version, which nobody is moved to. Five statements, whoever is enrolled.

    :param seen: the number of the version that the author compared with, "" for a new program.
    :raises InvalidError: when something is wrong, nothing differs or the note is missing.
    :raises ConflictError: when another version came out meanwhile, or the draft is closed.
    """
    if not outlook.is_ready:
        raise InvalidError("", NOTHING_NEW if outlook.change and outlook.change.is_empty else NOT_CLEAN)
    if not note.strip():
        raise InvalidError("note", NO_NOTE)
    if len(note) > LONGEST_NOTE:
        raise InvalidError("note", LONG_NOTE)
    if (outlook.base.number if outlook.base else "") != seen:
        raise ConflictError(OVERTAKEN)
    _close(session, outlook.draft, now)
    raise_stamp(session, RELEASES)
    release = _make_release(session, viewer, outlook, note.strip(), now)
    record_event(session, now, "program.publish", actor_id=viewer.id, actor_role="author", object_kind="program",
                 object_id=f"{release.program} {release.major}.{release.minor}"[:40])  # fmt: skip
    return release


def _close(session: Session, draft: ProgramDraft, now: datetime) -> None:
    """Close the draft for the one caller who does it."""
    done = session.execute(
        update(ProgramDraft)
        .where(ProgramDraft.id == draft.id, ProgramDraft.status == DraftStatus.OPEN)
        .values(status=DraftStatus.PUBLISHED, changed_at=now)
        .returning(ProgramDraft.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        raise ConflictError(OVERTAKEN)


def _make_release(session: Session, viewer: Viewer, outlook: Outlook, note: str, now: datetime) -> ProgramRelease:
    """Write the release; the stamp is held by then, so that the numbers are read while nobody else publishes."""
    program, model = outlook.draft.program, ProgramRelease
    base = int(outlook.base.program.version) if outlook.base else 0
    which = model.major == base if outlook.can_be_minor else model.major >= base
    newest = session.execute(
        select(model.major, func.max(model.minor)).where(model.program == program, which)
        .group_by(model.major)
    ).all()  # fmt: skip
    if any(outlook.base is None or f"{major}.{last}" != outlook.base.number for major, last in newest):
        raise ConflictError(OVERTAKEN)
    minor = int(outlook.base.number.split(".")[1]) + 1 if outlook.base and outlook.can_be_minor else 0
    files = dict(outlook.shelf.files)
    files["program.yaml"] = with_version(files["program.yaml"], str(outlook.major))
    release = ProgramRelease(
        program=program, major=outlook.major, minor=minor, files=files, checksum=checksum_of(files), note=note,
        published_by=viewer.id, published_at=now,
    )  # fmt: skip
    session.add(release)
    session.flush()
    _keep_films(session, release, files)
    return release


def _keep_films(session: Session, release: ProgramRelease, files: dict[str, str]) -> None:
    """Keep the films that a release shows as long as itself; raises InvalidError when one is not there any more."""
    medias = set(list_media(files).values())
    if medias and note_release(session, release.id, medias) < len(medias):
        raise InvalidError("", NOT_CLEAN)
