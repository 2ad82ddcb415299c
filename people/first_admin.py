"""The first system admin: invited from the command line, since no account exists beforehand (reliability.md D15)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError
from core.language import _l
from people.models import Role, User, UserRole, UserState
from people.staff import issue_invitation, make_staff_account

ALREADY_THERE = _l("Det finns redan en systemadministratör. Be den personen, eller ange --again om ingen kan logga in.")


def invite_first_admin(session: Session, name: str, username: str, now: datetime, *, again: bool = False) -> str:
    """Make a system admin who cannot sign in until the link is taken up; returns the link's token.

    The same user name again, before the link was used, gives a new link in place of the old one.

    :param again: also when there is a working system admin already: the way back in when nobody can sign in.
    :raises ConflictError: when there is one, and again is False.
    :raises InvalidError: when name or user name cannot be accepted, or the user name belongs to somebody else.
    """
    admins = _list_admins(session)
    if not again and any(admin.password_hash is not None for admin in admins):
        raise ConflictError(ALREADY_THERE)
    waiting = [one for one in admins if one.username == username.strip().casefold() and one.password_hash is None]
    user = waiting[0] if waiting else _make_admin(session, name, username, now)
    record_event(session, now, "staff.first_admin", actor_role="operator", object_kind="user", object_id=str(user.id))
    return issue_invitation(session, user, now, actor_id=None)


def _list_admins(session: Session) -> list[User]:
    query = (
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.SYSTEM_ADMIN, User.state == UserState.ACTIVE)
        .with_for_update(of=User)
    )
    return list(session.scalars(query))


def _make_admin(session: Session, name: str, username: str, now: datetime) -> User:
    user = make_staff_account(session, name=name, title="", username=username, now=now)
    session.add(UserRole(user_id=user.id, role=Role.SYSTEM_ADMIN))
    return user
