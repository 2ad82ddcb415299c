"""A patient's own measurement plan: started from a template, changed only by a clinician, every version kept."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError
from core.language import _l
from monitoring.closer import is_closer
from monitoring.instructions import read_instructions
from monitoring.limits import BpLimits, SetBySomeone
from monitoring.models import MeasurementPlan
from monitoring.plan_news import tell_end, tell_plan
from monitoring.plan_templates import PlanPart, get_template
from monitoring.rhythm import Rhythm, expected_days, is_expected, next_expected
from monitoring.schedule import PressurePlan, expected_sessions
from monitoring.series import Series
from monitoring.series_limits import LIMITS, read_limits
from monitoring.taken import OwnPlan
from people.models import CareUnit, User
from people.opening_hours import answer_before
from people.viewer import Viewer
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level, Outcome

PRESSURE = Series.PRESSURE.value
HOURS = _l("Morgonens tid ska vara före kvällens.")
WHY = _l("Skriv varför planen ändras.")
REPLACED = _l("Planen har ändrats av någon annan. Läs om sidan och se den nya planen.")


def start_plan(
    session: Session, *, patient: User, unit: CareUnit, enrollment_public_id: str, starts_on: date, ends_on: date,
    now: datetime, template: str = "bp_2x2x7", track: str = "",
) -> MeasurementPlan:
    """Start the plans of a template without limits; the unit is asked to set the patient's own (fact 3).

    :param template: a name of monitoring/plan_templates.py; ``track`` the way of treatment when it has several.
    :returns: the first of them.
    """
    found = get_template(template, track)
    plans = [
        start_part(session, patient, unit, part, found.name, enrollment_public_id=enrollment_public_id,
                   starts_on=starts_on, ends_on=ends_on, now=now)
        for part in found.parts
    ]
    raise_item(
        session, unit_id=unit.id, patient_id=patient.id, kind=ItemKind.VALUE, level=Level.WEEK,
        reason="limits_missing", subject=f"plan:{patient.public_id}", dedupe_key=f"limits:{patient.public_id}",
        occurred_at=now, due_at=answer_before(unit, now, 2),
    )
    return plans[0]


def start_part(
    session: Session, patient: User, unit: CareUnit, part: PlanPart, template: str, *, enrollment_public_id: str,
    starts_on: date, ends_on: date, now: datetime, set_by: int | None = None,
) -> MeasurementPlan:
    """Start the plan of one series, without limits."""
    return _add_version(
        session, patient.id, unit.id, version=_next_version(session, patient.id, part.series), now=now,
        set_by=set_by, enrollment_public_id=enrollment_public_id, starts_on=starts_on, ends_on=ends_on, limits=None,
        reason="", morning_hour=part.hour, evening_hour=max(19, part.hour + 1), kind=part.series.value,
        template=template, rhythm=part.rhythm.value,
    )


def _next_version(session: Session, patient_id: int, kind: str) -> int:
    """Return the version after the last one, which may have been ended, and let that hold no more."""
    query = select(MeasurementPlan).where(MeasurementPlan.patient_id == patient_id, MeasurementPlan.kind == kind)
    old = session.scalar(query.order_by(MeasurementPlan.version.desc()).limit(1))
    if old is None:
        return 1
    old.current = False
    session.flush()
    return old.version + 1


def _add_version(session: Session, patient_id: int, unit_id: int, *, now: datetime, **values: Any) -> MeasurementPlan:
    plan = MeasurementPlan(patient_id=patient_id, unit_id=unit_id, set_at=now, current=True, **values)
    session.add(plan)
    session.flush()
    return plan


def find_plan(session: Session, patient_id: int, kind: str = PRESSURE) -> MeasurementPlan | None:
    """Return the plan of a series in force, or None."""
    return session.scalar(
        select(MeasurementPlan).where(
            MeasurementPlan.patient_id == patient_id,
            MeasurementPlan.kind == kind,
            MeasurementPlan.current.is_(True),
        )
    )


def list_plans(session: Session, patient_id: int) -> list[MeasurementPlan]:
    """Return all versions of a patient's plan, the newest first."""
    query = select(MeasurementPlan).where(MeasurementPlan.patient_id == patient_id)
    return list(session.scalars(query.order_by(MeasurementPlan.id.desc()).limit(50)))


def pressure_plan(plan: MeasurementPlan) -> PressurePlan:
    """Return the plan as the schedule's rules read it."""
    return PressurePlan(plan.starts_on, plan.ends_on, plan.morning_hour, plan.evening_hour)


def limits_of(plan: MeasurementPlan | None) -> BpLimits | None:
    """Return the patient's own limits of pressure, or None when nobody has set any: feedback is then neutral."""
    found = any_limits_of(plan)
    return found if isinstance(found, BpLimits) else None


def any_limits_of(plan: MeasurementPlan | None) -> SetBySomeone | None:
    """Return the patient's own limits of any series, or None."""
    return read_limits(plan.kind, plan.limits) if plan is not None else None


def own_plan(plan: MeasurementPlan) -> OwnPlan:
    """Return a stored plan as the rules read it."""
    return OwnPlan(
        Series(plan.kind), plan.version, any_limits_of(plan), read_instructions(plan.instructions),
        plan.low_pulse_known,
    )


def is_measuring_day(plan: MeasurementPlan, day: date) -> bool:
    """Tell whether a plan expects a value on a local date."""
    if plan.kind == PRESSURE and plan.rhythm == Rhythm.BLOCKS:
        return pressure_plan(plan).is_measuring_day(day)
    if is_closer(plan, day):
        return plan.starts_on <= day <= plan.ends_on
    return is_expected(Rhythm(plan.rhythm), plan.starts_on, plan.ends_on, day)


def first_expected(plan: MeasurementPlan, since: date, until: date) -> date | None:
    """Return the first local date of a span, both ends included, on which a plan expects a value."""
    if plan.kind == PRESSURE and plan.rhythm == Rhythm.BLOCKS:
        sessions = expected_sessions(pressure_plan(plan), since, until)
        return sessions[0].on if sessions else None
    days = expected_days(Rhythm(plan.rhythm), plan.starts_on, plan.ends_on, since, until)
    closer = closer_day(plan, since, until)
    return min((*days[:1], *closer), default=None)


def next_measuring_day(plan: MeasurementPlan, after: date) -> date | None:
    """Return the first local date after one on which a plan of another kind than blocks expects a value."""
    usual = next_expected(Rhythm(plan.rhythm), plan.starts_on, plan.ends_on, after)
    first = after + timedelta(days=1)
    return min((*([usual] if usual else ()), *closer_day(plan, first, first + timedelta(days=100))), default=None)


def closer_day(plan: MeasurementPlan, since: date, until: date) -> list[date]:
    """Return the first day of a span that is in a plan's closer time, alone in a list, or nothing."""
    if plan.closer_from is None or plan.closer_until is None:
        return []
    first = max(since, plan.closer_from, plan.starts_on)
    return [first] if first <= min(until, plan.closer_until, plan.ends_on) else []


def change_plan(
    session: Session, viewer: Viewer, plan: MeasurementPlan, *, limits: SetBySomeone | None, morning_hour: int,
    evening_hour: int, reason: str, now: datetime, low_pulse_known: bool = False, rhythm: Rhythm | None = None,
    instructions: dict[str, Any] | None = None,
) -> MeasurementPlan:
    """Replace a plan by a new version with other limits, hours or instructions; who, when and why are kept.

    The patient is told what is new to him (monitoring/plan_news.py).

    :param rhythm: how often; as before when None. ``instructions`` likewise, an empty one takes them away.
    :raises InvalidError: for hours in the wrong order or a missing reason.
    :raises ConflictError: when somebody has replaced the plan meanwhile.
    """
    if not 4 <= morning_hour < evening_hour <= 23:
        raise InvalidError("morning_hour", HOURS)
    if not reason.strip():
        raise InvalidError("reason", WHY)
    _retire(session, plan)
    fresh = _add_version(
        session, plan.patient_id, plan.unit_id, now=now, version=plan.version + 1, set_by=viewer.id,
        enrollment_public_id=plan.enrollment_public_id, starts_on=plan.starts_on, ends_on=plan.ends_on,
        limits=limits.model_dump(mode="json") if limits else None, reason=reason.strip()[:200], kind=plan.kind,
        template=plan.template, rhythm=rhythm.value if rhythm else plan.rhythm,
        instructions=plan.instructions if instructions is None else instructions,
        morning_hour=morning_hour, evening_hour=evening_hour, low_pulse_known=low_pulse_known,
        **_closer_time(plan, rhythm),
    )
    _settle_and_log(session, viewer, fresh, now)
    tell_plan(session, plan, fresh, viewer.user.name, now)
    return fresh


def _closer_time(plan: MeasurementPlan, rhythm: Rhythm | None) -> dict[str, Any]:
    """Return the closer time as it was; a clinician who chooses another rhythm has ended it."""
    if rhythm is not None and rhythm.value != plan.rhythm:
        return {}
    return {"closer_from": plan.closer_from, "closer_until": plan.closer_until, "closer_cause": plan.closer_cause,
            "closer_asked": plan.closer_asked}


def end_plan(session: Session, viewer: Viewer, plan: MeasurementPlan, now: datetime) -> None:
    """Take a series out of a patient's measuring; its versions and values stay.

    :raises ConflictError: when somebody has replaced the plan meanwhile.
    """
    _retire(session, plan)
    session.refresh(plan)
    _settle_and_log(session, viewer, plan, now)
    tell_end(session, plan, viewer.user.name, now)


def _retire(session: Session, plan: MeasurementPlan) -> None:
    replaced = session.execute(
        update(MeasurementPlan)
        .where(MeasurementPlan.id == plan.id, MeasurementPlan.current.is_(True))
        .values(current=False)
        .returning(MeasurementPlan.id)
        .execution_options(synchronize_session=False)
    ).first()
    if replaced is None:
        raise ConflictError(REPLACED)


def _settle_and_log(session: Session, viewer: Viewer, plan: MeasurementPlan, now: datetime) -> None:
    """Settle the question about limits when no plan of the patient waits for any, and log the change."""
    waiting = (
        select(MeasurementPlan.id)
        .where(MeasurementPlan.patient_id == plan.patient_id, MeasurementPlan.unit_id == plan.unit_id)
        .where(MeasurementPlan.current.is_(True), MeasurementPlan.kind.in_([one.value for one in LIMITS]))
        .where(MeasurementPlan.reason == "", MeasurementPlan.id != plan.id)
        .limit(1)
        .scalar_subquery()
    )
    patient_public_id, left = session.execute(select(User.public_id, waiting).where(User.id == plan.patient_id)).one()
    is_asked = plan.current and Series(plan.kind) in LIMITS and not plan.limits
    if left is None and not is_asked:
        settle_items(session, f"limits:{patient_public_id}", Outcome.PLAN_CHANGED, now, viewer.id)
    record_event(session, now, "plan.change", actor_id=viewer.id, actor_role="clinician", unit_id=plan.unit_id,
                 patient_id=plan.patient_id, object_kind="plan", object_id=plan.public_id)
