"""Job: a dangerous value that nobody measured again within half an hour becomes final and goes to care."""

from datetime import datetime

from sqlalchemy import select

from core.db import Database
from monitoring.closer import keep_closer
from monitoring.judging import Around, Cause
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import counts, list_recent
from monitoring.reports import judge_and_raise
from people.models import CareUnit, User

BATCH = 100


def settle_provisional(database: Database, now: datetime) -> int:
    """Make provisional reports final whose repeat has not come; returns how many."""
    with database.transaction() as session:
        ids = session.scalars(
            select(Report.id)
            .where(Report.provisional.is_(True), Report.repeat_before <= now, counts())
            .order_by(Report.repeat_before)
            .limit(BATCH)
        ).all()
    return sum(_settle(database, report_id, now) for report_id in ids)


def _settle(database: Database, report_id: int, now: datetime) -> int:
    """Settle one report in a transaction of its own, since each belongs to another patient."""
    with database.transaction() as session:
        row = session.execute(
            select(Report, User, CareUnit, MeasurementPlan)
            .join(User, User.id == Report.patient_id)
            .join(CareUnit, CareUnit.id == Report.unit_id)
            .outerjoin(MeasurementPlan, MeasurementPlan.id == Report.plan_id)
            .where(Report.id == report_id, Report.provisional.is_(True), counts())
            .with_for_update(of=Report, skip_locked=True)
        ).first()
        if row is None:
            return 0
        report, patient, unit, plan = row
        known = list_recent(session, report.patient_id, now, report.kind)
        judge_and_raise(session, Around(patient, unit, plan), report, known, now, Cause.FINAL)
        keep_closer(session, report, plan)
    return 1
