"""Sends SMS through Twilio and reads its list; with the signature in `gateways.py` all that knows Twilio."""

import logging
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response as TwilioResponse
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from messaging.gateways import ListingFailedError, SendResult, SentSms
from messaging.provider_codes import Outcome, classify

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3
READ_SECONDS = 10
PAGE_SIZE = 1000
VALID_SECONDS_MAX = 36_000


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
