"""A small HTTP client for one caller: a connection per request, so that both sides are measured alike."""

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: str
    body: str


@dataclass(frozen=True)
class Call:
    """One request to be sent.

    :param form: the urlencoded body of a POST; None for a GET.
    """

    path: str
    cookie: str = ""
    form: str | None = None

    def bytes(self, port: int) -> bytes:
        """Return the request as it goes over the wire."""
        body = (self.form or "").encode()
        lines = [
            f"{'GET' if self.form is None else 'POST'} {self.path} HTTP/1.1", f"Host: 127.0.0.1:{port}",
            "User-Agent: Mozilla/5.0 (Linux; Android 15) bench", "Accept-Language: sv", "Connection: close",
        ]  # fmt: skip
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        if self.form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def send(port: int, call: Call) -> tuple[Answer, float]:
    """Send a request and return the answer with the seconds until its last byte."""
    wire, parts = call.bytes(port), []
    begun = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(wire)
        while part := connection.recv(65536):
            parts.append(part)
    taken = time.perf_counter() - begun
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    headers = head.decode("latin-1")
    return Answer(int(headers.split(None, 2)[1]), headers, body.decode("utf-8", "replace")), taken


@dataclass
class Target:
    """One page that is measured.

    :param calls: gives the next request; it is asked outside the measured time.
    :param wanted: the status every answer must have.
    """

    name: str
    port: int
    calls: Callable[[], Call]
    wanted: int = 200

    def drive(self, seconds: float) -> list[float]:
        """Send requests one after another for a while and return how long each took, in seconds.

        :raises RuntimeError: for an answer with another status: a page of errors is quick.
        """
        times = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            answer, taken = send(self.port, self.calls())
            if answer.status != self.wanted:
                raise RuntimeError(f"{self.name} answered {answer.status}, not {self.wanted}: {answer.body[:2000]}")
            times.append(taken)
        return times
