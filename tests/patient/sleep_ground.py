"""Anna in the sleep program: enrolled with Karin, with modules open, nights in the diary and filled forms."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.ids import new_public_id
from programs.diary import record_night
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from programs.schema import FieldDef, FieldKind, Step, StepKind
from tests.plugins.cast import CareCast

START = date(2026, 11, 23)
PROGRAM = get_program("sleep", "1")
NIGHT: dict[str, Any] = {
    "lights_out": "23:45", "sol": 30, "awakenings": 2, "waso": 15, "woke": "06:30", "rose": "06:30", "quality": 4,
}  # fmt: skip


def enroll_sleep(cast: CareCast, opened: int = 1, starts_on: date = START, **values: Any) -> Enrollment:
    """Put Anna into the sleep program with Karin, with the first modules open; all but the last are read."""
    with cast.database.transaction() as session:
        at = datetime.combine(starts_on, datetime.min.time(), UTC) + timedelta(hours=7)
        enrollment = Enrollment(
            patient_id=cast.anna.id, unit_id=cast.unit.id, clinician_id=cast.karin.id,
            program_version="1", starts_on=starts_on, ends_on=starts_on + timedelta(weeks=11), gate={}, wish="Sova",
            ordered_by=cast.lena.id, ordered_at=at, activated_at=at,
            **{"program": "sleep", "status": EnrollmentStatus.ACTIVE, **values},
        )  # fmt: skip
        session.add(enrollment)
        session.flush()
        for number in range(1, opened + 1):
            status = ModuleStatus.UNLOCKED if number == opened else ModuleStatus.REVIEWED
            session.add(ModuleUnlock(enrollment_id=enrollment.id, module=number, status=status,
                                     unlocked_at=at + timedelta(weeks=number - 1)))
    return enrollment


def write_nights(cast: CareCast, enrollment: Enrollment, last: date, count: int, **changes: Any) -> None:
    """Write so many nights in the diary, up to a day."""
    with cast.database.transaction() as session:
        for back in range(count):
            record_night(session, enrollment, last - timedelta(days=back), NIGHT | changes, cast.now)


def filled_form(step: Step) -> dict[str, Any]:
    """Return what a patient may send in for an exercise or quiz, with every required field answered."""
    if step.kind is StepKind.QUIZ:
        return {f"f.{one.id}": "yes" for one in step.questions}
    form: dict[str, Any] = {}
    for field in step.fields:
        if field.kind is FieldKind.ROWS:
            form |= {f"f.{field.id}.0.{column.id}": sample(column) for column in field.columns}
        elif field.kind is FieldKind.PLAN:
            form |= {f"f.{field.id}.0.activity": "Promenad"}
        else:
            form[f"f.{field.id}"] = sample(field)
    return form


def sample(field: FieldDef) -> str:
    """Return an answer that fits a field."""
    fixed = {FieldKind.SCALE: "3", FieldKind.TIME: "06:30", FieldKind.DATE: "2026-11-24", FieldKind.YESNO: "no",
             FieldKind.TEXT: "Sedan i våras", FieldKind.LONG: "Det började när jag bytte jobb."}  # fmt: skip
    if field.options:
        return field.options[0].id
    return fixed.get(field.kind, f"{field.min or 1:g}")


def finish_module(cast: CareCast, enrollment: Enrollment, number: int) -> str:
    """Do every step of a module but the ratings through the pages; returns the module's address."""
    browser = cast.browser(cast.anna)
    base = f"/program/{enrollment.public_id}/{number}"
    for step in PROGRAM.get_module(number).steps:
        if step.kind is StepKind.RATING:
            continue
        window = {"f.rise": "06:30", "f.agree": "yes"} if step.kind is StepKind.WINDOW else {}
        form = filled_form(step) | window | {"form_key": new_public_id()}
        answer = browser.post(f"{base}/{step.id}", data=form)
        assert answer.status_code == 302, (step.id, answer.status_code, answer.get_data(as_text=True)[:3000])
    return base
