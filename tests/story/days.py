"""Gives a patient of the demo a second program with a diary of its own, an exercise sent in, and a letter come back."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import local_date
from people.models import CareUnit, User
from programs.day_diary import form_of, record_day
from programs.library import get_program, latest_version
from programs.models import (
    Enrollment,
    EnrollmentStatus,
    ExerciseAnswer,
    ExerciseRevision,
    Letter,
    ModuleStatus,
    ModuleUnlock,
)
from programs.schema import FieldDef, FieldKind, Module
from tests.patient.sleep_ground import sample

PROGRAM = "depression"
DAYS = 5


def write_days(session: Session, patient: User, unit: CareUnit, clinician: User, now: datetime) -> dict[str, str]:
    """Enrol a patient in a program with its own diary and let her write in it; returns the ids for addresses."""
    program = get_program(PROGRAM, latest_version(PROGRAM))
    today, start = local_date(now, "Europe/Stockholm"), now - timedelta(days=10)
    enrollment = Enrollment(
        patient_id=patient.id, unit_id=unit.id, clinician_id=clinician.id, program=program.id,
        program_version=program.version, status=EnrollmentStatus.ACTIVE, starts_on=today - timedelta(days=10),
        ends_on=today + timedelta(weeks=10), gate={}, wish="Orka mer.", ordered_by=clinician.id, ordered_at=start,
        activated_at=start,
    )  # fmt: skip
    session.add(enrollment)
    session.flush()
    form = form_of(program)
    assert form is not None
    for back in range(1, DAYS + 1):
        answers = {field.id: _answer(field) for field in form.fields}
        record_day(session, enrollment, form, today - timedelta(days=back), answers, now - timedelta(days=back))
    letter = _send_in(session, enrollment, program.get_module(1), start)
    return {"low": enrollment.public_id, "letter": letter.public_id}


def _send_in(session: Session, enrollment: Enrollment, module: Module, at: datetime) -> Letter:
    """Send in the first exercise of a module, and let it come back as those that are letters do."""
    step = next(one for one in module.steps if one.fields)
    answer = ExerciseAnswer(enrollment_id=enrollment.id, module=module.number, step=step.id, saved_at=at,
                            answers={field.id: _answer(field) for field in step.fields})  # fmt: skip
    letter = Letter(enrollment_id=enrollment.id, module=module.number, step=step.id, came_at=at)
    unlock = ModuleUnlock(enrollment_id=enrollment.id, module=module.number, status=ModuleStatus.SUBMITTED,
                          unlocked_at=at, submitted_at=at)  # fmt: skip
    session.add_all([answer, letter, unlock])
    session.flush()
    session.add(ExerciseRevision(answer_id=answer.id, answers=answer.answers, submitted_at=at))
    return letter


def _answer(field: FieldDef) -> object:
    """Return an answer of a field as it is kept."""
    if field.kind is FieldKind.ROWS:
        return [{column.id: _answer(column) for column in field.columns} for _ in range(2)]
    if field.kind is FieldKind.PLAN:
        return [{"activity": "Promenad", "day": "2026-11-25", "time": "17:00", "place": "Parken"}]
    if field.kind in (FieldKind.NUMBER, FieldKind.SCALE):
        return float(sample(field))
    return [sample(field)] if field.kind is FieldKind.MULTI else sample(field)
