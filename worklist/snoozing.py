"""Until when an item may be put away: the next working day, some days on, or a chosen day; always when open."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.errors import InvalidError
from core.language import _l
from people.models import CareUnit
from people.opening_hours import next_opening

CHOICES = {"tomorrow": 1, "three_days": 3, "week": 7}
MAX_DAYS = 90
CHOOSE = _l("Välj när ärendet ska komma tillbaka.")
TOO_FAR = _l("Välj en dag inom tre månader.")


def snooze_until(unit: CareUnit, choice: str, day_text: str, now: datetime) -> datetime:
    """Return the first opening of the unit on or after the chosen day.

    :param choice: a key of CHOICES, or "day" for the day written in day_text (2026-11-30).
    :raises InvalidError: for no choice, and for a day that is not one, has been or is too far away.
    """
    zone = ZoneInfo(unit.zone)
    today = now.astimezone(zone).date()
    if choice in CHOICES:
        day = today + timedelta(days=CHOICES[choice])
    elif choice == "day":
        day = _day(day_text, today)
    else:
        raise InvalidError("until", CHOOSE)
    morning = datetime.combine(day, time(0, 1), tzinfo=zone)
    return next_opening(unit, morning) or morning + timedelta(hours=8)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as problem:
        raise InvalidError("day", _l("Skriv dagen som år, månad och dag, till exempel 2026-11-30.")) from problem
    if day <= today:
        raise InvalidError("day", _l("Välj en dag efter i dag."))
    if day > today + timedelta(days=MAX_DAYS):
        raise InvalidError("day", TOO_FAR)
    return day
