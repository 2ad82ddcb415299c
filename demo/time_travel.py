"""Lives through the time between now and then: every job runs at every step, as it would have."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.clock import MovedClock, at_wall_clock
from core.db import Database
from core.jobs import Job, run_all
from demo.clock import move_clock

ZONE = "Europe/Stockholm"
MORNING_HOUR, EVENING_HOUR = 9, 19
STEP = timedelta(minutes=30)
LONG_STEP = timedelta(hours=2)


def targets(now: datetime) -> dict[str, datetime]:
    """Return the instants one may go to, by name: an hour on, this evening, next morning, next week."""
    local = now.astimezone(ZoneInfo(ZONE))
    today, tomorrow = local.date(), local.date() + timedelta(days=1)
    evening = at_wall_clock(today if local.hour < EVENING_HOUR else tomorrow, EVENING_HOUR, 0, ZONE)
    return {
        "hour": now + timedelta(hours=1),
        "evening": evening,
        "morning": at_wall_clock(tomorrow, MORNING_HOUR, 0, ZONE),
        "week": at_wall_clock(today + timedelta(days=7), MORNING_HOUR, 0, ZONE),
    }


def travel(database: Database, clock: MovedClock, jobs: Sequence[Job], target: datetime) -> int:
    """Move the clock to an instant in steps, running every job at each; returns how many steps there were.

    What only looks back runs at the end.
    """
    step = STEP if target - clock.now() <= timedelta(days=2) else LONG_STEP
    steps = 0
    while clock.now() < target:
        move_clock(database, clock, min(clock.now() + step, target))
        run_all([job for job in jobs if not job.looks_back], database, clock.now())
        steps += 1
    run_all(jobs, database, clock.now())
    return steps
