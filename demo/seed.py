"""Fills the demo with a small region: units, staff and patients with months of life behind them."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.db import Database
from demo.patients import STORIES
from demo.region import Region, build_region, demo_pin_hash
from people.models import CareUnit, User
from practice.living import Ward, add_patient, deliver_old_sms, live_story, ordered_at
from practice.stories import Story, personnummer, phone

LINK = "egenvag.example"
RANDOM_SEED = 20261122


def is_seeded(database: Database) -> bool:
    """Tell whether the demo's region is there already."""
    with database.transaction() as session:
        return bool(session.scalar(select(exists().where(CareUnit.id > 0))))


def seed(database: Database, now: datetime) -> None:
    """Fill an empty database so that the demo can be lived in at once; all or nothing."""
    with database.transaction() as session:
        region = build_region(session, now - timedelta(days=200))
        patients = [_live(session, region, number, story, now) for number, story in enumerate(STORIES)]
        deliver_old_sms(session, [patient.id for patient in patients], now)


def _live(session: Session, region: Region, number: int, story: Story, now: datetime) -> User:
    ordered = ordered_at(story, now)
    patient = add_patient(session, story, personnummer(story.born, number), phone(number), ordered)
    patient.pin_hash = demo_pin_hash()
    unit, clinician = region.units[story.unit], region.staff[story.clinician]
    coordinator = region.staff["lena" if story.unit == "bjorken" else "lina"]
    doctor = region.staff["erik" if story.unit == "bjorken" else "tomas"]
    ward = Ward(unit, clinician, coordinator, LINK, doctor)
    live_story(session, story, patient, ward, Random(RANDOM_SEED + number), now)
    return patient
