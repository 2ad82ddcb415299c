"""The mean of a week: made when the week is over, judged, told to the patient and put before care by rule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.db import Database, insert_into
from core.ids import new_public_id
from monitoring.blood_pressure import RISE_WEEKS, judge_mean, judge_trend
from monitoring.judgement import Judgement
from monitoring.models import MeasurementPlan, PressureWeek, Reading, Report
from monitoring.occasions import counts
from monitoring.plans import PRESSURE, limits_of, pressure_plan
from monitoring.schedule import BLOCK_DAYS, SessionPart
from monitoring.stored import headline_first, pack, unpack
from monitoring.value_items import Matter, raise_findings, withdraw_findings
from monitoring.week_mean import BpReading, WeekMean, mean_of_week
from people.models import CareUnit, User

BATCH = 200
LOOK_BACK_WEEKS = 2
"""How many finished weeks are still judged, so that a clock that stood still loses nothing."""
WEEK = timedelta(days=BLOCK_DAYS)


@dataclass(frozen=True)
class WeekOf:
    """One week of one patient's plan."""

    plan: MeasurementPlan
    patient: User
    unit: CareUnit
    starts_on: date

    @property
    def key(self) -> tuple[int, date]:
        """Patient and first day."""
        return self.patient.id, self.starts_on

    def matter(self, mean: WeekMean) -> Matter:
        """Return what an item about the week needs."""
        value = f"{mean.systolic}/{mean.diastolic}"
        return Matter(self.patient.id, self.patient.public_id, self.unit, f"plan:{self.plan.public_id}", value)


def week_start(plan: MeasurementPlan, day: date) -> date:
    """Return the first day of the plan's week that a day is in."""
    return plan.starts_on + timedelta(days=(day - plan.starts_on).days // BLOCK_DAYS * BLOCK_DAYS)


def is_block(plan: MeasurementPlan, starts_on: date) -> bool:
    """Tell whether every day of a week was to be measured on, so that too few values are worth a word."""
    return pressure_plan(plan).is_in_block(starts_on)


def week_judgement(
    session: Session, plan: MeasurementPlan, patient: User, unit: CareUnit, starts_on: date, now: datetime
) -> PressureWeek | None:
    """Judge one finished week and store it; None when it is judged already."""
    stored = judge_weeks(session, [WeekOf(plan, patient, unit, starts_on)], now)
    return stored[0] if stored else None


def judge_finished_weeks(database: Database, now: datetime) -> int:
    """Job: judge the weeks that are over; returns how many."""
    judged, after = 0, 0
    while True:
        with database.transaction() as session:
            rows = session.execute(_plans_query(), {"after": after}).all()
            due = [week for row in rows for week in _finished_weeks(row[0], row[1], row[2], now)]
            judged += len(judge_weeks(session, due, now))
        if len(rows) < BATCH:
            return judged
        after = rows[-1][0].id


@cache
def _plans_query() -> Any:
    return (
        select(MeasurementPlan, User, CareUnit)
        .join(User, User.id == MeasurementPlan.patient_id)
        .join(CareUnit, CareUnit.id == MeasurementPlan.unit_id)
        .where(MeasurementPlan.current.is_(True), MeasurementPlan.kind == PRESSURE)
        .where(MeasurementPlan.id > bindparam("after"))
        .order_by(MeasurementPlan.id)
        .limit(BATCH)
    )


def _finished_weeks(plan: MeasurementPlan, patient: User, unit: CareUnit, now: datetime) -> list[WeekOf]:
    today = local_date(now, patient.zone)
    if today < plan.starts_on or today > plan.ends_on + LOOK_BACK_WEEKS * WEEK:
        return []
    running = week_start(plan, today)
    starts = [running - step * WEEK for step in range(LOOK_BACK_WEEKS, 0, -1)]
    return [WeekOf(plan, patient, unit, start) for start in starts if plan.starts_on <= start <= plan.ends_on]


def judge_weeks(session: Session, due: Sequence[WeekOf], now: datetime) -> list[PressureWeek]:
    """Judge weeks that are not judged yet; three statements to read, however many there are."""
    known = _list_known(session, due)
    fresh = [week for week in due if week.key not in known]
    readings = _list_readings(session, fresh)
    stored = []
    for week in fresh:
        mean = mean_of_week(readings.get(week.key, []))
        found = _judge(week, mean, known.values())
        row = _insert(session, week, mean, found, 1, now)
        if row is not None:
            row.raised = raise_findings(session, week.matter(mean), found, {}, now)
            stored.append(row)
            known[week.key] = row
    return stored


def _list_known(session: Session, due: Sequence[WeekOf]) -> dict[tuple[int, date], PressureWeek]:
    if not due:
        return {}
    first = min(week.starts_on for week in due) - (RISE_WEEKS + LOOK_BACK_WEEKS) * WEEK
    rows = session.scalars(
        select(PressureWeek).where(
            PressureWeek.patient_id.in_({week.patient.id for week in due}), PressureWeek.current.is_(True),
            PressureWeek.starts_on >= first,
        )
    )
    return {(row.patient_id, row.starts_on): row for row in rows}


def _list_readings(session: Session, due: Sequence[WeekOf]) -> dict[tuple[int, date], list[BpReading]]:
    """Return the readings of weeks, by week; one statement."""
    if not due:
        return {}
    days = [week.starts_on for week in due]
    rows = session.execute(
        select(Report.patient_id, Report.id, Report.session_date, Report.session, Reading)
        .join(Reading, Reading.report_id == Report.id)
        .where(Report.patient_id.in_({week.patient.id for week in due}), Report.kind == PRESSURE, counts())
        .where(Report.session_date >= min(days), Report.session_date < max(days) + WEEK)
        .where(Reading.kind.in_(("bp_systolic", "bp_diastolic")))
        .order_by(Report.taken_at, Reading.sequence)
    ).all()
    pairs: dict[tuple[int, int], dict[str, Reading]] = {}
    where: dict[tuple[int, int], tuple[int, date, str]] = {}
    for patient_id, report_id, on, part, reading in rows:
        pairs.setdefault((report_id, reading.sequence), {})[reading.kind] = reading
        where[report_id, reading.sequence] = patient_id, on, part
    found: dict[tuple[int, date], list[BpReading]] = {week.key: [] for week in due}
    for key, (patient_id, on, part) in where.items():
        start = next((day for who, day in found if who == patient_id and day <= on < day + WEEK), None)
        if start is not None:
            found[patient_id, start].append(_reading(on, part, key[1], pairs[key]))
    return found


def _reading(on: date, part: str, sequence: int, pair: dict[str, Reading]) -> BpReading:
    upper, lower = pair["bp_systolic"], pair["bp_diastolic"]
    sitting = SessionPart(part) if part else SessionPart.MORNING
    return BpReading(on, sitting, int(upper.value), int(lower.value), sequence, str(upper.id))


def _judge(week: WeekOf, mean: WeekMean, known: Iterable[PressureWeek], dizzy: bool | None = None) -> list[Judgement]:
    found = [judge_mean(mean, limits_of(week.plan), dizzy)]
    earlier = sorted(
        (one for one in known if one.patient_id == week.patient.id and one.starts_on < week.starts_on),
        key=lambda one: one.starts_on,
    )
    means = [WeekMean(one.systolic, one.diastolic, one.readings, one.days) for one in earlier]
    trend = judge_trend(mean, means) if limits_of(week.plan) is not None else None
    return headline_first([*found, *([trend] if trend else [])])


def _insert(
    session: Session, week: WeekOf, mean: WeekMean, found: Sequence[Judgement], revision: int, now: datetime
) -> PressureWeek | None:
    """Store a week; None when another process was first."""
    row = {
        "public_id": new_public_id(), "patient_id": week.patient.id, "unit_id": week.unit.id, "plan_id": week.plan.id,
        "starts_on": week.starts_on, "revision": revision, "current": True, "systolic": mean.systolic,
        "diastolic": mean.diastolic, "readings": mean.readings, "days": mean.days, "used": list(mean.keys),
        "level": found[0].level.value, "rule": found[0].rule.value, "findings": [pack(one) for one in found],
        "raised": {}, "judged_at": now,
    }  # fmt: skip
    insert = insert_into(session, PressureWeek).values(row).on_conflict_do_nothing().returning(PressureWeek)
    stored: PressureWeek | None = session.scalars(insert).first()
    return stored


def findings_of_week(week: PressureWeek) -> list[Judgement]:
    """Return what was found in a week, the headline first."""
    return [unpack(stored) for stored in week.findings]


def list_weeks(session: Session, patient_id: int, first: date) -> Sequence[PressureWeek]:
    """Return the judged weeks from a day on that have a mean or were to have one, newest first."""
    return session.scalars(
        select(PressureWeek)
        .where(PressureWeek.patient_id == patient_id, PressureWeek.current.is_(True), PressureWeek.starts_on >= first)
        .order_by(PressureWeek.starts_on.desc())
        .limit(60)
    ).all()


def judge_week_again(
    session: Session, plan: MeasurementPlan | None, patient: User, unit: CareUnit, day: date, note: str, now: datetime
) -> None:
    """Judge a week again whose readings have changed: a new revision, and a wrong item is taken back (J8)."""
    if plan is None:
        return
    week = WeekOf(plan, patient, unit, week_start(plan, day))
    known = _list_known(session, [week])
    old = known.pop(week.key, None)
    if old is not None:
        mean = mean_of_week(_list_readings(session, [week]).get(week.key, []))
        _replace(session, week, old, mean, _judge(week, mean, known.values(), old.dizzy), note, now)


def answer_week(
    session: Session, week: PressureWeek, plan: MeasurementPlan, patient: User, unit: CareUnit, dizzy: bool,
    now: datetime,
) -> None:
    """Judge a low mean again with the answer to whether the patient is dizzy."""
    known = WeekOf(plan, patient, unit, week.starts_on)
    mean = WeekMean(week.systolic, week.diastolic, week.readings, week.days, tuple(week.used))
    week.dizzy = dizzy
    found = headline_first([judge_mean(mean, limits_of(plan), dizzy), *findings_of_week(week)[1:]])
    week.level, week.rule, week.findings = found[0].level.value, found[0].rule.value, [pack(one) for one in found]
    week.raised = {**week.raised, **raise_findings(session, known.matter(mean), found, {}, now)}
    record_event(session, now, "week.answer", actor_id=patient.id, actor_role="patient", unit_id=unit.id,
                 patient_id=patient.id, object_kind="week", object_id=week.public_id)


def _replace(
    session: Session, week: WeekOf, old: PressureWeek, mean: WeekMean, found: Sequence[Judgement], note: str,
    now: datetime,
) -> None:
    session.execute(update(PressureWeek).where(PressureWeek.id == old.id).values(current=False))
    row = _insert(session, week, mean, found, old.revision + 1, now)
    if row is not None:
        raised = raise_findings(session, week.matter(mean), found, old.raised, now)
        due = {reason for reason, rank in old.raised.items() if any(one.level.rank >= rank for one in found)}
        row.raised, row.dizzy = {**{reason: old.raised[reason] for reason in due}, **raised}, old.dizzy
        withdraw_findings(session, week.matter(mean), old.raised, row.raised, note, now)
