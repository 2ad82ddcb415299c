"""The mean of a week: made when the week is over, judged, told to the patient and put before care by rule."""

from collections.abc import Iterable, Mapping, Sequence
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
from monitoring.calls import calls_of, still_called
from monitoring.judgement import Judgement, Rule
from monitoring.judging import Cause, since_of, standing_since
from monitoring.limits import BpLimits
from monitoring.models import MeasurementPlan, PressureWeek, Reading, Report
from monitoring.occasions import counts
from monitoring.plans import PRESSURE, limits_of, pressure_plan
from monitoring.schedule import BLOCK_DAYS, SessionPart
from monitoring.stored import headline_first, pack, unpack
from monitoring.value_items import Matter, raise_calls, raise_findings, retell_findings, withdraw_findings
from monitoring.week_mean import BpReading, WeekMean, mean_of_week
from people.models import CareUnit, User
from worklist.items import list_last_closed

BATCH = 200
LOOK_BACK_WEEKS = 2
"""How many finished weeks are still judged, so that a clock that stood still loses nothing."""
WEEK = timedelta(days=BLOCK_DAYS)
TREND_READS = (RISE_WEEKS + LOOK_BACK_WEEKS) * WEEK
"""How far back means are read for the trend, whichever other weeks are judged in the same breath."""


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

    @property
    def item_key(self) -> str:
        """Return what the row about the weeks is known by while it is open."""
        return self.matter(WeekMean(None, None, 0, 0)).key


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
            row.steps = [week_step(row, Cause.SENT, row.raised, now)]
            stored.append(row)
            known[week.key] = row
    return stored


def _list_known(session: Session, due: Sequence[WeekOf]) -> dict[tuple[int, date], PressureWeek]:
    if not due:
        return {}
    first = min(week.starts_on for week in due) - TREND_READS
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
        .order_by(Report.taken_at, Report.id, Reading.sequence)
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
    return judge_week(limits_of(week.plan), mean, [one for one in known if one.patient_id == week.patient.id],
                      week.starts_on, dizzy)


def judge_week(
    limits: BpLimits | None, mean: WeekMean, known: Iterable[PressureWeek], starts_on: date, dizzy: bool | None = None
) -> list[Judgement]:
    """Return everything the rules find in the mean of a week with those before it, the headline first. Pure."""
    first = starts_on - TREND_READS
    earlier = sorted((one for one in known if first <= one.starts_on < starts_on), key=lambda one: one.starts_on)
    means = [WeekMean(one.systolic, one.diastolic, one.readings, one.days) for one in earlier]
    trend = judge_trend(mean, means) if limits is not None else None
    return headline_first([judge_mean(mean, limits, dizzy), *([trend] if trend else [])])


def week_step(
    week: PressureWeek, cause: Cause, raised: Mapping[str, int], now: datetime, since: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return a run of the rules on a week as it is kept beside it."""
    return {"at": now.isoformat(), "cause": cause.value, "plan": week.plan_id, "dizzy": week.dizzy,
            "raised": dict(raised), "since": dict(since or {})}


def _insert(
    session: Session, week: WeekOf, mean: WeekMean, found: Sequence[Judgement], revision: int, now: datetime
) -> PressureWeek | None:
    """Store a week; None when another process was first."""
    row = {
        "public_id": new_public_id(), "patient_id": week.patient.id, "unit_id": week.unit.id, "plan_id": week.plan.id,
        "starts_on": week.starts_on, "revision": revision, "current": True, "systolic": mean.systolic,
        "diastolic": mean.diastolic, "readings": mean.readings, "days": mean.days, "used": list(mean.keys),
        "level": found[0].level.value, "rule": found[0].rule.value, "findings": [pack(one) for one in found],
        "raised": {}, "steps": [], "judged_at": now,
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
    if old is None:
        return
    mean = mean_of_week(_list_readings(session, [week]).get(week.key, []))
    if mean.keys != tuple(old.used) or (mean.systolic, mean.diastolic) != (old.systolic, old.diastolic):
        _replace(session, week, old, mean, list(known.values()), note, now)


def answer_week(
    session: Session, week: PressureWeek, plan: MeasurementPlan, patient: User, unit: CareUnit, dizzy: bool,
    now: datetime,
) -> None:
    """Judge a low mean again with the answer to whether the patient is dizzy, by the limits that judged it."""
    known, judged_by = WeekOf(plan, patient, unit, week.starts_on), session.get_one(MeasurementPlan, week.plan_id)
    mean, calls = judge_answered(week, limits_of(judged_by), dizzy, now)
    raise_calls(session, known.matter(mean), calls, now)
    record_event(session, now, "week.answer", actor_id=patient.id, actor_role="patient", unit_id=unit.id,
                 patient_id=patient.id, object_kind="week", object_id=week.public_id)


def judge_answered(
    week: PressureWeek, limits: BpLimits | None, dizzy: bool, now: datetime
) -> tuple[WeekMean, dict[str, Judgement]]:
    """Write down what is found in a week when the patient has answered; returns the mean and what goes to care."""
    mean = WeekMean(week.systolic, week.diastolic, week.readings, week.days, tuple(week.used))
    week.dizzy = dizzy
    judged, before = judge_mean(mean, limits, dizzy), findings_of_week(week)
    found = headline_first([judged, *(one for one in before if one.rule is Rule.BP_RISING)])
    week.level, week.rule, week.findings = found[0].level.value, found[0].rule.value, [pack(one) for one in found]
    calls = calls_of([judged], {} if dizzy else week.raised)
    raised = {reason: one.level.rank for reason, one in calls.items()}
    week.raised = {**week.raised, **raised}
    week.steps = [*(week.steps or []), week_step(week, Cause.ANSWERED, raised, now)]
    return mean, calls


def _replace(
    session: Session, week: WeekOf, old: PressureWeek, mean: WeekMean, known: Sequence[PressureWeek], note: str,
    now: datetime,
) -> None:
    session.execute(update(PressureWeek).where(PressureWeek.id == old.id).values(current=False))
    found = _judge(week, mean, known, old.dizzy)
    row = _insert(session, week, mean, found, old.revision + 1, now)
    if row is None:
        return
    matter, calls = week.matter(mean), hand_on(row, old, found, now)
    raise_calls(session, matter, calls, now)
    retell_findings(session, matter, found, set(row.raised) - set(calls), matter.subject)
    gone = set(old.raised) - set(row.raised)
    closed = list_last_closed(session, [matter.key]) if gone else {}
    others = [one for one in known if one.patient_id == week.patient.id]
    withdraw_findings(session, matter, gone, standing_since(others, matter, closed), note, now)


def hand_on(row: PressureWeek, old: PressureWeek, found: Sequence[Judgement], now: datetime) -> dict[str, Judgement]:
    """Let a new revision stand for what the old one raised and is found again; returns what goes to care now."""
    row.dizzy = old.dizzy
    calls = calls_of(found, old.raised)
    raised = {reason: one.level.rank for reason, one in calls.items()}
    row.raised = {**still_called(old.raised, found), **raised}
    since = {reason: at for reason, at in since_of(old).items() if reason in row.raised}
    row.steps = [week_step(row, Cause.AROUND, raised, now, since)]
    return calls
