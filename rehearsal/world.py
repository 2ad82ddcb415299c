"""The throw-away world of a rehearsal: a database of its own with a region, a unit, a clinician and the cast."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from core.clock import FixedClock, at_wall_clock
from core.db import Base, Database
from core.jobs import Job
from messaging.gateways import SmsGateway
from people.models import CareProvider, CareUnit, Role, User, UserRole
from people.viewer import Viewer
from programs.models import Enrollment
from programs.schema import Program
from rehearsal.cast import Part
from rehearsal.clockwork import ZONE, Clockwork
from rehearsal.recording_gateway import RecordingGateway
from rehearsal.timeline import Event, EventKind, RiskWay, SafetyDay
from rehearsal.waking import never_due

JobsOn = Callable[[Database, SmsGateway], Sequence[Job]]
"""Gives the jobs as the worker runs them, on a database and a gateway."""
HOURS = {str(day): ["08:00", "16:00"] for day in range(5)}
UNIT_NAME = "Norra Bergslagens vårdcentral"
"""Nearly as long as a signature may be, so that every SMS is tried at its longest."""
ORDERED_BEFORE = timedelta(days=4)


@dataclass
class Person:
    """One of the cast under way.

    :ivar calls: how often the clinician has been told that nothing happens.
    :ivar rated: how many times each instrument has been filled in.
    """

    part: Part
    starts_on: date
    user: User
    enrollment: Enrollment
    is_enrolled: bool = True
    calls: int = 0
    rated: dict[str, int] = field(default_factory=dict)
    has_told_risk: bool = False
    unsent: set[str] = field(default_factory=set)

    @property
    def key(self) -> str:
        """The person's key."""
        return self.part.key


@dataclass
class World:
    """Everything a rehearsal works on."""

    program: Program
    database: Database
    clock: FixedClock
    clockwork: Clockwork
    unit: CareUnit
    viewer: Viewer
    folders: dict[int, str]
    persons: list[Person] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    safety: list[SafetyDay] = field(default_factory=list)
    risks: list[RiskWay] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def note(
        self, at: datetime, person: Person, kind: EventKind, sentence: str, places: dict[str, Any] | None = None,
        minutes: int = 0,
    ) -> None:
        """Write down that something happened."""
        self.events.append(Event(at, person.key, kind, sentence, places or {}, minutes))

    def person_of(self, patient_id: int) -> Person:
        """Return the person with a patient's id."""
        return next(one for one in self.persons if one.user.id == patient_id)


@contextmanager
def open_world(program: Program, folders: dict[int, str], jobs_on: JobsOn, first: date) -> Iterator[World]:
    """Give a world on an empty database that is thrown away afterwards.

    :param first: the first local date of it.
    """
    with TemporaryDirectory(prefix="rehearsal") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'world.db'}")
        event.listen(database.engine, "connect", _forget_safety)
        try:
            Base.metadata.create_all(database.engine)
            clock = FixedClock(at_wall_clock(first, 7, 0, ZONE))
            faults: list[tuple[str, str]] = []
            passed = never_due(program)
            jobs = [job for job in jobs_on(database, RecordingGateway()) if job.name not in passed]
            clockwork = Clockwork(database, clock, jobs, faults)
            with database.transaction() as session:
                unit, viewer = _build_unit(session, clock.instant)
            yield World(program, database, clock, clockwork, unit, viewer, folders, faults=faults)
        finally:
            database.engine.dispose()


def _forget_safety(connection: Any, _record: object) -> None:
    """Write without waiting for the disk: nothing here outlives the rehearsal."""
    for pragma in ("synchronous=OFF", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _build_unit(session: Session, now: datetime) -> tuple[CareUnit, Viewer]:
    provider = CareProvider(name="Region Exempel")
    session.add(provider)
    session.flush()
    unit = CareUnit(provider_id=provider.id, name=UNIT_NAME, phone="+46846500410", opening_hours=HOURS)
    clinician = User(name="Kim Ek", title="behandlare", username="kim", created_at=now)
    session.add_all([unit, clinician])
    session.flush()
    roles = (Role.CLINICIAN, Role.COORDINATOR)
    session.add_all([UserRole(user_id=clinician.id, role=role, unit_id=unit.id) for role in roles])
    return unit, Viewer(clinician, "", frozenset((role, unit.id) for role in roles))


def next_clock_change(day: date) -> date:
    """Return the first date after a day on which the clock in Sweden is moved."""
    for step in range(1, 370):
        later = day + timedelta(days=step)
        midnight, next_midnight = (at_wall_clock(later + timedelta(days=more), 0, 0, ZONE) for more in (0, 1))
        if next_midnight - midnight != timedelta(days=1):
            return later
    raise LookupError("the clock is never moved")


def first_monday(now: datetime) -> date:
    """Return the Monday on which treatments begin: two weeks before the week of the next clock change to come."""
    change = next_clock_change(now.astimezone(UTC).date() + timedelta(days=30))
    return change - timedelta(days=change.weekday() + 14)
