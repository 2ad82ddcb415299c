"""When sessions are expected: the 2 x 2 x 7 plan, two days a week after it, and clock changes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.schedule import PressurePlan, SessionPart, expected_sessions, next_session, session_of

STOCKHOLM = "Europe/Stockholm"
START = date(2026, 11, 23)  # a Monday
PLAN = PressurePlan(START)


def test_a_week_block_expects_fourteen_sessions_and_twenty_eight_readings() -> None:
    week = expected_sessions(PLAN, START, START + timedelta(days=6))
    assert len(week) == 14
    assert len(week) * PLAN.readings_per_session == 28
    assert all(session.in_block for session in week)


def test_after_the_block_two_days_a_week_are_expected() -> None:
    after = expected_sessions(PLAN, START + timedelta(days=7), START + timedelta(days=13))
    assert [(session.on.weekday(), session.part) for session in after] == [
        (0, SessionPart.MORNING),
        (0, SessionPart.EVENING),
        (3, SessionPart.MORNING),
        (3, SessionPart.EVENING),
    ]


def test_nothing_is_expected_before_the_start_or_after_the_end() -> None:
    plan = PressurePlan(START, ends_on=START + timedelta(days=2))
    assert expected_sessions(plan, START - timedelta(days=9), START + timedelta(days=30))[-1].on == plan.ends_on
    assert len(expected_sessions(plan, START - timedelta(days=9), START + timedelta(days=30))) == 6
    assert expected_sessions(plan, START - timedelta(days=9), START - timedelta(days=1)) == []


def test_a_block_before_a_visit_is_expected_too() -> None:
    plan = PressurePlan(START, more_blocks=(date(2027, 2, 1),), between_weekdays=frozenset())
    assert len(expected_sessions(plan, date(2027, 1, 1), date(2027, 3, 1))) == 14
    assert expected_sessions(plan, date(2026, 12, 1), date(2027, 1, 31)) == []


def test_the_next_session_is_the_first_whose_hour_has_not_struck() -> None:
    at_seven = datetime(2026, 11, 23, 7, 0, tzinfo=ZoneInfo(STOCKHOLM))
    before = next_session(PLAN, at_seven - timedelta(seconds=1), STOCKHOLM)
    after = next_session(PLAN, at_seven, STOCKHOLM)
    assert before is not None
    assert after is not None
    assert (before.part, after.part) == (SessionPart.MORNING, SessionPart.EVENING)
    assert before.starts_at(STOCKHOLM) == datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_the_next_session_is_found_across_a_long_pause() -> None:
    plan = PressurePlan(START, more_blocks=(date(2027, 6, 1),), between_weekdays=frozenset())
    found = next_session(plan, datetime(2027, 1, 1, tzinfo=UTC), STOCKHOLM)
    assert found is not None
    assert found.on == date(2027, 6, 1)


def test_a_plan_that_is_over_has_no_next_session() -> None:
    plan = PressurePlan(START, ends_on=START + timedelta(days=2))
    assert next_session(plan, datetime(2027, 1, 1, tzinfo=UTC), STOCKHOLM) is None


def test_a_plan_that_has_not_begun_starts_on_its_first_morning() -> None:
    found = next_session(PLAN, datetime(2026, 1, 1, tzinfo=UTC), STOCKHOLM)
    assert found is not None
    assert (found.on, found.part) == (START, SessionPart.MORNING)


@given(st.dates(date(2020, 1, 1), date(2037, 12, 31)), st.integers(0, 11), st.integers(12, 23))
def test_every_local_date_has_one_morning_and_one_evening_in_order(
    start: date, morning: int, evening: int
) -> None:
    sessions = expected_sessions(PressurePlan(start, None, morning, evening), start, start + timedelta(days=6))
    instants = [session.starts_at(STOCKHOLM) for session in sessions]
    assert len(sessions) == 14
    assert instants == sorted(set(instants))


@pytest.mark.parametrize(("day", "hour_utc"), [(date(2026, 3, 28), 6), (date(2026, 3, 29), 5)])
def test_the_hour_is_the_patients_own_clock_in_spring(day: date, hour_utc: int) -> None:
    session = expected_sessions(PressurePlan(day), day, day)[0]
    assert session.starts_at(STOCKHOLM).hour == hour_utc


def test_an_hour_that_does_not_exist_still_gives_one_session() -> None:
    day = date(2026, 3, 29)
    session = expected_sessions(PressurePlan(day, morning_hour=2), day, day)[0]
    assert session.starts_at(STOCKHOLM) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_an_hour_that_comes_twice_gives_the_first() -> None:
    day = date(2026, 10, 25)
    session = expected_sessions(PressurePlan(day, morning_hour=2), day, day)[0]
    assert session.starts_at(STOCKHOLM) == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "part"), [(5, SessionPart.MORNING), (12, SessionPart.MORNING), (13, SessionPart.EVENING)]
)
def test_a_measurement_belongs_to_the_nearest_half_of_the_day(hour: int, part: SessionPart) -> None:
    found = session_of(PLAN, datetime(2026, 11, 23, hour, 30, tzinfo=ZoneInfo(STOCKHOLM)), STOCKHOLM)
    assert found is not None
    assert found.part is part


def test_a_measurement_on_a_free_day_belongs_to_no_session() -> None:
    assert session_of(PLAN, datetime(2026, 12, 1, 9, 0, tzinfo=UTC), STOCKHOLM) is None


@pytest.mark.parametrize(("morning", "evening"), [(19, 7), (7, 7), (-1, 7), (7, 24)])
def test_hours_in_the_wrong_order_are_refused(morning: int, evening: int) -> None:
    with pytest.raises(ValueError, match="evening hour"):
        PressurePlan(START, morning_hour=morning, evening_hour=evening)
