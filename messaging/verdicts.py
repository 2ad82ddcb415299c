"""Whether an SMS may still leave, asked again at the moment it is claimed: stops, consent, need, quiet hours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from core.clock import local_date
from messaging.outbox import NEEDS_CONSENT, is_welcome
from messaging.quiet_hours import is_quiet, next_allowed, next_quiet
from messaging.sms_models import Reminder, ReminderKind, Sms, SmsKind, SmsStatus
from messaging.stops import ANSWERS_TO_STOP, is_barred
from people.models import User

StillNeeded = Callable[[Session, Sequence[Reminder], date], set[int]]
"""Given reminders of one kind and a local date, returns the ids of those still needed."""

Needs = Mapping[ReminderKind, StillNeeded]
"""What tells for each kind of reminder whether it is still needed; a kind without an entry always is."""

VALID_SECONDS_MAX = 36_000
PACE = timedelta(hours=1)
"""The least time between two SMS that nobody waits for, to the same person, as the product sends them."""
GONE = (SmsStatus.SENDING, SmsStatus.UNKNOWN, SmsStatus.RECONCILING, SmsStatus.ACCEPTED, SmsStatus.QUEUED,
        SmsStatus.SENT, SmsStatus.DELIVERED)


@dataclass(frozen=True)
class Verdict:
    """What is to become of an SMS that shall not leave now.

    :param wait_until: when it may leave after all; None when it never will.
    """

    status: SmsStatus
    wait_until: datetime | None = None


def judge(
    session: Session, sms: Sms, now: datetime, needs: Needs, pace: timedelta = timedelta(0)
) -> Verdict | None:
    """Return why an SMS shall not leave now, or None when it may.

    :param pace: the least time between two notices or reminders to one person.
    """
    if is_barred(session, sms.number_hash, sms.kind, sms.dedupe_key):
        return Verdict(SmsStatus.SUPPRESSED)
    user = session.get(User, sms.user_id) if sms.user_id is not None else None
    if not is_welcome(sms.kind, user):
        return Verdict(SmsStatus.SUPPRESSED)
    if user is not None and _has_moved(sms, user):
        return Verdict(SmsStatus.CANCELLED)
    if not is_still_needed(session, sms, needs):
        return Verdict(SmsStatus.CANCELLED)
    return _judge_hour(sms, now) or _judge_pace(session, sms, now, pace)


def _has_moved(sms: Sms, user: User) -> bool:
    """Tell whether the person has another number now; an answer goes to the number that asked."""
    is_answer = sms.kind is SmsKind.REPLY or sms.dedupe_key.startswith(ANSWERS_TO_STOP)
    return not is_answer and user.phone_hash != sms.number_hash


def is_still_needed(session: Session, sms: Sms, needs: Needs) -> bool:
    """Tell whether the reminder behind an SMS stands and what it reminds of is not done yet."""
    if sms.kind is not SmsKind.REMINDER or sms.reminder_id is None:
        return True
    reminder = session.get(Reminder, sms.reminder_id)
    if reminder is None or not reminder.active:
        return False
    still_needed = needs.get(reminder.kind)
    return still_needed is None or reminder.id in still_needed(session, [reminder], planned_date(sms))


def planned_date(sms: Sms) -> date:
    """Return the local date a reminder is for: that of ``reminder:<id>:<date>:<occurrence>``, else of its time."""
    if sms.dedupe_key.startswith("reminder:"):
        return date.fromisoformat(sms.dedupe_key.split(":")[2])
    return local_date(sms.not_before, sms.zone)


def _judge_hour(sms: Sms, now: datetime) -> Verdict | None:
    if sms.at_night or not is_quiet(now, sms.zone):
        return None
    morning = next_allowed(now, sms.zone)
    if morning >= sms.deadline:
        return Verdict(SmsStatus.EXPIRED)
    return Verdict(SmsStatus.PLANNED, wait_until=morning)


def _judge_pace(session: Session, sms: Sms, now: datetime, pace: timedelta) -> Verdict | None:
    """Let time pass between two notices or reminders to the same person; what somebody waits for goes at once."""
    if not pace or sms.kind not in NEEDS_CONSENT or sms.user_id is None:
        return None
    # One at a time for a person: two senders that each hold one of his SMS would not see what the other sends.
    session.execute(select(User.id).where(User.id == sms.user_id).with_for_update(key_share=True))
    last = session.scalar(_last_query(), {"user": sms.user_id, "sms": sms.id, "since": now - pace})
    if last is None:
        return None
    later = last + pace if sms.at_night else next_allowed(last + pace, sms.zone)
    return Verdict(SmsStatus.PLANNED, wait_until=later) if later < sms.deadline else None


@cache
def _last_query() -> Select[datetime | None]:
    return select(func.max(Sms.started_at, type_=Sms.started_at.type)).where(
        Sms.user_id == bindparam("user"), Sms.kind.in_(NEEDS_CONSENT), Sms.id != bindparam("sms"),
        Sms.status.in_(GONE), Sms.started_at > bindparam("since"),
    )


def valid_seconds(sms: Sms, now: datetime) -> int:
    """Return how long the provider may keep trying: until the deadline, and never into the quiet hours (A11)."""
    end = sms.deadline if sms.at_night else min(sms.deadline, next_quiet(now, sms.zone))
    return max(1, min(VALID_SECONDS_MAX, int((end - now).total_seconds())))
