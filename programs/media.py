"""Films and posters of authors: stored by hash in short transactions, read in parts, dropped when nobody shows them."""

import hashlib
import io
import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session

from core.db import Database, insert_into
from core.errors import NotFoundError
from programs.media_models import MediaChunk, MediaFile, ReleaseMedia
from programs.release_models import DraftFile, DraftStatus, ProgramDraft

CHUNK = 256 * 1024
"""Bytes of a chunk: what a reader holds in memory, and what one transaction writes four of."""
AT_ONCE = 4
KEPT_UNUSED = timedelta(days=2)
"""How long a file waits for its draft; an upload that was broken off may be taken up again meanwhile."""
MOST_DROPPED = 20
"""Files in one run of the job."""
WORD = "egenvag-media"
POINTER = re.compile(rf"{WORD} sha256:([0-9a-f]{{64}}) (\d{{1,12}}) ((?:video|image)/[a-z0-9]{{2,8}})\n?")


@dataclass(frozen=True)
class Media:
    """A stored file, as a draft or a release names it.

    :param size: bytes.
    :param kind: content type.
    """

    sha256: str
    size: int
    kind: str

    @property
    def pointer(self) -> str:
        """What stands in a program's files in the place of the bytes."""
        return f"{WORD} sha256:{self.sha256} {self.size} {self.kind}\n"


def read_pointer(text: str) -> Media | None:
    """Return what a pointer names, or None when a text is no pointer."""
    found = POINTER.fullmatch(text)
    return Media(found[1], int(found[2]), found[3]) if found else None


def store(database: Database, file: BinaryIO, kind: str, seconds: float | None, now: datetime) -> Media:
    """Keep the bytes of a file and return its name; the same bytes are kept once.

    Every fourth chunk is committed, so that nobody waits for a long film. Doing it again does no harm and takes up
    what was broken off; two who send the same write the same.
    """
    media = Media(_hash(file), file.tell(), kind)
    with database.transaction() as session:
        row = {"sha256": media.sha256, "kind": kind, "size": media.size, "seconds": seconds, "pointer": media.pointer,
               "stored_at": now}  # fmt: skip
        statement = insert_into(session, MediaFile).values(row)
        statement = statement.on_conflict_do_update(index_elements=["sha256"], set_={"stored_at": now})
        found = session.execute(statement.returning(MediaFile.id, MediaFile.whole_at)).one()
    if found.whole_at is None:
        _write_chunks(database, found.id, file)
        with database.transaction() as session:
            session.execute(update(MediaFile).where(MediaFile.id == found.id).values(whole_at=now, stored_at=now))
    return media


def _hash(file: BinaryIO) -> str:
    sign = hashlib.sha256()
    file.seek(0)
    while part := file.read(CHUNK):
        sign.update(part)
    return sign.hexdigest()


def _write_chunks(database: Database, media_id: int, file: BinaryIO) -> None:
    file.seek(0)
    number = 0
    while part := file.read(CHUNK * AT_ONCE):
        rows = [{"media_id": media_id, "number": number + place, "data": part[CHUNK * place : CHUNK * (place + 1)]}
                for place in range(-(-len(part) // CHUNK))]  # fmt: skip
        with database.transaction() as session:
            session.execute(insert_into(session, MediaChunk).values(rows).on_conflict_do_nothing())
        number += AT_ONCE


def find_stored(session: Session, *medias: Media) -> dict[str, MediaFile]:
    """Return by pointer those that are whole; one statement."""
    asked = [media.pointer for media in medias]
    whole = select(MediaFile).where(MediaFile.pointer.in_(asked), MediaFile.whole_at.is_not(None))
    return {row.pointer: row for row in session.scalars(whole)} if asked else {}


def keep_stored(session: Session, medias: Iterable[Media], now: datetime) -> set[str]:
    """Return the pointers of those that are whole, and let them wait for their draft anew; one statement."""
    asked = [media.pointer for media in medias]
    if not asked:
        return set()
    kept = update(MediaFile).where(MediaFile.pointer.in_(asked), MediaFile.whole_at.is_not(None))
    return set(session.scalars(kept.values(stored_at=now).returning(MediaFile.pointer)))


def note_release(session: Session, release_id: int, medias: Collection[Media]) -> int:
    """Keep what a release shows as long as the release; returns how many of them are there, two statements."""
    rows = [{"release_id": release_id, "media_id": one.id} for one in find_stored(session, *medias).values()]
    if rows:
        session.execute(insert_into(session, ReleaseMedia).values(rows))
    return len(rows)


class StoredFile(io.RawIOBase):
    """A stored file to read from: one chunk in memory, and no transaction open between two of them."""

    def __init__(self, database: Database, media: Media) -> None:
        super().__init__()
        self._database, self.media = database, media
        self._at, self._number, self._chunk = 0, -1, b""
        with database.open_session(reading=True) as session:
            found = find_stored(session, media).get(media.pointer)
        if found is None:
            raise NotFoundError
        self._id = found.id

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that one may begin anywhere, as a player does."""
        return True

    def tell(self) -> int:
        """Return the byte that is read next."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a byte."""
        self._at = max(0, offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.media.size}[whence])
        return self._at

    def readinto(self, room: Any) -> int:
        """Read what is left of a chunk, as much as there is room for."""
        if self._at >= self.media.size:
            return 0
        number, begin = divmod(self._at, CHUNK)
        part = self._fetch(number)[begin : begin + len(room)]
        room[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _fetch(self, number: int) -> bytes:
        if number != self._number:
            asked = select(MediaChunk.data).where(MediaChunk.media_id == self._id, MediaChunk.number == number)
            with self._database.open_session(reading=True) as session:
                self._chunk, self._number = session.scalar(asked) or b"", number
        return self._chunk


def drop_unused(database: Database, now: datetime) -> int:
    """Remove the files that no open draft and no release has shown for two days; returns how many."""
    with database.transaction() as session:
        old = session.scalars(
            select(MediaFile.id).where(MediaFile.stored_at < now - KEPT_UNUSED, ~_is_shown()).limit(MOST_DROPPED)
        ).all()
    return sum(_drop(database, media_id, now) for media_id in old)


def _drop(database: Database, media_id: int, now: datetime) -> int:
    """Remove one file if it is still unused; whoever has sent it again meanwhile has moved its time."""
    unused = select(MediaFile.id).where(
        MediaFile.id == media_id, MediaFile.stored_at < now - KEPT_UNUSED, ~_is_shown()
    )
    with database.transaction() as session:
        if session.scalar(unused.with_for_update()) is None:
            return 0
        session.execute(delete(MediaChunk).where(MediaChunk.media_id == media_id))
        session.execute(delete(MediaFile).where(MediaFile.id == media_id))
    return 1


def _is_shown() -> ColumnElement[bool]:
    """Return whether an open draft or a release shows a file."""
    drafted = exists().where(
        DraftFile.text == MediaFile.pointer, DraftFile.path.like("films/%"), ProgramDraft.id == DraftFile.draft_id,
        ProgramDraft.status == DraftStatus.OPEN,
    )  # fmt: skip
    return drafted | exists().where(ReleaseMedia.media_id == MediaFile.id)
