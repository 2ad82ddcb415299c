"""Holds that patients are moved on purpose, that no answer is altered, and that a move is taken back to the letter."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.audit import AuditEvent
from core.clock import FixedClock
from programs.chosen_steps import program_of
from programs.library import get_program
from programs.models import Enrollment, ExerciseAnswer, ExerciseRevision, ModuleUnlock, StepCompletion
from programs.release_models import EnrollmentMove
from tests.clinician.author_ground import Desk, sit_down
from tests.clinician.treatment_ground import Treatment, start_treatment, submit
from tests.plugins.cast import CareCast, count_statements, send

MOVE = "/desk/library/sleep/move"
RULES = "id: fem_regler, kind: text,"
ASKED = "show_if: {module: 1, step: screen, field: snore, is: true}"


@pytest.fixture
def anna(care_cast: CareCast) -> Treatment:
    """Anna, who has sent in module 1 of version 1."""
    treatment = start_treatment(care_cast)
    submit(treatment, 1)
    return treatment


def publish_second(cast: CareCast, *changes: tuple[str, str, str]) -> Desk:
    """Publish version 2: a field more in module 1, and further changes."""
    desk = sit_down(cast)
    desk.start()
    desk.change("m1/module.yaml", "      - id: started", "      - {id: extra, kind: yesno, label: {sv: A, en: B}}\n"
                "      - id: started")  # fmt: skip
    for path, old, new in changes:
        desk.change(path, old, new)
    assert desk.publish().status_code == 302
    assert desk.releases() == [(2, 0)]
    return desk


def rows_of(cast: CareCast) -> dict[str, list[Any]]:
    """Return everything of the treatment that a move might touch, as it is stored."""
    models = (ExerciseAnswer, ExerciseRevision, ModuleUnlock, StepCompletion, Enrollment)
    with cast.database.transaction() as session:
        return {
            model.__tablename__: [tuple(row) for row in session.execute(
                select(*(column for column in model.__table__.columns if column.name != "answered"))
                .order_by(model.__table__.c.id))]
            for model in models
        }  # fmt: skip


def move(cast: CareCast, treatment: Treatment, reason: str = "Ny version passar bättre.", **more: Any) -> int:
    """Move Anna to version 2 as Karin; returns the status."""
    fields = {"to": "2", "chosen": [treatment.public_id], "reason": reason} | more
    return send(cast.browser(cast.karin), MOVE, **fields).status_code


def undo(cast: CareCast) -> int:
    """Take the last move back as Karin; returns the status."""
    with cast.database.transaction() as session:
        last = session.scalars(select(EnrollmentMove).order_by(EnrollmentMove.id.desc()).limit(1)).one()
    return send(cast.browser(cast.karin), f"/desk/library/moves/{last.public_id}/undo").status_code


def test_publishing_moves_nobody_and_the_page_lists_who_may_be_moved(care_cast: CareCast, anna: Treatment) -> None:
    before = rows_of(care_cast)
    publish_second(care_cast)
    assert rows_of(care_cast) == before
    page = care_cast.browser(care_cast.karin).get(MOVE).get_data(as_text=True)
    assert "Anna Berg" in page
    assert "version 1" in page


def test_a_move_changes_the_version_and_nothing_else_and_is_logged(care_cast: CareCast, anna: Treatment) -> None:
    publish_second(care_cast)
    before = rows_of(care_cast)
    assert move(care_cast, anna) == 302
    after = rows_of(care_cast)
    assert {name for name in before if before[name] != after[name]} == {"enrollment"}
    with care_cast.database.transaction() as session:
        assert session.scalars(select(Enrollment.program_version)).one() == "2"
        made = session.scalars(select(EnrollmentMove)).one()
        assert (made.from_version, made.to_version, made.reason) == ("1", "2", "Ny version passar bättre.")
        logged = session.scalars(select(AuditEvent).where(AuditEvent.action == "enrollment.move")).one()
        assert logged.patient_id == care_cast.anna.id


def test_a_move_taken_back_leaves_everything_as_it_was(care_cast: CareCast, anna: Treatment) -> None:
    publish_second(care_cast, ("m2/module.yaml", RULES, f"{RULES} {ASKED},"))
    before = rows_of(care_cast)
    assert move(care_cast, anna) == 302
    assert undo(care_cast) == 302
    assert rows_of(care_cast) == before
    assert undo(care_cast) == 409


def test_what_is_answered_since_the_move_stays_when_it_is_taken_back(care_cast: CareCast, anna: Treatment) -> None:
    publish_second(care_cast)
    move(care_cast, anna)
    with care_cast.database.transaction() as session:
        one = session.scalars(select(Enrollment)).one()
        session.add(StepCompletion(enrollment_id=one.id, module=2, step="fem_regler", completed_at=care_cast.now))
    before = rows_of(care_cast)
    assert undo(care_cast) == 302
    after = rows_of(care_cast)
    assert after["step_completion"] == before["step_completion"]
    assert after["exercise_answer"] == before["exercise_answer"]


def test_a_text_read_in_another_module_is_read_there_too_and_goes_again_with_the_move(
    care_cast: CareCast, anna: Treatment
) -> None:
    text = next(step for step in get_program("sleep", "1").get_module(1).steps if step.id == "vid_liv")
    desk = sit_down(care_cast)
    desk.start()
    line = next(row for row in desk.text("m1/module.yaml").split("\n") if "id: vid_liv," in row)
    desk.change("m1/module.yaml", f"{line}\n", "")
    desk.change("m2/module.yaml", "steps:\n", f"steps:\n{line}\n")
    for language in ("sv", "en"):
        words = desk.text(f"m1/{language}/vid_liv.md")
        send(desk.browser, f"{desk.draft}/add", what="file", path=f"m2/{language}/vid_liv.md")
        desk.save(f"m2/{language}/vid_liv.md", words)
        send(desk.browser, f"{desk.draft}/remove", path=f"m1/{language}/vid_liv.md")
    assert desk.publish().status_code == 302
    before = rows_of(care_cast)
    assert any("vid_liv" in row for row in before["step_completion"])
    assert move(care_cast, anna) == 302
    with care_cast.database.transaction() as session:
        places = session.scalars(select(StepCompletion.module).where(StepCompletion.step == text.id)).all()
    assert sorted(places) == [1, 2]
    assert undo(care_cast) == 302
    assert rows_of(care_cast) == before


def test_a_new_condition_is_decided_by_answers_given_before_the_move(care_cast: CareCast, anna: Treatment) -> None:
    publish_second(care_cast, ("m2/module.yaml", RULES, f"{RULES} {ASKED},"))
    with care_cast.database.transaction() as session:
        given = session.scalars(select(ExerciseAnswer).where(ExerciseAnswer.step == "screen")).one()
        snores = given.answers["snore"] == "yes"
    move(care_cast, anna)
    with care_cast.database.transaction() as session:
        met = program_of(session.scalars(select(Enrollment)).one()).get_module(2).find_step("fem_regler")
    assert (met is not None) == snores


@pytest.mark.parametrize(
    "more", [{"reason": "  "}, {"reason": "x" * 301}, {"chosen": []}, {"chosen": [f"{n:022d}" for n in range(101)]}],
)
def test_a_move_without_reason_or_patients_is_refused_and_what_was_typed_stays(
    care_cast: CareCast, anna: Treatment, more: dict[str, Any]
) -> None:
    publish_second(care_cast)
    assert move(care_cast, anna, **more) == 422
    with care_cast.database.transaction() as session:
        assert session.scalars(select(Enrollment.program_version)).one() == "1"


def test_a_stranger_and_a_colleague_of_another_unit_move_nobody(care_cast: CareCast, anna: Treatment) -> None:
    publish_second(care_cast)
    fields: dict[str, Any] = {"to": "2", "chosen": [anna.public_id], "reason": "Därför."}
    for person in (care_cast.stranger, care_cast.sister_clinician):
        browser = care_cast.browser(person)
        assert send(browser, MOVE, **fields).status_code == 404
        assert "Anna Berg" not in browser.get(MOVE).get_data(as_text=True)
    assert move(care_cast, anna) == 302
    with care_cast.database.transaction() as session:
        made = session.scalars(select(EnrollmentMove.public_id)).one()
    stranger = care_cast.browser(care_cast.stranger)
    assert send(stranger, f"/desk/library/moves/{made}/undo").status_code == 404


def test_nobody_is_moved_to_a_version_shorter_than_he_has_come(care_cast: CareCast, anna: Treatment) -> None:
    desk = sit_down(care_cast)
    desk.start()
    before = desk.text("program.yaml")
    shorter = before.replace("m1, m2, m3, m4, m5, m6, m7, m8", "m1")
    assert shorter != before
    rows = shorter.split("\n")
    kept = "\n".join(row for row in rows if not row.strip().startswith("- {module: ") or "module: 1," in row)
    desk.save("program.yaml", kept.replace("goals_module: 2", "goals_module: 1"))
    for number in range(2, 9):
        send(desk.browser, f"{desk.draft}/remove", path=f"m{number}")
    assert desk.publish().status_code == 302, desk.page()
    with care_cast.database.transaction() as session:
        one = session.scalars(select(Enrollment)).one()
        session.add(ModuleUnlock(enrollment_id=one.id, module=2, unlocked_at=care_cast.now))
    assert move(care_cast, anna) == 422


def test_after_thirty_days_a_move_stays(care_cast: CareCast, anna: Treatment) -> None:
    publish_second(care_cast)
    move(care_cast, anna)
    with care_cast.database.transaction() as session:
        session.scalars(select(EnrollmentMove)).one().moved_at = care_cast.now - timedelta(days=31)
    assert isinstance(care_cast.clock, FixedClock)
    assert undo(care_cast) == 409


def test_many_are_moved_with_as_few_statements_as_one(care_cast: CareCast, anna: Treatment) -> None:
    publish_second(care_cast)
    with care_cast.database.transaction() as session:
        first = session.scalars(select(Enrollment)).one()
        columns = {column.name: getattr(first, column.name) for column in Enrollment.__table__.columns}
        session.add_all(Enrollment(**(columns | {"id": None, "public_id": f"m{n:021d}"})) for n in range(40))
    counts = []
    care_cast.browser(care_cast.karin).get(MOVE)
    for chosen in ([f"m{n:021d}" for n in range(39)], ["m" + "39".zfill(21)]):
        with count_statements(care_cast.database) as seen:
            assert move(care_cast, anna, chosen=chosen) == 302
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
    with care_cast.database.transaction() as session:
        versions = session.scalars(select(Enrollment.program_version)).all()
    assert sorted(versions) == ["1"] + ["2"] * 40


def test_a_frozen_answer_stays_with_the_version_and_the_words_it_was_given_to(
    care_cast: CareCast, anna: Treatment
) -> None:
    step = get_program("sleep", "1").get_module(1).find_step("screen")
    assert step is not None
    asked = step.fields[0].label.sv
    with care_cast.database.transaction() as session:
        kept = {one.id: one.answers for one in session.scalars(select(ExerciseRevision))}
        assert {one.program_version for one in session.scalars(select(ExerciseRevision))} == {"1.0"}
    publish_second(care_cast, ("m1/module.yaml", asked, "Helt nya ord?"))
    assert move(care_cast, anna) == 302
    karin = care_cast.browser(care_cast.karin)
    address = f"/desk/enrollments/{anna.public_id}/modules/1"
    page, sheet = (karin.get(f"{address}{more}").get_data(as_text=True) for more in ("", "/print"))
    for shown in (page, sheet):
        assert asked in shown
        assert "Helt nya ord?" not in shown
    assert "Svaren gavs till version 1.0." in page
    assert "Svar till version 1.0 av programmet, steget screen." in sheet
    with care_cast.database.transaction() as session:
        assert {one.id: one.answers for one in session.scalars(select(ExerciseRevision))} == kept
    with count_statements(care_cast.database) as seen:
        karin.get(f"{address}/print")
    assert len([one for one in seen if "exercise_revision" in one]) == 1


def test_an_answer_to_a_step_that_is_gone_can_still_be_read(care_cast: CareCast, anna: Treatment) -> None:
    screen = get_program("sleep", "1").get_module(1).find_step("screen")
    assert screen is not None
    publish_second(care_cast, ("m1/module.yaml", "  - id: screen\n", "  - id: screening\n"))
    assert move(care_cast, anna) == 302
    page = care_cast.browser(care_cast.karin).get(f"/desk/enrollments/{anna.public_id}/modules/1/print")
    text = page.get_data(as_text=True)
    assert text.count(screen.fields[0].label.sv) == 2, "as it is asked now, and as it was answered"
    assert "steget screen." in text
