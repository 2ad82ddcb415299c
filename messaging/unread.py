"""What a patient has not read yet, and what staff wrote about one matter: small reads for his other pages."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from messaging.models import Conversation, Message, MessageSeen, Sender
from people.models import User

COUNT_CAP = 100


@dataclass(frozen=True)
class Unread:
    """Unread messages of a patient: how many (a hundred at most), and of the newest when and from whom.

    :param sender: the name of a member of staff, or "" for an automatic message.
    """

    count: int
    newest_at: datetime | None
    sender: str


@dataclass(frozen=True)
class Written:
    """One message of staff with its writer's name and title."""

    body: str
    at: datetime
    name: str
    title: str


def find_unread(session: Session, patient_id: int) -> Unread:
    """Return what a patient has not read; one statement."""
    rows = session.execute(_unread_query(), {"patient": patient_id}).all()
    return Unread(len(rows), rows[0][0], rows[0][1] or "") if rows else Unread(0, None, "")


@cache
def _unread_query() -> Any:
    """Return the statement of every start page, put together once (performance.md G1)."""
    patient: Any = bindparam("patient")
    return (
        select(Message.sent_at, User.name)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .outerjoin(MessageSeen, and_(MessageSeen.conversation_id == Conversation.id, MessageSeen.user_id == patient))
        .outerjoin(User, User.id == Message.author_id)
        .where(
            Conversation.patient_id == patient,
            Message.sender.in_((Sender.STAFF, Sender.AUTOMATIC)),
            Message.id > func.coalesce(MessageSeen.message_id, 0),
        )
        .order_by(Message.id.desc())
        .limit(COUNT_CAP)
    )


def list_written_about(session: Session, patient_id: int, unit_id: int, about: str) -> list[Written]:
    """Return what staff of a unit have written to a patient about a matter, the oldest first.

    :param about: such as ``module:<enrollment public id>:3``.
    """
    rows = session.execute(
        select(Message.body, Message.sent_at, User.name, User.title)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(User, User.id == Message.author_id)
        .where(
            Conversation.patient_id == patient_id,
            Conversation.unit_id == unit_id,
            Message.sender == Sender.STAFF,
            Message.about == about,
        )
        .order_by(Message.id)
        .limit(20)
    )
    return [Written(*row) for row in rows]
