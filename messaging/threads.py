"""Reading conversations: messages page by page, who has read how far, and the threads a patient has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, literal, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, aliased

from core.db import insert_into
from core.errors import NotFoundError
from messaging.drafts import REPLY
from messaging.models import Conversation, Message, MessageDraft, MessageSeen, Sender
from people.models import CareRelation, CareUnit, Role, User
from people.viewer import Viewer

PAGE = 50
UNREAD_CAP = 100
_patient = aliased(User)


@dataclass(frozen=True)
class ThreadMessage:
    """A message with whose voice it is; name and title are empty for what is automatic."""

    message: Message
    name: str
    title: str


@dataclass(frozen=True)
class OwnThread:
    """A patient's thread with one unit; there is no conversation before the first message.

    :param is_open: False when the care relation has ended: it can be read but not written in.
    :param seen_id: how far the patient has read.
    """

    unit: CareUnit
    is_open: bool
    conversation: Conversation | None
    seen_id: int
    draft: MessageDraft | None

    @property
    def has_unread(self) -> bool:
        """Tell whether staff or the assistant has written something the patient has not read."""
        return self.conversation is not None and self.conversation.last_staff_id > self.seen_id


def list_messages(
    session: Session, conversation_id: int, *, before_id: int | None = None, after_id: int | None = None,
    limit: int = PAGE, with_notes: bool = False,
) -> list[ThreadMessage]:  # fmt: skip
    """Return messages of a thread, oldest first: the newest, those before a message, or those after one.

    :param with_notes: True for staff; a patient never gets internal notes.
    """
    query = (
        select(Message, User.name, User.title)
        .outerjoin(User, User.id == Message.author_id)
        .where(Message.conversation_id == conversation_id)
        .limit(limit)
    )
    if not with_notes:
        query = query.where(Message.sender != Sender.NOTE)
    if after_id is not None:
        rows = list(session.execute(query.where(Message.id > after_id).order_by(Message.id)))
    else:
        older = query if before_id is None else query.where(Message.id < before_id)
        rows = list(session.execute(older.order_by(Message.id.desc())))[::-1]
    return [ThreadMessage(message, name or "", title or "") for message, name, title in rows]


def choices_of(message: Message) -> tuple[tuple[str, str], ...]:
    """Return the answers that an automatic message offers, each with what is sent and what stands on its button."""
    if message.sender is not Sender.AUTOMATIC or not message.reading:
        return ()
    return tuple((str(value), str(label)) for value, label in message.reading.get("choices", ()))


def list_own_threads(session: Session, patient_id: int) -> list[OwnThread]:
    """Return a patient's threads, those that can be written in first; one statement."""
    rows = session.execute(
        select(CareUnit, CareRelation.ended_at, Conversation, MessageSeen.message_id, MessageDraft)
        .join(CareRelation, CareRelation.unit_id == CareUnit.id)
        .outerjoin(
            Conversation, and_(Conversation.patient_id == patient_id, Conversation.unit_id == CareUnit.id)
        )
        .outerjoin(
            MessageSeen, and_(MessageSeen.conversation_id == Conversation.id, MessageSeen.user_id == patient_id)
        )
        .outerjoin(
            MessageDraft,
            and_(
                MessageDraft.conversation_id == Conversation.id,
                MessageDraft.user_id == patient_id,
                MessageDraft.about == REPLY,
            ),
        )
        .where(CareRelation.patient_id == patient_id)
        .order_by(CareRelation.ended_at.is_not(None), CareUnit.name, CareRelation.id.desc())
    ).all()
    threads: dict[int, OwnThread] = {}
    for unit, ended_at, conversation, seen_id, draft in rows:
        if ended_at is None or conversation is not None:
            threads.setdefault(unit.id, OwnThread(unit, ended_at is None, conversation, seen_id or 0, draft))
    return list(threads.values())


def list_new_for_patient(
    session: Session, patient_id: int, unit_public_id: str, after: str, limit: int = PAGE
) -> list[ThreadMessage]:
    """Return what came in a patient's own thread after a message's public id; one indexed statement."""
    last = select(Message.id).where(Message.public_id == after).scalar_subquery()
    rows = session.execute(
        select(Message, User.name, User.title)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(CareUnit, CareUnit.id == Conversation.unit_id)
        .outerjoin(User, User.id == Message.author_id)
        .where(
            Conversation.patient_id == patient_id,
            CareUnit.public_id == unit_public_id,
            Message.sender != Sender.NOTE,
            Message.id > func.coalesce(last, 0),
        )
        .order_by(Message.id)
        .limit(limit)
    )
    return [ThreadMessage(message, name or "", title or "") for message, name, title in rows]


def list_new_for_staff(
    session: Session, viewer: Viewer, patient_public_id: str, after: str, limit: int = PAGE
) -> list[ThreadMessage] | None:
    """Return what came in a patient's thread with one of the viewer's units after a message; one indexed statement.

    :param after: a message's public id, which also tells which thread it is when there are several; "" for all.
    :returns: None for a patient the viewer has no care relation with.
    """
    last = select(Message.id).where(Message.public_id == after).scalar_subquery()
    thread = select(Message.conversation_id).where(Message.public_id == after).scalar_subquery()
    rows = session.execute(
        select(Message, User.name, User.title)
        .select_from(CareRelation)
        .join(_patient, _patient.id == CareRelation.patient_id)
        .outerjoin(
            Conversation,
            and_(Conversation.patient_id == CareRelation.patient_id, Conversation.unit_id == CareRelation.unit_id),
        )
        .outerjoin(
            Message,
            and_(
                Message.conversation_id == Conversation.id,
                Message.conversation_id == func.coalesce(thread, Conversation.id),
                Message.id > func.coalesce(last, 0),
            ),
        )
        .outerjoin(User, User.id == Message.author_id)
        .where(
            _patient.public_id == patient_public_id,
            CareRelation.unit_id.in_(viewer.unit_ids(Role.CLINICIAN)),
            CareRelation.ended_at.is_(None),
        )
        .order_by(CareRelation.unit_id, Message.id)
        .limit(limit)
    ).all()
    if not rows:
        return None
    return [ThreadMessage(message, name or "", title or "") for message, name, title in rows if message is not None]


def mark_seen(session: Session, conversation_id: int, user_id: int, message_id: int, now: datetime) -> None:
    """Keep how far somebody has read; never moves back.

    A page that only reads does not wait for a busy SQLite: the next page notes it.
    """
    row = {"conversation_id": conversation_id, "user_id": user_id, "message_id": message_id, "seen_at": now}
    insert = insert_into(session, MessageSeen).values(row)
    further = insert.on_conflict_do_update(
        index_elements=["conversation_id", "user_id"],
        set_={"message_id": insert.excluded.message_id, "seen_at": insert.excluded.seen_at},
        where=MessageSeen.message_id < insert.excluded.message_id,
    )
    try:
        session.execute(further)
    except OperationalError:
        if session.get_bind().dialect.name != "sqlite":
            raise


def unread_count_for_patient(session: Session, patient_id: int) -> int:
    """Return how many messages a patient has not read, counted to a hundred at most; one statement."""
    unread = (
        select(literal(1))
        .select_from(Conversation)
        .outerjoin(
            MessageSeen, and_(MessageSeen.conversation_id == Conversation.id, MessageSeen.user_id == patient_id)
        )
        .join(
            Message,
            and_(
                Message.conversation_id == Conversation.id,
                Message.id > func.coalesce(MessageSeen.message_id, 0),
                Message.sender.in_((Sender.STAFF, Sender.AUTOMATIC)),
            ),
        )
        .where(Conversation.patient_id == patient_id)
        .limit(UNREAD_CAP)
        .subquery()
    )
    return session.scalar(select(func.count()).select_from(unread)) or 0


def find_reader(session: Session, conversation: Conversation) -> str | None:
    """Return the name of who in the unit first read the patient's newest message, or None when nobody has."""
    if not conversation.last_patient_id:
        return None
    return session.scalar(
        select(User.name)
        .join(MessageSeen, MessageSeen.user_id == User.id)
        .where(
            MessageSeen.conversation_id == conversation.id,
            MessageSeen.user_id != conversation.patient_id,
            MessageSeen.message_id >= conversation.last_patient_id,
        )
        .order_by(MessageSeen.seen_at)
        .limit(1)
    )


def find_message_id(session: Session, conversation_id: int, public_id: str) -> int | None:
    """Return the place of a message in its thread, or None when it is not in it."""
    return session.scalar(
        select(Message.id).where(Message.public_id == public_id, Message.conversation_id == conversation_id)
    )


def get_own_message(session: Session, patient_id: int, public_id: str) -> tuple[Message, CareUnit]:
    """Return what a patient has written, with the unit it went to; raises NotFoundError for any other message."""
    row = session.execute(
        select(Message, CareUnit)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .join(CareUnit, CareUnit.id == Conversation.unit_id)
        .where(
            Message.public_id == public_id,
            Message.sender == Sender.PATIENT,
            Conversation.patient_id == patient_id,
        )
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]
