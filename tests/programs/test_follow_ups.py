"""Holds that it is asked how it went on set days after an exacerbation, once each, and that a visit follows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from messaging.models import Message
from monitoring.series import Series
from people.models import User
from programs.absences import tell_absence
from programs.follow_ups import ask_how_it_went
from programs.models import Enrollment, EnrollmentStatus
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TWO_SIGNS = {"q1": 1, "q2": 1, "q3": 0, "q4": 0, "q5": 0, "q6": 0}
CALM = dict.fromkeys(TWO_SIGNS, 0)


@pytest.fixture
def lungs(care_cast: CareCast) -> SeriesMeasurer:
    """Anna, who got worse on the cast's Monday."""
    anna = make_series(care_cast, "copd")
    anna.send(Series.LUNG_CHECK, answers=TWO_SIGNS)
    return anna


def run(anna: SeriesMeasurer, days: range) -> list[int]:
    """Run the job twice a day; returns the days on which somebody was asked."""
    database, now = anna.cast.database, anna.cast.now
    return [day for day in days for hour in (-4, 0, 2) if ask_how_it_went(database, now + day * DAY + hour * HOUR)]


def test_it_is_asked_on_four_days_once_each_and_a_visit_is_put_in_the_list(lungs: SeriesMeasurer) -> None:
    assert run(lungs, range(20)) == [2, 4, 7, 14]
    assert lungs.open_reasons() == ["check_red", "closer_visit"]
    with lungs.cast.database.transaction() as session:
        first = session.scalars(select(Message).order_by(Message.id)).first()
        assert first is not None
        assert first.body.startswith("Det har gått 2 dagar sedan du blev sämre.")


def test_nothing_is_asked_of_who_has_answered_is_away_or_rests(lungs: SeriesMeasurer) -> None:
    cast = lungs.cast
    with cast.database.transaction() as session:
        patient = session.get_one(User, cast.anna.id)
        tell_absence(session, patient, cast.now.date() + 3 * DAY, cast.now.date() + 5 * DAY, cast.now)
    lungs.send(Series.LUNG_CHECK, at=cast.now + 2 * DAY - 5 * HOUR, answers=CALM)
    assert run(lungs, range(2, 6)) == []
    with cast.database.transaction() as session:
        session.get_one(Enrollment, lungs.enrollment_id).status = EnrollmentStatus.PAUSED
    assert run(lungs, range(6, 15)) == []
