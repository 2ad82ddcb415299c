"""To whom an item can be handed over: the other clinicians of its unit."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.models import Role, User, UserRole, UserState

SHOWN = 200


@dataclass(frozen=True)
class Colleague:
    """A clinician of the unit."""

    id: int
    public_id: str
    name: str
    title: str


def list_colleagues(session: Session, unit_id: int, but_not: int) -> list[Colleague]:
    """Return the clinicians of a unit by name, without one of them; one statement."""
    rows = session.execute(
        select(User.id, User.public_id, User.name, User.title)
        .join(UserRole, UserRole.user_id == User.id)
        .where(
            UserRole.unit_id == unit_id,
            UserRole.role == Role.CLINICIAN,
            User.state == UserState.ACTIVE,
            User.id != but_not,
        )
        .order_by(User.name, User.id)
        .limit(SHOWN)
    )
    return [Colleague(*row) for row in rows]
