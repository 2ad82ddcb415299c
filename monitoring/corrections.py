"""Corrections: a new row beside the old one, the rules run again, and a wrong alarm taken back with its reason."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError
from core.language import _l, say
from monitoring.closer import keep_closer
from monitoring.models import Report
from monitoring.occasions import Measure, list_recent
from monitoring.reports import Around, Reported, Sent, report_pressure, report_series
from monitoring.series import Series
from monitoring.value_items import withdraw_findings
from monitoring.value_texts import plain_value
from monitoring.weeks import judge_week_again

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
    note = say("sv", CORRECTED, before=plain_value(report), after=plain_value(fresh.report))
    _take_back(session, around, report, note, now)
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
    if report.corrects_id is not None:
        session.get_one(Report, report.corrects_id).corrected_by_id = None
    elif report.repeats_id is not None:
        _await_again(session.get_one(Report, report.repeats_id))
    note = say("sv", TAKEN_BACK, before=plain_value(report))
    _take_back(session, around, report, note, now)
    record_event(
        session, now, "report.undo", actor_id=report.patient_id, actor_role="patient", unit_id=report.unit_id,
        patient_id=report.patient_id, object_kind="report", object_id=report.public_id,
    )


def _await_again(report: Report) -> None:
    """A value whose repeat was taken back is awaited again, so that it goes to care when no other comes."""
    if is_current(report) and any(one["provisional"] for one in report.findings):
        report.provisional = True


def _take_back(session: Session, around: Around, report: Report, note: str, now: datetime) -> None:
    """Withdraw what only this report had raised, and judge its week again when that is over."""
    session.flush()
    left: dict[str, int] = {}
    for one in list_recent(session, report.patient_id, now, report.kind):
        left |= one.raised
    withdraw_findings(session, around.matter(report), report.raised, left, note, now)
    keep_closer(session, report, around.plan, is_taken_back=True)
    if report.kind == Series.PRESSURE:
        judge_week_again(session, around.plan, around.patient, around.unit, report.session_date, note, now)
