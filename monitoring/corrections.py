"""Corrections: a new row beside the old one, the rules run again, and a wrong alarm taken back with its reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError
from core.language import _l, say
from monitoring.closer import keep_closer
from monitoring.judging import Around, plan_of, standing_since
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import Measure, counts
from monitoring.rejudging import LOOK_BACK, Plans, judge_around, judge_restored, kinds_beside, let_go
from monitoring.reports import Reported, Sent, report_pressure, report_series
from monitoring.series import Series
from monitoring.value_items import raise_calls, retell_findings, withdraw_findings
from monitoring.value_texts import value_text
from monitoring.weeks import judge_week_again
from worklist.items import list_last_closed

Gone = tuple[str, str]
"""A series, and a reason that a value of it stands for no more."""
UNDO_TIME = timedelta(seconds=60)
CORRECT_TIME = timedelta(days=7)
REASON_MAX = 200

CORRECTED = _l("Patienten rättade värdet %(before)s till %(after)s.")
TAKEN_BACK = _l("Patienten ångrade värdet %(before)s.")
ALREADY = _l("Värdet är redan rättat. Läs om sidan och se det nya.")
TOO_OLD = _l("Värdet är äldre än 7 dagar. Skriv till din sköterska om det är fel.")
TOO_LATE = _l("Det har gått mer än en minut. Rätta värdet i stället.")


def correct_report(
    session: Session, around: Around, report: Report, measures: Sequence[Measure], reason: str, now: datetime,
    *, irregular: bool = False,
) -> Reported:  # fmt: skip
    """Replace a report by a new one; the old one stays, and the rules run again (scenario 7, J8).

    An alarm that the new number does not give takes itself back with an explanation, unless somebody has closed
    it already or the patient said that he felt ill.

    :raises ConflictError: when it was corrected or taken back already.
    :raises InvalidError: when it is older than seven days.
    """
    check_correctable(report, now)
    fresh = report_pressure(
        session, patient=around.patient, unit=around.unit, plan=around.plan, measures=measures,
        taken_at=report.taken_at, channel=report.channel, irregular=irregular, now=now, corrects=report,
    )
    return _replace(session, around, report, fresh, reason, now)


def correct_series(
    session: Session, around: Around, report: Report, sent: Sent, reason: str, now: datetime
) -> Reported:
    """Replace a report of another series than pressure, by the same rules as ``correct_report``."""
    check_correctable(report, now)
    fresh = report_series(
        session, around, sent, taken_at=report.taken_at, channel=report.channel, now=now, corrects=report
    )
    return _replace(session, around, report, fresh, reason, now)


def _replace(
    session: Session, around: Around, report: Report, fresh: Reported, reason: str, now: datetime
) -> Reported:
    report.corrected_by_id, report.provisional = fresh.report.id, False
    fresh.report.correction_reason = reason.strip()[:REASON_MAX]
    note = say("sv", CORRECTED, before=value_text(report, "sv"), after=value_text(fresh.report, "sv"))
    held = set(report.raised) & set(fresh.report.raised)
    retell_findings(session, around.matter(fresh.report), fresh.found, held, around.matter(report).subject)
    gone = {(report.kind, reason) for reason in set(report.raised) - held}
    _run_again(session, around, report, fresh.report, gone, note, now)
    return fresh


def check_correctable(report: Report, now: datetime) -> None:
    """Raise ConflictError or InvalidError when a report cannot be corrected any more."""
    if not is_current(report):
        raise ConflictError(ALREADY)
    if now - report.taken_at > CORRECT_TIME:
        raise InvalidError("", TOO_OLD)


def is_current(report: Report) -> bool:
    """Tell whether a report counts: neither corrected nor taken back."""
    return report.corrected_by_id is None and report.withdrawn_at is None


def can_undo(report: Report, now: datetime) -> bool:
    """Tell whether a report may still be taken back; not one with symptoms, which somebody must read."""
    return is_current(report) and now - report.received_at <= UNDO_TIME and not report.symptoms


def undo_report(session: Session, around: Around, report: Report, now: datetime) -> None:
    """Take a report back within a minute; the row stays, but counts no more.

    :raises ConflictError: later than that.
    """
    if not can_undo(report, now):
        raise ConflictError(TOO_LATE)
    report.withdrawn_at, report.provisional = now, False
    restored, note = None, say("sv", TAKEN_BACK, before=value_text(report, "sv"))
    if report.corrects_id is not None:
        restored = session.get_one(Report, report.corrects_id)
        restored.corrected_by_id = None
    gone = {(report.kind, reason) for reason in let_go(report)}
    _run_again(session, around, report, restored, gone, note, now)
    record_event(
        session, now, "report.undo", actor_id=report.patient_id, actor_role="patient", unit_id=report.unit_id,
        patient_id=report.patient_id, object_kind="report", object_id=report.public_id,
    )


def _run_again(
    session: Session, around: Around, changed: Report, instead: Report | None, gone: set[Gone], note: str, now: datetime
) -> None:
    """Run the rules again on what was judged with a changed value, and take back what nothing stands for any more.

    :param instead: what counts in its place: its correction, or the value it corrected.
    :param gone: what the changed value stood for.
    """
    session.flush()
    counting = _list_counting(session, changed)
    plans = _plans_of(session, around, counting)
    if instead is not None and instead.id == changed.corrects_id:
        matter = around.matter(instead)
        verdict = judge_restored(instead, changed, counting, plans, now)
        raise_calls(session, matter, verdict.calls, now)
        retell_findings(session, matter, verdict.found, set(instead.raised) - set(verdict.calls),
                        around.matter(changed).subject)
    for one in judge_around(changed, instead, counting, plans, now):
        raise_calls(session, around.matter(one.report), one.verdict.calls, now)
        gone |= {(one.report.kind, reason) for reason in one.gone}
    _take_back(session, around, changed, counting, gone, note, now)
    keep_closer(session, changed, around.plan, is_taken_back=True)
    if changed.kind == Series.PRESSURE:
        judge_week_again(session, around.plan, around.patient, around.unit, changed.session_date, note, now)


def _list_counting(session: Session, changed: Report) -> Sequence[Report]:
    """Return what counts and may be read with a value, or was judged with it, oldest first; one statement."""
    return session.scalars(
        select(Report)
        .where(Report.patient_id == changed.patient_id, Report.taken_at > changed.taken_at - LOOK_BACK, counts())
        .where(Report.kind.in_([one.value for one in kinds_beside(Series(changed.kind))]))
        .order_by(Report.taken_at, Report.id)
    ).all()


def _plans_of(session: Session, around: Around, reports: Sequence[Report]) -> Plans:
    """Return by which plan each report was judged last; one statement when some were judged by an older one."""
    wanted = {plan_of(one) for one in reports} - {None, around.plan_id}
    known = {around.plan_id: around.plan}
    if wanted:
        known |= {one.id: one for one in session.scalars(select(MeasurementPlan).where(MeasurementPlan.id.in_(wanted)))}
    return lambda report: Around(around.patient, around.unit, known.get(plan_of(report))).own_plan(report.kind)


def _take_back(
    session: Session, around: Around, changed: Report, counting: Sequence[Report], gone: set[Gone], note: str,
    now: datetime,
) -> None:
    """Withdraw the reasons that no value of their series stands for since somebody last closed such a row."""
    for series in sorted({series for series, _reason in gone}):
        matter = replace(around.matter(changed), series=series)
        closed = list_last_closed(session, [matter.key])
        standing = standing_since([one for one in counting if one.kind == series], matter, closed)
        withdraw_findings(session, matter, [reason for kind, reason in gone if kind == series], standing, note, now)
