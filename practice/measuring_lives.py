"""What every measuring life shares: limits set by somebody, the modules of the weeks, and how the unit acted."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from monitoring.instructions import latest_end
from monitoring.limits import SetBySomeone
from monitoring.models import MeasurementPlan
from monitoring.plans import change_plan, list_plans
from monitoring.series import Series
from practice.answers import fill_step
from practice.life import Life
from practice.rated import rate_module
from programs.chosen_steps import program_of
from programs.models import ExerciseAnswer, ModuleStatus, ModuleUnlock, StepCompletion
from programs.schema import Module, Step, StepKind
from worklist.models import Outcome

START = 0
"""Under which number the first pages of a program are kept as read (patient/onboarding.py)."""
FIRST = "Första gränserna, bestämda tillsammans vid besöket."
OUTCOMES: Mapping[str, tuple[Outcome, str]] = {
    "value_high_repeated": (Outcome.CALLED, "Ringde. Mår bra, inga symtom. Fortsätter mäta enligt planen."),
    "mean_high": (Outcome.CALLED, "Ringde. Går igenom läkemedlen vid nästa besök."),
    "weight_gain": (Outcome.CALLED, "Ringde. Lite tyngre i andningen i trappor. Läkare ordinerade enligt lista."),
    "weight_week": (Outcome.CALLED, "Ringde. Salt mat i helgen. Väger sig varje dag och hör av sig om det stiger."),
    "weight_jump": (Outcome.ADVICE, "Vägt sig efter frukost. Väger om i morgon före maten."),
    "weight_over": (Outcome.CALLED, "Ringde. Målvikten stämmer. Ny avstämning om två dagar."),
    "weight_under": (Outcome.CALLED, "Ringde. Inte yr, dricker som vanligt. Följer vikten."),
    "glucose_low": (Outcome.CALLED, "Ringde. Hade hoppat över mellanmålet. Gick igenom planen vid lågt socker."),
    "glucose_low_often": (Outcome.PLAN_CHANGED, "Läkare sänkte kvällsdosen. Mäter före sänggåendet i en vecka."),
    "glucose_high": (Outcome.CALLED, "Ringde. Inte sjuk. Mäter igen i eftermiddag."),
    "glucose_fasting_often": (Outcome.PLAN_CHANGED, "Togs upp med läkare. Ny dos från och med i morgon."),
    "check_yellow": (Outcome.CALLED, "Ringde. Lite tröttare än vanligt, ingen feber. Hör av sig vid försämring."),
    "check_yellow_twice": (Outcome.REPLACED_VISIT, "Samtal med läkare i dag. Kur insatt, avstämning om två dagar."),
    "check_red": (Outcome.REPLACED_VISIT, "Läkare ringde samma dag. Kur insatt enligt planen."),
    "spo2_lower": (Outcome.CALLED, "Ringde. Kall om händerna vid mätningen. Mäter om efter vila."),
    "fever": (Outcome.CALLED, "Ringde. Förkyld sedan i går. Dricker bra. Mäter tempen morgon och kväll."),
}
"""How the unit handles what a value raises, with what is noted."""


def set_limits(
    session: Session, life: Life, wanted: Mapping[Series, SetBySomeone | None], *,
    instructions: Mapping[Series, dict[str, Any]] | None = None,
) -> dict[str, MeasurementPlan]:
    """Let the clinician set the patient's own limits at the start; returns the plans in force by series."""
    plans = {one.kind: one for one in list_plans(session, life.patient.id) if one.current}
    for series, limits in wanted.items():
        plan, texts = plans[series], (instructions or {}).get(series)
        plans[series] = change_plan(
            session, life.clinician, plan, limits=limits, morning_hour=plan.morning_hour,
            evening_hour=plan.evening_hour, reason=FIRST, now=life.at(life.enrollment.starts_on, 9, 30),
            instructions=texts,
        )
    return plans


def who_set(life: Life) -> dict[str, Any]:
    """Return who set limits and when, as every set of limits says."""
    user = life.clinician.user
    return {"set_by": user.name, "set_by_role": user.title, "set_on": life.enrollment.starts_on}


def sign(life: Life, text: str, days: int = 3) -> dict[str, Any]:
    """Return an instruction signed by the doctor lately, as a plan keeps it."""
    signed = max(life.enrollment.starts_on, life.today - timedelta(days=60))
    return {
        "text": text, "signed_by": life.doctor.name, "role": life.doctor.title, "signed_on": signed.isoformat(),
        "valid_to": latest_end(signed).isoformat(), "max_days": days,
    }  # fmt: skip


def read_modules(session: Session, life: Life) -> None:
    """Open the modules of the weeks that have been, and let the patient have read all but the newest."""
    program = program_of(life.enrollment)
    opened = [module for module in program.modules if module.number <= life.story.week + 1]
    for module in opened:
        day = life.enrollment.starts_on + timedelta(weeks=module.number - 1)
        if module.number > 1:
            session.add(ModuleUnlock(enrollment_id=life.enrollment.id, module=module.number,
                                     status=ModuleStatus.UNLOCKED, unlocked_at=life.at(day, 6)))  # fmt: skip
    session.flush()
    if life.story.web:
        first = life.at(life.enrollment.starts_on, 8, 40)
        session.add_all(_done(life, START, page.id, first) for page in program.onboarding)
        for module in opened[: -2 if life.story.course in ("silent", "high") else -1]:
            day = life.enrollment.starts_on + timedelta(weeks=module.number - 1, days=life.random.randrange(1, 6))
            _read(session, life, module, day)


def _read(session: Session, life: Life, module: Module, day: date) -> None:
    when = life.at(day, 19, life.random.randrange(60))
    for step in module.steps:
        if step.kind is StepKind.RATING:
            rate_module(session, life, module, when)
            continue
        if step.fields or step.questions:
            _write(session, life, module, step, when)
        session.add(_done(life, module.number, step.id, when))


def _done(life: Life, number: int, step: str, when: datetime) -> StepCompletion:
    return StepCompletion(enrollment_id=life.enrollment.id, module=number, step=step, completed_at=when)


def _write(session: Session, life: Life, module: Module, step: Step, when: datetime) -> None:
    answers = fill_step(life.random, life.enrollment.program, module.number, step, when.date(), life.voice)
    session.add(ExerciseAnswer(enrollment_id=life.enrollment.id, module=module.number, step=step.id,
                               answers=answers, saved_at=when))  # fmt: skip
