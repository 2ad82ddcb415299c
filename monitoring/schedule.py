"""When a patient is expected to measure: week blocks of two sessions a day, then two days a week.

Everything is wall-clock: a plan holds local dates and hours, and an instant is made per date in the
patient's own zone, so that no session is doubled or lost when the clock is moved (reliability.md C1-C3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.clock import at_wall_clock, local_date

BLOCK_DAYS = 7
MONDAY, THURSDAY = 0, 3


class SessionPart(StrEnum):
    """The two sessions of a measuring day."""

    MORNING = "morning"
    EVENING = "evening"


@dataclass(frozen=True)
class Session:
    """One expected occasion of measuring, on a local date."""

    on: date
    part: SessionPart
    hour: int
    in_block: bool

    def starts_at(self, zone: str) -> datetime:
        """Return the instant, in UTC, when the session's hour strikes in a zone."""
        return at_wall_clock(self.on, self.hour, 0, zone)


@dataclass(frozen=True)
class PressurePlan:
    """A patient's measuring plan for blood pressure (clinical/vitals.md 2, clinical/programs.md C1).

    :ivar starts_on: first day of the first week block.
    :ivar ends_on: last day of the plan, itself included; None when open.
    :ivar morning_hour: local hour of the morning session, 0 to 23; the evening must be later.
    :ivar more_blocks: first days of further week blocks, for example before a visit.
    :ivar between_weekdays: weekdays to measure on outside the blocks, Monday is 0.
    """

    starts_on: date
    ends_on: date | None = None
    morning_hour: int = 7
    evening_hour: int = 19
    readings_per_session: int = 2
    more_blocks: tuple[date, ...] = ()
    between_weekdays: frozenset[int] = frozenset({MONDAY, THURSDAY})

    def __post_init__(self) -> None:
        if not 0 <= self.morning_hour < self.evening_hour <= 23:
            raise ValueError("the evening hour must come after the morning hour, both within 0 to 23")

    def is_in_block(self, day: date) -> bool:
        """Answer whether a day belongs to one of the week blocks."""
        return any(0 <= (day - start).days < BLOCK_DAYS for start in (self.starts_on, *self.more_blocks))

    def is_measuring_day(self, day: date) -> bool:
        """Answer whether sessions are expected on a day."""
        if day < self.starts_on or (self.ends_on is not None and day > self.ends_on):
            return False
        return self.is_in_block(day) or day.weekday() in self.between_weekdays


def expected_sessions(plan: PressurePlan, first: date, last: date) -> list[Session]:
    """Return the expected sessions from one local date to another, both included, in order."""
    begin = max(first, plan.starts_on)
    end = last if plan.ends_on is None else min(last, plan.ends_on)
    days = (begin + timedelta(days=step) for step in range((end - begin).days + 1))
    return [session for day in days for session in _sessions_on(plan, day)]


def next_session(plan: PressurePlan, now: datetime, zone: str) -> Session | None:
    """Return the first session whose hour has not struck yet; None when the plan is over.

    :param now: aware instant.
    :param zone: the patient's zone, such as "Europe/Stockholm".
    """
    today = max(local_date(now, zone), plan.starts_on)
    # A plan without days between its blocks may have its next session at the start of a later block.
    furthest = max([today, *plan.more_blocks]) + timedelta(days=BLOCK_DAYS)
    coming = expected_sessions(plan, today, furthest)
    return next((session for session in coming if session.starts_at(zone) > now), None)


def session_of(plan: PressurePlan, taken_at: datetime, zone: str) -> Session | None:
    """Return the expected session that a measurement belongs to; None on a day without sessions.

    The day is split midway between the two hours, so a late morning still counts as the morning.
    """
    day = local_date(taken_at, zone)
    sessions = list(_sessions_on(plan, day))
    if not sessions:
        return None
    middle = (plan.morning_hour + plan.evening_hour) * 30
    split = at_wall_clock(day, middle // 60, middle % 60, zone)
    return sessions[0] if taken_at < split else sessions[1]


def _sessions_on(plan: PressurePlan, day: date) -> Iterator[Session]:
    if plan.is_measuring_day(day):
        in_block = plan.is_in_block(day)
        yield Session(day, SessionPart.MORNING, plan.morning_hour, in_block)
        yield Session(day, SessionPart.EVENING, plan.evening_hour, in_block)
