"""Orders: a patient is enrolled by one screen, which may be completed and changed until the treatment begins (E1)."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.errors import ConflictError, InvalidError
from core.language import _l
from people.access import open_care_relation
from people.models import CareUnit, User
from people.viewer import Viewer
from programs.chosen_steps import pace_of, track_of
from programs.enrollment import BEFORE_START, LIVE, MOVED, log_step, require_clinician, verify_if_whole
from programs.library import get_program, latest_version
from programs.models import Enrollment, EnrollmentStatus
from programs.schema import Program
from programs.suitability import list_questions

GRACE = timedelta(weeks=2)
LONGEST_WISH = 2000
FARTHEST_START = timedelta(days=365)
SECOND = _l("Patienten är redan inskriven i det här programmet.")
LONG_WISH = _l("Önskan är för lång. Skriv högst 2000 tecken.")
START_RANGE = _l("Välj en startdag från i dag och högst ett år fram.")
PROGRAM_FIXED = _l("Programmet kan inte bytas när inbjudan är skickad. Avsluta inskrivningen och gör en ny.")
STALE = _l("Någon annan har ändrat inskrivningen sedan du öppnade den.")


@dataclass(frozen=True)
class Order:
    """What the one screen says about the treatment; the person is told apart (people/patients.py).

    :param gate: answers "yes"/"no" to the suitability check and the program's questions, by id.
    :param track: the way through a program that has several; "" is its usual one.
    :param notes: why the patient is enrolled all the same, by the id of an unexpected answer.
    """

    program: str
    clinician_id: int
    starts_on: date
    wish: str
    gate: dict[str, str]
    notes: dict[str, str] = field(default_factory=dict)
    care_consent: bool = False
    sms_consent: bool = False
    self_care_decision: bool = False
    track: str = ""


def ends_on(program: Program, starts_on: date, track: str = "") -> date:
    """Return the last planned day: the program's weeks and, for KBT, two weeks of grace (programs.md A2).

    :param track: the way through the program; a slow one takes as many times longer as its pace says (B4).
    """
    weeks = timedelta(weeks=program.weeks * pace_of(program, track))
    return starts_on + weeks + (GRACE if program.kind == "kbt" else timedelta(0))


def check_start(starts_on: date, today: date) -> None:
    """Raise InvalidError for a start date that has been, or lies more than a year ahead."""
    if not today <= starts_on <= today + FARTHEST_START:
        raise InvalidError("starts_on", START_RANGE)


def order_enrollment(
    session: Session, viewer: Viewer, unit: CareUnit, patient: User, order: Order, now: datetime
) -> Enrollment:
    """Enrol a patient in the newest version of a program; the first state of the chain is "ordered".

    Parts may be missing; nothing begins before they are there (scenario 2).

    :raises ConflictError: when the patient already is in this program in this unit.
    :raises InvalidError: for a clinician of another unit, or a wish that is too long.
    :raises NotFoundError: for an unknown program.
    """
    program = get_program(order.program, latest_version(order.program))
    _check(session, unit.id, order)
    _refuse_second(session, patient, unit.id, program.id)
    enrollment = Enrollment(
        patient_id=patient.id,
        unit_id=unit.id,
        episode=1 + _count_episodes(session, patient.id, unit.provider_id, program.id),
        ordered_by=viewer.id,
        ordered_at=now,
    )
    _write(enrollment, program, order, now)
    session.add(enrollment)
    _note_consent(patient, order, now)
    open_care_relation(session, patient.id, unit.id, now)
    session.flush()
    log_step(session, enrollment, "enrollment.order", now, viewer.id)
    return enrollment


def _refuse_second(session: Session, patient: User, unit_id: int, program: str) -> None:
    """Hold the patient until the commit, so that of two who enrol him at once only the first does."""
    session.execute(select(User.id).where(User.id == patient.id).with_for_update())
    same = select(Enrollment.id).where(
        Enrollment.patient_id == patient.id,
        Enrollment.unit_id == unit_id,
        Enrollment.program == program,
        Enrollment.status.in_(LIVE),
    )
    if session.scalar(same.limit(1)) is not None:
        raise ConflictError(SECOND)


def _check(session: Session, unit_id: int, order: Order) -> None:
    if len(order.wish) > LONGEST_WISH:
        raise InvalidError("wish", LONG_WISH)
    require_clinician(session, unit_id, order.clinician_id)


def _write(enrollment: Enrollment, program: Program, order: Order, now: datetime) -> None:
    asked = {question.id for question in list_questions(program)}
    enrollment.program, enrollment.program_version = program.id, program.version
    enrollment.track = track_of(program, order.track)
    enrollment.clinician_id, enrollment.wish = order.clinician_id, order.wish.strip()
    enrollment.starts_on = order.starts_on
    enrollment.ends_on = ends_on(program, order.starts_on, order.track)
    enrollment.gate = {
        "answers": {key: answer for key, answer in order.gate.items() if key in asked},
        "notes": {key: note.strip() for key, note in order.notes.items() if key in asked and note.strip()},
    }
    enrollment.care_consent_at = (enrollment.care_consent_at or now) if order.care_consent else None
    decided = enrollment.self_care_decision_at is not None
    if order.self_care_decision and not decided:
        enrollment.self_care_decision_at, enrollment.self_care_decided_by = now, order.clinician_id
    elif not order.self_care_decision:
        enrollment.self_care_decision_at = enrollment.self_care_decided_by = None


def _note_consent(patient: User, order: Order, now: datetime) -> None:
    """Keep a yes to SMS; an empty box takes nothing back, since another unit may have asked (STOPP does)."""
    if order.sms_consent:
        patient.sms_consent_at = patient.sms_consent_at or now


def _count_episodes(session: Session, patient_id: int, provider_id: int, program: str) -> int:
    """Return how many times the patient has been in a program at this care provider; other providers' stay theirs."""
    query = (
        select(func.count())
        .select_from(Enrollment)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .where(
            Enrollment.patient_id == patient_id, Enrollment.program == program, CareUnit.provider_id == provider_id
        )
    )
    return session.scalar(query) or 0


def order_version(enrollment: Enrollment, patient: User) -> str:
    """Return a short sign of everything the form shows; it changes with any of it (reliability.md H4)."""
    said = [
        enrollment.status, enrollment.program, enrollment.track, enrollment.clinician_id,
        enrollment.starts_on.isoformat(), enrollment.gate, enrollment.wish, enrollment.care_consent_at is None,
        enrollment.self_care_decision_at is None, patient.name, patient.phone, patient.language,
        patient.sms_by_web, patient.sms_consent_at is None,
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:20]


def lock_order(session: Session, enrollment: Enrollment, patient: User, seen: str) -> None:
    """Hold an order until the commit, so that of two who change it only the first is heard (H4).

    :param seen: what order_version returned when the form was shown.
    :raises ConflictError: when something in it has changed since, or the treatment has begun.
    """
    session.refresh(enrollment, with_for_update=True)
    session.refresh(patient, with_for_update=True)
    if enrollment.status not in BEFORE_START:
        raise ConflictError(MOVED)
    if order_version(enrollment, patient) != seen:
        raise ConflictError(STALE)


def change_order(
    session: Session, viewer: Viewer, enrollment: Enrollment, patient: User, order: Order, now: datetime
) -> None:
    """Complete or change an order that is locked; a tested one that has become whole is verified at once.

    :raises InvalidError: for another program after the invitation, or what order_enrollment refuses.
    :raises ConflictError: when the patient already is in the newly chosen program.
    """
    if order.program != enrollment.program and enrollment.status is not EnrollmentStatus.ORDERED:
        raise InvalidError("program", PROGRAM_FIXED)
    _check(session, enrollment.unit_id, order)
    is_same = order.program == enrollment.program
    version = enrollment.program_version if is_same else latest_version(order.program)
    if not is_same:
        _refuse_second(session, patient, enrollment.unit_id, order.program)
    _write(enrollment, get_program(order.program, version), order, now)
    _note_consent(patient, order, now)
    log_step(session, enrollment, "enrollment.change", now, viewer.id)
    verify_if_whole(session, enrollment, now)
