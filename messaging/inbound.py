"""SMS that come in: stored once, the words STOPP, START and HJÄLP obeyed at once, the rest left to be understood."""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import insert_into
from messaging.outbox import queue_sms
from messaging.phone_numbers import hash_number, normalize_sender
from messaging.sms_models import InboundStatus, SmsInbound, SmsKind, StopReason
from messaging.sms_texts import TextId, write_text
from messaging.stops import start_number, stop_number
from people.models import Role, User, UserRole, UserState

BODY_MAX = 2000


class Word(StrEnum):
    """What a whole SMS may ask for, whoever sends it."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    WRONG_NUMBER = "wrong_number"


WORDS = {
    Word.STOP: {"stopp", "stop", "sluta", "avsluta", "stopall", "unsubscribe", "cancel", "end", "quit"},
    Word.START: {"start", "starta", "unstop"},
    Word.HELP: {"hjälp", "hjalp", "help", "info"},
    Word.WRONG_NUMBER: {"fel nummer", "felnummer", "wrong number", "fel person"},
}
MEANING = {text: word for word, texts in WORDS.items() for text in texts}


def record_inbound(session: Session, sid: str, number: str, body: str, now: datetime) -> SmsInbound | None:
    """Store an SMS that came in and obey it when it is one of the known words; None when it came before (B4).

    STOPP, START and HJÄLP work for the number, whoever of those who share it wrote (A13); everything else is
    left NEW for the room that understands, or UNIDENTIFIED when the number fits nobody or several (B10).

    :param sid: the provider's id; the same one again changes nothing.
    """
    sender = normalize_sender(number)
    people = _list_people(session, sender)
    word = find_word(body)
    row = {
        "sid": sid[:40],
        "number": sender,
        "number_hash": hash_number(sender),
        "body": body.replace("\x00", "")[:BODY_MAX],
        "user_id": people[0].id if len(people) == 1 else None,
        "status": _first_status(word, people),
        "received_at": now,
    }
    insert = insert_into(session, SmsInbound).values(row).on_conflict_do_nothing().returning(SmsInbound.id)
    new_id = session.scalar(insert)
    if new_id is None:
        return None
    if word is not None:
        _obey(session, word, sid, sender, people, now)
    return session.get(SmsInbound, new_id)


def find_word(body: str) -> Word | None:
    """Return what the SMS asks for when it is one of the known words and nothing else."""
    return MEANING.get(" ".join(re.sub(r"[^\w]+", " ", body.lower()).split()))


def list_new_inbound(session: Session, limit: int = 100) -> Sequence[SmsInbound]:
    """Return SMS of known people that nobody has dealt with yet, oldest first."""
    return _list_by_status(session, InboundStatus.NEW, limit)


def list_unidentified_inbound(session: Session, limit: int = 100) -> Sequence[SmsInbound]:
    """Return SMS from numbers that fit nobody or several, oldest first (B10)."""
    return _list_by_status(session, InboundStatus.UNIDENTIFIED, limit)


def _list_by_status(session: Session, status: InboundStatus, limit: int) -> Sequence[SmsInbound]:
    wanted = select(SmsInbound).where(SmsInbound.status == status).order_by(SmsInbound.id).limit(limit)
    return session.scalars(wanted.with_for_update(skip_locked=True)).all()


def _list_people(session: Session, sender: str) -> Sequence[User]:
    """Return the active patients on a number."""
    return session.scalars(
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.phone_hash == hash_number(sender), User.state == UserState.ACTIVE)
        .where(UserRole.role == Role.PATIENT)
        .order_by(User.id)
    ).all()


def _first_status(word: Word | None, people: Sequence[User]) -> InboundStatus:
    if word is not None:
        return InboundStatus.HANDLED
    return InboundStatus.NEW if len(people) == 1 else InboundStatus.UNIDENTIFIED


def _obey(
    session: Session, word: Word, sid: str, number: str, people: Sequence[User], now: datetime
) -> None:
    number_hash = hash_number(number)
    if word is Word.STOP:
        if stop_number(session, number_hash, StopReason.STOP, now):
            _answer(session, f"stop:{sid}", number, people, TextId.STOPPED, now)
    elif word is Word.START:
        if start_number(session, number_hash, now):
            _answer(session, f"start:{sid}", number, people, TextId.STARTED, now)
    elif word is Word.HELP:
        _answer(session, f"help:{number_hash}:{now:%Y%m%d%H}", number, people, TextId.HELP, now)
    else:
        stop_number(session, number_hash, StopReason.WRONG_NUMBER, now)


def _answer(
    session: Session, key: str, number: str, people: Sequence[User], text_id: TextId, now: datetime
) -> None:
    """Answer at once and at any hour; the key makes it once, and for HJÄLP once an hour."""
    language = people[0].language if people else "sv"
    queue_sms(session, SmsKind.REPLY, user=None, unit=None, body=write_text(text_id, language), dedupe_key=key,
              now=now, at_night=True, number=number)  # fmt: skip
