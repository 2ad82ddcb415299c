"""The sorted list: need decides the order, never the newest and never the name (mockups/desk.md)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from people.models import User
from worklist.models import LEVEL_ORDER, ItemKind, ItemStatus, Level, WorkItem

PAGE = 50
COUNT_CAP = 100
MOST_LETTERS = 60

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
    words = shown.words.strip()[:MOST_LETTERS]
    shape = Shape("claimed_by" if shown.claimed_by is not None else None, shown.kinds, bool(words))
    query, names = _inbox_query(shape, bool(after), limit)
    asked = {
        "units": unit_ids, "viewer": viewer_id, "claimed_by": shown.claimed_by, "words": _escape(words), "after": after,
    }  # fmt: skip
    found = session.execute(query, asked).all()
    numbers = dict(zip(names, found[0], strict=False))
    rows = [Row(*line[len(names) :]) for line in found if line[len(names)] is not None]
    levels = {level: LevelCount(numbers[f"{level}"], numbers[f"{level}_free"]) for level in Level}
    counts = {name: numbers[name] for name in VIEWS}
    return Inbox(rows[:limit], len(rows) > limit, levels, counts, numbers["newest"])


@dataclass(frozen=True)
class Shape:
    """What a filter narrows by; the values come when the statement runs.

    :param claimed_by: the name of the parameter that says whose, or None for the whole unit.
    """

    claimed_by: str | None = None
    kinds: tuple[ItemKind, ...] = ()
    has_words: bool = False


@lru_cache(maxsize=64)
def _inbox_query(shown: Shape, has_after: bool, limit: int) -> Any:
    """Return the list's statement and its figures' names; putting it together costs more than running it."""
    figures = _figures(shown)
    page = _page(shown, limit, has_after=has_after).subquery()
    item, claimer = aliased(WorkItem, page), aliased(User)
    query = (
        select(*figures.values(), item, User.public_id, User.name, User.birth_date, claimer.name)
        .select_from(select(literal(1).label("one")).subquery())
        .outerjoin(page, true())
        .outerjoin(User, User.id == page.c.patient_id)
        .outerjoin(claimer, claimer.id == page.c.claimed_by)
        .order_by(page.c.rank, page.c.due_at, page.c.id)
    )
    return query, tuple(figures)


def _figures(shown: Shape) -> dict[str, ScalarSelect[Any]]:
    """Return a subquery per figure; each stops counting at a hundred."""
    figures = {name: _count(_view_shape(name)) for name in VIEWS}
    figures["newest"] = _narrow(select(func.max(WorkItem.occurred_at)), Shape()).scalar_subquery()
    for level in Level:
        of_level = WorkItem.rank == LEVEL_ORDER[level]
        figures[f"{level}"] = _count(shown, of_level)
        figures[f"{level}_free"] = _count(shown, of_level, WorkItem.claimed_by.is_(None))
    return figures


def _view_shape(name: str) -> Shape:
    view = view_filter(name, 0)
    return Shape("viewer" if name == "mine" else None, view.kinds)


def _count(shown: Shape, *more: ColumnElement[bool]) -> ScalarSelect[Any]:
    capped = _narrow(select(literal(1).label("one")).select_from(WorkItem), shown)
    subquery = capped.where(*more).limit(COUNT_CAP).subquery()
    return select(func.count()).select_from(subquery).scalar_subquery()


def _page(shown: Shape, limit: int, *, has_after: bool) -> Select[Any]:
    query = _narrow(select(WorkItem), shown)
    if has_after:
        last = aliased(WorkItem)
        later = or_(
            WorkItem.rank > last.rank,
            and_(WorkItem.rank == last.rank, WorkItem.due_at > last.due_at),
            and_(WorkItem.rank == last.rank, WorkItem.due_at == last.due_at, WorkItem.id > last.id),
        )
        query = query.join(last, and_(last.public_id == bindparam("after"), last.unit_id.in_(_units()), later))
    return query.order_by(WorkItem.rank, WorkItem.due_at, WorkItem.id).limit(limit + 1)


def _units() -> Any:
    return bindparam("units", expanding=True)


def _narrow(query: Select[Any], shown: Shape) -> Select[Any]:
    query = query.where(WorkItem.unit_id.in_(_units()), WorkItem.status == ItemStatus.OPEN)
    if shown.claimed_by is not None:
        query = query.where(WorkItem.claimed_by == bindparam(shown.claimed_by))
    if shown.kinds:
        query = query.where(WorkItem.kind.in_(shown.kinds))
    if shown.has_words:
        by_name = User.name.icontains(bindparam("words"), escape="/")
        query = query.where(select(User.id).where(User.id == WorkItem.patient_id, by_name).exists())
    return query


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
