"""What time it is: the only place that asks, so that everything else can be told."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Anything that can tell the present instant."""

    def now(self) -> datetime:
        """Return the present instant, in UTC with its zone."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC)


class MovedClock:
    """A clock set ahead of another by an amount that may grow; the demo and tests use it."""

    def __init__(self, base: Clock, ahead: timedelta = timedelta(0)) -> None:
        self.base = base
        self.ahead = ahead

    def now(self) -> datetime:
        """Return the base clock's instant moved ahead."""
        return self.base.now() + self.ahead

    def move_to(self, instant: datetime) -> None:
        """Set the clock so that it shows the given instant now; it goes on from there."""
        self.ahead = instant - self.base.now()


class FixedClock:
    """A clock that stands still until told otherwise; for tests and rehearsals."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        """Return the instant it was set to."""
        return self.instant


def local_date(instant: datetime, zone: str) -> date:
    """Return the calendar date that an instant falls on in a named zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def at_wall_clock(day: date, hour: int, minute: int, zone: str) -> datetime:
    """Return the instant, in UTC, when a wall clock in the zone shows hour:minute on a day.

    A time that does not exist in spring is read as the same distance into the day (02:30 becomes 03:30);
    a time that happens twice in autumn is the first of the two (reliability.md C1-C3).
    """
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)
