"""Lets a made-up patient live from his order until now, by the real rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import at_wall_clock, local_date
from core.ids import new_public_id
from messaging.notices import queue_invitation
from messaging.sms_models import SimulatedDelivery, Sms, SmsStatus
from people.identity import set_personnummer, set_phone
from people.models import CareUnit, Role, User
from people.patients import give_patient_role
from people.viewer import Viewer
from practice.pressure_lives import live_pressure
from practice.sleep_lives import ZONE, Life, live_sleep
from practice.stories import Story
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


@dataclass(frozen=True)
class Ward:
    """Where a patient lives his story: the unit, who treats him, who enrols him, and the address in invitations."""

    unit: CareUnit
    clinician: User
    coordinator: User
    link: str


def add_patient(session: Session, story: Story, personnummer: str, phone: str, now: datetime) -> User:
    """Make a patient; the phone number is from the series kept for fiction."""
    user = User(name=story.name, username=story.key, created_at=now, sms_by_web=story.web)
    set_personnummer(user, personnummer, date(now.year, now.month, now.day))
    set_phone(user, phone)
    session.add(user)
    session.flush()
    give_patient_role(session, user)
    return user


def live_story(session: Session, story: Story, patient: User, ward: Ward, random: Random, now: datetime) -> None:
    """Live a story from the order until now."""
    ordered, unit = ordered_at(story, now), ward.unit
    enrollment = _order(session, story, patient, ward, ordered)
    if story.week == -2:
        return
    invite(session, enrollment, ordered, ward.coordinator.id)
    queue_invitation(session, patient, unit, ward.link, enrollment.public_id, ordered)
    if story.week == -1:
        return
    began = at_wall_clock(enrollment.starts_on, 8, 5, ZONE)
    confirm_phone(session, patient, ordered + timedelta(hours=3))
    activate(session, enrollment, patient, unit, min(began, now), ward.coordinator.id)
    viewer = Viewer(ward.clinician, "", frozenset({(Role.CLINICIAN, unit.id)}))
    life = Life(story, patient, enrollment, unit, viewer, random, now)
    live_sleep(session, life) if story.program == "sleep" else live_pressure(session, life)


def ordered_at(story: Story, now: datetime) -> datetime:
    """Return when a patient was enrolled, so that he stands in his week now."""
    today = local_date(now, ZONE)
    days = 7 * story.week + 3 + DAYS_INTO_WEEK.get(story.course, 2) if story.week >= 0 else 2
    return at_wall_clock(today - timedelta(days=days), 13, 20, ZONE)


def _order(session: Session, story: Story, patient: User, ward: Ward, now: datetime) -> Enrollment:
    program = get_program(story.program, latest_version(story.program))
    gate = {**dict.fromkeys(SUITABILITY, "yes"), **{question.id: question.expect for question in program.gate}}
    starts_on = local_date(now, ZONE) + timedelta(days=3 if story.week >= 0 else 4)
    order = Order(
        program=story.program, clinician_id=ward.clinician.id, starts_on=starts_on, gate=gate,
        wish=WISHES[story.program],
        care_consent=story.week > -2, sms_consent=True, self_care_decision=story.week > -2,
    )
    viewer = Viewer(ward.coordinator, "", frozenset({(Role.COORDINATOR, ward.unit.id)}))
    return order_enrollment(session, viewer, ward.unit, patient, order, now)


def deliver_old_sms(session: Session, patients: Sequence[int], now: datetime) -> None:
    """Let what was sent to made-up patients during the months behind have arrived on their simulated phones."""
    old = Sms.user_id.in_(patients), Sms.status == SmsStatus.PLANNED, Sms.not_before < now
    for sms in session.scalars(select(Sms).where(*old)):
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
