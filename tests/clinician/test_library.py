"""Holds that the library shows every program and every step in both languages, to clinicians and authors."""

from html import unescape

import pytest

from people.models import Role
from programs.films import get_film
from programs.library import list_programs
from tests.plugins.cast import CareCast, make_staff


def test_the_catalogue_says_for_whom_and_on_what_ground(care_cast: CareCast) -> None:
    page = care_cast.browser(care_cast.karin).get("/desk/library").get_data(as_text=True)
    for program in list_programs():
        assert program.title.sv in page
        assert program.audience.sv[:60] in page


def test_every_step_of_every_program_can_be_looked_at_in_both_languages(sqlite_cast: CareCast) -> None:
    browser = sqlite_cast.browser(sqlite_cast.karin)
    for program in list_programs():
        assert browser.get(f"/desk/library/{program.id}").status_code == 200
        for module in program.modules:
            for step in module.steps:
                answer = browser.get(f"/desk/library/{program.id}/{module.number}/{step.id}")
                page = answer.get_data(as_text=True)
                assert answer.status_code == 200, step.id
                assert 'lang="sv"' in page
                assert 'lang="en"' in page


@pytest.mark.parametrize("path", ["nothing", "sleep/99/quiz", "sleep/1/nothing", "..%2f..", "sleep/1/%00"])
def test_what_is_not_there_is_not_found(care_cast: CareCast, path: str) -> None:
    assert care_cast.browser(care_cast.karin).get(f"/desk/library/{path}").status_code == 404


@pytest.mark.parametrize(("role", "status"), [(Role.AUTHOR, 200), (Role.COORDINATOR, 403), (Role.SYSTEM_ADMIN, 403)])
def test_authors_read_the_library_and_others_do_not(care_cast: CareCast, role: Role, status: int) -> None:
    with care_cast.database.transaction() as session:
        colleague = make_staff(session, care_cast.unit, "Nils Alm", "", role)
    assert care_cast.browser(colleague).get("/desk/library").status_code == status


def test_a_film_is_shown_in_both_languages_with_its_captions_to_take_away(care_cast: CareCast) -> None:
    browser = care_cast.browser(care_cast.karin)
    path = "/desk/library/sleep/1/film_drivkrafter"
    page = browser.get(path).get_data(as_text=True)
    film = get_film("sleep_drive").film
    assert all(scene.caption.of(language) in page for scene in film.scenes for language in ("sv", "en"))
    for language in ("sv", "en"):
        assert f'href="{path}/film/{language}.vtt" download="sleep_drive.{language}.vtt"' in page
        answer = browser.get(f"{path}/film/{language}.vtt", headers={"Range": "bytes=0-5"})
        assert (answer.status_code, answer.mimetype, answer.data) == (206, "text/vtt", b"WEBVTT")
        answer.close()


@pytest.mark.parametrize(
    "path", ["drivkrafter/film/sv.vtt", "film_drivkrafter/film/film.mp4", "film_drivkrafter/film/sv"]
)
def test_a_file_that_no_film_has_is_not_found(care_cast: CareCast, path: str) -> None:
    assert care_cast.browser(care_cast.karin).get(f"/desk/library/sleep/1/{path}").status_code == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_module_can_be_read_whole_on_one_page(sqlite_cast: CareCast, language: str) -> None:
    browser = sqlite_cast.browser(sqlite_cast.karin)
    for program in list_programs():
        for module in program.modules:
            path = f"/desk/library/{program.id}/{module.number}/print?language={language}"
            answer = browser.get(path)
            page = unescape(answer.get_data(as_text=True))
            assert answer.status_code == 200, path
            assert f'<html lang="{language}"' in page
            for step in module.steps:
                assert f"<h2>{step.title.of(language)}</h2>" in page, (path, step.id)
                assert all(field.label.of(language) in page for field in step.fields), (path, step.id)
    assert browser.get("/desk/library/sleep/99/print").status_code == 404
    assert browser.get("/desk/library/nothing/1/print").status_code == 404
