"""Fills the demo with a small region: units, staff and patients with months of life behind them."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from core.clock import at_wall_clock, local_date
from core.db import Database
from core.ids import new_public_id
from demo.patients import STORIES, Story, personnummer, phone
from demo.pressure_lives import live_pressure
from demo.region import Region, add_patient, build_region
from demo.sleep_lives import ZONE, Life, live_sleep
from messaging.notices import queue_invitation
from messaging.sms_models import SimulatedDelivery, Sms, SmsStatus
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
    "hypertension": "Jag vill ha koll på trycket själv och slippa åka in så ofta.",
}
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
        _deliver_old_sms(session, now)


def _live(session: Session, region: Region, number: int, story: Story, now: datetime) -> None:
    ordered = _ordered_at(story, now)
    patient = add_patient(session, story.key, story.name, personnummer(story.born, number), phone(number), ordered)
    patient.sms_by_web = story.web
    unit, clinician = region.units[story.unit], region.staff[story.clinician]
    coordinator = region.staff["lena" if story.unit == "bjorken" else "lina"]
    enrollment = _order(session, story, patient, unit, clinician, coordinator, ordered)
    if story.week == -2:
        return
    invite(session, enrollment, ordered, coordinator.id)
    queue_invitation(session, patient, unit, LINK, enrollment.public_id, ordered)
    if story.week == -1:
        return
    began = at_wall_clock(enrollment.starts_on, 8, 5, ZONE)
    confirm_phone(session, patient, ordered + timedelta(hours=3))
    activate(session, enrollment, patient, unit, min(began, now), coordinator.id)
    viewer = Viewer(clinician, "", frozenset({(Role.CLINICIAN, unit.id)}))
    life = Life(story, patient, enrollment, unit, viewer, Random(RANDOM_SEED + number), now)
    live_sleep(session, life) if story.program == "sleep" else live_pressure(session, life)


def _ordered_at(story: Story, now: datetime) -> datetime:
    today = local_date(now, ZONE)
    days = 7 * story.week + 3 + DAYS_INTO_WEEK.get(story.course, 2) if story.week >= 0 else 2
    return at_wall_clock(today - timedelta(days=days), 13, 20, ZONE)


def _order(
    session: Session, story: Story, patient: User, unit: CareUnit, clinician: User, coordinator: User, now: datetime
) -> Enrollment:
    program = get_program(story.program, latest_version(story.program))
    gate = {**dict.fromkeys(SUITABILITY, "yes"), **{question.id: question.expect for question in program.gate}}
    starts_on = local_date(now, ZONE) + timedelta(days=3 if story.week >= 0 else 4)
    order = Order(
        program=story.program, clinician_id=clinician.id, starts_on=starts_on, wish=WISHES[story.program], gate=gate,
        care_consent=story.week > -2, sms_consent=True, self_care_decision=story.week > -2,
    )
    viewer = Viewer(coordinator, "", frozenset({(Role.COORDINATOR, unit.id)}))
    return order_enrollment(session, viewer, unit, patient, order, now)


def _deliver_old_sms(session: Session, now: datetime) -> None:
    """What was sent during the months behind has arrived: it stands on the simulated phones."""
    for sms in session.scalars(select(Sms).where(Sms.status == SmsStatus.PLANNED, Sms.not_before < now)):
        sid = f"SM{new_public_id()}"
        session.add(
            SimulatedDelivery(
                sid=sid, number=sms.number, number_hash=sms.number_hash, body=sms.body, status="delivered",
                at=sms.not_before,
            )
        )
        session.execute(
            update(Sms)
            .where(Sms.id == sms.id)
            .values(status=SmsStatus.DELIVERED, sid=sid, settled_at=sms.not_before, started_at=sms.not_before)
            .execution_options(synchronize_session=False)
        )
