"""Quiet hours: no SMS between 21 and 08 where the person is, every hour of a year, clock changes included."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from messaging.quiet_hours import is_quiet, next_allowed, next_quiet

ZONES = ("Europe/Stockholm", "Europe/London", "Asia/Kathmandu", "Pacific/Auckland")
HOURS = [datetime(2028, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(8784)]


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_a_leap_year_is_judged_by_the_wall_clock(zone: str) -> None:
    for instant in HOURS:
        local = instant.astimezone(ZoneInfo(zone))
        assert is_quiet(instant, zone) == (not 8 <= local.hour < 21)


@pytest.mark.parametrize("zone", ZONES)
def test_the_next_allowed_instant_is_eight_in_the_morning_or_now(zone: str) -> None:
    for instant in HOURS:
        allowed = next_allowed(instant, zone)
        local = allowed.astimezone(ZoneInfo(zone))
        assert not is_quiet(allowed, zone)
        assert allowed == instant or (local.hour, local.minute) == (8, 0)
        assert timedelta(0) <= allowed - instant <= timedelta(hours=12)


@pytest.mark.parametrize("zone", ZONES)
def test_nothing_sent_until_the_next_quiet_hour_arrives_in_one(zone: str) -> None:
    for instant in HOURS:
        if not is_quiet(instant, zone):
            end = next_quiet(instant, zone)
            assert end > instant
            assert not is_quiet(end - timedelta(seconds=1), zone)
            assert is_quiet(end, zone)
