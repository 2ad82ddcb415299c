"""The course of a treatment: it begins, rests, goes on, nears its end; what time alone brings about."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import local_date
from core.db import Database, insert_into
from core.errors import RuleError
from messaging.notices import NoticeKind, queue_notice
from messaging.reminders import set_reminder, stop_reminders
from messaging.sms_models import ReminderKind
from monitoring.plans import start_plan
from people.models import CareUnit, User
from people.opening_hours import answer_before
from programs.enrollment import (
    ask_about_end,
    check_activation,
    enrollment_subject,
    move,
    open_first_module,
    resume,
    verify_if_whole,
)
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock, StepCompletion
from programs.schema import Program
from worklist.items import raise_item
from worklist.models import ItemKind, Level

ZONE = "Europe/Stockholm"
BATCH = 200
QUIET_DAYS = timedelta(days=5)
"""Days without anything done before the therapist is told (programs.md A3)."""
REVIEW_BEFORE_END = timedelta(days=7)
DIARY_HOUR, MEASURE_HOUR, RATING_HOUR = 9, 8, 17


def activate(session: Session, enrollment: Enrollment, patient: User, unit: CareUnit, now: datetime,
             actor_id: int | None) -> None:
    """Begin a treatment: module 1 opens, plan and reminders start, the patient is told.

    :raises InvalidError: when something that must be there is missing (scenario 2).
    :raises ConflictError: when it has begun already.
    """
    check_activation(enrollment)
    move(session, enrollment, EnrollmentStatus.ACTIVE, now, activated_at=now)
    program = get_program(enrollment.program, enrollment.program_version)
    open_first_module(session, enrollment, now, actor_id)
    start_reminders(session, enrollment, program, patient, unit)
    if program.measure is not None:
        start_plan(session, patient=patient, unit=unit, enrollment_public_id=enrollment.public_id,
                   starts_on=max(enrollment.starts_on, local_date(now, patient.zone)), ends_on=enrollment.ends_on,
                   now=now)
    queue_notice(session, patient, unit, NoticeKind.MODULE_UNLOCKED, f"{enrollment.public_id}:1", now)


def start_reminders(
    session: Session, enrollment: Enrollment, program: Program, patient: User, unit: CareUnit
) -> None:
    """Set the standing reminders of a program, at hours the patient may change."""
    wanted: list[tuple[ReminderKind, int, int]] = []
    if program.diary:
        wanted.append((ReminderKind.DIARY, DIARY_HOUR, 127))
    if program.kind == "kbt":
        wanted.append((ReminderKind.RATING, RATING_HOUR, 1 << enrollment.starts_on.weekday()))
    if program.measure is not None:
        wanted.append((ReminderKind.MEASURE, MEASURE_HOUR, 127))
    for kind, hour, weekdays in wanted:
        set_reminder(
            session, user=patient, unit=unit, kind=kind, subject=enrollment_subject(enrollment), hour=hour,
            weekdays=weekdays, starts_on=enrollment.starts_on, ends_on=enrollment.ends_on,
        )


def stop(session: Session, enrollment: Enrollment, now: datetime) -> None:
    """Stop the reminders of a treatment that rests or is over, also those already planned."""
    stop_reminders(session, enrollment_subject(enrollment), now)


def activate_due(database: Database, now: datetime) -> int:
    """Job: begin the verified treatments whose start date has come; returns how many."""
    today = local_date(now, ZONE)
    with database.transaction() as session:
        tested = select(Enrollment).where(Enrollment.status == EnrollmentStatus.TESTED).limit(BATCH)
        for enrollment in session.scalars(tested).all():
            verify_if_whole(session, enrollment, now)
    count = 0
    for enrollment_id in _ids(database, Enrollment.status == EnrollmentStatus.VERIFIED, Enrollment.starts_on <= today):
        with database.transaction() as session:
            count += _begin(session, enrollment_id, now)
    return count


def _ids(database: Database, *conditions: object) -> Sequence[int]:
    with database.transaction() as session:
        query = select(Enrollment.id).where(*conditions).order_by(Enrollment.id).limit(BATCH)  # type: ignore[arg-type]
        return session.scalars(query).all()


def _begin(session: Session, enrollment_id: int, now: datetime) -> int:
    enrollment = session.get_one(Enrollment, enrollment_id)
    patient, unit = session.get_one(User, enrollment.patient_id), session.get_one(CareUnit, enrollment.unit_id)
    try:
        activate(session, enrollment, patient, unit, now, None)
    except RuleError:
        return 0
    return 1


def resume_due(database: Database, now: datetime) -> int:
    """Job: let paused treatments go on when their pause is over; returns how many."""
    today = local_date(now, ZONE)
    ids = _ids(database, Enrollment.status == EnrollmentStatus.PAUSED, Enrollment.paused_until <= today)
    for enrollment_id in ids:
        with database.transaction() as session:
            enrollment = session.get_one(Enrollment, enrollment_id)
            patient = session.get_one(User, enrollment.patient_id)
            unit = session.get_one(CareUnit, enrollment.unit_id)
            resume(session, enrollment, now, None)
            start_reminders(session, enrollment, get_program(enrollment.program, enrollment.program_version), patient, unit)
    return len(ids)


def ask_about_ends(database: Database, now: datetime) -> int:
    """Job: put treatments that end within a week before their clinicians (scenario 12); returns how many."""
    soon = local_date(now, ZONE) + REVIEW_BEFORE_END
    with database.transaction() as session:
        rows = session.execute(
            select(Enrollment, CareUnit)
            .join(CareUnit, CareUnit.id == Enrollment.unit_id)
            .where(Enrollment.status == EnrollmentStatus.ACTIVE, Enrollment.ends_on <= soon)
            .limit(BATCH)
        ).all()
        for enrollment, unit in rows:
            ask_about_end(session, enrollment, unit, now)
    return len(rows)


def find_inactive(database: Database, now: datetime) -> int:
    """Job: tell the therapist about patients who have an open module and have done nothing for days (A3)."""
    with database.transaction() as session:
        last_step = (
            select(StepCompletion.enrollment_id, func.max(StepCompletion.completed_at).label("at"))
            .group_by(StepCompletion.enrollment_id)
            .subquery()
        )
        last = func.coalesce(last_step.c.at, ModuleUnlock.unlocked_at)
        rows = session.execute(
            select(Enrollment, CareUnit, ModuleUnlock, last_step.c.at)
            .join(CareUnit, CareUnit.id == Enrollment.unit_id)
            .join(ModuleUnlock, ModuleUnlock.enrollment_id == Enrollment.id)
            .outerjoin(last_step, last_step.c.enrollment_id == Enrollment.id)
            .where(
                Enrollment.status == EnrollmentStatus.ACTIVE,
                ModuleUnlock.status.in_((ModuleStatus.UNLOCKED, ModuleStatus.STARTED, ModuleStatus.RETURNED)),
                ModuleUnlock.unlocked_at <= now - QUIET_DAYS,
                last <= now - QUIET_DAYS,
            )
            .limit(BATCH)
        ).all()
        for enrollment, unit, unlock, stepped in rows:
            if get_program(enrollment.program, enrollment.program_version).kind == "kbt":
                _tell_inactive(session, enrollment, unit, max(stepped or unlock.unlocked_at, unlock.unlocked_at), now)
    return len(rows)


def _tell_inactive(session: Session, enrollment: Enrollment, unit: CareUnit, since: datetime, now: datetime) -> None:
    raise_item(
        session, unit_id=unit.id, patient_id=enrollment.patient_id, kind=ItemKind.INACTIVE, level=Level.WEEK,
        reason="inactive", places={"days": (now - since).days}, subject=f"enrollment:{enrollment.public_id}",
        dedupe_key=f"inactive:{enrollment.public_id}", occurred_at=now, due_at=answer_before(unit, now, 3),
    )


def open_weekly_modules(database: Database, now: datetime) -> int:
    """Job: open the education module of the week in monitoring programs (programs.md C1); returns how many."""
    today = local_date(now, ZONE)
    opened = 0
    with database.transaction() as session:
        rows = session.execute(
            select(Enrollment, func.max(ModuleUnlock.module))
            .join(ModuleUnlock, ModuleUnlock.enrollment_id == Enrollment.id)
            .where(Enrollment.status == EnrollmentStatus.ACTIVE)
            .group_by(Enrollment.id)
            .order_by(Enrollment.id)
        ).all()
        for enrollment, last in rows:
            opened += _open_weekly(session, enrollment, last, today, now)
    return opened


def _open_weekly(session: Session, enrollment: Enrollment, last: int, today: date, now: datetime) -> int:
    program = get_program(enrollment.program, enrollment.program_version)
    due = min(len(program.modules), (today - enrollment.starts_on).days // 7 + 1)
    if program.unlock != "weekly" or due <= last:
        return 0
    rows = [
        {"enrollment_id": enrollment.id, "module": number, "status": ModuleStatus.UNLOCKED, "unlocked_at": now}
        for number in range(last + 1, due + 1)
    ]
    session.execute(insert_into(session, ModuleUnlock).values(rows).on_conflict_do_nothing())
    return len(rows)
