"""Enrolment: ordered on one screen, then step by step to active, paused and ended (requirements.md E1-E5)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.access import open_care_relation
from people.models import CareUnit, Role, User, UserRole
from people.opening_hours import answer_before
from people.viewer import Viewer
from programs.library import get_program, latest_version
from programs.models import EndReason, Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from programs.schema import Program
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level, Outcome

LIVE = (
    EnrollmentStatus.ORDERED,
    EnrollmentStatus.INVITED,
    EnrollmentStatus.TESTED,
    EnrollmentStatus.VERIFIED,
    EnrollmentStatus.ACTIVE,
    EnrollmentStatus.PAUSED,
)
STEPS = {
    EnrollmentStatus.ORDERED: (EnrollmentStatus.INVITED, EnrollmentStatus.ENDED),
    EnrollmentStatus.INVITED: (EnrollmentStatus.TESTED, EnrollmentStatus.ENDED),
    EnrollmentStatus.TESTED: (EnrollmentStatus.VERIFIED, EnrollmentStatus.ENDED),
    EnrollmentStatus.VERIFIED: (EnrollmentStatus.ACTIVE, EnrollmentStatus.ENDED),
    EnrollmentStatus.ACTIVE: (EnrollmentStatus.PAUSED, EnrollmentStatus.ENDED),
    EnrollmentStatus.PAUSED: (EnrollmentStatus.ACTIVE, EnrollmentStatus.ENDED),
    EnrollmentStatus.ENDED: (),
}
"""The one table of steps an enrolment may take."""

SUITABILITY = {
    "no_meeting": _l("Kontakten kräver inget fysiskt möte."),
    "fits": _l("Tjänsten passar patientens behov och förmåga."),
    "enough_known": _l("Det finns tillräcklig information för en säker vård."),
    "follow_up": _l("Uppföljning och samordning är möjlig."),
}
"""Socialstyrelsen's four principles for digital care (requirements.md E1)."""

GRACE = timedelta(weeks=2)
LONGEST_PAUSE = timedelta(days=14)
MOVED = _l("Inskrivningen har ändrats av någon annan. Läs om sidan och se hur den står.")


@dataclass(frozen=True)
class Order:
    """What one screen of enrolment says.

    :param gate: answers "yes"/"no" to the suitability check and the program's questions, by id.
    :param notes: why the patient is enrolled all the same, by the id of an unexpected answer.
    """

    name: str
    personnummer: str
    phone: str
    language: str
    program: str
    clinician_id: int
    starts_on: date
    wish: str
    gate: dict[str, str]
    notes: dict[str, str] = field(default_factory=dict)
    care_consent: bool = False
    sms_consent: bool = False
    self_care_decision: bool = False
    sms_only: bool = False


def ends_on(program: Program, starts_on: date) -> date:
    """Return the last planned day: the program's weeks and, for KBT, two weeks of grace (programs.md A2)."""
    return starts_on + timedelta(weeks=program.weeks) + (GRACE if program.kind == "kbt" else timedelta(0))


def order_enrollment(
    session: Session, viewer: Viewer, unit: CareUnit, patient: User, order: Order, now: datetime
) -> Enrollment:
    """Enrol a patient in the newest version of a program; the first state of the chain is "ordered".

    :raises ConflictError: when the patient already is in this program in this unit.
    """
    program = get_program(order.program, latest_version(order.program))
    _refuse_second(session, patient.id, unit.id, program.id)
    enrollment = Enrollment(
        patient_id=patient.id,
        unit_id=unit.id,
        clinician_id=order.clinician_id,
        program=program.id,
        program_version=program.version,
        episode=1 + _count_episodes(session, patient.id, program.id),
        starts_on=order.starts_on,
        ends_on=ends_on(program, order.starts_on),
        gate={"answers": order.gate, "notes": order.notes},
        wish=order.wish,
        care_consent_at=now if order.care_consent else None,
        self_care_decision_at=now if order.self_care_decision else None,
        self_care_decided_by=order.clinician_id if order.self_care_decision else None,
        ordered_by=viewer.id,
        ordered_at=now,
    )
    if order.sms_consent:
        patient.sms_consent_at = patient.sms_consent_at or now
    session.add(enrollment)
    open_care_relation(session, patient.id, unit.id, now)
    session.flush()
    _log(session, enrollment, "enrollment.order", now, viewer.id)
    return enrollment


def _refuse_second(session: Session, patient_id: int, unit_id: int, program: str) -> None:
    same = select(Enrollment.id).where(
        Enrollment.patient_id == patient_id,
        Enrollment.unit_id == unit_id,
        Enrollment.program == program,
        Enrollment.status.in_(LIVE),
    )
    if session.scalar(same.limit(1)) is not None:
        raise ConflictError(_l("Patienten är redan inskriven i det här programmet."))


def _count_episodes(session: Session, patient_id: int, program: str) -> int:
    query = select(func.count()).where(Enrollment.patient_id == patient_id, Enrollment.program == program)
    return session.scalar(query) or 0


def missing_parts(enrollment: Enrollment, program: Program) -> list[str]:
    """Return what an enrolment still needs before it may become active, as marked sentences (scenario 2)."""
    answers: dict[str, Any] = enrollment.gate.get("answers", {})
    notes: dict[str, Any] = enrollment.gate.get("notes", {})
    needed = {**dict.fromkeys(SUITABILITY, "yes"), **{question.id: question.expect for question in program.gate}}
    missing = []
    if any(key not in answers for key in needed):
        missing.append(_l("Lämplighetsbedömningen är inte klar."))
    if any(answers.get(key, expected) != expected and not notes.get(key) for key, expected in needed.items()):
        missing.append(_l("Ett svar talar emot programmet. Skriv varför patienten ändå ska vara med, eller avsluta."))
    if not enrollment.wish.strip():
        missing.append(_l("Patientens egen önskan saknas."))
    if enrollment.care_consent_at is None:
        missing.append(_l("Samtycke till vårdöverenskommelsen saknas."))
    if enrollment.self_care_decision_at is None:
        missing.append(_l("Beslut om egenvård saknas."))
    return missing


def move(session: Session, enrollment: Enrollment, to: EnrollmentStatus, now: datetime, **values: Any) -> None:
    """Take an enrolment one step along its chain; true for the one caller who does it.

    :raises ConflictError: when it stands somewhere from where that step does not lead.
    """
    sources = [status for status, targets in STEPS.items() if to in targets]
    done = session.execute(
        update(Enrollment)
        .where(Enrollment.id == enrollment.id, Enrollment.status.in_(sources))
        .values(status=to, **values)
        .returning(Enrollment.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        raise ConflictError(MOVED)
    session.refresh(enrollment)


def invite(session: Session, enrollment: Enrollment, now: datetime, actor_id: int | None) -> None:
    """Note that the invitation with its test has been sent."""
    move(session, enrollment, EnrollmentStatus.INVITED, now, invited_at=now)
    _log(session, enrollment, "enrollment.invite", now, actor_id)


def confirm_phone(session: Session, patient: User, now: datetime) -> int:
    """Note that the patient's phone works, and take his invited enrolments as far as they may go.

    Called when a code sent by SMS was used or the test SMS was answered. Returns how many moved on.
    """
    patient.phone_verified_at = patient.phone_verified_at or now
    invited = session.scalars(
        select(Enrollment).where(
            Enrollment.patient_id == patient.id, Enrollment.status == EnrollmentStatus.INVITED
        )
    ).all()
    for enrollment in invited:
        move(session, enrollment, EnrollmentStatus.TESTED, now)
        verify_if_whole(session, enrollment, now)
    return len(invited)


def verify_if_whole(session: Session, enrollment: Enrollment, now: datetime) -> bool:
    """Take a tested enrolment to verified when nothing is missing; tells whether it did."""
    program = get_program(enrollment.program, enrollment.program_version)
    if enrollment.status is not EnrollmentStatus.TESTED or missing_parts(enrollment, program):
        return False
    move(session, enrollment, EnrollmentStatus.VERIFIED, now, verified_at=now)
    return True


def check_activation(enrollment: Enrollment) -> None:
    """Raise InvalidError with all that is missing before activation (scenario 2)."""
    missing = missing_parts(enrollment, get_program(enrollment.program, enrollment.program_version))
    if missing:
        raise InvalidError("", missing[0])
    if enrollment.status not in (EnrollmentStatus.VERIFIED, EnrollmentStatus.PAUSED):
        raise InvalidError("", _l("Telefonen är inte prövad ännu. Vänta på svar på provet eller ring patienten."))


def pause(
    session: Session, enrollment: Enrollment, until: date, now: datetime, actor_id: int
) -> None:
    """Pause for 1 to 14 days; reminders stop, help stays (programs.md A2)."""
    today = local_date(now, "Europe/Stockholm")
    if not today < until <= today + LONGEST_PAUSE:
        raise InvalidError("until", _l("Välj en dag inom fjorton dagar."))
    move(session, enrollment, EnrollmentStatus.PAUSED, now, paused_until=until)
    _log(session, enrollment, "enrollment.pause", now, actor_id)


def resume(session: Session, enrollment: Enrollment, now: datetime, actor_id: int | None) -> None:
    """Go on after a pause; the end moves by as many days as the pause took."""
    move(session, enrollment, EnrollmentStatus.ACTIVE, now, paused_until=None)
    _log(session, enrollment, "enrollment.resume", now, actor_id)


def end(
    session: Session, enrollment: Enrollment, reason: EndReason, note: str, now: datetime, actor_id: int
) -> None:
    """End an enrolment with its reason; refused while a risk or message waits is the caller's rule (K8)."""
    move(session, enrollment, EnrollmentStatus.ENDED, now, ended_at=now, end_reason=reason, end_note=note or None)
    settle_items(session, f"trial_end:{enrollment.public_id}", Outcome.PLAN_CHANGED, now, actor_id)
    settle_items(session, f"inactive:{enrollment.public_id}", Outcome.PLAN_CHANGED, now, actor_id)
    _log(session, enrollment, "enrollment.end", now, actor_id)


def get_enrollment(session: Session, viewer: Viewer, public_id: str, *roles: Role) -> Enrollment:
    """Return an enrolment in one of the viewer's units; raises NotFoundError for any other."""
    units = viewer.unit_ids(*(roles or (Role.CLINICIAN,)))
    found = session.scalar(
        select(Enrollment).where(Enrollment.public_id == public_id, Enrollment.unit_id.in_(units))
    )
    if found is None:
        raise NotFoundError
    return found


def get_own_enrollment(session: Session, patient_id: int, public_id: str) -> Enrollment:
    """Return one of the patient's own enrolments that has begun; raises NotFoundError for any other."""
    found = session.scalar(
        select(Enrollment).where(
            Enrollment.public_id == public_id,
            Enrollment.patient_id == patient_id,
            Enrollment.activated_at.is_not(None),
        )
    )
    if found is None:
        raise NotFoundError
    return found


def list_own_enrollments(session: Session, patient_id: int) -> list[Enrollment]:
    """Return the patient's enrolments that have begun, the live ones first, newest first."""
    rows = session.scalars(
        select(Enrollment)
        .where(Enrollment.patient_id == patient_id, Enrollment.activated_at.is_not(None))
        .order_by(Enrollment.id.desc())
        .limit(20)
    ).all()
    return sorted(rows, key=lambda one: one.status is EnrollmentStatus.ENDED)


def week_of(enrollment: Enrollment, day: date) -> int:
    """Return which week of the program a day is in; the first day begins week 1."""
    return max(1, (day - enrollment.starts_on).days // 7 + 1)


def enrollment_subject(enrollment: Enrollment) -> str:
    """Return how reminders name the enrolment they serve."""
    return f"enrollment:{enrollment.public_id}"


def open_first_module(session: Session, enrollment: Enrollment, now: datetime, actor_id: int | None) -> None:
    """Open module 1, which happens at the start date (programs.md A2)."""
    session.add(
        ModuleUnlock(
            enrollment_id=enrollment.id, module=1, status=ModuleStatus.UNLOCKED, unlocked_at=now, unlocked_by=actor_id
        )
    )


def ask_about_end(session: Session, enrollment: Enrollment, unit: CareUnit, now: datetime) -> None:
    """Put the coming end of a program before its clinician: extend, end or refer (scenario 12)."""
    raise_item(
        session,
        unit_id=enrollment.unit_id,
        patient_id=enrollment.patient_id,
        kind=ItemKind.TRIAL_END,
        level=Level.WEEK,
        reason="trial_end",
        subject=f"enrollment:{enrollment.public_id}",
        dedupe_key=f"trial_end:{enrollment.public_id}",
        occurred_at=now,
        due_at=answer_before(unit, now, 5),
    )


def _log(session: Session, enrollment: Enrollment, action: str, now: datetime, actor_id: int | None) -> None:
    record_event(
        session, now, action, actor_id=actor_id, actor_role="staff" if actor_id else "system",
        unit_id=enrollment.unit_id, patient_id=enrollment.patient_id, object_kind="enrollment",
        object_id=enrollment.public_id,
    )


def give_patient_role(session: Session, patient: User) -> None:
    """Make somebody a patient unless he already is."""
    held = select(UserRole.id).where(UserRole.user_id == patient.id, UserRole.role == Role.PATIENT)
    if session.scalar(held) is None:
        session.add(UserRole(user_id=patient.id, role=Role.PATIENT, unit_id=None))
