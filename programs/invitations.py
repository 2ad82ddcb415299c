"""The invitation and the test SMS of an enrolment: sending, sending again, and how it went (requirements.md E2)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import ConflictError, InvalidError
from core.language import _l, say
from messaging.notices import queue_invitation, queue_test_sms
from messaging.sms_models import Sms, SmsKind, SmsStatus
from messaging.sms_texts import TextId, sign_as, write_text
from people.identity import show_phone
from people.models import CareUnit, User
from programs.enrollment import MOVED, invite, log_step
from programs.models import Enrollment, EnrollmentStatus
from programs.suitability import PHONE_MISSING, missing_in

NOT_SENT = _l("Inget SMS skickades. Patienten har inte sagt ja till SMS, eller har stoppat dem. Ring i stället.")
INVITABLE = (EnrollmentStatus.INVITED, EnrollmentStatus.TESTED, EnrollmentStatus.VERIFIED)

STATE_WORDS = {
    SmsStatus.PLANNED: _l("väntar på att skickas"),
    SmsStatus.SENDING: _l("skickas nu"),
    SmsStatus.UNKNOWN: _l("oklart om det gick iväg, kontrolleras"),
    SmsStatus.RECONCILING: _l("oklart om det gick iväg, kontrolleras"),
    SmsStatus.ACCEPTED: _l("på väg"),
    SmsStatus.QUEUED: _l("på väg"),
    SmsStatus.SENT: _l("skickat, inte bekräftat av telefonen"),
    SmsStatus.DELIVERED: _l("levererat"),
    SmsStatus.UNDELIVERED: _l("kom inte fram"),
    SmsStatus.FAILED: _l("kom inte fram"),
    SmsStatus.UNRESOLVED: _l("oklart om det kom fram"),
    SmsStatus.CANCELLED: _l("togs tillbaka"),
    SmsStatus.EXPIRED: _l("hann inte skickas i tid"),
    SmsStatus.SUPPRESSED: _l("skickades inte, numret tar inte emot SMS"),
}
FAILED = (
    SmsStatus.UNDELIVERED, SmsStatus.FAILED, SmsStatus.UNRESOLVED, SmsStatus.EXPIRED, SmsStatus.SUPPRESSED,
    SmsStatus.CANCELLED,
)  # fmt: skip


def invite_patient(
    session: Session, enrollment: Enrollment, patient: User, unit: CareUnit, link: str, now: datetime, actor_id: int
) -> Sms | None:
    """Take a whole order to "invited" and send the SMS; None when none could be sent.

    A person with a button phone gets the test SMS, since a link is of no use there.

    :param link: the installation's public address.
    :raises InvalidError: when a part of the order or the phone number is missing.
    :raises ConflictError: when it is invited already.
    """
    missing = missing_in(enrollment) + ([] if patient.phone else [PHONE_MISSING])
    if missing:
        raise InvalidError("", missing[0])
    invite(session, enrollment, now, actor_id)
    return _send(session, enrollment, patient, unit, link, now)


def invite_again(
    session: Session, enrollment: Enrollment, patient: User, unit: CareUnit, link: str, now: datetime, actor_id: int
) -> Sms | None:
    """Send the invitation once more; None when none could be sent.

    :raises ConflictError: when it is not invited, or has begun.
    """
    if enrollment.status not in INVITABLE:
        raise ConflictError(MOVED)
    log_step(session, enrollment, "enrollment.invite_again", now, actor_id)
    return _send(session, enrollment, patient, unit, link, now)


def _send(
    session: Session, enrollment: Enrollment, patient: User, unit: CareUnit, link: str, now: datetime
) -> Sms | None:
    if not patient.sms_by_web:
        return queue_test_sms(session, patient, unit, now)
    earlier = session.scalar(
        select(func.count()).where(Sms.user_id == patient.id, Sms.dedupe_key.startswith(_key(enrollment)))
    )
    reference = f"{enrollment.public_id}:{earlier}" if earlier else enrollment.public_id
    return queue_invitation(session, patient, unit, link, reference, now)


def send_test(
    session: Session, enrollment: Enrollment, patient: User, unit: CareUnit, now: datetime, actor_id: int
) -> Sms | None:
    """Send a test SMS while the patient is there; None when none could be sent."""
    log_step(session, enrollment, "enrollment.test_sms", now, actor_id)
    return queue_test_sms(session, patient, unit, now)


def preview_invitation(unit: CareUnit, language: str, link: str, *, by_web: bool = True) -> str:
    """Return the text that the patient will get."""
    sign = sign_as(unit.name, language)
    if not by_web:
        return write_text(TextId.TEST, language, unit=sign)
    return write_text(TextId.INVITATION, language, unit=sign, link=link.removeprefix("https://").rstrip("/"))


def _key(enrollment: Enrollment) -> str:
    return f"invitation:{enrollment.public_id}"


def last_invitations(session: Session, enrollments: Iterable[Enrollment]) -> dict[str, Sms]:
    """Return the newest invitation SMS by the enrolment's public id; one statement."""
    patients = {one.patient_id for one in enrollments}
    if not patients:
        return {}
    rows = session.scalars(
        select(Sms)
        .where(Sms.user_id.in_(patients), Sms.kind == SmsKind.NOTICE, Sms.dedupe_key.startswith("invitation:"))
        .order_by(Sms.id)
    )
    return {sms.dedupe_key.split(":")[1]: sms for sms in rows}


def list_door_sms(session: Session, enrollment: Enrollment, limit: int = 6) -> list[Sms]:
    """Return the newest invitations of an enrolment and test SMS from its unit to its patient, newest first."""
    asked = Sms.dedupe_key.startswith(_key(enrollment)) | (
        (Sms.kind == SmsKind.TEST) & (Sms.unit_id == enrollment.unit_id)
    )
    query = select(Sms).where(Sms.user_id == enrollment.patient_id, asked).order_by(Sms.id.desc()).limit(limit)
    return list(session.scalars(query))


def sms_state_text(sms: Sms, language: str) -> str:
    """Return how it went with an SMS, in words."""
    return say(language, STATE_WORDS[sms.status])


def sent_to(sms: Sms) -> str:
    """Return the number an SMS went to, as people write it."""
    return show_phone(sms.number)
