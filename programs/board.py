"""The board of enrolments: counts and cards by where each stands in the chain, for the units of the viewer (E2)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from people.models import User
from programs.absences import next_away
from programs.models import Enrollment, EnrollmentStatus

STUCK_AFTER = timedelta(days=3)
"""How long something may stand before it is shown as having stopped."""
RECENT = timedelta(days=7)
CARDS_IN_LANE = 12
PAGE = 50
COUNT_CAP = 1000

LANES = (
    EnrollmentStatus.ORDERED,
    EnrollmentStatus.INVITED,
    EnrollmentStatus.TESTED,
    EnrollmentStatus.VERIFIED,
    EnrollmentStatus.ACTIVE,
)
WAITING = LANES[:4]


@dataclass(frozen=True)
class Card:
    """One enrolment on the board.

    :param clinician: the name of who is responsible.
    :param away: the first and last day of the absence the patient has told, the present one or the next.
    """

    enrollment: Enrollment
    patient: User
    clinician: str
    away: tuple[date, date] | None = None


@dataclass(frozen=True)
class Choice:
    """Which enrolments are asked for.

    :param unit_ids: the viewer's own units.
    :param clinician_id: only those of one clinician, or None for all.
    :param stuck: only those that have stood too long.
    """

    unit_ids: tuple[int, ...]
    now: datetime
    today: date
    clinician_id: int | None = None
    stuck: bool = False

    def condition(self) -> ColumnElement[bool]:
        """Return the condition that an enrolment belongs to the choice."""
        parts: list[ColumnElement[bool]] = [Enrollment.unit_id.in_(self.unit_ids)]
        if self.clinician_id is not None:
            parts.append(Enrollment.clinician_id == self.clinician_id)
        if self.stuck:
            parts.append(self._has_stopped())
        return and_(*parts)

    def _has_stopped(self) -> ColumnElement[bool]:
        return or_(*(self.stopped_in(status) for status in WAITING))

    def stopped_in(self, status: EnrollmentStatus) -> ColumnElement[bool]:
        """Return the condition of having stood too long in one state, in terms of the index of states and moves."""
        if status is EnrollmentStatus.VERIFIED:
            late = and_(Enrollment.moved_at <= self.now, Enrollment.starts_on < self.today)
            return and_(Enrollment.status == status, late)
        return and_(Enrollment.status == status, Enrollment.moved_at < self.now - STUCK_AFTER)


def is_stuck(enrollment: Enrollment, now: datetime, today: date) -> bool:
    """Tell whether an enrolment has stood too long where it is."""
    if enrollment.status is EnrollmentStatus.VERIFIED:
        return enrollment.starts_on < today
    return enrollment.status in WAITING and enrollment.moved_at < now - STUCK_AFTER


def count_lanes(session: Session, choice: Choice) -> dict[str, int]:
    """Return how many stand in each state, and under "mine"-like filters, each counted to a cap; one statement.

    The keys are the states, ``all`` for those before the start, ``stuck``, and ``recent`` for those that
    began within the last week.
    """
    counts = {str(status): _capped(choice, Enrollment.status == status) for status in EnrollmentStatus}
    counts["all"] = _capped(choice, Enrollment.status.in_(WAITING))
    counts["recent"] = _capped(choice, _began_lately(choice))
    stopped = {f"stuck in {status}": _capped(choice, choice.stopped_in(status)) for status in WAITING}
    row = session.execute(select(*counts.values(), *stopped.values())).one()
    found = dict(zip([*counts, *stopped], row, strict=True))
    stuck = sum(found.pop(name) for name in stopped)
    return found | {"stuck": min(stuck, COUNT_CAP)}


def _capped(choice: Choice, part: ColumnElement[bool]) -> ColumnElement[int]:
    some = select(Enrollment.id).where(choice.condition(), part).limit(COUNT_CAP).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _began_lately(choice: Choice) -> ColumnElement[bool]:
    """Whoever began lately has moved lately too; the move is what the index holds."""
    lately = choice.now - RECENT
    return and_(
        Enrollment.status == EnrollmentStatus.ACTIVE, Enrollment.activated_at > lately, Enrollment.moved_at > lately
    )


def list_board(session: Session, choice: Choice) -> dict[EnrollmentStatus, list[Card]]:
    """Return the first cards of every lane, those that have stood longest first; one statement.

    In the lane of the active ones are those that began within the last week.
    """
    lanes = [_lane_ids(choice, status).subquery() for status in LANES]
    ids = union_all(*(select(lane.c.id) for lane in lanes))
    cards = _cards(session, _select_cards().where(Enrollment.id.in_(ids)))
    return {status: [card for card in cards if card.enrollment.status is status] for status in LANES}


def _lane_ids(choice: Choice, status: EnrollmentStatus) -> Select[int]:
    part = _began_lately(choice) if status is EnrollmentStatus.ACTIVE else Enrollment.status == status
    query = select(Enrollment.id).where(choice.condition(), part)
    return query.order_by(Enrollment.moved_at, Enrollment.id).limit(CARDS_IN_LANE)


def list_lane(
    session: Session, choice: Choice, status: EnrollmentStatus, after: str = "", limit: int = PAGE
) -> tuple[list[Card], bool]:
    """Return a page of the enrolments in one state, those that have stood longest first, and whether more follow.

    :param after: public id of the former page's last enrolment.
    """
    query = _select_cards().where(choice.condition(), Enrollment.status == status)
    if after:
        last = aliased(Enrollment)
        query = query.join(last, last.public_id == after).where(
            last.unit_id.in_(choice.unit_ids),
            tuple_(Enrollment.moved_at, Enrollment.id) > tuple_(last.moved_at, last.id),
        )
    found = _cards(session, query.limit(limit + 1))
    return found[:limit], len(found) > limit


def _select_cards() -> Select[Enrollment, User, str]:
    clinician = aliased(User)
    return (
        select(Enrollment, User, clinician.name)
        .join(User, User.id == Enrollment.patient_id)
        .join(clinician, clinician.id == Enrollment.clinician_id)
        .order_by(Enrollment.moved_at, Enrollment.id)
    )


def _cards(session: Session, query: Select[Enrollment, User, str]) -> list[Card]:
    return [Card(enrollment, patient, name) for enrollment, patient, name in session.execute(query)]


def find_card(session: Session, public_id: str, today: date) -> Card | None:
    """Return one enrolment with its patient, clinician and when the patient is away, or None."""
    away = next_away(Enrollment.patient_id, today)
    row = session.execute(_select_cards().add_columns(*away).where(Enrollment.public_id == public_id)).first()
    if row is None:
        return None
    enrollment, patient, name, first, last = row
    return Card(enrollment, patient, name, (first, last) if first and last else None)
