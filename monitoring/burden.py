"""Job: lives every patient's last ninety days again by the limits in force, and keeps what that costs each unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from core.db import Database, insert_into
from monitoring.history import load_plans, load_with_plans
from monitoring.judgement import Level
from monitoring.models import AlertBurden, MeasurementPlan
from monitoring.plans import any_limits_of
from monitoring.series import Series
from monitoring.trials import ACTED, DAYS, Ground, Happened, calls_by, list_items, make_ground
from people.models import User
from worklist.models import Outcome

BATCH = 20
"""Patients in one tick: a second or two of counting, between which others come to."""
EVERY = timedelta(hours=24)
WEEKS = 13
LEAST = 5
"""Groups of fewer patients are not shown (mockups/desk.md, Charts)."""
Figures = dict[str, Any]


@dataclass(frozen=True)
class Turn:
    """One tick's work: a unit, up to when is counted, how far the count has come and what it has found."""

    unit_id: int
    until: datetime
    after_id: int
    working: Mapping[str, Figures]


def count_burden(database: Database, now: datetime) -> int:
    """Count the next patients of the unit whose turn it is; returns how many.

    Twice at once is harmless: who comes second finds that the count has moved on and throws its own away.
    """
    with database.open_session(reading=True) as session:
        turn = _next_turn(session, now)
        if turn is None:
            return 0
        ids = _patients_after(session, turn)
        working = {series: dict(figures) for series, figures in turn.working.items()}
        for patient_id in ids:
            for series, figures in count_patient(session, patient_id, turn.unit_id, turn.until).items():
                working[series] = add_figures(working.get(series), figures)
    with database.transaction() as session:
        _keep(session, turn, working, ids, now)
    return len(ids)


def _next_turn(session: Session, now: datetime) -> Turn | None:
    """Return a count that is under way, or the unit that was counted longest ago, more than a day; or nothing."""
    has_plan = select(MeasurementPlan.id).where(
        MeasurementPlan.unit_id == AlertBurden.unit_id, MeasurementPlan.current.is_(True)
    )
    row = session.scalars(
        select(AlertBurden)
        .where(or_(AlertBurden.after_id > 0, (AlertBurden.counted_at <= now - EVERY) & has_plan.exists()))
        .order_by(AlertBurden.after_id.desc(), AlertBurden.counted_at)
        .limit(1)
    ).first()
    if row is not None and row.after_id > 0:
        return Turn(row.unit_id, row.until, row.after_id, row.working)
    fresh = session.scalar(
        select(MeasurementPlan.unit_id)
        .outerjoin(AlertBurden, AlertBurden.unit_id == MeasurementPlan.unit_id)
        .where(MeasurementPlan.current.is_(True), AlertBurden.id.is_(None))
        .limit(1)
    )
    unit_id = fresh or (row.unit_id if row is not None else None)
    return Turn(unit_id, now, 0, {}) if unit_id else None


def _patients_after(session: Session, turn: Turn) -> list[int]:
    return list(session.scalars(
        select(MeasurementPlan.patient_id)
        .where(MeasurementPlan.unit_id == turn.unit_id, MeasurementPlan.current.is_(True))
        .where(MeasurementPlan.patient_id > turn.after_id)
        .distinct()
        .order_by(MeasurementPlan.patient_id)
        .limit(BATCH)
    ))  # fmt: skip


def count_patient(session: Session, patient_id: int, unit_id: int, until: datetime) -> dict[str, Figures]:
    """Return what the limits of one patient in force cost a unit in ninety days, by series."""
    zone = session.scalar(select(User.zone).where(User.id == patient_id)) or ""
    planned, since = load_plans(session, patient_id), until - DAYS
    items = list_items(session, patient_id, unit_id, since)
    found = {}
    for plan in planned.plans.values():
        if plan.current and plan.unit_id == unit_id:
            history = load_with_plans(session, patient_id, Series(plan.kind), since, planned)
            ground = make_ground(history, items, zone, until)
            found[plan.kind] = _figures_of(ground, plan)
    return found


def _figures_of(ground: Ground, plan: MeasurementPlan) -> Figures:
    weeks, levels = [0] * WEEKS, {level.value: 0 for level in (Level.YELLOW, Level.RED, Level.EMERGENCY)}
    for call in calls_by(ground, any_limits_of(plan)):
        week = int((ground.now - call.at) / timedelta(days=7))
        if 0 <= week < WEEKS:
            weeks[WEEKS - 1 - week] += 1
        levels[call.level.value] += 1
    return {"patients": 1, "weeks": weeks, **levels, **_ends_of(ground.happened)}


def _ends_of(happened: Iterable[Happened]) -> dict[str, int]:
    """Return how the calls that were made live ended."""
    ends = {"acted": 0, "no_action": 0, "withdrawn": 0, "open": 0}
    for one in happened:
        if one.is_void or one.outcome is Outcome.WITHDRAWN:
            ends["withdrawn"] += 1
        elif one.outcome in ACTED:
            ends["acted"] += 1
        else:
            ends["no_action" if one.outcome is Outcome.NO_ACTION else "open"] += 1
    return ends


def add_figures(before: Figures | None, more: Figures) -> Figures:
    """Return the sum of two counts of a series."""
    if before is None:
        return more
    weeks = [one + other for one, other in zip(before["weeks"], more["weeks"], strict=True)]
    return {name: weeks if name == "weeks" else before[name] + more[name] for name in before}


def _keep(session: Session, turn: Turn, working: dict[str, Figures], ids: list[int], now: datetime) -> None:
    """Write down how far the count has come; the whole of it replaces the last one when nobody is left."""
    if len(ids) == BATCH:
        values: dict[str, Any] = {"working": working, "after_id": ids[-1], "until": turn.until}
    else:
        shown = {series: one for series, one in working.items() if one["patients"] >= LEAST}
        values = {"figures": shown, "working": {}, "after_id": 0, "until": turn.until, "counted_at": now}
    start = {"unit_id": turn.unit_id, "figures": {}, "working": {}, "after_id": 0, "until": turn.until}
    session.execute(insert_into(session, AlertBurden).values(start).on_conflict_do_nothing())
    session.execute(
        update(AlertBurden)
        .where(AlertBurden.unit_id == turn.unit_id, AlertBurden.after_id == turn.after_id)
        .values(values)
        .execution_options(synchronize_session=False)
    )
