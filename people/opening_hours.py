"""When a unit is open, and before when a message will be answered: honest about who reads when."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from dateutil.easter import easter

from people.models import CareUnit

FIXED_HOLIDAYS = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26))
EASTER_DAYS = (-2, 0, 1, 39, 49)
"""Good Friday, Easter Sunday and Monday, Ascension Day and Whit Sunday, in days from Easter Sunday."""
SATURDAY = 5
MAX_DAYS_AHEAD = 30


@cache
def closed_days(year: int) -> frozenset[date]:
    """Return the days of a year when care units are closed: public holidays and the three great eves.

    By lag (1989:253); a test holds it against the holidays package, which is too heavy to carry in every worker.
    """
    midsummer = _first_from(date(year, 6, 20), SATURDAY)
    moving = {easter(year) + timedelta(days=days) for days in EASTER_DAYS}
    fixed = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    eves = {midsummer - timedelta(days=1), date(year, 12, 24), date(year, 12, 31)}
    return frozenset(moving | fixed | eves | {midsummer, _first_from(date(year, 10, 31), SATURDAY)})


def _first_from(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def is_holiday(day: date) -> bool:
    """Tell whether care units are closed: a public holiday, Midsummer's Eve, Christmas Eve or New Year's Eve."""
    return day in closed_days(day.year)


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
