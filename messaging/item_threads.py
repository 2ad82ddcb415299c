"""An item with all that its pane shows about patient and conversation, read through the viewer in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, aliased

from core.errors import NotFoundError
from messaging.drafts import NOTE, REPLY
from messaging.models import Conversation, MessageDraft, MessageSeen
from people.models import CareRelation, CareUnit, Role, User
from people.viewer import Viewer
from worklist.models import ItemView, WorkItem
from worklist.presence import PRESENT_FOR


@dataclass(frozen=True)
class Desk:
    """What the writing staff member has with a thread.

    :param conversation: None before the first message.
    :param reply_draft: what was typed to the patient but not sent; note_draft the same of an internal note.
    :param seen_id: how far the viewer has read.
    """

    patient: User
    unit: CareUnit
    conversation: Conversation | None
    reply_draft: str
    note_draft: str
    seen_id: int


@dataclass(frozen=True)
class ItemThread:
    """One item with its patient and thread.

    :param is_related: False when the care relation has ended: the item can be closed, the thread is not shown.
    :param others: names of colleagues who have the item on the screen.
    :param viewed_at: when the viewer was last noted as reading it.
    """

    item: WorkItem
    desk: Desk
    is_related: bool
    claimer_name: str
    others: list[str]
    viewed_at: datetime | None


def get_item_thread(session: Session, viewer: Viewer, public_id: str, now: datetime) -> ItemThread:
    """Return an item of a unit where the viewer is a clinician; raises NotFoundError for any other."""
    claimer, watcher, view = aliased(User), aliased(User), aliased(ItemView)
    related = and_(
        CareRelation.patient_id == WorkItem.patient_id,
        CareRelation.unit_id == WorkItem.unit_id,
        CareRelation.ended_at.is_(None),
    )
    columns: tuple[Any, ...] = (WorkItem, CareRelation.id, claimer.name, watcher.name, view)
    query: Select[Any] = (
        select(*columns)
        .join(User, User.id == WorkItem.patient_id)
        .join(CareUnit, CareUnit.id == WorkItem.unit_id)
        .outerjoin(CareRelation, related)
        .outerjoin(claimer, claimer.id == WorkItem.claimed_by)
        .outerjoin(view, and_(view.item_id == WorkItem.id, view.seen_at > now - PRESENT_FOR))
        .outerjoin(watcher, watcher.id == view.user_id)
        .where(WorkItem.public_id == public_id, WorkItem.unit_id.in_(viewer.unit_ids(Role.CLINICIAN)))
    )
    rows = session.execute(_with_thread(query, viewer, WorkItem.patient_id, WorkItem.unit_id)).all()
    if not rows:
        raise NotFoundError
    item, relation_id, claimer_name = rows[0][:3]
    views = {row[4].user_id: (row[3], row[4].seen_at) for row in rows if row[4] is not None}
    mine = views.pop(viewer.id, None)
    return ItemThread(item, _desk(rows[0][5:]), relation_id is not None, claimer_name or "",
                      sorted(name for name, _seen in views.values()), mine[1] if mine else None)  # fmt: skip


def get_patient_thread(session: Session, viewer: Viewer, patient: User) -> Desk:
    """Return the thread of a patient, who was loaded through the viewer, with a unit where both are."""
    query: Select[Any] = (
        select()
        .select_from(CareRelation)
        .join(User, User.id == CareRelation.patient_id)
        .join(CareUnit, CareUnit.id == CareRelation.unit_id)
        .where(
            CareRelation.patient_id == patient.id,
            CareRelation.unit_id.in_(viewer.unit_ids(Role.CLINICIAN)),
            CareRelation.ended_at.is_(None),
        )
        .order_by(CareRelation.unit_id)
        .limit(1)
    )
    row = session.execute(_with_thread(query, viewer, CareRelation.patient_id, CareRelation.unit_id)).first()
    if row is None:
        raise NotFoundError
    return _desk(row)


def _with_thread(query: Select[Any], viewer: Viewer, patient_id: Any, unit_id: Any) -> Select[Any]:
    """Add patient, unit and conversation to a query, and what the viewer has typed and read in it."""
    reply, note = aliased(MessageDraft), aliased(MessageDraft)
    query = (
        query.add_columns(User, CareUnit, Conversation, reply.body, note.body, MessageSeen.message_id)
        .outerjoin(Conversation, and_(Conversation.patient_id == patient_id, Conversation.unit_id == unit_id))
        .outerjoin(
            MessageSeen, and_(MessageSeen.conversation_id == Conversation.id, MessageSeen.user_id == viewer.id)
        )
    )
    for draft, about in ((reply, REPLY), (note, NOTE)):
        query = query.outerjoin(
            draft, and_(draft.conversation_id == Conversation.id, draft.user_id == viewer.id, draft.about == about)
        )
    return query


def _desk(columns: Any) -> Desk:
    patient, unit, conversation, reply_draft, note_draft, seen_id = columns
    return Desk(patient, unit, conversation, reply_draft or "", note_draft or "", seen_id or 0)
