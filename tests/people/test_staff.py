"""Holds the rules of a unit's staff: invitations that work once, roles, and accounts that close at once."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import ConflictError, InvalidError, NotFoundError
from people.models import CareUnit, Role, User, UserRole, UserState
from people.passwords import check_new_password
from people.session_models import Face, StaffInvitation
from people.sign_in import check_password, open_login
from people.staff import (
    INVITATION_LIFE,
    accept_invitation,
    disable_colleague,
    enable_colleague,
    find_invitation,
    get_colleague,
    invite_colleague,
    list_staff,
    renew_invitation,
    set_roles,
)
from people.staff_secrets import begin_authenticator, change_password, confirm_authenticator
from people.viewer import find_viewer
from tests.people.cast import NOW, PASSWORD, make_staff, make_unit, totp_at

NEW_PASSWORD = "fyra ord i rad sex"


def invite(session: Session, unit: CareUnit, admin: User, username: str = "tomas.ek") -> tuple[User, str]:
    return invite_colleague(
        session, unit.id, name="Tomas Ek", title="läkare", username=username, roles=[Role.CLINICIAN],
        actor_id=admin.id, now=NOW,
    )


def secret_of(session: Session, token: str) -> str:
    found = find_invitation(session, token, NOW)
    assert found is not None
    return found[0].totp_secret


def test_an_invited_colleague_chooses_a_password_and_signs_in(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        admin = make_staff(session, unit, Role.UNIT_ADMIN)
        user, token = invite(session, unit, admin, " Tomas.Ek ")
        session.flush()
        assert check_password(session, "tomas.ek", "", "", NOW) is None
        code = totp_at(NOW, secret_of(session, token))
        assert accept_invitation(session, token, NEW_PASSWORD, NEW_PASSWORD, code, NOW) is user
        session.flush()
        assert check_password(session, "tomas.ek", NEW_PASSWORD, "", NOW) is not None
        with pytest.raises(NotFoundError):
            accept_invitation(session, token, NEW_PASSWORD, NEW_PASSWORD, code, NOW)


def test_a_link_lives_three_days_and_its_token_is_not_stored(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        _user, token = invite(session, unit, make_staff(session, unit, Role.UNIT_ADMIN))
        session.flush()
        assert find_invitation(session, token, NOW + INVITATION_LIFE - timedelta(seconds=1)) is not None
        assert find_invitation(session, token, NOW + INVITATION_LIFE) is None
        assert session.query(StaffInvitation).one().token_hash != token


@pytest.mark.parametrize(("password", "again", "code_is_right"), [
    ("kort", "kort", True), ("tomas.ek tomas.ek", "tomas.ek tomas.ek", True),
    ("lösenord123456", "lösenord123456", True),
    (NEW_PASSWORD, NEW_PASSWORD + "x", True), (NEW_PASSWORD, NEW_PASSWORD, False), ("aaaaaaaaaaaaaaaa",) * 2 + (True,),
])
def test_a_refused_welcome_uses_nothing_up(
    database: Database, password: str, again: str, code_is_right: bool
) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        _user, token = invite(session, unit, make_staff(session, unit, Role.UNIT_ADMIN))
        session.flush()
        code = totp_at(NOW, secret_of(session, token)) if code_is_right else "000000"
        with pytest.raises(InvalidError):
            accept_invitation(session, token, password, again, code, NOW)
        assert find_invitation(session, token, NOW) is not None


def test_a_password_is_not_refused_for_want_of_a_user_name() -> None:
    check_new_password(NEW_PASSWORD, "")


@pytest.mark.parametrize(("field", "change"), [
    ("name", {"name": " "}), ("title", {"title": "x" * 61}), ("username", {"username": "å ä"}),
    ("username", {"username": "MAJA.sandell"}), ("roles", {"roles": []}), ("roles", {"roles": [Role.SYSTEM_ADMIN]}),
    ("roles", {"roles": [Role.PATIENT]}),
])
def test_an_invitation_that_cannot_be_is_refused(database: Database, field: str, change: dict[str, object]) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        admin = make_staff(session, unit, Role.UNIT_ADMIN)
        asked: dict[str, object] = {"name": "Tomas", "title": "", "username": "tomas", "roles": [Role.CLINICIAN]}
        with pytest.raises(InvalidError) as refused:
            invite_colleague(session, unit.id, **(asked | change), actor_id=admin.id, now=NOW)  # type: ignore[arg-type]
        assert refused.value.field == field


def test_a_closed_account_is_out_at_once_and_its_link_is_dead(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        admin = make_staff(session, unit, Role.UNIT_ADMIN)
        user, token = invite(session, unit, admin)
        login = open_login(session, user, Face.DESK, "", NOW)
        session.flush()
        member = get_colleague(session, unit.id, user.public_id)
        disable_colleague(session, member, unit.id, actor_id=admin.id, now=NOW)
        session.flush()
        assert find_viewer(session, login, Face.DESK, NOW) is None
        assert find_invitation(session, token, NOW) is None
        enable_colleague(session, member, unit.id, actor_id=admin.id, now=NOW)
        session.flush()
        assert user.state is UserState.ACTIVE
        assert find_viewer(session, login, Face.DESK, NOW) is None


def test_a_new_link_kills_the_old_link_the_password_and_the_sessions(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        admin = make_staff(session, unit, Role.UNIT_ADMIN)
        user = make_staff(session, unit, Role.CLINICIAN, username="lina")
        login = open_login(session, user, Face.DESK, "", NOW)
        member = get_colleague(session, unit.id, user.public_id)
        first = renew_invitation(session, member, unit.id, actor_id=admin.id, now=NOW)
        second = renew_invitation(session, member, unit.id, actor_id=admin.id, now=NOW)
        session.flush()
        assert find_invitation(session, first, NOW) is None
        assert find_invitation(session, second, NOW) is not None
        assert check_password(session, "lina", PASSWORD, "", NOW) is None
        assert find_viewer(session, login, Face.DESK, NOW) is None


def test_an_admin_cannot_take_over_who_has_power_elsewhere_or_shut_himself_out(database: Database) -> None:
    with database.transaction() as session:
        unit, other = make_unit(session), make_unit(session, "Medicin 4")
        admin = make_staff(session, unit, Role.UNIT_ADMIN)
        strong = make_staff(session, unit, Role.CLINICIAN, username="strong")
        session.add(UserRole(user_id=strong.id, role=Role.UNIT_ADMIN, unit_id=other.id))
        session.flush()
        for public_id in (strong.public_id, admin.public_id):
            member = get_colleague(session, unit.id, public_id)
            with pytest.raises(ConflictError):
                renew_invitation(session, member, unit.id, actor_id=admin.id, now=NOW)
            with pytest.raises(ConflictError):
                disable_colleague(session, member, unit.id, actor_id=admin.id, now=NOW)
        with pytest.raises(ConflictError):
            set_roles(session, member, unit.id, [], actor_id=admin.id, now=NOW)


def test_roles_change_at_once_and_nobody_without_roles_works_here(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        admin = make_staff(session, unit, Role.UNIT_ADMIN)
        user = make_staff(session, unit, Role.CLINICIAN, username="lina")
        login = open_login(session, user, Face.DESK, "", NOW)
        member = get_colleague(session, unit.id, user.public_id)
        set_roles(session, member, unit.id, [Role.COORDINATOR, Role.SYSTEM_ADMIN], actor_id=admin.id, now=NOW)
        session.flush()
        assert get_colleague(session, unit.id, user.public_id).roles == {Role.COORDINATOR}
        assert find_viewer(session, login, Face.DESK, NOW) is None
        set_roles(session, get_colleague(session, unit.id, user.public_id), unit.id, [], actor_id=admin.id, now=NOW)
        session.flush()
        assert [found.user for found in list_staff(session, unit.id)] == [admin]


def test_a_stranger_is_no_colleague(database: Database) -> None:
    with database.transaction() as session:
        unit, other = make_unit(session), make_unit(session, "Medicin 4")
        stranger = make_staff(session, other, Role.CLINICIAN)
        with pytest.raises(NotFoundError):
            get_colleague(session, unit.id, stranger.public_id)


def test_a_new_password_needs_the_old_one(database: Database) -> None:
    with database.transaction() as session:
        user = make_staff(session, make_unit(session), Role.CLINICIAN)
        with pytest.raises(InvalidError):
            change_password(session, user, "fel lösenord", NEW_PASSWORD, NEW_PASSWORD, NOW, keep="")
        change_password(session, user, PASSWORD, NEW_PASSWORD, NEW_PASSWORD, NOW, keep="")
        session.flush()
        assert check_password(session, "maja.sandell", NEW_PASSWORD, "", NOW) is not None


def test_a_new_authenticator_takes_over_only_when_its_code_is_right(database: Database) -> None:
    with database.transaction() as session:
        user = make_staff(session, make_unit(session), Role.CLINICIAN)
        old = user.totp_secret
        with pytest.raises(InvalidError):
            confirm_authenticator(session, user, "123456", NOW, keep="")
        begin_authenticator(session, user, PASSWORD, NOW)
        with pytest.raises(InvalidError):
            confirm_authenticator(session, user, totp_at(NOW, str(old)), NOW, keep="")
        assert user.totp_secret == old
        confirm_authenticator(session, user, totp_at(NOW, str(user.totp_pending)), NOW, keep="")
        assert user.totp_secret not in (old, None)
        assert user.totp_pending is None
