"""Gives tests of enrolment a filled-in screen for Tage, 92, who wants to sleep, and an order of his."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import local_date
from people.models import User
from people.patients import Person, find_or_create_patient
from programs.course import activate
from programs.enrollment import confirm_phone
from programs.invitations import invite_patient
from programs.library import get_program
from programs.models import Enrollment
from programs.orders import Order, order_enrollment
from programs.suitability import list_questions
from tests.plugins.cast import CareCast

TAGE = "19340201-1294"
PHONE = "070-174 06 21"
LINK = "https://egenvag.example"
PROGRAM = get_program("sleep", "1")
NEW = "/desk/enrollments/new"
BOARD = "/desk/enrollments"
GATE = {question.id: question.expect for question in list_questions(PROGRAM)}


def screen(cast: CareCast, **changes: Any) -> dict[str, Any]:
    """Return the screen as a coordinator fills it in; None takes a field away."""
    filled: dict[str, Any] = {
        "personnummer": TAGE, "name": "Tage Holmgren", "phone": PHONE, "language": "sv",
        "wish": "Jag vill sova hela natten.", "care_consent": "yes", "sms_consent": "yes", "self_care": "yes",
        "program": "sleep", "clinician": cast.karin.public_id, "starts_on": local_date(cast.now, "Europe/Stockholm"),
        "action": "enroll",
    } | {f"q_{key}": answer for key, answer in GATE.items()}  # fmt: skip
    return {key: value for key, value in (filled | changes).items() if value is not None}


def make_order(cast: CareCast, **changes: Any) -> Order:
    """Return a whole order of the sleep program, from today."""
    whole: dict[str, Any] = {
        "program": "sleep", "clinician_id": cast.karin.id, "starts_on": local_date(cast.now, "Europe/Stockholm"),
        "wish": "Jag vill sova hela natten.", "gate": dict(GATE), "care_consent": True, "sms_consent": True,
        "self_care_decision": True,
    }
    return Order(**(whole | changes))


def order(session: Session, cast: CareCast, person: Person | None = None, **changes: Any) -> tuple[Enrollment, User]:
    """Enrol Tage, or somebody, in the unit; nothing is sent."""
    viewer = cast.viewer(cast.lena)
    who = person or Person(TAGE, "Tage Holmgren", PHONE)
    patient = find_or_create_patient(session, cast.unit, who, cast.now, cast.lena.id)
    return order_enrollment(session, viewer, cast.unit, patient, make_order(cast, **changes), cast.now), patient


def invited(session: Session, cast: CareCast, **changes: Any) -> tuple[Enrollment, User]:
    """Enrol Tage and invite him."""
    enrollment, patient = order(session, cast, **changes)
    invite_patient(session, enrollment, patient, cast.unit, LINK, cast.now, cast.lena.id)
    return enrollment, patient


def only(session: Session) -> Enrollment:
    """Return the one enrolment there is."""
    return session.scalars(select(Enrollment)).one()


def text_of(html: str) -> str:
    """Return what a page says, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def kept(cast: CareCast) -> Enrollment:
    """Return the one enrolment as it is kept."""
    with cast.database.transaction() as session:
        return only(session)


def how_many(cast: CareCast, model: Any = Enrollment) -> int:
    """Return how many rows there are."""
    with cast.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def page_of(cast: CareCast) -> str:
    """Return the address of the one enrolment."""
    return f"{BOARD}/{kept(cast).public_id}"


def start(cast: CareCast) -> None:
    """Let Tage's treatment begin."""
    with cast.database.transaction() as session:
        enrollment = only(session)
        patient = session.get_one(User, enrollment.patient_id)
        confirm_phone(session, patient, cast.now)
        activate(session, enrollment, patient, cast.unit, cast.now, cast.lena.id)


def fill_board(cast: CareCast, count: int) -> None:
    """Invite a number of people, one minute apart."""
    with cast.database.transaction() as session:
        for number in range(count):
            phone = f"070-174 06 {30 + number}"
            born = f"1950010{number % 9 + 1}{100 + number}"
            person = Person(with_check_digit(born), f"Person {number:02d}", phone)
            enrollment, _patient = order(session, cast, person)
            enrollment.moved_at = cast.now - timedelta(days=10) + timedelta(minutes=number)


def with_check_digit(digits: str) -> str:
    """Return eleven digits with the control digit of a personnummer."""
    sums = [int(sign) * (2 - place % 2) for place, sign in enumerate(digits[2:])]
    return digits + str(-sum(number // 10 + number % 10 for number in sums) % 10)


def begin(session: Session, cast: CareCast, **changes: Any) -> tuple[Enrollment, User]:
    """Take Tage all the way to an active treatment."""
    enrollment, patient = invited(session, cast, **changes)
    confirm_phone(session, patient, cast.now)
    activate(session, enrollment, patient, cast.unit, cast.now, cast.lena.id)
    return enrollment, patient
