"""Switching a part of a program on or off for one patient: a clinician's act, with its reason, in the log."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.models import User
from people.viewer import Viewer
from programs.chosen_steps import find_part, is_part_on
from programs.enrollment import LIVE
from programs.library import get_program
from programs.models import Enrollment, PartSwitch

LONGEST_REASON = 300
OBJECT_ID = 40
SHOWN = 50
NO_REASON = _l("Skriv varför, med högst 300 tecken.")
OVER = _l("Behandlingen är avslutad. Inget går att ändra i den.")
DONE_ALREADY = _l("Det är redan ändrat av någon annan. Läs om sidan och se hur det står.")


def switch_part(
    session: Session, viewer: Viewer, enrollment: Enrollment, part_id: str, reason: str, now: datetime, *, is_on: bool
) -> None:
    """Switch a part of a patient's program on or off; what was written in its steps stays.

    :param reason: why, in the clinician's words; kept with the switch.
    :raises NotFoundError: when the program has no such part.
    :raises InvalidError: without a reason, or for one that is too long.
    :raises ConflictError: when it stands so already, or the treatment is over.
    """
    program = get_program(enrollment.program, enrollment.program_version)
    if find_part(program, part_id) is None:
        raise NotFoundError
    words = reason.strip()
    if not 0 < len(words) <= LONGEST_REASON:
        raise InvalidError(f"part.{part_id}", NO_REASON)
    session.refresh(enrollment, ["status", "switched"], with_for_update=True)
    if enrollment.status not in LIVE:
        raise ConflictError(OVER)
    if is_part_on(program, part_id, enrollment.switched or {}) is is_on:
        raise ConflictError(DONE_ALREADY)
    enrollment.switched = {**(enrollment.switched or {}), part_id: is_on}
    session.add(
        PartSwitch(
            enrollment_id=enrollment.id, part=part_id, is_on=is_on, reason=words, switched_by=viewer.id, switched_at=now
        )
    )
    record_event(session, now, "part.on" if is_on else "part.off", actor_id=viewer.id, actor_role="clinician",
                 unit_id=enrollment.unit_id, patient_id=enrollment.patient_id, object_kind="part",
                 object_id=f"{enrollment.public_id}:{part_id}"[:OBJECT_ID])


def list_switches(session: Session, enrollments: Sequence[Enrollment]) -> list[tuple[PartSwitch, str]]:
    """Return every switch of some enrolments with the name of who did it, the newest first; one statement.

    Nothing is asked when none of their programs has parts.
    """
    ids = [one.id for one in enrollments if get_program(one.program, one.program_version).parts]
    if not ids:
        return []
    query = (
        select(PartSwitch, User.name)
        .join(User, User.id == PartSwitch.switched_by)
        .where(PartSwitch.enrollment_id.in_(ids))
        .order_by(PartSwitch.id.desc())
        .limit(SHOWN)
    )
    return [(switch, name) for switch, name in session.execute(query)]
