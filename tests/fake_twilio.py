"""A provider that speaks HTTP like Twilio's Messages API and keeps the truth about what it was given.

It shares no code with the product. A test reads ``delivered()``: that is what reached the phones.
"""

import json
import socket
import threading
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ACCOUNT = "AC" + "0" * 32
TOKEN = "made-up-auth-token"
SERVICE = "MG" + "0" * 32
CODES = {
    "400/21211": (400, 21211, "Invalid 'To' Phone Number"),
    "21610": (400, 21610, "Attempt to send to unsubscribed recipient"),
    "401": (401, 20003, "Authenticate"),
    "500_before": (500, 20500, "Internal server error"),
    "503_before": (503, 20503, "Service unavailable"),
    "429": (429, 20429, "Too many requests"),
}
TAKES_FIRST = {"drop_after", "hang_after", "500_after", "garbage_after"}


@dataclass(frozen=True)
class Taken:
    """An SMS that the provider took on and will deliver."""

    sid: str
    number: str
    body: str
    callback: str
    valid_seconds: int
    at: datetime
    seen_from: float


@dataclass
class Twilio:
    """The provider: its truth, the faults it is told to have, and its clock."""

    url: str = ""
    faults: deque[str] = field(default_factory=deque)
    fault_for: Callable[[int], str] | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    list_lag: float = 0.0
    list_broken: bool = False
    hang_seconds: float = 2.0
    retry_after: str = ""
    taken: list[Taken] = field(default_factory=list)
    calls: int = 0
    lists: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def delivered(self) -> Counter[tuple[str, str]]:
        """Return how often each text reached each number."""
        return Counter((sms.number, sms.body) for sms in self.taken)

    def next_fault(self) -> str:
        """Return the fault of the next call, "" for none."""
        with self.lock:
            self.calls += 1
            if self.fault_for is not None:
                return self.fault_for(self.calls)
            return self.faults.popleft() if self.faults else ""

    def take(self, form: dict[str, str]) -> Taken:
        """Take an SMS on."""
        sms = Taken(
            sid="SM" + uuid.uuid4().hex, number=form["To"], body=form["Body"], at=self.clock(),
            callback=form.get("StatusCallback", ""), valid_seconds=int(form["ValidityPeriod"]),
            seen_from=time.monotonic() + self.list_lag,
        )  # fmt: skip
        with self.lock:
            self.taken.append(sms)
        return sms

    def visible(self, number: str) -> list[Taken]:
        """Return what the list shows for a number, newest first."""
        with self.lock:
            found = [sms for sms in self.taken if sms.number == number and sms.seen_from <= time.monotonic()]
        return list(reversed(found))


def describe(sms: Taken) -> dict[str, Any]:
    """Return an SMS as the API shows it."""
    return {
        "sid": sms.sid, "to": sms.number, "body": sms.body, "status": "accepted", "direction": "outbound-api",
        "messaging_service_sid": SERVICE, "error_code": None, "date_created": format_datetime(sms.at),
        "date_sent": None, "account_sid": ACCOUNT,
    }  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Answers the two calls the product makes."""

    twilio: Twilio
    protocol_version = "HTTP/1.1"

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Take an SMS, or fail in the way the test asked for."""
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True).items()}
        if urlsplit(self.path).path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
            self.refuse("404")
            return
        fault = self.twilio.next_fault()
        if fault and fault not in TAKES_FIRST:
            self.refuse(fault)
            return
        if "MessagingServiceSid" not in form or form["MessagingServiceSid"] != SERVICE:
            self.refuse("400/21211")
            return
        sms = self.twilio.take(form)
        if fault:
            self.break_off(fault)
        else:
            self.answer(201, describe(sms))

    def do_GET(self) -> None:
        """List what was taken for a number."""
        self.twilio.lists += 1
        if self.twilio.list_broken:
            self.refuse("503_before")
            return
        query = parse_qs(urlsplit(self.path).query)
        if "DateSent" in query:
            self.refuse("400/21211")
            return
        found = [describe(sms) for sms in self.twilio.visible(query["To"][0])]
        self.answer(200, {"messages": found, "page": 0, "page_size": 1000, "next_page_uri": None})

    def break_off(self, fault: str) -> None:
        """Fail after the SMS was taken."""
        if fault == "hang_after":
            time.sleep(self.twilio.hang_seconds)
        if fault == "500_after":
            self.refuse("500_before")
            return
        if fault == "garbage_after":
            self.answer(201, None)
            return
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def refuse(self, fault: str) -> None:
        """Answer with an error of Twilio's shape."""
        status, code, message = CODES.get(fault, (404, 20404, "not found"))
        self.answer(status, {"code": code, "message": message, "status": status})

    def answer(self, status: int, content: Any) -> None:
        """Answer with JSON, or with something that is none."""
        raw = b"<html>" if content is None else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        if status == 429 and self.twilio.retry_after:
            self.send_header("Retry-After", self.twilio.retry_after)
        self.end_headers()
        self.wfile.write(raw)


@contextmanager
def fake_twilio() -> Iterator[Twilio]:
    """Run the provider in a thread."""
    twilio = Twilio()
    handler = type("BoundHandler", (Handler,), {"twilio": twilio})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_arguments: None  # type: ignore[method-assign]
    twilio.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield twilio
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def set_clock(twilio: Twilio, start: datetime) -> None:
    """Let the provider's clock show an instant now and go on from there."""
    began = time.monotonic()
    twilio.clock = lambda: start + timedelta(seconds=time.monotonic() - began)
