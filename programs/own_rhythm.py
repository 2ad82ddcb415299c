"""A person's own rhythm: how often he is usually heard, and from when his silence is unusual (features.md M13)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

LOOK_BACK = timedelta(days=60)
LEAST_GAPS = 10
LEAST_SPAN = timedelta(days=21)
"""Fewer pauses than ten, or less than three weeks, tell no rhythm."""
FLOOR_DAYS = 4
"""No silence shorter than this is unusual, however often somebody is heard."""
NINE_OF_TEN = 0.9


@dataclass(frozen=True)
class OwnRhythm:
    """How often somebody is heard.

    :ivar usual: the middle pause from one day he was heard to the next, in days; 1 is every day.
    :ivar long: the pause in days that nine of ten of his pauses do not exceed.
    """

    usual: int
    long: int

    @property
    def quiet_from(self) -> int:
        """After how many days a silence is unusual: more than twice his own long pause, at least four."""
        return max(FLOOR_DAYS, 2 * self.long + 1)


@dataclass(frozen=True)
class Quiet:
    """A silence that is unusual for somebody.

    :ivar since: the last local date he was heard; ``days`` how many days ago that is.
    """

    since: date
    days: int
    rhythm: OwnRhythm


def rhythm_of(heard: Collection[date]) -> OwnRhythm | None:
    """Return the rhythm of the sixty days before somebody was last heard; None when they tell too little.

    :param heard: local dates on which he was heard, in any order.
    """
    if not heard:
        return None
    days = sorted(day for day in set(heard) if max(heard) - day <= LOOK_BACK)
    pauses = sorted((later - earlier).days for earlier, later in pairwise(days))
    if len(pauses) < LEAST_GAPS or days[-1] - days[0] < LEAST_SPAN:
        return None
    return OwnRhythm(round(median(pauses)), pauses[ceil(NINE_OF_TEN * len(pauses)) - 1])


def planned_rhythm(expected: Collection[date]) -> OwnRhythm | None:
    """Return the rhythm of days on which something is expected; None for fewer than two."""
    days = sorted(expected)
    pauses = sorted((later - earlier).days for earlier, later in pairwise(days))
    return OwnRhythm(pauses[len(pauses) // 2], pauses[-1]) if pauses else None


def find_quiet(
    heard: Collection[date], today: date, rested_until: date | None = None, planned: OwnRhythm | None = None
) -> Quiet | None:
    """Return somebody's unusual silence, or None.

    :param rested_until: the last day of a pause or an absence; silence is counted from there when it is later.
    :param planned: how often something is expected of him now; who is asked more seldom than before may be heard
        more seldom, so that no rhythm is closer than this.
    """
    rhythm = rhythm_of([day for day in heard if day <= today])
    if rhythm is None:
        return None
    if planned is not None:
        rhythm = OwnRhythm(max(rhythm.usual, planned.usual), max(rhythm.long, planned.long))
    since = max(day for day in heard if day <= today)
    days = (today - max(since, rested_until or since)).days
    return Quiet(since, days, rhythm) if days >= rhythm.quiet_from else None


def quiet_reason(quiet: Quiet) -> tuple[str, dict[str, int]]:
    """Return the key of the sentence in worklist/reasons.py that tells it, with its places."""
    usual = quiet.rhythm.usual
    if usual <= 1:
        return "quiet_daily", {"days": quiet.days}
    if usual == 2:
        return "quiet_every_other_day", {"days": quiet.days}
    if usual == 7:
        return "quiet_weekly", {"days": quiet.days}
    return "quiet_some_days", {"days": quiet.days, "usual": usual}
