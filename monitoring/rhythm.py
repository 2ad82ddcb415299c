"""How often a value is expected: which local dates of a plan are days to measure on."""

from datetime import date, timedelta
from enum import StrEnum

from core.language import _l

CLOSE_DAYS = 28
"""For how long a new plan is followed every day before it becomes sparser (clinical/vitals.md 5)."""
MONDAY, THURSDAY = 0, 3
TWICE = frozenset({MONDAY, THURSDAY})
THRICE = frozenset({0, 2, 4})


class Rhythm(StrEnum):
    """How often; the word is stored with the plan."""

    BLOCKS = "blocks"
    DAILY = "daily"
    DAILY_THEN_TWICE = "daily_then_twice"
    DAILY_THEN_WEEKLY = "daily_then_weekly"
    THRICE_A_WEEK = "thrice_a_week"
    TWICE_A_WEEK = "twice_a_week"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ON_DEMAND = "on_demand"


RHYTHM_WORDS = {
    Rhythm.BLOCKS: _l("Morgon och kväll i sju dagar, sedan två dagar i veckan"),
    Rhythm.DAILY: _l("Varje dag"),
    Rhythm.DAILY_THEN_TWICE: _l("Varje dag i fyra veckor, sedan två dagar i veckan"),
    Rhythm.DAILY_THEN_WEEKLY: _l("Varje dag i fyra veckor, sedan en dag i veckan"),
    Rhythm.THRICE_A_WEEK: _l("Tre dagar i veckan"),
    Rhythm.TWICE_A_WEEK: _l("Två dagar i veckan"),
    Rhythm.WEEKLY: _l("En gång i veckan"),
    Rhythm.MONTHLY: _l("En gång i månaden"),
    Rhythm.QUARTERLY: _l("Var tredje månad"),
    Rhythm.ON_DEMAND: _l("När det behövs"),
}
UNCHASED = frozenset({Rhythm.MONTHLY, Rhythm.QUARTERLY, Rhythm.ON_DEMAND})
"""So seldom that a missed value is reminded of on its day but never put before the nurse."""
OF_BLOCKS = (Rhythm.BLOCKS,)
OF_SERIES = tuple(one for one in Rhythm if one is not Rhythm.BLOCKS)


def is_expected(rhythm: Rhythm, starts_on: date, ends_on: date, day: date) -> bool:
    """Tell whether a value is expected on a local date; the blocks of pressure are monitoring/schedule.py's."""
    if not starts_on <= day <= ends_on or rhythm in (Rhythm.ON_DEMAND, Rhythm.BLOCKS):
        return False
    passed = (day - starts_on).days
    weekly = passed % 7 == 0
    if rhythm in (Rhythm.DAILY_THEN_TWICE, Rhythm.DAILY_THEN_WEEKLY) and passed < CLOSE_DAYS:
        return True
    return {
        Rhythm.DAILY: True, Rhythm.DAILY_THEN_TWICE: day.weekday() in TWICE, Rhythm.DAILY_THEN_WEEKLY: weekly,
        Rhythm.THRICE_A_WEEK: day.weekday() in THRICE, Rhythm.TWICE_A_WEEK: day.weekday() in TWICE,
        Rhythm.WEEKLY: weekly, Rhythm.MONTHLY: passed % CLOSE_DAYS == 0,
        Rhythm.QUARTERLY: passed > 0 and passed % (7 * 13) == 0,
    }[rhythm]  # fmt: skip


def expected_days(rhythm: Rhythm, starts_on: date, ends_on: date, first: date, last: date) -> list[date]:
    """Return the days from one date to another, both included, on which a value is expected."""
    span = (min(last, ends_on) - max(first, starts_on)).days + 1
    days = (max(first, starts_on) + timedelta(days=step) for step in range(max(0, span)))
    return [day for day in days if is_expected(rhythm, starts_on, ends_on, day)]


def next_expected(rhythm: Rhythm, starts_on: date, ends_on: date, after: date) -> date | None:
    """Return the first day after a date on which a value is expected; None when there is none."""
    first = max(after + timedelta(days=1), starts_on)
    days = expected_days(rhythm, starts_on, ends_on, first, first + timedelta(days=100))
    return days[0] if days else None
