"""Drafts of programs: begun from a version or from nothing, written file by file, never overwritten unseen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.db import insert_into
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.models import User
from people.viewer import Viewer
from programs.library import get_edition, list_program_ids
from programs.media import Media, keep_stored, read_pointer
from programs.new_program import empty_module, empty_program
from programs.problems import FileRefusedError
from programs.release_models import DraftFile, DraftStatus, ProgramDraft
from programs.shelf import take_files

PATH = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,59}/){0,2}[a-z0-9][a-z0-9_-]{0,59}\.(?:md|yaml|vtt|svg)")
MEDIA_PATH = re.compile(r"films/[a-z][a-z0-9_-]{0,59}/[a-z0-9][a-z0-9_-]{0,59}\.(?:mp4|webm|jpg|png)")
"""What points at bytes that are stored elsewhere."""
PROGRAM_ID = re.compile(r"[a-z][a-z0-9_]{1,38}")
MOST_FILES = 400
MOST_LETTERS = 200_000
"""Of one file; a text step has some three thousand."""
MOST_IN_ALL = 4_000_000
MOST_MEDIA = 500 * 1024 * 1024
"""Bytes of all films of one draft."""
MOST_OPEN = 50
BAD_PATH = _l("Namnet duger inte. Skriv till exempel m1/sv/hej.md med små bokstäver a till z, siffror, _ eller -.")
BAD_ID = _l("Skriv ett kort namn med små bokstäver a till z, siffror och _, till exempel social_oro.")
TAKEN_ID = _l("Det finns redan ett program med det namnet. Börja från det, eller välj ett annat namn.")
TOO_MANY = _l("Ett program kan ha högst %(most)s filer.")
TOO_LONG = _l("Filen är för lång. Den får ha högst %(most)s tecken.")
TOO_MUCH = _l("Programmet är för stort. Alla filer tillsammans får ha högst %(most)s tecken.")
TOO_MUCH_FILM = _l("Filmerna är för stora. Alla tillsammans får vara högst %(most)s megabyte.")
NO_TEXT_FILE = _l("Filen är en film eller en bild. Skicka en ny i stället.")
GONE = _l("Filmen %(name)s finns inte kvar. Skicka den igen.")
THERE_ALREADY = _l("Det finns redan en fil med det namnet.")
CLOSED = _l("Utkastet är publicerat eller borttaget och kan inte ändras.")
KEEP = _l("program.yaml kan inte tas bort. Den säger vad programmet är.")
MANY_DRAFTS = _l("Det finns redan många öppna utkast. Publicera eller ta bort något först.")


@dataclass(frozen=True)
class DraftLine:
    """A draft in the list."""

    draft: ProgramDraft
    author: str


@dataclass(frozen=True)
class Collision:
    """What somebody else has saved since the file was opened.

    :param file: as it stands now.
    :param name: who saved it.
    """

    file: DraftFile
    name: str


def list_drafts(session: Session) -> list[DraftLine]:
    """Return the open drafts, the newest first; one statement."""
    rows = session.execute(
        select(ProgramDraft, User.name).join(User, User.id == ProgramDraft.started_by)
        .where(ProgramDraft.status == DraftStatus.OPEN).order_by(ProgramDraft.id.desc()).limit(MOST_OPEN)
    )  # fmt: skip
    return [DraftLine(draft, name) for draft, name in rows]


def get_draft(session: Session, public_id: str, *, writing: bool = False) -> ProgramDraft:
    """Return a draft; raises NotFoundError for an unknown one.

    :param writing: hold it until the commit; raises ConflictError for one that is closed.
    """
    query = select(ProgramDraft).where(ProgramDraft.public_id == public_id)
    draft = session.scalar(query.with_for_update() if writing else query)
    if draft is None:
        raise NotFoundError
    if writing and draft.status is not DraftStatus.OPEN:
        raise ConflictError(CLOSED)
    return draft


def read_files(session: Session, draft: ProgramDraft) -> dict[str, str]:
    """Return a draft's files by path; one statement."""
    rows = session.execute(
        select(DraftFile.path, DraftFile.text).where(DraftFile.draft_id == draft.id).order_by(DraftFile.path)
    )
    return {path: text for path, text in rows}


def start_from(session: Session, viewer: Viewer, program_id: str, version: str, now: datetime) -> ProgramDraft:
    """Begin a draft with the files of a version as patients see it now; raises NotFoundError for an unknown one."""
    edition = get_edition(program_id, version)
    return _start(session, viewer, program_id, edition.number, take_files(edition.shelf), now)


def start_empty(session: Session, viewer: Viewer, program_id: str, title: str, now: datetime) -> ProgramDraft:
    """Begin a draft of a new program with one module; raises InvalidError for a name that is taken or odd."""
    name = program_id.strip().lower()
    if not PROGRAM_ID.fullmatch(name):
        raise InvalidError("program", BAD_ID)
    if name in list_program_ids():
        raise InvalidError("program", TAKEN_ID)
    return _start(session, viewer, name, "", empty_program(name, title.strip()[:100] or name), now)


def _start(
    session: Session, viewer: Viewer, program_id: str, base: str, files: Mapping[str, str], now: datetime
) -> ProgramDraft:
    open_ones = select(func.count()).where(ProgramDraft.status == DraftStatus.OPEN)
    if (session.scalar(open_ones) or 0) >= MOST_OPEN:
        raise InvalidError("program", MANY_DRAFTS)
    draft = ProgramDraft(program=program_id, base=base, started_by=viewer.id, started_at=now, changed_at=now)
    session.add(draft)
    session.flush()
    _insert(session, viewer, draft, files, now)
    _log(session, viewer, draft, "draft.start", now)
    return draft


def _insert(session: Session, viewer: Viewer, draft: ProgramDraft, files: Mapping[str, str], now: datetime) -> None:
    rows = [
        {"draft_id": draft.id, "path": path, "text": text, "revision": 1, "saved_by": viewer.id, "saved_at": now}
        for path, text in files.items()
    ]
    session.execute(insert(DraftFile), rows)


def get_file(session: Session, draft: ProgramDraft, path: str) -> DraftFile:
    """Return a file of a draft; raises NotFoundError for one that is not there."""
    found = session.scalar(select(DraftFile).where(DraftFile.draft_id == draft.id, DraftFile.path == path))
    if found is None:
        raise NotFoundError
    return found


def save_file(
    session: Session, viewer: Viewer, draft: ProgramDraft, path: str, text: str, seen: int, now: datetime
) -> Collision | None:
    """Save a file unless somebody else has saved it since; then nothing is written and his words are returned (H4).

    :param seen: the revision that was shown when the writing began.
    :raises InvalidError: for a text that is too long, or a file that holds no text.
    """
    if MEDIA_PATH.fullmatch(path):
        raise InvalidError("text", NO_TEXT_FILE)
    _require_fits(session, draft, path, text)
    done = session.execute(
        update(DraftFile)
        .where(DraftFile.draft_id == draft.id, DraftFile.path == path, DraftFile.revision == seen)
        .values(text=text, revision=DraftFile.revision + 1, saved_by=viewer.id, saved_at=now)
        .returning(DraftFile.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        return _find_collision(session, draft, path)
    draft.changed_at = now
    return None


def _find_collision(session: Session, draft: ProgramDraft, path: str) -> Collision:
    row = session.execute(
        select(DraftFile, User.name).join(User, User.id == DraftFile.saved_by)
        .where(DraftFile.draft_id == draft.id, DraftFile.path == path)
    ).first()  # fmt: skip
    if row is None:
        raise NotFoundError
    return Collision(row[0], row[1])


def _require_fits(session: Session, draft: ProgramDraft, path: str, text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise FileRefusedError("text", TOO_LONG, {"most": MOST_LETTERS})
    others = select(func.coalesce(func.sum(func.length(DraftFile.text)), 0), func.count()).where(
        DraftFile.draft_id == draft.id, DraftFile.path != path
    )
    letters, count = session.execute(others).one()
    if letters + len(text) > MOST_IN_ALL:
        raise FileRefusedError("text", TOO_MUCH, {"most": MOST_IN_ALL})
    if count >= MOST_FILES:
        raise FileRefusedError("path", TOO_MANY, {"most": MOST_FILES})


def add_file(session: Session, viewer: Viewer, draft: ProgramDraft, path: str, text: str, now: datetime) -> None:
    """Add a file; raises InvalidError for a path that will not do or is taken."""
    if not PATH.fullmatch(path):
        raise InvalidError("path", BAD_PATH)
    _require_fits(session, draft, path, text)
    row = {"draft_id": draft.id, "path": path, "text": text, "revision": 1, "saved_by": viewer.id, "saved_at": now}
    added = session.execute(
        insert_into(session, DraftFile).values(row).on_conflict_do_nothing().returning(DraftFile.id)
    ).first()
    if added is None:
        raise InvalidError("path", THERE_ALREADY)
    draft.changed_at = now


def add_module(session: Session, viewer: Viewer, draft: ProgramDraft, now: datetime) -> str:
    """Add a module with one text after the last, and name it in program.yaml; returns its folder."""
    files = read_files(session, draft)
    taken = {path.split("/")[0] for path in files if "/" in path}
    number = 1 + sum(path.endswith("/module.yaml") for path in files)
    folder = next(name for name in (f"m{one}" for one in range(number, 1000)) if name not in taken)
    for path, text in empty_module(folder, number).items():
        add_file(session, viewer, draft, path, text, now)
    named = _name_folder(files.get("program.yaml", ""), folder)
    session.execute(
        update(DraftFile).where(DraftFile.draft_id == draft.id, DraftFile.path == "program.yaml")
        .values(text=named, revision=DraftFile.revision + 1, saved_by=viewer.id, saved_at=now)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    return folder


def _name_folder(text: str, folder: str) -> str:
    """Put a folder last in the list of modules, written on one line or one to a line."""
    inline = re.search(r"^modules:\s*\[(.*?)\]", text, re.MULTILINE | re.DOTALL)
    if inline:
        inside = inline.group(1).strip().rstrip(",")
        return text[: inline.start()] + f"modules: [{f'{inside}, ' if inside else ''}{folder}]" + text[inline.end() :]
    block = re.search(r"^modules:[ \t]*\n(?:([ \t]*)- .*\n?)+", text, re.MULTILINE)
    if block:
        return text[: block.end()].rstrip("\n") + f"\n{block.group(1)}- {folder}\n" + text[block.end() :]
    return text.rstrip("\n") + f"\nmodules: [{folder}]\n"


def remove_files(session: Session, viewer: Viewer, draft: ProgramDraft, path: str, now: datetime) -> None:
    """Remove a file, or a module's whole folder; raises InvalidError for program.yaml, NotFoundError for no file."""
    if path == "program.yaml":
        raise InvalidError("path", KEEP)
    mine = DraftFile.draft_id == draft.id
    is_folder = re.fullmatch(r"(?:films/)?[a-z0-9][a-z0-9_-]{0,59}", path)
    which = DraftFile.path.startswith(f"{path}/", autoescape=True) if is_folder else DraftFile.path == path
    gone = session.execute(delete(DraftFile).where(mine, which).returning(DraftFile.id)).all()
    if not gone:
        raise NotFoundError
    draft.changed_at = now
    _log(session, viewer, draft, "draft.remove", now)


def put_files(session: Session, viewer: Viewer, draft: ProgramDraft, files: Mapping[str, str], now: datetime) -> None:
    """Write files over those of the same names, such as all of a film; raises InvalidError when there is no room."""
    whole = {**read_files(session, draft), **files}
    _require_room(session, whole, now)
    _write_over(session, viewer, draft, files, now)
    draft.changed_at = now


def _require_room(session: Session, files: Mapping[str, str], now: datetime) -> None:
    """Refuse too many files, too many letters, too much film, and films that are not stored."""
    if len(files) > MOST_FILES:
        raise FileRefusedError("package", TOO_MANY, {"most": MOST_FILES})
    if sum(map(len, files.values())) > MOST_IN_ALL:
        raise FileRefusedError("package", TOO_MUCH, {"most": MOST_IN_ALL})
    medias = list_media(files)
    if sum(one.size for one in set(medias.values())) > MOST_MEDIA:
        raise FileRefusedError("package", TOO_MUCH_FILM, {"most": MOST_MEDIA // 1024 // 1024})
    kept = keep_stored(session, set(medias.values()), now)
    for path, media in medias.items():
        if media.pointer not in kept:
            raise FileRefusedError("package", GONE, {"name": path})


def list_media(files: Mapping[str, str]) -> dict[str, Media]:
    """Return what files point at, by path."""
    pointed = {path: read_pointer(text) for path, text in files.items() if MEDIA_PATH.fullmatch(path)}
    return {path: media for path, media in pointed.items() if media is not None}


def replace_files(
    session: Session, viewer: Viewer, draft: ProgramDraft, files: Mapping[str, str], now: datetime
) -> Sequence[str]:
    """Put an uploaded program in the place of the draft's files; returns the paths that changed.

    A file that is the same keeps its revision, so that whoever writes in it goes on undisturbed.
    """
    _require_room(session, files, now)
    before = read_files(session, draft)
    changed = sorted(path for path in before.keys() | files.keys() if before.get(path) != files.get(path))
    gone = [path for path in changed if path not in files]
    if gone:
        session.execute(delete(DraftFile).where(DraftFile.draft_id == draft.id, DraftFile.path.in_(gone)))
    written = [path for path in changed if path in files]
    if written:
        _write_over(session, viewer, draft, {path: files[path] for path in written}, now)
    draft.changed_at = now
    _log(session, viewer, draft, "draft.upload", now)
    return changed


def _write_over(
    session: Session, viewer: Viewer, draft: ProgramDraft, files: Mapping[str, str], now: datetime
) -> None:
    statement = insert_into(session, DraftFile).values(
        [{"draft_id": draft.id, "path": path, "text": text, "revision": 1, "saved_by": viewer.id, "saved_at": now}
         for path, text in files.items()]
    )  # fmt: skip
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["draft_id", "path"],
            set_={"text": statement.excluded.text, "revision": DraftFile.revision + 1, "saved_by": viewer.id,
                  "saved_at": now},
        )
    )  # fmt: skip


def discard(session: Session, viewer: Viewer, draft: ProgramDraft, now: datetime) -> None:
    """Put a draft away; it stays in the log and the table, and is in no list."""
    draft.status, draft.changed_at = DraftStatus.DISCARDED, now
    _log(session, viewer, draft, "draft.discard", now)


def _log(session: Session, viewer: Viewer, draft: ProgramDraft, action: str, now: datetime) -> None:
    record_event(session, now, action, actor_id=viewer.id, actor_role="author", object_kind="draft",
                 object_id=draft.public_id)
