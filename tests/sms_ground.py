"""The ground of the SMS tests: keys, a cast, and short ways to put rows in and read them out."""

import base64
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import Keyring, install_keyring
from core.db import Database
from messaging.gateways import SendResult, SentSms
from messaging.outbox import queue_sms
from messaging.provider_codes import Outcome
from messaging.sms_models import Sms, SmsKind, SmsStatus
from messaging.twilio_gateway import TwilioGateway
from people.identity import phone_hash
from people.models import CareProvider, CareRelation, CareUnit, Role, User, UserRole
from tests.fake_twilio import ACCOUNT, SERVICE, TOKEN, Twilio

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday, 13:00 in Stockholm."""
NIGHT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
PHONE = "+46701740605"
OTHER_PHONE = "+46701740606"
KEY = base64.b64encode(bytes(range(32))).decode()


@dataclass
class Cast:
    """A unit, and two patients of it on two phones."""

    unit: CareUnit
    patient: User
    other: User


def install_keys() -> None:
    """Install made-up keys, as the application does when it starts."""
    install_keyring(Keyring({"1": bytes(range(32))}, bytes(range(32))))


def make_patient(session: Session, unit: CareUnit, phone: str, name: str = "Anna Ek") -> User:
    """Add a patient who agreed to SMS."""
    user = User(name=name, phone=phone, phone_hash=phone_hash(phone), sms_consent_at=NOON, created_at=NOON)
    session.add(user)
    session.flush()
    session.add(UserRole(user_id=user.id, role=Role.PATIENT))
    session.add(CareRelation(patient_id=user.id, unit_id=unit.id, since=NOON))
    return user


def make_cast(database: Database) -> Cast:
    """Fill a database with the cast."""
    with database.transaction() as session:
        provider = CareProvider(name="Regionen")
        session.add(provider)
        session.flush()
        hours = {str(day): ["08:00", "16:00"] for day in range(5)}
        unit = CareUnit(provider_id=provider.id, name="Norra mottagningen", phone="+4690123456", opening_hours=hours)
        session.add(unit)
        session.flush()
        return Cast(unit, make_patient(session, unit, PHONE), make_patient(session, unit, OTHER_PHONE, "Bo Alm"))


def plan(
    database: Database, cast: Cast, key: str = "k", body: str = "", *, kind: SmsKind = SmsKind.NOTICE,
    now: datetime = NOON, at_night: bool = False, lifetime: timedelta | None = None,
) -> int:  # fmt: skip
    """Plan an SMS to the patient and return its id."""
    with database.transaction() as session:
        sms = queue_sms(session, kind, user=cast.patient, unit=cast.unit, body=body or f"text {key}", now=now,
                        dedupe_key=key, at_night=at_night, lifetime=lifetime)  # fmt: skip
        assert sms is not None
        return sms.id


def read(database: Database, sms_id: int) -> Sms:
    """Return an SMS as it stands in the database."""
    with database.transaction() as session:
        return session.get_one(Sms, sms_id)


def statuses(database: Database) -> Counter[SmsStatus]:
    """Return how many SMS stand where."""
    with database.transaction() as session:
        return Counter(session.scalars(select(Sms.status)))


def twilio_gateway(twilio: Twilio) -> TwilioGateway:
    """Return the product's own gateway, pointed at the fake provider."""
    return TwilioGateway(ACCOUNT, TOKEN, SERVICE, "https://egenvag.example", twilio.url)


class Counting:
    """A gateway in memory that counts what it was given and answers as told."""

    def __init__(self, *answers: SendResult) -> None:
        self.answers = list(answers)
        self.given: list[tuple[str, str, str, int]] = []
        self.listed: Sequence[SentSms] = ()

    def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
        """Count the call."""
        self.given.append((number, body, token, valid_seconds))
        if self.answers:
            return self.answers.pop(0)
        return SendResult(Outcome.ACCEPTED, sid=f"SM{token.encode().hex()[:32]}", status="accepted")

    def list_sent(self, number: str, since: datetime) -> list[SentSms]:
        """Return what the test put there."""
        return [item for item in self.listed if item.created_at >= since]


class Remote(Counting):
    """A gateway that takes a moment, as all that are reached over a network; meanwhile another may claim."""

    def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
        """Count the call after a moment."""
        threading.Event().wait(0.001)
        return super().send(number, body, token, valid_seconds)
