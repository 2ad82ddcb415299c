"""What time alone brings about in treatments: they begin, go on after a pause, near their end, fall silent."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from core.clock import local_date
from core.db import Database, insert_into
from core.errors import RuleError
from people.models import CareUnit, User
from people.opening_hours import answer_before
from programs.absences import last_away
from programs.chosen_steps import pace_of
from programs.course import activate as activate
from programs.course import end_enrollment as end_enrollment
from programs.course import resume_treatment
from programs.enrollment import ask_about_end, verify_if_whole
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock, StepCompletion
from programs.quiet import is_cared_for
from worklist.items import raise_item
from worklist.models import ItemKind, ItemStatus, Level, WorkItem

ZONE = "Europe/Stockholm"
BATCH = 200
QUIET_DAYS = timedelta(days=5)
"""Days without anything done before the therapist is told (programs.md A3)."""
REVIEW_BEFORE_END = timedelta(days=7)
FAR_BACK = date(2000, 1, 1)
ASK_AGAIN = timedelta(days=7)
"""How long a question that somebody has closed rests before it is asked again."""


def activate_due(database: Database, now: datetime) -> int:
    """Job: begin the verified treatments whose start date has come; returns how many."""
    today = local_date(now, ZONE)
    _each(database, lambda session, one: verify_if_whole(session, one, now),
          Enrollment.status == EnrollmentStatus.TESTED)
    return _each(database, lambda session, one: _begin(session, one, now),
                 Enrollment.status == EnrollmentStatus.VERIFIED, Enrollment.starts_on <= today)


def _each(database: Database, act: Callable[[Session, Enrollment], bool], *conditions: ColumnElement[bool]) -> int:
    """Do something with each enrolment that fits, in a transaction of its own; returns how many it was done with.

    One that a rule refuses, or that somebody changed meanwhile, is left for the next turn and stops no other.
    """
    done = 0
    for enrollment_id in _ids(database, *conditions):
        try:
            with database.transaction() as session:
                enrollment = session.scalar(select(Enrollment).where(Enrollment.id == enrollment_id, *conditions))
                done += enrollment is not None and act(session, enrollment)
        except RuleError:
            continue
    return done


def _ids(database: Database, *conditions: ColumnElement[bool]) -> Iterator[int]:
    after = 0
    while True:
        with database.open_session(reading=True) as session:
            query = select(Enrollment.id).where(*conditions, Enrollment.id > after)
            found: Sequence[int] = session.scalars(query.order_by(Enrollment.id).limit(BATCH)).all()
        yield from found
        if len(found) < BATCH:
            return
        after = found[-1]


def _begin(session: Session, enrollment: Enrollment, now: datetime) -> bool:
    patient, unit = session.get_one(User, enrollment.patient_id), session.get_one(CareUnit, enrollment.unit_id)
    activate(session, enrollment, patient, unit, now, None)
    return True


def resume_due(database: Database, now: datetime) -> int:
    """Job: let paused treatments go on when their pause is over; returns how many."""
    return _each(database, lambda session, one: _go_on(session, one, now),
                 Enrollment.status == EnrollmentStatus.PAUSED, Enrollment.paused_until <= local_date(now, ZONE))


def _go_on(session: Session, enrollment: Enrollment, now: datetime) -> bool:
    resume_treatment(session, enrollment, now, None)
    return True


def _is_unasked(matter: str, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a question about an enrolment neither waits nor was closed within days.

    Without it the job would wake what somebody has put away, and ask again at once what somebody has answered.
    """
    key = literal(f"{matter}:") + Enrollment.public_id
    asked = exists().where(
        WorkItem.patient_id == Enrollment.patient_id,
        WorkItem.dedupe_key == key,
        or_(WorkItem.status != ItemStatus.CLOSED, WorkItem.closed_at > now - ASK_AGAIN),
    )
    return ~asked


def ask_about_ends(database: Database, now: datetime) -> int:
    """Job: put treatments that end within a week before their clinicians (scenario 12); returns how many."""
    soon = local_date(now, ZONE) + REVIEW_BEFORE_END
    return _each(database, lambda session, one: _ask(session, one, now),
                 Enrollment.status == EnrollmentStatus.ACTIVE, Enrollment.ends_on <= soon,
                 _is_unasked("trial_end", now))


def _ask(session: Session, enrollment: Enrollment, now: datetime) -> bool:
    ask_about_end(session, enrollment, session.get_one(CareUnit, enrollment.unit_id), now)
    return True


def find_inactive(database: Database, now: datetime) -> int:
    """Job: tell the therapist about patients who have an open module and have done nothing for days (A3)."""
    told, after = 0, 0
    while True:
        with database.transaction() as session:
            rows = session.execute(_select_silent(now, after)).all()
            told += sum(_tell_if_kbt(session, one, unit, opened, at, now) for one, unit, opened, at in rows)
        if len(rows) < BATCH:
            return told
        after = rows[-1][0].id


def _select_silent(now: datetime, after: int) -> Select[Any, Any, Any, Any]:
    """Return the query of active enrolments with an open module and nothing done, nor away, since QUIET_DAYS."""
    last_step = (
        select(func.max(StepCompletion.completed_at))
        .where(StepCompletion.enrollment_id == Enrollment.id)
        .correlate(Enrollment)
        .scalar_subquery()
    )
    opened = func.max(ModuleUnlock.unlocked_at)
    today = local_date(now, ZONE)
    away = func.coalesce(last_away(Enrollment.patient_id, today), FAR_BACK)
    return (
        select(Enrollment, CareUnit, opened.label("opened"), last_step.label("stepped"))
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .join(ModuleUnlock, ModuleUnlock.enrollment_id == Enrollment.id)
        .where(
            Enrollment.status == EnrollmentStatus.ACTIVE,
            ModuleUnlock.status.in_((ModuleStatus.UNLOCKED, ModuleStatus.STARTED, ModuleStatus.RETURNED)),
            func.coalesce(last_step, ModuleUnlock.unlocked_at) <= now - QUIET_DAYS,
            _is_unasked("inactive", now),
            ~is_cared_for(now - ASK_AGAIN),
            away < today - QUIET_DAYS,
            Enrollment.id > after,
        )
        .group_by(Enrollment.id, CareUnit.id)
        .having(opened <= now - QUIET_DAYS)
        .order_by(Enrollment.id)
        .limit(BATCH)
    )


def _tell_if_kbt(
    session: Session, enrollment: Enrollment, unit: CareUnit, opened: datetime, stepped: datetime | None, now: datetime
) -> bool:
    program = get_program(enrollment.program, enrollment.program_version)
    if program.kind != "kbt":
        return False
    resumed = enrollment.moved_at
    since = max(stepped or opened, opened, resumed)
    if since > now - QUIET_DAYS * pace_of(program, enrollment.track):
        return False
    _tell_inactive(session, enrollment, unit, since, now)
    return True


def _tell_inactive(session: Session, enrollment: Enrollment, unit: CareUnit, since: datetime, now: datetime) -> None:
    raise_item(
        session, unit_id=unit.id, patient_id=enrollment.patient_id, kind=ItemKind.INACTIVE, level=Level.WEEK,
        reason="inactive", places={"days": (now - since).days}, subject=f"enrollment:{enrollment.public_id}",
        dedupe_key=f"inactive:{enrollment.public_id}", occurred_at=now, due_at=answer_before(unit, now, 3),
    )


def open_weekly_modules(database: Database, now: datetime) -> int:
    """Job: open the education module of the week in monitoring programs (programs.md C1); returns how many."""
    today = local_date(now, ZONE)
    opened, after = 0, 0
    while True:
        with database.transaction() as session:
            rows = session.execute(_select_open_modules(after)).all()
            opened += sum(_open_weekly(session, enrollment, last, today, now) for enrollment, last in rows)
        if len(rows) < BATCH:
            return opened
        after = rows[-1][0].id


def _select_open_modules(after: int) -> Select[Any, Any]:
    return (
        select(Enrollment, func.max(ModuleUnlock.module))
        .join(ModuleUnlock, ModuleUnlock.enrollment_id == Enrollment.id)
        .where(Enrollment.status == EnrollmentStatus.ACTIVE, Enrollment.id > after)
        .group_by(Enrollment.id)
        .order_by(Enrollment.id)
        .limit(BATCH)
    )


def _open_weekly(session: Session, enrollment: Enrollment, last: int, today: date, now: datetime) -> int:
    program = get_program(enrollment.program, enrollment.program_version)
    week = 7 * pace_of(program, enrollment.track)
    due = min(len(program.modules), (today - enrollment.starts_on).days // week + 1)
    if program.unlock != "weekly" or due <= last:
        return 0
    rows = [
        {"enrollment_id": enrollment.id, "module": number, "status": ModuleStatus.UNLOCKED, "unlocked_at": now}
        for number in range(last + 1, due + 1)
    ]
    session.execute(insert_into(session, ModuleUnlock).values(rows).on_conflict_do_nothing())
    return len(rows)
