"""Makes a unit for training with a handful of made-up people in different states (features.md 36)."""

import secrets
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError
from core.language import _l
from messaging.phone_numbers import hash_number
from people.identity import personnummer_hash
from people.models import CareUnit, Role, User, UserRole
from people.units import create_unit
from practice.living import Ward, add_patient, deliver_old_sms, live_story, ordered_at
from practice.stories import Story, personnummer, phone

UNIT_NAME = "Övningsenheten"
UNIT_PHONE = "08-465 004 90"
"""From the series of numbers kept for fiction."""
FICTION = range(95)
"""How many mobile numbers are kept for fiction, 070-174 06 05 to 06 99."""
FULL = _l("Alla telefonnummer för övning är upptagna. Använd en övningsenhet som redan finns.")
SOME_BIRTHDAYS = date(1940, 1, 1), date(2002, 12, 31)

STAFF = (
    ("psykolog", "Robin Ekvall", "psykolog", (Role.CLINICIAN,)),
    ("sjukskoterska", "Kim Lundmark", "sjuksköterska", (Role.CLINICIAN,)),
    ("koordinator", "Sam Bergdal", "koordinator", (Role.COORDINATOR,)),
)
STORIES = (
    ("Moa Granlid", "sleep", "psykolog", 1, "waiting"),
    ("Isak Tornvall", "sleep", "psykolog", 1, "risk"),
    ("Ella Fjordmark", "sleep", "psykolog", 0, "new"),
    ("Vera Sandryd", "hypertension", "sjukskoterska", 2, "high"),
    ("Alvar Nyfors", "hypertension", "sjukskoterska", 3, "silent"),
    ("Tyra Holmsten", "hypertension", "sjukskoterska", -1, "new"),
)


def create_training_unit(session: Session, provider_id: str, link: str, *, actor_id: int, now: datetime) -> CareUnit:
    """Make a training unit of a care provider, with staff and patients who have lived there for some weeks.

    Their accounts have no password: the unit's admin hands them to those who practise by a new link. Nothing that
    is sent to them leaves the house (messaging/training.py).

    :param provider_id: the care provider's public id.
    :param link: the address of this installation, for invitations.
    :raises InvalidError: when the care provider does not exist.
    :raises ConflictError: when every number that is kept for fiction is taken.
    """
    unit = create_unit(session, provider_id, UNIT_NAME, UNIT_PHONE, actor_id=actor_id, now=now)
    unit.is_training = True
    session.flush()
    chance = Random(secrets.randbits(64))  # made-up lives, nothing to guard
    staff = _employ(session, unit, now)
    numbers = _free_numbers(session, len(STORIES))
    patients = []
    for number, (name, program, clinician, week, course) in zip(numbers, STORIES, strict=True):
        story = Story(name, "", program, "", clinician, week, course)
        born = _free_personnummer(session, chance)
        patient = add_patient(session, story, born, phone(number), ordered_at(story, now))
        ward = Ward(unit, staff[clinician], staff["koordinator"], link)
        live_story(session, story, patient, ward, chance, now)
        patients.append(patient.id)
    deliver_old_sms(session, patients, now)
    record_event(session, now, "unit.training", actor_id=actor_id, actor_role="system_admin", unit_id=unit.id)
    return unit


def _employ(session: Session, unit: CareUnit, now: datetime) -> dict[str, User]:
    sign = secrets.token_hex(3)
    staff = {}
    for key, name, title, roles in STAFF:
        user = User(name=name, title=title, username=f"ovning-{sign}-{key}", created_at=now)
        session.add(user)
        session.flush()
        session.add_all([UserRole(user_id=user.id, role=role, unit_id=unit.id) for role in roles])
        staff[key] = user
    session.flush()
    return staff


def _free_numbers(session: Session, count: int) -> list[int]:
    """Return places in the series for fiction that nobody has, so that an answer finds its patient."""
    hashes = {hash_number(phone(number)): number for number in FICTION}
    taken = {hashes[found] for found in session.scalars(select(User.phone_hash).where(User.phone_hash.in_(hashes)))
             if found is not None}  # fmt: skip
    free = [number for number in FICTION if number not in taken][:count]
    if len(free) < count:
        raise ConflictError(FULL)
    return free


def _free_personnummer(session: Session, chance: Random) -> str:
    first, last = SOME_BIRTHDAYS
    while True:
        born = first + timedelta(days=chance.randrange((last - first).days))
        made = personnummer(f"{born:%Y%m%d}", chance.randrange(20))
        if session.scalar(select(User.id).where(User.personnummer_hash == personnummer_hash(made))) is None:
            return made
