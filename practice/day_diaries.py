"""The evening rows of the programs with a diary of their own: low mood, anxiety, worry and stress."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from practice.answers import says
from practice.life import Life
from practice.nights import days_between
from practice.sleep_lives import add_row
from programs.chosen_steps import program_of
from programs.day_diary import compute_figures, form_of

SKIPPED = 0.16
Row = dict[str, Any]


def write_days(session: Session, life: Life, first: date, last: date, week: int) -> None:
    """Write the diary of some evenings, with a few left out."""
    form = form_of(program_of(life.enrollment))
    if form is None:
        return
    moments = says(life.enrollment.program, "moments") or []
    for day in days_between(first, min(last, life.today)):
        if life.random.random() < SKIPPED:
            continue
        answers = ROWS[life.enrollment.program](life.random, week, moments)
        add_row(session, life, form.id, day, answers, dict(compute_figures(form, answers)),
                life.at(day, 20, life.random.randrange(60)))  # fmt: skip


def _scale(random: Random, middle: float, spread: float = 1.1) -> int:
    return max(0, min(10, round(random.gauss(middle, spread))))


def _some(random: Random, moments: list[Row], least: int, most: int) -> list[Row]:
    """Return some moments in the order of the day."""
    return sorted(random.sample(moments, random.randint(least, most)), key=lambda one: str(one.get("time", "")))


def _low_mood(random: Random, week: int, moments: list[Row]) -> Row:
    """What was done, with mood a little better where something was done with others, and better by the weeks."""
    level = 2.6 + 0.42 * week
    rows = [
        {**{name: one[name] for name in ("time", "what", "with")},
         "mood": _scale(random, level + one["lift"]), "mastery": _scale(random, level + one["lift"] * 1.2)}
        for one in _some(random, moments, 3, 5)
    ]  # fmt: skip
    return {"activities": rows, "day_mood": _scale(random, level, 0.9),
            "bed_hours": max(7, round(random.gauss(11.5 - 0.35 * week, 0.8)))}


def _anxiety(random: Random, week: int, moments: list[Row]) -> Row:
    level = 6.8 - 0.45 * week
    attacks = [
        {**one, "max": _scale(random, level + 1.4), "minutes": 5 * random.randint(1, 5),
         "expected": random.choice(("yes", "no", "no"))}
        for one in _some(random, moments, 0, 2)
    ]  # fmt: skip
    return {"attacks": attacks, "anxiety": _scale(random, level - (0 if attacks else 1.5)),
            "exposure": random.choice(("yes", "no") if week > 1 else ("no",))}


def _worry(random: Random, week: int, moments: list[Row]) -> Row:
    rows = [
        {**one, "minutes": 5 * random.randint(2, max(3, 14 - 2 * week)), "strength": _scale(random, 6.8 - 0.4 * week),
         "postponed": random.choice(("yes", "no")) if week > 2 else "no"}
        for one in _some(random, moments, 1, 4)
    ]  # fmt: skip
    return {"episodes": rows, "control": _scale(random, 2.6 + 0.6 * week, 0.9)}


def _stress(random: Random, week: int, moments: list[Row]) -> Row:
    rows = [
        {"what": one["what"], "minutes": 5 * random.randint(1, 6), "effect": _scale(random, 5 + 0.3 * week)}
        for one in _some(random, moments, 0, 3)
    ]  # fmt: skip
    morning = _scale(random, 3.2 + 0.35 * week)
    return {
        "energy_morning": morning, "energy_evening": max(0, morning - random.randint(0, 2)),
        "load": _scale(random, 7 - 0.3 * week), "recovery": rows, "breaks": max(0, round(random.gauss(0.8 * week, 1))),
        "hurry": max(0, round(random.gauss(7 - 0.6 * week, 1.5))), "sleep_hours": round(random.gauss(6.3, 0.6) * 2) / 2,
    }  # fmt: skip


ROWS: dict[str, Callable[[Random, int, list[Row]], Row]] = {
    "depression": _low_mood, "anxiety": _anxiety, "worry": _worry, "stress": _stress,
}
"""How a day's row is made, by program."""
