"""Holds the ladder of silence, the reminders and pauses for every series: one voice for all that is left out."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from messaging.sms_models import Reminder, ReminderKind, Sms, SmsKind
from monitoring.rhythm import Rhythm
from monitoring.series import Series
from programs.enrollment import enrollment_subject
from programs.measuring import find_missed, measure_needed
from programs.models import Enrollment, EnrollmentStatus
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.plugins.cast import CareCast

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
CALM = {f"q{n}": 0 for n in range(1, 7)}


@pytest.fixture
def heart(care_cast: CareCast) -> SeriesMeasurer:
    """Anna with the plans of heart failure, which she follows every day."""
    return make_series(care_cast, "heart_failure")


def reminders_of(anna: SeriesMeasurer) -> int:
    """Return how many reminders were queued."""
    with anna.cast.database.transaction() as session:
        return session.scalar(select(func.count(Sms.id)).where(Sms.kind == SmsKind.REMINDER)) or 0


def is_needed(anna: SeriesMeasurer, days: int) -> bool:
    """Tell whether the standing reminder is needed so many days after the start."""
    with anna.cast.database.transaction() as session:
        enrollment = session.get_one(Enrollment, anna.enrollment_id)
        subject = enrollment_subject(enrollment)
        one = Reminder(id=1, user_id=anna.cast.anna.id, subject=subject, kind=ReminderKind.MEASURE)
        return measure_needed(session, [one], enrollment.starts_on + days * DAY) == {1}


def test_four_silent_days_remind_again_and_seven_are_one_item(heart: SeriesMeasurer) -> None:
    start = heart.cast.now + 3 * HOUR
    assert [find_missed(heart.cast.database, start + days * DAY) for days in (3, 4, 4, 5)] == [0, 1, 0, 0]
    assert reminders_of(heart) == 1
    assert find_missed(heart.cast.database, start + 7 * DAY) == 1
    assert find_missed(heart.cast.database, start + 8 * DAY) == 0
    assert heart.open_reasons() == ["missed_reports"]


def test_one_series_left_out_is_told_although_the_other_comes(heart: SeriesMeasurer) -> None:
    for days in range(8):
        heart.send(Series.WEIGHT, "80.0", heart.cast.now + days * DAY)
    assert find_missed(heart.cast.database, heart.cast.now + 3 * HOUR + 7 * DAY) == 1
    heart.send(Series.HEART_CHECK, at=heart.cast.now + 7 * DAY, answers=CALM)
    find_missed(heart.cast.database, heart.cast.now + 4 * HOUR + 7 * DAY)
    assert heart.open_reasons() == []


@pytest.mark.parametrize("status", [EnrollmentStatus.PAUSED, EnrollmentStatus.ENDED])
def test_who_rests_or_has_ended_is_not_asked(care_cast: CareCast, status: EnrollmentStatus) -> None:
    anna = make_series(care_cast, "copd", status=status)
    assert find_missed(care_cast.database, care_cast.now + 9 * DAY) == 0
    assert not is_needed(anna, 0)


def test_what_is_measured_when_needed_or_seldom_is_never_chased(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "diabetes")
    for series in (Series.GLUCOSE, Series.WEIGHT):
        anna.change(series, rhythm=Rhythm.ON_DEMAND.value)
    assert find_missed(care_cast.database, care_cast.now + 3 * HOUR + 60 * DAY) == 0
    assert anna.open_reasons() == []


def test_the_standing_reminder_is_needed_while_anything_of_the_day_is_left(heart: SeriesMeasurer) -> None:
    assert is_needed(heart, 0)
    heart.send(Series.WEIGHT, "80.0")
    assert is_needed(heart, 0)
    heart.send(Series.HEART_CHECK, answers=CALM)
    assert not is_needed(heart, 0)
    assert is_needed(heart, 1)
