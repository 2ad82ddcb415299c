"""What the provider tells us about an SMS: kept once, and moves the SMS forward only (reliability.md B4-B7)."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.db import insert_into
from messaging.sms_models import Sms, SmsAttempt, SmsEvent, SmsStatus, StopReason
from messaging.statuses import PROVIDER_WORDS, move
from messaging.stops import stop_number
from messaging.troubles import FAILED, raise_troubles

log = logging.getLogger(__name__)

OPTED_OUT = "21610"
FINAL = frozenset({SmsStatus.DELIVERED, SmsStatus.UNDELIVERED, SmsStatus.FAILED})
LOST = frozenset({SmsStatus.UNDELIVERED, SmsStatus.FAILED})
WORD_MAX = 24
ORPHAN_ALARM = timedelta(minutes=15)


def record_status(session: Session, token: str, sid: str, status: str, error_code: str, now: datetime) -> bool:
    """Keep what the provider says and move the SMS to it; True when it moved.

    A status that comes early, late, twice or out of order is kept and moves nothing backwards. One whose
    SMS is not known yet is kept as an orphan and taken up by ``adopt_orphans``.

    :param token: the attempt's, from the callback's address; "" when there is none.
    :param status: the provider's own word.
    :param error_code: the provider's, "" when there is none.
    """
    sms_id = _find_sms_id(session, token, sid)
    event = {"sid": sid[:40], "status": status[:WORD_MAX], "error_code": error_code[:12], "token": token[:22],
             "is_orphan": sms_id is None, "received_at": now}  # fmt: skip
    insert = insert_into(session, SmsEvent).values(event).on_conflict_do_nothing().returning(SmsEvent.id)
    if session.execute(insert).first() is None:
        return False
    if sms_id is None:
        log.warning("status %s for an sms that is not ours yet", status[:WORD_MAX])
        return False
    return _apply(session, sms_id, token, sid, status, error_code, now)


def adopt_orphans(session: Session, now: datetime, limit: int = 200) -> int:
    """Apply statuses that came before their SMS was known by its sid; returns how many found it (B7)."""
    rows = session.execute(
        select(Sms.id, SmsEvent)
        .join(SmsEvent, SmsEvent.sid == Sms.sid)
        .where(SmsEvent.is_orphan)
        .order_by(SmsEvent.id)
        .limit(limit)
    ).all()
    for sms_id, event in rows:
        event.is_orphan = False
        _apply(session, sms_id, event.token, event.sid, event.status, event.error_code, now)
    return len(rows)


def count_old_orphans(session: Session, now: datetime) -> int:
    """Return how many statuses have waited for their SMS for more than 15 minutes: a cause for alarm (B7)."""
    old = select(func.count()).where(SmsEvent.is_orphan, SmsEvent.received_at < now - ORPHAN_ALARM)
    return session.scalar(old) or 0


def _find_sms_id(session: Session, token: str, sid: str) -> int | None:
    by_token = session.scalar(select(SmsAttempt.sms_id).where(SmsAttempt.token == token)) if token else None
    return by_token or session.scalar(select(Sms.id).where(Sms.sid == sid))


def _apply(
    session: Session, sms_id: int, token: str, sid: str, status: str, error_code: str, now: datetime
) -> bool:
    target = PROVIDER_WORDS.get(status)
    if target is None:
        return False
    same = Sms.sid.is_(None) | (Sms.sid == sid)
    settled = {"settled_at": now} if target in FINAL else {}
    values = {"sid": sid, "lease_until": None, "error_code": error_code[:12]}
    if not move(session, sms_id, target, same, **values, **settled):
        _note_double(session, sms_id, token, sid)
        return False
    _note_outcome(session, token, "accepted")
    if target in LOST:
        _act_on_loss(session, sms_id, error_code, now)
    return True


def _act_on_loss(session: Session, sms_id: int, error_code: str, now: datetime) -> None:
    if error_code == OPTED_OUT:
        number_hash = session.scalar(select(Sms.number_hash).where(Sms.id == sms_id)) or ""
        stop_number(session, number_hash, StopReason.PROVIDER, now)
    raise_troubles(session, [sms_id], FAILED, now)


def _note_double(session: Session, sms_id: int, token: str, sid: str) -> None:
    """Say aloud when the provider has taken the same SMS twice (reliability.md 5.5)."""
    known = session.scalar(select(Sms.sid).where(Sms.id == sms_id))
    if known is not None and known != sid:
        log.error("sms %s was accepted twice by the provider", sms_id)
        _note_outcome(session, token, "double")


def _note_outcome(session: Session, token: str, outcome: str) -> None:
    if token:
        session.execute(update(SmsAttempt).where(SmsAttempt.token == token).values(outcome=outcome))
