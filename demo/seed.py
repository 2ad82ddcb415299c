"""Fills the demo with a small region: units, staff and patients with months of life behind them."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.clock import at_wall_clock, local_date
from core.db import Database
from demo.button_phone import deliver_old_sms
from demo.glucose_lives import live_glucose
from demo.kbt_lives import live_kbt
from demo.life import ZONE, Life
from demo.lung_lives import live_lungs
from demo.patients import Story, personnummer, phone
from demo.pressure_lives import live_pressure
from demo.region import Region, add_patient, build_region
from demo.stories import STORIES
from demo.weight_lives import live_weight
from messaging.notices import queue_invitation
from people.models import CareUnit, Role, User
from people.viewer import Viewer
from programs.enrollment import confirm_phone, invite
from programs.library import get_program, latest_version
from programs.models import Enrollment
from programs.orders import Order, order_enrollment
from programs.suitability import SUITABILITY
from programs.treatment import activate

WISHES = {
    "sleep": "Jag vill sova hela natten och orka med jobbet igen.",
    "depression": "Jag vill orka vardagen och tycka att något är roligt igen.",
    "anxiety": "Jag vill kunna åka tunnelbana utan att vara rädd för en attack.",
    "worry": "Jag vill kunna vara ledig utan att oroa mig hela tiden.",
    "stress": "Jag vill ha kraft kvar när jag kommer hem från jobbet.",
    "hypertension": "Jag vill ha koll på trycket själv och slippa åka in så ofta.",
    "diabetes": "Jag vill förstå vad som får sockret att sticka iväg.",
    "heart_failure": "Jag vill slippa åka in akut och kunna vara på landet.",
    "copd": "Jag vill märka i tid när det blir sämre.",
}
LIVES: Mapping[str, Callable[[Session, Life], None]] = {
    "hypertension": live_pressure, "diabetes": live_glucose, "heart_failure": live_weight, "copd": live_lungs,
}
"""How the months of a program are lived; the other programs are those of the talking treatments."""
DAYS_INTO_WEEK = {"waiting": 6, "risk": 6, "silent": 6, "new": 0}
"""How far into the present week a patient has come, by course."""

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
        for number, story in enumerate(STORIES):
            _live(session, region, number, story, now)
        deliver_old_sms(session, now)


def _live(session: Session, region: Region, number: int, story: Story, now: datetime) -> None:
    ordered = _ordered_at(story, now)
    patient = add_patient(session, story.key, story.name, personnummer(story.born, number), phone(number), ordered)
    patient.sms_by_web = story.web
    for program in story.programs:
        enrollment = _enrol(session, region, patient, story, program, ordered)
        if story.week < 0:
            continue
        _begin(session, region, patient, story, enrollment, now)
        life = _life(region, number, story, patient, enrollment, now)
        LIVES.get(program, live_kbt)(session, life)
    session.flush()


def _coordinator(region: Region, story: Story) -> User:
    return region.staff["lena" if story.unit == "bjorken" else "lina"]


def _enrol(
    session: Session, region: Region, patient: User, story: Story, program: str, now: datetime
) -> Enrollment:
    unit, coordinator = region.units[story.unit], _coordinator(region, story)
    viewer = Viewer(coordinator, "", frozenset({(Role.COORDINATOR, unit.id)}))
    order = _order(story, program, region.staff[story.clinician], now)
    enrollment = order_enrollment(session, viewer, unit, patient, order, now)
    if story.week > -2:
        invite(session, enrollment, now, coordinator.id)
        queue_invitation(session, patient, unit, LINK, enrollment.public_id, now)
    return enrollment


def _begin(
    session: Session, region: Region, patient: User, story: Story, enrollment: Enrollment, now: datetime
) -> None:
    if patient.phone_verified_at is None:
        confirm_phone(session, patient, enrollment.ordered_at + timedelta(hours=3))
    began = at_wall_clock(enrollment.starts_on, 8, 5, ZONE)
    activate(session, enrollment, patient, region.units[story.unit], min(began, now), _coordinator(region, story).id)


def _life(
    region: Region, number: int, story: Story, patient: User, enrollment: Enrollment, now: datetime
) -> Life:
    unit, doctor = region.units[story.unit], region.staff["erik" if story.unit == "bjorken" else "tomas"]
    viewer = Viewer(region.staff[story.clinician], "", frozenset({(Role.CLINICIAN, unit.id)}))
    return Life(story, patient, enrollment, unit, viewer, doctor, Random(RANDOM_SEED + number), now)


def _ordered_at(story: Story, now: datetime) -> datetime:
    today = local_date(now, ZONE)
    days = 7 * story.week + 3 + DAYS_INTO_WEEK.get(story.course, 2) if story.week >= 0 else 2
    return at_wall_clock(today - timedelta(days=days), 13, 20, ZONE)


def _order(story: Story, program_id: str, clinician: User, now: datetime) -> Order:
    program = get_program(program_id, latest_version(program_id))
    gate = {**dict.fromkeys(SUITABILITY, "yes"), **{question.id: question.expect for question in program.gate}}
    starts_on = local_date(now, ZONE) + timedelta(days=3 if story.week >= 0 else 4)
    return Order(
        program=program_id, clinician_id=clinician.id, starts_on=starts_on, wish=WISHES[program_id], gate=gate,
        care_consent=story.week > -2, sms_consent=True, self_care_decision=story.week > -2, track=story.track,
    )
