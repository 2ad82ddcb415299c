"""What a patient has sent, as facts without verdicts: read once, so that other limits can be tried on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from monitoring.judging import Cause
from monitoring.models import MeasurementPlan, PressureWeek, Reading, Report
from monitoring.rejudging import LOOK_BACK, kinds_behind
from monitoring.schedule import SessionPart
from monitoring.series import Series
from monitoring.week_mean import BpReading

FACTS = (
    "id", "public_id", "patient_id", "unit_id", "plan_id", "kind", "channel", "taken_at", "received_at", "heard_at",
    "session_date", "session", "systolic", "diastolic", "pulse", "value", "word", "context", "irregular", "corrects_id",
    "grade", "lacks", "measured",
)  # fmt: skip
"""Columns of a report that no rule writes."""


@dataclass(frozen=True)
class Planned:
    """Every version of a patient's plans of all series by its id, and the weeks judged by them in their order."""

    plans: Mapping[int, MeasurementPlan]
    weeks: Sequence[PressureWeek]


@dataclass(frozen=True)
class History:
    """Everything that one patient's replay needs.

    :ivar reports: every report of the series and of those read with it, also corrected ones, in the order they came.
    :ivar weeks: every revision of every judged week of blood pressure, in the order they were judged.
    :ivar readings: of each report of blood pressure.
    :ivar plans: every version of the plans of all series, by its id.
    """

    series: Series
    reports: Sequence[Report]
    weeks: Sequence[PressureWeek]
    readings: Mapping[int, Sequence[BpReading]]
    plans: Mapping[int, MeasurementPlan]

    @property
    def plan(self) -> MeasurementPlan | None:
        """The version in force of the series."""
        return next((one for one in self.plans.values() if one.kind == self.series and one.current), None)


def load_history(session: Session, patient_id: int, series: Series, since: datetime) -> History:
    """Return what is needed to judge a series again from an instant on; two statements, for pressure three."""
    return load_with_plans(session, patient_id, series, since, load_plans(session, patient_id))


def load_with_plans(
    session: Session, patient_id: int, series: Series, since: datetime, planned: Planned
) -> History:
    """Return the same of a patient whose plans and weeks are read already; one statement, for pressure two."""
    reports = session.scalars(
        select(Report)
        .where(Report.patient_id == patient_id, Report.kind.in_(sorted(kinds_behind(series))))
        .where(Report.taken_at > since - LOOK_BACK)
        .order_by(Report.received_at, Report.id)
    ).all()
    if series is not Series.PRESSURE:
        return History(series, reports, (), {}, planned.plans)
    return History(series, reports, planned.weeks, _list_readings(session, reports), planned.plans)


def load_plans(session: Session, patient_id: int) -> Planned:
    """Return every version of a patient's plans, and the weeks that were judged by them; one statement."""
    rows = session.execute(
        select(MeasurementPlan, PressureWeek)
        .outerjoin(PressureWeek, PressureWeek.plan_id == MeasurementPlan.id)
        .where(MeasurementPlan.patient_id == patient_id)
        .order_by(MeasurementPlan.id)
    ).all()
    weeks = [row[1] for row in rows if row[1] is not None]
    return Planned({row[0].id: row[0] for row in rows}, sorted(weeks, key=lambda one: (one.judged_at, one.id)))


def _list_readings(session: Session, reports: Sequence[Report]) -> dict[int, list[BpReading]]:
    """Return the readings of reports of blood pressure by report, as the mean of a week reads them; one statement."""
    of = {one.id: one for one in reports if one.kind == Series.PRESSURE}
    rows = session.execute(
        select(Reading.report_id, Reading.sequence, Reading.kind, Reading.value, Reading.id)
        .join(Report, Report.id == Reading.report_id)
        .where(Report.patient_id == (reports[0].patient_id if reports else 0))
        .where(Report.kind == Series.PRESSURE, Reading.kind.in_(("bp_systolic", "bp_diastolic")))
    )
    pairs: dict[tuple[int, int], dict[str, Any]] = {}
    for report_id, sequence, kind, value, reading_id in rows:
        if report_id in of:
            pairs.setdefault((report_id, sequence), {})[kind] = (int(value), reading_id)
    found: dict[int, list[BpReading]] = {}
    for (report_id, sequence), pair in sorted(pairs.items()):
        report = of[report_id]
        sitting = SessionPart(report.session) if report.session else SessionPart.MORNING
        (upper, key), (lower, _key) = pair["bp_systolic"], pair["bp_diastolic"]
        found.setdefault(report_id, []).append(
            BpReading(report.session_date, sitting, upper, lower, sequence, str(key))
        )
    return found


def inputs_of(report: Report) -> list[dict[str, Any]]:
    """Return what the patient did about a report and when, oldest first: what he sent, answered or left undone."""
    own = [step for step in report.steps or [] if step["cause"] != Cause.AROUND]
    return own or _guess_inputs(report)


def _guess_inputs(report: Report) -> list[dict[str, Any]]:
    """Return the same for a report from before its steps were kept, as far as its columns tell."""
    sent: dict[str, Any] = {
        "at": report.received_at.isoformat(), "cause": Cause.SENT.value, "plan": report.plan_id, "symptoms": [],
        "dizzy": None, "answered": False, "answers": report.answers or {},
    }  # fmt: skip
    if report.answered_at is None:
        return [sent]
    told = {"symptoms": list(report.symptoms), "dizzy": report.dizzy, "answered": True}
    return [sent, {**sent, **told, "at": report.answered_at.isoformat(), "cause": Cause.ANSWERED.value}]
