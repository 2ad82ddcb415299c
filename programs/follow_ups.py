"""Job: on set days after an exacerbation of COPD the patient is asked how it went, and a visit is put in the list."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, bindparam, exists, or_, select, update
from sqlalchemy.orm import Session

from core.clock import local_date
from core.db import Database
from core.language import _l, say
from messaging.conversations import get_conversation, send_automatic
from messaging.quiet_hours import is_quiet
from monitoring.closer import FOLLOW_UP_DAYS, closer_of
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import counts
from monitoring.series import Series
from people.models import CareUnit, User
from people.opening_hours import answer_before
from programs.absences import last_away
from programs.enrollment import ZONE
from programs.models import Enrollment, EnrollmentStatus
from worklist.items import raise_item
from worklist.models import ItemKind, Level

BATCH = 200
HOUR = 9
ASK = _l(
    "Det har gått %(days)s dagar sedan du blev sämre. Svara på KOL-kollen i dag, så ser vi hur det går. "
    "Är det svårt att tala hela meningar, eller är läpparna blå: ring 112."
)


def ask_how_it_went(database: Database, now: datetime) -> int:
    """Ask on days 2, 4, 7 and 14 after a red day, once each and unless it is answered; returns how many were asked.

    On the last day a visit is put before the unit (clinical/vitals.md 5). Source: clinical/programs.md C4.
    """
    asked, after = 0, 0
    while True:
        with database.transaction() as session:
            rows = session.execute(_due_query(), {"day": local_date(now, ZONE), "after": after}).all()
            asked += sum(_ask(session, plan, patient, unit, done, now) for plan, patient, unit, done in rows)
        if len(rows) < BATCH:
            return asked
        after = rows[-1][0].id


@cache
def _due_query() -> Any:
    """Select the lung checks in a closer time that are not asked about today, of patients who are at home."""
    day = bindparam("day", type_=Date)
    answered = exists().where(
        Report.patient_id == MeasurementPlan.patient_id, Report.kind == MeasurementPlan.kind,
        Report.session_date == day, counts(),
    )
    away = last_away(MeasurementPlan.patient_id, day)
    return (
        select(MeasurementPlan, User, CareUnit, answered.label("answered"))
        .join(User, User.id == MeasurementPlan.patient_id)
        .join(CareUnit, CareUnit.id == MeasurementPlan.unit_id)
        .join(Enrollment, Enrollment.public_id == MeasurementPlan.enrollment_public_id)
        .where(MeasurementPlan.current.is_(True), MeasurementPlan.kind == Series.LUNG_CHECK.value)
        .where(MeasurementPlan.closer_from < day, MeasurementPlan.closer_until >= day, MeasurementPlan.ends_on >= day)
        .where(or_(MeasurementPlan.closer_asked.is_(None), MeasurementPlan.closer_asked < day))
        .where(Enrollment.status == EnrollmentStatus.ACTIVE, or_(away.is_(None), away < day))
        .where(MeasurementPlan.id > bindparam("after"))
        .order_by(MeasurementPlan.id)
        .limit(BATCH)
    )


def _ask(
    session: Session, plan: MeasurementPlan, patient: User, unit: CareUnit, is_answered: bool, now: datetime
) -> bool:
    """Ask one patient when it is his day and his morning; tells whether he was asked."""
    day, found = local_date(now, patient.zone), closer_of(plan)
    if found is None or day not in found.follow_ups or is_quiet(now, patient.zone):
        return False
    if now.astimezone(ZoneInfo(patient.zone)).hour < HOUR or not _is_first(session, plan, day):
        return False
    days = (day - found.since).days
    if days == FOLLOW_UP_DAYS[-1]:
        raise_item(
            session, unit_id=unit.id, patient_id=patient.id, kind=ItemKind.VALUE, level=Level.WEEK,
            reason="closer_visit", places={"days": days}, subject=f"plan:{plan.public_id}",
            dedupe_key=f"closer_visit:{found.cause}", occurred_at=now, due_at=answer_before(unit, now, 5),
        )
    if not is_answered:
        conversation = get_conversation(session, patient.id, unit.id)
        send_automatic(session, conversation, say(patient.language, ASK, days=days), f"plan:{plan.public_id}", now)
    return not is_answered


def _is_first(session: Session, plan: MeasurementPlan, day: Any) -> bool:
    """Note that a day is asked about; true for the one job that noted it."""
    return session.execute(
        update(MeasurementPlan)
        .where(MeasurementPlan.id == plan.id)
        .where(or_(MeasurementPlan.closer_asked.is_(None), MeasurementPlan.closer_asked < day))
        .values(closer_asked=day)
        .returning(MeasurementPlan.id)
        .execution_options(synchronize_session=False)
    ).first() is not None
