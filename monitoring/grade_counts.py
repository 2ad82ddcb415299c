"""How many of a patient's values were well measured, over the time of his plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ScalarSelect, func, select

from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import counts
from monitoring.reading_quality import Grade


@dataclass(frozen=True)
class GradeCounts:
    """How many values are graded since the plan began, and how many of them were well measured."""

    well: int = 0
    graded: int = 0

    @property
    def percent(self) -> int:
        """The share of well-measured values among the graded, in whole percent."""
        return round(100 * self.well / self.graded) if self.graded else 0


def count_columns(patient_id: int, kind: str, units: Sequence[int]) -> tuple[ScalarSelect[int], ScalarSelect[int]]:
    """Return two columns for a statement about a patient's reports: the well measured, and all that are graded.

    They are counted from the first day of the present plan of the series, in the given units.
    """
    grades: tuple[Sequence[str], ...] = ([Grade.WELL], [Grade.WELL, Grade.FAIR, Grade.WEAK])
    begins = (
        select(MeasurementPlan.starts_on)
        .where(MeasurementPlan.patient_id == patient_id, MeasurementPlan.kind == kind)
        .where(MeasurementPlan.current.is_(True)).limit(1).scalar_subquery()
    )  # fmt: skip
    mine: Any = (Report.patient_id == patient_id, Report.kind == kind, Report.unit_id.in_(units), counts())
    well, graded = (
        select(func.count(Report.id)).where(*mine, Report.session_date >= begins, Report.grade.in_(wanted))
        .scalar_subquery()
        for wanted in grades
    )  # fmt: skip
    return well, graded
