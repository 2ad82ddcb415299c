"""Holds that a program is published deliberately: what differs is told first, and it costs the same for any number."""

import re

import pytest
from sqlalchemy import event, func, insert, select, update

from core.db import Database
from programs import releases_known
from programs.library import get_edition, get_program, list_versions
from programs.models import Enrollment, EnrollmentStatus, StepCompletion
from programs.release_models import ProgramRelease
from tests.clinician.author_ground import TEXT, Desk, sit_down
from tests.clinician.treatment_ground import start_treatment
from tests.plugins.cast import CareCast, count_statements, send

NEW = "En ny mening som alla ska se."


@pytest.fixture
def desk(care_cast: CareCast) -> Desk:
    """An author with a draft of the sleep program."""
    made = sit_down(care_cast)
    made.start()
    return made


@pytest.fixture
def anna(care_cast: CareCast) -> str:
    """Anna in the sleep program; the address of her module 1."""
    treatment = start_treatment(care_cast)
    return f"/program/{treatment.public_id}/1"


def say(desk: Desk, path: str = TEXT, text: str = NEW) -> None:
    """Put a sentence into a text."""
    assert desk.save(path, f"{text}\n\n{desk.text(path)}").status_code == 302


def add_field(desk: Desk) -> None:
    """Make the change that is more than words: one more field in module 1."""
    desk.change("m1/module.yaml", "      - id: started", "      - {id: extra, kind: yesno, label: {sv: A, en: B}}\n"
                "      - id: started")  # fmt: skip


def test_new_words_are_a_minor_version_and_patients_under_way_see_them(desk: Desk, anna: str) -> None:
    say(desk, "m1/sv/drivkrafter.md")
    page = desk.page("/publish")
    assert "Bara text ändras" in page
    assert "Inga regler ändras" in page
    before = desk.cast.browser(desk.cast.anna).get(f"{anna}/drivkrafter").get_data(as_text=True)
    assert NEW not in before
    assert desk.publish().status_code == 302
    assert desk.releases() == [(1, 1)]
    after = desk.cast.browser(desk.cast.anna).get(f"{anna}/drivkrafter").get_data(as_text=True)
    assert NEW in after


def test_more_than_words_is_a_new_version_that_patients_under_way_do_not_get(desk: Desk, anna: str) -> None:
    add_field(desk)
    page = desk.page("/publish")
    assert "Mer än text ändras" in page
    assert "fältet extra är nytt" in page
    assert desk.publish().status_code == 302
    assert desk.releases() == [(2, 0)]
    browser = desk.cast.browser(desk.cast.anna)
    assert 'name="f.extra"' not in browser.get(f"{anna}/somnhistoria").get_data(as_text=True)
    assert list_versions("sleep") == ["1", "2"]
    assert get_program("sleep", "2").version == "2"
    assert "extra" in [field.id for step in get_program("sleep", "2").modules[0].steps for field in step.fields]


def test_a_release_is_seen_by_another_process_from_its_next_page(desk: Desk, anna: str) -> None:
    """The other process knows nothing; the statement that finds the viewer tells it."""
    say(desk, "m1/sv/drivkrafter.md")
    desk.publish()
    releases_known.install_releases(desk.cast.database)
    page = desk.cast.browser(desk.cast.anna).get(f"{anna}/drivkrafter").get_data(as_text=True)
    assert NEW in page


def test_a_version_nobody_knew_of_is_found_at_once_also_without_a_viewer(desk: Desk) -> None:
    add_field(desk)
    desk.publish()
    releases_known.install_releases(desk.cast.database)
    assert get_program("sleep", "2").version == "2"


def test_a_page_asks_the_same_number_of_questions_with_releases_as_without(desk: Desk, anna: str) -> None:
    browser = desk.cast.browser(desk.cast.anna)
    browser.get(f"{anna}/drivkrafter")
    with count_statements(desk.cast.database) as before:
        browser.get(f"{anna}/drivkrafter")
    say(desk, "m1/sv/drivkrafter.md")
    desk.publish()
    browser.get(f"{anna}/drivkrafter")
    with count_statements(desk.cast.database) as after:
        browser.get(f"{anna}/drivkrafter")
    assert len(after) == len(before)


def test_what_differs_is_shown_line_by_line_with_more_than_colour(desk: Desk) -> None:
    first = desk.text().split("\n")[0]
    desk.save(TEXT, desk.text().replace(first, NEW, 1))
    page = desk.page("/publish")
    assert f"<ins>{NEW}</ins>" in page
    assert "<del>" in page
    assert "Borttagen rad:" in page
    assert re.search(r"LIX \d+ → \d+", page)


def test_a_rule_about_safety_stands_first_and_marked(desk: Desk) -> None:
    desk.change("m1/module.yaml", "raises: drowsy_driving, ", "")
    desk.change("m3/module.yaml", "vk5", "gad7") if "vk5" in desk.text("m3/module.yaml") else None
    page = desk.page("/publish")
    rules = page[page.index("Regler som ändras") :]
    assert "larmar inte längre" in rules
    assert rules.index("Säkerhet") < rules.index("larmar inte längre")


def test_a_draft_with_mistakes_or_without_news_is_not_published(desk: Desk) -> None:
    assert desk.publish().status_code == 422
    desk.change("m1/module.yaml", "minutes: 60", "minutes: många")
    assert desk.publish().status_code == 422
    desk.change("m1/module.yaml", "minutes: många", "minutes: 55")
    assert desk.publish(note=" ").status_code == 422
    assert desk.publish(note="x" * 501).status_code == 422
    assert desk.releases() == []
    assert desk.publish().status_code == 302
    assert desk.releases() == [(1, 1)]
    assert desk.publish().status_code == 409


def test_of_two_who_publish_the_second_is_told_and_compares_anew(desk: Desk) -> None:
    other = Desk(desk.cast, desk.author, desk.browser)
    other.start()
    say(other, text="Den andras mening.")
    say(desk)
    seen = re.search(r'name="seen" value="([^"]*)"', desk.page("/publish"))
    assert seen is not None
    assert other.publish().status_code == 302
    answer = send(desk.browser, f"{desk.draft}/publish", seen=seen[1], note="Min.")
    assert answer.status_code == 409
    assert desk.releases() == [(1, 1)]
    assert "Den andras mening." in desk.page("/publish")
    assert desk.publish().status_code == 302
    assert desk.releases() == [(1, 1), (1, 2)]


def test_those_who_still_have_version_1_get_its_words_mended_when_version_2_is_out(desk: Desk, anna: str) -> None:
    old = Desk(desk.cast, desk.author, desk.browser)
    old.start()
    add_field(desk)
    assert desk.publish().status_code == 302
    say(old, "m1/sv/drivkrafter.md")
    assert "Bara text ändras" in old.page("/publish")
    assert old.publish().status_code == 302
    assert desk.releases() == [(2, 0), (1, 1)]
    assert NEW in desk.cast.browser(desk.cast.anna).get(f"{anna}/drivkrafter").get_data(as_text=True)
    assert len(get_program("sleep", "2").modules) == 8
    assert NEW not in get_edition("sleep", "2").step_html(1, "drivkrafter", "sv")


def test_a_draft_that_others_have_overtaken_says_so_and_shows_what_it_takes_away(desk: Desk) -> None:
    late = Desk(desk.cast, desk.author, desk.browser)
    late.start()
    add_field(desk)
    desk.publish()
    late.change("m1/module.yaml", "required: true", "required: false")
    page = late.page("/publish")
    assert "Sedan dess har version 2.0 publicerats" in page
    assert "fältet extra är borttaget" in page


def test_a_note_that_is_refused_stays_in_its_box(desk: Desk) -> None:
    say(desk)
    assert "Macro" not in desk.page("/publish")
    answer = desk.publish(note="Ny text. " * 60)
    assert answer.status_code == 422
    assert "Ny text. Ny text." in answer.get_data(as_text=True)


def test_a_new_program_is_published_as_1_0_and_can_be_enrolled_in(care_cast: CareCast) -> None:
    desk = sit_down(care_cast)
    desk.draft = send(desk.browser, "/desk/drafts", **{"from": "nothing", "program": "lugn", "title": "Lugn"}).location
    assert desk.publish().status_code == 302
    assert desk.releases() == [(1, 0)]
    assert "Lugn" in care_cast.browser(care_cast.karin).get("/desk/library").get_data(as_text=True)


def test_a_release_whose_files_were_damaged_is_refused_whole_and_the_last_good_stays(desk: Desk) -> None:
    say(desk)
    desk.publish()
    with desk.cast.database.transaction() as session:
        session.execute(update(ProgramRelease).values(checksum="0" * 64))
    releases_known.install_releases(desk.cast.database)
    releases_known.look_for_releases()
    assert get_edition("sleep", "1").number == "1.0"


def make_enrolled(database: Database, first: Enrollment, count: int) -> None:
    """Enrol many more in the same program at the same place."""
    columns = {column.name: getattr(first, column.name) for column in Enrollment.__table__.columns}
    rows = [columns | {"id": None, "public_id": f"x{n:021d}"} for n in range(count)]
    for row in rows:
        del row["id"]
    with database.transaction() as session:
        session.execute(insert(Enrollment), rows)


def test_publishing_writes_the_same_rows_for_hundreds_as_for_one(desk: Desk, anna: str) -> None:
    """G13: no statement and no row for each who is enrolled; counted on both databases."""
    figures = []
    for more in (0, 800):
        if more:
            with desk.cast.database.transaction() as session:
                first = session.scalars(select(Enrollment)).one()
            make_enrolled(desk.cast.database, first, more)
            desk.start()
        say(desk, text=f"Mening {more}.")
        page = desk.page("/publish")
        written: list[int] = []

        def note(_c: object, cursor: object, statement: str, *_rest: object, rows: list[int] = written) -> None:
            if not statement.lstrip().upper().startswith("SELECT"):
                rows.append(max(0, cursor.rowcount))  # type: ignore[attr-defined]

        event.listen(desk.cast.database.engine, "after_cursor_execute", note)
        with count_statements(desk.cast.database) as seen:
            found = re.search(r'name="seen" value="([^"]*)"', page)
            assert found is not None
            assert send(desk.browser, f"{desk.draft}/publish", seen=found[1], note="Ny.").status_code == 302
        event.remove(desk.cast.database.engine, "after_cursor_execute", note)
        figures.append((len([one for one in seen if "FROM program_release" not in one]), len(written)))
        assert not [one for one in seen if re.match(r"\s*(UPDATE|INSERT INTO|DELETE FROM) enrollment\b", one)]
    assert figures[0] == figures[1]


def test_the_page_says_how_many_see_the_new_words_and_how_many_would_jump(desk: Desk, anna: str) -> None:
    with desk.cast.database.transaction() as session:
        first = session.scalars(select(Enrollment)).one()
        steps = [step.id for step in get_program("sleep", "1").get_module(1).steps]
        have = set(session.scalars(select(StepCompletion.step).where(StepCompletion.enrollment_id == first.id,
                                                                     StepCompletion.module == 1)))  # fmt: skip
    here = next(place for place, step in enumerate(steps, 1) if step not in have)
    at = steps[here - 1]
    make_enrolled(desk.cast.database, first, 3)
    kind = "sv/" + at + ".md"
    if f"m1/{kind}" in desk.page():
        say(desk, f"m1/{kind}")
        page = desk.page("/publish")
        assert f"vid steg 1.{here} ser den nya texten" in page
        assert "4 patienter" in page
    step = "  - {id: forst, kind: text, minutes: 1, title: {sv: F, en: E}}"
    desk.change("m1/module.yaml", "steps:\n", f"steps:\n{step}\n")
    for language, text in (("sv", "Hej på dig."), ("en", "Hello there.")):
        send(desk.browser, f"{desk.draft}/add", what="file", path=f"m1/{language}/forst.md")
        desk.save(f"m1/{language}/forst.md", text)
    page = desk.page("/publish")
    assert "skulle 1 hoppa" in page
    assert f"steg 1.{here} → steg 1.1" in page


def test_the_migration_is_counted_by_few_statements_however_many(desk: Desk, anna: str) -> None:
    say(desk)
    with count_statements(desk.cast.database) as few:
        desk.page("/publish")
    with desk.cast.database.transaction() as session:
        first = session.scalars(select(Enrollment)).one()
    make_enrolled(desk.cast.database, first, 300)
    with count_statements(desk.cast.database) as many:
        assert "301 patienter" in desk.page("/publish")
    assert len(few) == len(many) <= 6


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_step_can_be_looked_at_as_the_patient_sees_it(care_cast: CareCast, language: str) -> None:
    browser = care_cast.browser(care_cast.karin)
    program = get_program("sleep", "1")
    for module in program.modules:
        for step in module.steps:
            answer = browser.get(f"/desk/library/sleep/frame/{language}/{module.number}/{step.id}")
            page = answer.get_data(as_text=True)
            assert answer.status_code == 200, step.id
            assert f'<html lang="{language}"' in page
            assert step.title.of(language) in page.replace("&#39;", "'").replace("&#34;", '"')
            assert "<script" not in page
            assert "/program/forhands" not in page
            assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    with care_cast.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(Enrollment)) == 0


def test_only_the_page_around_and_the_one_inside_may_stand_in_a_frame(care_cast: CareCast) -> None:
    browser = care_cast.browser(care_cast.karin)
    around = browser.get("/desk/library/sleep/look/1/drivkrafter")
    assert "frame-src 'self'" in around.headers["Content-Security-Policy"]
    assert around.headers["X-Frame-Options"] == "DENY"
    assert around.get_data(as_text=True).count("<iframe") == 2
    plain = browser.get("/desk/library")
    assert "frame-src" not in plain.headers["Content-Security-Policy"]
    assert browser.get("/desk/library/sleep/frame/sv/1/nothing").headers["X-Frame-Options"] == "DENY"


def test_a_draft_is_looked_at_with_its_own_words_and_its_steps_lead_on(desk: Desk) -> None:
    say(desk, "m1/sv/drivkrafter.md")
    frame = desk.page("/frame/sv/1/drivkrafter")
    assert NEW in frame
    steps = [step.id for step in get_program("sleep", "1").get_module(1).steps]
    after = steps[steps.index("drivkrafter") + 1]
    assert f'"{desk.draft}/frame/sv/1/{after}"' in frame
    assert NEW not in desk.browser.get("/desk/library/sleep/frame/sv/1/drivkrafter").get_data(as_text=True)


def test_an_ended_treatment_is_not_counted(desk: Desk, anna: str) -> None:
    with desk.cast.database.transaction() as session:
        session.execute(update(Enrollment).values(status=EnrollmentStatus.ENDED))
    say(desk)
    assert "0 patienter" in desk.page("/publish")
