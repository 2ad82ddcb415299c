"""Moves patients to another version of their program, on purpose and with a reason; taken back within thirty days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, tuple_
from sqlalchemy.orm import Session

from core.audit import AuditEvent
from core.errors import ConflictError, InvalidError, NotFoundError
from core.ids import new_public_id
from core.language import _l
from people.models import Role, User
from people.viewer import Viewer
from programs.chosen_steps import answer_key, asked_answers, asked_place
from programs.enrollment import LIVE
from programs.library import get_program, latest_version, list_versions
from programs.models import Enrollment, ExerciseAnswer, ModuleUnlock, StepCompletion
from programs.release_models import EnrollmentMove
from programs.schema import Program, StepKind

UNDO_WITHIN = timedelta(days=30)
MOST_AT_ONCE = 100
LONGEST_REASON = 300
READ_ONLY = (StepKind.TEXT, StepKind.FILM)
"""Steps without answers; one that has moved to another module is done there too."""
NO_REASON = _l("Skriv varför patienterna flyttas.")
LONG_REASON = _l("Skriv högst 300 tecken.")
NOBODY = _l("Välj minst en patient.")
TOO_MANY = _l("Flytta högst 100 patienter åt gången.")
SAME = _l("Patienten har redan den versionen.")
TOO_FAR = _l("Patienten har öppnat fler moduler än den valda versionen har. Välj en annan version.")
CHANGED = _l("Någon annan har ändrat något under tiden. Läs om sidan.")
TOO_LATE = _l("Det har gått mer än 30 dagar. Flytta patienten på nytt i stället.")
NOT_LAST = _l("Patienten har flyttats igen sedan dess. Ta tillbaka den flytten först.")


@dataclass(frozen=True)
class Movable:
    """A patient of one's own unit who has another version than the newest.

    :param module: the furthest module that is open; 0 for none.
    """

    enrollment: Enrollment
    name: str
    module: int


@dataclass(frozen=True)
class MoveLine:
    """A move that may be taken back."""

    move: EnrollmentMove
    enrollment: Enrollment
    name: str


def list_movable(
    session: Session, viewer: Viewer, program_id: str, to_version: str, *, after: int = 0, limit: int = MOST_AT_ONCE
) -> list[Movable]:
    """Return the live enrolments of the viewer's units that have another version, by id; one statement.

    :param after: the id of the last one on the page before.
    """
    furthest = (
        select(func.coalesce(func.max(ModuleUnlock.module), 0))
        .where(ModuleUnlock.enrollment_id == Enrollment.id).scalar_subquery()
    )  # fmt: skip
    rows = session.execute(
        select(Enrollment, User.name, furthest).join(User, User.id == Enrollment.patient_id)
        .where(
            Enrollment.unit_id.in_(viewer.unit_ids(Role.CLINICIAN)), Enrollment.program == program_id,
            Enrollment.program_version != to_version, Enrollment.status.in_(LIVE), Enrollment.id > after,
        )
        .order_by(Enrollment.id).limit(limit)
    )  # fmt: skip
    return [Movable(enrollment, name, module) for enrollment, name, module in rows]


def list_moves(session: Session, viewer: Viewer, program_id: str, now: datetime) -> list[MoveLine]:
    """Return the moves of the viewer's units that can be taken back, the newest first; one statement."""
    rows = session.execute(
        select(EnrollmentMove, Enrollment, User.name)
        .join(Enrollment, Enrollment.id == EnrollmentMove.enrollment_id).join(User, User.id == Enrollment.patient_id)
        .where(
            Enrollment.unit_id.in_(viewer.unit_ids(Role.CLINICIAN)), Enrollment.program == program_id,
            EnrollmentMove.undone_at.is_(None), EnrollmentMove.moved_at > now - UNDO_WITHIN,
        )
        .order_by(EnrollmentMove.id.desc()).limit(MOST_AT_ONCE)
    )  # fmt: skip
    return [MoveLine(move, enrollment, name) for move, enrollment, name in rows]


def move_enrollments(
    session: Session, viewer: Viewer, program_id: str, to_version: str, public_ids: Sequence[str], reason: str,
    now: datetime,
) -> int:
    """Move chosen patients of the viewer's own units to a version; all of them or none. Returns how many.

    Answers are not touched. A done step with the same id in the same module stays done; a text or a film that has
    moved to another module is done there too. Opened modules stay open. The same few statements for one as for many.

    :raises InvalidError: without a reason or patients, or when somebody has come further than the version goes.
    :raises NotFoundError: for a patient of another unit, and an unknown version.
    """
    text, chosen = _check(reason, public_ids)
    program = get_program(program_id, to_version)
    found = _lock(session, viewer, program_id, chosen)
    if len(found) != len(chosen):
        raise NotFoundError
    _require_room(session, found, program)
    carried = _carry_over(session, found, program, now)
    rows = [
        {"public_id": new_public_id(), "enrollment_id": one.id, "from_version": one.program_version,
         "to_version": to_version, "reason": text, "carried": carried.get(one.id, []), "moved_by": viewer.id,
         "moved_at": now}
        for one in found
    ]  # fmt: skip
    session.execute(insert(EnrollmentMove), rows)
    for one in found:
        one.program_version = to_version
    _ask_answers_anew(session, found, program)
    _log(session, viewer, found, "enrollment.move", now)
    return len(found)


def _check(reason: str, public_ids: Sequence[str]) -> tuple[str, list[str]]:
    text, chosen = reason.strip(), sorted(set(public_ids))
    if not text:
        raise InvalidError("reason", NO_REASON)
    if len(text) > LONGEST_REASON:
        raise InvalidError("reason", LONG_REASON)
    if not chosen:
        raise InvalidError("chosen", NOBODY)
    if len(chosen) > MOST_AT_ONCE:
        raise InvalidError("chosen", TOO_MANY)
    return text, chosen


def _lock(session: Session, viewer: Viewer, program_id: str, public_ids: Sequence[str]) -> list[Enrollment]:
    """Hold the enrolments until the commit, in the order of their ids so that two movers do not lock each other."""
    query = (
        select(Enrollment)
        .where(
            Enrollment.public_id.in_(public_ids), Enrollment.program == program_id, Enrollment.status.in_(LIVE),
            Enrollment.unit_id.in_(viewer.unit_ids(Role.CLINICIAN)),
        )
        .order_by(Enrollment.id).with_for_update().execution_options(populate_existing=True)
    )  # fmt: skip
    return list(session.scalars(query))


def _require_room(session: Session, found: Sequence[Enrollment], program: Program) -> None:
    if any(one.program_version == program.version for one in found):
        raise InvalidError("chosen", SAME)
    furthest = session.scalar(
        select(func.max(ModuleUnlock.module)).where(ModuleUnlock.enrollment_id.in_([one.id for one in found]))
    )
    if furthest is not None and furthest > len(program.modules):
        raise InvalidError("chosen", TOO_FAR)


def _moved_steps(old: Program, new: Program) -> dict[tuple[int, str], int]:
    """Return the steps without answers that lie in another module of the new version, by their old place."""
    places = {
        step.id: module.number for module in new.modules for step in module.steps if step.kind in READ_ONLY
    }
    once = [step.id for module in new.modules for step in module.steps]
    return {
        (module.number, step.id): places[step.id]
        for module in old.modules for step in module.steps
        if step.kind in READ_ONLY and once.count(step.id) == 1 and places.get(step.id, module.number) != module.number
    }  # fmt: skip


def _carry_over(session: Session, found: Sequence[Enrollment], new: Program, now: datetime) -> dict[int, list[int]]:
    """Note as done what was read in another module before; returns the new rows' ids by enrolment."""
    moved = {one.program_version: _moved_steps(get_program(new.id, one.program_version), new) for one in found}
    wanted = {step for places in moved.values() for _module, step in places}
    if not wanted:
        return {}
    version_of = {one.id: one.program_version for one in found}
    rows = session.execute(
        select(StepCompletion.enrollment_id, StepCompletion.module, StepCompletion.step, StepCompletion.completed_at)
        .where(StepCompletion.enrollment_id.in_(version_of), StepCompletion.step.in_(wanted))
    ).all()  # fmt: skip
    there = {(row.enrollment_id, row.module, row.step) for row in rows}
    fresh = []
    for row in rows:
        module = moved[version_of[row.enrollment_id]].get((row.module, row.step))
        if module is not None and (row.enrollment_id, module, row.step) not in there:
            fresh.append({"enrollment_id": row.enrollment_id, "module": module, "step": row.step,
                          "completed_at": row.completed_at})  # fmt: skip
    if not fresh:
        return {}
    made = session.execute(insert(StepCompletion).returning(StepCompletion.id, StepCompletion.enrollment_id), fresh)
    carried: dict[int, list[int]] = {}
    for completion_id, enrollment_id in made:
        carried.setdefault(enrollment_id, []).append(completion_id)
    return carried


def undo_move(session: Session, viewer: Viewer, public_id: str, now: datetime) -> str:
    """Take a move back: the version and the done steps are what they were; what was answered since stays.

    Returns the program's id.

    :raises NotFoundError: for a move of another unit's patient.
    :raises ConflictError: when it is taken back already, too old, or not the patient's last one.
    """
    row = session.execute(
        select(EnrollmentMove, Enrollment).join(Enrollment, Enrollment.id == EnrollmentMove.enrollment_id)
        .where(
            EnrollmentMove.public_id == public_id, Enrollment.unit_id.in_(viewer.unit_ids(Role.CLINICIAN))
        )
        .with_for_update(of=Enrollment).execution_options(populate_existing=True)
    ).first()  # fmt: skip
    if row is None:
        raise NotFoundError
    move, enrollment = row[0], row[1]
    _require_undoable(session, move, enrollment, now)
    if move.carried:
        session.execute(
            delete(StepCompletion).where(
                StepCompletion.id.in_(move.carried), StepCompletion.enrollment_id == enrollment.id
            )
        )
    enrollment.program_version, move.undone_at, move.undone_by = move.from_version, now, viewer.id
    _ask_answers_anew(session, [enrollment], get_program(enrollment.program, move.from_version))
    _log(session, viewer, [enrollment], "enrollment.move_back", now)
    return enrollment.program


def _ask_answers_anew(session: Session, found: Sequence[Enrollment], program: Program) -> None:
    """Note for each patient what the version's conditions ask of the answers he has given, which stay as they are.

    One statement to read, and none for a program where nothing is asked.
    """
    asked = {
        asked_place(condition, module.number)
        for module in program.modules for step in module.steps for condition in step.conditions
    }  # fmt: skip
    if not asked and not any(one.answered for one in found):
        return
    rows = session.execute(
        select(ExerciseAnswer.enrollment_id, ExerciseAnswer.module, ExerciseAnswer.step, ExerciseAnswer.answers)
        .where(
            ExerciseAnswer.enrollment_id.in_([one.id for one in found]),
            tuple_(ExerciseAnswer.module, ExerciseAnswer.step).in_(sorted(asked) or [(0, "")]),
        )
    ).all()  # fmt: skip
    for one in found:
        known = {
            answer_key(module, step): asked_answers(program, module, step, answers)
            for enrollment_id, module, step, answers in rows if enrollment_id == one.id
        }  # fmt: skip
        one.answered = known or None


def _require_undoable(session: Session, move: EnrollmentMove, enrollment: Enrollment, now: datetime) -> None:
    if move.undone_at is not None or enrollment.program_version != move.to_version:
        raise ConflictError(CHANGED)
    if move.moved_at + UNDO_WITHIN < now:
        raise ConflictError(TOO_LATE)
    later = select(EnrollmentMove.id).where(
        EnrollmentMove.enrollment_id == enrollment.id, EnrollmentMove.id > move.id, EnrollmentMove.undone_at.is_(None)
    )
    if session.scalar(later.limit(1)) is not None:
        raise ConflictError(NOT_LAST)
    old = get_program(enrollment.program, move.from_version)
    beyond = select(ModuleUnlock.id).where(
        ModuleUnlock.enrollment_id == enrollment.id, ModuleUnlock.module > len(old.modules)
    )
    if session.scalar(beyond.limit(1)) is not None:
        raise ConflictError(TOO_FAR)


def _log(session: Session, viewer: Viewer, found: Sequence[Enrollment], action: str, now: datetime) -> None:
    """Write a line for each patient, in one statement."""
    session.execute(
        insert(AuditEvent),
        [{"at": now, "actor_id": viewer.id, "actor_role": "clinician", "unit_id": one.unit_id,
          "patient_id": one.patient_id, "action": action, "object_kind": "enrollment", "object_id": one.public_id}
         for one in found],
    )  # fmt: skip


def versions_to(program_id: str) -> list[str]:
    """Return the versions one may be moved to, the newest first."""
    newest = latest_version(program_id)
    return [newest, *(one for one in reversed(list_versions(program_id)) if one != newest)]
