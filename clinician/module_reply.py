"""The clinician's answer to a module: the message, the review, the next module and the notice, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select

from clinician.guard import viewer
from clinician.reads import get_unit_of
from core import web
from core.errors import ConflictError, InvalidError
from core.language import _l
from messaging.conversations import get_conversation, reply
from messaging.drafts import DRAFT_MAX, drop_draft, save_draft
from messaging.models import Conversation, Message, MessageDraft
from messaging.notices import NoticeKind, queue_notice
from messaging.outbox import cancel_sms
from messaging.threads import ThreadMessage
from people.models import User
from programs.fields import find_number
from programs.models import Enrollment, ModuleStatus, ModuleUnlock
from programs.unlocking import CHANGED, comment_exercise, return_module, review_module, unlock_next

COMMENT = "comment."
FEWEST_WORDS, MOST_WORDS = 60, 140
"""What is about right for a written answer; a hint, never a limit."""


@dataclass(frozen=True)
class Thread:
    """The conversation beside a module.

    :param last_id: the newest message on the screen, so that two answers collide.
    :param letters: what is already written about the module.
    :param draft: what the viewer has typed but not sent.
    """

    last_id: int
    letters: list[ThreadMessage]
    draft: str


@dataclass(frozen=True)
class Reply:
    """What the clinician's form says.

    :param act: ``open``, ``answer``, ``return`` or ``comment``.
    :param seen: the module's status when the form was shown: another one means that somebody was first.
    :param comments: step id to the comment on it.
    """

    act: str
    text: str
    seen: str
    last_id: int
    reason: str
    comments: dict[str, str]


def read_reply(form: Mapping[str, str]) -> Reply:
    """Read the form of a module's page."""
    comments = {
        name.removeprefix(COMMENT): value.strip()
        for name, value in form.items()
        if name.startswith(COMMENT) and value.strip()
    }
    last_id = find_number(form.get("last_id", "0"))
    return Reply(
        form.get("act", ""), form.get("text", "").strip(), form.get("seen", ""), int(last_id or 0),
        form.get("reason", ""), comments,
    )


def word_count(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split())


def load_thread(enrollment: Enrollment, reference: str) -> Thread:
    """Return the conversation beside a module; two statements."""
    session = web.session()
    row = session.execute(
        select(Conversation.last_message_id, MessageDraft.body)
        .outerjoin(
            MessageDraft,
            and_(
                MessageDraft.conversation_id == Conversation.id, MessageDraft.user_id == viewer().id,
                MessageDraft.about == reference,
            ),
        )
        .where(Conversation.patient_id == enrollment.patient_id, Conversation.unit_id == enrollment.unit_id)
    ).first()
    letters = session.execute(
        select(Message, User.name, User.title)
        .join(User, User.id == Message.author_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Conversation.patient_id == enrollment.patient_id, Conversation.unit_id == enrollment.unit_id,
            Message.about == reference,
        )
        .order_by(Message.id)
    ).all()
    return Thread(row[0] if row else 0, [ThreadMessage(*one) for one in letters], (row[1] or "") if row else "")


def keep_draft(enrollment: Enrollment, reference: str, text: str) -> None:
    """Keep what the viewer has typed to the patient but not sent."""
    session = web.session()
    conversation = get_conversation(session, enrollment.patient_id, enrollment.unit_id)
    save_draft(session, conversation.id, viewer().id, text[:DRAFT_MAX], web.now(), reference)


def check_reply(form: Reply, unlock: ModuleUnlock) -> None:
    """Raise InvalidError for an answer without words, ConflictError when somebody else has decided meanwhile."""
    if form.act not in ("open", "answer", "return", "comment"):
        raise InvalidError("text", _l("Välj vad du vill göra med svaret."))
    if form.act == "comment" and not form.comments:
        raise InvalidError("text", _l("Skriv en kommentar innan du sparar."))
    if form.seen != unlock.status.value:
        raise ConflictError(CHANGED)
    if form.act != "comment" and not form.text:
        raise InvalidError("text", _l("Skriv ett svar till patienten."))


def give_reply(form: Reply, enrollment: Enrollment, patient: User, unlock: ModuleUnlock, reference: str) -> None:
    """Do what the form says, all or nothing: comments, review, answer, next module and notice.

    :raises InvalidError: for what is missing, or for what stands in the way of the next module.
    :raises ConflictError: when somebody else was first; nothing is sent.
    """
    check_reply(form, unlock)
    session, now = web.session(), web.now()
    for step, body in form.comments.items():
        comment_exercise(session, viewer(), enrollment, unlock.module, step, body, now)
    if form.act == "comment":
        keep_draft(enrollment, reference, form.text)
        return
    if unlock.status is ModuleStatus.SUBMITTED:
        decide = return_module if form.act == "return" else review_module
        decide(session, viewer(), enrollment, unlock, now)
    message = _send(form, enrollment, patient, reference)
    if form.act == "open":
        open_next(enrollment, patient, unlock.module + 1, form.reason, instead_of=message)


def _send(form: Reply, enrollment: Enrollment, patient: User, reference: str) -> Message:
    session, unit = web.session(), get_unit_of(enrollment.unit_id)
    conversation = get_conversation(session, patient.id, unit.id)
    message = reply(
        session, viewer(), conversation, patient, unit, form.text, form.last_id, web.now(), about=reference
    )
    drop_draft(session, conversation.id, viewer().id, reference)
    return message


def open_next(
    enrollment: Enrollment, patient: User, number: int, reason: str, *, instead_of: Message | None = None
) -> None:
    """Open the next module and tell the patient, once: one SMS says both that it is open and that we have written.

    :param instead_of: the message sent in the same act, whose own SMS is then not needed.
    """
    session, now = web.session(), web.now()
    unlock_next(session, viewer(), enrollment, number, reason, now)
    unit = get_unit_of(enrollment.unit_id)
    told = queue_notice(
        session, patient, unit, NoticeKind.MODULE_UNLOCKED, f"{enrollment.public_id}:{number}", now
    )
    if told is not None and instead_of is not None:
        cancel_sms(session, f"notice:{NoticeKind.MESSAGE}:{instead_of.public_id}", now)
