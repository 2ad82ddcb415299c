"""The one table of steps an SMS may take, and the one statement that takes a step."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, update
from sqlalchemy.orm import Session

from messaging.sms_models import Sms, SmsStatus

S = SmsStatus

FACTS = frozenset({S.ACCEPTED, S.QUEUED, S.SENT, S.DELIVERED, S.UNDELIVERED, S.FAILED})
"""What the provider may tell us about an attempt; a fact wins over anything we decided ourselves."""

MOVES: dict[SmsStatus, frozenset[SmsStatus]] = {
    S.PLANNED: FACTS | {S.SENDING, S.CANCELLED, S.EXPIRED, S.SUPPRESSED},
    S.SENDING: FACTS | {S.PLANNED, S.UNKNOWN, S.SUPPRESSED},
    S.UNKNOWN: FACTS | {S.RECONCILING},
    S.RECONCILING: FACTS | {S.RECONCILING, S.UNKNOWN, S.PLANNED, S.UNRESOLVED},
    S.ACCEPTED: FACTS - {S.ACCEPTED},
    S.QUEUED: FACTS - {S.ACCEPTED, S.QUEUED},
    S.SENT: frozenset({S.DELIVERED, S.UNDELIVERED, S.FAILED}),
    S.UNRESOLVED: FACTS,
    S.CANCELLED: FACTS,
    S.EXPIRED: FACTS,
    S.SUPPRESSED: FACTS,
    S.DELIVERED: frozenset(),
    S.UNDELIVERED: frozenset(),
    S.FAILED: frozenset(),
}
"""From each status to those that may follow it (reliability.md 5.3 and B5)."""

PROVIDER_WORDS = {
    "accepted": S.ACCEPTED,
    "scheduled": S.ACCEPTED,
    "queued": S.QUEUED,
    "sending": S.QUEUED,
    "sent": S.SENT,
    "delivered": S.DELIVERED,
    "read": S.DELIVERED,
    "undelivered": S.UNDELIVERED,
    "failed": S.FAILED,
    "canceled": S.FAILED,
}
"""The provider's words for our statuses; any other word is kept as an event and moves nothing."""


UNDECIDED = (S.SENDING, S.UNKNOWN, S.RECONCILING)
"""Statuses of an SMS that may or may not have been taken, in the order of the partial indexes."""


def is_undecided(sms: Any = Sms) -> ColumnElement[bool]:
    """Return the condition that an SMS is undecided, written out so that the partial indexes serve it.

    :param sms: the model, or an alias of it.
    """
    words: Any = bindparam(None, list(UNDECIDED), expanding=True, literal_execute=True, unique=True)
    condition: ColumnElement[bool] = sms.status.in_(words)
    return condition


def list_sources(target: SmsStatus) -> list[SmsStatus]:
    """Return the statuses from which a status may be reached."""
    return [source for source, targets in MOVES.items() if target in targets]


def move(
    session: Session, sms_id: int, target: SmsStatus, *conditions: ColumnElement[bool], **values: Any
) -> bool:
    """Move an SMS to a status in one conditional statement; True for the one caller who moved it.

    :param conditions: what must also hold, such as ``Sms.epoch == 3``.
    :param values: other columns to set in the same statement.
    """
    moved = session.execute(
        update(Sms)
        .where(Sms.id == sms_id, Sms.status.in_(list_sources(target)), *conditions)
        .values(status=target, **values)
        .returning(Sms.id)
        .execution_options(synchronize_session=False)
    ).first()
    return moved is not None
