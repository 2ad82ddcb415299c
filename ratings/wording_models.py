"""The table of wordings that a unit has entered for a locked instrument, each with the right it has stated."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, UtcDateTime, word_column
from core.ids import new_public_id


class RightKind(StrEnum):
    """What the right to use an instrument rests on."""

    LICENCE = "licence"
    PERMISSION = "permission"
    TERMS = "terms"
    REGIONAL = "regional"


class InstrumentWording(Base):
    """One version of a unit's wording; it is never changed, so that answered ratings keep the words they had."""

    __tablename__ = "instrument_wording"
    __table_args__ = (UniqueConstraint("unit_id", "instrument", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    instrument: Mapped[str] = mapped_column(String(24))
    number: Mapped[int]
    """1 for the first wording of the unit, then 2 and so on; the highest is the one in use."""
    holder: Mapped[str] = mapped_column(String(200))
    """Who owns the instrument or gave the right."""
    kind: Mapped[RightKind] = mapped_column(word_column(RightKind))
    reference: Mapped[str] = mapped_column(String(200))
    valid_to: Mapped[date | None]
    """The last day the right holds; empty means until further notice."""
    notice: Mapped[str] = mapped_column(String(500))
    """What the owner wants shown under the form."""
    texts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Language -> title, instruction, items, answers and item_answers (ratings/wordings.py)."""
    reversed: Mapped[list[int]] = mapped_column(JSON)
    """Numbers of the items counted the other way, where the instrument's file does not know them."""
    stated_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    stated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
