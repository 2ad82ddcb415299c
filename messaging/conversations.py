"""Conversations: what a patient and a care unit write to each other, so that nothing is lost or answered twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.audit import record_event
from core.db import insert_into
from core.errors import ConflictError, InvalidError
from core.ids import new_public_id
from core.language import _l
from core.pictures import Picture
from messaging.models import Channel, Conversation, Message, Sender
from messaging.notices import NoticeKind, queue_notice
from messaging.photos import keep_photos, list_shown
from messaging.threads import list_messages
from people.access import staff_role
from people.models import CareUnit, User
from people.opening_hours import answer_before, next_opening
from people.viewer import Viewer
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level, Outcome

BODY_MAX = 5000
NEWER_SHOWN = 20
ALARM_HOURS = timedelta(hours=4)

EMPTY = _l("Skriv något innan du skickar.")
TOO_LONG = _l("Texten är för lång. Korta den till högst 5 000 tecken.")
COLLEAGUE_FIRST = _l("En kollega svarade medan du skrev. Läs det svaret innan du skickar ditt.")
PATIENT_WROTE = _l("Ett nytt meddelande kom medan du skrev. Läs det och skicka sedan.")


@dataclass(frozen=True)
class AlarmFinding:
    """What a text must be read for at once.

    :param reason: key of a sentence in worklist/reasons.py; places fills it.
    """

    reason: str
    places: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Attached:
    """The photos of one message, cleaned, and what the patient says that they show."""

    pictures: Sequence[Picture]
    caption: str = ""


@dataclass(frozen=True)
class Newer:
    """What somebody wrote meanwhile, as plain words that outlive the refused transaction."""

    sender: Sender
    name: str
    body: str
    sent_at: datetime


@dataclass
class ReplyConflictError(ConflictError):
    """Somebody wrote after what the replier had seen; nothing was sent (reliability.md H1, H3).

    :param newer: what has been written since, oldest first.
    :param by_colleague: True when one of them is staff's own answer.
    """

    newer: list[Newer]
    by_colleague: bool


def get_conversation(session: Session, patient_id: int, unit_id: int) -> Conversation:
    """Return the one thread between a patient and a unit, made when missing and held until the commit."""
    row = {"public_id": new_public_id(), "patient_id": patient_id, "unit_id": unit_id}
    insert = insert_into(session, Conversation).values(row)
    held = insert.on_conflict_do_update(
        index_elements=["patient_id", "unit_id"], set_={"unit_id": insert.excluded.unit_id}
    ).returning(Conversation)
    found: Conversation = session.scalars(held, execution_options={"populate_existing": True}).one()
    return found


def message_key(conversation: Conversation) -> str:
    """Return what makes unanswered messages of one thread the same item."""
    return f"message:{conversation.public_id}"


def send_from_patient(
    session: Session, patient: User, unit: CareUnit, body: str, now: datetime, channel: Channel = Channel.WEB,
    alarm: AlarmFinding | None = None, *, needs_people: bool = True, reading: dict[str, Any] | None = None,
    attached: Attached | None = None, written_at: datetime | None = None,
) -> Message:  # fmt: skip
    """Keep what a patient wrote and put it before the whole unit (scenario 9).

    :param alarm: what was found in the text that cannot wait; the item then comes first in the list.
    :param needs_people: False for values alone, which their own rule puts before the unit when it must.
    :param reading: how the assistant read it and by which version; kept beside the text.
    :param attached: photos that come with it; then the text may be empty.
    :param written_at: when it was written, if it waited in the phone for the net (reliability.md H6).
    :raises InvalidError: for an empty or too long text.
    """
    text = check_body(body, may_be_empty=attached is not None)
    conversation = get_conversation(session, patient.id, unit.id)
    shown = list_shown(attached.pictures, attached.caption) if attached else None
    message = _add(session, conversation, Sender.PATIENT, patient.id, text, now, channel=channel, reading=reading,
                   photos=shown, written_at=written_at)  # fmt: skip
    if attached is not None:
        keep_photos(session, message, patient.id, attached.pictures, now)
    if not needs_people and alarm is None:
        return message
    plain = "message_sms" if channel is Channel.SMS else "message"
    raise_item(
        session,
        unit_id=unit.id,
        patient_id=patient.id,
        kind=ItemKind.MESSAGE,
        level=Level.NOW if alarm else Level.TODAY,
        reason=alarm.reason if alarm else plain,
        places=alarm.places if alarm else {},
        subject=f"conversation:{conversation.public_id}",
        dedupe_key=message_key(conversation),
        occurred_at=now,
        due_at=(next_opening(unit, now) or now) + ALARM_HOURS if alarm else answer_before(unit, now),
    )
    return message


def reply(
    session: Session, viewer: Viewer, conversation: Conversation, patient: User, unit: CareUnit, body: str,
    expected_last_id: int, now: datetime, about: str = "", *, seen: bool = False,
) -> Message:  # fmt: skip
    """Answer a patient, once: of two who answer the same thing only the first is heard (reliability.md H1).

    :param expected_last_id: the newest message the replier had on the screen.
    :param seen: True when the replier has been shown that the patient wrote something new (H3).
    :raises ReplyConflictError: when somebody wrote in between; nothing is sent.
    :raises InvalidError: for an empty or too long text.
    """
    text = check_body(body)
    session.refresh(conversation, with_for_update=True)
    refuse_unseen(session, conversation, expected_last_id, seen=seen)
    message = _add(session, conversation, Sender.STAFF, viewer.id, text, now, channel=Channel.STAFF, about=about)
    _log(session, viewer, conversation, "message.reply", message, now)
    queue_notice(session, patient, unit, NoticeKind.MESSAGE, message.public_id, now)
    return message


def refuse_unseen(session: Session, conversation: Conversation, expected_last_id: int, *, seen: bool) -> None:
    """Raise ReplyConflictError when people have written after a message; what is automatic does not count."""
    if conversation.last_message_id <= expected_last_id:
        return
    written = list_messages(session, conversation.id, after_id=expected_last_id, limit=NEWER_SHOWN)
    newer = [
        Newer(one.message.sender, one.name, one.message.body, one.message.sent_at)
        for one in written
        if one.message.sender is not Sender.AUTOMATIC
    ]
    by_colleague = any(one.sender is Sender.STAFF for one in newer)
    if by_colleague or (newer and not seen):
        raise ReplyConflictError(COLLEAGUE_FIRST if by_colleague else PATIENT_WROTE, newer, by_colleague)


def settle_messages(session: Session, conversation: Conversation, viewer: Viewer, now: datetime) -> None:
    """Close the item of a thread's unanswered messages: they were answered."""
    settle_items(session, message_key(conversation), Outcome.ANSWERED, now, viewer.id)


def write_note(session: Session, viewer: Viewer, conversation: Conversation, body: str, now: datetime) -> Message:
    """Keep an internal note among staff; the patient never sees it, and it answers nothing."""
    text = check_body(body)
    session.refresh(conversation, with_for_update=True)
    note = _add(session, conversation, Sender.NOTE, viewer.id, text, now, channel=Channel.STAFF)
    _log(session, viewer, conversation, "message.note", note, now)
    return note


def send_automatic(
    session: Session, conversation: Conversation, body: str, about: str, now: datetime,
    choices: Sequence[tuple[str, str]] = (),
) -> Message:  # fmt: skip
    """Put a program's own words into a thread, marked as automatic (scenario 10).

    :param choices: the answers that are offered, each with what is sent and what stands on its button.
    """
    offered = {"choices": [list(one) for one in choices]} if choices else None
    return _add(session, conversation, Sender.AUTOMATIC, None, check_body(body), now, about=about, reading=offered)


def check_body(body: str, *, may_be_empty: bool = False) -> str:
    """Return a text without blanks around it; raises InvalidError when it is empty or too long."""
    text = body.strip()
    if not text and not may_be_empty:
        raise InvalidError("body", EMPTY)
    if len(text) > BODY_MAX:
        raise InvalidError("body", TOO_LONG)
    return text


def _add(
    session: Session, conversation: Conversation, sender: Sender, author_id: int | None, body: str, now: datetime, *,
    channel: Channel = Channel.WEB, about: str = "", reading: dict[str, Any] | None = None, **more: Any,
) -> Message:  # fmt: skip
    """Add a message to a thread that is held, so that ids grow in the order in which they are seen.

    :param more: columns that only a patient's own message has: its photos, and when it was written.
    """
    message = Message(conversation_id=conversation.id, sender=sender, author_id=author_id, channel=channel,
                      body=body, about=about, sent_at=now, reading=reading, **more)  # fmt: skip
    session.add(message)
    session.flush()
    if sender is Sender.NOTE:
        return message
    conversation.last_message_id = message.id
    if sender is Sender.PATIENT:
        conversation.last_patient_id = message.id
    else:
        conversation.last_staff_id = message.id
    return message


def _log(
    session: Session, viewer: Viewer, conversation: Conversation, action: str, message: Message, now: datetime
) -> None:
    unit_id = conversation.unit_id
    record_event(session, now, action, actor_id=viewer.id, actor_role=staff_role(viewer, unit_id), unit_id=unit_id,
                 patient_id=conversation.patient_id, object_kind="message", object_id=message.public_id)  # fmt: skip
