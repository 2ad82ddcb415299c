"""The sorted list: need decides the order, never the newest and never the name (mockups/desk.md)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from worklist.list_query import COUNT_CAP, VIEWS, Shape, inbox_query, unit_places
from worklist.models import ItemStatus, Lane, Level, WorkItem

PAGE = 50
MOST_LETTERS = 60


def view_filter(view: str, viewer_id: int, words: str = "") -> "Filter":
    """Return what a named view of the list shows; an unknown name shows the whole unit."""
    return Filter(viewer_id if view == "mine" else None, VIEWS.get(view), words)


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    item: WorkItem
    patient_public_id: str
    patient_name: str
    birth_date: date | None
    claimer_name: str | None


@dataclass(frozen=True)
class Filter:
    """What to show.

    :param claimed_by: only what this person has, or None for the whole unit.
    :param lane: only what belongs to a profession's view, or None for all.
    :param words: part of the patient's name.
    """

    claimed_by: int | None = None
    lane: Lane | None = None
    words: str = ""


@dataclass(frozen=True)
class LevelCount:
    """How many of a level the filter lets through, and how many of them nobody has; a hundred at most."""

    all: int
    free: int


@dataclass(frozen=True)
class Inbox:
    """One page of the list with the figures around it.

    :param more: True when there are further rows.
    :param levels: per level, within the filter.
    :param counts: "mine", "unit", "therapist" and "nurse", whatever the filter.
    :param newest: when the newest open item of the units was raised; polling counts from there.
    """

    rows: list[Row]
    more: bool
    levels: dict[Level, LevelCount]
    counts: dict[str, int]
    newest: datetime | None


def read_inbox(
    session: Session, unit_ids: tuple[int, ...], viewer_id: int, shown: Filter, after: str = "", limit: int = PAGE
) -> Inbox:
    """Return open items in the order of need, after the public id of the former page's last one.

    One statement, whose cost does not grow with the number of patients (performance.md G6).
    """
    if not unit_ids:
        return Inbox([], False, dict.fromkeys(Level, LevelCount(0, 0)), dict.fromkeys(VIEWS, 0), None)
    words = shown.words.strip()[:MOST_LETTERS]
    shape = Shape(len(unit_ids), "claimed_by" if shown.claimed_by is not None else None, shown.lane, bool(words))
    query, names = inbox_query(shape, bool(after), limit)
    asked = {"viewer": viewer_id, "claimed_by": shown.claimed_by, "words": _escape(words), "after": after}
    found = session.execute(query, asked | unit_places(unit_ids)).all()
    numbers = dict(zip(names, found[0], strict=False))
    rows = [Row(*line[len(names) :]) for line in found if line[len(names)] is not None]
    levels = {level: LevelCount(numbers[f"{level}"], numbers[f"{level}_free"]) for level in Level}
    counts = {name: numbers[name] for name in VIEWS}
    return Inbox(rows[:limit], len(rows) > limit, levels, counts, numbers["newest"])


def _escape(words: str) -> str:
    """Return a person's words for LIKE: its own signs are taken as they are written."""
    return words.replace("/", "//").replace("%", "/%").replace("_", "/_")


@dataclass(frozen=True)
class News:
    """What has come since a list was shown: how many, and how many of them must be handled now."""

    all: int
    now: int


def count_new(session: Session, unit_ids: tuple[int, ...], since: datetime) -> News:
    """Return what has been raised, or raised anew, after an instant; one indexed statement for polling."""
    fresh = (
        select(WorkItem.level)
        .where(WorkItem.unit_id.in_(unit_ids), WorkItem.occurred_at > since, WorkItem.status == ItemStatus.OPEN)
        .limit(COUNT_CAP)
        .subquery()
    )
    row = session.execute(
        select(func.count(), func.count().filter(fresh.c.level == Level.NOW)).select_from(fresh)
    ).one()
    return News(row[0], row[1])


def list_of_patient(session: Session, patient_id: int, unit_ids: tuple[int, ...]) -> list[WorkItem]:
    """Return what is open about one patient, most urgent first."""
    return list(
        session.scalars(
            select(WorkItem)
            .where(
                WorkItem.patient_id == patient_id,
                WorkItem.unit_id.in_(unit_ids),
                WorkItem.status != ItemStatus.CLOSED,
            )
            .order_by(WorkItem.rank, WorkItem.due_at)
            .limit(PAGE)
        )
    )
