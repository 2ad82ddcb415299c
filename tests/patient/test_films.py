"""The film step's pages and files: shown, done, sent in parts, and only to whom it belongs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.ids import new_public_id
from programs.films import FILMS, get_film, list_films
from programs.models import Enrollment
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast, count_statements
from tests.programs.film_ground import MP4, forget, use_films_of, write_video

STEP = "film_drivkrafter"


@pytest.fixture
def enrollment(sqlite_cast: CareCast) -> Enrollment:
    """Anna in the sleep program, with the film of week 1 open and that of week 3 locked."""
    return enroll_sleep(sqlite_cast)


@pytest.fixture
def video(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The film of week 1 as a video instead of a drawing."""
    write_video(tmp_path / "sleep_drive")
    use_films_of(tmp_path, monkeypatch)
    yield
    forget()


def address(enrollment: Enrollment, more: str = "") -> str:
    """Return the address of the film step."""
    return f"/program/{enrollment.public_id}/1/{STEP}{more}"


def test_the_page_holds_the_film_its_words_and_a_way_on(sqlite_cast: CareCast, enrollment: Enrollment) -> None:
    page = sqlite_cast.browser(sqlite_cast.anna).get(address(enrollment)).get_data(as_text=True)
    film = get_film("sleep_drive").film
    assert all(scene.caption.sv in page for scene in film.scenes)
    assert film.description.sv in page
    assert "Film utan ljud, 48 sekunder" in page
    assert "style=" not in page


def test_the_page_keeps_within_six_statements(sqlite_cast: CareCast, enrollment: Enrollment) -> None:
    browser = sqlite_cast.browser(sqlite_cast.anna)
    for more in ("", "?pictures=all", "/film/sv.vtt"):
        with count_statements(sqlite_cast.database) as seen:
            browser.get(address(enrollment, more)).close()
        assert len(seen) <= 6, (more, seen)


def test_all_pictures_are_shown_on_one_page(sqlite_cast: CareCast, enrollment: Enrollment) -> None:
    page = sqlite_cast.browser(sqlite_cast.anna).get(address(enrollment, "?pictures=all")).get_data(as_text=True)
    assert page.count('viewBox="0 0 360 270"') == len(get_film("sleep_drive").film.scenes)
    assert "<animate" not in page


def test_a_seen_film_is_done_and_leads_on(sqlite_cast: CareCast, enrollment: Enrollment) -> None:
    browser = sqlite_cast.browser(sqlite_cast.anna)
    answer = browser.post(address(enrollment), data={"form_key": new_public_id()})
    assert answer.location == f"/program/{enrollment.public_id}/1/somnbehov"
    assert "form=\"step\"" not in browser.get(address(enrollment)).get_data(as_text=True)


def test_captions_of_a_drawing_are_given_as_webvtt(sqlite_cast: CareCast, enrollment: Enrollment) -> None:
    answer = sqlite_cast.browser(sqlite_cast.anna).get(address(enrollment, "/film/en.vtt"))
    assert answer.mimetype == "text/vtt"
    assert answer.get_data(as_text=True).startswith("WEBVTT\n\n00:00:00.000 --> 00:00:07.000\nWhen you wake")
    answer.close()


@pytest.mark.usefixtures("video")
def test_a_video_is_sent_in_the_parts_that_are_asked_for(sqlite_cast: CareCast, enrollment: Enrollment) -> None:
    browser = sqlite_cast.browser(sqlite_cast.anna)
    page = browser.get(address(enrollment)).get_data(as_text=True)
    assert 'preload="metadata" playsinline' in page
    assert f'src="{address(enrollment, "/film/film.mp4")}" type="video/mp4"' in page
    assert 'srclang="sv" label="Svenska"' in page
    answer = browser.get(address(enrollment, "/film/film.mp4"), headers={"Range": "bytes=4-7"})
    assert (answer.status_code, answer.mimetype, answer.data) == (206, "video/mp4", b"ftyp")
    assert answer.headers["Content-Range"] == f"bytes 4-7/{len(MP4)}"
    answer.close()


@pytest.mark.usefixtures("video")
def test_a_file_that_the_film_has_not_is_not_found(sqlite_cast: CareCast, enrollment: Enrollment) -> None:
    browser = sqlite_cast.browser(sqlite_cast.anna)
    for file in ("film.webm", "film.yaml", "..%2ffilm.yaml"):
        assert browser.get(address(enrollment, f"/film/{file}")).status_code == 404, file


@pytest.mark.parametrize("step", ["drivkrafter", "nothing"])
def test_a_step_without_a_film_has_no_file(sqlite_cast: CareCast, enrollment: Enrollment, step: str) -> None:
    path = f"/program/{enrollment.public_id}/1/{step}/film/sv.vtt"
    assert sqlite_cast.browser(sqlite_cast.anna).get(path).status_code == 404


def test_a_locked_film_is_not_sent(sqlite_cast: CareCast, enrollment: Enrollment) -> None:
    path = f"/program/{enrollment.public_id}/3/film_fonster/film/sv.vtt"
    assert sqlite_cast.browser(sqlite_cast.anna).get(path).status_code == 404


def test_every_film_is_short_enough_for_a_phone_on_a_slow_net() -> None:
    for name in list_films():
        assert (FILMS / name / "drawing.svg").stat().st_size < 40_000, name
