"""The table of work items."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from core.crypto import EncryptedText
from core.db import Base, UtcDateTime, word_column
from core.ids import new_public_id


class Level(StrEnum):
    """How soon a work item must be handled; the order of the list (mockups/desk.md, Levels)."""

    NOW = "now"
    TODAY = "today"
    WEEK = "week"
    NOTE = "note"


LEVEL_ORDER = {Level.NOW: 0, Level.TODAY: 1, Level.WEEK: 2, Level.NOTE: 3}


class ItemStatus(StrEnum):
    """Where a work item is in its life."""

    OPEN = "open"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class ItemKind(StrEnum):
    """What a work item is about."""

    RISK = "risk"
    RATING = "rating"
    MESSAGE = "message"
    MODULE = "module"
    VALUE = "value"
    MISSED = "missed"
    SMS_FAILED = "sms_failed"
    WINDOW = "window"
    ENROLLMENT = "enrollment"
    INACTIVE = "inactive"
    TRIAL_END = "trial_end"


class Outcome(StrEnum):
    """How a work item ended (requirements.md I2)."""

    ANSWERED = "answered"
    CALLED = "called"
    ADVICE = "advice"
    PLAN_CHANGED = "plan_changed"
    REPLACED_VISIT = "replaced_visit"
    NO_ACTION = "no_action"
    WITHDRAWN = "withdrawn"


class Lane(StrEnum):
    """Which profession's view of the list an item belongs to (mockups/desk.md)."""

    THERAPIST = "therapist"
    NURSE = "nurse"
    ALL = "all"


LANES = {
    ItemKind.MODULE: Lane.THERAPIST, ItemKind.RATING: Lane.THERAPIST, ItemKind.WINDOW: Lane.THERAPIST,
    ItemKind.RISK: Lane.THERAPIST, ItemKind.VALUE: Lane.NURSE, ItemKind.MISSED: Lane.NURSE,
}  # fmt: skip


def _lane_of_kind(context: Any) -> Lane:
    return LANES.get(context.get_current_parameters()["kind"], Lane.ALL)


class WorkItem(Base):
    """Something a person in the unit must do about a patient, with the reason for its place in the list."""

    __tablename__ = "work_item"
    __table_args__ = (
        Index(
            "ix_work_item_open_key",
            "dedupe_key",
            unique=True,
            sqlite_where=text("status != 'closed'"),
            postgresql_where=text("status != 'closed'"),
        ),
        Index("ix_work_item_unit_news", "unit_id", "status", "occurred_at"),
        Index("ix_work_item_unit_list", "unit_id", "status", "rank", "due_at", "id", "claimed_by"),
        Index("ix_work_item_lane_list", "unit_id", "lane", "status", "rank", "due_at", "id", "claimed_by"),
        Index("ix_work_item_claimed_list", "claimed_by", "unit_id", "status", "rank", "due_at", "id"),
        Index("ix_work_item_patient", "patient_id", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[ItemKind] = mapped_column(word_column(ItemKind))
    lane: Mapped[Lane] = mapped_column(word_column(Lane), default=_lane_of_kind)
    """Whose view it belongs to, by its kind; a column, so that a view is read in order without sorting."""
    level: Mapped[Level] = mapped_column(word_column(Level))
    rank: Mapped[int] = mapped_column(default=9)
    """The level as a number, so that the database can sort by it."""
    reason: Mapped[str] = mapped_column(String(40), info={"personal": "health"})
    """Key of the sentence in worklist/reasons.py; places fills it."""
    places: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info={"personal": "health"})
    subject: Mapped[str] = mapped_column(String(60), default="")
    """What it is about, such as ``rating:<public id>``; the desk links to it."""
    causes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, info={"personal": "health"})
    """Every reason of a row that may have several, the most serious first (worklist/causes.py); else empty."""
    alarms: Mapped[int] = mapped_column(default=0)
    """How many times something red has come to a row that was red already; each is told by SMS anew."""
    dedupe_key: Mapped[str] = mapped_column(String(100))
    status: Mapped[ItemStatus] = mapped_column(word_column(ItemStatus), default=ItemStatus.OPEN)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    snoozed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome | None] = mapped_column(word_column(Outcome))
    note: Mapped[str | None] = mapped_column(EncryptedText("work_item.note"), info={"personal": "health"})


class ItemView(Base):
    """That somebody has a work item on the screen, so that a colleague sees it; no history is kept."""

    __tablename__ = "item_view"
    __table_args__ = (UniqueConstraint("item_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("work_item.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
