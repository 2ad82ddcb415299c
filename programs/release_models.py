"""The tables of programs that are written in the browser: drafts with their files, releases, and moves between them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime, word_column
from core.ids import new_public_id

HEALTH = {"personal": "health"}


class DraftStatus(StrEnum):
    """Whether a draft is still written in."""

    OPEN = "open"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class ProgramDraft(Base):
    """A version of a program that is being written; many may write in it."""

    __tablename__ = "program_draft"
    __table_args__ = (Index("ix_program_draft_status", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    program: Mapped[str] = mapped_column(String(40))
    base: Mapped[str] = mapped_column(String(20), default="")
    """The released version in full that it began from, such as ``1.2``; empty for a new program."""
    status: Mapped[DraftStatus] = mapped_column(word_column(DraftStatus), default=DraftStatus.OPEN)
    started_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DraftFile(Base):
    """One file of a draft; its revision rises with each save, so that nobody overwrites unseen words."""

    __tablename__ = "draft_file"
    __table_args__ = (UniqueConstraint("draft_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("program_draft.id"))
    path: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProgramRelease(Base):
    """A published version; never changed. A major version is kept by patients, a minor one only mends its words."""

    __tablename__ = "program_release"
    __table_args__ = (UniqueConstraint("program", "major", "minor"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    program: Mapped[str] = mapped_column(String(40))
    major: Mapped[int]
    minor: Mapped[int]
    files: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Path to text, all that the version is made of."""
    checksum: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(500), default="")
    """What is new, in the author's words."""
    published_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EnrollmentMove(Base):
    """A patient moved on purpose to another version of his program, and what is needed to take it back."""

    __tablename__ = "enrollment_move"
    __table_args__ = (Index("ix_enrollment_move_enrollment", "enrollment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    from_version: Mapped[str] = mapped_column(String(20))
    to_version: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300), info=HEALTH)
    carried: Mapped[list[Any]] = mapped_column(JSON)
    """The ids of the completions that the move carried over to another module; they go when it is taken back."""
    moved_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
