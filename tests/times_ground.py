"""Gives a patient what time brings: days he is away, and the summary of a week."""

from datetime import timedelta

from sqlalchemy.orm import Session

from monitoring.week_figures import SeriesWeek
from programs.models import Absence, WeekSummary
from tests.clinician.treatment_ground import Treatment


def keep_times(session: Session, treatment: Treatment) -> dict[str, str]:
    """Keep an absence and a summary; returns their public ids."""
    cast, today = treatment.cast, treatment.cast.now.date()
    away = Absence(patient_id=cast.anna.id, told_at=cast.now, first_day=today + timedelta(days=30),
                   last_day=today + timedelta(days=33))  # fmt: skip
    figures = [SeriesWeek("weight", 7, 7, 7, "80.4", "80.9").pack()]
    week = WeekSummary(enrollment_id=treatment.enrollment.id, starts_on=today, figures=figures, has_red=False,
                       made_at=cast.now)  # fmt: skip
    session.add_all([away, week])
    session.flush()
    return {"absence": away.public_id, "summary": week.public_id}
