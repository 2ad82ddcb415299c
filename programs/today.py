"""What the patient's first page needs about his programs, in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, bindparam, exists, select
from sqlalchemy.orm import Session

from people.models import CareUnit, User
from people.opening_hours import answer_before
from programs.absences import last_away
from programs.day_diary import has_diary
from programs.diary import SLEEP
from programs.letters import find_unread_letter
from programs.library import get_program
from programs.models import DiaryEntry, Enrollment, EnrollmentStatus
from programs.progress import Progress, load_progress
from programs.schema import Module
from programs.sending_in import SUBMISSION_DAYS
from ratings.risks import find_unread_card

MOST = 20


@dataclass(frozen=True)
class Treatment:
    """A program the patient is in, with whom and how far.

    :param has_row: True when the day's row of the diary is written.
    :param unread_card: public id of a crisis card the patient has not read yet, or None.
    :param letter: public id of a letter to himself that has come back and is not read, or None.
    :param away_until: the last day of an absence the patient has told and is in, or None.
    """

    progress: Progress
    clinician: User
    unit: CareUnit
    has_row: bool
    unread_card: str | None
    letter: str | None
    away_until: date | None = None

    @property
    def enrollment(self) -> Enrollment:
        """The enrolment itself."""
        return self.progress.enrollment

    @property
    def misses_row(self) -> bool:
        """Tell whether the day's row of the diary is still to be written."""
        is_active = self.enrollment.status is EnrollmentStatus.ACTIVE
        return is_active and has_diary(self.progress.program) and not self.has_row

    @property
    def has_sleep_diary(self) -> bool:
        """Tell whether its diary is that of sleep, written in the morning about the night."""
        return self.progress.program.diary == SLEEP

    def read_before(self) -> datetime | None:
        """Return before when the module that waits is read, or None when none waits."""
        waiting = self.progress.waiting_module()
        if waiting is None:
            return None
        sent = self.progress.unlocks[waiting.number].submitted_at
        return answer_before(self.unit, sent, SUBMISSION_DAYS) if sent else None


def list_treatments(session: Session, patient_id: int, today: date) -> list[Treatment]:
    """Return the patient's programs that have begun, the live ones first, KBT before monitoring; two statements."""
    rows = session.execute(_treatments_query(), {"patient": patient_id, "today": today}).all()
    progress = load_progress(session, [row[0] for row in rows])
    found = [
        Treatment(one, row[1], row[2], bool(row[3]), row[4], row[5], row[6] if row[6] and row[6] >= today else None)
        for one, row in zip(progress, rows, strict=True)
    ]
    return sorted(found, key=_order)


@cache
def _treatments_query() -> Any:
    """Return the statement of every start page, put together once (performance.md G1)."""
    patient: Any = bindparam("patient")
    written = exists().where(
        DiaryEntry.enrollment_id == Enrollment.id, DiaryEntry.day == bindparam("today"), DiaryEntry.current.is_(True)
    )
    return (
        select(
            Enrollment, User, CareUnit, written.label("written"), find_unread_card(patient).label("card"),
            find_unread_letter().label("letter"),
            last_away(patient, bindparam("today", type_=Date)).label("away"),
        )
        .join(User, User.id == Enrollment.clinician_id)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .where(Enrollment.patient_id == patient, Enrollment.activated_at.is_not(None))
        .order_by(Enrollment.id.desc())
        .limit(MOST)
    )


def _order(treatment: Treatment) -> tuple[bool, bool, bool]:
    status = treatment.enrollment.status
    kind = get_program(treatment.enrollment.program, treatment.enrollment.program_version).kind
    return status is EnrollmentStatus.ENDED, status is not EnrollmentStatus.ACTIVE, kind != "kbt"


def stands_at(treatment: Treatment) -> Module | None:
    """Return the module the patient stands at: the one to go on with, else the one that waits, else the last open."""
    progress = treatment.progress
    opened = [module for module in progress.program.modules if module.number in progress.unlocks]
    return progress.current_module() or progress.waiting_module() or (opened[-1] if opened else None)


def find_clinician(session: Session, patient_id: int, unit_id: int) -> User | None:
    """Return who treats the patient in a unit: in the newest program there, or None."""
    return session.scalar(
        select(User)
        .join(Enrollment, Enrollment.clinician_id == User.id)
        .where(Enrollment.patient_id == patient_id, Enrollment.unit_id == unit_id)
        .order_by(Enrollment.id.desc())
        .limit(1)
    )
