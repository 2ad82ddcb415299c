"""The table of dialogues: what a patient has been asked and not yet answered, on whichever channel it began."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import EncryptedJson
from core.db import Base, UtcDateTime, word_column

HEALTH = {"personal": "health"}
IDENTITY = {"personal": "identity"}


class Slot(StrEnum):
    """How a dialogue stands beside others: one short question, one form of several, and who has a shared phone."""

    QUESTION = "question"
    FORM = "form"
    WHO = "who"


class Ending(StrEnum):
    """How a dialogue ended; open while it has not."""

    OPEN = "open"
    ANSWERED = "answered"
    LEFT = "left"
    """Something else came instead, or a newer one took its place."""
    ABANDONED = "abandoned"
    """Its time ran out."""


class Dialogue(Base):
    """The last thing that was asked in a slot: one row for a patient and slot, so that an answer has one meaning.

    What was answered is kept where it belongs, as a report or a row of the diary; here it goes when the dialogue ends.
    """

    __tablename__ = "dialogue"
    __table_args__ = (
        Index("ix_dialogue_slot", "holder", "slot", unique=True),
        Index("ix_dialogue_expiry", "expires_at", sqlite_where=text("outcome = 'open'"),
              postgresql_where=text("outcome = 'open'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    holder: Mapped[str] = mapped_column(String(64), info=IDENTITY)
    """``patient:<id>``, or the hash of a number that several share."""
    slot: Mapped[Slot] = mapped_column(word_column(Slot))
    patient_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("care_unit.id"))
    kind: Mapped[str] = mapped_column(String(24))
    """What is asked: ``choice``, or a form of assistant/forms.py."""
    subject: Mapped[str] = mapped_column(String(60), default="")
    """About what: a series, the public id of a report, or an enrolment with a day."""
    channel: Mapped[str] = mapped_column(String(8))
    """Where it was asked last: ``chat``, ``sms`` or ``web``."""
    state: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("dialogue.state"), info=HEALTH)
    """What may be answered, and what has been answered so far."""
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[Ending] = mapped_column(word_column(Ending), default=Ending.OPEN)
