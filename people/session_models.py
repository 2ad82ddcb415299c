"""The tables of sign-in: sessions that can be revoked, one-time codes and counted attempts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import EncryptedText
from core.db import Base, UtcDateTime, word_column
from core.ids import new_public_id


class Face(StrEnum):
    """Which door a session came through; a session opens only its own face."""

    PATIENT = "patient"
    DESK = "desk"


class LoginSession(Base):
    """A signed-in browser; deleting the row signs it out (reliability.md D6, D7)."""

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    face: Mapped[Face] = mapped_column(word_column(Face))
    device: Mapped[str] = mapped_column(String(80), default="", info={"personal": "identity"})
    """A short description such as "Chrome, Android", for the list of own sessions."""
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInStep(Base):
    """A sign-in under way: who (if anybody) was asked for and the code that was sent; codes are hashed."""

    __tablename__ = "sign_in_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    """Empty when the number fits nobody: the steps look the same (reliability.md D3)."""
    face: Mapped[Face] = mapped_column(word_column(Face))
    code_hash: Mapped[str | None] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the first factor was proved."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Attempt(Base):
    """How often something was tried in a window of time: sign-ins, codes, webhooks."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_window_ends_at", "window_ends_at"),)

    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    window_ends_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StaffInvitation(Base):
    """A link by which a colleague chooses a password and fits an authenticator app; works once."""

    __tablename__ = "staff_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Empty for the first admin, who is invited from the command line."""
    totp_secret: Mapped[str] = mapped_column(EncryptedText("staff_invitation.totp_secret"))
    """The secret the authenticator app is fitted with; the user's own once a code has confirmed it."""
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
