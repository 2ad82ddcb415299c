"""The tables of SMS: the outbox, attempts, provider events, what came in, stopped numbers, reminders."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import EncryptedJson, EncryptedText
from core.db import Base, UtcDateTime, word_column
from core.ids import new_public_id

IDENTITY = {"personal": "identity"}


class SmsKind(StrEnum):
    """Why an SMS is sent; decides what happens when its fate stays unknown (reliability.md 5.2)."""

    CODE = "code"
    NOTICE = "notice"
    REMINDER = "reminder"
    REPLY = "reply"
    TEST = "test"
    ALARM = "alarm"


class SmsStatus(StrEnum):
    """Where an SMS is (reliability.md 5.3)."""

    PLANNED = "planned"
    SENDING = "sending"
    UNKNOWN = "unknown"
    RECONCILING = "reconciling"
    ACCEPTED = "accepted"
    QUEUED = "queued"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    UNRESOLVED = "unresolved"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    SUPPRESSED = "suppressed"


class Sms(Base):
    """One row per reason to send: the only truth about an outgoing SMS."""

    __tablename__ = "sms"
    __table_args__ = (
        Index(
            "ix_sms_due",
            "not_before",
            "id",
            sqlite_where=text("status = 'planned'"),
            postgresql_where=text("status = 'planned'"),
        ),
        Index(
            "ix_sms_undecided",
            "status",
            "lease_until",
            sqlite_where=text("status in ('sending', 'unknown', 'reconciling')"),
            postgresql_where=text("status in ('sending', 'unknown', 'reconciling')"),
        ),
        Index(
            "ix_sms_undecided_twin",
            "number_hash",
            "body_hash",
            unique=True,
            sqlite_where=text("status in ('sending', 'unknown', 'reconciling')"),
            postgresql_where=text("status in ('sending', 'unknown', 'reconciling')"),
        ),
        Index("ix_sms_user", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    kind: Mapped[SmsKind] = mapped_column(word_column(SmsKind))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("care_unit.id"))
    number: Mapped[str] = mapped_column(EncryptedText("sms.number"), info=IDENTITY)
    number_hash: Mapped[str] = mapped_column(String(64), info=IDENTITY)
    body: Mapped[str] = mapped_column(EncryptedText("sms.body"), info=IDENTITY)
    body_hash: Mapped[str] = mapped_column(String(64), info=IDENTITY)
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    day_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    """Person, kind and local date of what is sent at most once a day; empty frees the day (requirements.md R1)."""
    reminder_id: Mapped[int | None] = mapped_column(ForeignKey("reminder.id"))
    at_night: Mapped[bool] = mapped_column(default=False)
    """True when it may be sent in the quiet hours: codes and replies the person waits for."""
    zone: Mapped[str] = mapped_column(String(40), default="Europe/Stockholm")
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    deadline: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[SmsStatus] = mapped_column(word_column(SmsStatus), default=SmsStatus.PLANNED)
    epoch: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    looks: Mapped[int] = mapped_column(default=0)
    """How often the provider's list was searched for it."""
    sid: Mapped[str | None] = mapped_column(String(40), unique=True)
    error_code: Mapped[str] = mapped_column(String(12), default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SmsAttempt(Base):
    """One call to the provider; its token comes back in the status callback's URL."""

    __tablename__ = "sms_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    sms_id: Mapped[int] = mapped_column(ForeignKey("sms.id"), index=True)
    epoch: Mapped[int]
    token: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(24), default="")


class SmsEvent(Base):
    """One status the provider told us, kept even when it came early, late or twice (B4-B7)."""

    __tablename__ = "sms_event"
    __table_args__ = (
        UniqueConstraint("sid", "status"),
        Index("ix_sms_event_orphan", "id", sqlite_where=text("is_orphan = 1"), postgresql_where=text("is_orphan")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(24))
    error_code: Mapped[str] = mapped_column(String(12), default="")
    token: Mapped[str] = mapped_column(String(22), default="")
    is_orphan: Mapped[bool] = mapped_column(default=False)
    """True while no SMS is known that it is about (B7)."""
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class InboundStatus(StrEnum):
    """What became of an SMS that came in."""

    NEW = "new"
    HANDLED = "handled"
    UNIDENTIFIED = "unidentified"


class SmsInbound(Base):
    """An SMS from a person, stored once per provider id before anything else happens."""

    __tablename__ = "sms_inbound"
    __table_args__ = (
        Index(
            "ix_sms_inbound_unread",
            "id",
            sqlite_where=text("examined_at is null"),
            postgresql_where=text("examined_at is null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(String(40), unique=True)
    number: Mapped[str] = mapped_column(EncryptedText("sms_inbound.number"), info=IDENTITY)
    number_hash: Mapped[str] = mapped_column(String(64), index=True, info=IDENTITY)
    body: Mapped[str] = mapped_column(EncryptedText("sms_inbound.body"), info={"personal": "health"})
    reading: Mapped[dict[str, Any] | None] = mapped_column(
        EncryptedJson("sms_inbound.reading"), info={"personal": "health"}
    )
    """How the assistant read it and by which version, for the analysis of incidents (clinical/assistant.md S22)."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    status: Mapped[InboundStatus] = mapped_column(word_column(InboundStatus), default=InboundStatus.NEW)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    examined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the room that understands texts has dealt with it; also set for one that fits nobody or several."""


class StopReason(StrEnum):
    """Why nothing more is sent to a number."""

    STOP = "stop"
    """Its holder said STOPP; a login code that the person asks for is still sent."""
    PROVIDER = "provider"
    """The provider says that its holder has opted out there (Twilio 21610)."""
    WRONG_NUMBER = "wrong_number"
    """Whoever has the number says that it is the wrong one (A15)."""


class SmsStop(Base):
    """A number whose holder said STOPP; it stops every patient on it (A12, A13)."""

    __tablename__ = "sms_stop"

    number_hash: Mapped[str] = mapped_column(String(64), primary_key=True, info=IDENTITY)
    reason: Mapped[StopReason] = mapped_column(word_column(StopReason), default=StopReason.STOP)
    stopped_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReminderKind(StrEnum):
    """What a reminder is for; each kind is sent at most once a day to a person."""

    MEASURE = "measure"
    DIARY = "diary"
    RATING = "rating"
    MODULE = "module"


class Reminder(Base):
    """A standing reminder in the patient's own wall-clock time; rows of the outbox are planned from it."""

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("user_id", "kind", "hour", "minute", "subject"),
        Index("ix_reminder_active", "active", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    kind: Mapped[ReminderKind] = mapped_column(word_column(ReminderKind))
    subject: Mapped[str] = mapped_column(String(60), default="")
    """Which enrollment or plan it serves, such as ``enrollment:12``."""
    hour: Mapped[int]
    minute: Mapped[int] = mapped_column(default=0)
    weekdays: Mapped[int] = mapped_column(default=127)
    """Bit 0 is Monday."""
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    active: Mapped[bool] = mapped_column(default=True)


class SimulatedDelivery(Base):
    """An SMS as the simulated phone received it; the demo's own ground truth."""

    __tablename__ = "simulated_delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    sid: Mapped[str] = mapped_column(String(40), unique=True)
    number_hash: Mapped[str] = mapped_column(String(64), index=True, info=IDENTITY)
    number: Mapped[str] = mapped_column(EncryptedText("simulated_delivery.number"), info=IDENTITY)
    body: Mapped[str] = mapped_column(EncryptedText("simulated_delivery.body"), info=IDENTITY)
    inbound: Mapped[bool] = mapped_column(default=False)
    token: Mapped[str] = mapped_column(String(22), default="")
    status: Mapped[str] = mapped_column(String(24), default="sent")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)
