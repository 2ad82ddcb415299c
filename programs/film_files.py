"""Reads a film: ``film.yaml`` and either ``drawing.svg`` or a video with its captions, on disk or in a program."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from xml.etree.ElementTree import Element

from pydantic import ValidationError

from core.language import LANGUAGES, _l
from programs.captions import Cue, look_through
from programs.containers import ContainerError, look_into
from programs.drawings import DrawingError, read_drawing
from programs.film_schema import FILE, Film, Video
from programs.media import Media, read_pointer
from programs.plain_errors import say_refusals
from programs.problems import ContentError, Problem
from programs.shelf import Shelf
from programs.yaml_files import YamlProblem, find_row, read_yaml

DRAWING = "drawing.svg"
MOST_BYTES = 100 * 1024 * 1024
"""A video over this takes minutes on a phone."""
FILE_TYPES = {"film.mp4": "video/mp4", "film.webm": "video/webm", "sv.vtt": "text/vtt", "en.vtt": "text/vtt",
              "poster.jpg": "image/jpeg", "poster.png": "image/png"}  # fmt: skip
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


NOT_POSTER = _l("Filen är ingen bild av sorten %(kind)s, vad den än heter. Spara om den.")
LATE_CAPTION = _l("Texten slutar efter filmen, som är %(seconds)s sekunder. Ändra tiden, eller seconds i film.yaml.")


@dataclass(frozen=True)
class Loaded:
    """A film with what lies beside it, all of it read and checked.

    :param captions: per language.
    :param files: where each of FILE_TYPES lies, on disk or stored; none for a drawing.
    :param names: what the author calls each of them.
    :param text: film.yaml as it is written.
    """

    film: Film
    drawing: Element | None
    captions: dict[str, tuple[Cue, ...]]
    files: dict[str, Path | Media]
    names: dict[str, str]
    text: str


class FilmFolder(Protocol):
    """Where a film's files lie."""

    @property
    def name(self) -> str:
        """Where it is, as problems tell it."""
        ...

    def read(self, name: str) -> str | None:
        """Return the text of a file, or None; raises UnicodeDecodeError for what is no text."""
        ...

    def find(self, name: str) -> Path | Media | None:
        """Return where the bytes of a file are, or None."""
        ...


class DiskFolder:
    """A film's files in a folder on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, folder.name

    def read(self, name: str) -> str | None:
        """Return the text of a file, or None."""
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def find(self, name: str) -> Path | None:
        """Return where a file lies, or None."""
        path = self.folder / name
        return path if path.is_file() else None


class ShelfFolder:
    """A film's files among those of a program; the bytes of its video are stored elsewhere, by their hash."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        self._shelf, self.name = shelf, f"films/{name}"

    def read(self, name: str) -> str | None:
        """Return the text of a file, or None."""
        return self._shelf.read(f"{self.name}/{name}")

    def find(self, name: str) -> Media | None:
        """Return what a file points at, or None."""
        return read_pointer(self.read(name) or "")


def load_film(source: FilmFolder | Path) -> Loaded:
    """Read a film from its folder; raises ContentError with the file and what is wrong in it."""
    folder: FilmFolder = DiskFolder(source) if isinstance(source, Path) else source
    text = _read(folder, FILE)
    film = _read_film(_place(folder, FILE), text)
    problems = [Problem(_place(folder, FILE), sentence, find_row(text, loc), places)
                for loc, sentence, places in _wrong_in(film)]  # fmt: skip
    if problems:
        raise ContentError(problems)
    if film.video:
        return _load_video(folder, film, film.video, text)
    cues = {one: tuple(Cue(scene.start, scene.end, scene.caption.of(one)) for scene in film.scenes)
            for one in LANGUAGES}  # fmt: skip
    return Loaded(film, _load_drawing(folder, film), cues, {}, {}, text)


def _place(folder: FilmFolder, name: str) -> str:
    return f"{folder.name}/{name}"


def _read(folder: FilmFolder, name: str) -> str:
    try:
        text = folder.read(name)
    except UnicodeDecodeError as problem:
        raise ContentError([Problem(_place(folder, name), NOT_TEXT)]) from problem
    if text is None:
        raise ContentError([Problem(_place(folder, name), NO_FILE)])
    return text


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
    named = ((video.mp4, ".mp4"), (video.webm, ".webm"), (video.captions.sv, ".vtt"), (video.captions.en, ".vtt"),
             (video.poster, ".png" if (video.poster or "").endswith(".png") else ".jpg"))  # fmt: skip
    return [(name, ending) for name, ending in named if name]


def _load_drawing(folder: FilmFolder, film: Film) -> Element:
    try:
        return read_drawing(_read(folder, DRAWING), film.words)
    except DrawingError as problem:
        raise ContentError([Problem(_place(folder, DRAWING), problem.sentence, 0, problem.places)]) from problem


def _load_video(folder: FilmFolder, film: Film, video: Video, text: str) -> Loaded:
    named = {"film.mp4": video.mp4, "film.webm": video.webm, "sv.vtt": video.captions.sv, "en.vtt": video.captions.en,
             f"poster.{(video.poster or '')[-3:]}": video.poster}  # fmt: skip
    names = {word: name for word, name in named.items() if name}
    captions, problems = {}, []
    for language in LANGUAGES:
        captions[language], wrong = _read_cues(folder, names[f"{language}.vtt"], film.seconds)
        problems += wrong
    streams = {word: name for word, name in names.items() if not word.endswith(".vtt")}
    files = {word: folder.find(name) for word, name in streams.items()}
    for word, name in streams.items():
        problems += _wrong_with(_place(folder, name), files[word], FILE_TYPES[word])
    if problems:
        raise ContentError(problems)
    return Loaded(film, None, captions, {word: one for word, one in files.items() if one}, names, text)


def _wrong_with(place: str, file: Path | Media | None, kind: str) -> Iterator[Problem]:
    """Look at the bytes of a video or picture, not at its name; those that are stored were looked at when sent."""
    if file is None:
        yield Problem(place, NO_FILE)
        return
    size = file.size if isinstance(file, Media) else file.stat().st_size
    if size > MOST_BYTES:
        yield Problem(place, TOO_LARGE, 0, {"most": MOST_BYTES // 1024 // 1024})
    sentence = NOT_VIDEO if kind.startswith("video/") else NOT_POSTER
    try:
        found = file.kind if isinstance(file, Media) else _kind_of(file)
    except ContainerError as problem:
        yield Problem(place, str(problem))
        return
    if found != kind:
        yield Problem(place, sentence, 0, {"kind": kind})


def _kind_of(path: Path) -> str:
    file: BinaryIO
    with path.open("rb") as file:
        return look_into(file).kind


def _read_cues(folder: FilmFolder, name: str, seconds: float) -> tuple[tuple[Cue, ...], list[Problem]]:
    place = _place(folder, name)
    try:
        cues, wrong = look_through(_read(folder, name))
    except ContentError as problem:
        return (), list(problem.problems)
    problems = [Problem(place, one.sentence, one.row) for one in wrong]
    if not problems and cues[-1].end > seconds + 1:
        problems = [Problem(place, LATE_CAPTION, 0, {"seconds": f"{seconds:g}"})]
    return cues, problems
