"""Numbers that want no SMS: stopped and started again, for every patient on the number (A12, A13)."""

from datetime import datetime

from sqlalchemy import delete, or_, select, true, update
from sqlalchemy.orm import Session

from core.db import insert_into
from messaging.sms_models import Sms, SmsKind, SmsStatus, SmsStop, StopReason
from people.models import CareRelation, CareUnit, User
from people.opening_hours import answer_before
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level, Outcome

ANSWERS_TO_STOP = ("stop:", "start:", "help:")
"""How the dedupe key of an answer to STOPP, START or HJÄLP begins: these may go to a stopped number."""


def find_stop(session: Session, number_hash: str) -> StopReason | None:
    """Return why nothing is sent to a number, or None when it is free."""
    return session.scalar(select(SmsStop.reason).where(SmsStop.number_hash == number_hash))


def is_barred(session: Session, number_hash: str, kind: SmsKind, dedupe_key: str) -> bool:
    """Tell whether a stop keeps this SMS from this number.

    A login code that the person asks for, and the answer to the word itself, pass a STOPP; nothing passes
    a wrong number (A15) or the provider's own block.
    """
    reason = find_stop(session, number_hash)
    if reason is None:
        return False
    asked_for = kind is SmsKind.CODE or dedupe_key.startswith(ANSWERS_TO_STOP)
    return not (asked_for and reason is StopReason.STOP)


def stop_number(session: Session, number_hash: str, reason: StopReason, now: datetime) -> bool:
    """Send nothing more to a number: cancel what is planned and tell the staff; True the first time."""
    row = {"number_hash": number_hash, "reason": reason, "stopped_at": now}
    insert = insert_into(session, SmsStop).values(row).on_conflict_do_nothing().returning(SmsStop.number_hash)
    first = session.execute(insert).first() is not None
    if not first and reason is not StopReason.STOP:
        session.execute(update(SmsStop).where(SmsStop.number_hash == number_hash).values(reason=reason))
    _cancel_planned(session, number_hash, reason, now)
    if first or reason is StopReason.WRONG_NUMBER:
        _tell_staff(session, number_hash, reason, now)
    return first


def start_number(session: Session, number_hash: str, now: datetime, *, verified: bool = False) -> bool:
    """Send to a number again; True when it was stopped.

    :param verified: the staff or a test SMS has shown whose number it is, which also lifts a wrong number.
    """
    wanted = delete(SmsStop).where(SmsStop.number_hash == number_hash)
    if not verified:
        wanted = wanted.where(SmsStop.reason != StopReason.WRONG_NUMBER)
    started = session.execute(wanted.returning(SmsStop.number_hash)).first() is not None
    if started:
        for patient_id, unit in _list_cares(session, number_hash):
            settle_items(session, _item_key(patient_id, unit), Outcome.WITHDRAWN, now)
    return started


def _cancel_planned(session: Session, number_hash: str, reason: StopReason, now: datetime) -> None:
    """Cancel what is planned to a number, but after STOPP not what ``is_barred`` would let through."""
    asked_for = or_(Sms.kind == SmsKind.CODE, *(Sms.dedupe_key.startswith(word) for word in ANSWERS_TO_STOP))
    session.execute(
        update(Sms)
        .where(Sms.number_hash == number_hash, Sms.status == SmsStatus.PLANNED)
        .where(~asked_for if reason is StopReason.STOP else true())
        .values(status=SmsStatus.CANCELLED, settled_at=now, day_key=None)
        .execution_options(synchronize_session=False)
    )


def _tell_staff(session: Session, number_hash: str, reason: StopReason, now: datetime) -> None:
    for patient_id, unit in _list_cares(session, number_hash):
        raise_item(
            session,
            unit_id=unit.id,
            patient_id=patient_id,
            kind=ItemKind.SMS_FAILED,
            level=Level.WEEK,
            reason="wrong_number" if reason is StopReason.WRONG_NUMBER else "sms_stopped",
            dedupe_key=_item_key(patient_id, unit),
            occurred_at=now,
            due_at=answer_before(unit, now),
        )


def _item_key(patient_id: int, unit: CareUnit) -> str:
    return f"sms_stopped:{patient_id}:{unit.id}"


def _list_cares(session: Session, number_hash: str) -> list[tuple[int, CareUnit]]:
    """Return the patients on a number and the units that care for them."""
    rows = session.execute(
        select(CareRelation.patient_id, CareUnit)
        .join(User, User.id == CareRelation.patient_id)
        .join(CareUnit, CareUnit.id == CareRelation.unit_id)
        .where(User.phone_hash == number_hash, CareRelation.ended_at.is_(None))
        .order_by(CareRelation.id)
    )
    return [(patient_id, unit) for patient_id, unit in rows]
