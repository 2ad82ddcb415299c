"""The lives of the blood pressure patients: plans with limits, weeks of measuring, through the real rules."""

from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.clock import at_wall_clock
from messaging.conversations import Attached
from monitoring.limits import BpLimits
from monitoring.models import MeasurementPlan, PressureWeek
from monitoring.occasions import Measure
from monitoring.plans import pressure_plan
from monitoring.schedule import Session as Sitting
from monitoring.schedule import expected_sessions
from monitoring.series import Series
from monitoring.weeks import WeekOf, judge_weeks, week_start
from practice.answers import says
from practice.life import ZONE, Life, talk
from practice.logbook import SETTLED_AFTER, Logbook
from practice.measuring_lives import OUTCOMES, read_modules, set_limits, who_set
from practice.meter_photo import draw_meter
from programs.course import end_enrollment
from programs.models import EndReason
from worklist.items import settle_items
from worklist.models import Outcome

LEVELS = {"steady": (130, 80), "better": (148, 90), "high": (152, 93), "ended": (143, 87)}
BETTER_A_WEEK = {"better": 1.6, "ended": 0.9}
QUIET = {"ended": timedelta(weeks=2), "silent": timedelta(days=8)}
"""For how long nothing has come, by course."""
MISSED = 0.08
WEEK = timedelta(days=7)
ENDED = "Trycket ligger under målet sedan två månader. Fortsätter mäta på egen hand före besöken."
MISTYPED = "Jag skrev siffrorna i fel ordning."


def live_pressure(session: Session, life: Life) -> None:
    """Live from the start of the plan until now, or until the treatment ended."""
    if life.story.course == "new":
        return
    limits = BpLimits(goal_systolic=135, goal_diastolic=85, low_systolic=100, **who_set(life))
    plan = set_limits(session, life, {Series.PRESSURE: limits})[Series.PRESSURE]
    last = life.today - QUIET.get(life.story.course, timedelta(0))
    _measure(session, life, plan, last)
    _judge_weeks(session, life, plan)
    read_modules(session, life)
    if life.story.key == "greta":
        _show_meter(session, life)
    if life.story.week >= 2:
        talks = says("hypertension", "talks")
        question, answer = talks[life.patient.id % len(talks)]
        asked = life.today - timedelta(days=15 + life.patient.id % 9)
        talk(session, life, (question, answer), max(asked, life.enrollment.starts_on + timedelta(days=3)))
    if life.story.course == "ended":
        when = life.at(life.workday(last + timedelta(days=1)), 14, 20)
        end_enrollment(session, life.enrollment, EndReason.GOAL_MET, ENDED, when, life.clinician.id)


def _show_meter(session: Session, life: Life) -> None:
    """Let the patient ask about a photo of the meter, in the second week."""
    question, answer = says("hypertension", "meter")
    shown = Attached([draw_meter(131, 79, 66)], says("hypertension", "meter_caption"))
    talk(session, life, (question, answer), life.enrollment.starts_on + timedelta(days=8), shown)


def _measure(session: Session, life: Life, plan: MeasurementPlan, last: date) -> None:
    book = Logbook(session, life, {Series.PRESSURE: plan}, OUTCOMES)
    sittings = expected_sessions(pressure_plan(plan), plan.starts_on, last)
    mistyped = sittings[len(sittings) // 2] if life.story.key == "greta" else None
    for sitting in sittings:
        taken = sitting.starts_at(ZONE) + timedelta(minutes=life.random.randrange(4, 50))
        if taken >= life.now or (life.random.random() < MISSED and sitting is not mistyped):
            continue
        measures = _measures(life, plan, sitting)
        if sitting is mistyped:
            wrong = [Measure(one.systolic + 45, one.diastolic, one.pulse) for one in measures]
            book.correct(book.press(wrong, taken), measures, MISTYPED)
        else:
            book.press(measures, taken)
    book.keep()


def _measures(life: Life, plan: MeasurementPlan, sitting: Sitting) -> list[Measure]:
    upper, lower = LEVELS.get(life.story.course, (136, 84))
    fall = BETTER_A_WEEK.get(life.story.course, 0) * (sitting.on - plan.starts_on).days / 7
    upper, lower = round(upper - fall), round(lower - fall * 0.6)
    gauss, between = life.random.gauss, life.random.randint
    first = Measure(round(gauss(upper + 2, 6)), round(gauss(lower + 1, 4)), round(gauss(70, 5)))
    return [first, Measure(first.systolic - between(-1, 5), first.diastolic - between(-2, 3), first.pulse)]


def _judge_weeks(session: Session, life: Life, plan: MeasurementPlan) -> None:
    """Judge every week that is over by its own end; what the older ones raised has been handled."""
    running = week_start(plan, life.today)
    starts = [plan.starts_on + WEEK * number for number in range((running - plan.starts_on).days // 7)]
    recent = [start for start in starts if life.now - _end(start) < SETTLED_AFTER]
    older = [start for start in starts if start not in recent]
    for some in (older, recent):
        if not some:
            continue
        now = _end(some[-1])
        weeks = judge_weeks(session, [WeekOf(plan, life.patient, life.unit, start) for start in some], now)
        rows = [{"id": week.id, "judged_at": _end(week.starts_on)} for week in weeks]
        session.execute(update(PressureWeek), rows)
        if some is older:
            for reason in sorted({name for week in weeks for name in week.raised})[:1]:
                outcome, note = OUTCOMES.get(reason, (Outcome.CALLED, ""))
                key = WeekOf(plan, life.patient, life.unit, some[-1]).item_key
                settle_items(session, key, outcome, now + timedelta(hours=28), life.clinician.id, note or None)


def _end(start: date) -> datetime:
    return at_wall_clock(start + WEEK, 6, 5, ZONE)
