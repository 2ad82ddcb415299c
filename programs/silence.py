"""Who has gone silent: a second reminder after four days without values, an item to the nurse after seven (M4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Date, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.clock import at_wall_clock, local_date
from core.db import Database, UtcDateTime
from messaging.outbox import queue_sms
from messaging.quiet_hours import is_quiet
from messaging.sms_models import Reminder, ReminderKind, Sms, SmsKind
from messaging.sms_texts import TextId, write_to
from monitoring.models import MeasurementPlan
from monitoring.plans import PRESSURE
from people.models import CareUnit, User
from people.opening_hours import answer_before
from programs.absences import last_away
from programs.enrollment import ZONE
from programs.measuring import last_report, missed_days
from programs.models import Enrollment, EnrollmentStatus
from programs.quiet import is_cared_for
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, ItemStatus, Level, Outcome, WorkItem

BATCH = 300
SECOND_REMINDER_DAYS, ITEM_DAYS = 4, 7
"""Days without a value: the standing reminder comes daily, a second one at 4, the nurse at 7 (vitals.md 0.8)."""
MISSED = "missed:"
ASK_AGAIN = timedelta(days=7)
"""How long the nurse is left in peace about a silence that somebody has just taken care of."""


def find_missed(database: Database, now: datetime) -> int:
    """Job: a second reminder after four silent days, an item to the nurse after seven (M4, scenario 11).

    The first reminder is the standing one; the second takes its place on its day, so that a patient gets one a
    day (R1). Nothing for a treatment that rests or is over, nor while the patient is away; a report in between
    starts the ladder again and takes the item back. Returns how many were reminded or put before the nurse.
    """
    told, after = 0, 0
    while True:
        with database.transaction() as session:
            asked = {"after": after, "day": local_date(now, ZONE), "looked_since": now - ASK_AGAIN}
            rows = session.execute(_active_query(), asked).all()
            whole = _whole_treatments(rows)
            silences = [_longest(one, now) for _treatment, one in groupby(whole, key=lambda row: row[0])]
            told += _remind(session, [one for one in silences if one.needs_reminder(now)], now)
            told += _put_before_nurse(session, silences, now)
        if len(rows) < BATCH:
            return told
        after = whole[-1][0]


def _whole_treatments(rows: Sequence[Any]) -> Sequence[Any]:
    """Leave a treatment for the next turn that the batch may have cut in two; a treatment has a dozen plans at most."""
    if len(rows) < BATCH:
        return rows
    return [row for row in rows if row[0] != rows[-1][0]]


def _longest(rows: Iterable[Any], now: datetime) -> "Silence":
    """Return the longest silence of a treatment: a patient is asked once, whatever he has left out."""
    return max((_silence(row, now) for row in rows), key=lambda one: one.days)


@dataclass(frozen=True)
class Silence:
    """For how long a patient has been expected to measure and has not.

    :param standing: the standing reminder of the treatment, or None when nothing reminds.
    :param is_cared_for: the nurse has been told that he is unusually quiet (programs/quiet.py).
    """

    plan: MeasurementPlan
    patient: User
    unit: CareUnit
    days: int
    episode: str
    standing: Reminder | None
    is_cared_for: bool = False

    @property
    def treatment(self) -> str:
        """How the keys of a treatment's silences begin."""
        return f"{MISSED}{self.plan.enrollment_public_id}:"

    @property
    def key(self) -> str:
        """What makes it the same silence: the last day with a value."""
        series = "" if self.plan.kind == PRESSURE else f"{self.plan.kind}:"
        return f"{self.treatment}{series}{self.episode}"

    @property
    def place(self) -> tuple[int, int]:
        """Whom it is about and where, since a patient has one item about silence in a unit."""
        return self.patient.id, self.unit.id

    def reminded_at(self, now: datetime) -> datetime:
        """Return when it is reminded of today: at the hour of the standing reminder, else some hours after the plan's.

        :param now: aware instant.
        """
        zone = self.patient.zone
        today = local_date(now, zone)
        if self.standing is not None:
            return at_wall_clock(today, self.standing.hour, self.standing.minute, zone)
        return at_wall_clock(today, self.plan.morning_hour + 3, 0, zone)

    def needs_reminder(self, now: datetime) -> bool:
        """Tell whether the second reminder is to be planned now: before the standing one is, or in the daytime."""
        if not SECOND_REMINDER_DAYS <= self.days < ITEM_DAYS:
            return False
        if self.standing is not None:
            return now < self.reminded_at(now)
        return now >= self.reminded_at(now) and not is_quiet(now, self.patient.zone)


@cache
def _active_query() -> Select[Any]:
    last = last_report()
    resumed = (
        select(func.max(AuditEvent.at))
        .where(AuditEvent.patient_id == Enrollment.patient_id, AuditEvent.action == "enrollment.resume")
        .where(AuditEvent.object_id == Enrollment.public_id)
        .scalar_subquery()
    )
    own_plan = and_(
        MeasurementPlan.enrollment_public_id == Enrollment.public_id, MeasurementPlan.current.is_(True)
    )
    standing = and_(
        Reminder.user_id == Enrollment.patient_id, Reminder.kind == ReminderKind.MEASURE, Reminder.active,
        Reminder.subject == "enrollment:" + Enrollment.public_id,
    )
    away = last_away(Enrollment.patient_id, bindparam("day", type_=Date))
    cared_for = is_cared_for(bindparam("looked_since", type_=UtcDateTime()))
    return (
        select(Enrollment.id, MeasurementPlan, User, CareUnit, last.c.day, resumed, away, Reminder, cared_for)
        .join(MeasurementPlan, own_plan)
        .join(User, User.id == Enrollment.patient_id)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .outerjoin(Reminder, standing)
        .outerjoin(last, and_(last.c.patient_id == MeasurementPlan.patient_id, last.c.kind == MeasurementPlan.kind))
        .where(Enrollment.status == EnrollmentStatus.ACTIVE, Enrollment.id > bindparam("after"))
        .order_by(Enrollment.id, MeasurementPlan.id)
        .limit(BATCH)
    )


def _silence(row: Any, now: datetime) -> Silence:
    """Count the silent days; those before a pause ended, and those away, do not count."""
    _enrollment, plan, patient, unit, last_day, resumed, away, standing, is_cared_for = row
    today = local_date(now, patient.zone)
    rested = local_date(resumed, patient.zone) - timedelta(days=1) if resumed else None
    counted_from = max((day for day in (last_day, rested, away) if day is not None), default=None)
    is_over = today > plan.ends_on or (away is not None and away >= today)
    days = 0 if is_over else missed_days(plan, counted_from, today)
    episode = counted_from.isoformat() if counted_from else "start"
    return Silence(plan, patient, unit, days, episode, standing, bool(is_cared_for))


def _remind(session: Session, silences: Sequence[Silence], now: datetime) -> int:
    if not silences:
        return 0
    known = set(session.scalars(select(Sms.dedupe_key).where(Sms.dedupe_key.in_([one.key for one in silences]))))
    fresh = [one for one in silences if one.key not in known]
    reminded = _list_reminded(session, {one.patient.id for one in fresh}, now) if fresh else set()
    told = 0
    for one in fresh:
        if one.patient.id not in reminded and _remind_one(session, one, now):
            reminded.add(one.patient.id)
            told += 1
    return told


def _list_reminded(session: Session, patient_ids: set[int], now: datetime) -> set[int]:
    """Return who has had the second reminder lately, for whatever treatment: once for a person is enough."""
    lately = now - timedelta(days=ITEM_DAYS - SECOND_REMINDER_DAYS)
    return {
        user_id for user_id in session.scalars(
            select(Sms.user_id)
            .where(Sms.user_id.in_(patient_ids), Sms.dedupe_key.startswith(MISSED), Sms.created_at > lately)
        ) if user_id is not None
    }  # fmt: skip


def _remind_one(session: Session, one: Silence, now: datetime) -> bool:
    """Plan the second reminder in the place of the day's standing one, so that its need is asked again (R1)."""
    text = TextId.MEASURE_AGAIN if one.patient.sms_by_web else TextId.MEASURE_AGAIN_BY_SMS
    due, day = one.reminded_at(now), local_date(now, one.patient.zone)
    sms = queue_sms(
        session, SmsKind.REMINDER, user=one.patient, unit=one.unit, dedupe_key=one.key, now=now, due=max(due, now),
        day_key=f"{one.patient.id}:reminder.{ReminderKind.MEASURE}:{day}", body=write_to(one.patient, one.unit, text),
        at_night=one.standing is not None and is_quiet(due, one.patient.zone),
    )
    if sms is not None and one.standing is not None:
        sms.reminder_id = one.standing.id
    return sms is not None


def _put_before_nurse(session: Session, silences: Sequence[Silence], now: datetime) -> int:
    """Raise an item once for each silence and one at a time for a patient, and take back those that have ended."""
    rows = session.scalars(
        select(WorkItem).where(
            WorkItem.patient_id.in_([one.patient.id for one in silences]), WorkItem.dedupe_key.startswith(MISSED)
        )
    ).all()
    known, silent = {row.dedupe_key for row in rows}, {one.key for one in silences if one.days >= ITEM_DAYS}
    mine = tuple(one.treatment for one in silences)
    waiting = set()
    for row in rows:
        is_open = row.status is not ItemStatus.CLOSED
        if is_open and row.dedupe_key not in silent and row.dedupe_key.startswith(mine):
            settle_items(session, row.dedupe_key, Outcome.WITHDRAWN, now)
        elif is_open or _is_just_closed(row, now):
            waiting.add((row.patient_id, row.unit_id))
    told = 0
    for one in silences:
        if one.key in silent and one.key not in known and not one.is_cared_for and one.place not in waiting:
            waiting.add(one.place)
            _put_one(session, one, now)
            told += 1
    return told


def _is_just_closed(item: WorkItem, now: datetime) -> bool:
    """Tell whether somebody has taken care of it lately; what took itself back does not count."""
    return item.outcome not in (None, Outcome.WITHDRAWN) and item.closed_at is not None and (
        item.closed_at > now - ASK_AGAIN
    )


def _put_one(session: Session, one: Silence, now: datetime) -> None:
    raise_item(
        session, unit_id=one.unit.id, patient_id=one.patient.id, kind=ItemKind.MISSED, level=Level.WEEK,
        reason="missed_reports", places={"days": one.days}, subject=f"plan:{one.plan.public_id}",
        dedupe_key=one.key, occurred_at=now, due_at=answer_before(one.unit, now, 3),
    )
