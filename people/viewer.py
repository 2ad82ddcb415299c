"""Who is looking: the signed-in person with his roles, found from the browser's token."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, aliased

from core.crypto import token_hash
from core.stamps import RELEASES, read_stamp
from people.models import CareRelation, CareUnit, Role, User, UserRole, UserState
from people.session_models import Face, LoginSession

IDLE = {Face.PATIENT: timedelta(minutes=30), Face.DESK: timedelta(minutes=30)}
ABSOLUTE = {Face.PATIENT: timedelta(hours=12), Face.DESK: timedelta(hours=10)}
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Viewer:
    """A signed-in person.

    :param roles: pairs of role and care unit id; the unit is None for roles held everywhere.
    :param releases: the stamp of the program library and the units' wordings, which tells whether what the process
        has kept is old.
    :param is_training: the person belongs to a unit for training, where nobody is real.
    """

    user: User
    session_public_id: str
    roles: frozenset[tuple[Role, int | None]]
    releases: int = 0
    is_training: bool = False

    @property
    def id(self) -> int:
        """The user's database id."""
        return self.user.id

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the person holds any of the roles anywhere."""
        return any(role in roles for role, _unit in self.roles)

    def unit_ids(self, *roles: Role) -> tuple[int, ...]:
        """Return the units where the person holds any of the roles, in a steady order."""
        return tuple(sorted({unit for role, unit in self.roles if role in roles and unit is not None}))

    @property
    def is_authenticated(self) -> bool:
        """Always True: a Viewer exists only when signed in (Flask-Login asks)."""
        return True

    @property
    def is_active(self) -> bool:
        """Tell whether the account may be used (Flask-Login asks)."""
        return self.user.state is UserState.ACTIVE

    @property
    def is_anonymous(self) -> bool:
        """Always False (Flask-Login asks)."""
        return False

    def get_id(self) -> str:
        """Return the session's public id (Flask-Login asks)."""
        return self.session_public_id


def find_viewer(session: Session, token: str, face: Face, now: datetime, *, touch: bool = True) -> Viewer | None:
    """Return who holds a browser token, or None when it is unknown, revoked, idle too long or too old.

    One statement; a second one at most once a minute, to note that the person is still there.

    :param touch: False for polling, which must not keep a session alive (libraries.md 1, row 4).
    """
    asked = {
        "token_hash": token_hash(token), "face": face, "seen": now - IDLE[face], "started": now - ABSOLUTE[face],
    }  # fmt: skip
    rows = session.execute(_viewer_query(), asked).all()
    if not rows:
        return None
    login, user = rows[0][0], rows[0][1]
    if touch and login.seen_at < now - TOUCH_EVERY:
        _touch(session, login.id, now)
    roles = frozenset((role, unit) for _login, _user, role, unit, *_rest in rows if role is not None)
    return Viewer(user, login.public_id, roles, rows[0][4], bool(rows[0][5]))


@cache
def _viewer_query() -> Any:
    """Return the statement that every signed-in page begins with; it is put together once (performance.md G1)."""
    return (
        select(LoginSession, User, UserRole.role, UserRole.unit_id, read_stamp(RELEASES), _in_training())
        .join(User, User.id == LoginSession.user_id)
        .outerjoin(UserRole, UserRole.user_id == User.id)
        .where(
            LoginSession.token_hash == bindparam("token_hash"),
            LoginSession.face == bindparam("face"),
            LoginSession.seen_at > bindparam("seen"),
            LoginSession.started_at > bindparam("started"),
            User.state == UserState.ACTIVE,
        )
    )


def _in_training() -> ColumnElement[bool]:
    """Return a column that tells whether the person is treated or works in a unit for training."""
    role = aliased(UserRole)
    works = exists().where(role.user_id == User.id, CareUnit.id == role.unit_id, CareUnit.is_training)
    treated = exists().where(
        CareRelation.patient_id == User.id, CareUnit.id == CareRelation.unit_id, CareUnit.is_training
    )
    return or_(works, treated)


def _touch(session: Session, login_id: int, now: datetime) -> None:
    """Note that the person is there; on a busy SQLite the note is left to the next request."""
    try:
        session.execute(update(LoginSession).where(LoginSession.id == login_id).values(seen_at=now))
    except OperationalError:
        if session.get_bind().dialect.name != "sqlite":
            raise
