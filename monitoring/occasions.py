"""The reports that count: what was measured lately, as rows and as the rules read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from monitoring.blood_pressure import OFTEN_DAYS, Occasion
from monitoring.models import Reading, Report
from monitoring.plans import PRESSURE
from monitoring.pressure_rules import Past

MOST = 120
REPEAT_WITHIN = timedelta(minutes=60)
"""How long after a dangerous value a new one is read as its repeat."""


@dataclass(frozen=True)
class Measure:
    """One measurement: mmHg, and beats per minute when the meter showed the pulse."""

    systolic: int
    diastolic: int
    pulse: int | None = None


def counts() -> ColumnElement[bool]:
    """Return the condition that a report counts: neither corrected nor taken back."""
    return and_(Report.corrected_by_id.is_(None), Report.withdrawn_at.is_(None))


def list_recent(session: Session, patient_id: int, now: datetime) -> Sequence[Report]:
    """Return the reports of the last eight days that count, oldest first; one statement."""
    newest = (
        select(Report)
        .where(Report.patient_id == patient_id, Report.kind == PRESSURE, counts())
        .where(Report.taken_at > now - timedelta(days=OFTEN_DAYS + 1))
        .order_by(Report.taken_at.desc(), Report.id.desc())
        .limit(MOST)
    )
    return list(reversed(session.scalars(newest).all()))


def list_between(session: Session, patient_id: int, first: date, last: date) -> Sequence[Report]:
    """Return the reports of some local dates that count, oldest first; at most three for each day of a year."""
    return session.scalars(
        select(Report)
        .where(Report.patient_id == patient_id, Report.kind == PRESSURE, counts())
        .where(Report.session_date.between(first, last))
        .order_by(Report.taken_at, Report.id)
        .limit(1100)
    ).all()


def get_own_report(session: Session, patient_id: int, public_id: str) -> Report:
    """Return one of the patient's own reports; raises NotFoundError for any other."""
    report = session.scalar(select(Report).where(Report.public_id == public_id, Report.patient_id == patient_id))
    if report is None:
        raise NotFoundError
    return report


def list_measures(session: Session, report: Report) -> list[Measure]:
    """Return a report's measurements in the order they were taken."""
    query = select(Reading).where(Reading.report_id == report.id).order_by(Reading.sequence, Reading.id)
    return measures_of(session.scalars(query))


def measures_of(readings: Iterable[Reading]) -> list[Measure]:
    """Put the readings of one report together."""
    numbers: dict[int, dict[str, Decimal]] = {}
    for reading in readings:
        numbers.setdefault(reading.sequence, {})[reading.kind] = reading.value
    return [
        Measure(int(one["bp_systolic"]), int(one["bp_diastolic"]), int(one["pulse"]) if "pulse" in one else None)
        for _sequence, one in sorted(numbers.items())
    ]


def occasion_of(report: Report, *, repeated: bool = False) -> Occasion:
    """Return a report as the rules read it; what the patient answered is None until he has."""
    answered = report.answered_at is not None
    return Occasion(
        report.systolic or 0, report.diastolic or 0, report.session_date, repeated,
        symptoms=bool(set(report.symptoms) - {"fainted"}) if answered else None, dizzy=report.dizzy,
        fainted_now="fainted" in report.symptoms, irregular=report.irregular, pulse=report.pulse,
    )


def sitting_of(report: Report) -> str:
    """Return which sitting a report belongs to: morning or evening of its day, or the report alone."""
    return f"{report.session_date}:{report.session}" if report.session else f"report:{report.id}"


def earlier_of(reports: Sequence[Report], report: Report) -> list[Past]:
    """Return what counts beside a report; a value that was measured again gave way to its repeat."""
    repeated = {one.repeats_id for one in (*reports, report)}
    return [
        Past(occasion_of(one), sitting_of(one))
        for one in reports
        if one.id != report.id and one.id not in repeated and one.id != report.corrects_id
    ]


def find_repeated(reports: Sequence[Report], taken_at: datetime) -> Report | None:
    """Return the newest dangerous report of the last hour, which a measurement repeats; None when there is none."""
    asked = [
        one for one in reports
        if one.repeat_before is not None and timedelta(0) <= taken_at - one.taken_at <= REPEAT_WITHIN
    ]
    return asked[-1] if asked else None
