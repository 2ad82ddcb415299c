"""Holds the ladder of silence, the reminders and pauses for every series: one voice for all that is left out."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from core.clock import at_wall_clock
from messaging.sms_models import Reminder, ReminderKind, Sms, SmsKind
from monitoring.models import MeasurementPlan
from monitoring.rhythm import Rhythm
from monitoring.series import Series
from people.models import User
from programs.enrollment import enrollment_subject
from programs.measuring import measure_needed
from programs.models import Enrollment, EnrollmentStatus
from programs.silence import find_missed
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


LADDERS = [
    ("heart_failure", Series.WEIGHT, Rhythm.DAILY, [4, 7]),
    ("copd", Series.SPO2, Rhythm.DAILY_THEN_TWICE, [4, 7]),
    ("diabetes", Series.GLUCOSE, Rhythm.THRICE_A_WEEK, [4, 7]),
    ("diabetes", Series.GLUCOSE, Rhythm.TWICE_A_WEEK, [4, 7]),
    ("diabetes", Series.WEIGHT, Rhythm.WEEKLY, [4, 7]),
    ("diabetes", Series.HBA1C, Rhythm.QUARTERLY, []),
    ("copd", Series.WEIGHT, Rhythm.MONTHLY, []),
    ("diabetes", Series.KETONES, Rhythm.ON_DEMAND, []),
]


@pytest.mark.parametrize(("template", "series", "rhythm", "days"), LADDERS)
def test_every_rhythm_has_its_ladder_from_the_first_day_that_is_missed(
    sqlite_cast: CareCast, template: str, series: Series, rhythm: Rhythm, days: list[int]
) -> None:
    anna = make_series(sqlite_cast, template)
    with sqlite_cast.database.transaction() as session:
        session.execute(update(MeasurementPlan).values(rhythm=Rhythm.ON_DEMAND.value))
    anna.change(series, rhythm=rhythm.value)
    start = sqlite_cast.now + 3 * HOUR
    told = [day for day in range(16) if find_missed(sqlite_cast.database, start + day * DAY)]
    assert told == days


@pytest.mark.parametrize("zone", ["Europe/Stockholm", "America/New_York", "Pacific/Auckland"])
@pytest.mark.parametrize("monday", [date(2026, 3, 23), date(2026, 10, 19), date(2026, 11, 2)])
def test_the_ladder_counts_days_of_the_patients_own_calendar_also_when_the_clock_is_moved(
    sqlite_cast: CareCast, zone: str, monday: date
) -> None:
    anna = make_series(sqlite_cast, "heart_failure", starts_on=monday)
    with sqlite_cast.database.transaction() as session:
        session.get_one(User, sqlite_cast.anna.id).zone = zone
    hours = [at_wall_clock(monday, 0, 5, zone) + step * HOUR for step in range(0, 10 * 24, 2)]
    told = [instant.astimezone(ZoneInfo(zone)) for instant in hours if find_missed(sqlite_cast.database, instant)]
    assert [one.date() for one in told] == [monday + 4 * DAY, monday + 7 * DAY]
    assert 10 <= told[0].hour < 21
    assert anna.open_reasons() == ["missed_reports"]
