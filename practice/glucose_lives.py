"""The lives of the diabetes patients: glucose by the treatment, weight, HbA1c, lows treated and a day of illness."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from monitoring.plans import is_measuring_day
from monitoring.series import Context, Series
from monitoring.series_limits import GlucoseLimits, Hba1cLimits, WeightLimits
from practice.answers import says
from practice.life import Life, ask, talk
from practice.logbook import Logbook
from practice.measuring_lives import OUTCOMES, read_modules, set_limits, sign, who_set
from practice.nights import days_between

FASTING = {"steady": 6.4, "better": 8.6, "high": 10.1, "lows": 6.1, "sick": 7.2}
AFTER_MEAL = 2.1
BETTER_A_WEEK, KILO_A_WEEK = 0.17, 0.12
MISSED = {"insulin": 0.06, "tablets": 0.1, "diet": 0.15}
LOW_DAYS = (0.22, 0.47, 0.93)
"""When in the course the one who has lows has them, as a share of the days."""
HIGH_TEXT = (
    "Ta inget extra insulin på egen hand. Drick ett glas vatten i timmen. Mät socker och ketoner var tredje timme. "
    "Ring oss samma dag om sockret är över 15 vid två mätningar."
)


def live_glucose(session: Session, life: Life) -> None:
    """Live from the start of the plan until now."""
    if life.story.course == "new":
        return
    has_lows = life.story.track == "insulin"
    limits = {
        Series.GLUCOSE: GlucoseLimits(hypo_risk=has_lows, **who_set(life)),
        Series.WEIGHT: WeightLimits(fluid=False, target=Decimal(str(life.story.level)), **who_set(life)),
        Series.HBA1C: Hba1cLimits(hypo_risk=has_lows, **who_set(life)),
    }
    texts = {Series.GLUCOSE: {"high": sign(life, HIGH_TEXT)}} if has_lows else {}
    book = Logbook(session, life, set_limits(session, life, limits, instructions=texts), OUTCOMES)
    days = days_between(life.enrollment.starts_on, life.today)
    low_days = {days[int(share * (len(days) - 1))] for share in LOW_DAYS} if life.story.course == "lows" else set()
    for day in days:
        _measure(book, life, day, is_low_day=day in low_days)
    _measure_seldom(book, life, days)
    book.keep()
    read_modules(session, life)
    _write(session, life)


def _measure(book: Logbook, life: Life, day: date, *, is_low_day: bool) -> None:
    plan = book.plans[Series.GLUCOSE]
    is_missed = not is_measuring_day(plan, day) or life.random.random() < MISSED[life.story.track]
    if is_missed and not is_low_day:
        return
    fasting = _level(life, day)
    _send(book, life, day, 7, fasting, Context.FASTING)
    if is_low_day:
        _be_low(book, life, day)
    if life.random.random() < (0.45 if life.story.track == "insulin" else 0.3):
        after = life.random.gauss(fasting + AFTER_MEAL, 0.9)
        _send(book, life, day, 14, max(4.4, after), Context.AFTER_MEAL)
    if life.story.course == "sick" and day == life.today - timedelta(days=1):
        _be_ill(book, life, day)


def _level(life: Life, day: date) -> float:
    weeks = (day - life.enrollment.starts_on).days / 7
    middle = FASTING[life.story.course] - (BETTER_A_WEEK * weeks if life.story.course == "better" else 0)
    return max(4.2, life.random.gauss(middle, 0.55))


def _send(book: Logbook, life: Life, day: date, hour: int, number: float, context: Context) -> None:
    at = life.at(day, hour, life.random.randrange(2, 50))
    if at < life.now - timedelta(minutes=1):
        book.send(Series.GLUCOSE, number, at, context=context.value)


def _be_low(book: Logbook, life: Life, day: date) -> None:
    """A low value before lunch is treated with sugar, and measured again after a quarter of an hour."""
    at = life.at(day, 11, life.random.randrange(10, 40))
    if at >= life.now - timedelta(hours=1):
        return
    book.send(Series.GLUCOSE, life.random.uniform(3.1, 3.7), at, context=Context.SYMPTOMS.value)
    later = at + timedelta(minutes=16)
    book.send(Series.GLUCOSE, life.random.uniform(4.8, 6.0), later, context=Context.SYMPTOMS.value)


def _be_ill(book: Logbook, life: Life, day: date) -> None:
    """A day with a stomach bug: high, with ketones that are still low."""
    at = life.at(day, 17, 12)
    book.send(Series.KETONES, 0.4, at - timedelta(minutes=4))
    book.send(Series.GLUCOSE, 16.8, at, context=Context.BEFORE_MEAL.value, answers={"sick": "yes"})


def _measure_seldom(book: Logbook, life: Life, days: list[date]) -> None:
    falls = life.story.course in ("better", "steady")
    for number, day in enumerate(days[::7]):
        at = life.at(day, 7, 4)
        if life.random.random() > 0.1:
            kilos = life.story.level - (KILO_A_WEEK * number if falls else 0) + life.random.gauss(0, 0.4)
            book.send(Series.WEIGHT, kilos, at)
    begin = {"high": 66, "better": 64, "lows": 49, "sick": 57}.get(life.story.course, 50)
    book.send(Series.HBA1C, begin, life.at(days[min(2, len(days) - 1)], 12, 20))
    if len(days) > 60:
        book.send(Series.HBA1C, begin - (9 if falls else 1), life.at(days[-9], 12, 20))


def _write(session: Session, life: Life) -> None:
    talks = says("diabetes", "talks")
    question, answer = talks[life.patient.id % len(talks)]
    talk(session, life, (question, answer), life.today - timedelta(days=12 + life.patient.id % 7))
    if life.story.course == "sick":
        ask(session, life, says("diabetes", "ill"), life.at(life.today - timedelta(days=1), 17, 30))
    if life.story.course == "high":
        ask(session, life, says("diabetes", "asks"), life.at(life.today - timedelta(days=1), 20, 3))
