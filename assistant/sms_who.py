"""Whose an SMS from a shared phone is: told by a first name, remembered for a while, otherwise asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.dialogues import list_open, open_dialogue
from assistant.models import Dialogue, Slot
from assistant.normalise import normalise
from messaging.sms_models import SmsInbound
from people.models import CareRelation, CareUnit, Role, User, UserRole, UserState

MOST_SHARING = 6
REMEMBERED = timedelta(minutes=30)
"""For how long after the last SMS a shared phone is taken to be in the same hand (clinical/programs.md C0)."""
ASKED_FOR = timedelta(hours=2)
MOST_WAITING = 10
_FIRST = re.compile(r"(?:det är |det gäller |this is |it's )?(?P<name>[^\W\d_][\w'-]*)[\s,:.!]*(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True)
class Whose:
    """What is known about whose an SMS is.

    :ivar patient: whose it is, None while nobody has said; ``said`` is the text without the name.
    :ivar waiting: ids of the earlier SMS that the name answers for.
    :ivar may_ask: the names tell the people apart, so that asking helps.
    :ivar was_asked: the name was asked for already.
    """

    patient: User | None
    said: str
    waiting: tuple[int, ...] = ()
    may_ask: bool = False
    was_asked: bool = False


def list_sharing(session: Session, number_hash: str) -> list[tuple[User, CareUnit]]:
    """Return the active patients on a number, each with every unit that treats them; one statement."""
    rows = session.execute(
        select(User, CareUnit)
        .join(UserRole, UserRole.user_id == User.id)
        .join(CareRelation, CareRelation.patient_id == User.id)
        .join(CareUnit, CareUnit.id == CareRelation.unit_id)
        .where(User.phone_hash == number_hash, User.state == UserState.ACTIVE)
        .where(UserRole.role == Role.PATIENT, CareRelation.ended_at.is_(None))
        .order_by(User.id)
        .limit(MOST_SHARING)
    )
    return [(patient, unit) for patient, unit in rows]


def find_whose(session: Session, inbound: SmsInbound, people: Sequence[User], now: datetime) -> Whose:
    """Return whose an SMS from a shared phone is, and remember it; a name in it always decides."""
    names = {_first_name(one): one for one in people}
    asked = list_open(session, inbound.number_hash, now).get(Slot.WHO)
    waiting = tuple(asked.state["waiting"]) if asked is not None else ()
    match = _FIRST.fullmatch(normalise(inbound.body))
    named = names.get(match["name"]) if match is not None else None
    if named is not None and match is not None:
        _remember(session, inbound, named.id, now)
        return Whose(named, _rest(inbound.body, match["rest"]), waiting)
    known = asked.state["user"] if asked is not None else None
    patient = next((one for one in people if one.id == known), None)
    if patient is not None:
        _remember(session, inbound, patient.id, now)
        return Whose(patient, inbound.body)
    return Whose(None, inbound.body, waiting, len(names) == len(people) > 1, asked is not None)


def _first_name(patient: User) -> str:
    return normalise(patient.name).split()[0] if patient.name.strip() else ""


def _rest(body: str, rest: str) -> str:
    """Return the end of a text as it was written, as long as what is left after the name."""
    return body.strip()[-len(rest) :] if rest else ""


def _remember(session: Session, inbound: SmsInbound, user_id: int, now: datetime) -> Dialogue:
    return open_dialogue(
        session, inbound.number_hash, Slot.WHO, patient_id=None, unit_id=None, kind="who", subject="", channel="sms",
        state={"user": user_id, "waiting": []}, now=now, expires_at=now + REMEMBERED,
    )  # fmt: skip


def wait_for_name(session: Session, inbound: SmsInbound, waiting: Sequence[int], now: datetime) -> None:
    """Keep an SMS until somebody says whose it is; the newest ten wait."""
    state = {"user": None, "waiting": [*waiting, inbound.id][-MOST_WAITING:]}
    open_dialogue(
        session, inbound.number_hash, Slot.WHO, patient_id=None, unit_id=None, kind="who", subject="", channel="sms",
        state=state, now=now, expires_at=now + ASKED_FOR,
    )  # fmt: skip
