"""Instruments that a clinician adds to one patient's calendar: once, every week or every few weeks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.errors import ConflictError, InvalidError
from core.language import _l
from programs.models import Enrollment, EnrollmentStatus
from ratings.instruments import list_instruments
from ratings.wordings_known import is_askable

RHYTHMS = (0, 1, 2, 4, 8, 12, 26)
"""Weeks between two times; 0 is once."""
MOST_ADDED = 8
ENDED = _l("Programmet är avslutat. Lägg till frågorna i ett program som pågår.")
LOCKED = _l("Frågorna är låsta på enheten. Välj ett formulär i listan.")
CHOOSE_RHYTHM = _l("Välj hur ofta frågorna ska ställas.")
THERE_ALREADY = _l("Frågorna finns redan i patientens kalender. Ta bort dem först om de ska ställas på ett annat sätt.")
TOO_MANY = _l("Det finns redan åtta tillagda formulär. Ta bort något först.")


@dataclass(frozen=True)
class AddedRating:
    """One added instrument.

    :param weeks: between two times, 0 for once.
    :param since: answers from before this instant do not count.
    """

    instrument: str
    weeks: int
    since: datetime

    def is_due(self, last: datetime | None, today: date, zone: str) -> bool:
        """Tell whether it is to be asked on a day; a week is six days, as for the weekly check (instruments.md 0.2)."""
        if last is None or last < self.since:
            return True
        return self.weeks > 0 and (today - local_date(last, zone)).days >= 7 * self.weeks - 1


def list_added(enrollment: Enrollment) -> list[AddedRating]:
    """Return the instruments added to an enrolment; no statement."""
    return [
        AddedRating(one["instrument"], one["weeks"], datetime.fromisoformat(one["since"]))
        for one in enrollment.added_ratings or ()
    ]


def list_due_added(
    enrollment: Enrollment, last: Mapping[str, datetime], today: date, zone: str
) -> tuple[str, ...]:
    """Return the added instruments that are due on a day and may be asked in the enrolment's unit."""
    return tuple(
        one.instrument for one in list_added(enrollment)
        if one.is_due(last.get(one.instrument), today, zone) and is_askable(one.instrument, enrollment.unit_id, today)
    )  # fmt: skip


def list_addable(unit_id: int, today: date) -> list[str]:
    """Return the instruments that may be added in a unit; the daily symptom checks belong to the series of values."""
    return [one.id for one in list_instruments() if not one.levels and is_askable(one.id, unit_id, today)]


def add_rating(
    session: Session, enrollment: Enrollment, instrument_id: str, weeks: int, *, actor_id: int, now: datetime
) -> None:
    """Add an instrument to a patient's calendar.

    :raises InvalidError: for an instrument that is locked in the unit, or another rhythm than those offered.
    :raises ConflictError: when the program is over, or the instrument is there already.
    """
    today = local_date(now, "Europe/Stockholm")
    if instrument_id not in list_addable(enrollment.unit_id, today):
        raise InvalidError("instrument", LOCKED)
    if weeks not in RHYTHMS:
        raise InvalidError("weeks", CHOOSE_RHYTHM)
    session.refresh(enrollment, with_for_update=True)
    if enrollment.status is EnrollmentStatus.ENDED:
        raise ConflictError(ENDED)
    kept = enrollment.added_ratings or []
    if any(one["instrument"] == instrument_id for one in kept):
        raise ConflictError(THERE_ALREADY)
    if len(kept) >= MOST_ADDED:
        raise ConflictError(TOO_MANY)
    # one microsecond back: an answer given in this very instant came after
    since = now - timedelta(microseconds=1)
    enrollment.added_ratings = [*kept, {"instrument": instrument_id, "weeks": weeks, "since": since.isoformat()}]
    _note(session, enrollment, "rating.add", actor_id, now)


def remove_rating(
    session: Session, enrollment: Enrollment, instrument_id: str, *, actor_id: int, now: datetime
) -> None:
    """Take an added instrument out of a patient's calendar; what is answered stays. Doing it again changes nothing."""
    session.refresh(enrollment, with_for_update=True)
    kept = [one for one in enrollment.added_ratings or [] if one["instrument"] != instrument_id]
    if len(kept) == len(enrollment.added_ratings or []):
        return
    enrollment.added_ratings = kept or None
    _note(session, enrollment, "rating.remove", actor_id, now)


def _note(session: Session, enrollment: Enrollment, action: str, actor_id: int, now: datetime) -> None:
    record_event(session, now, action, actor_id=actor_id, actor_role="clinician", unit_id=enrollment.unit_id,
                 patient_id=enrollment.patient_id, object_kind="enrollment", object_id=enrollment.public_id)
