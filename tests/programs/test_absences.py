"""Holds what it means to be away: told in two dates, no reminder, no ladder, no nudge, and then all goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app import NEEDS
from core.errors import InvalidError, NotFoundError
from messaging.reminders import plan_due, set_reminder
from messaging.sms_models import Reminder, ReminderKind, Sms, SmsStatus
from messaging.verdicts import is_still_needed
from monitoring.series import Series
from people.models import CareUnit, User
from programs.absences import end_absence, list_absences, tell_absence
from programs.enrollment import enrollment_subject
from programs.models import Absence, Enrollment, ModuleStatus, ModuleUnlock
from programs.nudges import send_nudges
from programs.silence import find_missed
from programs.treatment import find_inactive
from tests.monitoring.series_ground import make_series
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast, count_statements

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MONDAY = date(2026, 11, 23)


def tell(cast: CareCast, first: int, last: int) -> str:
    """Let Anna say that she is away, in days from the cast's Monday."""
    with cast.database.transaction() as session:
        anna = session.get_one(User, cast.anna.id)
        return tell_absence(session, anna, MONDAY + first * DAY, MONDAY + last * DAY, cast.now).public_id


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(-1, 2, "first_day"), (3, 2, "last_day"), (0, 14, "last_day"), (181, 181, "first_day"), (5, 6, "first_day")],
)
def test_days_that_cannot_be_are_refused(sqlite_cast: CareCast, first: int, last: int, field: str) -> None:
    tell(sqlite_cast, 6, 8)
    with pytest.raises(InvalidError) as refused:
        tell(sqlite_cast, first, last)
    assert refused.value.field == field


def test_who_comes_home_early_is_reminded_from_that_day(care_cast: CareCast) -> None:
    under_way, coming = tell(care_cast, 0, 5), tell(care_cast, 10, 12)
    with care_cast.database.transaction() as session:
        anna = session.get_one(User, care_cast.anna.id)
        end_absence(session, anna, under_way, care_cast.now + 2 * DAY)
        end_absence(session, anna, coming, care_cast.now + 2 * DAY)
        assert list_absences(session, anna.id, MONDAY + 2 * DAY) == []
        assert session.scalar(select(Absence.last_day).where(Absence.public_id == under_way)) == MONDAY + DAY
        with pytest.raises(NotFoundError):
            end_absence(session, session.get_one(User, care_cast.other_patient.id), under_way, care_cast.now)


def test_no_reminder_comes_to_who_is_away(sqlite_cast: CareCast) -> None:
    anna = make_series(sqlite_cast, "heart_failure")
    remind(sqlite_cast, anna.enrollment_id)
    tell(sqlite_cast, 1, 2)
    planned = [plan_due(sqlite_cast.database, sqlite_cast.now - HOUR + days * DAY, NEEDS) for days in range(4)]
    assert planned == [1, 0, 0, 1]


def remind(cast: CareCast, enrollment_id: int, hour: int = 8) -> None:
    """Let Anna have the standing reminder of her treatment."""
    with cast.database.transaction() as session:
        one = session.get_one(Enrollment, enrollment_id)
        set_reminder(
            session, user=session.get_one(User, cast.anna.id), unit=session.get_one(CareUnit, cast.unit.id),
            kind=ReminderKind.MEASURE, subject=enrollment_subject(one), hour=hour, starts_on=MONDAY,
            ends_on=MONDAY + 180 * DAY,
        )


def test_the_ladder_does_not_count_the_days_away(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "heart_failure")
    anna.send(Series.WEIGHT, "80.0")
    tell(care_cast, 2, 9)
    noons = [care_cast.now + 3 * HOUR + days * DAY for days in range(19)]
    told = [days for days, noon in enumerate(noons) if find_missed(care_cast.database, noon)]
    assert told == [14, 17]
    assert anna.open_reasons() == ["missed_reports"]


def test_who_has_an_item_and_says_that_he_is_away_takes_it_back(sqlite_cast: CareCast) -> None:
    anna = make_series(sqlite_cast, "heart_failure")
    find_missed(sqlite_cast.database, sqlite_cast.now + 3 * HOUR + 7 * DAY)
    assert anna.open_reasons() == ["missed_reports"]
    sqlite_cast.clock.instant += 8 * DAY
    tell(sqlite_cast, 8, 10)
    find_missed(sqlite_cast.database, sqlite_cast.now)
    assert anna.open_reasons() == []


def test_nobody_who_is_away_is_nudged_or_called_inactive(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, 1)
    with care_cast.database.transaction() as session:
        since = care_cast.now - 9 * DAY
        session.query(ModuleUnlock).filter_by(enrollment_id=enrollment.id).update(
            {"unlocked_at": since, "status": ModuleStatus.UNLOCKED}
        )
        session.query(Enrollment).filter_by(id=enrollment.id).update(
            {"moved_at": since, "ends_on": MONDAY + 60 * DAY}
        )
    tell(care_cast, 0, 3)
    found = [
        send_nudges(care_cast.database, care_cast.now + days * DAY)
        + find_inactive(care_cast.database, care_cast.now + days * DAY) for days in (0, 3, 4)
    ]
    assert found == [0, 0, 0]
    assert find_inactive(care_cast.database, care_cast.now + 9 * DAY) == 1


def test_the_second_reminder_takes_the_place_of_the_days_standing_one(care_cast: CareCast) -> None:
    anna = make_series(care_cast, "heart_failure")
    remind(care_cast, anna.enrollment_id)
    night = datetime(2026, 11, 26, 23, 10, tzinfo=UTC)
    assert find_missed(care_cast.database, night) == 1
    assert plan_due(care_cast.database, datetime(2026, 11, 27, 7, 30, tzinfo=UTC), NEEDS) == 0
    with care_cast.database.transaction() as session:
        (sms,) = session.scalars(select(Sms))
        assert sms.not_before == datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
        assert sms.body.startswith("Det var några dagar sedan vi hördes.")
        assert sms.reminder_id == session.scalar(select(Reminder.id))
        assert sms.status is SmsStatus.PLANNED


def test_one_statement_more_tells_who_is_away(sqlite_cast: CareCast) -> None:
    anna = make_series(sqlite_cast, "heart_failure")
    remind(sqlite_cast, anna.enrollment_id)
    with sqlite_cast.database.transaction() as session:
        reminders = session.scalars(select(Reminder)).all()
        with count_statements(sqlite_cast.database) as seen:
            assert NEEDS[ReminderKind.MEASURE](session, reminders, MONDAY) == {reminders[0].id}
    assert len(seen) == 2


def test_who_reports_before_the_second_reminder_leaves_does_not_get_it(sqlite_cast: CareCast) -> None:
    anna = make_series(sqlite_cast, "heart_failure")
    remind(sqlite_cast, anna.enrollment_id)
    find_missed(sqlite_cast.database, datetime(2026, 11, 26, 23, 10, tzinfo=UTC))
    with sqlite_cast.database.transaction() as session:
        assert is_still_needed(session, session.scalars(select(Sms)).one(), NEEDS)
    morning = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)
    anna.send(Series.WEIGHT, "80.0", morning)
    anna.send(Series.HEART_CHECK, at=morning, answers={f"q{n}": 0 for n in range(1, 7)})
    with sqlite_cast.database.transaction() as session:
        assert not is_still_needed(session, session.scalars(select(Sms)).one(), NEEDS)
