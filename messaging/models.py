"""The tables of conversations: messages between a patient and a care unit, and who has seen them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import EncryptedBytes, EncryptedJson, EncryptedText
from core.db import Base, UtcDateTime, word_column
from core.ids import new_public_id

HEALTH = {"personal": "health"}


class Sender(StrEnum):
    """Whose voice a message is."""

    PATIENT = "patient"
    STAFF = "staff"
    AUTOMATIC = "automatic"
    NOTE = "note"
    """An internal note among staff; never shown to the patient."""


class Channel(StrEnum):
    """How something reached us or left us."""

    WEB = "web"
    SMS = "sms"
    STAFF = "staff"


class Conversation(Base):
    """The one thread between a patient and a care unit."""

    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("patient_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"), index=True)
    last_message_id: Mapped[int] = mapped_column(default=0)
    """Newest message that both sides may see; a reply carries it, so that two answers collide (H1)."""
    last_staff_id: Mapped[int] = mapped_column(default=0)
    """Newest message written by staff or automatically, for the patient's unread mark."""
    last_patient_id: Mapped[int] = mapped_column(default=0)


class Message(Base):
    """One message; never changed after it was sent."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_conversation", "conversation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    sender: Mapped[Sender] = mapped_column(word_column(Sender))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    channel: Mapped[Channel] = mapped_column(word_column(Channel), default=Channel.WEB)
    body: Mapped[str] = mapped_column(EncryptedText("message.body"), info=HEALTH)
    reading: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("message.reading"), info=HEALTH)
    """How the assistant read it and by which version, for the analysis of incidents (clinical/assistant.md S22)."""
    about: Mapped[str] = mapped_column(String(60), default="")
    """What it is about, such as ``module:<enrollment public id>:3`` or ``report:<public id>``."""
    photos: Mapped[list[dict[str, Any]] | None] = mapped_column(EncryptedJson("message.photos"), info=HEALTH)
    """What a thread shows of each photo without opening it: id, width, height and caption (messaging/photos.py)."""
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it was written, if the phone had no net and sent it later (reliability.md H6)."""


class MessagePhoto(Base):
    """The bytes of one photo in a message, encrypted; a table of its own, so that no list ever loads them."""

    __tablename__ = "message_photo"
    __table_args__ = (Index("ix_message_photo_patient", "patient_id", "kept_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
    picture: Mapped[bytes] = mapped_column(EncryptedBytes("message_photo.picture"), info=HEALTH)
    thumbnail: Mapped[bytes] = mapped_column(EncryptedBytes("message_photo.thumbnail"), info=HEALTH)


class MessageSeen(Base):
    """How far somebody has read a conversation."""

    __tablename__ = "message_seen"
    __table_args__ = (UniqueConstraint("conversation_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    message_id: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class MessageDraft(Base):
    """What somebody has typed but not sent, kept encrypted so that a time-out loses nothing."""

    __tablename__ = "message_draft"
    __table_args__ = (UniqueConstraint("conversation_id", "user_id", "about"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    about: Mapped[str] = mapped_column(String(60), default="")
    body: Mapped[str] = mapped_column(EncryptedText("message_draft.body"), info=HEALTH)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
