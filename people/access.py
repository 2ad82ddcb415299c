"""Who may see whom: the only place that decides, by one query through the care relation."""

from datetime import datetime

from sqlalchemy import Select, and_, exists, select
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import DeniedError, ForbiddenError, NotFoundError
from people.models import CareRelation, CareUnit, Role, User
from people.viewer import Viewer

CARE_ROLES = (Role.CLINICIAN, Role.COORDINATOR)


def get_patient(
    session: Session, viewer: Viewer, public_id: str, now: datetime, *, action: str = "patient.read",
    roles: tuple[Role, ...] = (Role.CLINICIAN,), object_kind: str = "", object_id: str = "",
) -> User:
    """Return a patient the viewer has a care relation with; the read is logged in the same transaction.

    :param roles: the roles in the patient's unit that may do this.
    :param object_kind: what of the patient's is opened, for the log, with its public id in ``object_id``.
    :raises NotFoundError: when there is no such patient or no relation; strangers and missing look alike (E1).
    """
    units = viewer.unit_ids(*roles)
    row = session.execute(
        select(User, CareRelation.unit_id)
        .outerjoin(
            CareRelation,
            and_(
                CareRelation.patient_id == User.id,
                CareRelation.unit_id.in_(units),
                CareRelation.ended_at.is_(None),
            ),
        )
        .where(User.public_id == public_id)
        .limit(1)
    ).first()
    if row is None:
        raise NotFoundError
    patient, unit_id = row
    if unit_id is None:
        raise DeniedError(actor_id=viewer.id, patient_id=patient.id, action=action)
    record_event(
        session, now, action, actor_id=viewer.id, actor_role=staff_role(viewer, unit_id), unit_id=unit_id,
        patient_id=patient.id, object_kind=object_kind, object_id=object_id,
    )
    return patient


def staff_role(viewer: Viewer, unit_id: int) -> str:
    """Return the role in which a member of staff acts in a unit, for the log."""
    held = {role for role, unit in viewer.roles if unit == unit_id}
    return str(next((role for role in (*CARE_ROLES, Role.UNIT_ADMIN, Role.AUTHOR) if role in held), "staff"))


def visible_patients(viewer: Viewer, *roles: Role) -> Select[User]:
    """Return the query of the patients a viewer may see; lists and searches start from it."""
    units = viewer.unit_ids(*(roles or (Role.CLINICIAN,)))
    related = exists().where(
        CareRelation.patient_id == User.id, CareRelation.unit_id.in_(units), CareRelation.ended_at.is_(None)
    )
    return select(User).where(related)


def is_related(session: Session, patient_id: int, unit_id: int) -> bool:
    """Tell whether a patient has an open care relation with a unit."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    CareRelation.patient_id == patient_id,
                    CareRelation.unit_id == unit_id,
                    CareRelation.ended_at.is_(None),
                )
            )
        )
    )


def get_unit(session: Session, viewer: Viewer, *roles: Role) -> CareUnit:
    """Return the unit the viewer works in; the first one when there are several.

    :raises ForbiddenError: when the viewer holds none of the roles in any unit.
    """
    units = viewer.unit_ids(*roles)
    unit = session.get(CareUnit, units[0]) if units else None
    if unit is None:
        raise ForbiddenError
    return unit


def open_care_relation(session: Session, patient_id: int, unit_id: int, now: datetime) -> None:
    """Open a care relation between a patient and a unit unless one is open."""
    if not is_related(session, patient_id, unit_id):
        session.add(CareRelation(patient_id=patient_id, unit_id=unit_id, since=now))
