"""How far the homework of a module has come, as the patient says: each task done, partly done or not yet."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.errors import ConflictError, InvalidError
from core.language import _l
from programs.models import EnrollmentStatus, ModuleUnlock
from programs.progress import AT_REST, Place
from programs.schema import Module


class HomeworkState(StrEnum):
    """What the patient says about a task."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not_yet"


NAMES = {
    HomeworkState.DONE: _l("Gjort"),
    HomeworkState.PARTLY: _l("Delvis"),
    HomeworkState.NOT_YET: _l("Inte än"),
}
NOT_A_STATE = _l("Välj gjort, delvis eller inte än.")


def states_of(module: Module, kept: Mapping[str, str] | None) -> list[HomeworkState]:
    """Return how far each task of a module has come, in order; one that nothing is said about is not done yet."""
    known = kept or {}
    return [HomeworkState(known.get(str(place), HomeworkState.NOT_YET)) for place in range(len(module.homework))]


def can_tell(place: Place) -> bool:
    """Tell whether the patient may say how it goes: as long as the treatment is active, also after sending in."""
    return place.enrollment.status is EnrollmentStatus.ACTIVE


def write_states(session: Session, place: Place, said: Mapping[int, str]) -> None:
    """Keep what the patient says about the tasks; those that are not mentioned stay as they were.

    :param said: number of the task, from 0, to the word of a state.
    :raises InvalidError: for a task or a state that does not exist.
    :raises ConflictError: when the treatment rests or is over.
    """
    if not can_tell(place):
        raise ConflictError(AT_REST)
    words = {state.value for state in HomeworkState}
    if any(word not in words or not 0 <= number < len(place.module.homework) for number, word in said.items()):
        raise InvalidError("homework", NOT_A_STATE)
    kept = (place.unlock.homework or {}) | {str(number): word for number, word in said.items()}
    session.execute(
        update(ModuleUnlock)
        .where(ModuleUnlock.id == place.unlock.id)
        .values(homework=kept)
        .execution_options(synchronize_session=False)
    )
