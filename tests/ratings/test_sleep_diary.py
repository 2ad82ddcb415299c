"""The arithmetic of the sleep diary (instruments.md 3.3)."""

from datetime import time

import pytest

from ratings.sleep_diary import DiaryNight, Night, find_night, find_week


def night_of(lights_out: str, sol: int, waso: int, awake: str, up: str) -> Night | None:
    return find_night(
        DiaryNight(
            time.fromisoformat(lights_out), sol, waso, time.fromisoformat(awake), time.fromisoformat(up)
        )
    )


def test_a_night_over_midnight() -> None:
    assert night_of("23:00", 15, 15, "06:45", "07:00") == Night(480, 435, 90.6, "good")


def test_a_night_after_midnight() -> None:
    assert night_of("01:15", 5, 0, "05:15", "05:20") == Night(245, 235, 95.9, "good")


@pytest.mark.parametrize(
    ("waso", "se", "band"),
    [(72, 85.0, "good"), (73, 84.8, "borderline"), (96, 80.0, "borderline"), (97, 79.8, "low")],
)
def test_bands_follow_the_shown_percentage(waso: int, se: float, band: str) -> None:
    night = night_of("23:00", 0, waso, "07:00", "07:00")
    assert night is not None
    assert (night.se, night.band) == (se, band)


@pytest.mark.parametrize(
    "answers",
    [
        ("23:00", 300, 200, "07:00", "07:00"),
        ("23:00", 200, 200, "05:00", "07:00"),
        ("23:00", 0, 0, "00:59", "00:59"),
        ("20:00", 0, 0, "12:00", "12:01"),
        ("23:00", 0, 0, "23:00", "23:00"),
        ("23:00", 10, 10, "07:30", "07:00"),
        ("23:00", 10, 10, "07:10", "07:00"),
        ("23:00", -1, 0, "07:00", "07:00"),
        ("23:00", 0, -1, "07:00", "07:00"),
    ],
)
def test_answers_that_contradict_each_other_are_no_night(answers: tuple[str, int, int, str, str]) -> None:
    assert night_of(*answers) is None


@pytest.mark.parametrize("up", ["01:00", "15:00"])
def test_two_and_sixteen_hours_in_bed_are_still_a_night(up: str) -> None:
    assert night_of("23:00", 0, 0, up, up) is not None


def test_a_night_fully_awake_is_a_night_without_sleep() -> None:
    assert night_of("23:00", 240, 240, "07:00", "07:00") == Night(480, 0, 0.0, "low")


def test_a_week_needs_five_nights_and_uses_sums() -> None:
    long, short = Night(600, 300, 50.0, "low"), Night(300, 300, 100.0, "good")
    assert find_week([long, short, long, short]) is None
    week = find_week([long, short, long, short, long])
    assert week is not None
    assert (week.nights, week.mean_tib, week.mean_tst) == (5, 480, 300)
    assert (week.se, week.band) == (62.5, "low")
