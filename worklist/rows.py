"""Keeps rows that may have several reasons: raised into one open row, told anew, taken away one by one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from core.db import insert_into
from core.ids import new_public_id
from worklist.causes import Cause, Place, has_new_alarm, join, leave, pack, place_of, retell, unpack
from worklist.models import LEVEL_ORDER, ItemKind, ItemStatus, Level, Outcome, WorkItem

ROW = (WorkItem.id, WorkItem.level, WorkItem.due_at, WorkItem.causes, WorkItem.alarms)


def raise_causes(
    session: Session, *, unit_id: int, patient_id: int, kind: ItemKind, dedupe_key: str, causes: Sequence[Cause],
    now: datetime,
) -> None:  # fmt: skip
    """Put reasons, at least one, before the unit as one row; they join the open row of the same key.

    The insert holds the row that is there until the transaction ends, so that of two that come at once none is lost.
    """
    place, public_id = place_of(causes), new_public_id()
    row = {
        "public_id": public_id, "unit_id": unit_id, "patient_id": patient_id, "kind": kind, "dedupe_key": dedupe_key,
        "status": ItemStatus.OPEN, "occurred_at": now, **_columns(place),
    }  # fmt: skip
    found = session.execute(
        insert_into(session, WorkItem).values(row)
        .on_conflict_do_update(
            index_elements=[WorkItem.dedupe_key], index_where=text("status != 'closed'"),
            set_={"status": ItemStatus.OPEN, "snoozed_until": None, "occurred_at": now},
        )
        .returning(WorkItem.public_id, *ROW)
    ).one()  # fmt: skip
    if found.public_id == public_id:
        return
    before = _place(found)
    alarms = found.alarms + 1 if has_new_alarm(before, causes) else found.alarms
    _write(session, found.id, {**_columns(join(before, causes)), "alarms": alarms})


def withdraw_causes(session: Session, dedupe_key: str, reasons: Collection[str], note: str, now: datetime) -> bool:
    """Take reasons out of an open row; the row is closed when none is left. Returns whether it was closed.

    :param note: why, for who reads the row afterwards.
    """
    found = _hold(session, dedupe_key)
    if found is None or not {one.reason for one in unpack(found.causes)} & set(reasons):
        return False
    left = leave(_place(found), reasons)
    if left is None:
        _write(session, found.id, {"status": ItemStatus.CLOSED, "outcome": Outcome.WITHDRAWN, "note": note,
                                   "closed_by": None, "closed_at": now})  # fmt: skip
        return True
    _write(session, found.id, {**_columns(left), "note": note})
    return False


def retell_causes(
    session: Session, dedupe_key: str, told: Mapping[str, Mapping[str, Any]], subject: str, instead_of: str
) -> None:
    """Let what is open about one subject tell of another that took its place.

    :param told: reason to its new places.
    """
    found = _hold(session, dedupe_key) if told else None
    if found is not None:
        _write(session, found.id, _columns(retell(_place(found), told, subject, instead_of)))


def _hold(session: Session, dedupe_key: str) -> Any:
    """Return the open row of a key, held until the transaction ends, or None."""
    return session.execute(
        select(*ROW).where(WorkItem.dedupe_key == dedupe_key, WorkItem.status != ItemStatus.CLOSED).with_for_update()
    ).first()


def _place(found: Any) -> Place:
    return Place(Level(found.level), found.due_at, unpack(found.causes))


def _columns(place: Place) -> dict[str, Any]:
    """Return how a row's place is stored: the first reason is the row's own."""
    first = place.causes[0]
    return {
        "level": place.level, "rank": LEVEL_ORDER[place.level], "due_at": place.due_at, "reason": first.reason,
        "places": dict(first.places), "subject": first.subject, "causes": pack(place.causes),
    }  # fmt: skip


def _write(session: Session, item_id: int, values: Mapping[str, Any]) -> None:
    session.execute(
        update(WorkItem).where(WorkItem.id == item_id).values(**values).execution_options(synchronize_session=False)
    )

