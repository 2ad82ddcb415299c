"""The job that settles doubt: reads the provider's own list and decides by it (reliability.md 5.2 and 5.4)."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, update
from sqlalchemy.orm import Session

from core.db import Database
from messaging.callbacks import adopt_orphans, record_status
from messaging.gateways import ListingFailedError, SentSms, SmsGateway
from messaging.sending import LEASE, Run
from messaging.sms_models import Sms, SmsAttempt, SmsEvent, SmsKind, SmsStatus
from messaging.statuses import PROVIDER_WORDS, is_undecided, move
from messaging.stops import ANSWERS_TO_STOP
from messaging.training import door_of, is_training_sms
from messaging.troubles import UNKNOWN, raise_troubles

log = logging.getLogger(__name__)

GRACE = timedelta(minutes=15)
"""Must exceed the read time-out, the provider's list lag and the clocks' difference together."""
LOOKS = (timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=3), timedelta(minutes=10), LEASE + GRACE)
"""When the list is read, counted from the call; the last look decides."""
LOOK_AGAIN = timedelta(minutes=5)
GIVE_UP = timedelta(hours=24)
EARLIER = GRACE
"""How much earlier than our clock the provider's may date an SMS; older ones are ours already, by their sid."""
RESENDS = {SmsKind.REMINDER: 1, SmsKind.NOTICE: 1, SmsKind.REPLY: 1, SmsKind.TEST: 1, SmsKind.ALARM: 3, SmsKind.CODE: 0}
"""How often an SMS that the list does not show is sent again."""
NOT_FOUND = "not_found"
BATCH = 100


@dataclass(frozen=True)
class Doubt:
    """An SMS whose fate is being looked up by us."""

    sms_id: int
    epoch: int
    kind: SmsKind
    dedupe_key: str
    number: str
    body: str
    token: str
    first_attempt: datetime
    last_attempt: datetime
    deadline: datetime
    is_training: bool = False

    def is_final_look(self, now: datetime) -> bool:
        """Tell whether so much time has passed that an SMS the list does not show was never taken."""
        return now >= self.last_attempt + LEASE + GRACE


def settle_unknown(database: Database, gateway: SmsGateway, now: datetime) -> int:
    """Job: settle every SMS whose fate is not known; returns how many it looked up.

    Any number of processes may run it at once.
    """
    if not _has_doubts(database, now):
        return 0
    with database.transaction() as session:
        mark_crashed(session, now)
        adopt_orphans(session, now)
    run = Run(now, left=BATCH)
    while run.may_go_on():
        doubt = _claim_doubt(database, run.now())
        if doubt is None:
            break
        _look_up(database, gateway, doubt, run)
        run.handled += 1
    return run.handled


def _has_doubts(database: Database, now: datetime) -> bool:
    """Look without writing, so that an idle tick takes no lock."""
    doubts = select(Sms.id).where(is_undecided(), Sms.lease_until <= now)
    with database.open_session(reading=True) as session:
        return bool(session.scalar(select(or_(exists(doubts), exists().where(SmsEvent.is_orphan)))))


def mark_crashed(session: Session, now: datetime) -> int:
    """Turn attempts whose sender was never heard of again into doubts; returns how many (A1)."""
    crashed = session.scalars(
        update(Sms)
        .where(is_undecided(), Sms.status == SmsStatus.SENDING, Sms.lease_until <= now)
        .values(status=SmsStatus.UNKNOWN, lease_until=now)
        .returning(Sms.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(crashed)


def next_look(called_at: datetime, now: datetime) -> datetime:
    """Return when the list is read next: 15 s, 1, 3, 10 min after the call, when grace is over, then on and on."""
    times = (called_at + after for after in LOOKS)
    return next((time for time in times if time > now), now + LOOK_AGAIN)


def _claim_doubt(database: Database, now: datetime) -> Doubt | None:
    with database.transaction() as session:
        sms = session.scalar(_select_doubt(now))
        if sms is None:
            return None
        move(session, sms.id, SmsStatus.RECONCILING, Sms.epoch == sms.epoch, epoch=sms.epoch + 1,
             lease_until=now + LEASE, looks=sms.looks + 1)  # fmt: skip
        return _describe(session, sms)


def _select_doubt(now: datetime) -> Select[Sms]:
    return (
        select(Sms)
        .where(is_undecided(), Sms.status != SmsStatus.SENDING, Sms.lease_until <= now)
        .order_by(Sms.lease_until, Sms.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def _describe(session: Session, sms: Sms) -> Doubt:
    attempts = session.execute(
        select(SmsAttempt.token, SmsAttempt.started_at).where(SmsAttempt.sms_id == sms.id).order_by(SmsAttempt.id)
    ).all()
    token, last = attempts[-1]
    return Doubt(sms.id, sms.epoch + 1, sms.kind, sms.dedupe_key, sms.number, sms.body, token, attempts[0][1], last,
                 sms.deadline, is_training_sms(session, sms))  # fmt: skip


def _look_up(database: Database, gateway: SmsGateway, doubt: Doubt, run: Run) -> None:
    """Read the provider's list with no transaction open, then settle what it shows."""
    try:
        door = door_of(database, gateway, run, is_training=doubt.is_training)
        listed: list[SentSms] | None = door.list_sent(doubt.number, doubt.first_attempt - EARLIER)
    except ListingFailedError as problem:
        log.warning("the provider's list cannot be read: %s", problem)
        listed = None
    now = run.now()
    with database.transaction() as session:
        hits = [] if listed is None else _list_hits(session, doubt, listed)
        if hits:
            _adopt(session, doubt, hits, now)
        elif not doubt.is_final_look(now):
            _look_later(session, doubt, now)
        elif listed is None:
            _decide_blind(session, doubt, now)
        else:
            _decide(session, doubt, now)


def _list_hits(session: Session, doubt: Doubt, listed: list[SentSms]) -> list[SentSms]:
    """Return the listed SMS with this text that belong to no other row, oldest first."""
    same = [item for item in listed if item.body.strip() == doubt.body.strip()]
    taken = set(session.scalars(
        select(Sms.sid).where(Sms.sid.in_([item.sid for item in same]), Sms.id != doubt.sms_id)
    ))  # fmt: skip
    return sorted((item for item in same if item.sid not in taken), key=lambda item: (item.created_at, item.sid))


def _adopt(session: Session, doubt: Doubt, hits: list[SentSms], now: datetime) -> None:
    """Take the oldest as ours; another is a double, and is said aloud."""
    for hit in hits:
        status = hit.status if hit.status in PROVIDER_WORDS else "accepted"
        record_status(session, doubt.token, hit.sid, status, hit.error_code, now)
        # An event of this status may be known already while the row was not ours to move.
        move(session, doubt.sms_id, PROVIDER_WORDS[status], *_own(doubt), sid=hit.sid, lease_until=None)


def _look_later(session: Session, doubt: Doubt, now: datetime) -> None:
    move(session, doubt.sms_id, SmsStatus.UNKNOWN, *_own(doubt), lease_until=next_look(doubt.last_attempt, now))


def _decide(session: Session, doubt: Doubt, now: datetime) -> None:
    """The whole list does not show it: send once more when the kind allows, else say that we do not know."""
    if _may_resend(session, doubt, now):
        _resend(session, doubt, now)
    else:
        _give_up(session, doubt, now)


def _decide_blind(session: Session, doubt: Doubt, now: datetime) -> None:
    """The list cannot be read: an alarm is sent again, anything else waits and is never sent blindly."""
    if doubt.kind is SmsKind.ALARM and _may_resend(session, doubt, now):
        _resend(session, doubt, now)
    elif now >= doubt.last_attempt + GIVE_UP:
        _give_up(session, doubt, now)
    else:
        _look_later(session, doubt, now)


def _may_resend(session: Session, doubt: Doubt, now: datetime) -> bool:
    if doubt.dedupe_key.startswith(ANSWERS_TO_STOP) or now >= doubt.deadline:
        return False
    missed = session.scalar(
        select(func.count()).where(SmsAttempt.sms_id == doubt.sms_id, SmsAttempt.outcome == NOT_FOUND)
    )
    return (missed or 0) < RESENDS[doubt.kind]


def _resend(session: Session, doubt: Doubt, now: datetime) -> None:
    if move(session, doubt.sms_id, SmsStatus.PLANNED, *_own(doubt), lease_until=None, not_before=now):
        _note_not_found(session, doubt)


def _give_up(session: Session, doubt: Doubt, now: datetime) -> None:
    if move(session, doubt.sms_id, SmsStatus.UNRESOLVED, *_own(doubt), lease_until=None, settled_at=now):
        _note_not_found(session, doubt)
        raise_troubles(session, [doubt.sms_id], UNKNOWN, now)


def _note_not_found(session: Session, doubt: Doubt) -> None:
    session.execute(update(SmsAttempt).where(SmsAttempt.token == doubt.token).values(outcome=NOT_FOUND))


def _own(doubt: Doubt) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Sms.status == SmsStatus.RECONCILING, Sms.epoch == doubt.epoch
