"""The job that sends: claims one SMS, commits, calls the provider once, and notes what it said (reliability.md 5.4)."""

import logging
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import Any

from sqlalchemy import Integer, Select, bindparam, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from core.db import Database, UtcDateTime
from core.ids import new_public_id
from messaging.callbacks import record_status
from messaging.gateways import SendResult, SmsGateway
from messaging.provider_codes import Outcome
from messaging.sms_models import Sms, SmsAttempt, SmsStatus, StopReason
from messaging.statuses import PROVIDER_WORDS, is_undecided, move
from messaging.stops import stop_number
from messaging.training import door_of, is_training_sms
from messaging.troubles import FAILED, raise_troubles
from messaging.verdicts import Needs, Verdict, judge, valid_seconds

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long an attempt is ours; longer than the fence and the slowest call together."""
FENCE_SECONDS = 15.0
"""An attempt that has not begun so long after its claim is given back unmade (A8)."""
FIRST_LOOK = timedelta(seconds=15)
RUN_SECONDS = 50.0
LANES = 4
BATCH = 500
WAITS = (15, 60, 180, 600, 1800)
"""Seconds to wait after a refusal that may pass, by how often it was tried."""
HELD_CODE_PREFIX = "held:"


def boot_seconds() -> float:
    """Return the seconds since the machine started, also while it was frozen; no clock change moves it (C4)."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True)
class Claim:
    """An attempt that is ours to make."""

    sms_id: int
    epoch: int
    number: str
    body: str
    token: str
    valid_seconds: int
    claimed_boot: float
    is_training: bool = False
    """True when it belongs to a unit for training: it goes to the simulated phone and nowhere else."""

    def is_late(self) -> bool:
        """Tell whether so much time has passed that somebody else may have taken over."""
        return boot_seconds() - self.claimed_boot > FENCE_SECONDS


@dataclass
class Run:
    """One run of the job: its clock, how many it may still take, and whether the provider said to wait.

    :param pace: the least time between two notices or reminders to one person.
    """

    started: datetime
    left: int = BATCH
    pace: timedelta = timedelta(0)
    handled: int = 0
    halted: bool = False
    started_boot: float = field(default_factory=boot_seconds)
    lock: Lock = field(default_factory=Lock)

    def now(self) -> datetime:
        """Return the instant the job was given, moved on by what has passed since."""
        return self.started + timedelta(seconds=boot_seconds() - self.started_boot)

    def may_go_on(self) -> bool:
        """Take one more turn, unless the run is spent."""
        with self.lock:
            self.left -= 1
            return not self.halted and self.left >= 0 and boot_seconds() - self.started_boot < RUN_SECONDS

    def note(self, outcome: Outcome) -> None:
        """Count an attempt; after a refusal that meets all alike the run ends (A3, A23)."""
        with self.lock:
            self.handled += 1
            self.halted = self.halted or outcome in (Outcome.RETRY, Outcome.HELD)


def send_due(
    database: Database, gateway: SmsGateway, now: datetime, needs: Needs | None = None, *, lanes: int = LANES,
    pace: timedelta = timedelta(0),
) -> int:
    """Job: send what is due and expire what is too late; returns how many attempts were made.

    Any number of processes may run it at once.

    :param needs: tells for each kind of reminder whether it is still needed.
    :param pace: the least time between two notices or reminders to one person.
    :param lanes: how many calls to the provider are made at the same time.
    """
    lanes = min(lanes, _count_due(database, now, lanes))
    if lanes == 0:
        return 0
    expire_late(database, now)
    run = Run(now, pace=pace)
    if lanes == 1:
        _send_on(database, gateway, run, needs or {})
        return run.handled
    with ThreadPoolExecutor(lanes) as pool:
        for done in [pool.submit(_send_on, database, gateway, run, needs or {}) for _ in range(lanes)]:
            done.result()
    return run.handled


def _count_due(database: Database, now: datetime, enough: int) -> int:
    """Count what waits, up to enough, without writing, so that an idle tick takes no lock."""
    with database.open_session(reading=True) as session:
        return len(session.scalars(_due_query(), {"now": now, "most": enough}).all())


@cache
def _due_query() -> Select[int]:
    """The statement of ``_count_due``: asked every other second, so it is put together once."""
    due = Sms.status == SmsStatus.PLANNED, Sms.not_before <= bindparam("now")
    return select(Sms.id).where(*due).limit(bindparam("most", type_=Integer))


def expire_late(database: Database, now: datetime) -> int:
    """Give up what is past its deadline and tell the staff; returns how many (A10)."""
    expired = 0
    while True:
        with database.transaction() as session:
            late = _expire_batch(session, now)
        expired += late
        if late < BATCH:
            return expired


def _expire_batch(session: Session, now: datetime) -> int:
    late = session.scalars(_expire_statement(), {"now": now}).all()
    if late:
        raise_troubles(session, late, FAILED, now)
    return len(late)


@cache
def _expire_statement() -> Any:
    is_late = Sms.status == SmsStatus.PLANNED, Sms.deadline <= bindparam("now", type_=UtcDateTime())
    return (
        update(Sms)
        .where(Sms.id.in_(select(Sms.id).where(*is_late).order_by(Sms.id).limit(BATCH)), *is_late)
        .values(status=SmsStatus.EXPIRED, settled_at=bindparam("now", type_=UtcDateTime()))
        .returning(Sms.id)
        .execution_options(synchronize_session=False)
    )


def find_gateway_trouble(session: Session) -> str | None:
    """Return the provider's code when it refuses our whole account, for a banner to the staff (A23)."""
    held = Sms.status == SmsStatus.PLANNED, Sms.error_code.startswith(HELD_CODE_PREFIX)
    code = session.scalar(select(func.max(Sms.error_code)).where(*held))
    return code.removeprefix(HELD_CODE_PREFIX) if code else None


def _send_on(database: Database, gateway: SmsGateway, run: Run, needs: Needs) -> None:
    while run.may_go_on():
        with _twins_wait():
            claim = _claim_next(database, run.now(), needs, run.pace)
            if claim is None:
                return
            if isinstance(claim, Claim):
                _attempt(database, gateway, claim, run)


@contextmanager
def _twins_wait() -> Iterator[None]:
    """Go on when another sender claimed the same text to the same number a moment before."""
    try:
        yield
    except IntegrityError:
        log.info("an undecided twin waits its turn")


@cache
def _next_query() -> Select[Sms]:
    """Select the next SMS that is due, free, and without an undecided twin (reliability.md 5.3)."""
    twin = aliased(Sms)
    same = (twin.number_hash == Sms.number_hash) & (twin.body_hash == Sms.body_hash)
    return (
        select(Sms)
        .where(Sms.status == SmsStatus.PLANNED, Sms.not_before <= bindparam("now"), Sms.deadline > bindparam("now"))
        .where(~exists().where(same, is_undecided(twin)))
        .order_by(Sms.not_before, Sms.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=Sms)
    )


def _claim_next(database: Database, now: datetime, needs: Needs, pace: timedelta) -> Claim | Verdict | None:
    """Claim the next due SMS in a transaction of its own; None when nothing is due."""
    claimed_boot = boot_seconds()
    with database.transaction() as session:
        sms = session.scalar(_next_query(), {"now": now})
        if sms is None:
            return None
        verdict = judge(session, sms, now, needs, pace)
        if verdict is not None:
            _follow(session, sms.id, verdict, now)
            return verdict
        return _take(session, sms, now, claimed_boot)


def _take(session: Session, sms: Sms, now: datetime, claimed_boot: float) -> Claim:
    epoch, token = sms.epoch + 1, new_public_id()
    move(session, sms.id, SmsStatus.SENDING, Sms.epoch == sms.epoch, epoch=epoch, lease_until=now + LEASE,
         started_at=now, tries=sms.tries + 1, looks=0)  # fmt: skip
    session.add(SmsAttempt(sms_id=sms.id, epoch=epoch, token=token, started_at=now))
    return Claim(sms.id, epoch, sms.number, sms.body, token, valid_seconds(sms, now), claimed_boot,
                 is_training_sms(session, sms))  # fmt: skip


def _follow(session: Session, sms_id: int, verdict: Verdict, now: datetime) -> None:
    if verdict.wait_until is not None:
        session.execute(update(Sms).where(Sms.id == sms_id).values(not_before=verdict.wait_until))
        return
    freed = {"day_key": None} if verdict.status is SmsStatus.CANCELLED else {}
    move(session, sms_id, verdict.status, settled_at=now, **freed)
    if verdict.status is SmsStatus.EXPIRED:
        raise_troubles(session, [sms_id], FAILED, now)


def _attempt(database: Database, gateway: SmsGateway, claim: Claim, run: Run) -> None:
    """Make the one call, with no transaction open, and note what came of it."""
    if claim.is_late():
        with database.transaction() as session:
            _give_back(session, claim, run.now(), "late")
        run.note(Outcome.RETRY)
        return
    try:
        door = door_of(database, gateway, run, is_training=claim.is_training)
        result = door.send(claim.number, claim.body, claim.token, claim.valid_seconds)
    except Exception:
        log.exception("the gateway broke")
        result = SendResult(Outcome.UNKNOWN)
    with database.transaction() as session:
        note_result(session, claim, result, run.now())
    run.note(result.outcome)


def note_result(session: Session, claim: Claim, result: SendResult, now: datetime) -> None:
    """Move an SMS to what one call gave; nothing happens when somebody else has settled it meanwhile."""
    if result.outcome is Outcome.ACCEPTED:
        status = result.status if result.status in PROVIDER_WORDS else "accepted"
        record_status(session, claim.token, result.sid, status, result.error_code, now)
        return
    if result.outcome in (Outcome.RETRY, Outcome.HELD):
        _give_back(session, claim, now, result.outcome, result)
        return
    target, lease = _settled_as(result.outcome, now)
    values = {"lease_until": lease, "error_code": result.error_code[:12]}
    settled = {} if target is SmsStatus.UNKNOWN else {"settled_at": now}
    if _move_own(session, claim, target, result.outcome, **values, **settled):
        _act_on_refusal(session, claim.sms_id, result.outcome, now)


def _settled_as(outcome: Outcome, now: datetime) -> tuple[SmsStatus, datetime | None]:
    if outcome is Outcome.REFUSED:
        return SmsStatus.FAILED, None
    if outcome is Outcome.STOPPED:
        return SmsStatus.SUPPRESSED, None
    return SmsStatus.UNKNOWN, now + FIRST_LOOK


def _act_on_refusal(session: Session, sms_id: int, outcome: Outcome, now: datetime) -> None:
    if outcome is Outcome.REFUSED:
        raise_troubles(session, [sms_id], FAILED, now)
    elif outcome is Outcome.STOPPED:
        number_hash = session.scalar(select(Sms.number_hash).where(Sms.id == sms_id)) or ""
        stop_number(session, number_hash, StopReason.PROVIDER, now)


def _give_back(
    session: Session, claim: Claim, now: datetime, outcome: str, result: SendResult | None = None
) -> None:
    """Let an SMS that certainly was not taken wait for another try, with jitter so that not all come at once."""
    wait, code = 0.0, ""
    if result is not None:
        tries = session.scalar(select(Sms.tries).where(Sms.id == claim.sms_id)) or 1
        wait = result.retry_after or WAITS[min(tries, len(WAITS)) - 1]
        wait *= random.uniform(1.0, 1.5)  # noqa: S311 - spreads load, guards nothing
        code = f"{HELD_CODE_PREFIX if outcome == Outcome.HELD else ''}{result.error_code}"[:12]
    _move_own(session, claim, SmsStatus.PLANNED, outcome, lease_until=None, error_code=code,
              not_before=now + timedelta(seconds=wait))  # fmt: skip


def _move_own(session: Session, claim: Claim, target: SmsStatus, outcome: str, **values: object) -> bool:
    """Move an SMS only while this very attempt owns it."""
    session.execute(update(SmsAttempt).where(SmsAttempt.token == claim.token).values(outcome=outcome))
    own = Sms.status == SmsStatus.SENDING, Sms.epoch == claim.epoch
    return move(session, claim.sms_id, target, *own, **values)
