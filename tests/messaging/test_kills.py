"""A sender killed at any moment loses no SMS and doubles none: found and finished by whoever comes next."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.db import Database
from messaging.gateways import SendResult, SentSms, SmsGateway
from messaging.sending import send_due
from messaging.settling import settle_unknown
from messaging.sms_models import SmsStatus
from tests.fake_twilio import Twilio, set_clock
from tests.sms_ground import NOON, Cast, plan, statuses, twilio_gateway

MINUTE = timedelta(minutes=1)
FAULTS = ("", "500_after", "500_before", "drop_after")
TRANSACTIONS = {
    "expire_late": "expire", "_claim_next": "claim", "_attempt": "result", "settle_unknown": "mark",
    "_claim_doubt": "doubt", "_look_up": "decide",
}  # fmt: skip
POINTS = [
    *(f"{name}:{edge}:1" for name in TRANSACTIONS.values() for edge in ("before", "after")),
    "call:before:1", "call:after:1", "list:before:1", "list:after:1",
    "claim:after:2", "call:after:2", "result:before:2", "call:before:3", "call:after:3", "result:before:4",
    "doubt:after:2", "decide:before:2", "decide:after:3", "decide:before:4",
]  # fmt: skip


class Failpoint:
    """Kills this process, as a power cut would, when a named point is reached for the nth time."""

    def __init__(self, point: str) -> None:
        self.name, self.edge, times = point.split(":")
        self.left = int(times)

    def reach(self, name: str, edge: str) -> None:
        """Pass a point, or die there."""
        if (name, edge) != (self.name, self.edge):
            return
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


class KilledDatabase(Database):
    """A database whose user may die just before or just after a commit."""

    def __init__(self, url: str, failpoint: Failpoint) -> None:
        super().__init__(url)
        self.failpoint = failpoint

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session as usual, with a point on each side of the commit."""
        name = TRANSACTIONS.get(sys._getframe(2).f_code.co_name, "")
        with super().transaction() as session:
            yield session
            session.flush()
            self.failpoint.reach(name, "before")
        self.failpoint.reach(name, "after")


class KilledGateway:
    """A gateway whose user may die just before or just after a call."""

    def __init__(self, inner: SmsGateway, failpoint: Failpoint) -> None:
        self.inner, self.failpoint = inner, failpoint

    def send(self, number: str, body: str, token: str, valid_seconds: int) -> SendResult:
        """Call, with a point on each side."""
        self.failpoint.reach("call", "before")
        result = self.inner.send(number, body, token, valid_seconds)
        self.failpoint.reach("call", "after")
        return result

    def list_sent(self, number: str, since: datetime) -> list[SentSms]:
        """List, with a point on each side."""
        self.failpoint.reach("list", "before")
        listed = self.inner.list_sent(number, since)
        self.failpoint.reach("list", "after")
        return listed


def run_jobs(database: Database, gateway: SmsGateway, start: datetime, minutes: int) -> None:
    """Run the two jobs minute by minute."""
    for step in range(minutes):
        send_due(database, gateway, start + step * MINUTE, lanes=1)
        settle_unknown(database, gateway, start + step * MINUTE)


def in_a_child(work: Callable[[], None]) -> int:
    """Do some work in a child process and return the signal that ended it, 0 for none."""
    pid = os.fork()
    if pid == 0:
        try:
            work()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) * -1


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_sender_loses_and_doubles_nothing(
    database: Database, cast: Cast, twilio: Twilio, point: str
) -> None:
    twilio.fault_for = lambda call: FAULTS[(call - 1) % 4] if call <= 4 else ""
    for number in range(4):
        plan(database, cast, f"k{number}")
    plan(database, cast, "late", lifetime=timedelta(seconds=30))
    database.engine.dispose()

    def work() -> None:
        failpoint = Failpoint(point)
        gateway = KilledGateway(twilio_gateway(twilio), failpoint)
        run_jobs(KilledDatabase(database.url, failpoint), gateway, NOON + MINUTE, 18)

    assert in_a_child(work) == signal.SIGKILL, f"{point} was never reached"
    for minute in (20, 40, 60):
        set_clock(twilio, NOON + minute * MINUTE)
        run_jobs(database, twilio_gateway(twilio), NOON + minute * MINUTE, 3)
    assert sorted(twilio.delivered().values()) == [1, 1, 1, 1]
    assert statuses(database) == {SmsStatus.ACCEPTED: 4, SmsStatus.EXPIRED: 1}
