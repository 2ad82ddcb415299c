"""The ground of the tests of the other series: Anna with the plans of a template, with limits or without."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ids import new_public_id
from monitoring.models import MeasurementPlan, Report
from monitoring.plans import find_plan, start_plan
from monitoring.reading_quality import How
from monitoring.reports import Around, Sent, report_series
from monitoring.series import Series
from monitoring.series_limits import LIMITS
from people.models import CareUnit, User
from programs.models import Enrollment, EnrollmentStatus
from tests.monitoring.ground import MONDAY, Measurer
from tests.monitoring.series_cases import OWN, WHO
from tests.plugins.cast import CareCast
from worklist.items import settle_items
from worklist.models import Outcome


@dataclass
class SeriesMeasurer(Measurer):
    """Anna's plans and treatment."""

    def around_series(self, session: Session, series: Series) -> Around:
        """Return what the rules of a series need."""
        patient = session.get_one(User, self.cast.anna.id)
        unit = session.get_one(CareUnit, self.cast.unit.id)
        return Around(patient, unit, find_plan(session, patient.id, series))

    def send(
        self, series: Series, value: str = "", at: datetime | None = None, how: How | None = None, **around: Any
    ) -> str:
        """Report a value and return the report's public id."""
        at = at or self.cast.now
        with self.cast.database.transaction() as session:
            sent = sent_of(series, value, **around)
            return report_series(
                session, self.around_series(session, series), sent, taken_at=at, channel="web", now=at, how=how
            ).report.public_id

    def plan(self, series: Series) -> MeasurementPlan:
        """Return the plan of a series as it stands."""
        with self.cast.database.transaction() as session:
            plan = find_plan(session, self.cast.anna.id, series)
        assert plan is not None
        return plan

    def change(self, series: Series, **values: Any) -> None:
        """Set columns of the plan of a series."""
        with self.cast.database.transaction() as session:
            plan = find_plan(session, self.cast.anna.id, series)
            for name, value in values.items():
                setattr(plan, name, value)

    def reports(self) -> list[Report]:
        """Return every report, oldest first."""
        with self.cast.database.transaction() as session:
            return list(session.scalars(select(Report).order_by(Report.id)))


def sent_of(series: Series, value: str = "", **around: Any) -> Sent:
    """Return what is sent: a number with a point, a word of the meter, or only answers."""
    if value in ("HI", "LO"):
        return Sent(series, word=value, **around)
    return Sent(series, (Decimal(value),) if value else (), **around)


def make_series(
    cast: CareCast, template: str, *, limits: bool = True, starts_on: date = MONDAY,
    status: EnrollmentStatus = EnrollmentStatus.ACTIVE,
) -> SeriesMeasurer:  # fmt: skip
    """Give Anna a treatment with the plans of a template."""
    with cast.database.transaction() as session:
        enrollment = Enrollment(
            patient_id=cast.anna.id, unit_id=cast.unit.id, clinician_id=cast.karin.id, program="hypertension",
            program_version="1", status=status, starts_on=starts_on, ends_on=starts_on + timedelta(weeks=26), gate={},
            wish="Veta", ordered_by=cast.karin.id, ordered_at=cast.now, activated_at=cast.now,
            care_consent_at=cast.now, self_care_decision_at=cast.now, public_id=new_public_id(),
        )
        session.add(enrollment)
        patient, unit = session.get_one(User, cast.anna.id), session.get_one(CareUnit, cast.unit.id)
        plan = start_plan(session, patient=patient, unit=unit, enrollment_public_id=enrollment.public_id,
                          starts_on=starts_on, ends_on=enrollment.ends_on, now=cast.now, template=template)
        if limits:
            _set_limits(session, cast.anna.id)
            settle_items(session, f"limits:{patient.public_id}", Outcome.PLAN_CHANGED, cast.now)
        session.flush()
        return SeriesMeasurer(cast, enrollment.id, plan.id)


def _set_limits(session: Session, patient_id: int) -> None:
    for plan in session.scalars(select(MeasurementPlan).where(MeasurementPlan.patient_id == patient_id)):
        series = Series(plan.kind)
        if series in OWN:
            plan.limits = LIMITS[series].model_validate(WHO | OWN[series]).model_dump(mode="json")
            plan.reason = "Bestämt vid besöket."
