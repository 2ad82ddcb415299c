"""The demo's region: two care providers with a unit each, and the people who work there."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from people.models import CareProvider, CareUnit, Role, User, UserRole
from people.passwords import hash_secret

WEEKDAYS = {str(day): ["08:00", "16:00"] for day in range(5)}
DEMO_PIN = "471925"
"""Every seeded patient's PIN, so that the real sign-in can be tried too."""


@dataclass(frozen=True)
class Region:
    """The units and who works there, by user name."""

    units: dict[str, CareUnit]
    staff: dict[str, User]


Employee = tuple[str, str, str, str | None, tuple[Role, ...]]

STAFF: tuple[Employee, ...] = (
    ("karin", "Karin Lind", "psykolog", "bjorken", (Role.CLINICIAN,)),
    ("erik", "Erik Löv", "läkare", "bjorken", (Role.CLINICIAN,)),
    ("maja", "Maja Sandell", "sjuksköterska", "bjorken", (Role.CLINICIAN,)),
    ("lena", "Lena Ask", "koordinator", "bjorken", (Role.COORDINATOR,)),
    ("vera", "Vera Dahl", "psykolog", "bjorken", (Role.AUTHOR,)),
    ("ulla", "Ulla Norén", "enhetschef", "bjorken", (Role.UNIT_ADMIN,)),
    ("sven", "Sven Holm", "systemansvarig", None, (Role.SYSTEM_ADMIN,)),
    ("tomas", "Tomas Ek", "läkare", "kvarnen", (Role.CLINICIAN,)),
    ("lina", "Lina Åberg", "sjuksköterska", "kvarnen", (Role.CLINICIAN, Role.COORDINATOR)),
)


def build_region(session: Session, now: datetime) -> Region:
    """Make the units and their staff."""
    north = CareProvider(name="Region Fiktivt Exempel")
    mill = CareProvider(name="Norrstads Hälsa AB")
    session.add_all([north, mill])
    session.flush()
    units = {
        "bjorken": CareUnit(provider_id=north.id, name="Vårdcentralen Björken", phone="+46846500410",
                            opening_hours=WEEKDAYS),
        "kvarnen": CareUnit(provider_id=mill.id, name="Kvarnens vårdcentral", phone="+46846500420",
                            opening_hours=WEEKDAYS),
    }
    session.add_all(units.values())
    session.flush()
    return Region(units, {line[0]: _employ(session, units, line, now) for line in STAFF})


def _employ(
    session: Session, units: dict[str, CareUnit], line: Employee, now: datetime
) -> User:
    key, name, title, unit, roles = line
    user = User(name=name, title=title, username=key, created_at=now)
    session.add(user)
    session.flush()
    unit_id = units[unit].id if unit else None
    session.add_all([UserRole(user_id=user.id, role=role, unit_id=unit_id) for role in roles])
    return user


_hashed: list[str] = []


def demo_pin_hash() -> str:
    """Return the hash of every seeded patient's PIN, made once."""
    if not _hashed:
        _hashed.append(hash_secret(DEMO_PIN))
    return _hashed[0]
