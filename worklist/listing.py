"""The sorted list: need decides the order, never the newest and never the name (mockups/desk.md)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from people.models import User
from worklist.models import ItemKind, ItemStatus, Level, WorkItem

PAGE = 50
COUNT_CAP = 100


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


def list_items(
    session: Session, unit_ids: tuple[int, ...], shown: Filter, after: tuple[int, datetime, int] | None = None,
    limit: int = PAGE,
) -> list[Row]:
    """Return open items in the order of need, after a key (rank, due_at, id) of the former page.

    One statement, whose cost does not grow with the number of patients (performance.md G6).
    """
    claimer = aliased(User)
    query = (
        select(WorkItem, User.public_id, User.name, User.birth_date, claimer.name)
        .join(User, User.id == WorkItem.patient_id)
        .outerjoin(claimer, claimer.id == WorkItem.claimed_by)
        .where(*_conditions(unit_ids, shown))
        .order_by(WorkItem.rank, WorkItem.due_at, WorkItem.id)
        .limit(limit)
    )
    if after is not None:
        rank, due_at, last_id = after
        query = query.where(
            or_(
                WorkItem.rank > rank,
                and_(WorkItem.rank == rank, WorkItem.due_at > due_at),
                and_(WorkItem.rank == rank, WorkItem.due_at == due_at, WorkItem.id > last_id),
            )
        )
    return [Row(*row) for row in session.execute(query)]


def _conditions(unit_ids: tuple[int, ...], shown: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [WorkItem.unit_id.in_(unit_ids), WorkItem.status == ItemStatus.OPEN]
    if shown.claimed_by is not None:
        conditions.append(WorkItem.claimed_by == shown.claimed_by)
    if shown.kinds:
        conditions.append(WorkItem.kind.in_(shown.kinds))
    if shown.words.strip():
        conditions.append(User.name.icontains(shown.words.strip()[:60], autoescape=True))
    return conditions


def count_items(session: Session, unit_ids: tuple[int, ...], viewer_id: int) -> dict[str, int]:
    """Return how many items are open: "mine", "unit" and per level; each counted to a hundred at most."""
    capped = (
        select(WorkItem.level, WorkItem.claimed_by)
        .where(WorkItem.unit_id.in_(unit_ids), WorkItem.status == ItemStatus.OPEN)
        .order_by(WorkItem.rank, WorkItem.due_at, WorkItem.id)
        .limit(COUNT_CAP)
        .subquery()
    )
    rows = session.execute(
        select(capped.c.level, capped.c.claimed_by == viewer_id, func.count()).group_by(
            capped.c.level, capped.c.claimed_by == viewer_id
        )
    ).all()
    counts = {"mine": 0, "unit": 0, **{level.value: 0 for level in Level}}
    for level, is_mine, number in rows:
        counts["unit"] += number
        counts[Level(level).value] += number
        counts["mine"] += number if is_mine else 0
    return counts


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
