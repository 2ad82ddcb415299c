"""What the measured pages show: sixteen patients in the middle of a treatment, and a unit with many open items."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from core.db import Base, Database
from core.ids import new_public_id
from messaging.models import Conversation, Message, Sender
from people.models import CareProvider, CareRelation, CareUnit, Role, User, UserRole
from people.session_models import Face
from people.sign_in import open_login
from programs.diary import record_night
from programs.models import Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from tests.plugins.cast import HOURS, make_patient, make_staff
from tests.plugins.databases import import_tables
from worklist.models import LEVEL_ORDER, ItemKind, Level, WorkItem

ACTIVE = 16
NIGHT: dict[str, Any] = {
    "lights_out": "23:45", "sol": 30, "awakenings": 2, "waso": 15, "woke": "06:30", "rose": "06:30", "quality": 4,
}  # fmt: skip
REASONS: tuple[tuple[ItemKind, Level, str, dict[str, str]], ...] = (
    (ItemKind.MESSAGE, Level.TODAY, "message", {}),
    (ItemKind.MODULE, Level.TODAY, "module_submitted", {"module": "3"}),
    (ItemKind.MISSED, Level.WEEK, "missed_reports", {"days": "4"}),
    (ItemKind.VALUE, Level.NOW, "value_high_repeated", {}),
    (ItemKind.INACTIVE, Level.NOTE, "inactive", {"days": "9"}),
)


@dataclass(frozen=True)
class Ground:
    """Who may open what.

    :param patients: pairs of a patient's token and the public id of the enrolment.
    """

    patients: list[tuple[str, str]]
    clinician: str


def fill(database: Database, items: int, now: datetime) -> Ground:
    """Fill an empty database: the active patients, and as many further patients with an open item each."""
    import_tables()
    Base.metadata.create_all(database.engine)
    random = Random(items)
    with database.transaction() as session:
        unit = _make_unit(session)
        karin = make_staff(session, unit, "Karin Lind", "psykolog")
        patients = [_make_active(session, unit, karin, number, now) for number in range(ACTIVE)]
        clinician = open_login(session, karin, Face.DESK, "", now)
        for start in range(0, items, 1000):
            add_items(session, unit, karin, min(1000, items - start), now, random)
    return Ground(patients, clinician)


def _make_unit(session: Session) -> CareUnit:
    provider = CareProvider(name="Region Ett")
    session.add(provider)
    session.flush()
    unit = CareUnit(provider_id=provider.id, name="Vårdcentralen Norr", phone="08-465 004 10", opening_hours=HOURS)
    session.add(unit)
    session.flush()
    return unit


def _make_active(session: Session, unit: CareUnit, karin: User, number: int, now: datetime) -> tuple[str, str]:
    """Make a patient in the second week, with a fortnight's nights and a conversation of twenty messages."""
    patient = make_patient(session, unit, f"Anna Berg{number}", f"070-174 06 {5 + number:02d}")
    begun = now - timedelta(days=14)
    enrollment = Enrollment(
        patient_id=patient.id, unit_id=unit.id, clinician_id=karin.id, program="sleep", program_version="1",
        status=EnrollmentStatus.ACTIVE, starts_on=begun.date(), ends_on=begun.date() + timedelta(weeks=11), gate={},
        wish="Sova", goal="Sova hela natten", ordered_by=karin.id, ordered_at=begun, activated_at=begun,
    )  # fmt: skip
    session.add(enrollment)
    session.flush()
    states = ((1, ModuleStatus.REVIEWED), (2, ModuleStatus.UNLOCKED))
    session.add_all(
        ModuleUnlock(enrollment_id=enrollment.id, module=module, status=status, unlocked_at=begun)
        for module, status in states
    )
    session.flush()
    for back in range(14):
        record_night(session, enrollment, now.date() - timedelta(days=back), NIGHT, now - timedelta(days=back))
    _talk(session, patient, unit, karin, begun)
    return open_login(session, patient, Face.PATIENT, "", now), enrollment.public_id


def _talk(session: Session, patient: User, unit: CareUnit, karin: User, begun: datetime) -> None:
    conversation = Conversation(patient_id=patient.id, unit_id=unit.id)
    session.add(conversation)
    session.flush()
    for number in range(20):
        sender, author = (Sender.STAFF, karin.id) if number % 2 else (Sender.PATIENT, patient.id)
        message = Message(conversation_id=conversation.id, sender=sender, author_id=author,
                          body="Det gick lite bättre i natt, men jag vaknade klockan tre.",
                          sent_at=begun + timedelta(hours=10 * number))
        session.add(message)
        session.flush()
    conversation.last_message_id = conversation.last_staff_id = message.id


def add_items(session: Session, unit: CareUnit, karin: User, count: int, now: datetime, random: Random) -> None:
    """Add patients in treatment, each with an open item."""
    first = (session.scalar(select(func.max(User.id))) or 0) + 1
    ids = range(first, first + count)
    rows: tuple[tuple[type[Base], Iterator[dict[str, Any]]], ...] = (
        (User, ({"id": one, "name": f"Person {one}", "created_at": now} for one in ids)),
        (UserRole, ({"user_id": one, "role": Role.PATIENT} for one in ids)),
        (CareRelation, (_relation(one, unit, now) for one in ids)),
        (Enrollment, (_enrollment(one, unit, karin, now) for one in ids)),
        (WorkItem, (_item(one, unit, now, random) for one in ids)),
    )
    for model, values in rows:
        session.execute(insert(model), list(values))


def _relation(patient: int, unit: CareUnit, now: datetime) -> dict[str, Any]:
    return {"patient_id": patient, "unit_id": unit.id, "patient_name": f"Person {patient}", "since": now}


def _enrollment(patient: int, unit: CareUnit, karin: User, now: datetime) -> dict[str, Any]:
    return {
        "patient_id": patient, "unit_id": unit.id, "clinician_id": karin.id, "program": "sleep",
        "program_version": "1", "status": EnrollmentStatus.ACTIVE, "starts_on": now.date(),
        "ends_on": now.date() + timedelta(weeks=11), "gate": {}, "wish": "Sova", "ordered_by": karin.id,
        "ordered_at": now, "activated_at": now,
    }  # fmt: skip


def _item(patient: int, unit: CareUnit, now: datetime, random: Random) -> dict[str, Any]:
    kind, level, reason, places = random.choice(REASONS)
    return {
        "public_id": new_public_id(), "unit_id": unit.id, "patient_id": patient, "kind": kind, "level": level,
        "rank": LEVEL_ORDER[level], "reason": reason, "places": places, "dedupe_key": f"bench:{patient}",
        "occurred_at": now - timedelta(minutes=random.randrange(10_000)),
        "due_at": now + timedelta(minutes=random.randrange(10_000)),
    }  # fmt: skip
