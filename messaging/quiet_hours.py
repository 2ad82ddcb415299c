"""Quiet hours: no SMS between 21 and 08 where the person is, unless the person chose that hour."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.clock import at_wall_clock

QUIET_FROM = 21
QUIET_UNTIL = 8


def is_quiet(instant: datetime, zone: str) -> bool:
    """Tell whether an instant falls between 21:00 and 07:59 in a named zone (reliability.md A11)."""
    return is_quiet_hour(instant.astimezone(ZoneInfo(zone)).hour)


def is_quiet_hour(hour: int) -> bool:
    """Tell whether an hour of the wall clock, 0 to 23, belongs to the quiet hours."""
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def next_allowed(instant: datetime, zone: str) -> datetime:
    """Return the first instant from here on that is not quiet, in UTC; the instant itself when it is not."""
    local = instant.astimezone(ZoneInfo(zone))
    if not is_quiet_hour(local.hour):
        return instant
    day = local.date() + timedelta(days=1 if local.hour >= QUIET_FROM else 0)
    return at_wall_clock(day, QUIET_UNTIL, 0, zone)


def next_quiet(instant: datetime, zone: str) -> datetime:
    """Return when the quiet hours next begin, in UTC; the instant itself when they have."""
    if is_quiet(instant, zone):
        return instant
    return at_wall_clock(instant.astimezone(ZoneInfo(zone)).date(), QUIET_FROM, 0, zone)
