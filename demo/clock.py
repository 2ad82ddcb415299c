"""The demo's clock: runs ahead of the machine's by an amount that is kept, so that a restart keeps the time."""

from datetime import datetime, timedelta

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from core.clock import MovedClock, SystemClock
from core.db import Database

ONLY_ROW = 1


class DemoBase(DeclarativeBase):
    """The base of what only the demo keeps: production's migrations know nothing of it."""


class DemoClockRow(DemoBase):
    """How far the demo's clock runs ahead."""

    __tablename__ = "demo_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    ahead_seconds: Mapped[int] = mapped_column(default=0)


def load_clock(database: Database) -> MovedClock:
    """Return the demo's clock as it was left."""
    DemoBase.metadata.create_all(database.engine)
    with database.transaction() as session:
        row = session.get(DemoClockRow, ONLY_ROW)
        return MovedClock(SystemClock(), timedelta(seconds=row.ahead_seconds if row else 0))


def move_clock(database: Database, clock: MovedClock, instant: datetime) -> None:
    """Set the demo's clock forward to an instant and keep it; it never goes back."""
    if instant <= clock.now():
        return
    clock.move_to(instant)
    with database.transaction() as session:
        session.merge(DemoClockRow(id=ONLY_ROW, ahead_seconds=int(clock.ahead.total_seconds())))
