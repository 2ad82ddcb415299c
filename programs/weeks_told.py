"""Job: on Sunday evening each patient who measures gets a summary of the week, once, in his thread (programs.md C0)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from core.clock import local_date
from core.db import Database, insert_into
from core.errors import NotFoundError
from core.ids import new_public_id
from messaging.conversations import get_conversation, send_automatic
from messaging.notices import NoticeKind, queue_notice
from monitoring.closer import RED as RED_LEVELS
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import counts
from monitoring.week_figures import WEEK, SeriesWeek, week_of_series
from people.models import CareUnit, User
from programs.absences import is_told, last_away
from programs.measuring import Measuring, in_order
from programs.models import Absence, Enrollment, EnrollmentStatus, WeekSummary
from programs.week_words import write_week

SUNDAY, HOUR = 6, 18
"""When a week is summed up, in the patient's own zone (clinical/programs.md C0)."""
LATEST_HOUR = 12
"""Until when on Monday it still comes, when the jobs have stood still."""
LEAST_DAYS = 3
"""Fewer days than three of a week are not summed up."""
BATCH = 200
SHOWN = 60


@dataclass(frozen=True)
class Due:
    """A treatment whose week is to be told, with everything it is made of."""

    enrollment: Enrollment
    patient: User
    unit: CareUnit
    weeks: list[SeriesWeek]
    has_red: bool


def week_due(now: datetime, zone: str) -> date | None:
    """Return the Monday of the week that is to be summed up now in a zone, or None: Sunday 18 to Monday 12."""
    local = now.astimezone(ZoneInfo(zone))
    if local.weekday() == SUNDAY and local.hour >= HOUR:
        return local.date() - timedelta(days=SUNDAY)
    if local.weekday() == 0 and local.hour < LATEST_HOUR:
        return local.date() - WEEK
    return None


def tell_weeks(database: Database, now: datetime) -> int:
    """Sum up the week of every running treatment in which something is measured; returns how many.

    Once for each treatment and week, by a unique row. Nothing for one that rests or has ended, nor for a patient
    who is away. Any number of processes may run it at once.
    """
    if now.weekday() not in (5, 6, 0):
        return 0
    with database.open_session(reading=True) as session:
        zones = session.scalars(_zones_query()).all()
    weeks = ((zone, week_due(now, zone)) for zone in zones)
    return sum(_tell_zone(database, zone, monday, now) for zone, monday in weeks if monday is not None)


@cache
def _zones_query() -> Any:
    return (
        select(User.zone).distinct().join(Enrollment, Enrollment.patient_id == User.id)
        .where(Enrollment.status == EnrollmentStatus.ACTIVE)
    )  # fmt: skip


def _tell_zone(database: Database, zone: str, monday: date, now: datetime) -> int:
    told, after = 0, 0
    while True:
        with database.open_session(reading=True) as session:
            asked = {"zone": zone, "monday": monday, "sunday": monday + timedelta(days=SUNDAY),
                     "latest": monday + timedelta(days=SUNDAY + 1 - LEAST_DAYS), "after": after,
                     "today": local_date(now, zone)}  # fmt: skip
            rows = session.execute(_due_query(), asked).all()
            due = list(_sum_up(session, rows, monday))
        for one in due:
            with database.transaction() as session:
                told += _tell(session, one, monday, now)
        if len(rows) < BATCH:
            return told
        after = rows[-1][0].id


@cache
def _due_query() -> Any:
    """Select running treatments of a zone that measure, at home on Sunday, and whose week is not told."""
    sunday = bindparam("sunday", type_=Date)
    measures = exists().where(
        MeasurementPlan.enrollment_public_id == Enrollment.public_id, MeasurementPlan.current.is_(True),
        MeasurementPlan.patient_id == Enrollment.patient_id,
    )
    told = exists().where(
        WeekSummary.enrollment_id == Enrollment.id, WeekSummary.starts_on == bindparam("monday", type_=Date)
    )
    away = last_away(Enrollment.patient_id, sunday)
    return (
        select(Enrollment, User, CareUnit)
        .join(User, User.id == Enrollment.patient_id)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .where(Enrollment.status == EnrollmentStatus.ACTIVE, User.zone == bindparam("zone"), measures, ~told)
        .where(Enrollment.starts_on <= bindparam("latest", type_=Date))
        .where(Enrollment.ends_on >= bindparam("today", type_=Date), or_(away.is_(None), away < sunday))
        .where(Enrollment.id > bindparam("after"))
        .order_by(Enrollment.id)
        .limit(BATCH)
    )


def _sum_up(session: Session, rows: Sequence[Any], monday: date) -> Iterable[Due]:
    """Yield the weeks of some treatments; three statements, however many they are."""
    if not rows:
        return
    sunday = monday + timedelta(days=SUNDAY)
    patients, publics = [row[1].id for row in rows], [row[0].public_id for row in rows]
    current = and_(MeasurementPlan.current.is_(True), MeasurementPlan.enrollment_public_id.in_(publics))
    plans = _grouped(session.scalars(select(MeasurementPlan).where(current).order_by(MeasurementPlan.id)),
                     lambda plan: plan.enrollment_public_id)
    reports = _grouped(
        session.scalars(
            select(Report)
            .where(Report.patient_id.in_(patients), Report.session_date.between(monday - WEEK, sunday), counts())
            .order_by(Report.id)
        ),
        lambda report: report.patient_id,
    )
    absences = _grouped(
        session.scalars(
            select(Absence).where(Absence.patient_id.in_(patients), Absence.first_day <= sunday, is_told())
            .where(Absence.last_day >= monday)
        ),
        lambda absence: absence.patient_id,
    )  # fmt: skip
    for enrollment, patient, unit in rows:
        days = _days_of(enrollment, patient, monday, absences.get(patient.id, []))
        mine = reports.get(patient.id, [])
        own = in_order(Measuring(plan, unit, None, None) for plan in reversed(plans.get(enrollment.public_id, [])))
        weeks = [week_of_series(one.plan, mine, monday, days) for one in own]
        if len(days) >= LEAST_DAYS and any(one.count or one.planned for one in weeks):
            red = any(one.level in RED_LEVELS and one.session_date >= monday for one in mine)
            yield Due(enrollment, patient, unit, weeks, red)


def _grouped(rows: Iterable[Any], key: Any) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _days_of(enrollment: Enrollment, patient: User, monday: date, absences: Sequence[Absence]) -> list[date]:
    """Return the days of a week on which the patient was in treatment, did not rest, and was at home."""
    first = max(enrollment.starts_on, local_date(enrollment.moved_at, patient.zone))
    week = (monday + timedelta(days=step) for step in range(7))
    return [
        day for day in week
        if first <= day <= enrollment.ends_on and not any(one.first_day <= day <= one.last_day for one in absences)
    ]  # fmt: skip


def _tell(session: Session, due: Due, monday: date, now: datetime) -> bool:
    """Keep and tell one summary, unless another job was first; tells whether it did."""
    row = {"public_id": new_public_id(), "enrollment_id": due.enrollment.id, "starts_on": monday, "made_at": now,
           "figures": [one.pack() for one in due.weeks], "has_red": due.has_red}  # fmt: skip
    insert = insert_into(session, WeekSummary).values(row).on_conflict_do_nothing().returning(WeekSummary.public_id)
    public_id = session.scalar(insert)
    if public_id is None:
        return False
    words = write_week(due.patient.language, monday, due.weeks, has_red=due.has_red)
    conversation = get_conversation(session, due.patient.id, due.unit.id)
    send_automatic(session, conversation, words, f"week:{public_id}", now)
    if due.patient.week_sms:
        queue_notice(session, due.patient, due.unit, NoticeKind.WEEK, public_id, now)
    return True


def list_summaries(session: Session, patient_id: int) -> Sequence[WeekSummary]:
    """Return the summaries of a patient's weeks, the newest first, also after the end (M5)."""
    return session.scalars(
        select(WeekSummary)
        .join(Enrollment, Enrollment.id == WeekSummary.enrollment_id)
        .where(Enrollment.patient_id == patient_id)
        .order_by(WeekSummary.starts_on.desc(), WeekSummary.id.desc())
        .limit(SHOWN)
    ).all()


def get_summary(session: Session, patient_id: int, public_id: str) -> tuple[WeekSummary, Enrollment, CareUnit]:
    """Return the summary of one of the patient's own weeks; raises NotFoundError for any other."""
    row = session.execute(
        select(WeekSummary, Enrollment, CareUnit)
        .join(Enrollment, Enrollment.id == WeekSummary.enrollment_id)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .where(WeekSummary.public_id == public_id, Enrollment.patient_id == patient_id)
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1], row[2]
