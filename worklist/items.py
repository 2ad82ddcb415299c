"""The life of a work item: raised, claimed, handed over, snoozed, closed; each step moves in one place."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select, text, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.db import Database, insert_into
from core.errors import ConflictError, InvalidError, NotFoundError
from core.ids import new_public_id
from core.language import _l
from people.models import CareUnit, Role
from people.opening_hours import answer_before, next_opening
from people.viewer import Viewer
from worklist.models import LEVEL_ORDER, ItemKind, ItemStatus, Level, Outcome, WorkItem

NOW_HOURS = timedelta(hours=4)
"""Within how many open hours an item in Nu is assessed (mockups/desk.md, Levels)."""

TAKEN = _l("Någon annan hann före. Sidan visar nu vem som har ärendet.")
GONE = _l("Ärendet är redan avslutat.")
MORE_CAME = _l("Ärendet har ändrats sedan du öppnade det. Läs det nya först.")


def raise_item(
    session: Session,
    *,
    unit_id: int,
    patient_id: int,
    kind: ItemKind,
    level: Level,
    reason: str,
    dedupe_key: str,
    occurred_at: datetime,
    due_at: datetime,
    places: dict[str, Any] | None = None,
    subject: str = "",
) -> None:
    """Put something before the unit; while an open item has the same key it is renewed, never made less urgent.

    :param reason: key of a sentence in worklist/reasons.py, filled with places.
    :param dedupe_key: what makes it the same matter, such as ``risk:<rating public id>``.
    """
    row = {
        "public_id": new_public_id(),
        "unit_id": unit_id,
        "patient_id": patient_id,
        "kind": kind,
        "level": level,
        "rank": LEVEL_ORDER[level],
        "reason": reason,
        "places": places or {},
        "subject": subject,
        "dedupe_key": dedupe_key,
        "status": ItemStatus.OPEN,
        "occurred_at": occurred_at,
        "due_at": due_at,
    }
    insert = insert_into(session, WorkItem).values(row)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=[WorkItem.dedupe_key], index_where=text("status != 'closed'"), set_=_renewal(insert.excluded)
        )
    )


def _renewal(fresh: Any) -> dict[str, Any]:
    """Return what an open item takes over from a fresh one: all of it when that is at least as urgent."""
    urgent = fresh.rank <= WorkItem.rank
    taken = ("level", "rank", "reason", "places", "subject")
    return {
        "status": ItemStatus.OPEN,
        "snoozed_until": None,
        "occurred_at": fresh.occurred_at,
        "due_at": _if(fresh.due_at < WorkItem.due_at, fresh.due_at, WorkItem.due_at),
        **{name: _if(urgent, getattr(fresh, name), getattr(WorkItem, name)) for name in taken},
    }


def _if(condition: Any, then: Any, otherwise: Any) -> Any:
    return case((condition, then), else_=otherwise)


def get_item(session: Session, viewer: Viewer, public_id: str, *roles: Role) -> WorkItem:
    """Return an item of a unit the viewer works in; raises NotFoundError for any other."""
    units = viewer.unit_ids(*(roles or (Role.CLINICIAN,)))
    item = session.scalar(select(WorkItem).where(WorkItem.public_id == public_id, WorkItem.unit_id.in_(units)))
    if item is None:
        raise NotFoundError
    return item


def claim(session: Session, item: WorkItem, viewer: Viewer, now: datetime) -> None:
    """Take an item that nobody has; raises ConflictError for all but the first (reliability.md H2)."""
    _move(session, item, viewer, now, "item.claim", TAKEN, WorkItem.claimed_by.is_(None), claimed_by=viewer.id,
          claimed_at=now)


def release(session: Session, item: WorkItem, viewer: Viewer, now: datetime) -> None:
    """Give back an item one has taken."""
    _move(session, item, viewer, now, "item.release", TAKEN, WorkItem.claimed_by == viewer.id, claimed_by=None,
          claimed_at=None)


def hand_over(session: Session, item: WorkItem, viewer: Viewer, colleague_id: int, now: datetime) -> None:
    """Give an item to a colleague; it must be free or one's own."""
    free_or_mine = or_(WorkItem.claimed_by.is_(None), WorkItem.claimed_by == viewer.id)
    _move(session, item, viewer, now, "item.hand_over", TAKEN, free_or_mine, claimed_by=colleague_id, claimed_at=now)


def snooze(
    session: Session, item: WorkItem, viewer: Viewer, until: datetime, now: datetime,
    shown_at: datetime | None = None,
) -> None:  # fmt: skip
    """Put an item away until an instant; a risk cannot be put away.

    :param shown_at: as for ``close``.
    """
    if item.kind is ItemKind.RISK:
        raise InvalidError("until", _l("En risk kan inte skjutas upp. Bedöm den eller lämna över den."))
    if until <= now:
        raise InvalidError("until", _l("Välj en tid som inte har varit."))
    open_as_shown = and_(WorkItem.status == ItemStatus.OPEN, _as_shown(item, shown_at))
    _move(session, item, viewer, now, "item.snooze", GONE, open_as_shown,
          status=ItemStatus.SNOOZED, snoozed_until=until)


def escalate(session: Session, item: WorkItem, viewer: Viewer, unit: CareUnit, now: datetime) -> None:
    """Make an item one level more urgent, with the time that goes with the level.

    :raises InvalidError: when it is at the top already.
    """
    if item.rank <= 0:
        raise InvalidError("", _l("Ärendet ligger redan överst, i Nu. Ta det eller lämna över det."))
    level = next(one for one, rank in LEVEL_ORDER.items() if rank == item.rank - 1)
    due = (next_opening(unit, now) or now) + NOW_HOURS if level is Level.NOW else answer_before(unit, now, 0)
    _move(session, item, viewer, now, "item.escalate", GONE, WorkItem.rank == item.rank, level=level,
          rank=LEVEL_ORDER[level], due_at=min(due, item.due_at))


def close(
    session: Session, item: WorkItem, viewer: Viewer, outcome: Outcome, note: str, now: datetime,
    shown_at: datetime | None = None,
) -> None:  # fmt: skip
    """Close an item with its outcome; a risk is closed only by its signed assessment (ratings/risks.py).

    :param shown_at: when the newest of what was on the screen came; what has come later must be read first.
    :raises ConflictError: when something has come to the item since, or somebody else has closed it.
    """
    if item.kind is ItemKind.RISK:
        raise InvalidError("outcome", _l("En risk avslutas genom att någon bedömer och signerar den."))
    _move(session, item, viewer, now, "item.close", GONE, _as_shown(item, shown_at),
          status=ItemStatus.CLOSED, outcome=outcome, note=note or None, closed_by=viewer.id, closed_at=now)


def _as_shown(item: WorkItem, shown_at: datetime | None) -> Any:
    """Return the condition that nothing has come to an item since it was on the screen.

    :raises ConflictError: when something had come when it was read again.
    """
    if shown_at is None or item.status is ItemStatus.CLOSED:
        return WorkItem.status != ItemStatus.CLOSED
    if item.occurred_at > shown_at:
        raise ConflictError(MORE_CAME)
    return WorkItem.occurred_at == item.occurred_at


def _move(
    session: Session, item: WorkItem, viewer: Viewer, now: datetime, action: str, refusal: str, condition: Any,
    **values: Any,
) -> None:
    """Change a live item in one conditional statement; log it; raise ConflictError for who came second."""
    done = session.execute(
        update(WorkItem)
        .where(WorkItem.id == item.id, WorkItem.status != ItemStatus.CLOSED, condition)
        .values(**values)
        .returning(WorkItem.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        raise ConflictError(refusal)
    session.expire(item)
    record_event(session, now, action, actor_id=viewer.id, actor_role="clinician", unit_id=item.unit_id,
                 patient_id=item.patient_id, object_kind="item", object_id=item.public_id)


def settle_items(
    session: Session, dedupe_key: str, outcome: Outcome, now: datetime, closed_by: int | None = None,
    note: str | None = None,
) -> None:
    """Close whatever is open under a key because the matter itself was settled elsewhere.

    :param note: why, for who reads the item afterwards.
    """
    session.execute(
        update(WorkItem)
        .where(WorkItem.dedupe_key == dedupe_key, WorkItem.status != ItemStatus.CLOSED)
        .values(status=ItemStatus.CLOSED, outcome=outcome, note=note, closed_by=closed_by, closed_at=now)
        .execution_options(synchronize_session=False)
    )


def list_last_closed(session: Session, dedupe_keys: Iterable[str]) -> dict[str, datetime]:
    """Return when something was last closed under each of some keys; one statement."""
    rows = session.execute(
        select(WorkItem.dedupe_key, func.max(WorkItem.closed_at))
        .where(WorkItem.dedupe_key.in_(list(dedupe_keys)), WorkItem.status == ItemStatus.CLOSED)
        .group_by(WorkItem.dedupe_key)
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}


def wake_items(database: Database, now: datetime) -> int:
    """Job: bring back items whose time to sleep is over; returns how many."""
    with database.transaction() as session:
        woken = session.execute(
            update(WorkItem)
            .where(WorkItem.status == ItemStatus.SNOOZED, WorkItem.snoozed_until <= now)
            .values(status=ItemStatus.OPEN, snoozed_until=None)
            .returning(WorkItem.id)
        ).all()
    return len(woken)


def has_open_item(session: Session, dedupe_key: str) -> bool:
    """Tell whether something is open under a key."""
    found = session.scalar(
        select(func.count()).where(WorkItem.dedupe_key == dedupe_key, WorkItem.status != ItemStatus.CLOSED)
    )
    return bool(found)
