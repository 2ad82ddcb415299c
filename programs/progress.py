"""The patient's way through a program: what is open, what is done, saving, finishing and sending in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, select, update
from sqlalchemy.orm import Session

from core.db import insert_into
from core.errors import ConflictError, NotFoundError
from core.ids import new_public_id
from core.language import _l
from people.models import CareUnit, User
from programs.chosen_steps import answer_key, asked_answers, program_of
from programs.library import get_program
from programs.models import (
    Enrollment,
    EnrollmentStatus,
    ExerciseAnswer,
    ModuleStatus,
    ModuleUnlock,
    StepCompletion,
)
from programs.schema import Module, Program, Step, StepKind

WRITABLE = (ModuleStatus.UNLOCKED, ModuleStatus.STARTED, ModuleStatus.RETURNED)
ALREADY_SENT = _l("Veckan är redan inskickad. Det du skrev nu är inte med. Skriv gärna ett meddelande i stället.")
AT_REST = _l("Programmet vilar eller är avslutat. Det du skrev nu är inte sparat.")


@dataclass(frozen=True)
class Place:
    """Where in which program a patient is: everything a module's page needs.

    :param program: as this patient meets it; the module too holds only the steps that are his (chosen_steps).
    """

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
    rows = session.execute(_progress_query(), {"enrollments": ids}).all()
    return [_progress(enrollment, [(row[0], row[1]) for row in rows]) for enrollment in enrollments]


@cache
def _progress_query() -> Any:
    """Return the statement, put together once (performance.md G1)."""
    return (
        select(ModuleUnlock, StepCompletion.step)
        .outerjoin(StepCompletion, _steps_of(ModuleUnlock))
        .where(ModuleUnlock.enrollment_id.in_(bindparam("enrollments", expanding=True)))
    )


def _steps_of(unlock: type[ModuleUnlock]) -> ColumnElement[bool]:
    return and_(StepCompletion.enrollment_id == unlock.enrollment_id, StepCompletion.module == unlock.module)


def _progress(enrollment: Enrollment, rows: Sequence[tuple[ModuleUnlock, str | None]]) -> Progress:
    program = program_of(enrollment)
    mine = [(unlock, step) for unlock, step in rows if unlock.enrollment_id == enrollment.id]
    done = {
        module.number: _met(module, (step for unlock, step in mine if unlock.module == module.number))
        for module in program.modules
    }
    return Progress(enrollment, program, {unlock.module: unlock for unlock, _step in mine}, done)


def _met(module: Module, done: Iterable[str | None]) -> frozenset[str]:
    """Return the finished steps that the patient still meets."""
    return frozenset(step.id for step in module.steps).intersection(step for step in done if step)


def get_place(
    session: Session, patient_id: int, enrollment_public_id: str, number: int, *, writing: bool = False
) -> Place:
    """Return an open module of the patient's own program; one statement.

    :param writing: hold the module until the commit, so that nothing is saved after it was sent in (H3).
    :raises NotFoundError: for another's enrolment, an unknown module and a locked one alike (scenario 24).
    """
    asked = {"patient": patient_id, "enrollment": enrollment_public_id, "number": number}
    rows = session.execute(_place_query(writing), asked).all()
    if not rows:
        raise NotFoundError
    enrollment, unlock, unit, clinician, _step = rows[0]
    program = program_of(enrollment)
    module = program.get_module(number)
    return Place(enrollment, unlock, program, module, _met(module, (row[4] for row in rows)), unit, clinician)


def look_again(place: Place) -> Place:
    """Return the same place after something was answered in it, which may have brought steps or taken them away."""
    program = program_of(place.enrollment)
    return replace(place, program=program, module=program.get_module(place.module.number))


@cache
def _place_query(writing: bool) -> Any:
    """Return the statement of every step's page, put together once (performance.md G4)."""
    query = (
        select(Enrollment, ModuleUnlock, CareUnit, User, StepCompletion.step)
        .join(ModuleUnlock, ModuleUnlock.enrollment_id == Enrollment.id)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .join(User, User.id == Enrollment.clinician_id)
        .outerjoin(StepCompletion, _steps_of(ModuleUnlock))
        .where(
            Enrollment.public_id == bindparam("enrollment"),
            Enrollment.patient_id == bindparam("patient"),
            Enrollment.activated_at.is_not(None),
            ModuleUnlock.module == bindparam("number"),
        )
    )
    return query.with_for_update(of=ModuleUnlock) if writing else query


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
    _keep_asked(place, step_id, answers)
    start_module(session, place)


def _keep_asked(place: Place, step_id: str, answers: dict[str, Any]) -> None:
    """Keep beside the enrolment what later steps hang on; nothing is written when it is as before."""
    enrollment, number = place.enrollment, place.module.number
    whole = get_program(enrollment.program, enrollment.program_version)
    asked, known = asked_answers(whole, number, step_id, answers), enrollment.answered or {}
    key = answer_key(number, step_id)
    if asked and known.get(key) != asked:
        enrollment.answered = {**known, key: asked}


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
