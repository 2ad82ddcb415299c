"""Lets a made-up patient live from his order until now, by the real rules."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from core.clock import at_wall_clock, local_date
from people.identity import set_personnummer, set_phone
from people.models import CareUnit, Role, User
from people.patients import give_patient_role
from people.viewer import Viewer
from practice.button_phone import deliver_old_sms as deliver_old_sms
from practice.glucose_lives import live_glucose
from practice.kbt_lives import live_kbt
from practice.life import ZONE, Life
from practice.lung_lives import live_lungs
from practice.pressure_lives import live_pressure
from practice.stories import Story
from practice.weight_lives import live_weight
from programs.enrollment import confirm_phone
from programs.invitations import invite_patient
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


@dataclass(frozen=True)
class Ward:
    """Where a patient lives his story: the unit, who treats him, who enrols him, and the address in invitations.

    :ivar doctor: who signs instructions; whoever treats him when the unit has none.
    """

    unit: CareUnit
    clinician: User
    coordinator: User
    link: str
    doctor: User | None = None


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
    """Live a story from the order until now, in every program that the patient is in."""
    for program in story.programs:
        enrollment = _enrol(session, story, program, patient, ward, ordered_at(story, now))
        if story.week >= 0:
            _begin(session, enrollment, patient, ward, now)
            viewer = Viewer(ward.clinician, "", frozenset({(Role.CLINICIAN, ward.unit.id)}))
            doctor = ward.doctor or ward.clinician
            life = Life(story, patient, enrollment, ward.unit, viewer, doctor, random, now,
                        writes=program == story.program)
            LIVES.get(program, live_kbt)(session, life)
    session.flush()


def _enrol(
    session: Session, story: Story, program: str, patient: User, ward: Ward, now: datetime
) -> Enrollment:
    viewer = Viewer(ward.coordinator, "", frozenset({(Role.COORDINATOR, ward.unit.id)}))
    order = _order(story, program, ward, now)
    enrollment = order_enrollment(session, viewer, ward.unit, patient, order, now)
    if story.week > -2:
        invite_patient(session, enrollment, patient, ward.unit, ward.link, now, ward.coordinator.id)
    return enrollment


def _begin(session: Session, enrollment: Enrollment, patient: User, ward: Ward, now: datetime) -> None:
    if patient.phone_verified_at is None:
        confirm_phone(session, patient, enrollment.ordered_at + timedelta(hours=3))
    began = at_wall_clock(enrollment.starts_on, 8, 5, ZONE)
    activate(session, enrollment, patient, ward.unit, min(began, now), ward.coordinator.id)


def ordered_at(story: Story, now: datetime) -> datetime:
    """Return when a patient was enrolled, so that he stands in his week now."""
    today = local_date(now, ZONE)
    days = 7 * story.week + 3 + DAYS_INTO_WEEK.get(story.course, 2) if story.week >= 0 else 2
    return at_wall_clock(today - timedelta(days=days), 13, 20, ZONE)


def _order(story: Story, program_id: str, ward: Ward, now: datetime) -> Order:
    program = get_program(program_id, latest_version(program_id))
    gate = {**dict.fromkeys(SUITABILITY, "yes"), **{question.id: question.expect for question in program.gate}}
    starts_on = local_date(now, ZONE) + timedelta(days=3 if story.week >= 0 else 4)
    return Order(
        program=program_id, clinician_id=ward.clinician.id, starts_on=starts_on, wish=WISHES[program_id], gate=gate,
        care_consent=story.week > -2, sms_consent=True, self_care_decision=story.week > -2, track=story.track,
    )
