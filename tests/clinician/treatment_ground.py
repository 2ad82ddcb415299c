"""Gives tests of the desk a patient in treatment: Anna in the sleep program, with modules, ratings and a diary."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.clock import local_date
from people.models import CareUnit, User
from programs.diary import record_night
from programs.models import (
    Enrollment,
    EnrollmentStatus,
    ModuleStatus,
    ModuleUnlock,
    SleepWindow,
)
from programs.progress import complete_step, get_place, save_answers
from programs.schema import StepKind
from programs.sending_in import submit_module
from programs.sleep_window import Proposal, propose_window
from ratings.instruments import get_instrument
from ratings.models import SelfRating
from ratings.records import Completed, begin_rating, complete_rating
from tests.plugins.cast import CareCast

PROGRAM, VERSION = "sleep", "1"
TRAFFIC = "Jag åker buss de första två veckorna. <script>alert(1)</script>"
CALM = {"phq9": [1, 1, 2, 1, 0, 0, 1, 0, 0, 1], "vk5": [3, 3, 4, 3, 0], "sk3": [5, 4, 5, 0]}


@dataclass
class Treatment:
    """Anna's treatment: the enrolment and who is in the play."""

    cast: CareCast
    enrollment: Enrollment

    @property
    def public_id(self) -> str:
        """The enrolment's public id."""
        return self.enrollment.public_id

    def page(self, number: int) -> str:
        """The address of a module on the desk."""
        return f"/desk/enrollments/{self.public_id}/modules/{number}"

    @property
    def patient_page(self) -> str:
        """The address of the overview."""
        return f"/desk/patients/{self.cast.anna.public_id}"


def start_treatment(cast: CareCast, weeks_ago: int = 2) -> Treatment:
    """Enrol Anna in the sleep program, with module 1 open since so many weeks."""
    with cast.database.transaction() as session:
        enrollment = make_enrollment(session, cast.anna, cast.unit, cast.karin, cast.now - timedelta(weeks=weeks_ago))
        session.add(ModuleUnlock(enrollment_id=enrollment.id, module=1, unlocked_at=enrollment.ordered_at))
    return Treatment(cast, enrollment)


def make_enrollment(session: Session, patient: User, unit: CareUnit, clinician: User, start: datetime) -> Enrollment:
    """Make an active enrolment in the sleep program."""
    first = local_date(start, unit.zone)
    enrollment = Enrollment(
        patient_id=patient.id, unit_id=unit.id, clinician_id=clinician.id, program=PROGRAM, program_version=VERSION,
        status=EnrollmentStatus.ACTIVE, starts_on=first, ends_on=first + timedelta(weeks=11), gate={},
        wish="Jag vill orka leka med barnbarnen.", goal="Sova hela natten fyra gånger i veckan.",
        ordered_by=clinician.id, ordered_at=start, activated_at=start,
    )
    session.add(enrollment)
    session.flush()
    return enrollment


def open_module(session: Session, treatment: Treatment, number: int, at: datetime, status: ModuleStatus) -> None:
    """Put a module where a test needs it."""
    session.add(ModuleUnlock(enrollment_id=treatment.enrollment.id, module=number, unlocked_at=at, status=status,
                             submitted_at=None if status is ModuleStatus.UNLOCKED else at,
                             reviewed_at=at if status is ModuleStatus.REVIEWED else None))  # fmt: skip


def submit(treatment: Treatment, number: int, at: datetime | None = None) -> None:
    """Let Anna fill in and send in an open module, the way her own pages do."""
    cast, at = treatment.cast, at or treatment.cast.now
    with cast.database.transaction() as session:
        place = get_place(session, cast.anna.id, treatment.public_id, number)
        for step in place.module.steps:
            if step.fields:
                save_answers(session, place, step.id, {one.id: _answer(one) for one in step.fields}, at)
            elif step.kind is StepKind.QUIZ:
                save_answers(session, place, step.id, {one.id: "yes" for one in step.questions}, at)
            complete_step(session, place, step.id, at)
    with cast.database.transaction() as session:
        place = get_place(session, cast.anna.id, treatment.public_id, number)
        submit_module(session, place, at)


def _answer(field: Any) -> Any:
    return {
        "rows": lambda: [{column.id: _answer(column) for column in field.columns} for _ in range(2)],
        "scale": lambda: 6, "number": lambda: 30, "yesno": lambda: "no", "time": lambda: "06:30",
        "choice": lambda: field.options[0].id if field.options else None,
        "multi": lambda: [option.id for option in field.options[:2]],
        "plan": lambda: [{"activity": "Promenad", "day": "2026-11-24", "time": "17:00", "place": "Parken"}],
    }.get(field.kind.value, lambda: TRAFFIC if field.id == "traffic_plan" else "Det gick bättre än jag trodde.")()


def rate(treatment: Treatment, instrument: str, answers: list[int | None] | None = None, *, number: int = 0,
         at: datetime | None = None) -> tuple[SelfRating, Completed]:  # fmt: skip
    """Let Anna fill in a questionnaire, as part of a module when a number is given."""
    cast, at = treatment.cast, at or treatment.cast.now
    subject = f"module:{treatment.public_id}:{number}" if number else ""
    given = CALM[instrument] if answers is None else answers
    with cast.database.transaction() as session:
        rating = begin_rating(session, cast.anna.id, cast.unit.id, subject, instrument, "sv", at)
        rating.answers = {item.id: value for item, value in zip(get_instrument(instrument).items, given, strict=True)}
        session.flush()
        completed = complete_rating(session, rating, session.get_one(CareUnit, cast.unit.id), at)
    return rating, completed


def sleep_week(treatment: Treatment, days: int = 7, lights_out: str = "23:00", at: datetime | None = None) -> None:
    """Let Anna write the diary for the last mornings, about 6 hours of sleep in a 8 hour night."""
    cast = treatment.cast
    today = local_date(at or cast.now, cast.unit.zone)
    with cast.database.transaction() as session:
        for back in range(days):
            answers = {"lights_out": lights_out, "sol": 40 + back, "awakenings": 2, "waso": 50, "woke": "06:30",
                       "rose": "07:00", "quality": "q3", "medicine": "no"}  # fmt: skip
            record_night(session, treatment.enrollment, _day(today, back), answers, at or cast.now)


def _day(today: date, back: int) -> date:
    return today - timedelta(days=back)


def propose(treatment: Treatment, minutes: int = 375, rule: str = "first") -> SleepWindow:
    """Put a proposed window before the clinician."""
    cast = treatment.cast
    with cast.database.transaction() as session:
        return propose_window(
            session, treatment.enrollment, session.get_one(CareUnit, cast.unit.id),
            Proposal(minutes, rule, 7, 368, 77.5), "06:30", {"agree": "yes", "comment": "Det låter tufft, jag vågar."},
            cast.now,
        )

