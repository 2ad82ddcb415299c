"""Counts tries in a window of time, by account and by address, so that guessing does not pay."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, update
from sqlalchemy.orm import Session

from core.db import Database, insert_into
from people.session_models import Attempt


def count_attempt(session: Session, key: str, now: datetime, window: timedelta) -> int:
    """Count one try and return how many there have been in the present window, this one included."""
    insert = insert_into(session, Attempt).values(key=key[:100], count=1, window_ends_at=now + window)
    over = Attempt.window_ends_at <= now
    return int(
        session.execute(
            insert.on_conflict_do_update(
                index_elements=[Attempt.key],
                set_={
                    "count": case((over, 1), else_=Attempt.count + 1),
                    "window_ends_at": case((over, insert.excluded.window_ends_at), else_=Attempt.window_ends_at),
                },
            ).returning(Attempt.count)
        ).scalar_one()
    )


def forget_attempts(session: Session, key: str) -> None:
    """Start counting afresh, after a success."""
    session.execute(delete(Attempt).where(Attempt.key == key[:100]))


def give_back_attempts(session: Session, keys: list[str]) -> None:
    """Take one try off some counters: it turned out to be the right person's."""
    wanted = Attempt.key.in_([key[:100] for key in keys])
    session.execute(update(Attempt).where(wanted, Attempt.count > 0).values(count=Attempt.count - 1))


def drop_old_attempts(database: Database, now: datetime) -> int:
    """Job: remove counters whose window has ended; returns how many."""
    with database.transaction() as session:
        gone = session.execute(delete(Attempt).where(Attempt.window_ends_at < now).returning(Attempt.key)).all()
    return len(gone)
