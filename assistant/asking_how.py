"""Asks how it is, in the thread, after a text that only sounds like an alarm; marked as automatic."""

from datetime import datetime

from sqlalchemy.orm import Session

from assistant.understanding import WORRIED
from assistant.vetted_texts import vetted_answer
from messaging.conversations import send_automatic
from messaging.models import Conversation


def ask_how_it_is(session: Session, conversation: Conversation, language: str, now: datetime) -> None:
    """Send the vetted question with 112 into a conversation."""
    send_automatic(session, conversation, vetted_answer(WORRIED, language), f"topic:{WORRIED}", now)
