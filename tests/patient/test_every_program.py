"""Every KBT program of the library, walked by a patient and read by the clinician: each step, module and diary."""

from collections.abc import Iterator
from typing import Any

import pytest

from core.ids import new_public_id
from programs.chosen_steps import program_of
from programs.library import get_program, latest_version, list_program_ids
from programs.models import Enrollment, ModuleStatus, ModuleUnlock
from programs.schema import FieldDef, FieldKind, Program, Step, StepKind
from tests.patient.sleep_ground import START, enroll_sleep, sample
from tests.plugins.cast import CareCast, make_care_cast, send

pytestmark = pytest.mark.slow
WAYS = [
    pytest.param(name, track, word, id=f"{name}-{track or 'all'}-{word}")
    for name in list_program_ids()
    if (program := get_program(name, latest_version(name))).kind == "kbt"
    for track in [one.id for one in program.tracks] or [""]
    for word in ("yes", "no")
]
"""Every program on each of its tracks, with all parts on and yes to everything, and off and no to everything."""


@pytest.fixture
def both_faces(sqlite_url: str) -> Iterator[CareCast]:
    """The cast on SQLite, with the patient's pages and the desk."""
    cast = make_care_cast(sqlite_url)
    yield cast
    cast.database.engine.dispose()


def typed(field: FieldDef, word: str) -> str:
    """Return an answer that fits a field."""
    return word if field.kind is FieldKind.YESNO else sample(field)


def filled(fields: tuple[FieldDef, ...], word: str) -> dict[str, Any]:
    """Return a form with every field answered."""
    form: dict[str, Any] = {"then": "done", "form_key": new_public_id()}
    for field in fields:
        if field.kind in (FieldKind.ROWS, FieldKind.PLAN):
            form |= {f"f.{field.id}.0.{column.id}": typed(column, word) for column in field.columns}
        else:
            form[f"f.{field.id}"] = typed(field, word)
        if field.kind is FieldKind.PLAN:
            form |= {f"f.{field.id}.0.activity": "Promenad", f"f.{field.id}.0.day": "2026-11-25"}
    return form


def form_of(step: Step, word: str) -> dict[str, Any]:
    """Return what a patient sends in for a step."""
    if step.kind is StepKind.WINDOW:
        return {"f.rise": "06:30", "f.agree": "yes", "form_key": new_public_id()}
    quiz = {f"f.{one.id}": word for one in step.questions}
    return filled(step.fields, word) | quiz


def walk_module(cast: CareCast, enrollment: Enrollment, number: int, word: str) -> list[str]:
    """Do every step of a module as it appears, and send it in; returns the ids of the steps."""
    browser, base, done = cast.browser(cast.anna), f"/program/{enrollment.public_id}/{number}", []
    while left := [one for one in steps_of(cast, enrollment, number) if one.id not in done]:
        step = left[0]
        page = browser.get(f"{base}/{step.id}")
        assert page.status_code == 200, (step.id, page.status_code)
        done.append(step.id)
        if step.kind is not StepKind.RATING:
            answer = browser.post(f"{base}/{step.id}", data=form_of(step, word))
            assert answer.status_code == 302, (step.id, answer.get_data(as_text=True)[:3000])
    for path in (base, f"/program/{enrollment.public_id}/{number}/print"):
        assert browser.get(path).status_code == 200
    assert send(browser, f"{base}/submit").status_code == 302, number
    return done


def steps_of(cast: CareCast, enrollment: Enrollment, number: int) -> tuple[Step, ...]:
    """Return the steps of a module that the patient meets just now."""
    with cast.database.transaction() as session:
        return program_of(session.get_one(Enrollment, enrollment.id)).get_module(number).steps


def read(cast: CareCast, enrollment: Enrollment, number: int) -> None:
    """Let the clinician have read a module and opened the next."""
    with cast.database.transaction() as session:
        mine = session.query(ModuleUnlock).filter_by(enrollment_id=enrollment.id)
        mine.filter_by(module=number).update({"status": ModuleStatus.REVIEWED})
        if mine.filter_by(module=number + 1).first() is None:
            session.add(ModuleUnlock(enrollment_id=enrollment.id, module=number + 1, unlocked_at=cast.now))


def write_day(cast: CareCast, enrollment: Enrollment, program: Program, word: str) -> None:
    """Fill in a day of the program's own diary, when it has one, and look at the curve."""
    if program.diary_form is None:
        return
    browser, diary = cast.browser(cast.anna), f"/diary/{enrollment.public_id}"
    answer = browser.post(f"{diary}/{START}", data=filled(program.diary_form.fields, word))
    assert answer.status_code == 302, answer.get_data(as_text=True)[:3000]
    assert "Du har skrivit 1 av de senaste sju dagarna." in browser.get(diary).get_data(as_text=True)


def look(cast: CareCast, enrollment: Enrollment, path: str) -> None:
    """Let the clinician open a page of the treatment."""
    answer = cast.browser(cast.karin).get(f"/desk/enrollments/{enrollment.public_id}/{path}")
    assert answer.status_code == 200, path


@pytest.mark.parametrize(("name", "track", "word"), WAYS)
def test_a_patient_walks_through_the_whole_program_and_the_clinician_reads_it(
    both_faces: CareCast, name: str, track: str, word: str
) -> None:
    program = get_program(name, latest_version(name))
    enrollment = enroll_sleep(both_faces, program=name, track=track,
                              switched={part.id: word == "yes" for part in program.parts})  # fmt: skip
    write_day(both_faces, enrollment, program, word)
    for module in program.modules:
        assert walk_module(both_faces, enrollment, module.number, word)
        look(both_faces, enrollment, f"modules/{module.number}")
        read(both_faces, enrollment, module.number)
    look(both_faces, enrollment, "diary" if program.diary_form else f"modules/{program.modules[0].number}")
    overview = both_faces.browser(both_faces.karin).get(f"/desk/patients/{both_faces.anna.public_id}")
    assert overview.status_code == 200
