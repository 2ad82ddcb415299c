"""Keeps what a patient has been asked: opened, answered, left for something else, or out of time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.asking import Ask, Choice, pack_choice, unpack_choice
from assistant.models import Dialogue, Ending, Slot
from core.clock import at_wall_clock, local_date
from core.db import insert_into
from people.models import User

QUESTION_VALID = timedelta(hours=2)
"""How long a yes still answers what was asked."""
CHOICE = "choice"


def holder_of(patient_id: int) -> str:
    """Return by what a patient's own dialogues are found."""
    return f"patient:{patient_id}"


def list_open(session: Session, holder: str, now: datetime, *, held: bool = True) -> dict[Slot, Dialogue]:
    """Return what waits for an answer, by slot; one statement.

    :param held: keep the rows until the commit, so that of two answers at once the second sees the first.
    """
    query = select(Dialogue).where(
        Dialogue.holder == holder, Dialogue.outcome == Ending.OPEN, Dialogue.expires_at > now
    )
    found = session.scalars(query.with_for_update() if held else query)
    return {one.slot: one for one in found}


def open_dialogue(
    session: Session, holder: str, slot: Slot, *, patient_id: int | None, unit_id: int | None, kind: str, subject: str,
    channel: str, state: dict[str, Any], now: datetime, expires_at: datetime,
) -> Dialogue:  # fmt: skip
    """Ask something; what was asked before in the same slot gives way to it."""
    row = {
        "holder": holder, "slot": slot, "patient_id": patient_id, "unit_id": unit_id, "kind": kind, "subject": subject,
        "channel": channel, "state": state, "asked_at": now, "expires_at": expires_at, "outcome": Ending.OPEN,
    }  # fmt: skip
    session.flush()
    insert = insert_into(session, Dialogue).values(row)
    renewed = {name: getattr(insert.excluded, name) for name in row if name not in ("holder", "slot")}
    asked = insert.on_conflict_do_update(index_elements=["holder", "slot"], set_=renewed).returning(Dialogue)
    opened: Dialogue = session.scalars(asked, execution_options={"populate_existing": True}).one()
    return opened


def ask_question(
    session: Session, patient: User, unit_id: int, ask: Ask, channel: str, now: datetime
) -> Dialogue:
    """Keep a question back with its choices for two hours."""
    state = {"why": ask.why, "choices": [pack_choice(one) for one in ask.choices]}
    return open_dialogue(
        session, holder_of(patient.id), Slot.QUESTION, patient_id=patient.id, unit_id=unit_id, kind=CHOICE, subject="",
        channel=channel, state=state, now=now, expires_at=now + QUESTION_VALID,
    )  # fmt: skip


def choices_in(dialogue: Dialogue) -> Sequence[Choice]:
    """Return what a question back may be answered with."""
    return [unpack_choice(one) for one in dialogue.state["choices"]]


def end_dialogue(dialogue: Dialogue, ending: Ending) -> None:
    """End a dialogue; what was answered is kept elsewhere by now, and nothing of it stays here."""
    dialogue.outcome, dialogue.state = ending, {}


def end_of_day(now: datetime, zone: str) -> datetime:
    """Return the next midnight of a patient's own clock: until then today's form can be gone on with."""
    return at_wall_clock(local_date(now, zone) + timedelta(days=1), 0, 0, zone)
