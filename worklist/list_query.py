"""The statement behind the sorted list: put together once per shape, and read in the order of an index.

Every figure stops at a hundred, and every unit is read by its own index and then merged, so that the cost does not
grow with the number of patients (performance.md G6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from people.models import User
from worklist.models import LEVEL_ORDER, ItemStatus, Lane, Level, WorkItem

COUNT_CAP = 100
VIEWS: dict[str, Lane | None] = {"mine": None, "unit": None, "therapist": Lane.THERAPIST, "nurse": Lane.NURSE}
ORDER = (WorkItem.rank, WorkItem.due_at, WorkItem.id)


@dataclass(frozen=True)
class Shape:
    """What a list narrows by; the values come when the statement runs.

    :param units: in how many units the viewer works.
    :param claimed_by: the name of the parameter that says whose, or None for the whole unit.
    """

    units: int
    claimed_by: str | None = None
    lane: Lane | None = None
    has_words: bool = False


def unit_places(unit_ids: Iterable[int]) -> dict[str, int]:
    """Return the parameters that say which units are read."""
    return {f"unit{place}": unit for place, unit in enumerate(unit_ids)}


@lru_cache(maxsize=64)
def inbox_query(shown: Shape, has_after: bool, limit: int) -> tuple[Any, tuple[str, ...]]:
    """Return the list's statement and its figures' names; putting it together costs more than running it."""
    figures = _figures(shown)
    ids = union_all(*(_page_of(shown, unit, limit, has_after=has_after) for unit in range(shown.units)))
    page = select(WorkItem).where(WorkItem.id.in_(ids)).order_by(*ORDER).limit(limit + 1).subquery()
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


def _page_of(shown: Shape, unit: int, limit: int, *, has_after: bool) -> Select[Any]:
    """Return the ids of one unit's part of a page."""
    query = _narrow(select(WorkItem.id), shown, _unit(unit))
    if has_after:
        last = aliased(WorkItem)
        later = or_(
            WorkItem.rank > last.rank,
            and_(WorkItem.rank == last.rank, WorkItem.due_at > last.due_at),
            and_(WorkItem.rank == last.rank, WorkItem.due_at == last.due_at, WorkItem.id > last.id),
        )
        known = last.unit_id.in_([bindparam(name) for name in unit_places(range(shown.units))])
        query = query.join(last, and_(last.public_id == bindparam("after"), known, later))
    return select(query.order_by(*ORDER).limit(limit + 1).subquery().c.id)


def _figures(shown: Shape) -> dict[str, ScalarSelect[Any]]:
    """Return a subquery per figure."""
    figures = {name: _count(_view_shape(shown.units, name)) for name in VIEWS}
    figures["newest"] = _newest(shown.units)
    for level in Level:
        of_level = WorkItem.rank == LEVEL_ORDER[level]
        figures[f"{level}"] = _count(shown, of_level)
        figures[f"{level}_free"] = _count(shown, of_level, WorkItem.claimed_by.is_(None))
    return figures


def _view_shape(units: int, name: str) -> Shape:
    return Shape(units, "viewer" if name == "mine" else None, VIEWS[name])


def _newest(units: int) -> ScalarSelect[Any]:
    """Return when the newest open item of any unit came; each unit is asked for its own last one."""
    newest = select(WorkItem.occurred_at).order_by(WorkItem.occurred_at.desc()).limit(1)
    each = [_narrow(newest, Shape(units), _unit(unit)).subquery() for unit in range(units)]
    found = union_all(*(select(one.c.occurred_at) for one in each)).subquery()
    return select(func.max(found.c.occurred_at)).scalar_subquery()


def _count(shown: Shape, *more: ColumnElement[bool]) -> ScalarSelect[Any]:
    units = WorkItem.unit_id.in_([bindparam(name) for name in unit_places(range(shown.units))])
    capped = _narrow(select(literal(1).label("one")).select_from(WorkItem), shown, units)
    subquery = capped.where(*more).limit(COUNT_CAP).subquery()
    return select(func.count()).select_from(subquery).scalar_subquery()


def _unit(place: int) -> ColumnElement[bool]:
    return WorkItem.unit_id == bindparam(f"unit{place}")


def _narrow(query: Select[Any], shown: Shape, units: ColumnElement[bool]) -> Select[Any]:
    query = query.where(units, WorkItem.status == ItemStatus.OPEN)
    if shown.claimed_by is not None:
        query = query.where(WorkItem.claimed_by == bindparam(shown.claimed_by))
    if shown.lane is not None:
        query = query.where(WorkItem.lane == shown.lane)
    if shown.has_words:
        by_name = User.name.icontains(bindparam("words"), escape="/")
        query = query.where(select(User.id).where(User.id == WorkItem.patient_id, by_name).exists())
    return query
