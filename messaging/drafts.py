"""Drafts: what somebody has typed in a conversation but not sent, kept so that a time-out loses nothing."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from core.db import insert_into
from core.errors import InvalidError
from core.language import _l
from messaging.models import MessageDraft

REPLY, NOTE = "", "note"
"""What a draft is for: a message to the other side, or an internal note."""
DRAFT_MAX = 20_000


def save_draft(
    session: Session, conversation_id: int, user_id: int, body: str, now: datetime, about: str = REPLY
) -> None:
    """Keep what somebody has typed so far; an emptied box empties the draft.

    :raises InvalidError: for a text longer than any message may become.
    """
    if len(body) > DRAFT_MAX:
        raise InvalidError("body", _l("Texten är för lång för att sparas."))
    if not body.strip():
        drop_draft(session, conversation_id, user_id, about)
        return
    row = {"conversation_id": conversation_id, "user_id": user_id, "about": about, "body": body, "saved_at": now}
    insert = insert_into(session, MessageDraft).values(row)
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["conversation_id", "user_id", "about"],
            set_={"body": insert.excluded.body, "saved_at": insert.excluded.saved_at},
        )
    )


def find_draft(session: Session, conversation_id: int, user_id: int, about: str = REPLY) -> MessageDraft | None:
    """Return what somebody had typed, or None."""
    return session.scalar(select(MessageDraft).where(*_mine(conversation_id, user_id, about)))


def drop_draft(session: Session, conversation_id: int, user_id: int, about: str = REPLY) -> None:
    """Forget a draft: it was sent, or its box was emptied."""
    session.execute(
        delete(MessageDraft)
        .where(*_mine(conversation_id, user_id, about))
        .execution_options(synchronize_session=False)
    )


def _mine(conversation_id: int, user_id: int, about: str) -> tuple[ColumnElement[bool], ...]:
    return (
        MessageDraft.conversation_id == conversation_id,
        MessageDraft.user_id == user_id,
        MessageDraft.about == about,
    )
