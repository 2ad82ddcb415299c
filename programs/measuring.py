"""Measuring within a treatment: who answers for the values, whether a reminder is needed, and who has gone silent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, Subquery, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.clock import local_date
from core.db import Database
from messaging.outbox import queue_sms
from messaging.sms_models import Reminder, Sms, SmsKind
from messaging.sms_texts import TextId, write_to
from monitoring.models import MeasurementPlan, MeasuringSitting, Report
from monitoring.occasions import counts
from monitoring.plan_templates import is_main
from monitoring.plans import PRESSURE, first_expected, is_measuring_day
from monitoring.reports import Around
from monitoring.rhythm import UNCHASED
from monitoring.series import Series
from people.models import CareUnit, User
from people.opening_hours import answer_before
from programs.models import Enrollment, EnrollmentStatus
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, ItemStatus, Level, Outcome, WorkItem

BATCH = 300
SECOND_REMINDER_DAYS, ITEM_DAYS = 4, 7
"""Days without a value: the standing reminder comes daily, a second one at 4, the nurse at 7 (vitals.md 0.8)."""


@dataclass(frozen=True)
class Measuring:
    """A patient's plan with the unit, who answers for it and the treatment it belongs to."""

    plan: MeasurementPlan
    unit: CareUnit
    nurse: User | None
    enrollment: Enrollment | None

    @property
    def is_active(self) -> bool:
        """Tell whether values are expected: the treatment runs."""
        return self.enrollment is None or self.enrollment.status is EnrollmentStatus.ACTIVE

    @property
    def is_main(self) -> bool:
        """Tell whether the series is what its program is about: blood sugar in diabetes, not weight."""
        return is_main(self.plan.template, self.plan.kind)

    @property
    def nurse_name(self) -> str:
        """The name of who answers for the patient, or "" for the unit."""
        return self.nurse.name if self.nurse else ""

    def around(self, patient: User) -> Around:
        """Return what the rules of a report need."""
        return Around(patient, self.unit, self.plan)


def find_measuring(session: Session, patient_id: int, kind: str = PRESSURE) -> Measuring | None:
    """Return a patient's present plan of a series, also after the treatment's end; one statement."""
    row = session.execute(_select_measuring(patient_id).where(MeasurementPlan.kind == kind).limit(1)).first()
    return Measuring(*row) if row is not None else None


def find_sitting(session: Session, patient_id: int, kind: str) -> tuple[Measuring, MeasuringSitting | None] | None:
    """Return a patient's present plan of a series with his sitting under way; one statement.

    A sitting is over when a value of the series was taken after it began, whichever way the value came.
    """
    over = exists().where(
        Report.patient_id == patient_id, Report.kind == kind, Report.taken_at >= MeasuringSitting.started_at
    )
    mine = and_(MeasuringSitting.patient_id == patient_id, MeasuringSitting.kind == kind, ~over)
    query = _select_measuring(patient_id).where(MeasurementPlan.kind == kind).limit(1)
    row = session.execute(query.outerjoin(MeasuringSitting, mine).add_columns(MeasuringSitting)).first()
    return (Measuring(*row[:4]), row[4]) if row is not None else None


def list_measuring(session: Session, patient_id: int) -> list[Measuring]:
    """Return a patient's present plans, one of each series, in the order of the series; one statement."""
    return in_order(Measuring(*row) for row in session.execute(_select_measuring(patient_id)))


def in_order(plans: Iterable[Measuring]) -> list[Measuring]:
    """Return the newest plan of each series: of running treatments first, then what the programs are about."""
    order = [one.value for one in Series]
    newest: dict[str, Measuring] = {}
    for one in plans:
        newest.setdefault(one.plan.kind, one)
    return sorted(newest.values(), key=lambda one: (not one.is_active, not one.is_main, order.index(one.plan.kind)))


def find_around_report(
    session: Session, report: Report
) -> tuple[Measuring | None, MeasurementPlan | None]:
    """Return the plan a report's series has now, or else had then, and the version it was judged by; one statement."""
    current = and_(MeasurementPlan.kind == report.kind, MeasurementPlan.current.is_(True))
    query = (
        _select_plans(report.patient_id)
        .where(or_(MeasurementPlan.id == report.plan_id, current))
        .order_by(MeasurementPlan.current.desc(), MeasurementPlan.id.desc())
    )
    rows = [Measuring(*row) for row in session.execute(query)]
    judged_by = next((one.plan for one in rows if one.plan.id == report.plan_id), None)
    return rows[0] if rows else None, judged_by


@dataclass(frozen=True)
class MeasuredToday:
    """A present plan and what was sent by it on a day: the sittings, "" for a value without one."""

    measuring: Measuring
    sittings: frozenset[str]


def list_today(session: Session, patient_id: int, day: date) -> list[MeasuredToday]:
    """Return a patient's present plans with what was sent on a day; one statement."""
    rows = session.execute(_today_query(), {"patient": patient_id, "day": day}).all()
    done: dict[int, set[str]] = {}
    for row in rows:
        done.setdefault(row[0].id, set()).update({row[5]} if row[4] is not None else ())
    plans = in_order(Measuring(*row[:4]) for row in rows)
    return [MeasuredToday(one, frozenset(done[one.plan.id])) for one in plans]


@cache
def _today_query() -> Any:
    """Return the statement of every start page, put together once (performance.md G1)."""
    patient: Any = bindparam("patient")
    of_day = and_(
        Report.patient_id == patient, Report.kind == MeasurementPlan.kind, Report.session_date == bindparam("day"),
        counts(),
    )
    return _select_measuring(patient).outerjoin(Report, of_day).add_columns(Report.id, Report.session)


def _select_measuring(patient_id: Any) -> Any:
    return _select_plans(patient_id).where(MeasurementPlan.current.is_(True)).order_by(MeasurementPlan.id.desc())


def _select_plans(patient_id: Any) -> Any:
    return (
        select(MeasurementPlan, CareUnit, User, Enrollment)
        .join(CareUnit, CareUnit.id == MeasurementPlan.unit_id)
        .outerjoin(Enrollment, Enrollment.public_id == MeasurementPlan.enrollment_public_id)
        .outerjoin(User, User.id == Enrollment.clinician_id)
        .where(MeasurementPlan.patient_id == patient_id)
    )


def measure_needed(session: Session, reminders: Sequence[Reminder], day: date) -> set[int]:
    """Return the ids of the reminders whose patients are to measure on a day and have not; one statement.

    On a day without sessions a reminder is needed after two days of silence (clinical/vitals.md 0.8).
    """
    subjects = [one.subject.partition(":")[2] for one in reminders]
    rows = session.execute(_needed_query(), {"subjects": subjects}).all()
    wanted = {f"enrollment:{subject}" for subject, plan, last_day in rows if _is_wanted(plan, last_day, day)}
    return {one.id for one in reminders if one.subject in wanted}


@cache
def _needed_query() -> Select[Any]:
    last = _last_report()
    return (
        select(Enrollment.public_id, MeasurementPlan, last.c.day)
        .join(MeasurementPlan, MeasurementPlan.enrollment_public_id == Enrollment.public_id)
        .outerjoin(last, and_(last.c.patient_id == MeasurementPlan.patient_id, last.c.kind == MeasurementPlan.kind))
        .where(Enrollment.public_id.in_(bindparam("subjects", expanding=True)))
        .where(Enrollment.status == EnrollmentStatus.ACTIVE, MeasurementPlan.current.is_(True))
    )


def _last_report() -> Subquery:
    """The newest local date of a report for each patient and series."""
    return (
        select(Report.patient_id, Report.kind, func.max(Report.session_date).label("day"))
        .where(counts())
        .group_by(Report.patient_id, Report.kind)
        .subquery()
    )


def _is_wanted(plan: MeasurementPlan, last_day: date | None, day: date) -> bool:
    if not plan.starts_on <= day <= plan.ends_on or last_day == day:
        return False
    return is_measuring_day(plan, day) or missed_days(plan, last_day, day) >= 2


def missed_days(plan: MeasurementPlan, last_day: date | None, today: date) -> int:
    """Return for how many days something was expected and nothing came: from the first missed session to today.

    A day without sessions is not missed by itself, so a quiet weekend between blocks counts from the next session.
    """
    if plan.rhythm in UNCHASED:
        return 0
    since = plan.starts_on if last_day is None else max(plan.starts_on, last_day + timedelta(days=1))
    missed = first_expected(plan, since, today - timedelta(days=1))
    return (today - missed).days if missed else 0


def find_missed(database: Database, now: datetime) -> int:
    """Job: a second reminder after four silent days, an item to the nurse after seven (M4, scenario 11).

    The first reminder is the standing one. Nothing for a treatment that rests or is over; a report in between
    starts the ladder again and takes the item back. Returns how many were reminded or put before the nurse.
    """
    told, after = 0, 0
    while True:
        with database.transaction() as session:
            rows = session.execute(_active_query(), {"after": after}).all()
            whole = _whole_treatments(rows)
            silences = [_longest(one, now) for _treatment, one in groupby(whole, key=lambda row: row[0])]
            told += _remind(session, [one for one in silences if one.needs_reminder], now)
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
    """For how long a patient has been expected to measure and has not."""

    plan: MeasurementPlan
    patient: User
    unit: CareUnit
    days: int
    episode: str
    is_daytime: bool

    @property
    def key(self) -> str:
        """What makes it the same silence: the last day with a value."""
        series = "" if self.plan.kind == PRESSURE else f"{self.plan.kind}:"
        return f"missed:{self.patient.public_id}:{series}{self.episode}"

    @property
    def needs_reminder(self) -> bool:
        """Tell whether it is time for the second reminder."""
        return SECOND_REMINDER_DAYS <= self.days < ITEM_DAYS and self.is_daytime


@cache
def _active_query() -> Select[Any]:
    last = _last_report()
    resumed = (
        select(func.max(AuditEvent.at))
        .where(AuditEvent.patient_id == Enrollment.patient_id, AuditEvent.action == "enrollment.resume")
        .where(AuditEvent.object_id == Enrollment.public_id)
        .scalar_subquery()
    )
    own_plan = and_(
        MeasurementPlan.enrollment_public_id == Enrollment.public_id, MeasurementPlan.current.is_(True)
    )
    return (
        select(Enrollment.id, MeasurementPlan, User, CareUnit, last.c.day, resumed)
        .join(MeasurementPlan, own_plan)
        .join(User, User.id == Enrollment.patient_id)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .outerjoin(last, and_(last.c.patient_id == MeasurementPlan.patient_id, last.c.kind == MeasurementPlan.kind))
        .where(Enrollment.status == EnrollmentStatus.ACTIVE, Enrollment.id > bindparam("after"))
        .order_by(Enrollment.id, MeasurementPlan.id)
        .limit(BATCH)
    )


def _silence(row: Any, now: datetime) -> Silence:
    """Count the silent days; those before a pause ended do not count."""
    _enrollment, plan, patient, unit, last_day, resumed = row
    today = local_date(now, patient.zone)
    rested = local_date(resumed, patient.zone) - timedelta(days=1) if resumed else None
    counted_from = max((day for day in (last_day, rested) if day is not None), default=None)
    days = missed_days(plan, counted_from, today) if today <= plan.ends_on else 0
    hour = now.astimezone(ZoneInfo(patient.zone)).hour
    episode = counted_from.isoformat() if counted_from else "start"
    return Silence(plan, patient, unit, days, episode, hour > plan.morning_hour + 2)


def _remind(session: Session, silences: Sequence[Silence], now: datetime) -> int:
    if not silences:
        return 0
    known = set(session.scalars(select(Sms.dedupe_key).where(Sms.dedupe_key.in_([one.key for one in silences]))))
    told = 0
    for one in silences:
        if one.key not in known:
            text = TextId.MEASURE if one.patient.sms_by_web else TextId.MEASURE_BY_SMS
            sms = queue_sms(session, SmsKind.REMINDER, user=one.patient, unit=one.unit, dedupe_key=one.key, now=now,
                            body=write_to(one.patient, one.unit, text))  # fmt: skip
            told += sms is not None
    return told


def _put_before_nurse(session: Session, silences: Sequence[Silence], now: datetime) -> int:
    """Raise an item once for each silence, and take back those that ended by themselves."""
    rows = session.execute(
        select(WorkItem.dedupe_key, WorkItem.status).where(
            WorkItem.patient_id.in_([one.patient.id for one in silences]), WorkItem.kind == ItemKind.MISSED
        )
    ).all()
    known, silent = {key for key, _status in rows}, {one.key for one in silences if one.days >= ITEM_DAYS}
    for key, status in rows:
        if status is not ItemStatus.CLOSED and key not in silent:
            settle_items(session, key, Outcome.WITHDRAWN, now)
    fresh = [one for one in silences if one.key in silent and one.key not in known]
    for one in fresh:
        raise_item(
            session, unit_id=one.unit.id, patient_id=one.patient.id, kind=ItemKind.MISSED, level=Level.WEEK,
            reason="missed_reports", places={"days": one.days}, subject=f"plan:{one.plan.public_id}",
            dedupe_key=one.key, occurred_at=now, due_at=answer_before(one.unit, now, 3),
        )
    return len(fresh)
