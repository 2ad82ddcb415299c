"""A moved clock that jumps from one due instant to the next and runs the real jobs at each."""

import heapq
import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import select

from core.clock import FixedClock, at_wall_clock, local_date
from core.db import Database
from core.errors import RuleError
from core.jobs import Job
from messaging.sms_models import Reminder
from rehearsal.waking import PLANNING, SENDING, UNDERSTANDING, look

log = logging.getLogger(__name__)
ZONE = "Europe/Stockholm"
ROUNDS = ((0, 1), (10, 31))
"""The hours and minutes of the wall clock when what only time brings comes: every job runs at the first."""
SELDOM = timedelta(minutes=5)
"""Jobs that run more seldom than this look at the hour and run in the morning too; the others act on instants."""
Act = Callable[[datetime], None]


class Clockwork:
    """The agenda of a rehearsal: what people do, and when the jobs must run.

    :param faults: where what broke is written, as place and words.
    """

    def __init__(self, database: Database, clock: FixedClock, jobs: Sequence[Job], faults: list[tuple[str, str]]):
        self.database, self.clock, self.jobs, self.faults = database, clock, jobs, faults
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
        """Run what has something to do at this instant, and wake when the next SMS that waits may leave."""
        if instant in self._reminders:
            self._run_named(PLANNING)
        waiting, idle = look(self.database, self.clock.instant)
        if UNDERSTANDING not in idle:
            self._run_named(UNDERSTANDING)
            waiting, idle = look(self.database, self.clock.instant)
        if waiting is not None and waiting <= instant:
            self._run_named(SENDING)
            waiting, idle = look(self.database, self.clock.instant)
        if waiting is not None:
            self._wake(waiting)

    def _run_named(self, name: str) -> None:
        self._run([job for job in self.jobs if job.name == name])

    def _run(self, jobs: Sequence[Job]) -> None:
        """Run jobs in order, but for those that have nothing to act on."""
        asks = len(jobs) > 1
        idle = look(self.database, self.clock.instant)[1] if asks else frozenset()
        for job in jobs:
            if job.name not in idle and self._run_one(job) and asks:
                idle = look(self.database, self.clock.instant)[1]

    def _run_one(self, job: Job) -> int:
        """Run a job; what it has done may be what a later one acts on."""
        try:
            return job.function(self.database, self.clock.instant)
        except Exception as problem:
            log.exception("job %s broke in the rehearsal", job.name)
            self.faults.append((job.name, f"{type(problem).__name__}: {problem}"))
            return 1
