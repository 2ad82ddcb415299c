"""Days when a patient is away: told by himself, nothing reminds him meanwhile, and they count in no silence."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.errors import InvalidError, NotFoundError
from core.language import _l
from messaging.sms_models import Reminder
from messaging.verdicts import Needs, StillNeeded
from people.models import User
from programs.models import Absence

LONGEST = timedelta(days=14)
"""As long as a pause may be (clinical/programs.md A2)."""
FURTHEST = timedelta(days=180)
MOST = 6
PAST = _l("Välj en dag från i dag och framåt.")
BACKWARDS = _l("Sista dagen kan inte komma före den första.")
TOO_LONG = _l("Välj högst 14 dagar. Behöver du längre tid, skriv till din mottagning.")
TOO_FAR = _l("Välj en dag inom ett halvår.")
TAKEN = _l("Du har redan sagt att du är borta någon av de dagarna.")
ENOUGH = _l("Du har redan sex perioder framför dig. Ta bort en först.")


def tell_absence(session: Session, patient: User, first_day: date, last_day: date, now: datetime) -> Absence:
    """Keep that a patient is away from one local date to another, both included; reminders rest meanwhile.

    :raises InvalidError: for days that are past, too many, too far ahead, or told already.
    """
    today = local_date(now, patient.zone)
    _check_days(first_day, last_day, today)
    coming = list_absences(session, patient.id, today)
    if any(one.first_day <= last_day and first_day <= one.last_day for one in coming):
        raise InvalidError("first_day", TAKEN)
    if len(coming) >= MOST:
        raise InvalidError("first_day", ENOUGH)
    absence = Absence(patient_id=patient.id, first_day=first_day, last_day=last_day, told_at=now)
    session.add(absence)
    session.flush()
    _log(session, patient, absence, "absence.tell", now)
    return absence


def _check_days(first_day: date, last_day: date, today: date) -> None:
    if first_day < today:
        raise InvalidError("first_day", PAST)
    if last_day < first_day:
        raise InvalidError("last_day", BACKWARDS)
    if last_day - first_day >= LONGEST:
        raise InvalidError("last_day", TOO_LONG)
    if first_day > today + FURTHEST:
        raise InvalidError("first_day", TOO_FAR)


def end_absence(session: Session, patient: User, public_id: str, now: datetime) -> None:
    """Take back days that have not come, or come home earlier: from today on everything is as usual.

    :raises NotFoundError: for another's, and for one that is over.
    """
    today = local_date(now, patient.zone)
    found = session.scalar(
        select(Absence).where(Absence.public_id == public_id, Absence.patient_id == patient.id, is_told(),
                              Absence.last_day >= today)
    )  # fmt: skip
    if found is None:
        raise NotFoundError
    if found.first_day < today:
        found.last_day = today - timedelta(days=1)
    else:
        found.withdrawn_at = now
    _log(session, patient, found, "absence.end", now)


def _log(session: Session, patient: User, absence: Absence, action: str, now: datetime) -> None:
    record_event(session, now, action, actor_id=patient.id, actor_role="patient", patient_id=patient.id,
                 object_kind="absence", object_id=absence.public_id)


def list_absences(session: Session, patient_id: int, today: date) -> Sequence[Absence]:
    """Return when a patient is away, from today on, the nearest first."""
    return session.scalars(
        select(Absence)
        .where(Absence.patient_id == patient_id, is_told(), Absence.last_day >= today)
        .order_by(Absence.first_day)
        .limit(MOST)
    ).all()


def is_told() -> ColumnElement[bool]:
    """Return the condition that an absence stands."""
    return Absence.withdrawn_at.is_(None)


def last_away(patient_id: Any, today: Any) -> ScalarSelect[date]:
    """Return a subquery of the last day of a patient's newest absence that has begun; today or later when away.

    :param patient_id: a column of the query around it, or an id; ``today`` a local date.
    """
    return (
        select(func.max(Absence.last_day, type_=Absence.last_day.type))
        .where(Absence.patient_id == patient_id, Absence.first_day <= today, is_told())
        .scalar_subquery()
    )


def next_away(patient_id: Any, today: Any) -> tuple[ScalarSelect[date], ScalarSelect[date]]:
    """Return subqueries of the first and the last day of the absence a patient is in, or else the next one.

    Absences do not lie upon each other, so that the earliest of both days are of the same one.
    """
    coming = (Absence.patient_id == patient_id, Absence.last_day >= today, is_told())
    first = select(func.min(Absence.first_day, type_=Absence.first_day.type)).where(*coming)
    last = select(func.min(Absence.last_day, type_=Absence.last_day.type)).where(*coming)
    return first.scalar_subquery(), last.scalar_subquery()


def unless_away(needs: Needs) -> Needs:
    """Return the same rules of need, but that nothing is needed of who is away that day."""
    return {kind: _unless_away(rule) for kind, rule in needs.items()}


def _unless_away(rule: StillNeeded) -> StillNeeded:
    def still_needed(session: Session, reminders: Sequence[Reminder], day: date) -> set[int]:
        needed = rule(session, reminders, day)
        wanted = [one for one in reminders if one.id in needed]
        away = list_away(session, {one.user_id for one in wanted}, day) if wanted else set()
        return {one.id for one in wanted if one.user_id not in away}

    return still_needed


def list_away(session: Session, patient_ids: set[int], day: date) -> set[int]:
    """Return who of some patients is away on a day; one statement."""
    return set(
        session.scalars(
            select(Absence.patient_id).where(
                Absence.patient_id.in_(patient_ids), Absence.first_day <= day, Absence.last_day >= day, is_told()
            )
        )
    )
