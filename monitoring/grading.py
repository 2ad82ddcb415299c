"""Puts the grade of how it was measured on a report, with what the grade rests on, before the report is judged."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from monitoring.drafts import Draft
from monitoring.kinds import ValueKind
from monitoring.models import MeasurementPlan, Report
from monitoring.reading_quality import Graded, How, Sitting, grade_pressure, grade_series
from monitoring.schedule import SessionPart
from monitoring.series import Series


def grade_draft(
    draft: Draft, how: How | None, known: Sequence[Report], plan: MeasurementPlan | None, zone: str
) -> None:
    """Grade a report that is about to be judged; everything the grade rests on is kept with it.

    :param known: the reports that the rules read beside it.
    :param zone: the patient's, such as "Europe/Stockholm".
    """
    report = draft.report
    report.measured = how.pack() if how is not None else {}
    if report.kind == Series.PRESSURE:
        sitting = Sitting(_pairs(draft), _minutes_off(report, plan, zone), ends_of(known))
        report.measured = {**report.measured, "ends": sitting.ends}
        graded: Graded = grade_pressure(how, sitting)
    else:
        graded = grade_series(Series(report.kind), how, len(draft.numbers))
    report.grade, report.lacks = graded.grade.value, [lack.value for lack in graded.lacks]


def _pairs(draft: Draft) -> list[tuple[int, int]]:
    upper, lower = (
        [int(row["value"]) for row in draft.numbers if row["kind"] == kind]
        for kind in (ValueKind.BP_SYSTOLIC, ValueKind.BP_DIASTOLIC)
    )
    return list(zip(upper, lower, strict=True))


def ends_of(reports: Sequence[Report]) -> list[int]:
    """Return the last digits of the readings of some reports of pressure."""
    return [end for one in reports if one.kind == Series.PRESSURE for end in (one.measured or {}).get("ends", ())]


def _minutes_off(report: Report, plan: MeasurementPlan | None, zone: str) -> int | None:
    """Return how far from the plan's hour a sitting was measured; None on a day without sittings."""
    if plan is None or not report.session:
        return None
    hour = plan.morning_hour if report.session == SessionPart.MORNING else plan.evening_hour
    local = report.taken_at.astimezone(ZoneInfo(zone))
    return abs(local.hour * 60 + local.minute - hour * 60)
