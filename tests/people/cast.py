"""The cast of the tests at the doors: a unit, a patient, staff, and an application on a clock that stands still."""

import base64
import re
from datetime import UTC, date, datetime

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from core.clock import FixedClock
from core.crypto import install_keyring
from core.settings import Settings
from messaging.sms_models import Sms
from people.identity import set_personnummer, set_phone
from people.models import CareProvider, CareRelation, CareUnit, Role, User, UserRole
from people.passwords import hash_secret

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = base64.b64encode(bytes(range(32))).decode()
PHONE, PERSONNUMMER, PIN = "070-174 06 05", "19121212-1212", "295174"
PASSWORD, SECRET = "korrekt häst batteri", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

FRAME = ("patient.home", "patient.program_index", "patient.values", "patient.messages")
"""The pages that the frame of every patient page leads to."""


def make_settings(database_url: str, faces: str = "patient,clinician") -> Settings:
    """Return settings for a test."""
    return Settings(
        mode="test", database_url=database_url, secret_key="s" * 40, data_keys=f"k1:{KEY}", lookup_key=KEY, faces=faces
    )


def make_app(database_url: str) -> Flask:
    """Return an application whose clock stands still at NOW and whose door does not wait."""
    app = create_app(make_settings(database_url), clock=FixedClock(NOW))
    app.config["EVEN_SECONDS"] = 0
    for endpoint in FRAME:
        if endpoint not in app.view_functions:
            app.add_url_rule(f"/{endpoint}", endpoint, lambda: "")
    return app


def make_unit(session: Session, name: str = "Psykiatri Norr") -> CareUnit:
    """Make a unit of its own care provider, open on weekdays from 8 to 16."""
    provider = CareProvider(name=f"Vårdgivare {name}")
    session.add(provider)
    session.flush()
    unit = CareUnit(
        provider_id=provider.id, name=name, phone="08-465 004 10",
        opening_hours={str(day): ["08:00", "16:00"] for day in range(5)},
    )
    session.add(unit)
    session.flush()
    return unit


def make_patient(
    session: Session, unit: CareUnit, *, phone: str = PHONE, personnummer: str | None = PERSONNUMMER,
    pin: str | None = PIN,
) -> User:
    """Make a patient of a unit."""
    user = User(name="Anna Berg", created_at=NOW, pin_hash=hash_secret(pin) if pin else None, sms_consent_at=NOW)
    set_phone(user, phone)
    if personnummer:
        set_personnummer(user, personnummer, date(2026, 11, 23))
    session.add(user)
    session.flush()
    session.add_all([
        UserRole(user_id=user.id, role=Role.PATIENT),
        CareRelation(patient_id=user.id, unit_id=unit.id, since=NOW),
    ])
    session.flush()
    return user


def make_staff(session: Session, unit: CareUnit | None, *roles: Role, username: str = "maja.sandell") -> User:
    """Make a member of staff who can sign in."""
    user = User(
        name="Maja Sandell", title="psykolog", username=username, password_hash=hash_secret(PASSWORD),
        totp_secret=SECRET, created_at=NOW,
    )
    session.add(user)
    session.flush()
    session.add_all(UserRole(user_id=user.id, role=role, unit_id=unit.id if unit else None) for role in roles)
    session.flush()
    return user


def totp_at(instant: datetime, secret: str = SECRET) -> str:
    """Return what an authenticator app shows at an instant."""
    return pyotp.TOTP(secret).at(instant)


def post(client: FlaskClient, page: str, target: str | None = None, **fields: object) -> object:
    """Open a page, and send its form with its hidden fields, as a browser does."""
    html = client.get(page).get_data(as_text=True)
    hidden = {name: found[1] for name in ("csrf_token", "form_key", "seen") if (found := _hidden(html, name))}
    return client.post(target or page, data=hidden | fields)


def _hidden(html: str, name: str) -> re.Match[str] | None:
    return re.search(rf'name="{name}" value="([^"]*)"', html)


def sent_code(session: Session) -> str:
    """Return the code in the newest SMS of the outbox."""
    sms = session.scalars(select(Sms).order_by(Sms.id.desc())).first()
    assert sms is not None
    found = re.search(r"\b\d{6}\b", sms.body)
    assert found
    return found[0]


def sign_in_patient(app: Flask, client: FlaskClient, identity: str = PHONE) -> None:
    """Sign a patient in through the door."""
    post(client, "/sign-in", identity=identity)
    with app.extensions["database"].transaction() as session:
        code = sent_code(session)
    post(client, "/sign-in/code", code=code)
    answer = post(client, "/sign-in/pin", pin=PIN)
    assert answer.status_code == 302, answer.get_data(as_text=True)  # type: ignore[attr-defined]


def sign_in_staff(client: FlaskClient, username: str = "maja.sandell") -> None:
    """Sign a member of staff in through the door."""
    post(client, "/desk/sign-in", username=username, password=PASSWORD)
    answer = post(client, "/desk/sign-in/code", code=totp_at(NOW))
    assert answer.status_code == 302, answer.get_data(as_text=True)  # type: ignore[attr-defined]


install_keyring(make_settings("sqlite://").keyring())
