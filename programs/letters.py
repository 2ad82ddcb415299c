"""Letters to oneself: an exercise comes back so many days after it was sent in, with the words that were written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, exists, func, select, update
from sqlalchemy.orm import Session

from core.db import Database, insert_into
from core.errors import NotFoundError
from core.ids import new_public_id
from messaging.notices import NoticeKind, queue_notice
from people.models import CareUnit, User
from programs.library import get_program
from programs.models import (
    Enrollment,
    EnrollmentStatus,
    ExerciseAnswer,
    ExerciseRevision,
    Letter,
    ModuleUnlock,
)
from programs.schema import Module, Step

BATCH = 200
LOOKS_BACK = timedelta(days=60)
"""How long after its day a letter still comes back, when the job has rested or the treatment was paused."""
SHOWN = 20


@dataclass(frozen=True)
class Place:
    """An exercise that comes back: in which version of which program, and after how many days."""

    program: str
    version: str
    module: int
    step: str
    days: int


@dataclass(frozen=True)
class OpenedLetter:
    """A letter with what was written.

    :param answers: the exercise as it was last sent in.
    :param written_at: when that was.
    """

    letter: Letter
    module: Module
    step: Step
    answers: dict[str, Any]
    written_at: datetime


def send_letters(database: Database, now: datetime) -> int:
    """Job: let the letters whose day has come come back, and tell the patients; returns how many."""
    with database.open_session(reading=True) as session:
        places = list(_list_places(session))
    return sum(_send_from(database, place, now) for place in places)


def _list_places(session: Session) -> Iterator[Place]:
    """Yield every exercise that comes back, of the versions that somebody is or has been in."""
    versions = session.execute(
        select(Enrollment.program, Enrollment.program_version).where(Enrollment.activated_at.is_not(None)).distinct()
    )
    for name, version in versions.all():
        for module in get_program(name, version).modules:
            for step in module.steps:
                if step.again_days:
                    yield Place(name, version, module.number, step.id, step.again_days)


def _send_from(database: Database, place: Place, now: datetime) -> int:
    sent, after = 0, 0
    while True:
        with database.transaction() as session:
            rows = session.execute(_select_due(place, now, after)).all()
            sent += sum(_send_one(session, place, enrollment, answers, now) for enrollment, answers in rows)
        if len(rows) < BATCH:
            return sent
        after = rows[-1][0].id


def _select_due(place: Place, now: datetime, after: int) -> Any:
    """Return the query of enrolments whose letter is due and has not come, each with what was written."""
    due = now - timedelta(days=place.days)
    come = exists().where(
        Letter.enrollment_id == Enrollment.id, Letter.module == place.module, Letter.step == place.step
    )
    return (
        select(Enrollment, ExerciseAnswer.answers)
        .join(ModuleUnlock, ModuleUnlock.enrollment_id == Enrollment.id)
        .join(ExerciseAnswer, ExerciseAnswer.enrollment_id == Enrollment.id)
        .where(
            Enrollment.program == place.program,
            Enrollment.program_version == place.version,
            Enrollment.status.in_((EnrollmentStatus.ACTIVE, EnrollmentStatus.ENDED)),
            ModuleUnlock.module == place.module,
            ModuleUnlock.submitted_at.between(due - LOOKS_BACK, due),
            ExerciseAnswer.module == place.module,
            ExerciseAnswer.step == place.step,
            Enrollment.id > after,
            ~come,
        )
        .order_by(Enrollment.id)
        .limit(BATCH)
    )


def _send_one(session: Session, place: Place, enrollment: Enrollment, answers: Any, now: datetime) -> bool:
    """Let one letter come back, unless nothing was written or another job was first; tells whether it did."""
    if not _has_words(answers):
        return False
    row = {
        "public_id": new_public_id(), "enrollment_id": enrollment.id, "module": place.module, "step": place.step,
        "came_at": now,
    }  # fmt: skip
    insert = insert_into(session, Letter).values(row).on_conflict_do_nothing().returning(Letter.public_id)
    public_id = session.scalar(insert)
    if public_id is None:
        return False
    patient, unit = session.get_one(User, enrollment.patient_id), session.get_one(CareUnit, enrollment.unit_id)
    queue_notice(session, patient, unit, NoticeKind.LETTER, public_id, now)
    return True


def _has_words(answers: Any) -> bool:
    if isinstance(answers, dict):
        return any(_has_words(part) for part in answers.values())
    if isinstance(answers, list):
        return any(_has_words(part) for part in answers)
    return answers is not None and answers != ""


def find_unread_letter() -> ScalarSelect[str]:
    """Return a subquery, for a query of enrolments, of the oldest letter that has come back and is not read."""
    return (
        select(Letter.public_id)
        .where(Letter.enrollment_id == Enrollment.id, Letter.read_at.is_(None))
        .order_by(Letter.id)
        .limit(1)
        .correlate(Enrollment)
        .scalar_subquery()
    )


def list_letters(session: Session, enrollment: Enrollment) -> list[tuple[Letter, Step]]:
    """Return the letters of a treatment that have come back, the newest first, each with its exercise."""
    program = get_program(enrollment.program, enrollment.program_version)
    steps = {(module.number, step.id): step for module in program.modules for step in module.steps}
    query = select(Letter).where(Letter.enrollment_id == enrollment.id).order_by(Letter.id.desc()).limit(SHOWN)
    return [(one, steps[one.module, one.step]) for one in session.scalars(query) if (one.module, one.step) in steps]


def open_letter(session: Session, patient_id: int, public_id: str, now: datetime) -> OpenedLetter:
    """Return a letter of the patient's own and note that it is read; it stays readable, also after the end (M5).

    :raises NotFoundError: for another's letter and for one that has not come.
    """
    newest = (
        select(func.max(ExerciseRevision.id))
        .where(ExerciseRevision.answer_id == ExerciseAnswer.id)
        .correlate(ExerciseAnswer)
        .scalar_subquery()
    )
    row = session.execute(
        select(Letter, Enrollment, ExerciseRevision)
        .join(Enrollment, Enrollment.id == Letter.enrollment_id)
        .join(
            ExerciseAnswer,
            (ExerciseAnswer.enrollment_id == Letter.enrollment_id)
            & (ExerciseAnswer.module == Letter.module) & (ExerciseAnswer.step == Letter.step),
        )
        .join(ExerciseRevision, ExerciseRevision.id == newest)
        .where(Letter.public_id == public_id, Enrollment.patient_id == patient_id)
    ).first()  # fmt: skip
    if row is None:
        raise NotFoundError
    letter, enrollment, revision = row
    module = get_program(enrollment.program, enrollment.program_version).get_module(letter.module)
    step = module.find_step(letter.step)
    if step is None:
        raise NotFoundError
    _note_read(session, letter, now)
    return OpenedLetter(letter, module, step, revision.answers, revision.submitted_at)


def _note_read(session: Session, letter: Letter, now: datetime) -> None:
    if letter.read_at is None:
        session.execute(
            update(Letter)
            .where(Letter.id == letter.id, Letter.read_at.is_(None))
            .values(read_at=now)
            .execution_options(synchronize_session=False)
        )
