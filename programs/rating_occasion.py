"""One occasion of self-rating: a module's questions or the weekly check, with what is left to answer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local_date
from core.errors import ConflictError, NotFoundError
from core.language import _l
from people.models import CareUnit, User
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus
from programs.progress import Place, complete_step, get_place
from programs.rating_calendar import DAYS_BETWEEN, due_this_week, list_last_answered, rating_step
from ratings.instruments import Instrument, Item
from ratings.models import SelfRating
from ratings.records import DONE, begin_rating, list_for_subject, missing_items, skipped_items
from ratings.wordings_known import instrument_as_asked, instrument_of, is_askable

WEEK = "week"


@dataclass(frozen=True)
class Occasion:
    """Where a rating is asked.

    :param word: as in the address: ``m3`` or ``week``.
    :param subject: as it is kept with the rating.
    :param ratings: the newest rating of each instrument at this occasion.
    :param place: the module, or None for the weekly check.
    """

    word: str
    subject: str
    enrollment: Enrollment
    unit: CareUnit
    clinician: User
    instruments: tuple[str, ...]
    ratings: dict[str, SelfRating]
    today: date
    place: Place | None

    def is_done(self, instrument_id: str) -> bool:
        """Tell whether an instrument is finished at this occasion."""
        rating = self.ratings.get(instrument_id)
        return rating is not None and rating.status in DONE

    def next_instrument(self) -> str | None:
        """Return the first instrument that is not finished, or None."""
        return next((name for name in self.instruments if not self.is_done(name)), None)


def get_occasion(session: Session, patient: User, enrollment_public_id: str, word: str, now: datetime) -> Occasion:
    """Return an occasion of the patient's own.

    :raises NotFoundError: for another's enrolment, a locked module, and anything that is no occasion.
    """
    if word == WEEK:
        return _weekly(session, patient, enrollment_public_id, now)
    if not (word[:1] == "m" and word[1:].isascii() and word[1:].isdigit() and len(word) <= 4):
        raise NotFoundError
    place = get_place(session, patient.id, enrollment_public_id, int(word[1:]))
    step = rating_step(place.module)
    if step is None:
        raise NotFoundError
    subject = f"module:{enrollment_public_id}:{place.module.number}"
    today = local_date(now, patient.zone)
    ratings = list_for_subject(session, patient.id, subject)
    asked = tuple(name for name in step.instruments if _may_be_seen(name, ratings, place.unit.id, today))
    return Occasion(word, subject, place.enrollment, place.unit, place.clinician, asked, ratings, today, place)


def _weekly(session: Session, patient: User, enrollment_public_id: str, now: datetime) -> Occasion:
    row = session.execute(
        select(Enrollment, CareUnit, User)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .join(User, User.id == Enrollment.clinician_id)
        .where(
            Enrollment.public_id == enrollment_public_id,
            Enrollment.patient_id == patient.id,
            Enrollment.activated_at.is_not(None),
        )
    ).first()
    if row is None:
        raise NotFoundError
    enrollment, unit, clinician = row
    today = local_date(now, patient.zone)
    year, week, _day = today.isocalendar()
    subject = f"week:{enrollment_public_id}:{year}-W{week:02d}"
    ratings = _of_this_week(list_for_subject(session, patient.id, subject), today, patient.zone)
    due = due_this_week(get_program(enrollment.program, enrollment.program_version), enrollment,
                        list_last_answered(session, patient.id), today, patient.zone)
    begun = (name for name in ratings if _may_be_seen(name, ratings, unit.id, today))
    asked = tuple(dict.fromkeys((*begun, *due)))
    return Occasion(WEEK, subject, enrollment, unit, clinician, asked, ratings, today, None)


def _may_be_seen(name: str, ratings: dict[str, SelfRating], unit_id: int, today: date) -> bool:
    """Tell whether an instrument is asked today, or was answered before its wording was locked."""
    rating = ratings.get(name)
    return is_askable(name, unit_id, today) or (rating is not None and rating.status in DONE)


def _of_this_week(ratings: dict[str, SelfRating], today: date, zone: str) -> dict[str, SelfRating]:
    """Leave out what was finished so long ago that it is asked again within the same calendar week."""
    return {
        name: one for name, one in ratings.items()
        if one.completed_at is None or (today - local_date(one.completed_at, zone)).days < DAYS_BETWEEN
    }  # fmt: skip


def require_asked(occasion: Occasion, instrument_id: str) -> Instrument:
    """Return an instrument in the words an occasion asks it in; raises NotFoundError for one not asked there."""
    if instrument_id not in occasion.instruments:
        raise NotFoundError
    rating = occasion.ratings.get(instrument_id)
    return instrument_of(rating) if rating else instrument_as_asked(instrument_id, occasion.unit.id, occasion.today)


def open_rating(
    session: Session, occasion: Occasion, instrument_id: str, language: str, now: datetime
) -> SelfRating:
    """Return the rating under way at an occasion, begun now when there is none.

    :raises ConflictError: when the treatment is over.
    """
    if occasion.enrollment.status not in (EnrollmentStatus.ACTIVE, EnrollmentStatus.PAUSED):
        raise ConflictError(_l("Programmet är avslutat. Dina svar från tiden före finns kvar."))
    present = occasion.ratings.get(instrument_id)
    if present is not None:
        return present
    return begin_rating(session, occasion.enrollment.patient_id, occasion.unit.id, occasion.subject, instrument_id,
                        language, now)


def note_finished(session: Session, occasion: Occasion, instrument_id: str, now: datetime) -> None:
    """Note the module's rating step as done when this was its last instrument and the module is still open."""
    left = [name for name in occasion.instruments if name != instrument_id and not occasion.is_done(name)]
    step = rating_step(occasion.place.module) if occasion.place else None
    if occasion.place is not None and step is not None and not left and occasion.place.can_write:
        complete_step(session, occasion.place, step.id, now)


def asked_items(instrument: Instrument, rating: SelfRating | None) -> list[Item]:
    """Return the items that are asked, without those the answers so far make needless."""
    needless = skipped_items(instrument, rating) if rating else frozenset()
    return [item for item in instrument.items if item.id not in needless]


def next_number(instrument: Instrument, rating: SelfRating | None, after: int = 0) -> int | None:
    """Return the number of the question to ask next: the one after a number, else one left out; None when all are.

    :param after: number of the question just answered, from 1; 0 asks for where to go on.
    """
    asked = asked_items(instrument, rating)
    answers = rating.answers if rating else {}
    later = [item for item in asked if instrument.position(item.id) >= after]
    if after and later:
        return instrument.position(later[0].id) + 1
    left = next((item for item in asked if item.id not in answers), None)
    return instrument.position(left.id) + 1 if left else None


def is_answered(instrument: Instrument, rating: SelfRating) -> bool:
    """Tell whether a rating may be finished: every item that must be answered is."""
    return not missing_items(instrument, rating)
