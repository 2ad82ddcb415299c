"""SMS to who has come to a stop in a KBT program: a module not begun, not sent in, nothing done, the last week (A6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import local_date
from core.db import Database
from messaging.notices import NoticeKind, queue_notice
from messaging.sms_models import Sms
from people.models import CareUnit, User
from programs.absences import last_away
from programs.chosen_steps import pace_of
from programs.enrollment import ZONE
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock, StepCompletion
from programs.progress import WRITABLE

BATCH = 200
WAITING_DAYS, UNSENT_DAYS, INACTIVE_DAYS = 3, 6, 8
LAST_DAYS = 7


@dataclass(frozen=True)
class Stand:
    """Where a patient stands with the module that is open.

    :param opened, touched: the local dates when it opened and when something was last done.
    :param pace: how many times as long as usual a module takes on the patient's track (B4).
    """

    status: ModuleStatus
    opened: date
    touched: date
    ends_on: date
    pace: int = 1

    def nudge(self, today: date) -> NoticeKind | None:
        """Return what to say today, if anything (clinical/programs.md A6, R2, R3, R7 and R8)."""
        if (today - self.touched).days >= INACTIVE_DAYS * self.pace:
            return NoticeKind.INACTIVE
        if 0 <= (self.ends_on - today).days <= LAST_DAYS:
            return NoticeKind.LAST_WEEK
        days = (today - self.opened).days // self.pace
        if UNSENT_DAYS <= days < INACTIVE_DAYS:
            return NoticeKind.MODULE_UNSENT
        if WAITING_DAYS <= days < UNSENT_DAYS and self.status is ModuleStatus.UNLOCKED:
            return NoticeKind.MODULE_WAITING
        return None


def send_nudges(database: Database, now: datetime) -> int:
    """Job: tell those who have come to a stop, each thing once for a module; returns how many SMS were planned."""
    told, after = 0, 0
    while True:
        with database.transaction() as session:
            rows = session.execute(_select_open(now, after)).all()
            told += _tell(session, rows, now)
        if len(rows) < BATCH:
            return told
        after = rows[-1][0].id


def _select_open(now: datetime, after: int) -> Any:
    """Return the query of active enrolments, each with its newest open module, what was last done, and when away."""
    last_step = (
        select(func.max(StepCompletion.completed_at, type_=StepCompletion.completed_at.type))
        .where(StepCompletion.enrollment_id == Enrollment.id)
        .correlate(Enrollment)
        .scalar_subquery()
    )
    newest = (
        select(func.max(ModuleUnlock.module)).where(ModuleUnlock.enrollment_id == Enrollment.id)
        .correlate(Enrollment).scalar_subquery()
    )  # fmt: skip
    away = last_away(Enrollment.patient_id, local_date(now, ZONE))
    return (
        select(Enrollment, User, CareUnit, ModuleUnlock, last_step, away)
        .join(User, User.id == Enrollment.patient_id)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .join(ModuleUnlock, (ModuleUnlock.enrollment_id == Enrollment.id) & (ModuleUnlock.module == newest))
        .where(
            Enrollment.status == EnrollmentStatus.ACTIVE, ModuleUnlock.status.in_(WRITABLE), Enrollment.id > after,
            ModuleUnlock.unlocked_at <= now - timedelta(days=WAITING_DAYS - 1),
        )
        .order_by(Enrollment.id)
        .limit(BATCH)
    )


def _tell(session: Session, rows: Sequence[Any], now: datetime) -> int:
    wanted = [(row, kind) for row in rows if (kind := _nudge(row, now)) is not None]
    if not wanted:
        return 0
    keys = {f"notice:{kind}:{_reference(row[0], row[3])}" for row, kind in wanted}
    known = set(session.scalars(select(Sms.dedupe_key).where(Sms.dedupe_key.in_(keys))))
    told = 0
    for (enrollment, patient, unit, unlock, _last, _away), kind in wanted:
        reference = _reference(enrollment, unlock)
        if f"notice:{kind}:{reference}" not in known:
            told += queue_notice(session, patient, unit, kind, reference, now) is not None
    return told


def _reference(enrollment: Enrollment, unlock: ModuleUnlock) -> str:
    return f"{enrollment.public_id}:{unlock.module}"


def _nudge(row: Any, now: datetime) -> NoticeKind | None:
    enrollment, patient, _unit, unlock, last_step, away = row
    program = get_program(enrollment.program, enrollment.program_version)
    if program.kind != "kbt":
        return None
    opened = max(unlock.unlocked_at, enrollment.moved_at)
    touched = max(opened, last_step) if last_step else opened
    zone, home = patient.zone, away or date.min
    today = local_date(now, zone)
    if home >= today:
        return None
    opened_on, touched_on = max(local_date(opened, zone), home), max(local_date(touched, zone), home)
    pace = pace_of(program, enrollment.track)
    return Stand(unlock.status, opened_on, touched_on, enrollment.ends_on, pace).nudge(today)
