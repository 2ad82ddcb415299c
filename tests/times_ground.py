"""Gives a patient what time brings: days he is away, and the summary of a week."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from monitoring.week_figures import SeriesWeek
from programs.models import Absence, WeekSummary
from tests.clinician.treatment_ground import Treatment


def keep_times(session: Session, treatment: Treatment) -> dict[str, str]:
    """Keep an absence and a summary; returns their public ids."""
    cast, today = treatment.cast, treatment.cast.now.date()
    away = Absence(patient_id=cast.anna.id, told_at=cast.now, first_day=today + timedelta(days=30),
                   last_day=today + timedelta(days=33))  # fmt: skip
    session.add(away)
    return {"summary": keep_week(session, treatment.enrollment.id, cast.now), "absence": away.public_id}


def keep_week(session: Session, enrollment_id: int, now: datetime) -> str:
    """Keep the summary of a week with a red answer; returns its public id."""
    figures = [SeriesWeek("blood_pressure", 11, 14, 11, "134/82", "138/84"), SeriesWeek("weight", 7, 7, 7, "80.4"),
               SeriesWeek("hk6", 0, 1, 0)]  # fmt: skip
    monday = now.date() - timedelta(days=now.weekday() + 7)
    week = WeekSummary(enrollment_id=enrollment_id, starts_on=monday, figures=[one.pack() for one in figures],
                       has_red=True, made_at=now)  # fmt: skip
    session.add(week)
    session.flush()
    return week.public_id
