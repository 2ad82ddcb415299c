"""The doors to the outside: Twilio, and a simulated one for demo and tests; the only file that knows Twilio."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import requests
from sqlalchemy import select
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response as TwilioResponse
from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from core.clock import Clock
from core.db import Database
from core.ids import new_public_id
from core.settings import Settings
from messaging.phone_numbers import hash_number
from messaging.provider_codes import Outcome, classify
from messaging.sms_models import SimulatedDelivery

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3
READ_SECONDS = 10
PAGE_SIZE = 1000
VALID_SECONDS_MAX = 36_000


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


class _Throttled(Exception):
    """The provider answered 429."""

    def __init__(self, retry_after: int | None) -> None:
        super().__init__("429")
        self.retry_after = retry_after


class _OneCallClient(TwilioHttpClient):
    """Twilio's HTTP client with a time limit, without retries, and with an address that may be changed."""

    def __init__(self, base_url: str) -> None:
        # Each call has a connection of its own: a kept one may be dead when it is used again, and then nobody
        # knows what was sent. Such a session never tries twice (requests.adapters.DEFAULT_RETRIES is 0).
        super().__init__(pool_connections=False)
        self.base = urlsplit(base_url) if base_url else None

    def request(self, method: str, url: str, *args: Any, **options: Any) -> TwilioResponse:
        self.timeout = (CONNECT_SECONDS, READ_SECONDS)  # given here because an argument must be one number
        options |= {"timeout": None, "allow_redirects": False}
        answer = super().request(method, self._moved(url), *args, **options)
        if answer.status_code == 429:
            raise _Throttled(_seconds(answer.headers.get("Retry-After")))
        return answer

    def _moved(self, url: str) -> str:
        if self.base is None:
            return url
        return urlunsplit(urlsplit(url)._replace(scheme=self.base.scheme, netloc=self.base.netloc))


def _seconds(header: str | None) -> int | None:
    return min(int(header), 3600) if header and header.isdecimal() else None


class TwilioGateway:
    """Sends through Twilio's Messages API, one attempt at a time (reliability.md 5.4).

    :param callback_base: the public address of this installation, such as ``https://egenvag.example``.
    :param api_base: another address than Twilio's own, for a region or a test.
    """

    def __init__(self, account_sid: str, auth_token: str, service_sid: str, callback_base: str, api_base: str = ""):
        self.service_sid = service_sid
        self.callback_base = callback_base.rstrip("/")
        self.client = Client(account_sid, auth_token, http_client=_OneCallClient(api_base))

    def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
        """Make one attempt; every doubt becomes UNKNOWN."""
        try:
            made = self.client.messages.create(
                to=number,
                body=body,
                messaging_service_sid=self.service_sid,
                validity_period=max(1, min(VALID_SECONDS_MAX, valid_seconds)),
                status_callback=f"{self.callback_base}/twilio/status/{token}",
            )
        except Exception as problem:
            return judge_problem(problem)
        if not made.sid:
            return SendResult(Outcome.UNKNOWN)
        return SendResult(Outcome.ACCEPTED, sid=made.sid, status=str(made.status or "accepted"))

    def list_sent(self, number: str, since: datetime) -> list[SentSms]:
        """Return what Twilio says it was given for a number; DateSent is no filter, a queued SMS lacks it."""
        try:
            found = self.client.messages.list(to=number, page_size=PAGE_SIZE)
            ours = [_sent(item) for item in found if self._is_ours(item)]
        except (requests.RequestException, TwilioException, _Throttled, ValueError, KeyError, TypeError) as problem:
            raise ListingFailedError(type(problem).__name__) from problem
        return [item for item in ours if item.created_at >= since]

    def _is_ours(self, item: Any) -> bool:
        return item.direction == "outbound-api" and item.messaging_service_sid in (self.service_sid, None)


def judge_problem(problem: Exception) -> SendResult:
    """Return what a failed call means: known not to be taken, refused, or unknown."""
    if isinstance(problem, _Throttled):
        return SendResult(Outcome.RETRY, error_code="20429", retry_after=problem.retry_after)
    if isinstance(problem, TwilioRestException):
        code = problem.code if isinstance(problem.code, int) else 0
        return SendResult(classify(problem.status, code), error_code=str(code))
    if _was_never_sent(problem):
        return SendResult(Outcome.RETRY, error_code="unreached")
    log.warning("nobody knows what became of an sms: %s", type(problem).__name__)
    return SendResult(Outcome.UNKNOWN)


def _was_never_sent(problem: Exception) -> bool:
    """Tell whether not one byte left: the connection itself was never made."""
    if not isinstance(problem, requests.ConnectionError) or not problem.args:
        return False
    cause = getattr(problem.args[0], "reason", problem.args[0])
    return isinstance(cause, NewConnectionError | ConnectTimeoutError)


def _sent(item: Any) -> SentSms:
    created = item.date_created
    if not isinstance(created, datetime):
        raise ValueError("an sms in the list has no date")
    code = "" if item.error_code is None else str(item.error_code)
    return SentSms(item.sid, item.body or "", str(item.status), code, created.astimezone(UTC))


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


def build_gateway(settings: Settings, database: Database, clock: Clock) -> SmsGateway:
    """Return the gateway that the settings name."""
    if settings.sms_gateway == "simulated":
        return SimulatedGateway(database, clock)
    return TwilioGateway(
        settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_messaging_service_sid,
        settings.base_url, settings.twilio_base_url,
    )  # fmt: skip


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
