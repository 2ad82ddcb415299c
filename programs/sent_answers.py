"""What a patient has sent in, with the questions as they were when he answered them, whatever has come since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from core.language import _l, say
from programs.chosen_steps import program_of
from programs.library import get_edition, get_edition_at
from programs.models import Enrollment, ExerciseAnswer, ExerciseRevision
from programs.paper import PaperStep, paper_step
from programs.schema import Module, Step
from programs.sheets import WRITTEN

GIVEN = _l("Svar till version %(number)s av programmet, steget %(step)s.")


@dataclass(frozen=True)
class SentAnswer:
    """An exercise as it was last sent in.

    :param number: the version in full whose questions were answered; "" when that was not noted.
    """

    answers: dict[str, Any]
    number: str


@dataclass(frozen=True)
class SentStep:
    """A step with what was sent in, and the questions that this answers.

    :param sent: None when nothing was sent in.
    :param is_older: the questions are not those that the patient would meet today.
    """

    step: Step
    sent: SentAnswer | None
    is_older: bool


def find_sent(session: Session, enrollment: Enrollment, number: int) -> dict[str, SentAnswer]:
    """Return what was last sent in of a module, by the id of the step; one statement."""
    rows = session.execute(
        select(ExerciseAnswer.step, ExerciseRevision.answers, ExerciseRevision.program_version)
        .join(ExerciseRevision, ExerciseRevision.answer_id == ExerciseAnswer.id)
        .where(ExerciseAnswer.enrollment_id == enrollment.id, ExerciseAnswer.module == number)
        .order_by(ExerciseRevision.id)
    )
    return {step: SentAnswer(answers, version or "") for step, answers, version in rows}


def list_written(enrollment: Enrollment, number: int, sent: Mapping[str, SentAnswer]) -> list[SentStep]:
    """Return the steps of a module to read: those the patient meets, and all that he has written in.

    A step that was answered stands as it was asked, also when the version he has now asks otherwise or no more.
    """
    edition = get_edition(enrollment.program, enrollment.program_version)
    met, whole = program_of(enrollment).get_module(number), edition.program.get_module(number)
    steps = [one for one in whole.steps if one.kind in WRITTEN and (one.id in sent or met.find_step(one.id))]
    written = [_as_asked(enrollment, number, one.id, one, sent.get(one.id)) for one in steps]
    gone = [_as_asked(enrollment, number, name, None, one) for name, one in sent.items() if not whole.find_step(name)]
    return [one for one in (*written, *gone) if one is not None]


def _as_asked(
    enrollment: Enrollment, number: int, name: str, now: Step | None, sent: SentAnswer | None
) -> SentStep | None:
    then = _find_then(enrollment, number, name, sent)
    step = then or now
    return SentStep(step, sent, is_older=then is not None and then != now) if step is not None else None


def _find_then(enrollment: Enrollment, number: int, name: str, sent: SentAnswer | None) -> Step | None:
    """Return a step as it was when it was answered, or None where that is not known."""
    if sent is None or not sent.number:
        return None
    try:
        module = get_edition_at(enrollment.program, sent.number).program.get_module(number)
    except (KeyError, NotFoundError):
        return None
    return module.find_step(name)


def paper_of(enrollment: Enrollment, module: Module, language: str, sent: Mapping[str, SentAnswer]) -> list[PaperStep]:
    """Return a patient's module on paper: what he meets, and every answer below the question that was asked."""
    edition = get_edition(enrollment.program, enrollment.program_version)
    asked = {one.step.id: one for one in list_written(enrollment, module.number, sent)}
    steps: Sequence[Step] = [asked[one.id].step if one.id in asked else one for one in module.steps]
    steps = [*steps, *(one.step for one in asked.values() if not module.find_step(one.step.id))]
    given = {name: one.answers for name, one in sent.items()}
    return [noted(paper_step(edition, module, one, language, given), one.id, sent, language) for one in steps]


def noted(paper: PaperStep, name: str, sent: Mapping[str, SentAnswer], language: str) -> PaperStep:
    """Return a step on paper that says which version and which step its answer was given to."""
    number = sent[name].number if name in sent else ""
    return replace(paper, note=say(language, GIVEN, number=number, step=name)) if number else paper
