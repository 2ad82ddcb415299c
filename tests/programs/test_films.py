"""Films are read whole or refused with a reason: drawings that only draw, captions to follow, real videos."""

import re
import shutil
from pathlib import Path

import pytest

from core.errors import NotFoundError
from core.language import LANGUAGES
from programs.captions import Cue, read_captions, write_captions
from programs.checks import check_library
from programs.drawings import DrawingError, fill_words, read_drawing, stop_at, to_html
from programs.film_files import load_film
from programs.films import FILMS, get_film, list_films, list_stills, open_file, show_film
from programs.library import CONTENT, list_programs
from programs.problems import ContentError
from tests.programs.film_ground import CAPTIONS, WEBM, write_video

ALL = (
    "depression_circle", "doing_first", "anxiety_curve", "panic_minutes", "sleep_drive", "sleep_window", "worry_loop",
    "worry_time", "stress_and_rest", "breathing_pace", "measure_pressure", "measure_glucose", "weigh_daily", "inhale",
    "pursed_lips",
)  # fmt: skip


def svg(inside: str = "") -> str:
    """Return a drawing of something."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 270">{inside}</svg>'


def test_every_film_is_there() -> None:
    assert set(list_films()) >= set(ALL)


@pytest.mark.parametrize("name", list_films())
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_film_of_ours_is_whole_in_both_languages(name: str, language: str) -> None:
    film, shown = get_film(name).film, show_film(name, language)
    assert 20 <= film.seconds <= 60
    assert all(word.of(language) in shown.drawing for word in film.words.values())
    assert "{" not in shown.drawing
    assert len(list_stills(name, language)) == len(film.scenes)
    assert not re.search("<(animate|set)", str(shown.poster) + "".join(list_stills(name, language)))
    assert [cue.start for cue in shown.scenes] == [scene.start for scene in film.scenes]


@pytest.mark.parametrize("name", list_films())
def test_nothing_in_a_drawing_is_beyond_its_film(name: str) -> None:
    loaded = get_film(name)
    assert loaded.drawing is not None
    begins = [float(move.get("begin", "0s")[:-1]) for move in loaded.drawing.iter() if move.get("attributeName")]
    assert max(begins) <= loaded.film.seconds
    assert loaded.film.scenes[-1].end == loaded.film.seconds


def test_two_languages_of_a_film_share_no_id() -> None:
    ids = [re.findall(r' id="([^"]+)"', show_film("sleep_drive", language).drawing) for language in LANGUAGES]
    assert ids[0]
    assert not set(ids[0]) & set(ids[1])


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<circle r="3" onclick="x()"/>', "onclick"),
        ('<circle r="3" style="fill:red"/>', "style"),
        ("<style>a{}</style>", "style"),
        ("<foreignObject/>", "foreignObject"),
        ('<a href="https://example.org"/>', "<a>"),
        ('<use href="https://example.org/x.svg#a"/>', "use"),
        ('<use href="#nothing"/>', "#nothing"),
        ('<image href="x.png"/>', "image"),
        ('<circle r="3" fill="#ff0000"/>', "tokens.css"),
        ('<circle r="3" fill="url(https://example.org/a)"/>', "tokens.css"),
        ('<circle r="3" fill="url(#gone)"/>', "#gone"),
        ('<circle id="a" r="3"/><circle id="a" r="4"/>', "id"),
        ('<text font-size="9">{hello}</text>', "18"),
        ("<text>Hej</text>", "Hej"),
        ("<text>{unknown}</text>", "unknown"),
        ("", "hello"),
        ('<text>{hello}<animate attributeName="href" values="a;b" begin="0s" dur="1s"/></text>', "href"),
        ('<text>{hello}<animate attributeName="opacity" values="0;1" begin="click" dur="1s"/></text>', "begin"),
        ('<text>{hello}<animate attributeName="opacity" values="0;1" begin="0s" dur="1s" repeatCount="indefinite"/>'
         "</text>",
         "repeatCount"),
        ('<text>{hello}<animate attributeName="opacity" values="0;1" begin="0s" dur="0s"/></text>', "dur"),
        ('<text>{hello}<animate attributeName="opacity" values="0;1;0" keyTimes="0;1" begin="0s" dur="1s"/></text>',
         "keyTimes"),
        ('<text>{hello}</text><path><animate attributeName="d" values="M0 0;M0" begin="0s" dur="1s"/></path>', "lika"),
        ("<g>", "XML"),
    ],
)  # fmt: skip
def test_a_drawing_that_does_more_than_draw_is_refused(inside: str, said: str) -> None:
    with pytest.raises(DrawingError, match=re.escape(said)):
        read_drawing(svg(inside), {"hello"})


@pytest.mark.parametrize("text", ['<!DOCTYPE svg [<!ENTITY a "b">]>' + svg(), "<div/>", svg().replace("360", "100")])
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(DrawingError):
        read_drawing(text, ())


def still(inside: str, second: float) -> str:
    """Return a drawing's HTML as it stands at a second."""
    return to_html(stop_at(read_drawing(svg(inside), ()), second))


@pytest.mark.parametrize(("second", "opacity"), [(0, "0"), (2, "0"), (3, "0.5"), (5, "1"), (7, "0.5"), (9, "0")])
def test_a_still_is_what_the_movements_make_of_it(second: float, opacity: str) -> None:
    fade = '<animate attributeName="opacity" values="{}" begin="{}s" dur="2s" fill="freeze"/>'
    moved = f'<g opacity="0">{fade.format("0;1", 2)}{fade.format("1;0", 6)}</g>'
    assert re.search(rf'opacity="{re.escape(opacity)}"', still(moved, second))


def test_a_still_follows_turns_rounds_and_what_is_not_kept() -> None:
    turn = 'attributeName="transform" type="rotate" values="0 5 5;90 5 5" begin="0s" dur="4s"'
    turn = f"<g><animateTransform {turn}/></g>"
    assert 'transform="rotate(45 5 5)"' in still(turn, 2)
    assert "transform" not in still(turn, 4)
    beat = 'attributeName="opacity" values="0;1;0" keyTimes="0;.25;1" begin="0s" dur="4s" repeatCount="3"'
    beat = f"<g><animate {beat}/></g>"
    assert 'opacity="1"' in still(beat, 9)
    assert 'visibility="hidden"' in still('<g><set attributeName="visibility" to="hidden" begin="1s"/></g>', 1)


def test_words_are_put_in_as_words() -> None:
    filled = fill_words(read_drawing(svg("<text>{hello}</text>"), {"hello"}), {"hello": "<b>&"}, "x")
    assert "&lt;b&gt;&amp;" in to_html(filled)


def test_captions_are_read_as_they_were_written() -> None:
    cues = (Cue(0, 4.5, "Hej och välkommen."), Cue(3725.25, 3730, "Slut."))
    assert read_captions(write_captions(cues)) == cues
    assert read_captions(CAPTIONS) == (Cue(0, 4.5, "Hej och välkommen."), Cue(5, 60, "Slut."))


@pytest.mark.parametrize("text", ["", "Hej", "WEBVTT\n", "WEBVTT\n\n00:05.000 --> 00:04.000\nHej\n"])
def test_what_is_no_captions_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_captions(text)


def test_a_video_brings_its_captions_as_transcript(tmp_path: Path) -> None:
    loaded = load_film(write_video(tmp_path / "told"))
    assert [cue.text for cue in loaded.captions["en"]] == ["Hej och välkommen.", "The end."]
    assert loaded.drawing is None


def test_a_video_is_known_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    folder = write_video(tmp_path / "told")
    (folder / "sleep.mp4").write_bytes(WEBM)
    with pytest.raises(ContentError, match=r"sleep\.mp4"):
        load_film(folder)
    text = (folder / "film.yaml").read_text(encoding="utf-8").replace("mp4: sleep.mp4", "webm: sleep.webm")
    (folder / "film.yaml").write_text(text, encoding="utf-8")
    (folder / "sleep.mp4").rename(folder / "sleep.webm")
    assert load_film(folder).files["film.webm"].name == "sleep.webm"


def test_an_unknown_film_or_file_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        get_film("..")
    with pytest.raises(NotFoundError):
        open_file("sleep_drive", "film.mp4")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: 7", "to: 8", "7"),
        ("seconds: 48", "seconds: 40", "48"),
        ("      en: \"When you wake, the sleep pressure is low.\"\n", "", "en"),
        ("När du vaknar är sömntrycket lågt.", "Sömnregleringens homeostatiska komponent förstärks. " * 4, "0"),
        ("När du vaknar är sömntrycket lågt.", "When you wake, the sleep pressure is low.", "When you wake"),
        ("pressure: {", "pressures: {", "pressure"),
    ],
)
def test_what_is_wrong_with_a_film_is_told_with_its_file(tmp_path: Path, old: str, new: str, said: str) -> None:
    shutil.copytree(FILMS / "sleep_drive", tmp_path / "sleep_drive")
    file = tmp_path / "sleep_drive/film.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    empty = tmp_path / "content"
    empty.mkdir()
    shutil.move(tmp_path / "sleep_drive", tmp_path / "films/sleep_drive")
    problems = [problem for one in check_library(empty, tmp_path / "films") for problem in one.problems]
    assert problems
    assert {problem.place.split("/")[1] for problem in problems} == {"sleep_drive"}
    assert any(said in problem.line for problem in problems)
    assert not any(str(tmp_path) in problem.line for problem in problems)


def test_hard_captions_are_told(tmp_path: Path) -> None:
    shutil.copytree(FILMS / "sleep_drive", tmp_path / "films/sleep_drive")
    file = tmp_path / "films/sleep_drive/film.yaml"
    hard = "Sömntrycket ackumuleras kontinuerligt under vakenhetstiden varje dygn"
    text = re.sub(r'^      sv: ".*"$', f'      sv: "{hard}"', file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")
    (tmp_path / "content").mkdir()
    problems = [one for film in check_library(tmp_path / "content", tmp_path / "films") for one in film.problems]
    assert any("LIX" in problem.line for problem in problems)


def test_a_step_that_names_no_film_is_told(tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "sleep", tmp_path / "sleep")
    file = tmp_path / "sleep/1/m1/module.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("film: sleep_drive", "film: gone"), encoding="utf-8")
    lines = [problem.line for one in check_library(tmp_path) for problem in one.problems]
    assert len(lines) == 1
    assert lines[0].startswith("sleep/1/m1/module.yaml")
    assert "gone" in lines[0]


def test_every_program_has_its_films() -> None:
    """Two in each KBT program, one in each monitoring program (requirements: film steps that are films)."""
    for program in list_programs():
        count = sum(step.film is not None for module in program.modules for step in module.steps)
        assert count >= (2 if program.kind == "kbt" else 1), program.id
