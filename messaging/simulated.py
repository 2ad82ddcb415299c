"""The simulated phone: lets its SMS arrive, answers by it, and shows what is on it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import Database
from core.ids import new_public_id
from messaging.callbacks import record_status
from messaging.inbound import record_inbound
from messaging.phone_numbers import hash_number
from messaging.sms_models import SimulatedDelivery, SmsInbound

STEPS = {"queued": "sent", "sent": "delivered"}
BATCH = 200


def deliver_simulated(database: Database, now: datetime) -> int:
    """Job: let the simulated SMS come one step further and tell it as the provider would; returns how many."""
    is_under_way = SimulatedDelivery.status.in_(STEPS), SimulatedDelivery.inbound.is_(False)
    with database.open_session(reading=True) as session:  # an idle tick takes no lock
        if session.scalar(select(SimulatedDelivery.id).where(*is_under_way).limit(1)) is None:
            return 0
    with database.transaction() as session:
        waiting = session.scalars(
            select(SimulatedDelivery)
            .where(*is_under_way)
            .order_by(SimulatedDelivery.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for delivery in waiting:
            delivery.status = STEPS[delivery.status]
            record_status(session, delivery.token, delivery.sid, delivery.status, "", now)
    return len(waiting)


def reply_simulated(session: Session, number: str, body: str, now: datetime) -> SmsInbound | None:
    """Write an SMS on the simulated phone; it comes in as a real one would."""
    sid = f"SM{new_public_id()}"
    session.add(SimulatedDelivery(sid=sid, number=number, number_hash=hash_number(number), body=body, inbound=True,
                                  status="received", at=now))  # fmt: skip
    return record_inbound(session, sid, number, body, now)


def list_simulated(session: Session, number: str, limit: int = 50) -> Sequence[SimulatedDelivery]:
    """Return the newest SMS to and from a simulated phone, newest first."""
    return session.scalars(
        select(SimulatedDelivery)
        .where(SimulatedDelivery.number_hash == hash_number(number))
        .order_by(SimulatedDelivery.id.desc())
        .limit(limit)
    ).all()


def list_latest(session: Session, hashes: Sequence[str]) -> dict[str, SimulatedDelivery]:
    """Return the latest SMS on each of some simulated phones, by the hash of the number; one statement."""
    newest = (
        select(func.max(SimulatedDelivery.id))
        .where(SimulatedDelivery.number_hash.in_(hashes))
        .group_by(SimulatedDelivery.number_hash)
    )
    rows = session.scalars(select(SimulatedDelivery).where(SimulatedDelivery.id.in_(newest)))
    return {row.number_hash: row for row in rows}
