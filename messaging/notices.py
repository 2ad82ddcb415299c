"""What is told by SMS when something has happened: that it has, never what; also codes, invitations and tests."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from core.clock import local_date
from core.ids import new_public_id
from messaging.outbox import cancel_for_user, queue_sms
from messaging.sms_models import Sms, SmsKind
from messaging.sms_texts import TextId, write_text, write_to
from people.identity import show_phone
from people.models import CareUnit, User
from people.opening_hours import answer_before
from worklist.items import raise_item
from worklist.models import ItemKind, Level


class NoticeKind(StrEnum):
    """What has happened; each kind is told at most once a day to a person (requirements.md R1)."""

    MODULE_UNLOCKED = "module_unlocked"
    MODULE_WAITING = "module_waiting"
    MODULE_UNSENT = "module_unsent"
    MESSAGE = "message"
    RATING_DUE = "rating_due"
    INACTIVE = "inactive"
    LAST_WEEK = "last_week"
    LETTER = "letter"
    WEEK = "week"


TEXT_OF = {
    NoticeKind.MODULE_UNLOCKED: TextId.MODULE_UNLOCKED,
    NoticeKind.MODULE_WAITING: TextId.MODULE_WAITING,
    NoticeKind.MODULE_UNSENT: TextId.MODULE_UNSENT,
    NoticeKind.MESSAGE: TextId.MESSAGE,
    NoticeKind.RATING_DUE: TextId.RATING_DUE,
    NoticeKind.INACTIVE: TextId.INACTIVE,
    NoticeKind.LAST_WEEK: TextId.LAST_WEEK,
    NoticeKind.LETTER: TextId.LETTER,
    NoticeKind.WEEK: TextId.WEEK,
}


def queue_notice(
    session: Session, patient: User, unit: CareUnit, kind: NoticeKind, reference: str, now: datetime,
    *, important: bool = False,
) -> Sms | None:  # fmt: skip
    """Tell a patient by SMS that something has happened; None when it is not sent.

    A person with a button phone is told of a message alone: what is to be read there is of no use to him.

    :param reference: the public id of what happened, so that it is told once.
    :param important: tell it also a second time the same day, and let the staff phone whoever cannot get it (A14).
    """
    if not patient.sms_by_web and kind is not NoticeKind.MESSAGE:
        return None
    day = None if important else f"{patient.id}:{kind}:{local_date(now, patient.zone)}"
    sms = queue_sms(session, SmsKind.NOTICE, user=patient, unit=unit, body=_notice_text(patient, unit, kind), now=now,
                    dedupe_key=f"notice:{kind}:{reference}", day_key=day)  # fmt: skip
    if sms is None and important:
        _ask_to_phone(session, patient, unit, reference, now)
    return sms


def _notice_text(patient: User, unit: CareUnit, kind: NoticeKind) -> str:
    if kind is NoticeKind.MESSAGE and not patient.sms_by_web:
        return write_to(patient, unit, TextId.MESSAGE_BY_PHONE, phone=show_phone(unit.phone))
    return write_to(patient, unit, TEXT_OF[kind])


def _ask_to_phone(session: Session, patient: User, unit: CareUnit, reference: str, now: datetime) -> None:
    raise_item(session, unit_id=unit.id, patient_id=patient.id, kind=ItemKind.SMS_FAILED, level=Level.TODAY,
               reason="sms_stopped", dedupe_key=f"sms_unreached:{patient.id}:{reference}", occurred_at=now,
               due_at=answer_before(unit, now, 0))  # fmt: skip


def queue_code(session: Session, user: User, code: str, now: datetime) -> Sms | None:
    """Send a login code, at any hour; a code that has not left yet is taken back, since it no longer works."""
    cancel_for_user(session, user.id, now, SmsKind.CODE)
    body = write_text(TextId.CODE, user.language, code=code)
    key = f"code:{user.id}:{new_public_id()}"
    return queue_sms(session, SmsKind.CODE, user=user, unit=None, body=body, dedupe_key=key, now=now, at_night=True)


def queue_invitation(
    session: Session, patient: User, unit: CareUnit, link: str, reference: str, now: datetime
) -> Sms | None:
    """Invite a patient to sign in.

    :param link: the installation's public address, which tells nothing and signs nobody in (A21).
    :param reference: the enrollment's public id.
    """
    body = write_to(patient, unit, TextId.INVITATION, link=link.removeprefix("https://").rstrip("/"))
    key = f"invitation:{reference}"
    return queue_sms(session, SmsKind.NOTICE, user=patient, unit=unit, body=body, dedupe_key=key, now=now)


def queue_test_sms(session: Session, patient: User, unit: CareUnit, now: datetime) -> Sms | None:
    """Send a test SMS while the patient is there, to show that the number is right (requirements.md E2)."""
    key = f"test:{patient.id}:{new_public_id()}"
    body = write_to(patient, unit, TextId.TEST)
    return queue_sms(session, SmsKind.TEST, user=patient, unit=unit, body=body, dedupe_key=key, now=now, at_night=True)


def queue_alarm(session: Session, member: User, unit: CareUnit, reference: str, now: datetime) -> Sms | None:
    """Tell a member of staff that something waits at the top of the list, at any hour."""
    body = write_text(TextId.ALARM, member.language)
    key = f"alarm:{member.id}:{reference}"
    return queue_sms(session, SmsKind.ALARM, user=member, unit=unit, body=body, dedupe_key=key, now=now, at_night=True)


def queue_reply(
    session: Session, inbound_sid: str, number: str, user: User | None, unit: CareUnit | None, body: str, now: datetime
) -> Sms | None:
    """Answer an SMS that came in, at any hour and to the number it came from; one answer for each.

    :param body: written by the room that understood it; names no diagnosis and no other person.
    """
    return queue_sms(session, SmsKind.REPLY, user=user, unit=unit, body=body, dedupe_key=f"reply:{inbound_sid}",
                     now=now, at_night=True, number=number)  # fmt: skip
