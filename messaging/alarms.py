"""Job: tells staff who asked by SMS that a red risk or value waits, and again until somebody acts (K1, K4, K6)."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, case, cast, exists, or_, select
from sqlalchemy.orm import Session

from core.db import Database
from messaging.notices import queue_alarm
from messaging.sms_models import Sms, SmsStop
from messaging.stops import find_stop
from people.models import CareUnit, Role, User, UserRole, UserState
from worklist.models import ItemKind, ItemStatus, Level, WorkItem

AGAIN_AFTER = timedelta(hours=2)
"""How long after its time a risk that nobody signed is told a third and last time."""
SUDDEN = ("acute_words", "sms_unidentified")
"""Why a message stands in Nu although it has no risk of its own to sign."""
TOLD_KINDS = (ItemKind.RISK, ItemKind.VALUE)
"""What is always told while it stands in Nu: risks, and values that are red or an emergency (vitals.md 8)."""
FIRST_ROLES = (Role.CLINICIAN,)
LATER_ROLES = (Role.CLINICIAN, Role.UNIT_ADMIN)
BATCH = 200


def send_alarms(database: Database, now: datetime) -> int:
    """Job: queue the alarms that are due, each once; returns how many.

    Nothing is sent in a unit where nobody has asked for it, and nothing in the text tells about a patient.
    """
    return sum(_send_round(database, number, now) for number in (1, 2, 3))


def _send_round(database: Database, number: int, now: datetime) -> int:
    untold = _select_untold(number, now)
    with database.open_session(reading=True) as session:  # an idle tick takes no lock
        if session.execute(untold.limit(1)).first() is None:
            return 0
    sent = 0
    with database.transaction() as session:
        for item, member, unit in session.execute(untold.limit(BATCH)).all():
            sent += queue_alarm(session, member, unit, f"{item}:{number}", now) is not None
    return sent


def _select_untold(number: int, now: datetime) -> Select[str, User, CareUnit]:
    """Select what waits in Nu in its round, with each member of staff who has not been told in that round."""
    roles = FIRST_ROLES if number == 1 else LATER_ROLES
    in_unit = select(UserRole.user_id).where(UserRole.unit_id == WorkItem.unit_id, UserRole.role.in_(roles))
    again = case((WorkItem.alarms == 0, ""), else_=":" + cast(WorkItem.alarms, String))
    told = WorkItem.public_id + again
    key = "alarm:" + cast(User.id, String) + ":" + told + f":{number}"
    return (
        select(told, User, CareUnit)
        .join(CareUnit, CareUnit.id == WorkItem.unit_id)
        .join(User, User.id.in_(in_unit))
        .where(
            WorkItem.status != ItemStatus.CLOSED, WorkItem.level == Level.NOW,
            or_(WorkItem.kind.in_(TOLD_KINDS), WorkItem.reason.in_(SUDDEN)), *_is_in_round(number, now),
            User.alarm_sms.is_(True), User.phone_hash.is_not(None), User.state == UserState.ACTIVE,
            ~exists().where(SmsStop.number_hash == User.phone_hash), ~exists().where(Sms.dedupe_key == key),
        )
        .order_by(WorkItem.id, User.id)
    )


def _is_in_round(number: int, now: datetime) -> list[ColumnElement[bool]]:
    """Return when a round lasts: the first until the item's time is out, the second two hours more, then the third."""
    lasts = {
        1: [WorkItem.due_at > now],
        2: [WorkItem.due_at <= now, WorkItem.due_at > now - AGAIN_AFTER],
        3: [WorkItem.due_at <= now - AGAIN_AFTER],
    }
    return list(lasts[number])


def is_reachable(session: Session, member: User) -> bool:
    """Tell whether an alarm can be sent: there is a number, and it has not answered STOPP."""
    return member.phone_hash is not None and find_stop(session, member.phone_hash) is None
