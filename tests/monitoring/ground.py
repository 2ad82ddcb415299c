"""The ground of the tests of measuring: Anna in the hypertension program, with limits or without."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ids import new_public_id
from monitoring.limits import BpLimits
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import Measure
from monitoring.plans import PRESSURE
from monitoring.reading_quality import How
from monitoring.reports import Around, Reported, report_pressure
from people.models import CareUnit, User
from programs.models import Enrollment, EnrollmentStatus
from tests.plugins.cast import CareCast
from worklist.causes import causes_of
from worklist.models import ItemStatus, WorkItem

MONDAY = date(2026, 11, 23)


@dataclass
class Measurer:
    """Anna's plan and treatment."""

    cast: CareCast
    enrollment_id: int
    plan_id: int

    def around(self, session: Session) -> Around:
        """Return what the rules need, in a session."""
        patient = session.get_one(User, self.cast.anna.id)
        unit = session.get_one(CareUnit, self.cast.unit.id)
        plan = session.scalar(
            select(MeasurementPlan).where(
                MeasurementPlan.patient_id == patient.id, MeasurementPlan.current.is_(True)
            )
        )
        return Around(patient, unit, plan)

    def report(
        self, *pairs: Sequence[int], at: datetime | None = None, now: datetime | None = None, irregular: bool = False,
        channel: str = "web", how: How | None = None,
    ) -> str:  # fmt: skip
        """Report an occasion and return the report's public id."""
        now = now or at or self.cast.now
        with self.cast.database.transaction() as session:
            around = self.around(session)
            found: Reported = report_pressure(
                session, patient=around.patient, unit=around.unit, plan=around.plan,
                measures=[Measure(*pair) for pair in pairs], taken_at=at or now, channel=channel,
                irregular=irregular, now=now, how=how,
            )
            return found.report.public_id

    def read(self, public_id: str) -> Report:
        """Return a report as it stands."""
        with self.cast.database.transaction() as session:
            return session.scalars(select(Report).where(Report.public_id == public_id)).one()

    def items(self) -> list[WorkItem]:
        """Return every item about Anna, oldest first."""
        with self.cast.database.transaction() as session:
            query = select(WorkItem).where(WorkItem.patient_id == self.cast.anna.id).order_by(WorkItem.id)
            return list(session.scalars(query))

    def open_reasons(self) -> list[str]:
        """Return the reasons of the open items, those of one row together."""
        return [cause.reason for item in self.items() if item.status is not ItemStatus.CLOSED
                for cause in causes_of(item)]  # fmt: skip


def make_measurer(
    cast: CareCast, *, limits: bool = True, starts_on: date = MONDAY, status: EnrollmentStatus = EnrollmentStatus.ACTIVE
) -> Measurer:
    """Give Anna the hypertension program with a plan."""
    with cast.database.transaction() as session:
        enrollment = Enrollment(
            patient_id=cast.anna.id, unit_id=cast.unit.id, clinician_id=cast.karin.id, program="hypertension",
            program_version="1", status=status, starts_on=starts_on, ends_on=starts_on + timedelta(weeks=26), gate={},
            wish="Veta", ordered_by=cast.karin.id, ordered_at=cast.now, activated_at=cast.now,
            care_consent_at=cast.now, self_care_decision_at=cast.now, public_id=new_public_id(),
        )
        session.add(enrollment)
        own = BpLimits(set_by="Karin Lind", set_by_role="clinician", set_on=starts_on)
        plan = MeasurementPlan(
            patient_id=cast.anna.id, unit_id=cast.unit.id, enrollment_public_id=enrollment.public_id, kind=PRESSURE,
            starts_on=starts_on, ends_on=starts_on + timedelta(weeks=26), set_at=cast.now, reason="",
            limits=own.model_dump(mode="json") if limits else None,
        )
        session.add(plan)
        session.flush()
        return Measurer(cast, enrollment.id, plan.id)
