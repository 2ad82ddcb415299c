"""A patient's own measurement plan: started from a template, changed only by a clinician, every version kept."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError
from core.language import _l
from monitoring.limits import BpLimits, PulseLimits
from monitoring.models import MeasurementPlan
from monitoring.schedule import PressurePlan
from people.models import CareUnit, User
from people.opening_hours import answer_before
from people.viewer import Viewer
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level, Outcome

PRESSURE = "blood_pressure"


def start_plan(
    session: Session, *, patient: User, unit: CareUnit, enrollment_public_id: str, starts_on: date, ends_on: date,
    now: datetime,
) -> MeasurementPlan:
    """Start a blood pressure plan without limits; the unit is asked to set the patient's own (fact 3)."""
    plan = _add_version(
        session, patient.id, unit.id, version=_next_version(session, patient.id), now=now, set_by=None,
        enrollment_public_id=enrollment_public_id, starts_on=starts_on, ends_on=ends_on, limits=None,
        reason="", morning_hour=7, evening_hour=19,
    )
    raise_item(
        session, unit_id=unit.id, patient_id=patient.id, kind=ItemKind.VALUE, level=Level.WEEK,
        reason="limits_missing", subject=f"plan:{patient.public_id}", dedupe_key=f"limits:{patient.public_id}",
        occurred_at=now, due_at=answer_before(unit, now, 2),
    )
    return plan


def _next_version(session: Session, patient_id: int) -> int:
    old = find_plan(session, patient_id)
    if old is None:
        return 1
    old.current = False
    session.flush()
    return old.version + 1


def _add_version(session: Session, patient_id: int, unit_id: int, *, now: datetime, **values: Any) -> MeasurementPlan:
    plan = MeasurementPlan(patient_id=patient_id, unit_id=unit_id, kind=PRESSURE, set_at=now, current=True, **values)
    session.add(plan)
    session.flush()
    return plan


def find_plan(session: Session, patient_id: int) -> MeasurementPlan | None:
    """Return the plan in force, or None."""
    return session.scalar(
        select(MeasurementPlan).where(
            MeasurementPlan.patient_id == patient_id,
            MeasurementPlan.kind == PRESSURE,
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
    """Return the patient's own limits, or None when nobody has set any: feedback is then neutral."""
    return BpLimits.model_validate(plan.limits) if plan is not None and plan.limits else None


def pulse_limits_of(plan: MeasurementPlan | None) -> PulseLimits | None:
    """Return the limits of the pulse, which hold once a clinician has set the patient's own limits."""
    limits = limits_of(plan)
    if plan is None or limits is None:
        return None
    return PulseLimits(
        set_by=limits.set_by, set_by_role=limits.set_by_role, set_on=limits.set_on,
        low_resting_pulse_known=plan.low_pulse_known,
    )


def change_plan(
    session: Session, viewer: Viewer, plan: MeasurementPlan, *, limits: BpLimits | None, morning_hour: int,
    evening_hour: int, reason: str, now: datetime, low_pulse_known: bool = False,
) -> MeasurementPlan:
    """Replace a plan by a new version with other limits or hours; who, when and why are kept.

    :raises InvalidError: for hours in the wrong order or a missing reason.
    :raises ConflictError: when somebody has replaced the plan meanwhile.
    """
    if not 4 <= morning_hour < evening_hour <= 23:
        raise InvalidError("morning_hour", _l("Morgonens tid ska vara före kvällens."))
    if not reason.strip():
        raise InvalidError("reason", _l("Skriv varför planen ändras."))
    replaced = session.execute(
        update(MeasurementPlan)
        .where(MeasurementPlan.id == plan.id, MeasurementPlan.current.is_(True))
        .values(current=False)
        .returning(MeasurementPlan.id)
        .execution_options(synchronize_session=False)
    ).first()
    if replaced is None:
        raise ConflictError(_l("Planen har ändrats av någon annan. Läs om sidan och se den nya planen."))
    fresh = _add_version(
        session, plan.patient_id, plan.unit_id, now=now, version=plan.version + 1, set_by=viewer.id,
        enrollment_public_id=plan.enrollment_public_id, starts_on=plan.starts_on, ends_on=plan.ends_on,
        limits=limits.model_dump(mode="json") if limits else None, reason=reason.strip()[:200],
        morning_hour=morning_hour, evening_hour=evening_hour, low_pulse_known=low_pulse_known,
    )
    _settle_and_log(session, viewer, fresh, now)
    return fresh


def _settle_and_log(session: Session, viewer: Viewer, plan: MeasurementPlan, now: datetime) -> None:
    patient_public_id = session.scalar(select(User.public_id).where(User.id == plan.patient_id))
    if plan.limits:
        settle_items(session, f"limits:{patient_public_id}", Outcome.PLAN_CHANGED, now, viewer.id)
    record_event(session, now, "plan.change", actor_id=viewer.id, actor_role="clinician", unit_id=plan.unit_id,
                 patient_id=plan.patient_id, object_kind="plan", object_id=plan.public_id)
