"""Opens one patient, or a record about one, for the signed-in clinician; every opening is in the log (scenario 20)."""

from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import select

from clinician.guard import viewer
from core import web
from core.errors import NotFoundError
from people.access import get_patient
from people.models import CareRelation, CareUnit, Role, User
from programs.models import Enrollment, SleepWindow
from ratings.models import Risk, SelfRating

Record = TypeVar("Record", Enrollment, Risk, SelfRating)


@dataclass(frozen=True)
class WindowRecord:
    """A sleep window with whose it is."""

    window: SleepWindow
    enrollment: Enrollment
    patient: User


def open_patient(public_id: str) -> User:
    """Return a patient of the viewer's and log the read; raises NotFoundError, a stranger's try is logged too."""
    return get_patient(web.session(), viewer(), public_id, web.now())


def my_units() -> tuple[int, ...]:
    """Return the units where the viewer is a clinician."""
    return viewer().unit_ids(Role.CLINICIAN)


def open_record(model: type[Record], public_id: str) -> tuple[Record, User]:
    """Return a record in one of the viewer's units with its patient, and log the read.

    :raises NotFoundError: for an unknown record, one of another unit, or a patient without a care relation.
    """
    columns: Any = model
    row = web.session().execute(
        select(model, User.public_id).join(User, User.id == columns.patient_id).where(columns.public_id == public_id)
    ).first()
    if row is None:
        raise NotFoundError
    record, patient_id = row
    patient = open_patient(patient_id)
    if record.unit_id not in my_units():
        raise NotFoundError
    return record, patient


def open_window(public_id: str) -> WindowRecord:
    """Return a sleep window with its enrolment and patient, and log the read; raises NotFoundError as above."""
    row = web.session().execute(
        select(SleepWindow, Enrollment, User.public_id)
        .join(Enrollment, Enrollment.id == SleepWindow.enrollment_id)
        .join(User, User.id == Enrollment.patient_id)
        .where(SleepWindow.public_id == public_id)
    ).first()
    if row is None:
        raise NotFoundError
    window, enrollment, patient_id = row
    patient = open_patient(patient_id)
    if enrollment.unit_id not in my_units():
        raise NotFoundError
    return WindowRecord(window, enrollment, patient)


def get_unit_of(unit_id: int) -> CareUnit:
    """Return a unit that a record belongs to."""
    return web.session().get_one(CareUnit, unit_id)


def get_unit_id(patient: User) -> int:
    """Return the viewer's unit that treats a patient; raises NotFoundError when none does."""
    unit_id = web.session().scalar(
        select(CareRelation.unit_id)
        .where(CareRelation.patient_id == patient.id, CareRelation.ended_at.is_(None))
        .where(CareRelation.unit_id.in_(my_units()))
        .order_by(CareRelation.id)
        .limit(1)
    )
    if unit_id is None:
        raise NotFoundError
    return unit_id


def keep_read(answer: str, status: int) -> tuple[str, int]:
    """Return a refused form's page; its read is kept in the log although nothing else is."""
    web.commit()
    return answer, status
