"""The tables of what authors film: a file by its hash, its bytes in chunks, and the releases that show it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime


class MediaFile(Base):
    """A film or a poster by its SHA-256: stored once, however many drafts and releases show it."""

    __tablename__ = "media_file"
    __table_args__ = (Index("ix_media_file_stored_at", "stored_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    """Content type, found in the bytes."""
    size: Mapped[int]
    seconds: Mapped[float | None]
    """How long the film says that it is; None when it does not say."""
    pointer: Mapped[str] = mapped_column(String(140), unique=True)
    """What stands in a draft or a release in the place of the bytes."""
    whole_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the last chunk was there; a file without it is not shown."""
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When somebody last sent it."""


class MediaChunk(Base):
    """A part of a file; short enough for a transaction that keeps nobody waiting."""

    __tablename__ = "media_chunk"

    media_id: Mapped[int] = mapped_column(ForeignKey("media_file.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class ReleaseMedia(Base):
    """A release shows a file, which is kept as long as the release is."""

    __tablename__ = "release_media"
    __table_args__ = (Index("ix_release_media_media_id", "media_id"),)

    release_id: Mapped[int] = mapped_column(ForeignKey("program_release.id"), primary_key=True)
    media_id: Mapped[int] = mapped_column(ForeignKey("media_file.id"), primary_key=True)
