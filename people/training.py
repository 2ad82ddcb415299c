"""Who belongs to the units for training: whose simulated phones their staff may look at."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from people.models import CareRelation, CareUnit, User, UserRole
from people.viewer import Viewer

MOST_PHONES = 200


def _trainees(viewer: Viewer) -> Select[User]:
    """Select the people of the viewer's own units for training who have a phone."""
    units = [unit for _role, unit in viewer.roles if unit is not None]
    training = select(CareUnit.id).where(CareUnit.id.in_(units), CareUnit.is_training)
    treated = exists().where(CareRelation.patient_id == User.id, CareRelation.unit_id.in_(training))
    works = exists().where(UserRole.user_id == User.id, UserRole.unit_id.in_(training))
    return select(User).where(User.phone.is_not(None), or_(treated, works))


def list_trainees(session: Session, viewer: Viewer) -> Sequence[User]:
    """Return the people with a phone in the viewer's units for training, by name.

    :raises NotFoundError: when the viewer works in no such unit.
    """
    if not viewer.is_training:
        raise NotFoundError
    return session.scalars(_trainees(viewer).order_by(User.name, User.id).limit(MOST_PHONES)).all()


def get_trainee(session: Session, viewer: Viewer, public_id: str) -> User:
    """Return one of them; raises NotFoundError for anybody else, real patients above all."""
    found = session.scalar(_trainees(viewer).where(User.public_id == public_id)) if viewer.is_training else None
    if found is None:
        raise NotFoundError
    return found
