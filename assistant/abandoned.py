"""Job: a form nobody finished ends with the day; what its answers already say that care must know is reported."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.dialogues import end_dialogue
from assistant.forms import Form, level_so_far, present_turn, report_form, steps_of
from assistant.models import Dialogue, Ending
from core.db import Database
from people.models import User

BATCH = 200
WORTH_KNOWING = frozenset(("yellow", "red", "emergency"))
"""Levels of answers so far that are reported although the check was not finished; a calm one is only a missed one."""


def end_abandoned(database: Database, now: datetime) -> int:
    """End the dialogues whose time is out, each in its own transaction; returns how many.

    A check with answers that are yellow already is reported with what there is, so that it never waits for the rest
    (reliability.md J4); an empty or calm one is missed, and the ladder of missed reports takes it (scenario 11).
    """
    with database.open_session(reading=True) as session:
        ids = session.scalars(
            select(Dialogue.id)
            .where(Dialogue.outcome == Ending.OPEN, Dialogue.expires_at <= now)
            .order_by(Dialogue.expires_at)
            .limit(BATCH)
        ).all()
    return sum(_end(database, dialogue_id, now) for dialogue_id in ids)


def _end(database: Database, dialogue_id: int, now: datetime) -> int:
    with database.transaction() as session:
        dialogue = session.scalar(
            select(Dialogue)
            .where(Dialogue.id == dialogue_id, Dialogue.outcome == Ending.OPEN, Dialogue.expires_at <= now)
            .with_for_update(skip_locked=True)
        )
        if dialogue is None:
            return 0
        if dialogue.kind == Form.CHECK and level_so_far(dialogue) in WORTH_KNOWING:
            _report_rest(session, dialogue, now)
        end_dialogue(dialogue, Ending.ABANDONED)
    return 1


def _report_rest(session: Session, dialogue: Dialogue, now: datetime) -> None:
    """Report what was answered, as of when the last answer came."""
    patient = session.get_one(User, dialogue.patient_id)
    steps = steps_of(dialogue, patient.language)
    turn = present_turn(dialogue, steps, dialogue.state["answers"])
    report_form(session, dialogue, turn, patient, dialogue.channel, now, taken_at=dialogue.asked_at)
