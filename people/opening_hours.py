"""When a unit is open, and before when a message will be answered: honest about who reads when."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from people.models import CareUnit

EVES = ((6, 19, 25), (12, 24, 24), (12, 31, 31))
MAX_DAYS_AHEAD = 30


@cache
def _swedish_holidays(year: int) -> frozenset[date]:
    """Return a year's public holidays without the ordinary Sundays the Swedish list also holds."""
    return frozenset(holidays.country_holidays("SE", years=year, include_sundays=False))


def is_holiday(day: date) -> bool:
    """Tell whether care units are closed: a public holiday, Midsummer's Eve, Christmas Eve or New Year's Eve."""
    if day in _swedish_holidays(day.year):
        return True
    eve = any(day.month == month and first <= day.day <= last for month, first, last in EVES)
    return eve and (day.month == 12 or day.weekday() == 4)


def hours_of(unit: CareUnit, day: date) -> tuple[datetime, datetime] | None:
    """Return when the unit opens and closes on a day, with its zone, or None when it is closed."""
    spans = unit.opening_hours.get(str(day.weekday()))
    if not spans or is_holiday(day):
        return None
    zone = ZoneInfo(unit.zone)
    opens, closes = (datetime.combine(day, time.fromisoformat(text), tzinfo=zone) for text in spans[:2])
    return opens, closes


def is_open(unit: CareUnit, now: datetime) -> bool:
    """Tell whether somebody reads in the unit at this instant."""
    hours = hours_of(unit, now.astimezone(ZoneInfo(unit.zone)).date())
    return hours is not None and hours[0] <= now < hours[1]


def next_opening(unit: CareUnit, now: datetime) -> datetime | None:
    """Return when the unit next opens: now when it is open, None when it never does within a month."""
    if is_open(unit, now):
        return now
    day = now.astimezone(ZoneInfo(unit.zone)).date()
    for step in range(MAX_DAYS_AHEAD):
        hours = hours_of(unit, day + timedelta(days=step))
        if hours is not None and hours[0] >= now:
            return hours[0]
    return None


def answer_before(unit: CareUnit, now: datetime, working_days: int | None = None) -> datetime:
    """Return before when something that came in now is answered: closing time so many working days on.

    What comes in while the unit is closed counts from the next day it is open (clinical/programs.md A3).

    :param working_days: default is the unit's own promise.
    """
    days = unit.answer_days if working_days is None else working_days
    day = now.astimezone(ZoneInfo(unit.zone)).date()
    closings = []
    for step in range(MAX_DAYS_AHEAD + 3 * days):
        hours = hours_of(unit, day + timedelta(days=step))
        if hours is not None and hours[1] > now:
            closings.append(hours[1])
        if len(closings) > days:
            return closings[days]
    return closings[-1] if closings else now + timedelta(days=days + 2)
