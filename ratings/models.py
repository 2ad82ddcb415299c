"""The tables of self-ratings and of the risks they raise."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from core.crypto import EncryptedJson, EncryptedText
from core.db import Base, UtcDateTime, word_column
from core.ids import new_public_id

HEALTH = {"personal": "health"}


class RatingStatus(StrEnum):
    """Whether a self-rating is still being filled in."""

    DRAFT = "draft"
    COMPLETE = "complete"
    REVIEWED = "reviewed"


class SelfRating(Base):
    """One filled-in instrument with what was computed from it; never recomputed silently (instruments.md 0.3)."""

    __tablename__ = "self_rating"
    __table_args__ = (
        Index("ix_self_rating_history", "patient_id", "instrument", "completed_at"),
        Index("ix_self_rating_subject", "subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    subject: Mapped[str] = mapped_column(String(60), default="")
    """Where it was asked, such as ``module:<enrollment id>:3``."""
    instrument: Mapped[str] = mapped_column(String(24))
    instrument_version: Mapped[str] = mapped_column(String(40))
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("instrument_wording.id"))
    """The unit's own wording it was answered in, for an instrument whose wording is locked."""
    algorithm_version: Mapped[str] = mapped_column(String(24), default="")
    language: Mapped[str] = mapped_column(String(2))
    status: Mapped[RatingStatus] = mapped_column(word_column(RatingStatus), default=RatingStatus.DRAFT)
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("self_rating.answers"), info=HEALTH)
    """Item id -> integer, or null for "vill inte svara"."""
    total: Mapped[float | None] = mapped_column(info=HEALTH)
    band: Mapped[str | None] = mapped_column(String(32), info=HEALTH)
    estimated: Mapped[bool] = mapped_column(default=False)
    flags: Mapped[list[str]] = mapped_column(JSON, default=list, info=HEALTH)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RiskStatus(StrEnum):
    """Whether somebody has assessed a risk."""

    OPEN = "open"
    SIGNED = "signed"


class Risk(Base):
    """A risk answer and, once somebody has taken responsibility, its signed assessment."""

    __tablename__ = "risk"
    __table_args__ = (Index("ix_risk_patient", "patient_id", "status"), Index("ix_risk_rating", "rating_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    rating_id: Mapped[int | None] = mapped_column(ForeignKey("self_rating.id"))
    level: Mapped[str] = mapped_column(String(8), info=HEALTH)
    """``yellow`` or ``red`` (instruments.md 4.1)."""
    reason: Mapped[str] = mapped_column(String(40), info=HEALTH)
    status: Mapped[RiskStatus] = mapped_column(word_column(RiskStatus), default=RiskStatus.OPEN)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    card_shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    card_read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_safety: Mapped[bool] = mapped_column(default=False)
    """Whether the five own questions follow (instruments.md 4.2)."""
    safety_answers: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("risk.safety_answers"), info=HEALTH)
    """Version and answers of the five own questions: true, false, or null for skipped."""
    written: Mapped[list[dict[str, str]] | None] = mapped_column(EncryptedJson("risk.written"), info=HEALTH)
    """What the patient wrote that raised it, as written: ``where``, ``text`` and ``at`` of each (assistant.md S17)."""
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    assessment: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("risk.assessment"), info=HEALTH)
    """Judged level, what was asked, what was done, next contact."""
    note: Mapped[str | None] = mapped_column(EncryptedText("risk.note"), info=HEALTH)
