"""The patient's goal in his own words: asked about week two, shown again at the end (requirements.md P6)."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError
from core.language import _l
from programs.models import Enrollment, EnrollmentStatus
from programs.progress import Progress

LONGEST = 1000


def asks_for_goal(progress: Progress) -> bool:
    """Tell whether it is time to ask for the goal: its module is open and nothing is written yet."""
    number = progress.program.goals_module
    is_active = progress.enrollment.status is EnrollmentStatus.ACTIVE
    return is_active and number is not None and number in progress.unlocks and not progress.enrollment.goal


def shows_goal_again(progress: Progress) -> bool:
    """Tell whether the goal stands first on the page: in the last module and after the end (scenario 16)."""
    is_last = bool(progress.program.modules) and progress.program.modules[-1].number in progress.unlocks
    return bool(progress.enrollment.goal) and (is_last or progress.enrollment.status is EnrollmentStatus.ENDED)


def write_goal(session: Session, enrollment: Enrollment, words: str, now: datetime) -> None:
    """Keep the patient's goal in his own words.

    :raises InvalidError: for an empty or far too long one.
    :raises ConflictError: when the treatment is over.
    """
    text = words.strip()
    if not 0 < len(text) <= LONGEST:
        raise InvalidError("goal", _l("Skriv vad du vill att programmet ska leda till, med högst 1000 tecken."))
    if enrollment.status is EnrollmentStatus.ENDED:
        raise ConflictError(_l("Programmet är avslutat. Målet finns kvar som du skrev det."))
    enrollment.goal = text
    record_event(session, now, "enrollment.goal", actor_id=enrollment.patient_id, actor_role="patient",
                 unit_id=enrollment.unit_id, patient_id=enrollment.patient_id, object_kind="enrollment",
                 object_id=enrollment.public_id)
