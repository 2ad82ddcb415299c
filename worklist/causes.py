"""Several reasons in one row: how they join, which one decides, and what is left when one is taken away. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from worklist.models import LEVEL_ORDER, Level, WorkItem


@dataclass(frozen=True)
class Cause:
    """One reason of a row, with its own urgency.

    :ivar reason: key of a sentence in worklist/reasons.py, filled with places.
    :ivar subject: what it is about, such as ``report:<public id>``.
    """

    reason: str
    places: Mapping[str, Any]
    level: Level
    due_at: datetime
    subject: str = ""

    @property
    def rank(self) -> int:
        """The level as a number; the most urgent is 0."""
        return LEVEL_ORDER[self.level]


@dataclass(frozen=True)
class Place:
    """Where a row stands in the list: its level, its time, and the reasons, the most serious first."""

    level: Level
    due_at: datetime
    causes: tuple[Cause, ...]

    @property
    def rank(self) -> int:
        """The level as a number; the most urgent is 0."""
        return LEVEL_ORDER[self.level]


def place_of(causes: Iterable[Cause]) -> Place:
    """Return where some reasons, at least one, put a row: the most serious decides the level, the first time counts."""
    ordered = tuple(sorted(causes, key=lambda one: one.rank))
    return Place(ordered[0].level, min(one.due_at for one in ordered), ordered)


def join(before: Place, fresh: Sequence[Cause]) -> Place:
    """Return where a row stands when reasons have come to it.

    A reason that was there is told anew, but never made less urgent or later; a row that somebody has escalated stays
    where it was put.
    """
    known = {one.reason: one for one in before.causes}
    told = [_renewed(known.get(one.reason), one) for one in fresh]
    named = {one.reason for one in told}
    joined = place_of([*told, *(one for one in before.causes if one.reason not in named)])
    return _never_softer(joined, before)


def _renewed(before: Cause | None, fresh: Cause) -> Cause:
    if before is None:
        return fresh
    kept = fresh if fresh.rank <= before.rank else before
    return replace(kept, due_at=min(before.due_at, fresh.due_at))


def _never_softer(place: Place, before: Place) -> Place:
    level = before.level if before.rank < place.rank else place.level
    return replace(place, level=level, due_at=min(before.due_at, place.due_at))


def leave(before: Place, reasons: Collection[str]) -> Place | None:
    """Return where a row stands when some reasons hold no more; None when none is left.

    What is left decides the level and the time, unless somebody had put the row higher by hand.
    """
    left = [one for one in before.causes if one.reason not in reasons]
    if not left:
        return None
    own, after = place_of(before.causes), place_of(left)
    level = before.level if before.rank < own.rank else after.level
    due_at = before.due_at if before.due_at < own.due_at else after.due_at
    return Place(level, due_at, after.causes)


def retell(before: Place, told: Mapping[str, Mapping[str, Any]], subject: str, instead_of: str) -> Place:
    """Return a row whose reasons about one subject tell of another that took its place; urgency stays.

    :param told: reason to its new places.
    """
    causes = tuple(
        replace(one, places=told[one.reason], subject=subject)
        if one.reason in told and one.subject == instead_of else one
        for one in before.causes
    )  # fmt: skip
    return replace(before, causes=causes)


def has_new_alarm(before: Place, fresh: Sequence[Cause]) -> bool:
    """Tell whether something red has come to a row that was red for another reason: staff are told once more."""
    red = {one.reason for one in before.causes if one.level is Level.NOW}
    return before.level is Level.NOW and any(one.level is Level.NOW and one.reason not in red for one in fresh)


def pack(causes: Iterable[Cause]) -> list[dict[str, Any]]:
    """Return reasons as they are stored."""
    return [
        {"reason": one.reason, "places": dict(one.places), "level": one.level.value, "subject": one.subject,
         "due": one.due_at.isoformat()}
        for one in causes
    ]  # fmt: skip


def unpack(stored: Iterable[Mapping[str, Any]]) -> tuple[Cause, ...]:
    """Return stored reasons."""
    return tuple(
        Cause(one["reason"], one["places"], Level(one["level"]), datetime.fromisoformat(one["due"]), one["subject"])
        for one in stored
    )


def causes_of(item: WorkItem) -> tuple[Cause, ...]:
    """Return the reasons of a row, the most serious first; of one that can have only one, that one."""
    if item.causes:
        return unpack(item.causes)
    return (Cause(item.reason, item.places or {}, item.level, item.due_at, item.subject or ""),)
