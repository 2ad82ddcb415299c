"""Measuring within a treatment: who answers for the values, what is left today, and whether a reminder is needed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, Subquery, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from messaging.sms_models import Reminder
from monitoring.models import MeasurementPlan, MeasuringSitting, Report
from monitoring.occasions import counts
from monitoring.plan_templates import is_main
from monitoring.plans import PRESSURE, first_expected, is_measuring_day
from monitoring.reports import Around
from monitoring.rhythm import UNCHASED
from monitoring.series import Series
from people.models import CareUnit, User
from programs.models import Enrollment, EnrollmentStatus

REMINDER_DAYS = 2
"""Days of silence after which the standing reminder comes every day, also between measuring days (vitals.md 0.8)."""


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
        Report.patient_id == patient_id, Report.kind == kind, Report.taken_at > MeasuringSitting.started_at
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
class Awaited:
    """A value that is to be measured again and has not been: its report, and when it came."""

    public_id: str
    received_at: datetime


@dataclass(frozen=True)
class MeasuredToday:
    """A present plan and what was sent by it on a day: the sittings, "" for a value without one.

    :ivar awaits: the value that is to be measured again, or None.
    """

    measuring: Measuring
    sittings: frozenset[str]
    awaits: Awaited | None = None


def list_today(session: Session, patient_id: int, day: date) -> list[MeasuredToday]:
    """Return a patient's present plans with what was sent on a day; one statement."""
    rows = session.execute(_today_query(), {"patient": patient_id, "day": day}).all()
    done: dict[int, set[str]] = {}
    for row in rows:
        done.setdefault(row[0].id, set()).update({row[5]} if row[4] is not None else ())
    awaits = {row[0].id: Awaited(row[7], row[8]) for row in rows if row[6]}
    plans = in_order(Measuring(*row[:4]) for row in rows)
    return [MeasuredToday(one, frozenset(done[one.plan.id]), awaits.get(one.plan.id)) for one in plans]


@cache
def _today_query() -> Any:
    """Return the statement of every start page, put together once (performance.md G1)."""
    patient: Any = bindparam("patient")
    of_day = and_(
        Report.patient_id == patient, Report.kind == MeasurementPlan.kind, Report.session_date == bindparam("day"),
        counts(),
    )
    return _select_measuring(patient).outerjoin(Report, of_day).add_columns(
        Report.id, Report.session, Report.provisional, Report.public_id, Report.received_at
    )


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
    last = last_report()
    return (
        select(Enrollment.public_id, MeasurementPlan, last.c.day)
        .join(MeasurementPlan, MeasurementPlan.enrollment_public_id == Enrollment.public_id)
        .outerjoin(last, and_(last.c.patient_id == MeasurementPlan.patient_id, last.c.kind == MeasurementPlan.kind))
        .where(Enrollment.public_id.in_(bindparam("subjects", expanding=True)))
        .where(Enrollment.status == EnrollmentStatus.ACTIVE, MeasurementPlan.current.is_(True))
    )


def last_report() -> Subquery:
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
    return is_measuring_day(plan, day) or missed_days(plan, last_day, day) >= REMINDER_DAYS


def missed_days(plan: MeasurementPlan, last_day: date | None, today: date) -> int:
    """Return for how many days something was expected and nothing came: from the first missed session to today.

    A day without sessions is not missed by itself, so a quiet weekend between blocks counts from the next session.
    """
    if plan.rhythm in UNCHASED:
        return 0
    since = plan.starts_on if last_day is None else max(plan.starts_on, last_day + timedelta(days=1))
    missed = first_expected(plan, since, today - timedelta(days=1))
    return (today - missed).days if missed else 0
