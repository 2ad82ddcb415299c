"""The patient's way through a program: what is open, what is done, saving, finishing and sending in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, insert, literal, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.db import insert_into
from core.errors import ConflictError, InvalidError, NotFoundError
from core.ids import new_public_id
from core.language import _l
from people.models import CareUnit, User
from people.opening_hours import answer_before
from programs.library import get_program
from programs.models import (
    Enrollment,
    EnrollmentStatus,
    ExerciseAnswer,
    ExerciseRevision,
    ModuleStatus,
    ModuleUnlock,
    StepCompletion,
)
from programs.schema import Module, Program, Step, StepKind
from worklist.items import raise_item
from worklist.models import ItemKind, Level

WRITABLE = (ModuleStatus.UNLOCKED, ModuleStatus.STARTED, ModuleStatus.RETURNED)
ALREADY_SENT = _l("Veckan är redan inskickad. Det du skrev nu är inte med. Skriv gärna ett meddelande i stället.")
AT_REST = _l("Programmet vilar eller är avslutat. Det du skrev nu är inte sparat.")
SUBMISSION_DAYS = 2
"""Working days within which a submitted module is answered (programs.md A3)."""


@dataclass(frozen=True)
class Place:
    """Where in which program a patient is: everything a module's page needs."""

    enrollment: Enrollment
    unlock: ModuleUnlock
    program: Program
    module: Module
    done: frozenset[str]
    unit: CareUnit
    clinician: User

    @property
    def can_write(self) -> bool:
        """Tell whether the module's exercises may still be changed."""
        return self.unlock.status in WRITABLE and self.enrollment.status is EnrollmentStatus.ACTIVE

    @property
    def is_sent_in(self) -> bool:
        """Tell whether the module belongs to those that a clinician reads; the others open by the week."""
        return self.program.unlock == "clinician"

    def next_step(self) -> Step | None:
        """Return the first step that is not done, or None when all are."""
        return next((step for step in self.module.steps if step.id not in self.done), None)

    def missing_steps(self) -> list[Step]:
        """Return what must be done before the module can be sent in; a rating may be left out (programs.md A5)."""
        return [step for step in self.module.steps if step.id not in self.done and step.kind is not StepKind.RATING]


@dataclass(frozen=True)
class Progress:
    """How far an enrolment has come.

    :param unlocks: module number to its unlock; a number without one is locked.
    :param done: module number to the ids of its finished steps.
    """

    enrollment: Enrollment
    program: Program
    unlocks: dict[int, ModuleUnlock]
    done: dict[int, frozenset[str]]

    def current_module(self) -> Module | None:
        """Return the module to go on with: the first open one that is not sent in, or not done when none is sent."""
        for module in self.program.modules:
            unlock = self.unlocks.get(module.number)
            if unlock is not None and unlock.status in WRITABLE and not self.is_done(module):
                return module
        return None

    def is_done(self, module: Module) -> bool:
        """Tell whether nothing is left for the patient to do in a module."""
        unlock = self.unlocks.get(module.number)
        if unlock is None:
            return False
        if self.program.unlock == "clinician":
            return unlock.status not in WRITABLE
        return all(step.id in self.done[module.number] for step in module.steps)

    def waiting_module(self) -> Module | None:
        """Return the module that is sent in and not yet read."""
        for module in self.program.modules:
            unlock = self.unlocks.get(module.number)
            if unlock is not None and unlock.status is ModuleStatus.SUBMITTED:
                return module
        return None


def load_progress(session: Session, enrollments: Sequence[Enrollment]) -> list[Progress]:
    """Return how far enrolments have come, in the same order; one statement however many there are."""
    ids = [enrollment.id for enrollment in enrollments]
    rows = session.execute(
        select(ModuleUnlock, StepCompletion.step)
        .outerjoin(StepCompletion, _steps_of(ModuleUnlock))
        .where(ModuleUnlock.enrollment_id.in_(ids))
    ).all()
    return [_progress(enrollment, [(row[0], row[1]) for row in rows]) for enrollment in enrollments]


def _steps_of(unlock: type[ModuleUnlock]) -> ColumnElement[bool]:
    return and_(StepCompletion.enrollment_id == unlock.enrollment_id, StepCompletion.module == unlock.module)


def _progress(enrollment: Enrollment, rows: Sequence[tuple[ModuleUnlock, str | None]]) -> Progress:
    program = get_program(enrollment.program, enrollment.program_version)
    mine = [(unlock, step) for unlock, step in rows if unlock.enrollment_id == enrollment.id]
    done = {
        module.number: frozenset(step for unlock, step in mine if unlock.module == module.number and step)
        for module in program.modules
    }
    return Progress(enrollment, program, {unlock.module: unlock for unlock, _step in mine}, done)


def get_place(
    session: Session, patient_id: int, enrollment_public_id: str, number: int, *, writing: bool = False
) -> Place:
    """Return an open module of the patient's own program; one statement.

    :param writing: hold the module until the commit, so that nothing is saved after it was sent in (H3).
    :raises NotFoundError: for another's enrolment, an unknown module and a locked one alike (scenario 24).
    """
    query = _place_query(patient_id, enrollment_public_id, number)
    rows = session.execute(query.with_for_update(of=ModuleUnlock) if writing else query).all()
    if not rows:
        raise NotFoundError
    enrollment, unlock, unit, clinician, _step = rows[0]
    program = get_program(enrollment.program, enrollment.program_version)
    done = frozenset(row[4] for row in rows if row[4])
    return Place(enrollment, unlock, program, program.get_module(number), done, unit, clinician)


def _place_query(
    patient_id: int, enrollment_public_id: str, number: int
) -> Select[Enrollment, ModuleUnlock, CareUnit, User, str]:
    return (
        select(Enrollment, ModuleUnlock, CareUnit, User, StepCompletion.step)
        .join(ModuleUnlock, ModuleUnlock.enrollment_id == Enrollment.id)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .join(User, User.id == Enrollment.clinician_id)
        .outerjoin(StepCompletion, _steps_of(ModuleUnlock))
        .where(
            Enrollment.public_id == enrollment_public_id,
            Enrollment.patient_id == patient_id,
            Enrollment.activated_at.is_not(None),
            ModuleUnlock.module == number,
        )
    )


def get_step(place: Place, step_id: str) -> Step:
    """Return a step of the module; raises NotFoundError when there is none by that id."""
    step = place.module.find_step(step_id)
    if step is None:
        raise NotFoundError
    return step


def require_writable(place: Place) -> None:
    """Raise ConflictError when the module has been sent in or the treatment rests or is over."""
    if place.enrollment.status is not EnrollmentStatus.ACTIVE:
        raise ConflictError(AT_REST)
    if not place.can_write:
        raise ConflictError(ALREADY_SENT)


def find_answer(session: Session, place: Place, step_id: str) -> ExerciseAnswer | None:
    """Return what the patient has written in a step so far, or None."""
    return session.scalar(
        select(ExerciseAnswer).where(
            ExerciseAnswer.enrollment_id == place.enrollment.id,
            ExerciseAnswer.module == place.module.number,
            ExerciseAnswer.step == step_id,
        )
    )


def save_answers(session: Session, place: Place, step_id: str, answers: dict[str, Any], now: datetime) -> None:
    """Keep what the patient has written in a step, finished or not; one statement.

    :raises ConflictError: when the module has been sent in.
    """
    require_writable(place)
    row = {
        "public_id": new_public_id(),
        "enrollment_id": place.enrollment.id,
        "module": place.module.number,
        "step": step_id,
        "answers": answers,
        "revision": 1,
        "saved_at": now,
    }
    statement = insert_into(session, ExerciseAnswer).values(row)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["enrollment_id", "module", "step"],
            set_={
                "answers": statement.excluded.answers,
                "saved_at": now,
                "revision": ExerciseAnswer.revision + 1,
            },
        )
    )
    start_module(session, place)


def start_module(session: Session, place: Place) -> None:
    """Note that the patient has begun; does nothing the second time."""
    if place.unlock.status is ModuleStatus.UNLOCKED:
        session.execute(
            update(ModuleUnlock)
            .where(ModuleUnlock.id == place.unlock.id, ModuleUnlock.status == ModuleStatus.UNLOCKED)
            .values(status=ModuleStatus.STARTED)
            .execution_options(synchronize_session=False)
        )


def complete_step(session: Session, place: Place, step_id: str, now: datetime) -> None:
    """Note that a step is done; doing it again changes nothing.

    :raises ConflictError: when the module has been sent in.
    """
    require_writable(place)
    row = {
        "enrollment_id": place.enrollment.id,
        "module": place.module.number,
        "step": step_id,
        "completed_at": now,
    }
    session.execute(insert_into(session, StepCompletion).values(row).on_conflict_do_nothing())
    start_module(session, place)


def submit_module(session: Session, place: Place, now: datetime) -> list[dict[str, Any]]:
    """Send a module in: the exercises are frozen and the unit gets it in its list, all in one transaction.

    :return: the answers of each exercise as they were frozen, to be read for what cannot wait.
    :raises InvalidError: when something that must be done is not.
    :raises ConflictError: when it was already sent in.
    :raises NotFoundError: for a module of a program whose modules nobody reads.
    """
    if not place.is_sent_in:
        raise NotFoundError
    require_writable(place)
    if place.missing_steps():
        raise InvalidError("", _l("Det finns steg kvar att göra innan du kan skicka in veckan."))
    done = session.execute(
        update(ModuleUnlock)
        .where(ModuleUnlock.id == place.unlock.id, ModuleUnlock.status.in_(WRITABLE))
        .values(status=ModuleStatus.SUBMITTED, submitted_at=now)
        .returning(ModuleUnlock.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        raise ConflictError(ALREADY_SENT)
    frozen = _freeze_answers(session, place, now)
    enrollment = place.enrollment
    raise_item(
        session,
        unit_id=enrollment.unit_id,
        patient_id=enrollment.patient_id,
        kind=ItemKind.MODULE,
        level=Level.TODAY,
        reason="module_submitted",
        places={"module": place.module.number},
        subject=f"module:{enrollment.public_id}:{place.module.number}",
        dedupe_key=f"module:{enrollment.public_id}:{place.module.number}",
        occurred_at=now,
        due_at=read_before(place, now),
    )
    record_event(session, now, "module.submit", actor_id=enrollment.patient_id, actor_role="patient",
                 unit_id=enrollment.unit_id, patient_id=enrollment.patient_id, object_kind="module",
                 object_id=f"{enrollment.public_id}:{place.module.number}")
    return frozen


def read_before(place: Place, now: datetime) -> datetime:
    """Return before when a module sent in at an instant is read and answered."""
    return answer_before(place.unit, now, SUBMISSION_DAYS)


def _freeze_answers(session: Session, place: Place, now: datetime) -> list[dict[str, Any]]:
    """Copy the exercises as they stand, so that what the clinician reads never changes afterwards."""
    present = select(ExerciseAnswer.id, ExerciseAnswer.answers, literal(now, ExerciseRevision.submitted_at.type)).where(
        ExerciseAnswer.enrollment_id == place.enrollment.id, ExerciseAnswer.module == place.module.number
    )
    freeze = insert(ExerciseRevision).from_select(["answer_id", "answers", "submitted_at"], present)
    return list(session.scalars(freeze.returning(ExerciseRevision.answers)))
