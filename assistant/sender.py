"""Who wrote an SMS: the patient, the plans he measures by, and the unit that reads it."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from messaging.sms_models import SmsInbound
from monitoring.plans import PRESSURE
from people.models import CareRelation, CareUnit, User
from programs.measuring import Measuring, list_measuring
from programs.models import EnrollmentStatus


@dataclass(frozen=True)
class Sender:
    """Who wrote and which unit reads it.

    :ivar said: what was written, without the name that tells whose a shared phone's SMS is.
    :ivar answered_as: what makes the answer one of a kind, when the SMS was answered once already.
    """

    inbound: SmsInbound
    patient: User
    unit: CareUnit
    said: str
    plans: tuple[Measuring, ...] = ()
    answered_as: str = ""

    @property
    def measuring(self) -> Measuring | None:
        """The plan of blood pressure, or None."""
        return next((one for one in self.plans if one.plan.kind == PRESSURE), None)

    @property
    def is_measured(self) -> bool:
        """Tell whether the patient measures something here and somebody reads it."""
        return any(is_read(one) for one in self.plans)


def is_read(one: Measuring) -> bool:
    """Tell whether somebody reads what is sent by a plan: its treatment has not ended."""
    return one.enrollment is not None and one.enrollment.status is not EnrollmentStatus.ENDED


def find_sender(session: Session, inbound: SmsInbound, said: str | None = None) -> Sender | None:
    """Return who wrote, with the unit of the measuring plan or else of the first care relation."""
    patient, words = session.get_one(User, inbound.user_id), inbound.body if said is None else said
    plans = list_measuring(session, patient.id)
    if plans:
        return Sender(inbound, patient, plans[0].unit, words, tuple(plans))
    unit = session.scalar(
        select(CareUnit)
        .join(CareRelation, CareRelation.unit_id == CareUnit.id)
        .where(CareRelation.patient_id == patient.id, CareRelation.ended_at.is_(None))
        .order_by(CareRelation.id)
        .limit(1)
    )
    return Sender(inbound, patient, unit, words) if unit is not None else None
