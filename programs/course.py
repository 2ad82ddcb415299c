"""The course of one treatment: it begins, rests, goes on and ends, with its plan, its reminders and what waits."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from core.clock import local_date
from core.errors import InvalidError
from core.language import _l
from messaging.notices import NoticeKind, queue_notice
from messaging.outbox import cancel_reminders
from messaging.reminders import set_reminder, stop_reminders
from messaging.sms_models import Reminder, ReminderKind
from monitoring.models import MeasurementPlan
from monitoring.plans import start_plan
from people.models import CareUnit, User
from programs.day_diary import has_diary
from programs.diary import SLEEP
from programs.enrollment import (
    ZONE,
    check_activation,
    end,
    enrollment_subject,
    log_step,
    move,
    open_first_module,
    pause,
    resume,
)
from programs.library import get_program
from programs.models import EndReason, Enrollment, EnrollmentStatus
from programs.orders import ends_on
from programs.schema import Program
from worklist.models import ItemKind, ItemStatus, Level, WorkItem

DIARY_HOUR, MEASURE_HOUR, RATING_HOUR = 9, 8, 17
DAY_DIARY_HOUR = 19
"""A row about the day is asked for in the evening, one about the night in the morning."""
LONGEST_NOTE = 2000
WAITING_SHOWN = 20
STILL_WAITING = _l("Något väntar på svar. Ta hand om det först, sedan går programmet att avsluta.")
LONG_NOTE = _l("Anteckningen är för lång. Skriv högst 2000 tecken.")


@dataclass
class StillWaitingError(InvalidError):
    """A treatment cannot end while something waits (reliability.md K8).

    :param waiting: the work items that wait, the most urgent first.
    """

    waiting: list[WorkItem]


def activate(session: Session, enrollment: Enrollment, patient: User, unit: CareUnit, now: datetime,
             actor_id: int | None) -> None:  # fmt: skip
    """Begin a treatment: module 1 opens, plan and reminders start, the patient is told.

    The weeks are counted from the day it really begins, also when that is not the day that was planned.

    :raises NotReadyError: when something that must be there is missing (scenario 2).
    :raises ConflictError: when it has begun already.
    """
    check_activation(enrollment)
    program, today = get_program(enrollment.program, enrollment.program_version), local_date(now, ZONE)
    move(session, enrollment, EnrollmentStatus.ACTIVE, now, EnrollmentStatus.VERIFIED, activated_at=now,
         starts_on=today, ends_on=ends_on(program, today, enrollment.track))
    open_first_module(session, enrollment, now, actor_id)
    start_reminders(session, enrollment, program, patient, unit)
    if program.measure is not None:
        start_plan(session, patient=patient, unit=unit, enrollment_public_id=enrollment.public_id, starts_on=today,
                   ends_on=enrollment.ends_on, now=now, template=program.measure.plan, track=enrollment.track)
    queue_notice(session, patient, unit, NoticeKind.MODULE_UNLOCKED, f"{enrollment.public_id}:1", now)
    log_step(session, enrollment, "enrollment.activate", now, actor_id)


def start_reminders(
    session: Session, enrollment: Enrollment, program: Program, patient: User, unit: CareUnit
) -> None:
    """Set the standing reminders of a program, at hours the patient may change."""
    wanted: list[tuple[ReminderKind, int, int]] = []
    if has_diary(program):
        wanted.append((ReminderKind.DIARY, DIARY_HOUR if program.diary == SLEEP else DAY_DIARY_HOUR, 127))
    if program.kind == "kbt":
        wanted.append((ReminderKind.RATING, RATING_HOUR, 1 << enrollment.starts_on.weekday()))
    if program.measure is not None:
        wanted.append((ReminderKind.MEASURE, MEASURE_HOUR, 127))
    for kind, hour, weekdays in wanted:
        set_reminder(
            session, user=patient, unit=unit, kind=kind, subject=enrollment_subject(enrollment), hour=hour,
            weekdays=weekdays, starts_on=enrollment.starts_on, ends_on=enrollment.ends_on,
        )


def pause_treatment(session: Session, enrollment: Enrollment, until: date, now: datetime, actor_id: int) -> None:
    """Let a treatment rest until a day; its reminders rest too, at the hours the patient has chosen.

    :raises InvalidError: for a day outside the next fourteen.
    :raises ConflictError: when it is not active.
    """
    pause(session, enrollment, until, now, actor_id)
    rested = session.scalars(
        update(Reminder)
        .where(Reminder.subject == enrollment_subject(enrollment), Reminder.active)
        .values(starts_on=until)
        .returning(Reminder.id)
        .execution_options(synchronize_session=False)
    ).all()
    cancel_reminders(session, list(rested), now)


def resume_treatment(session: Session, enrollment: Enrollment, now: datetime, actor_id: int | None) -> None:
    """Let a treatment go on: reminders come again, and everything lasts as many days longer as it rested.

    :raises ConflictError: when it is not paused.
    """
    resume(session, enrollment, now, actor_id)
    session.execute(
        update(Reminder)
        .where(Reminder.subject == enrollment_subject(enrollment), Reminder.active)
        .values(starts_on=local_date(now, ZONE), ends_on=enrollment.ends_on)
        .execution_options(synchronize_session=False)
    )
    _set_plan_end(session, enrollment, enrollment.ends_on)


def _set_plan_end(session: Session, enrollment: Enrollment, day: date) -> None:
    session.execute(
        update(MeasurementPlan)
        .where(
            MeasurementPlan.patient_id == enrollment.patient_id,
            MeasurementPlan.enrollment_public_id == enrollment.public_id,
            MeasurementPlan.current.is_(True),
        )
        .values(ends_on=day)
        .execution_options(synchronize_session=False)
    )


def list_waiting(session: Session, enrollment: Enrollment) -> list[WorkItem]:
    """Return what must be dealt with before a treatment may end (reliability.md K8).

    That is every risk, every unanswered message, everything else that is to be handled now, and this
    treatment's own modules that were sent in; put-away items count too.
    """
    own_module = and_(WorkItem.kind == ItemKind.MODULE, WorkItem.subject.startswith(f"module:{enrollment.public_id}:"))
    waits = or_(WorkItem.kind.in_((ItemKind.RISK, ItemKind.MESSAGE)), WorkItem.level == Level.NOW, own_module)
    query = (
        select(WorkItem)
        .where(
            WorkItem.patient_id == enrollment.patient_id, WorkItem.unit_id == enrollment.unit_id,
            WorkItem.status != ItemStatus.CLOSED, waits,
        )
        .order_by(WorkItem.rank, WorkItem.due_at, WorkItem.id)
        .limit(WAITING_SHOWN)
    )
    return list(session.scalars(query))


def end_enrollment(
    session: Session, enrollment: Enrollment, reason: EndReason, note: str, now: datetime, actor_id: int
) -> None:
    """End an enrolment with its reason: reminders and the plan stop; the care relation stays open.

    The patient may read the material for twelve months (enrollment.is_readable) and own history always (M5).
    One that never began may be ended at any time.

    :raises StillWaitingError: while a risk, a message or a module that was sent in waits (K8).
    :raises InvalidError: for a note that is too long.
    :raises ConflictError: when it has ended already.
    """
    if len(note) > LONGEST_NOTE:
        raise InvalidError("note", LONG_NOTE)
    waiting = list_waiting(session, enrollment) if enrollment.activated_at is not None else []
    if waiting and enrollment.status is not EnrollmentStatus.ENDED:
        raise StillWaitingError("", STILL_WAITING, waiting)
    end(session, enrollment, reason, note.strip(), now, actor_id)
    stop_reminders(session, enrollment_subject(enrollment), now)
    _set_plan_end(session, enrollment, local_date(now, ZONE))
