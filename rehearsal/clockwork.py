"""A moved clock that jumps from one due instant to the next and runs the real jobs at each."""

import heapq
import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Select, select

from core.clock import FixedClock, at_wall_clock, local_date
from core.db import Database
from core.errors import RuleError
from core.jobs import Job
from messaging.sms_models import InboundStatus, Reminder, Sms, SmsInbound, SmsStatus

log = logging.getLogger(__name__)
ZONE = "Europe/Stockholm"
ROUNDS = ((0, 1), (10, 31))
"""The hours and minutes of the wall clock when what only time brings comes: every job runs at the first."""
SELDOM = timedelta(minutes=5)
"""Jobs that run more seldom than this look at the hour and run in the morning too; the others act on instants."""
PLANNING, SENDING, UNDERSTANDING = "reminders are planned", "sms are sent", "sms are understood"
"""The jobs that run between the rounds, at the very instants when they have something to do."""

NEXT_SMS = select(Sms.not_before).where(Sms.status == SmsStatus.PLANNED).order_by(Sms.not_before).limit(1)
NEW_INBOUND = select(SmsInbound.id).where(SmsInbound.status == InboundStatus.NEW).limit(1)
Act = Callable[[datetime], None]


class Clockwork:
    """The agenda of a rehearsal: what people do, and when the jobs must run.

    :param faults: where what broke is written, as place and words.
    """

    def __init__(self, database: Database, clock: FixedClock, jobs: Sequence[Job], faults: list[tuple[str, str]]):
        self.database, self.clock, self.jobs, self.faults = database, clock, jobs, faults
        self._by_name = {job.name: job for job in jobs}
        self._agenda: list[tuple[datetime, int, str, Act | None]] = []
        self._order = count()
        self._reminders: set[datetime] = set()
        self._ticks: set[datetime] = set()

    def plan(self, instant: datetime, name: str, act: Act) -> None:
        """Let somebody do something at an instant."""
        heapq.heappush(self._agenda, (instant, next(self._order), name, act))

    def tick(self, instant: datetime) -> None:
        """Let every job run at an instant."""
        if instant not in self._ticks and instant > self.clock.instant:
            self._ticks.add(instant)
            self.plan(instant, "jobs", self._run_all)

    def rounds(self, day: date) -> None:
        """Let every job run at its hours of a day, and find that day's reminders after the first of them."""
        for number, (hour, minute) in enumerate(ROUNDS):
            instant = at_wall_clock(day, hour, minute, ZONE)
            self.plan(instant, "jobs", self._first_round if number == 0 else self._run_seldom)

    def _wake(self, instant: datetime) -> None:
        """Come back at an instant to see what is due then."""
        if instant not in self._ticks and instant > self.clock.instant:
            self._ticks.add(instant)
            heapq.heappush(self._agenda, (instant, next(self._order), "", None))

    def run(self) -> None:
        """Go through the agenda to its end."""
        while self._agenda:
            instant, _order, name, act = heapq.heappop(self._agenda)
            self.clock.instant = instant
            if act is not None:
                self._guard(name, act, instant)
            if not self._agenda or self._agenda[0][0] > instant:
                self._run_due(instant)

    def _guard(self, name: str, act: Act, instant: datetime) -> None:
        try:
            act(instant)
        except RuleError as problem:
            self.faults.append((f"{name} {instant:%Y-%m-%d %H:%M}", str(getattr(problem, "reason", problem))))
        except Exception as problem:
            log.exception("the rehearsal broke at %s", name)
            self.faults.append((f"{name} {instant:%Y-%m-%d %H:%M}", f"{type(problem).__name__}: {problem}"))

    def _first_round(self, instant: datetime) -> None:
        self._run_all(instant)
        today = local_date(instant, ZONE)
        with self.database.open_session(reading=True) as session:
            times = session.execute(select(Reminder.hour, Reminder.minute).where(Reminder.active).distinct()).all()
        for hour, minute in times:
            due = at_wall_clock(today, hour, minute, ZONE)
            self._reminders.add(due)
            self._wake(due)

    def _run_all(self, instant: datetime) -> None:
        self._run(self.jobs)

    def _run_seldom(self, instant: datetime) -> None:
        self._run([job for job in self.jobs if job.every >= SELDOM])

    def _run_due(self, instant: datetime) -> None:
        """Run what has something to do now, and wake when the next SMS that waits may leave."""
        if instant in self._reminders:
            self._run_named(PLANNING)
        if self._ask(NEW_INBOUND):
            self._run_named(UNDERSTANDING)
        waiting = self._ask(NEXT_SMS)
        while waiting is not None and waiting <= instant:
            self._run_named(SENDING)
            before, waiting = waiting, self._ask(NEXT_SMS)
            if waiting == before:
                break
        if waiting is not None:
            self._wake(waiting)

    def _run_named(self, name: str) -> None:
        self._run([self._by_name[name]] if name in self._by_name else [])

    def _ask(self, question: Select[Any]) -> Any:
        with self.database.open_session(reading=True) as session:
            return session.scalar(question)

    def _run(self, jobs: Sequence[Job]) -> None:
        for job in jobs:
            try:
                job.function(self.database, self.clock.instant)
            except Exception as problem:
                log.exception("job %s broke in the rehearsal", job.name)
                self.faults.append((job.name, f"{type(problem).__name__}: {problem}"))
