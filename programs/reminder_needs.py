"""Whether a standing reminder is still needed on a day: asked when it is planned and again when it is sent."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from messaging.sms_models import Reminder
from programs.models import DiaryEntry, Enrollment, EnrollmentStatus
from ratings.models import SelfRating
from ratings.records import SAFETY_INSTRUMENTS

ZONE = ZoneInfo("Europe/Stockholm")
RATING_EVERY = timedelta(days=6)


def _active_enrollments(session: Session, reminders: Sequence[Reminder]) -> dict[str, Enrollment]:
    """Return the active enrolments that reminders serve, by the subject that names them; one statement."""
    ids = [reminder.subject.partition(":")[2] for reminder in reminders]
    rows = session.scalars(
        select(Enrollment).where(Enrollment.public_id.in_(ids), Enrollment.status == EnrollmentStatus.ACTIVE)
    )
    return {f"enrollment:{enrollment.public_id}": enrollment for enrollment in rows}


def diary_needed(session: Session, reminders: Sequence[Reminder], day: date) -> set[int]:
    """Return the ids of the reminders whose patients have not written the day's row of the diary."""
    active = _active_enrollments(session, reminders)
    written = set(
        session.scalars(
            select(DiaryEntry.enrollment_id).where(
                DiaryEntry.enrollment_id.in_([one.id for one in active.values()]),
                DiaryEntry.day == day,
                DiaryEntry.current.is_(True),
            )
        )
    )
    return {one.id for one in reminders if one.subject in active and active[one.subject].id not in written}


def rating_needed(session: Session, reminders: Sequence[Reminder], day: date) -> set[int]:
    """Return the ids of the reminders whose patients have answered no safety question for six days (0.2)."""
    active = _active_enrollments(session, reminders)
    since = datetime.combine(day, time(0), tzinfo=ZONE) - RATING_EVERY
    answered = set(
        session.scalars(
            select(SelfRating.patient_id).where(
                SelfRating.patient_id.in_([one.patient_id for one in active.values()]),
                SelfRating.instrument.in_(SAFETY_INSTRUMENTS),
                SelfRating.completed_at >= since,
            )
        )
    )
    return {one.id for one in reminders if one.subject in active and one.user_id not in answered}
