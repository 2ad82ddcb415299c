"""Reads a film from its folder: ``film.yaml`` and either ``drawing.svg`` or a video with its captions."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from pydantic import ValidationError

from core.language import LANGUAGES, _l
from programs.captions import Cue, read_captions
from programs.drawings import DrawingError, read_drawing
from programs.film_schema import FILE, Film, Video
from programs.plain_errors import say_refusals
from programs.problems import ContentError, Problem
from programs.yaml_files import YamlProblem, find_row, read_yaml

DRAWING = "drawing.svg"
MOST_BYTES = 100 * 1024 * 1024
"""A video over this takes minutes on a phone."""
FILE_TYPES = {"film.mp4": "video/mp4", "film.webm": "video/webm", "sv.vtt": "text/vtt", "en.vtt": "text/vtt"}
"""The files a film is asked for by, whatever they are called on disk."""

NO_FILE = _l("Filen saknas. Lägg den bredvid film.yaml.")
NOT_TEXT = _l("Filen är inte skriven i UTF-8. Spara den som UTF-8.")
EITHER = _l("En film har antingen scenes, för sin teckning, eller video. Skriv ett av dem.")
BACKWARDS = _l("Scenen slutar innan den har börjat. Skriv from före to.")
OVERLAP = _l("Scenen börjar vid %(start)s, men den före slutar vid %(end)s. Låt scenerna följa på varandra.")
BEYOND = _l("Scenen slutar vid %(end)s, men filmen är %(seconds)s sekunder. Ändra to eller seconds.")
NEEDS_VIDEO = _l("En video behöver mp4 eller webm. Skriv filens namn.")
BAD_NAME = _l("%(name)s duger inte här. Skriv ett filnamn utan mappar som slutar på %(ending)s.")
TOO_LARGE = _l("Filen är större än %(most)s MB. Gör filmen mindre.")
NOT_VIDEO = _l("Filen är ingen film av sorten %(kind)s, vad den än heter. Spara om den.")


@dataclass(frozen=True)
class Loaded:
    """A film with what lies beside it, all of it read and checked.

    :param captions: per language.
    :param files: where each of FILE_TYPES lies on disk; none for a drawing.
    :param text: film.yaml as it is written.
    """

    film: Film
    drawing: Element | None
    captions: dict[str, tuple[Cue, ...]]
    files: dict[str, Path]
    text: str


def load_film(folder: Path) -> Loaded:
    """Read a film from its folder; raises ContentError with the file and what is wrong in it."""
    text = _read(folder / FILE)
    film = _read_film(f"{folder.name}/{FILE}", text)
    problems = [Problem(f"{folder.name}/{FILE}", sentence, find_row(text, loc), places)
                for loc, sentence, places in _wrong_in(film)]  # fmt: skip
    if problems:
        raise ContentError(problems)
    if film.video:
        return _load_video(folder, film, film.video, text)
    cues = {one: tuple(Cue(scene.start, scene.end, scene.caption.of(one)) for scene in film.scenes)
            for one in LANGUAGES}  # fmt: skip
    return Loaded(film, _load_drawing(folder / DRAWING, film), cues, {}, text)


def _place(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise ContentError([Problem(_place(path), NO_FILE)]) from problem
    except UnicodeDecodeError as problem:
        raise ContentError([Problem(_place(path), NOT_TEXT)]) from problem


def _read_film(place: str, text: str) -> Film:
    try:
        return Film.model_validate(read_yaml(place, text))
    except YamlProblem as problem:
        raise ContentError([problem.problem]) from problem
    except ValidationError as problem:
        raise ContentError(say_refusals(Film, problem, place, text)) from problem


def _wrong_in(film: Film) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, object]]]:
    """Yield what the shape alone cannot know: where, the sentence and its places."""
    if bool(film.scenes) == bool(film.video):
        yield (), EITHER, {}
    end = 0.0
    for number, scene in enumerate(film.scenes):
        if scene.end <= scene.start:
            yield ("scenes", number), BACKWARDS, {}
        if scene.start < end:
            yield ("scenes", number), OVERLAP, {"start": f"{scene.start:g}", "end": f"{end:g}"}
        if scene.end > film.seconds:
            yield ("scenes", number), BEYOND, {"end": f"{scene.end:g}", "seconds": f"{film.seconds:g}"}
        end = scene.end
    if film.video and not (film.video.mp4 or film.video.webm):
        yield ("video",), NEEDS_VIDEO, {}
    for name, ending in _names_in(film.video) if film.video else ():
        if Path(name).name != name or not name.endswith(ending):
            yield ("video",), BAD_NAME, {"name": name[:60], "ending": ending}


def _names_in(video: Video) -> list[tuple[str, str]]:
    named = ((video.mp4, ".mp4"), (video.webm, ".webm"), (video.captions.sv, ".vtt"), (video.captions.en, ".vtt"))
    return [(name, ending) for name, ending in named if name]


def _load_drawing(path: Path, film: Film) -> Element:
    try:
        return read_drawing(_read(path), film.words)
    except DrawingError as problem:
        raise ContentError([Problem(_place(path), problem.sentence, 0, problem.places)]) from problem


def _load_video(folder: Path, film: Film, video: Video, text: str) -> Loaded:
    names = {"film.mp4": video.mp4, "film.webm": video.webm, "sv.vtt": video.captions.sv, "en.vtt": video.captions.en}
    files = {word: folder / name for word, name in names.items() if name}
    problems = [problem for word, path in files.items() for problem in _wrong_with(path, FILE_TYPES[word])]
    if problems:
        raise ContentError(problems)
    return Loaded(film, None, {one: _read_cues(files[f"{one}.vtt"]) for one in LANGUAGES}, files, text)


def _wrong_with(path: Path, kind: str) -> Iterator[Problem]:
    """Look at the first bytes of a video, not at its name (ISO 14496-12 file type box, Matroska's EBML header)."""
    if not path.is_file():
        yield Problem(_place(path), NO_FILE)
        return
    if path.stat().st_size > MOST_BYTES:
        yield Problem(_place(path), TOO_LARGE, 0, {"most": MOST_BYTES // 1024 // 1024})
    with path.open("rb") as file:
        head = file.read(64)
    is_mp4, is_webm = head[4:8] == b"ftyp", head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head
    if not {"video/mp4": is_mp4, "video/webm": is_webm}.get(kind, True):
        yield Problem(_place(path), NOT_VIDEO, 0, {"kind": kind})


def _read_cues(path: Path) -> tuple[Cue, ...]:
    try:
        return read_captions(_read(path))
    except ValueError as problem:
        raise ContentError([Problem(_place(path), str(problem))]) from problem
