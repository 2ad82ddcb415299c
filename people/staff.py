"""The staff of a unit: who works there in which role, inviting colleagues and closing accounts."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.audit import record_event
from core.crypto import token_hash
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.models import Role, User, UserRole, UserState
from people.passwords import find_totp_step, hash_secret, new_totp_secret
from people.session_models import StaffInvitation
from people.sign_in import close_all_logins
from people.staff_secrets import WRONG_TOTP, check_chosen_password

INVITATION_LIFE = timedelta(days=3)
UNIT_ROLES = (Role.CLINICIAN, Role.COORDINATOR, Role.AUTHOR, Role.UNIT_ADMIN)
STAFF_ROLES = (*UNIT_ROLES, Role.SYSTEM_ADMIN)
MAX_STAFF = 500

WRITE_NAME = _l("Skriv kollegans namn, högst 120 tecken.")
WRITE_USERNAME = _l("Skriv ett användarnamn med 3 till 80 tecken: a till z, siffror, punkt, bindestreck eller @.")
TAKEN_USERNAME = _l("Användarnamnet finns redan. Skriv ett annat.")
CHOOSE_ROLE = _l("Välj minst en roll.")
LONG_TITLE = _l("Skriv yrket med högst 60 tecken.")
NOT_YOURSELF = _l("Du kan inte göra det här med ditt eget konto. Be en annan administratör.")
WORKS_ELSEWHERE = _l("Kollegan arbetar också på en annan enhet. Be systemadministratören, eller ta bort rollerna här.")


@dataclass(frozen=True)
class StaffMember:
    """Somebody who works in a unit.

    :param roles: the roles in this unit.
    :param works_elsewhere: True when the person also holds a staff role outside this unit.
    """

    user: User
    roles: frozenset[Role]
    works_elsewhere: bool

    @property
    def is_set_up(self) -> bool:
        """Tell whether the person has a password and an authenticator app."""
        return self.user.password_hash is not None and self.user.totp_secret is not None


def list_staff(session: Session, unit_id: int, public_id: str | None = None) -> list[StaffMember]:
    """Return who works in a unit, by name; or only the one with a public id."""
    here = select(UserRole.user_id).where(UserRole.unit_id == unit_id, UserRole.role.in_(UNIT_ROLES))
    query = (
        select(User, UserRole.role, UserRole.unit_id)
        .join(UserRole, UserRole.user_id == User.id)
        .where(User.id.in_(here), UserRole.role.in_(STAFF_ROLES))
    )
    if public_id is not None:
        query = query.where(User.public_id == public_id)
    held: dict[User, set[tuple[Role, int | None]]] = {}
    for user, role, unit in session.execute(query.order_by(User.name, User.id).limit(MAX_STAFF * len(STAFF_ROLES))):
        held.setdefault(user, set()).add((role, unit))
    return [_member(user, roles, unit_id) for user, roles in held.items()]


def _member(user: User, roles: Iterable[tuple[Role, int | None]], unit_id: int) -> StaffMember:
    held = list(roles)
    here = frozenset(role for role, unit in held if unit == unit_id)
    return StaffMember(user, here, any(unit != unit_id for _role, unit in held))


def get_colleague(session: Session, unit_id: int, public_id: str) -> StaffMember:
    """Return one member of a unit's staff; raises NotFoundError for anybody else."""
    found = list_staff(session, unit_id, public_id)
    if not found:
        raise NotFoundError
    return found[0]


def invite_colleague(
    session: Session, unit_id: int, *, name: str, title: str, username: str, roles: Iterable[Role], actor_id: int,
    now: datetime,
) -> tuple[User, str]:
    """Make an account for a colleague and the link token by which it is taken into use.

    :raises InvalidError: when a field cannot be accepted, or the user name is taken.
    """
    wanted = _unit_roles(roles)
    user = make_staff_account(session, name=name, title=title, username=username, now=now)
    session.add_all(UserRole(user_id=user.id, role=role, unit_id=unit_id) for role in wanted)
    _record(session, now, "staff.invite", user, actor_id, unit_id)
    return user, issue_invitation(session, user, now, actor_id=actor_id)


def make_staff_account(session: Session, *, name: str, title: str, username: str, now: datetime) -> User:
    """Make an account that cannot sign in until its invitation is taken up.

    :raises InvalidError: when a field cannot be accepted, or the user name is taken.
    """
    tidy, login = " ".join(name.split()), username.strip().casefold()
    if not 1 <= len(tidy) <= 120:
        raise InvalidError("name", WRITE_NAME)
    if len(title.strip()) > 60:
        raise InvalidError("title", LONG_TITLE)
    if not re.fullmatch(r"[a-z0-9.@_-]{3,80}", login):
        raise InvalidError("username", WRITE_USERNAME)
    if session.scalar(select(User.id).where(User.username == login)) is not None:
        raise InvalidError("username", TAKEN_USERNAME)
    user = User(name=tidy, title=title.strip(), username=login, created_at=now)
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as problem:
        raise InvalidError("username", TAKEN_USERNAME) from problem
    return user


def _unit_roles(roles: Iterable[Role]) -> list[Role]:
    wanted = set(roles)
    if not wanted or not wanted <= set(UNIT_ROLES):
        raise InvalidError("roles", CHOOSE_ROLE)
    return [role for role in UNIT_ROLES if role in wanted]


def issue_invitation(session: Session, user: User, now: datetime, *, actor_id: int | None) -> str:
    """Return the token of a new one-time link for an account; earlier links stop working."""
    session.execute(delete(StaffInvitation).where(StaffInvitation.user_id == user.id))
    token = secrets.token_urlsafe(32)
    session.add(
        StaffInvitation(
            token_hash=token_hash(token), user_id=user.id, invited_by=actor_id, totp_secret=new_totp_secret(),
            expires_at=now + INVITATION_LIFE,
        )
    )
    return token


def renew_invitation(session: Session, member: StaffMember, unit_id: int, *, actor_id: int, now: datetime) -> str:
    """Give a colleague who lost password or phone a new one-time link; his old secrets and sessions die at once.

    :raises ConflictError: for one's own account, or for somebody who also works where one has no say.
    """
    _check_power(member, actor_id)
    member.user.password_hash = member.user.totp_secret = None
    close_all_logins(session, member.user.id, now, actor_id=actor_id, actor_role="unit_admin")
    _record(session, now, "staff.renew", member.user, actor_id, unit_id)
    return issue_invitation(session, member.user, now, actor_id=actor_id)


def _check_power(member: StaffMember, actor_id: int) -> None:
    """Refuse what would hand a unit's admin the account of somebody with power elsewhere."""
    if member.user.id == actor_id:
        raise ConflictError(NOT_YOURSELF)
    if member.works_elsewhere:
        raise ConflictError(WORKS_ELSEWHERE)


def find_invitation(session: Session, token: str, now: datetime) -> tuple[StaffInvitation, User] | None:
    """Return an invitation and whom it is for, or None when it is unknown, used or too old."""
    row = session.execute(
        select(StaffInvitation, User)
        .join(User, User.id == StaffInvitation.user_id)
        .where(
            StaffInvitation.token_hash == token_hash(token),
            StaffInvitation.expires_at > now,
            User.state == UserState.ACTIVE,
        )
    ).first()
    return (row[0], row[1]) if row else None


def accept_invitation(session: Session, token: str, password: str, again: str, code: str, now: datetime) -> User:
    """Take an account into use with a chosen password and a code from the fitted authenticator app.

    :raises NotFoundError: when the link does not work, or somebody used it a moment before.
    :raises InvalidError: when the password will not do or the code is wrong; nothing is used up then.
    """
    found = find_invitation(session, token, now)
    if found is None:
        raise NotFoundError
    invitation, user = found
    check_chosen_password(password, again, user.username or "")
    used = find_totp_step(invitation.totp_secret, "".join(code.split()), 0, now)
    if used is None:
        raise InvalidError("code", WRONG_TOTP)
    taken = delete(StaffInvitation).where(StaffInvitation.id == invitation.id).returning(StaffInvitation.id)
    secret = invitation.totp_secret
    if session.execute(taken).first() is None:
        raise NotFoundError
    user.password_hash, user.totp_secret, user.totp_step = hash_secret(password), secret, used
    close_all_logins(session, user.id, now, actor_id=user.id)
    record_event(session, now, "staff.accept", actor_id=user.id, actor_role="self")
    return user


def set_roles(
    session: Session, member: StaffMember, unit_id: int, roles: Iterable[Role], *, actor_id: int, now: datetime
) -> None:
    """Give a colleague other roles in the unit; without any, the colleague no longer works there.

    :raises ConflictError: for one's own account, so that a unit never loses its last admin by a slip.
    """
    if member.user.id == actor_id:
        raise ConflictError(NOT_YOURSELF)
    wanted = set(roles) & set(UNIT_ROLES)
    gone = member.roles - wanted
    session.execute(
        delete(UserRole).where(UserRole.user_id == member.user.id, UserRole.unit_id == unit_id, UserRole.role.in_(gone))
    )
    session.add_all(UserRole(user_id=member.user.id, role=role, unit_id=unit_id) for role in wanted - member.roles)
    close_all_logins(session, member.user.id, now, actor_id=actor_id, actor_role="unit_admin")
    _record(session, now, "staff.roles", member.user, actor_id, unit_id)


def disable_colleague(session: Session, member: StaffMember, unit_id: int, *, actor_id: int, now: datetime) -> None:
    """Close a colleague's account; every session and unused link of it dies in the same transaction (D11)."""
    _check_power(member, actor_id)
    member.user.state = UserState.DISABLED
    session.execute(delete(StaffInvitation).where(StaffInvitation.user_id == member.user.id))
    close_all_logins(session, member.user.id, now, actor_id=actor_id, actor_role="unit_admin")
    _record(session, now, "staff.disable", member.user, actor_id, unit_id)


def enable_colleague(session: Session, member: StaffMember, unit_id: int, *, actor_id: int, now: datetime) -> None:
    """Open a colleague's account again."""
    _check_power(member, actor_id)
    member.user.state = UserState.ACTIVE
    _record(session, now, "staff.enable", member.user, actor_id, unit_id)


def _record(session: Session, now: datetime, action: str, user: User, actor_id: int, unit_id: int) -> None:
    record_event(session, now, action, actor_id=actor_id, actor_role="unit_admin", unit_id=unit_id,
                 object_kind="user", object_id=str(user.id))
