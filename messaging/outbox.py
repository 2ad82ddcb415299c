"""The outbox: the one place that an SMS is planned in, once per reason, by the transaction that made the reason."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from core.crypto import keyring
from core.db import insert_into
from core.errors import InvalidError
from core.ids import new_public_id
from core.language import _l
from messaging.phone_numbers import hash_number, is_sendable
from messaging.quiet_hours import next_allowed
from messaging.sms_models import Sms, SmsKind, SmsStatus
from messaging.sms_texts import segments
from messaging.stops import is_barred
from people.models import CareUnit, User, UserState

LIFETIMES = {
    SmsKind.CODE: timedelta(minutes=10),
    SmsKind.REPLY: timedelta(hours=2),
    SmsKind.TEST: timedelta(hours=1),
    SmsKind.REMINDER: timedelta(hours=4),
    SmsKind.NOTICE: timedelta(hours=48),
    SmsKind.ALARM: timedelta(hours=24),
}
"""How long after its time an SMS is still worth sending; later it expires (A10)."""

NEEDS_CONSENT = frozenset({SmsKind.NOTICE, SmsKind.REMINDER})
"""What is sent only to who agreed to SMS; the rest somebody waits for (HSLF-FS 2016:40, 3:16)."""

AWAITED = frozenset({SmsKind.CODE, SmsKind.REPLY, SmsKind.TEST, SmsKind.ALARM})
HEAD_START = timedelta(days=1)
"""What somebody waits for is dated back, so that it passes a queue of reminders."""

SEGMENTS_MAX = 2
DEFAULT_ZONE = "Europe/Stockholm"


def queue_sms(
    session: Session,
    kind: SmsKind,
    *,
    user: User | None,
    unit: CareUnit | None,
    body: str,
    dedupe_key: str,
    now: datetime,
    at_night: bool = False,
    lifetime: timedelta | None = None,
    number: str | None = None,
    day_key: str | None = None,
    due: datetime | None = None,
) -> Sms | None:
    """Plan an SMS; None when the person has no number or consent, has stopped it, or it is planned already.

    :param dedupe_key: the reason, such as ``message:<public id>``; one reason gives one SMS ever.
    :param at_night: send it also in the quiet hours, because the person waits for it.
    :param lifetime: how long it is worth sending; default by kind.
    :param number: E.164; where to, when that is not the user's own number.
    :param day_key: person, kind and date of what is sent at most once a day.
    :param due: when it is wanted; now when None.
    :raises InvalidError: when the text takes more than two segments.
    """
    if segments(body) > SEGMENTS_MAX:
        raise InvalidError("body", _l("Texten är för lång för ett sms. Korta den."))
    to = number or (user.phone if user else None)
    if to is None or not is_sendable(to) or not is_welcome(kind, user):
        return None
    if is_barred(session, hash_number(to), kind, dedupe_key):
        return None
    zone = user.zone if user else unit.zone if unit else DEFAULT_ZONE
    row = build_row(kind, user_id=user.id if user else None, unit_id=unit.id if unit else None, number=to, body=body,
                   dedupe_key=dedupe_key, day_key=day_key, zone=zone, at_night=at_night, due=due or now,
                   lifetime=lifetime, now=now)
    new_id = session.scalar(insert_into(session, Sms).values(row).on_conflict_do_nothing().returning(Sms.id))
    return session.get(Sms, new_id) if new_id is not None else None


def is_welcome(kind: SmsKind, user: User | None) -> bool:
    """Tell whether a person may be sent this kind: active, and agreed to SMS where that is needed."""
    if user is None:
        return kind not in NEEDS_CONSENT
    return user.state is UserState.ACTIVE and (kind not in NEEDS_CONSENT or user.sms_consent_at is not None)


def build_row(
    kind: SmsKind, *, user_id: int | None, unit_id: int | None, number: str, body: str, dedupe_key: str,
    day_key: str | None, zone: str, at_night: bool, due: datetime, lifetime: timedelta | None, now: datetime,
) -> dict[str, object]:  # fmt: skip
    """Return the columns of a planned SMS, so that many can be inserted in one statement.

    :param due: when it is wanted; moved out of the quiet hours unless ``at_night``.
    """
    start = due if at_night else next_allowed(due, zone)
    return {
        "public_id": new_public_id(),
        "kind": kind,
        "user_id": user_id,
        "unit_id": unit_id,
        "number": number,
        "number_hash": hash_number(number),
        "body": body,
        "body_hash": keyring().keyed_hash(body, "sms.body"),
        "dedupe_key": dedupe_key,
        "day_key": day_key,
        "at_night": at_night,
        "zone": zone,
        "not_before": start - HEAD_START if kind in AWAITED and start == due else start,
        "deadline": start + (LIFETIMES[kind] if lifetime is None else lifetime),
        "status": SmsStatus.PLANNED,
        "created_at": now,
    }


def cancel_sms(session: Session, dedupe_key: str, now: datetime) -> bool:
    """Take back an SMS whose reason is gone; False when it has left or never was."""
    return _cancel(session, Sms.dedupe_key == dedupe_key, now) > 0


def cancel_for_user(session: Session, user_id: int, now: datetime, *kinds: SmsKind) -> int:
    """Take back everything planned to a person, or only some kinds; returns how many."""
    chosen = Sms.kind.in_(kinds or tuple(SmsKind))
    return _cancel(session, (Sms.user_id == user_id) & chosen, now)


def cancel_reminders(session: Session, reminder_ids: list[int], now: datetime) -> int:
    """Take back what is planned from reminders that were stopped; returns how many."""
    return _cancel(session, Sms.reminder_id.in_(reminder_ids), now)


def _cancel(session: Session, which: ColumnElement[bool], now: datetime) -> int:
    cancelled = session.execute(
        update(Sms)
        .where(which, Sms.status == SmsStatus.PLANNED)
        .values(status=SmsStatus.CANCELLED, settled_at=now, day_key=None)
        .returning(Sms.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(cancelled)
