"""The tables of people: care providers and units, users, roles and care relations."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false, select
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from core.crypto import EncryptedText
from core.db import Base, UtcDateTime, word_column
from core.ids import new_public_id

PERSONAL = {"personal": "identity"}
PREFERENCE = {"personal": "preference"}


class Role(StrEnum):
    """What a person does here."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    COORDINATOR = "coordinator"
    AUTHOR = "author"
    UNIT_ADMIN = "unit_admin"
    SYSTEM_ADMIN = "system_admin"


class UserState(StrEnum):
    """Whether a user may sign in."""

    ACTIVE = "active"
    DISABLED = "disabled"


class CareProvider(Base):
    """A care provider (vårdgivare): patient data never crosses from one to another."""

    __tablename__ = "care_provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(String(120))


class CareUnit(Base):
    """A care unit (vårdenhet) with its opening hours, phone and promised answer time."""

    __tablename__ = "care_unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    provider_id: Mapped[int] = mapped_column(ForeignKey("care_provider.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(20))
    zone: Mapped[str] = mapped_column(String(40), default="Europe/Stockholm")
    opening_hours: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    """Weekday number "0" (Monday) to "6" -> ["08:00", "16:00"]; a missing day is closed."""
    answer_days: Mapped[int] = mapped_column(default=1)
    """Working days within which a message is answered (clinical/programs.md A3)."""
    is_training: Mapped[bool] = mapped_column(default=False, server_default=false())
    """True for a unit for practice: its people are made up and its SMS never leave the house."""
    answers_by_sms: Mapped[bool] = mapped_column(default=False, server_default=false())
    """True when practical questions are answered by SMS, never with a word about health (assistant/sms_answers.py)."""


class User(Base):
    """Anybody who signs in: a patient or a member of staff."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    name: Mapped[str] = mapped_column(String(120), info=PERSONAL)
    title: Mapped[str] = mapped_column(String(60), default="", info=PERSONAL)
    """A member of staff's profession as patients see it, such as "psykolog"."""
    state: Mapped[UserState] = mapped_column(word_column(UserState), default=UserState.ACTIVE)
    personnummer: Mapped[str | None] = mapped_column(EncryptedText("user.personnummer"), info=PERSONAL)
    personnummer_hash: Mapped[str | None] = mapped_column(String(64), unique=True, info=PERSONAL)
    birth_date: Mapped[date | None] = mapped_column(info=PERSONAL)
    phone: Mapped[str | None] = mapped_column(EncryptedText("user.phone"), info=PERSONAL)
    phone_hash: Mapped[str | None] = mapped_column(String(64), index=True, info=PERSONAL)
    phone_verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sms_consent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sms_by_web: Mapped[bool] = mapped_column(default=True)
    """False for a person with a button phone who never opens a web page."""
    username: Mapped[str | None] = mapped_column(String(80), unique=True, info=PERSONAL)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(EncryptedText("user.totp_secret"))
    totp_pending: Mapped[str | None] = mapped_column(EncryptedText("user.totp_pending"))
    """The secret of a new authenticator app, until a code has confirmed it."""
    totp_step: Mapped[int] = mapped_column(default=0)
    """The last time step whose code was used, so that a code works once."""
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    alarm_sms: Mapped[bool] = mapped_column(default=False, info=PREFERENCE)
    """True for a member of staff who is told by SMS, at any hour, that a red risk waits."""
    week_sms: Mapped[bool] = mapped_column(default=False, server_default=false(), info=PREFERENCE)
    """True for a patient who wants an SMS when the summary of a week is there to read."""
    language: Mapped[str] = mapped_column(String(2), default="sv", info=PREFERENCE)
    zone: Mapped[str] = mapped_column(String(40), default="Europe/Stockholm", info=PREFERENCE)
    theme: Mapped[str] = mapped_column(String(5), default="", info=PREFERENCE)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UserRole(Base):
    """A role a user holds, in a unit; patients and system admins hold theirs without one."""

    __tablename__ = "user_role"
    __table_args__ = (UniqueConstraint("user_id", "role", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    role: Mapped[Role] = mapped_column(word_column(Role))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("care_unit.id"), index=True)


def _name_of_patient(context: Any) -> str:
    patient_id = context.get_current_parameters()["patient_id"]
    name: str = context.connection.scalar(select(User.name).where(User.id == patient_id))
    return name


class CareRelation(Base):
    """The care relation (vårdrelation) between a patient and a unit: the only ground for access."""

    __tablename__ = "care_relation"
    __table_args__ = (
        Index("ix_care_relation_unit_patient", "unit_id", "patient_id"),
        Index("ix_care_relation_unit_name", "unit_id", "patient_name", "patient_id"),
        Index("ix_care_relation_patient", "patient_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    patient_name: Mapped[str] = mapped_column(String(120), default=_name_of_patient, info=PERSONAL)
    """A copy, so that a unit's patients are read in the order of their names without sorting all of them."""
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
