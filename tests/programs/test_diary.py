"""A night is computed when it is written, a correction keeps the old row, a missed day is a gap."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.errors import ConflictError, InvalidError
from programs.diary import check_day, compute_night, list_days, record_night, week_of_days
from programs.models import DiaryEntry, Enrollment, EnrollmentStatus
from tests.patient.sleep_ground import NIGHT, START, enroll_sleep, write_nights
from tests.plugins.cast import CareCast

DAY = START + timedelta(days=3)


def test_a_night_is_stored_with_its_arithmetic(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    write_nights(care_cast, enrollment, DAY, 1)
    with care_cast.database.transaction() as session:
        entry = session.scalars(select(DiaryEntry)).one()
        assert entry.figures == {"tib": 405, "tst": 360, "se": 88.9, "band": "good"}


def test_a_correction_keeps_the_old_row(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    write_nights(care_cast, enrollment, DAY, 1)
    write_nights(care_cast, enrollment, DAY, 1, waso=60)
    with care_cast.database.transaction() as session:
        rows = session.scalars(select(DiaryEntry).order_by(DiaryEntry.revision)).all()
        assert [(row.revision, row.current, row.figures["tst"]) for row in rows] == [(1, False, 360), (2, True, 315)]
        assert list_days(session, enrollment.id, DAY, DAY)[0].entry is rows[1]


def test_a_missed_day_is_a_gap_and_five_nights_make_a_week(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    first = DAY - timedelta(days=6)
    write_nights(care_cast, enrollment, DAY, 4)
    with care_cast.database.transaction() as session:
        days = list_days(session, enrollment.id, first, DAY)
        assert [day.night is None for day in days] == [True] * 3 + [False] * 4
        assert week_of_days(days) is None
    write_nights(care_cast, enrollment, first, 1)
    with care_cast.database.transaction() as session:
        week = week_of_days(list_days(session, enrollment.id, first, DAY))
        assert week is not None
        assert (week.nights, week.mean_tst, week.se) == (5, 360, 88.9)


@pytest.mark.parametrize("wrong", [{"woke": "08:00"}, {"sol": 500}, {"lights_out": "06:00"}, {"rose": "18:00"}])
def test_times_that_contradict_each_other_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidError):
        compute_night(NIGHT | wrong)


def test_only_the_last_seven_days_may_be_written() -> None:
    check_day(DAY, DAY)
    check_day(DAY - timedelta(days=7), DAY)
    for day in (DAY + timedelta(days=1), DAY - timedelta(days=8), date(2020, 1, 1)):
        with pytest.raises(InvalidError):
            check_day(day, DAY)


def test_an_ended_treatment_takes_no_more_nights(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, status=EnrollmentStatus.ENDED)
    with care_cast.database.transaction() as session, pytest.raises(ConflictError):
        record_night(session, session.get_one(Enrollment, enrollment.id), DAY, NIGHT, care_cast.now)
