"""The sorted list: need decides the order, never the newest and never the name (mockups/desk.md)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from people.models import User
from worklist.models import LEVEL_ORDER, ItemKind, ItemStatus, Level, WorkItem

PAGE = 50
COUNT_CAP = 100

THERAPIST_KINDS = (ItemKind.MODULE, ItemKind.RATING, ItemKind.WINDOW, ItemKind.RISK)
NURSE_KINDS = (ItemKind.VALUE, ItemKind.MISSED)
VIEWS = ("mine", "unit", "therapist", "nurse")


def view_filter(view: str, viewer_id: int, words: str = "") -> "Filter":
    """Return what a named view of the list shows; an unknown name shows the whole unit."""
    kinds = {"therapist": THERAPIST_KINDS, "nurse": NURSE_KINDS}.get(view, ())
    return Filter(viewer_id if view == "mine" else None, kinds, words)


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
    :param kinds: only these kinds; empty for all.
    :param words: part of the patient's name.
    """

    claimed_by: int | None = None
    kinds: tuple[ItemKind, ...] = ()
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
    figures = _figures(unit_ids, viewer_id, shown)
    page = _page(unit_ids, shown, after, limit).subquery()
    item, claimer = aliased(WorkItem, page), aliased(User)
    found = session.execute(
        select(*figures.values(), item, User.public_id, User.name, User.birth_date, claimer.name)
        .select_from(select(literal(1).label("one")).subquery())
        .outerjoin(page, true())
        .outerjoin(User, User.id == page.c.patient_id)
        .outerjoin(claimer, claimer.id == page.c.claimed_by)
        .order_by(page.c.rank, page.c.due_at, page.c.id)
    ).all()
    numbers = dict(zip(figures, found[0], strict=False))
    rows = [Row(*line[len(figures) :]) for line in found if line[len(figures)] is not None]
    levels = {level: LevelCount(numbers[f"{level}"], numbers[f"{level}_free"]) for level in Level}
    counts = {name: numbers[name] for name in VIEWS}
    return Inbox(rows[:limit], len(rows) > limit, levels, counts, numbers["newest"])


def _figures(unit_ids: tuple[int, ...], viewer_id: int, shown: Filter) -> dict[str, ScalarSelect[Any]]:
    """Return a subquery per figure; each stops counting at a hundred."""
    figures = {name: _count(unit_ids, view_filter(name, viewer_id)) for name in VIEWS}
    raised = select(func.max(WorkItem.occurred_at))
    figures["newest"] = _narrow(raised, unit_ids, Filter()).scalar_subquery()
    for level in Level:
        of_level = WorkItem.rank == LEVEL_ORDER[level]
        figures[f"{level}"] = _count(unit_ids, shown, of_level)
        figures[f"{level}_free"] = _count(unit_ids, shown, of_level, WorkItem.claimed_by.is_(None))
    return figures


def _count(unit_ids: tuple[int, ...], shown: Filter, *more: ColumnElement[bool]) -> ScalarSelect[Any]:
    capped = _narrow(select(literal(1).label("one")).select_from(WorkItem), unit_ids, shown)
    subquery = capped.where(*more).limit(COUNT_CAP).subquery()
    return select(func.count()).select_from(subquery).scalar_subquery()


def _page(unit_ids: tuple[int, ...], shown: Filter, after: str, limit: int) -> Select[Any]:
    query = _narrow(select(WorkItem), unit_ids, shown)
    if after:
        last = aliased(WorkItem)
        later = or_(
            WorkItem.rank > last.rank,
            and_(WorkItem.rank == last.rank, WorkItem.due_at > last.due_at),
            and_(WorkItem.rank == last.rank, WorkItem.due_at == last.due_at, WorkItem.id > last.id),
        )
        query = query.join(last, and_(last.public_id == after, last.unit_id.in_(unit_ids), later))
    return query.order_by(WorkItem.rank, WorkItem.due_at, WorkItem.id).limit(limit + 1)


def _narrow(query: Select[Any], unit_ids: tuple[int, ...], shown: Filter) -> Select[Any]:
    query = query.where(WorkItem.unit_id.in_(unit_ids), WorkItem.status == ItemStatus.OPEN)
    if shown.claimed_by is not None:
        query = query.where(WorkItem.claimed_by == shown.claimed_by)
    if shown.kinds:
        query = query.where(WorkItem.kind.in_(shown.kinds))
    words = shown.words.strip()[:60]
    if words:
        named = select(User.id).where(User.id == WorkItem.patient_id, User.name.icontains(words, autoescape=True))
        query = query.where(named.exists())
    return query


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
