"""What this process knows of the releases in the database: which there are, and their files once they were asked for.

The number that says whether it is old comes with the statement that finds out who is looking (people/viewer.py), so
that a page pays nothing for it and every process shows a release from the very next page on.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from core.db import Database
from core.stamps import RELEASES, read_stamp
from programs.problems import ContentError
from programs.release_models import ProgramRelease
from programs.shelf import MemoryShelf, Shelf

log = logging.getLogger(__name__)
Made = TypeVar("Made")
Key = tuple[str, str]
"""A program's id and its major version as enrolments name it."""


@dataclass
class Known:
    """What was read last."""

    database: Database | None = None
    stamp: int = 0
    releases: Mapping[Key, tuple["Release", ...]] = field(default_factory=dict)


_known = Known()
_opened: dict[str, Any] = {}
"""Editions that were asked for, by the release's checksum and number; a release never changes."""


@dataclass(frozen=True)
class Release:
    """A release by its numbers; the files are fetched when it is opened."""

    id: int
    program: str
    major: int
    minor: int
    checksum: str

    @property
    def number(self) -> str:
        """The version in full, such as ``1.2``."""
        return f"{self.major}.{self.minor}"

    def fetch(self, database: Database) -> MemoryShelf:
        """Return the files; raises ContentError when they are not what was published (reliability.md I3)."""
        with database.open_session(reading=True) as session:
            files = session.scalar(select(ProgramRelease.files).where(ProgramRelease.id == self.id))
        if not isinstance(files, dict) or checksum_of(files) != self.checksum:
            raise ContentError(f"{self.program} {self.number}: the stored files are not what was published")
        return MemoryShelf(files)


@dataclass(frozen=True)
class Newest:
    """The releases of one version, the newest first; an older one is shown only when a newer cannot be read."""

    releases: tuple[Release, ...]
    database: Database

    def open(self, make: Callable[[Shelf, str], Made]) -> Made | None:
        """Return the newest release that can be read, made by a function and kept; None when none can."""
        for release in self.releases:
            name = f"{release.program} {release.number} {release.checksum}"
            try:
                if name not in _opened:
                    _opened[name] = make(release.fetch(self.database), release.number)
            except (ContentError, DBAPIError):
                log.exception("release %s of %s cannot be read", release.number, release.program)
                continue
            made: Made = _opened[name]
            return made
        return None


def checksum_of(files: Mapping[str, str]) -> str:
    """Return the SHA-256 of a program's files with their paths."""
    return hashlib.sha256(json.dumps(sorted(files.items()), ensure_ascii=False).encode()).hexdigest()


def install_releases(database: Database | None) -> None:
    """Begin anew with a database, knowing of no release."""
    _known.database, _known.stamp, _known.releases = database, 0, {}
    _opened.clear()


def notice_releases(stamp: int) -> None:
    """Read which releases there are when the number has changed since; else do nothing."""
    if stamp != _known.stamp:
        look_for_releases(stamp)


def look_for_releases(stamp: int = 0) -> int:
    """Read which releases there are, one statement; returns how many. What was known stays when it fails.

    :param stamp: the number that was seen, which stands when there is no release to read it with.
    """
    database = _known.database
    if database is None:
        return 0
    model = ProgramRelease
    asked = select(model.id, model.program, model.major, model.minor, model.checksum, read_stamp(RELEASES))
    try:
        with database.open_session(reading=True) as session:
            rows = session.execute(asked.order_by(model.major, model.minor.desc())).all()
    except DBAPIError:
        log.exception("the releases cannot be read")
        return 0
    found: dict[Key, tuple[Release, ...]] = {}
    for *values, _stamp in rows:
        release = Release(*values)
        key = (release.program, str(release.major))
        found[key] = (*found.get(key, ()), release)
    _known.releases, _known.stamp = found, rows[0][-1] if rows else stamp
    return len(rows)


def find_release(program_id: str, version: str, *, is_known: bool) -> Newest | None:
    """Return the releases of a version, or None.

    :param is_known: the version is on disk too; for one that nobody knows the database is asked at once, since
        another process may have published it this very moment.
    """
    key = (program_id, version)
    if key not in _known.releases and not is_known:
        look_for_releases()
    found = _known.releases.get(key)
    return Newest(found, _known.database) if found and _known.database is not None else None


def find_release_at(program_id: str, number: str) -> Newest | None:
    """Return one release by its version in full, such as ``1.2``, or None."""
    found = _known.releases.get((program_id, number.split(".")[0]), ())
    mine = tuple(one for one in found if one.number == number)
    return Newest(mine, _known.database) if mine and _known.database is not None else None


def list_releases() -> set[Key]:
    """Return the programs and versions that are released."""
    return set(_known.releases)


def newest_number(program_id: str, version: str) -> str | None:
    """Return the newest release of a version in full, as this process knows it, or None."""
    found = _known.releases.get((program_id, version))
    return found[0].number if found else None
