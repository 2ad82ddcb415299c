"""Units for training: which SMS are theirs, and that these go to the simulated phone whatever gateway is configured."""

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from core.clock import Clock
from core.db import Database
from messaging.gateways import SimulatedGateway, SmsGateway
from messaging.sms_models import Sms
from people.models import CareRelation, CareUnit, User, UserRole


def is_training_sms(session: Session, sms: Sms) -> bool:
    """Tell whether an SMS belongs to training: by its unit, else by its person, else by who has the number.

    A person belongs to training when every unit he is, or was, related to or works in is for training.
    """
    if sms.unit_id is not None:
        return bool(session.scalar(select(CareUnit.is_training).where(CareUnit.id == sms.unit_id)))
    whose = User.id == sms.user_id if sms.user_id is not None else User.phone_hash == sms.number_hash
    return is_only_training(session, whose)


def is_only_training(session: Session, whose: ColumnElement[bool]) -> bool:
    """Tell whether everybody chosen belongs to training and to nothing else; False when there is nobody."""
    found = session.execute(select(_has_units(training=True), _has_units(training=False)).where(whose)).all()
    return bool(found) and all(is_made_up and not is_real for is_made_up, is_real in found)


def _has_units(*, training: bool) -> ColumnElement[bool]:
    """Return a column that tells whether a user is, or was, treated or works in units of one of the two kinds."""
    kind = CareUnit.is_training.is_(training)
    treated = exists().where(CareRelation.patient_id == User.id, CareUnit.id == CareRelation.unit_id, kind)
    works = exists().where(UserRole.user_id == User.id, CareUnit.id == UserRole.unit_id, kind)
    return or_(treated, works)


def door_of(database: Database, gateway: SmsGateway, clock: Clock, *, is_training: bool) -> SmsGateway:
    """Return the way out of the house for an SMS: the configured gateway, or the simulated phone for training."""
    return SimulatedGateway(database, clock) if is_training else gateway
