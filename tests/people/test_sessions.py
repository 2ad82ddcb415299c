"""Holds that sessions end when they should: idle, old, signed out here, there or everywhere."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.audit import AuditEvent
from core.db import Database
from people.models import Role, User, UserState
from people.session_models import Face, LoginSession
from people.sign_in import (
    begin_patient_sign_in,
    close_all_logins,
    close_login,
    close_one_login,
    drop_old_logins,
    list_logins,
    open_login,
)
from people.viewer import ABSOLUTE, IDLE, find_viewer
from tests.people.cast import NOW, PHONE, PIN, make_patient, make_staff, make_unit

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("face", list(Face))
def test_a_session_ends_when_idle_and_when_old(database: Database, face: Face) -> None:
    with database.transaction() as session:
        user = make_patient(session, make_unit(session))
        token = open_login(session, user, face, "", NOW)
        session.flush()
        assert find_viewer(session, token, face, NOW + IDLE[face] - MINUTE, touch=False) is not None
        assert find_viewer(session, token, face, NOW + IDLE[face], touch=False) is None
        at = NOW
        while at < NOW + ABSOLUTE[face] - 20 * MINUTE:
            at += 20 * MINUTE
            assert find_viewer(session, token, face, at) is not None
        assert find_viewer(session, token, face, NOW + ABSOLUTE[face]) is None


def test_polling_keeps_no_session_alive(database: Database) -> None:
    with database.transaction() as session:
        user = make_patient(session, make_unit(session))
        token = open_login(session, user, Face.PATIENT, "", NOW)
        session.flush()
        for minute in range(1, 30):
            find_viewer(session, token, Face.PATIENT, NOW + minute * MINUTE, touch=False)
        assert find_viewer(session, token, Face.PATIENT, NOW + 31 * MINUTE, touch=False) is None


def test_a_token_opens_only_its_own_face(database: Database) -> None:
    with database.transaction() as session:
        user = make_patient(session, make_unit(session))
        token = open_login(session, user, Face.PATIENT, "", NOW)
        session.flush()
        assert find_viewer(session, token, Face.DESK, NOW) is None


def test_a_closed_account_is_out_at_once(database: Database) -> None:
    with database.transaction() as session:
        user = make_patient(session, make_unit(session))
        token = open_login(session, user, Face.PATIENT, "", NOW)
        session.flush()
        user.state = UserState.DISABLED
        session.flush()
        assert find_viewer(session, token, Face.PATIENT, NOW) is None


def test_signing_out_kills_this_browser_one_browser_or_all(database: Database) -> None:
    with database.transaction() as session:
        unit = make_unit(session)
        user, other = make_patient(session, unit), make_staff(session, unit, Role.CLINICIAN)
        tokens = [open_login(session, user, Face.PATIENT, name, NOW) for name in ("a", "b", "c", "d")]
        session.flush()
        close_login(session, tokens[0], NOW)
        logins = list_logins(session, user.id, NOW)
        assert {login.device for login in logins} == {"b", "c", "d"}
        assert not close_one_login(session, other.id, logins[0].public_id, NOW)
        assert close_one_login(session, user.id, logins[0].public_id, NOW)
        assert not close_one_login(session, user.id, logins[0].public_id, NOW)
        close_all_logins(session, user.id, NOW, actor_id=user.id)
        assert all(find_viewer(session, token, Face.PATIENT, NOW) is None for token in tokens)


def test_a_dead_session_is_not_listed_and_is_swept(database: Database) -> None:
    with database.transaction() as session:
        user = make_patient(session, make_unit(session))
        open_login(session, user, Face.PATIENT, "old", NOW)
        session.flush()
        assert list_logins(session, user.id, NOW + timedelta(hours=1)) == []
    assert drop_old_logins(database, NOW + timedelta(days=2)) == 1
    with database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(LoginSession)) == 0


def test_tokens_codes_and_secrets_are_nowhere_in_the_tables(database: Database) -> None:
    with database.transaction() as session:
        user = make_patient(session, make_unit(session))
        started = begin_patient_sign_in(session, PHONE, "192.0.2.1", NOW)
        token = open_login(session, user, Face.PATIENT, "", NOW)
        session.flush()
        stored = str([tuple(row) for row in session.execute(select(LoginSession.token_hash))])
        assert token not in stored
        assert started.token not in stored
        assert PIN not in str(session.scalar(select(User.pin_hash)))


def test_signing_in_and_out_is_in_the_log(database: Database) -> None:
    with database.transaction() as session:
        user = make_patient(session, make_unit(session))
        token = open_login(session, user, Face.PATIENT, "", NOW)
        session.flush()
        close_login(session, token, NOW)
        assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all() == ["sign_in", "sign_out"]
