"""The reports that count: what was measured lately, as rows and as the rules read them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from monitoring.models import Reading, Report
from monitoring.series import Series
from monitoring.taken import Taken

MOST = 240
WEEK = 8
READ_WITH: Mapping[Series, Mapping[Series, int]] = {
    Series.WEIGHT: {Series.WEIGHT: 100, Series.PRESSURE: 2},
    Series.GLUCOSE: {Series.GLUCOSE: WEEK, Series.KETONES: 1},
    Series.HBA1C: {Series.HBA1C: WEEK, Series.GLUCOSE: 31},
    Series.NRS: {Series.NRS: 15},
}
"""Which series, and how many days of each, the rules of a series read; others read eight days of their own."""
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


def list_recent(
    session: Session, patient_id: int, now: datetime, series: str = Series.PRESSURE
) -> Sequence[Report]:
    """Return the reports that count and that the rules of a series read, oldest first; one statement."""
    since = {f"since_{kind.value}": now - timedelta(days=days) for kind, days in _read_with(Series(series)).items()}
    return list(reversed(session.scalars(_recent_query(Series(series)), {"patient": patient_id, **since}).all()))


def _read_with(series: Series) -> Mapping[Series, int]:
    return READ_WITH.get(series, {series: WEEK})


@cache
def _recent_query(series: Series) -> Select[Report]:
    """The statement of ``list_recent``: asked for each value that comes, so it is put together once."""
    wanted = [
        and_(Report.kind == kind.value, Report.taken_at > bindparam(f"since_{kind.value}"))
        for kind in _read_with(series)
    ]
    return (
        select(Report)
        .where(Report.patient_id == bindparam("patient"), or_(*wanted), counts())
        .order_by(Report.taken_at.desc(), Report.id.desc())
        .limit(MOST)
    )


def list_between(
    session: Session, patient_id: int, first: date, last: date, series: str = Series.PRESSURE
) -> Sequence[Report]:
    """Return the reports of some local dates that count, oldest first; at most three for each day of a year."""
    return session.scalars(
        select(Report)
        .where(Report.patient_id == patient_id, Report.kind == series, counts())
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


def list_own_reports(session: Session, patient_id: int, public_ids: Sequence[str]) -> list[Report]:
    """Return those of some reports that are the patient's own; one statement."""
    return list(
        session.scalars(select(Report).where(Report.public_id.in_(public_ids), Report.patient_id == patient_id))
    )


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


def list_numbers(session: Session, report: Report) -> list[Decimal]:
    """Return a report's own numbers in the order they were taken; for every series but pressure."""
    query = select(Reading.value).where(Reading.report_id == report.id, Reading.kind == report.kind)
    return list(session.scalars(query.order_by(Reading.sequence, Reading.id)))


def taken_of(report: Report, *, final: bool = False) -> Taken:
    """Return a report as the rules read it; what the patient was not asked is not there."""
    return Taken(
        Series(report.kind), report.taken_at, report.session_date, _numbers(report), word=report.word,
        context=report.context, answers=report.answers or {}, symptoms=frozenset(report.symptoms),
        answered=report.answered_at is not None, dizzy=report.dizzy, irregular=report.irregular,
        repeats=report.repeats_id is not None and not report.confirms, confirms=report.confirms, final=final,
        sitting=sitting_of(report), level=report.level, grade=report.grade,
        told=frozenset(one.get("instruction", "") for one in report.findings) - {""},
    )


def _numbers(report: Report) -> dict[str, Decimal]:
    parts = {"bp_systolic": report.systolic, "bp_diastolic": report.diastolic, "pulse": report.pulse,
             report.kind: report.value}
    return {kind: Decimal(value) for kind, value in parts.items() if value is not None}


def sitting_of(report: Report) -> str:
    """Return which sitting a report belongs to: morning or evening of its day, or the report alone."""
    return f"{report.session_date}:{report.session}" if report.session else f"report:{report.id}"


def earlier_of(
    reports: Sequence[Report], report: Report, read: Callable[[Report], Taken] = taken_of
) -> list[Taken]:
    """Return what counts beside a report; a value that was measured again gave way to its repeat.

    :param read: how a report is turned into what the rules read.
    """
    repeated = {one.repeats_id for one in (*reports, report)} - {None}
    beside = (report.id, report.corrects_id)
    earlier = [(key, read(one)) for one in reports if (key := one.id) not in beside]
    return [replace(taken, gave_way=True) if key in repeated else taken for key, taken in earlier]


def find_repeated(reports: Sequence[Report], taken_at: datetime, series: str = Series.PRESSURE) -> Report | None:
    """Return the report of the last hour that a measurement repeats: the newest dangerous one, else a weak one."""
    asked = [
        one for one in reports
        if one.kind == series and one.repeat_before is not None
        and timedelta(0) <= taken_at - one.taken_at <= REPEAT_WITHIN
    ]
    dangerous = [one for one in asked if not one.held] or asked
    return dangerous[-1] if dangerous else None
