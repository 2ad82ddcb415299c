"""How the cast is enrolled: ordered, invited, phone tried, and begun by the job when the day comes."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import at_wall_clock
from core.errors import InvalidError
from core.language import _l
from messaging.inbound import record_inbound
from messaging.reminders import list_reminders, move_reminder
from people.models import User
from people.patients import Person as PersonForm
from people.patients import find_or_create_patient
from programs.enrollment import confirm_phone
from programs.invitations import invite_patient
from programs.models import Enrollment
from programs.orders import Order, order_enrollment
from programs.parts import switch_part
from programs.schema import Program
from programs.suitability import SUITABILITY
from rehearsal.cast import Part
from rehearsal.clockwork import ZONE, Act
from rehearsal.timeline import EventKind
from rehearsal.world import ORDERED_BEFORE, Person, World

LINK = "egenvag.example"
WEB_GATE = "access"
"""The inclusion question by which a program says that the patient must be able to sign in."""
CLOCK_CHANGE_LATER = timedelta(days=14)
ORDER_MINUTES = 15
WISH = "Jag vill pröva det här."
WHY = "Övas i förväg."
ENROLLED = _l("Inskriven och inbjuden")
NOT_ENROLLED = _l("Skrivs inte in: programmet säger att det behöver webben. Får det erbjudande som står vid frågan.")
YES_BY_SMS = _l("Svarar JA på provet")


def enroll_cast(world: World, parts: list[Part], monday: date) -> None:
    """Plan the enrolment of everybody."""
    for number, part in enumerate(parts):
        starts_on = monday + (CLOCK_CHANGE_LATER if part.traits.starts_in_change else timedelta(0))
        day = starts_on - ORDERED_BEFORE
        at = at_wall_clock(day, 13, number, ZONE)
        world.clockwork.plan(at, part.key, _enroller(world, part, number, starts_on))


def _enroller(world: World, part: Part, number: int, starts_on: date) -> Act:
    def enroll(now: datetime) -> None:
        with world.database.transaction() as session:
            person = _order(session, world, part, number, starts_on, now)
        world.persons.append(person)
        if person.is_enrolled:
            world.note(now, person, EventKind.ENROLLED, ENROLLED, minutes=ORDER_MINUTES)
            world.clockwork.plan(now + timedelta(hours=3), part.key, lambda later: _try_phone(world, person, later))
            morning = at_wall_clock(starts_on, 7, 30, ZONE)
            world.clockwork.plan(morning, part.key, lambda later: _choose_hours(world, person, later))
        else:
            world.note(now, person, EventKind.ENDED, NOT_ENROLLED)

    return enroll


def _order(session: Session, world: World, part: Part, number: int, starts_on: date, now: datetime) -> Person:
    form = PersonForm(_personnummer(number), f"Person {number}", _phone(number), by_web=part.traits.by_web)
    patient = find_or_create_patient(session, world.unit, form, now, world.viewer.id)
    order = Order(
        program=world.program.id, clinician_id=world.viewer.id, starts_on=starts_on, wish=WISH,
        gate=_gate(world.program, part), care_consent=True, sms_consent=True, self_care_decision=True,
        track=part.way.track,
    )
    enrollment = order_enrollment(session, world.viewer, world.unit, patient, order, now)
    person = Person(part, starts_on, patient, enrollment)
    for part_id, is_on in part.way.switched.items():
        switch_part(session, world.viewer, enrollment, part_id, WHY, now, is_on=is_on)
        session.flush()
    try:
        invite_patient(session, enrollment, patient, world.unit, LINK, now, world.viewer.id)
    except InvalidError:
        if part.traits.by_web or not says_it_needs_web(world.program):
            raise
        person.is_enrolled = False
    return person


def says_it_needs_web(program: Program) -> bool:
    """Tell whether a program asks at enrolment if the patient can sign in."""
    return any(one.id == WEB_GATE and one.note is not None for one in program.gate)


def _gate(program: Program, part: Part) -> dict[str, str]:
    gate: dict[str, str] = {**dict.fromkeys(SUITABILITY, "yes"), **{one.id: one.expect for one in program.gate}}
    if not part.traits.by_web and says_it_needs_web(program):
        gate[WEB_GATE] = "no"
    return gate


def _try_phone(world: World, person: Person, now: datetime) -> None:
    """A person with a phone on the web signs in with the code; the others answer the test SMS."""
    with world.database.transaction() as session:
        patient = session.get_one(User, person.user.id)
        if patient.sms_by_web:
            confirm_phone(session, patient, now)
        else:
            send_sms(session, world, person, "JA", now)


def send_sms(session: Session, world: World, person: Person, body: str, now: datetime) -> None:
    """Let a person send an SMS, as the provider hands it on."""
    record_inbound(session, f"IN{len(world.events)}-{person.key}-{now.timestamp():.0f}", person.user.phone or "",
                   body, now)
    world.note(now, person, EventKind.SMS_IN, YES_BY_SMS if body == "JA" else _l("Skickar: %(body)s"), {"body": body})


def _choose_hours(world: World, person: Person, now: datetime) -> None:
    """Move the reminders to the hours the patient has chosen."""
    hours = person.part.traits.reminders
    if not hours:
        return
    with world.database.transaction() as session:
        for number, reminder in enumerate(list_reminders(session, person.user.id)):
            hour, minute = hours[number % len(hours)]
            move_reminder(session, reminder, hour=hour, minute=minute, now=now, by_patient=True)


def find_enrollment(session: Session, person: Person) -> Enrollment:
    """Return a person's enrolment as it stands."""
    return session.get_one(Enrollment, person.enrollment.id)


def _personnummer(number: int) -> str:
    """Return a made-up personnummer; birth numbers from 980 are kept for tests by Skatteverket."""
    digits = f"840312{980 + number % 20:03d}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    total = sum(value - 9 if value > 9 else value for value in doubled)
    return f"19{digits}{-total % 10}"


def _phone(number: int) -> str:
    """Return a mobile number from the series kept for fiction, 070-174 06 05 to 070-174 06 99."""
    return f"070-174 06 {5 + number:02d}"
