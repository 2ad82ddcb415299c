"""Closer questions after an exacerbation of COPD: daily for four weeks, followed up on set days, then as before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from monitoring.judgement import Level
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import counts
from monitoring.rhythm import UNCHASED
from monitoring.series import Series

LUNGS = (Series.SPO2.value, Series.LUNG_CHECK.value)
RED = (Level.RED.value, Level.EMERGENCY.value)
CLOSER = timedelta(weeks=4)
"""For how long everything is asked every day after an exacerbation (clinical/vitals.md 5)."""
FOLLOW_UP_DAYS = (2, 4, 7, 14)
"""Days after the red day on which it is asked how it went (clinical/vitals.md 5, clinical/programs.md C4)."""
VISIT = timedelta(weeks=6)
"""Within which time a visit follows."""
LOOK_BACK = timedelta(weeks=10)


@dataclass(frozen=True)
class CloserTime:
    """A time of daily questions.

    :ivar since: the red day; ``until``: the last day that is asked daily, itself included.
    :ivar cause: public id of the report that began it.
    """

    since: date
    until: date
    cause: str

    @property
    def follow_ups(self) -> tuple[date, ...]:
        """The days on which it is asked how it went."""
        return tuple(self.since + timedelta(days=days) for days in FOLLOW_UP_DAYS)

    @property
    def visit_before(self) -> date:
        """The day before which the patient is seen."""
        return self.since + VISIT


def closer_after(reds: Iterable[tuple[date, str]]) -> CloserTime | None:
    """Return the closer time that red days lead to, or None without any.

    A red day while the former one is still followed up belongs to the same exacerbation and only makes it last
    longer; a later one begins anew.

    :param reds: local date and public id of each red report, oldest first.
    """
    found: CloserTime | None = None
    for day, cause in reds:
        if found is not None and (day - found.since).days <= FOLLOW_UP_DAYS[-1]:
            found = CloserTime(found.since, max(found.until, day + CLOSER), found.cause)
        else:
            found = CloserTime(day, day + CLOSER, cause)
    return found


def closer_of(plan: MeasurementPlan) -> CloserTime | None:
    """Return the closer time that is stored with a plan, also one that is over."""
    if plan.closer_from is None or plan.closer_until is None:
        return None
    return CloserTime(plan.closer_from, plan.closer_until, plan.closer_cause)


def is_closer(plan: MeasurementPlan, day: date) -> bool:
    """Tell whether a plan is in its closer time on a local date."""
    return plan.closer_from is not None and plan.closer_until is not None and (
        plan.closer_from <= day <= plan.closer_until
    )


def keep_closer(
    session: Session, report: Report, plan: MeasurementPlan | None, *, is_taken_back: bool = False
) -> None:
    """Let a red report of COPD make the rhythm daily, and one that was taken back make it as it was; two statements.

    :param is_taken_back: the report was corrected or undone, so what it led to is made anew from the others.
    """
    if report.kind not in LUNGS or (not is_taken_back and (report.level not in RED or report.provisional)):
        return
    if is_taken_back and (plan is None or plan.closer_cause == ""):
        return
    session.flush()
    begins = report.session_date - LOOK_BACK
    reds = session.execute(
        select(Report.session_date, Report.public_id)
        .where(Report.patient_id == report.patient_id, Report.kind.in_(LUNGS), Report.level.in_(RED), counts())
        .where(Report.provisional.is_(False))
        .where(Report.session_date >= (max(begins, plan.starts_on) if plan is not None else begins))
        .order_by(Report.session_date, Report.id)
    ).all()
    found = closer_after((day, public_id) for day, public_id in reds)
    session.execute(
        update(MeasurementPlan)
        .where(MeasurementPlan.patient_id == report.patient_id, MeasurementPlan.current.is_(True))
        .where(MeasurementPlan.kind.in_(LUNGS), MeasurementPlan.rhythm.not_in([one.value for one in UNCHASED]))
        .values(closer_from=found.since if found else None, closer_until=found.until if found else None,
                closer_cause=found.cause if found else "")
    )
