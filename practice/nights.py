"""Made-up nights: what a patient of the sleep program would write in the morning."""

from datetime import date, timedelta
from random import Random
from typing import Any

from programs.models import SleepWindow
from programs.sleep_window import bedtime


def make_night(random: Random, week: int, course: str, window: SleepWindow | None) -> dict[str, Any]:
    """Return one row of the diary: sleep grows denser with the weeks unless it goes badly."""
    gain = {"better": 12, "steady": 7, "waiting": 8, "risk": 1, "worse": -4}.get(course, 5) * week
    asleep_after = max(5, int(random.gauss(52 - gain, 12)))
    awake = max(0, int(random.gauss(70 - gain * 1.4, 20)))
    rise = window.rise_time if window else f"0{random.choice((6, 6, 7))}:{random.choice((0, 15, 30)):02d}"
    out = bedtime(window.rise_time, window.minutes) if window else f"22:{random.choice((15, 30, 45)):02d}"
    woke = _earlier(rise, random.choice((0, 5, 10, 20)))
    return {
        "lights_out": out, "sol": _round(asleep_after), "awakenings": random.randint(0, 4), "waso": _round(awake),
        "woke": woke, "rose": rise, "quality": f"q{max(1, min(5, round(random.gauss(2.4 + gain / 25, 0.7))))}",
        "medicine": "no", "caffeine": random.choice(("yes", "no", "no")), "alcohol": random.choice((0, 0, 0, 1, 2)),
        "exercise": random.choice((0, 20, 30, 45)), "naps": random.choice((0, 0, 0, 20)),
    }


def _round(minutes: int) -> int:
    return 5 * round(minutes / 5)


def _earlier(clock: str, minutes: int) -> str:
    return bedtime(clock, minutes)


def days_between(first: date, last: date) -> list[date]:
    """Return every day from first to last."""
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
