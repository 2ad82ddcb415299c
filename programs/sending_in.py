"""Sending a module in: it is frozen and put before the unit, or the next one opens when no answer is needed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, literal, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.db import insert_into
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.opening_hours import answer_before
from programs.library import get_edition
from programs.models import ExerciseAnswer, ExerciseRevision, ModuleStatus, ModuleUnlock
from programs.progress import ALREADY_SENT, WRITABLE, Place, require_writable
from programs.unlocking import UnlockFacts, safety_blocks
from ratings.safety_facts import has_red_risk_column, last_safety_column, totals_column, worsening_of
from worklist.items import raise_item
from worklist.models import ItemKind, Level

SUBMISSION_DAYS = 2
"""Working days within which a submitted module is answered (programs.md A3)."""


@dataclass(frozen=True)
class SentIn:
    """A module that was sent in and not yet passed on.

    :param answers: the answers of each exercise as they were frozen, to be read for what cannot wait.
    :param facts: what decides whether the next module may open without an answer; None when it may not anyhow.
    """

    answers: list[dict[str, Any]]
    facts: UnlockFacts | None


def submit_module(session: Session, place: Place, now: datetime) -> list[dict[str, Any]]:
    """Send a module in and pass it on, all in one transaction; returns the answers as they were frozen.

    :raises InvalidError: when something that must be done is not.
    :raises ConflictError: when it was already sent in.
    :raises NotFoundError: for a module of a program whose modules nobody reads.
    """
    sent = take_in(session, place, now)
    pass_on(session, place, sent, now)
    return sent.answers


def take_in(session: Session, place: Place, now: datetime) -> SentIn:
    """Note a module as sent in and freeze its exercises; raises the same errors as submit_module."""
    if not place.is_sent_in:
        raise NotFoundError
    require_writable(place)
    if place.missing_steps():
        raise InvalidError("", _l("Det finns steg kvar att göra innan du kan skicka in veckan."))
    needs_answer = place.module.feedback
    row = session.execute(
        update(ModuleUnlock)
        .where(ModuleUnlock.id == place.unlock.id, ModuleUnlock.status.in_(WRITABLE))
        .values(status=ModuleStatus.SUBMITTED, submitted_at=now)
        .returning(ModuleUnlock.id, *([] if needs_answer else _fact_columns(place)))
        .execution_options(synchronize_session=False)
    ).first()
    if row is None:
        raise ConflictError(ALREADY_SENT)
    return SentIn(_freeze_answers(session, place, now), None if needs_answer else _facts(row))


def _fact_columns(place: Place) -> list[Any]:
    enrollment = place.enrollment
    since = enrollment.activated_at or enrollment.ordered_at
    return [
        has_red_risk_column(enrollment.patient_id), last_safety_column(enrollment.patient_id),
        totals_column(enrollment.patient_id, since),
    ]  # fmt: skip


def _facts(row: Row[*tuple[Any, ...]]) -> UnlockFacts:
    return UnlockFacts(has_red_risk=bool(row[1]), is_worse=worsening_of(row[3]) is not None, last_safety=row[2])


def pass_on(session: Session, place: Place, sent: SentIn, now: datetime, *, has_alarm: bool = False) -> None:
    """Put a module that was sent in before the unit, or open the next one when it needs no answer.

    Without an answer it opens only when nothing of the safety stop is there (programs.md A2); otherwise the module
    waits for the clinician as usual.

    :param has_alarm: True when something in the answers cannot wait.
    """
    if sent.facts is not None and not has_alarm and not safety_blocks(sent.facts, now):
        _open_next(session, place, now)
        _log(session, place, "module.pass", now)
    else:
        _ask_for_answer(session, place, now)
        _log(session, place, "module.submit", now)


def _ask_for_answer(session: Session, place: Place, now: datetime) -> None:
    enrollment, reference = place.enrollment, f"module:{place.enrollment.public_id}:{place.module.number}"
    raise_item(
        session, unit_id=enrollment.unit_id, patient_id=enrollment.patient_id, kind=ItemKind.MODULE,
        level=Level.TODAY, reason="module_submitted", places={"module": place.module.number}, subject=reference,
        dedupe_key=reference, occurred_at=now, due_at=read_before(place, now),
    )  # fmt: skip


def _open_next(session: Session, place: Place, now: datetime) -> None:
    """Note the module as done without an answer and open the next one, when it is not open; one statement."""
    number, every = place.module.number, [one.number for one in place.program.modules]
    rows = [
        {"enrollment_id": place.enrollment.id, "module": one, "status": ModuleStatus.UNLOCKED, "unlocked_at": now,
         "reason": ""}
        for one in (number, *[one for one in every if one > number][:1])
    ]  # fmt: skip
    session.execute(
        insert_into(session, ModuleUnlock)
        .values(rows)
        .on_conflict_do_update(
            index_elements=["enrollment_id", "module"], set_={"status": ModuleStatus.REVIEWED},
            where=ModuleUnlock.module == number,
        )
    )


def _log(session: Session, place: Place, action: str, now: datetime) -> None:
    """Note in the log that a module was sent in; ``module.pass`` says that it needed no answer and led on."""
    enrollment = place.enrollment
    record_event(session, now, action, actor_id=enrollment.patient_id, actor_role="patient",
                 unit_id=enrollment.unit_id, patient_id=enrollment.patient_id, object_kind="module",
                 object_id=f"{enrollment.public_id}:{place.module.number}")


def read_before(place: Place, now: datetime) -> datetime:
    """Return before when a module sent in at an instant is read and answered."""
    return answer_before(place.unit, now, SUBMISSION_DAYS)


def _freeze_answers(session: Session, place: Place, now: datetime) -> list[dict[str, Any]]:
    """Copy the exercises as they stand, so that what the clinician reads never changes afterwards."""
    number = get_edition(place.enrollment.program, place.enrollment.program_version).number
    present = select(
        ExerciseAnswer.id, ExerciseAnswer.answers, literal(now, ExerciseRevision.submitted_at.type), literal(number)
    ).where(
        ExerciseAnswer.enrollment_id == place.enrollment.id, ExerciseAnswer.module == place.module.number
    )
    freeze = insert(ExerciseRevision).from_select(["answer_id", "answers", "submitted_at", "program_version"], present)
    return list(session.scalars(freeze.returning(ExerciseRevision.answers)))
