"""A form key makes a form count once: a double click, a reload or a resend changes nothing more (H5)."""

from datetime import datetime

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base, UtcDateTime, insert_into


class SubmittedForm(Base):
    """A form that was accepted, and where its sender was sent afterwards."""

    __tablename__ = "submitted_form"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None]
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    location: Mapped[str] = mapped_column(String(300), default="")


def claim_form(session: Session, key: str, user_id: int | None, now: datetime) -> bool:
    """Return True for the one caller who submits the form first; others wait for him and get False."""
    row = {"key": key, "user_id": user_id, "submitted_at": now, "location": ""}
    done = session.execute(
        insert_into(session, SubmittedForm).values(row).on_conflict_do_nothing().returning(SubmittedForm.key)
    )
    return done.first() is not None


def note_location(session: Session, key: str, location: str) -> None:
    """Remember where the first submit led, so that a second one leads there too."""
    session.execute(update(SubmittedForm).where(SubmittedForm.key == key).values(location=location[:300]))


def find_location(session: Session, key: str, user_id: int | None) -> str | None:
    """Return where the accepted form led, or None when the key is another person's."""
    return session.scalar(
        select(SubmittedForm.location).where(SubmittedForm.key == key, SubmittedForm.user_id == user_id)
    )
