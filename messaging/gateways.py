"""The doors to the outside: what every gateway can do, a simulated one for demo and tests, and Twilio's signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from core.clock import Clock
from core.db import Database
from core.ids import new_public_id
from messaging.phone_numbers import hash_number
from messaging.provider_codes import Outcome
from messaging.sms_models import SimulatedDelivery


class ListingFailedError(Exception):
    """The provider's list could not be read to its end; nothing may be concluded from it."""


@dataclass(frozen=True)
class SendResult:
    """What one call to the provider gave.

    :param retry_after: seconds the provider asks us to wait, when it says.
    """

    outcome: Outcome
    sid: str = ""
    status: str = ""
    error_code: str = ""
    retry_after: int | None = None


@dataclass(frozen=True)
class SentSms:
    """An SMS as it stands in the provider's own list."""

    sid: str
    body: str
    status: str
    error_code: str
    created_at: datetime


class SmsGateway(Protocol):
    """Anything that sends SMS and can list what it has sent."""

    def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
        """Make one attempt; never raises, and never tries twice.

        :param token: the attempt's, comes back in the status callback's address.
        :param valid_seconds: how long the provider may keep trying to deliver.
        """
        ...

    def list_sent(self, number: str, since: datetime) -> list[SentSms]:
        """Return all that was sent to a number since an instant; raises ListingFailedError."""
        ...


class SimulatedGateway:
    """A phone network in our own database, for the demo and for practice without Twilio."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock

    def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
        """Put the SMS on the simulated phone, in a transaction of its own as the real network would."""
        sid = f"SM{new_public_id()}"
        with self.database.transaction() as session:
            session.add(
                SimulatedDelivery(sid=sid, number=number, number_hash=hash_number(number), body=body, token=token,
                                  status="queued", at=self.clock.now())
            )  # fmt: skip
        return SendResult(Outcome.ACCEPTED, sid=sid, status="queued")

    def list_sent(self, number: str, since: datetime) -> list[SentSms]:
        """Return what the simulated phone has received."""
        wanted = select(SimulatedDelivery).where(
            SimulatedDelivery.number_hash == hash_number(number),
            SimulatedDelivery.inbound.is_(False),
            SimulatedDelivery.at >= since,
        )
        with self.database.transaction() as session:
            return [SentSms(row.sid, row.body, row.status, "", row.at) for row in session.scalars(wanted)]


def is_signed_by_twilio(auth_token: str, url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Tell whether a webhook carries Twilio's signature for our public address (reliability.md B1-B3).

    :param url: as Twilio was told it, built from the settings and never from the Host header.
    :param fields: the form exactly as it came.
    """
    signature = headers.get(SIGNATURE_HEADER, "")
    if not auth_token or not signature:
        return False
    algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER))
    return bool(RequestValidator(auth_token).validate(url, dict(fields), signature, algorithm))
