"""The lives of the blood pressure patients: plans with limits, weeks of measuring, through the real rules."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from messaging.conversations import get_conversation, reply, send_from_patient, settle_messages
from messaging.threads import mark_seen
from monitoring.limits import BpLimits
from monitoring.models import MeasurementPlan
from monitoring.occasions import Measure
from monitoring.plans import change_plan, find_plan, pressure_plan
from monitoring.reports import report_pressure
from monitoring.schedule import Session as Sitting
from monitoring.schedule import expected_sessions
from practice.sleep_lives import Life
from worklist.models import ItemStatus, Outcome, WorkItem

LEVELS = {"steady": (131, 81), "better": (146, 89), "high": (152, 93), "silent": (138, 84), "new": (139, 86)}
BETTER_A_WEEK = 1.6
SETTLED_AFTER = timedelta(days=3)
QUESTIONS = (
    ("Jag glömde mäta i går kväll. Gör det något?",
     "Nej, det gör inget. Fortsätt i morgon som vanligt. Det är medelvärdet som räknas."),
    ("Måste jag mäta på samma arm varje gång?",
     "Ja, använd samma arm. Den vi bestämde på besöket."),
)


def live_pressure(session: Session, life: Life) -> None:
    """Live from the start of the plan until now."""
    plan = find_plan(session, life.patient.id)
    if plan is None or life.story.course == "new":
        return
    began = life.at(life.enrollment.starts_on, 9, 30)
    limits = BpLimits(
        goal_systolic=135, goal_diastolic=85, low_systolic=100, set_by=life.clinician.user.name,
        set_by_role=life.clinician.user.title, set_on=began.date(),
    )
    plan = change_plan(
        session, life.clinician, plan, limits=limits, morning_hour=7, evening_hour=19,
        reason="Första gränserna, bestämda tillsammans vid besöket.", now=began,
    )
    _measure(session, life, plan)
    if life.story.week >= 2:
        _talk(session, life)
    _settle_old(session, life)


def _measure(session: Session, life: Life, plan: MeasurementPlan) -> None:
    quiet_from = life.today - timedelta(days=8 if life.story.course == "silent" else 0)
    last = min(life.today, quiet_from)
    for sitting in expected_sessions(pressure_plan(plan), plan.starts_on, last):
        taken = sitting.starts_at("Europe/Stockholm") + timedelta(minutes=life.random.randrange(4, 50))
        if taken >= life.now or life.random.random() < 0.08:
            continue
        report_pressure(
            session, patient=life.patient, unit=life.unit, plan=plan, measures=_measures(life, plan, sitting),
            taken_at=taken, channel="web" if life.story.web else "sms", now=taken,
        )


def _measures(life: Life, plan: MeasurementPlan, sitting: Sitting) -> list[Measure]:
    upper, lower = LEVELS.get(life.story.course, (136, 84))
    if life.story.course == "better":
        weeks = (sitting.on - plan.starts_on).days / 7
        upper, lower = round(upper - BETTER_A_WEEK * weeks), round(lower - weeks)
    gauss = life.random.gauss
    first = Measure(round(gauss(upper + 2, 6)), round(gauss(lower + 1, 4)), round(gauss(70, 5)))
    fall = life.random.randint
    return [first, Measure(first.systolic - fall(-1, 5), first.diastolic - fall(-2, 3), first.pulse)]


def _talk(session: Session, life: Life) -> None:
    question, answer = QUESTIONS[life.patient.id % len(QUESTIONS)]
    day = life.today - timedelta(days=5 + life.patient.id % 9)
    send_from_patient(session, life.patient, life.unit, question, life.at(day, 18, 40))
    conversation = get_conversation(session, life.patient.id, life.unit.id)
    answered = life.at(day + timedelta(days=1), 8, 50)
    reply(session, life.clinician, conversation, life.patient, life.unit, answer, conversation.last_message_id,
          answered, seen=True)
    settle_messages(session, conversation, life.clinician, answered)
    mark_seen(session, conversation.id, life.patient.id, conversation.last_message_id, answered + timedelta(hours=1))


def _settle_old(session: Session, life: Life) -> None:
    """What came up more than a few days ago has been handled: somebody called."""
    old = life.now - SETTLED_AFTER
    session.execute(
        update(WorkItem)
        .where(
            WorkItem.patient_id == life.patient.id, WorkItem.status != ItemStatus.CLOSED, WorkItem.occurred_at < old
        )
        .values(status=ItemStatus.CLOSED, outcome=Outcome.CALLED, closed_by=life.clinician.id, closed_at=old)
        .execution_options(synchronize_session=False)
    )
