"""The lives of the heart failure patients: a weight every morning, the weekly questions, and gains that are handled."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from monitoring.plans import is_measuring_day
from monitoring.series import Series
from monitoring.series_limits import WeightLimits
from practice.answers import says
from practice.life import Life, talk, tell
from practice.logbook import Logbook
from practice.measuring_lives import OUTCOMES, read_modules, set_limits, sign, who_set
from practice.nights import days_between

MISSED = 0.07
PULL, NOISE = 0.35, 0.28
"""How fast a weight goes back to the usual one, and how much it moves from day to day, in kg."""
ODD = {
    "gain": (0, (0.1, 1.0, 2.5, 2.4)), "handled": (20, (0.2, 1.2, 2.5, 2.1, 1.5, 0.9, 0.5)), "dry": (0, (-2.4, -2.3)),
}
"""How many days ago an odd time ended, and the kilos above the usual on each day of it."""
BAD_FROM = 2.2
UP_TEXT = (
    "Ta en extra tablett vätskedrivande på morgonen, som det står i din läkemedelslista. Gör det i högst tre dagar. "
    "Ring oss samma dag om andningen blir sämre, eller om vikten inte har gått ner efter tre dagar."
)
DOWN_TEXT = "Drick som vanligt och ring oss innan du tar nästa vätskedrivande tablett."


def live_weight(session: Session, life: Life) -> None:
    """Live from the start of the plan until now; who has no web answers Hjärtkollen by the numbers of his card."""
    limits = WeightLimits(target=Decimal(str(life.story.level)), **who_set(life))
    texts = {"W1": sign(life, UP_TEXT), "W2": sign(life, UP_TEXT), "W5": sign(life, DOWN_TEXT)}
    plans = set_limits(session, life, {Series.WEIGHT: limits}, instructions={Series.WEIGHT: texts})
    book = Logbook(session, life, plans, OUTCOMES)
    quiet = life.today - timedelta(days=9 if life.story.course == "silent" else 0)
    above = _kilos_above(life)
    value = 0.0
    for day in days_between(life.enrollment.starts_on, quiet):
        value = above.get(day, min(1.1, max(-1.1, (1 - PULL) * value + life.random.gauss(0, NOISE))))
        if day in above or life.random.random() > MISSED:
            _weigh(book, life, day, value)
        if is_measuring_day(plans[Series.HEART_CHECK], day) and life.random.random() > MISSED:
            _check(book, life, day, is_worse=value > BAD_FROM)
    book.keep()
    read_modules(session, life)
    _write(session, life)


def _kilos_above(life: Life) -> dict[date, float]:
    back, kilos = ODD.get(life.story.course, (0, ()))
    last = life.today - timedelta(days=back)
    return {last - timedelta(days=len(kilos) - 1 - number): kilo for number, kilo in enumerate(kilos)}


def _weigh(book: Logbook, life: Life, day: date, above: float) -> None:
    at = life.at(day, 7, life.random.randrange(5, 45))
    if day == life.today and at >= life.now - timedelta(minutes=1):
        return
    book.send(Series.WEIGHT, life.story.level + above, at, answers=_said(above))


def _said(above: float) -> dict[str, str] | None:
    """Return what is answered to the questions that come with an odd weight."""
    if above > BAD_FROM:
        return {"breath": "bit", "swollen": "yes"}
    return {"dizzy": "no"} if above < -BAD_FROM else None


def _check(book: Logbook, life: Life, day: date, *, is_worse: bool) -> None:
    at = life.at(day, 7, 52)
    if day == life.today and at >= life.now - timedelta(minutes=1):
        return
    tired = 1 if life.random.random() < 0.25 else 0
    answers = {"q1": 1 if is_worse else 0, "q2": 0, "q3": 1 if is_worse else 0, "q4": tired, "q5": 0, "q6": 0}
    book.send(Series.HEART_CHECK, None, at, answers=answers)


def _write(session: Session, life: Life) -> None:
    talks = says("heart_failure", "talks")
    question, answer = talks[life.patient.id % len(talks)]
    talk(session, life, (question, answer), life.today - timedelta(days=14 + life.patient.id % 9))
    if life.story.course == "handled":
        tell(session, life, says("heart_failure", "handled").format(name=life.first_name),
             life.workday(life.today - timedelta(days=23)))  # fmt: skip
