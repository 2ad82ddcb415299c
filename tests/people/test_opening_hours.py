"""The days when care units are closed are those of Swedish law, year after year."""

from datetime import date

import holidays
import pytest

from people.opening_hours import closed_days


@pytest.mark.parametrize("year", range(2005, 2061))
def test_the_closed_days_are_the_public_holidays_and_three_eves(year: int) -> None:
    public = set(holidays.country_holidays("SE", years=year, include_sundays=False))
    midsummer = next(day for day in public if day.month == 6 and 20 <= day.day <= 26 and day.weekday() == 5)

    eves = {midsummer.replace(day=midsummer.day - 1), date(year, 12, 24), date(year, 12, 31)}

    assert closed_days(year) == public | eves
