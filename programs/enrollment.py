"""The chain of an enrolment, step by step from ordered to active, paused and ended (requirements.md E2, E5)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.models import CareUnit, Role, User, UserRole
from people.opening_hours import answer_before
from people.viewer import Viewer
from programs.library import get_program
from programs.models import EndReason, Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from programs.suitability import PHONE_UNTRIED, missing_in
from programs.suitability import SUITABILITY as SUITABILITY
from programs.suitability import missing_parts as missing_parts
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
BEFORE_START = LIVE[:4]
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

ZONE = "Europe/Stockholm"
LONGEST_PAUSE = timedelta(days=14)
READABLE = timedelta(days=365)
"""How long the material stays readable after the end (programs.md A2)."""
MOVED = _l("Inskrivningen har ändrats av någon annan. Läs om sidan och se hur den står.")
NOT_CLINICIAN = _l("Välj en behandlare som arbetar på enheten.")


@dataclass
class NotReadyError(InvalidError):
    """An enrolment may not become active yet.

    :param missing: all that it lacks, as marked sentences; the reason is the first.
    """

    missing: list[str]


def move(
    session: Session, enrollment: Enrollment, to: EnrollmentStatus, now: datetime,
    source: EnrollmentStatus | None = None, **values: Any,
) -> None:
    """Take an enrolment one step along its chain.

    :param source: from where, when the step may only be taken from there.
    :raises ConflictError: when it stands somewhere from where that step does not lead, or somebody was first.
    """
    if not _try_move(session, enrollment, to, now, source, **values):
        raise ConflictError(MOVED)


def _try_move(
    session: Session, enrollment: Enrollment, to: EnrollmentStatus, now: datetime,
    source: EnrollmentStatus | None = None, **values: Any,
) -> bool:
    sources = [status for status, targets in STEPS.items() if to in targets and source in (None, status)]
    done = session.execute(
        update(Enrollment)
        .where(Enrollment.id == enrollment.id, Enrollment.status.in_(sources))
        .values(status=to, moved_at=now, **values)
        .returning(Enrollment.id)
        .execution_options(synchronize_session=False)
    ).first()
    session.refresh(enrollment)
    return done is not None


def invite(session: Session, enrollment: Enrollment, now: datetime, actor_id: int | None) -> None:
    """Note that the invitation with its test has been sent; a phone that is known to work needs no new test."""
    move(session, enrollment, EnrollmentStatus.INVITED, now, invited_at=now)
    log_step(session, enrollment, "enrollment.invite", now, actor_id)
    if session.get_one(User, enrollment.patient_id).phone_verified_at is not None:
        _pass_test(session, enrollment, now, actor_id)


def confirm_phone(
    session: Session, patient: User, now: datetime, *, actor_id: int | None = None, provider_id: int | None = None
) -> int:
    """Note that the patient's phone works, and take the invited enrolments as far as they may go.

    Called when a code sent by SMS was used, the test SMS was answered, or staff say that it arrived.
    Safe to call again and by two at once. Returns how many moved on.

    :param actor_id: the member of staff who says so; None when the patient has shown it.
    :param provider_id: only the enrolments at this care provider; None for all.
    """
    patient.phone_verified_at = patient.phone_verified_at or now
    query = select(Enrollment).where(
        Enrollment.patient_id == patient.id, Enrollment.status == EnrollmentStatus.INVITED
    )
    if provider_id is not None:
        query = query.join(CareUnit, CareUnit.id == Enrollment.unit_id).where(CareUnit.provider_id == provider_id)
    return sum(_pass_test(session, enrollment, now, actor_id) for enrollment in session.scalars(query).all())


def _pass_test(session: Session, enrollment: Enrollment, now: datetime, actor_id: int | None) -> bool:
    if not _try_move(session, enrollment, EnrollmentStatus.TESTED, now):
        return False
    log_step(session, enrollment, "enrollment.test", now, actor_id)
    verify_if_whole(session, enrollment, now)
    return True


def verify_if_whole(session: Session, enrollment: Enrollment, now: datetime) -> bool:
    """Take a tested enrolment to verified when nothing is missing; tells whether it did."""
    if enrollment.status is not EnrollmentStatus.TESTED or missing_in(enrollment):
        return False
    return _try_move(session, enrollment, EnrollmentStatus.VERIFIED, now, verified_at=now)


def check_activation(enrollment: Enrollment) -> None:
    """Raise NotReadyError with all that is missing before activation (scenario 2).

    :raises ConflictError: when it has begun or ended already.
    """
    if enrollment.status not in BEFORE_START:
        raise ConflictError(MOVED)
    missing = missing_in(enrollment)
    if enrollment.status in (EnrollmentStatus.ORDERED, EnrollmentStatus.INVITED):
        missing.append(PHONE_UNTRIED)
    if missing:
        raise NotReadyError("", missing[0], missing)


def pause(
    session: Session, enrollment: Enrollment, until: date, now: datetime, actor_id: int
) -> None:
    """Pause for 1 to 14 days; reminders stop, help stays (programs.md A2)."""
    today = local_date(now, ZONE)
    if not today < until <= today + LONGEST_PAUSE:
        raise InvalidError("until", _l("Välj en dag inom fjorton dagar."))
    move(session, enrollment, EnrollmentStatus.PAUSED, now, paused_until=until)
    log_step(session, enrollment, "enrollment.pause", now, actor_id)


def resume(session: Session, enrollment: Enrollment, now: datetime, actor_id: int | None) -> None:
    """Go on after a pause; the end moves by as many days as the pause took."""
    rested = local_date(now, ZONE) - local_date(enrollment.moved_at, ZONE)
    move(session, enrollment, EnrollmentStatus.ACTIVE, now, EnrollmentStatus.PAUSED, paused_until=None,
         ends_on=enrollment.ends_on + rested)
    log_step(session, enrollment, "enrollment.resume", now, actor_id)


def end(
    session: Session, enrollment: Enrollment, reason: EndReason, note: str, now: datetime, actor_id: int
) -> None:
    """End an enrolment with its reason; refused while something waits by programs/course.py (K8)."""
    move(session, enrollment, EnrollmentStatus.ENDED, now, ended_at=now, end_reason=reason, end_note=note or None,
         paused_until=None)
    for matter in ("trial_end", "inactive", "window"):
        settle_items(session, f"{matter}:{enrollment.public_id}", Outcome.PLAN_CHANGED, now, actor_id)
    log_step(session, enrollment, "enrollment.end", now, actor_id)


def change_clinician(
    session: Session, enrollment: Enrollment, clinician_id: int, now: datetime, actor_id: int
) -> None:
    """Let another clinician of the unit answer for a treatment.

    :raises InvalidError: when the person is no clinician there.
    :raises ConflictError: when the treatment has ended.
    """
    if enrollment.status is EnrollmentStatus.ENDED:
        raise ConflictError(MOVED)
    require_clinician(session, enrollment.unit_id, clinician_id)
    enrollment.clinician_id = clinician_id
    log_step(session, enrollment, "enrollment.clinician", now, actor_id)


def require_clinician(session: Session, unit_id: int, user_id: int) -> None:
    """Raise InvalidError unless somebody is a clinician of a unit."""
    held = select(UserRole.id).where(
        UserRole.user_id == user_id, UserRole.unit_id == unit_id, UserRole.role == Role.CLINICIAN
    )
    if session.scalar(held) is None:
        raise InvalidError("clinician", NOT_CLINICIAN)


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


def is_readable(enrollment: Enrollment, now: datetime) -> bool:
    """Tell whether the patient may still read a program's material: while it lasts and twelve months after."""
    return enrollment.ended_at is None or now < enrollment.ended_at + READABLE


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


def log_step(session: Session, enrollment: Enrollment, action: str, now: datetime, actor_id: int | None) -> None:
    """Note in the log that an enrolment was taken a step; without a person it was the patient or time."""
    record_event(
        session, now, action, actor_id=actor_id, actor_role="staff" if actor_id else "system",
        unit_id=enrollment.unit_id, patient_id=enrollment.patient_id, object_kind="enrollment",
        object_id=enrollment.public_id,
    )


def program_title(enrollment: Enrollment, language: str) -> str:
    """Return the title of an enrolment's program in a language."""
    return get_program(enrollment.program, enrollment.program_version).title.of(language)
