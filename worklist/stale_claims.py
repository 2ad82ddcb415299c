"""Job: gives back what somebody took and left lying, so that all see that nobody has it (reliability.md H7)."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.db import Database
from people.models import CareUnit
from people.opening_hours import answer_before
from worklist.items import NOW_HOURS
from worklist.models import ItemKind, ItemStatus, WorkItem

BATCH = 200
CLAIM_DAYS = 1
"""Working days that somebody may keep an item without closing it."""


def release_stale_claims(database: Database, now: datetime) -> int:
    """Job: make free what has been kept for more than a working day, and a risk that nobody signed in time.

    Its level and time stay, so a risk goes on standing first. A pause on the item is no claim and stays too.
    Returns how many.
    """
    released, after = 0, 0
    if not _has_claims(database):
        return 0
    while True:
        with database.transaction() as session:
            rows = session.execute(
                select(WorkItem, CareUnit)
                .join(CareUnit, CareUnit.id == WorkItem.unit_id)
                .where(WorkItem.claimed_by.is_not(None), WorkItem.status == ItemStatus.OPEN, WorkItem.id > after)
                .order_by(WorkItem.id)
                .limit(BATCH)
            ).all()
            released += sum(_release(session, item, now) for item, unit in rows if now >= expires_at(item, unit))
        if len(rows) < BATCH:
            return released
        after = rows[-1][0].id


def _has_claims(database: Database) -> bool:
    """Look without writing, so that an idle tick takes no lock."""
    claimed = select(WorkItem.id).where(WorkItem.claimed_by.is_not(None), WorkItem.status == ItemStatus.OPEN).limit(1)
    with database.open_session(reading=True) as session:
        return session.scalar(claimed) is not None


def expires_at(item: WorkItem, unit: CareUnit) -> datetime:
    """Return until when a claim holds: a working day; a risk until its time is out, then four hours at a time."""
    claimed_at = item.claimed_at or item.occurred_at
    kept_for = answer_before(unit, claimed_at, CLAIM_DAYS)
    if item.kind is not ItemKind.RISK:
        return kept_for
    return min(kept_for, item.due_at if claimed_at < item.due_at else claimed_at + NOW_HOURS)


def _release(session: Session, item: WorkItem, now: datetime) -> bool:
    """Free an item unless somebody has taken, given or closed it this very moment."""
    done = session.execute(
        update(WorkItem)
        .where(
            WorkItem.id == item.id, WorkItem.status == ItemStatus.OPEN, WorkItem.claimed_by == item.claimed_by,
            WorkItem.claimed_at == item.claimed_at,
        )
        .values(claimed_by=None, claimed_at=None)
        .returning(WorkItem.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is not None:
        record_event(session, now, "item.release_stale", unit_id=item.unit_id, patient_id=item.patient_id,
                     object_kind="item", object_id=item.public_id)
    return done is not None
