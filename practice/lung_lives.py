"""The lives of the COPD patients: saturation and KOL-kollen, a flare that was handled, and one that begins."""

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from monitoring.plans import is_measuring_day
from monitoring.series import Context, Series
from monitoring.series_limits import Spo2Limits, TemperatureLimits, WeightLimits
from practice.answers import says
from practice.life import Life, talk, tell
from practice.logbook import Logbook
from practice.measuring_lives import OUTCOMES, read_modules, set_limits, sign, who_set
from practice.nights import days_between

MISSED = 0.08
KILOS = 66.0
BAD = {"flare": range(20, 26), "worse": range(2)}
"""How many days ago it was bad, by course."""
YELLOW_TEXT = "Ta din lösande medicin oftare, högst var fjärde timme. Vila och öva läppandning. Ring oss i morgon."
RED_TEXT = "Börja med kuren du har hemma enligt din behandlingsplan, och ring oss samma dag."


def live_lungs(session: Session, life: Life) -> None:
    """Live from the start of the plan until now."""
    if life.story.course == "new":
        return
    on_oxygen = life.story.course == "oxygen"
    limits = {
        Series.SPO2: Spo2Limits(baseline=int(life.story.level), goal_88_92=on_oxygen, home_oxygen=on_oxygen,
                                **who_set(life)),
        Series.LUNG_CHECK: None,
        Series.TEMPERATURE: TemperatureLimits(**who_set(life)),
        Series.WEIGHT: WeightLimits(fluid=False, target=Decimal(str(KILOS)), **who_set(life)),
    }  # fmt: skip
    texts = {"yellow": sign(life, YELLOW_TEXT), "red": sign(life, RED_TEXT)}
    plans = set_limits(session, life, limits, instructions={Series.SPO2: texts, Series.LUNG_CHECK: texts})
    book = Logbook(session, life, plans, OUTCOMES)
    bad = {life.today - timedelta(days=back) for back in BAD.get(life.story.course, ())}
    for day in days_between(life.enrollment.starts_on, life.today):
        if day in bad or (is_measuring_day(plans[Series.SPO2], day) and life.random.random() > MISSED):
            _measure(book, life, day, is_bad=day in bad)
    book.keep()
    read_modules(session, life)
    _write(session, life)


def _measure(book: Logbook, life: Life, day: date, *, is_bad: bool) -> None:
    at = life.at(day, 8, life.random.randrange(2, 40))
    if day == life.today and at >= life.now - timedelta(minutes=20):
        return
    usual = int(life.story.level)
    drop = 2 if is_bad else 0
    saturation = min(usual + 1, max(usual - 1 - drop, round(life.random.gauss(usual - drop, 0.8))))
    context = Context.OXYGEN if life.story.course == "oxygen" else Context.AIR
    book.send(Series.SPO2, saturation, at, context=context.value)
    book.send(Series.LUNG_CHECK, None, at + timedelta(minutes=3), answers=_answers(life, is_bad=is_bad))
    if is_bad:
        book.send(Series.TEMPERATURE, life.random.uniform(37.3, 37.8), at + timedelta(minutes=6))
    if (day - life.enrollment.starts_on).days % 28 == 0:
        book.send(Series.WEIGHT, KILOS + life.random.gauss(0, 0.4), at + timedelta(minutes=9))


def _answers(life: Life, *, is_bad: bool) -> dict[str, int]:
    """Return the answers of KOL-kollen; on a bad day the breath is shorter, and in a flare there is more phlegm."""
    at_rest = life.random.choice((1, 1, 2))
    if is_bad:
        phlegm = 1 if life.story.course == "flare" else 0
        return {"q1": 1, "q2": phlegm, "q3": 0, "q4": 1, "q5": 0, "q6": at_rest + 1}
    return {"q1": 0, "q2": 0, "q3": 0, "q4": life.random.choice((0, 0, 1)), "q5": 0, "q6": at_rest}


def _write(session: Session, life: Life) -> None:
    talks = says("copd", "talks")
    question, answer = talks[life.patient.id % len(talks)]
    talk(session, life, (question, answer), life.today - timedelta(days=10 + life.patient.id % 7))
    if life.story.course == "flare":
        tell(session, life, says("copd", "handled").format(name=life.first_name),
             life.workday(life.today - timedelta(days=18)))  # fmt: skip
