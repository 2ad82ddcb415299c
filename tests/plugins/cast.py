"""The cast: two care providers with two units each, Anna with her clinicians, and strangers; and their browsers."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import create_app
from core.clock import FixedClock
from core.db import Base, Database
from core.ids import new_public_id
from core.settings import Settings
from people.identity import set_phone
from people.models import CareProvider, CareRelation, CareUnit, Role, User, UserRole
from people.session_models import Face
from people.sign_in import open_login
from people.viewer import Viewer
from programs.releases_known import install_releases
from ratings.wordings_known import install_wordings

MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""10:00 in Stockholm."""
KEY = base64.b64encode(bytes(range(32))).decode()
HOURS = {str(day): ["08:00", "16:00"] for day in range(5)}


@dataclass
class CareCast:
    """Who is in the play; every person is loaded and detached, so that any session may use the ids.

    :param unit: where Anna is a patient, with Karin, Erik and Lena; its sister is another unit of the provider.
    :param stranger: a clinician of another provider's unit.
    """

    app: Flask
    database: Database
    clock: FixedClock
    unit: CareUnit
    sister_unit: CareUnit
    other_unit: CareUnit
    anna: User
    other_patient: User
    karin: User
    erik: User
    lena: User
    sister_clinician: User
    stranger: User
    tokens: dict[int, str] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The instant the application's clock shows."""
        return self.clock.instant

    def viewer(self, user: User, role: Role = Role.CLINICIAN, unit: CareUnit | None = None) -> Viewer:
        """Return a person as the guard would, for tests of rules."""
        return Viewer(user, new_public_id(), frozenset({(role, (unit or self.unit).id)}))

    def browser(self, user: User) -> FlaskClient:
        """Return a browser where somebody is signed in."""
        is_patient = user.username is None
        if user.id not in self.tokens:
            with self.database.transaction() as session:
                face = Face.PATIENT if is_patient else Face.DESK
                mine = session.get_one(User, user.id)
                self.tokens[user.id] = open_login(session, mine, face, "", self.now)
        client = self.app.test_client()
        client.set_cookie("egenvag_patient" if is_patient else "egenvag_desk", self.tokens[user.id])
        return client


def send(client: FlaskClient, target: str, key: str = "", **fields: Any) -> TestResponse:
    """Send a form with a key of its own, or with a given one to send the same form again."""
    return client.post(target, data={"form_key": key or new_public_id(), **fields})


@contextmanager
def count_statements(database: Database) -> Iterator[list[str]]:
    """Collect the statements that reach a database, and "COMMIT" for each commit."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    def commit(_connection: Any) -> None:
        seen.append("COMMIT")

    event.listen(database.engine, "before_cursor_execute", note)
    event.listen(database.engine, "commit", commit)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
        event.remove(database.engine, "commit", commit)


def make_unit(session: Session, provider: CareProvider, name: str) -> CareUnit:
    """Make a unit that is open on weekdays from 8 to 16."""
    session.add(unit := _unit(provider, name))
    session.flush()
    return unit


def make_provider(session: Session, name: str) -> CareProvider:
    """Make a care provider."""
    provider = CareProvider(name=name)
    session.add(provider)
    session.flush()
    return provider


def make_patient(session: Session, unit: CareUnit, name: str, phone: str = "", born: date | None = None) -> User:
    """Make a patient of a unit."""
    session.add(user := _patient(name, phone, born))
    session.flush()
    session.add_all(_care_of(user, unit))
    session.flush()
    return user


def make_staff(session: Session, unit: CareUnit, name: str, title: str, role: Role = Role.CLINICIAN) -> User:
    """Make a member of staff of a unit."""
    session.add(user := _colleague(name, title))
    session.flush()
    session.add(UserRole(user_id=user.id, role=role, unit_id=unit.id))
    session.flush()
    return user


def _unit(provider: CareProvider, name: str) -> CareUnit:
    return CareUnit(provider_id=provider.id, name=name, phone="08-465 004 10", opening_hours=HOURS)


def _patient(name: str, phone: str = "", born: date | None = None) -> User:
    user = User(name=name, birth_date=born, created_at=MONDAY_MORNING)
    if phone:
        set_phone(user, phone)
        user.sms_consent_at = user.phone_verified_at = MONDAY_MORNING
    return user


def _care_of(user: User, unit: CareUnit) -> list[Base]:
    relation = CareRelation(patient_id=user.id, unit_id=unit.id, since=MONDAY_MORNING)
    return [UserRole(user_id=user.id, role=Role.PATIENT), relation]


def _colleague(name: str, title: str) -> User:
    return User(name=name, title=title, username=name.lower().replace(" ", "."), created_at=MONDAY_MORNING)


def make_care_cast(
    database_url: str, now: datetime = MONDAY_MORNING, faces: str = "patient,clinician"
) -> CareCast:
    """Fill a database with the cast and return it with an application on a clock that stands still."""
    clock = FixedClock(now)
    settings = Settings(mode="test", database_url=database_url, secret_key="s" * 40, data_keys=f"k1:{KEY}",
                        lookup_key=KEY, faces=faces)  # fmt: skip
    app = create_app(settings, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        return _fill(session, app, database, clock)


def _fill(session: Session, app: Flask, database: Database, clock: FixedClock) -> CareCast:
    """Put the cast in, table by table: thousands of tests begin with it."""
    session.add_all([region := CareProvider(name="Region Ett"), neighbour := CareProvider(name="Region Två")])
    session.flush()
    unit, sister = _unit(region, "Vårdcentralen Norr"), _unit(region, "Vårdcentralen Syd")
    other = _unit(neighbour, "Hälsan")
    session.add_all([unit, sister, other, _unit(neighbour, "Psykiatrin")])
    anna = _patient("Anna Berg", "070-174 06 05", date(1968, 3, 14))
    olle = _patient("Olle Sjöberg", "070-174 06 10", date(1965, 1, 2))
    karin, erik = _colleague("Karin Lind", "sjuksköterska"), _colleague("Erik Lund", "läkare")
    lena = _colleague("Lena Ek", "samordnare")
    sara, tomas = _colleague("Sara Wall", "psykolog"), _colleague("Tomas Ek", "psykolog")
    session.add_all([anna, olle, karin, erik, lena, sara, tomas])
    session.flush()
    session.add_all([*_care_of(anna, unit), *_care_of(olle, other)])
    session.add_all(
        UserRole(user_id=user.id, role=Role.COORDINATOR if user is lena else Role.CLINICIAN, unit_id=at.id)
        for user, at in ((karin, unit), (erik, unit), (lena, unit), (sara, sister), (tomas, other))
    )
    return CareCast(app, database, clock, unit, sister, other, anna=anna, other_patient=olle, karin=karin, erik=erik,
                    lena=lena, sister_clinician=sara, stranger=tomas)  # fmt: skip


@pytest.fixture
def care_cast(database_url: str) -> Iterator[CareCast]:
    """The cast in a fresh database; the test runs once on each engine."""
    cast = make_care_cast(database_url)
    yield cast
    install_wordings(None)
    install_releases(None)  # what a test published is not there for the next
    cast.database.engine.dispose()


@pytest.fixture
def sqlite_cast(sqlite_url: str) -> Iterator[CareCast]:
    """The cast on SQLite, for what does not depend on the database."""
    cast = make_care_cast(sqlite_url)
    yield cast
    cast.database.engine.dispose()
