"""The films of the programs: a drawing that moves or a video, its captions and its words in both languages.

A film is a folder of ``programs/films``: ``film.yaml`` and either ``drawing.svg`` or the files that it names.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

from pydantic import Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from core.errors import NotFoundError
from core.language import LANGUAGES
from programs.captions import Cue, read_captions, write_captions
from programs.drawings import DrawingError, fill_words, read_drawing, stop_at, to_html
from programs.library import ContentError
from programs.schema import Frozen, Words

FILMS = Path(__file__).resolve().parent / "films"
MOST_BYTES = 100 * 1024 * 1024
"""A video over this takes minutes on a phone; make it shorter or smaller."""
BEFORE_END = 0.05
"""Seconds: a scene's still is taken just before the next one begins."""
FILE_TYPES = {"film.mp4": "video/mp4", "film.webm": "video/webm", "sv.vtt": "text/vtt", "en.vtt": "text/vtt"}
"""The files a film is asked for by, whatever they are called on disk."""


class Scene(Frozen):
    """What is said while a part of the drawing moves, in seconds from the beginning."""

    start: float = Field(alias="from", ge=0)
    end: float = Field(alias="to", gt=0)
    caption: Words

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Scene":
        if self.end <= self.start:
            raise ValueError(f"the scene from {self.start:g} to {self.end:g} must end after it begins")
        return self


class Video(Frozen):
    """The files of a film that is not drawn here; the names are those on disk, beside film.yaml."""

    mp4: str | None = Field(default=None, pattern=r"^[a-z0-9_-]+\.mp4$")
    webm: str | None = Field(default=None, pattern=r"^[a-z0-9_-]+\.webm$")
    captions: Words
    transcript: Words | None = None

    @model_validator(mode="after")
    def _has_a_file(self) -> "Video":
        if not self.mp4 and not self.webm:
            raise ValueError("a video needs mp4 or webm")
        for name in (self.captions.sv, self.captions.en):
            if not name.endswith(".vtt") or Path(name).name != name:
                raise ValueError(f"{name}: captions are a .vtt file beside film.yaml")
        return self


class Film(Frozen):
    """One film.

    :param description: what the picture shows, for those who do not see it.
    :param words: what is written in the drawing, by name.
    :param poster: the second whose picture is shown before the film starts; the first scene's end when left out.
    """

    title: Words
    description: Words
    seconds: float = Field(ge=10, le=600)
    words: dict[str, Words] = Field(default={})
    scenes: tuple[Scene, ...] = Field(default=(), strict=False)
    poster: float | None = None
    video: Video | None = None

    @model_validator(mode="after")
    def _hangs_together(self) -> "Film":
        if bool(self.scenes) == bool(self.video):
            raise ValueError("a film has either scenes, for its drawing, or a video")
        for before, after in zip(self.scenes, self.scenes[1:], strict=False):
            if after.start < before.end:
                raise ValueError(f"the scene from {after.start:g} begins before the one before it ends")
        if self.scenes and self.scenes[-1].end > self.seconds:
            raise ValueError(f"the last scene ends at {self.scenes[-1].end:g}, after the film ({self.seconds:g})")
        return self


@dataclass(frozen=True)
class Loaded:
    """A film with what lies beside it, all of it read and checked.

    :param captions: per language.
    :param files: where each of FILE_TYPES lies on disk.
    """

    film: Film
    drawing: Element | None
    captions: dict[str, tuple[Cue, ...]]
    files: dict[str, Path]


@dataclass(frozen=True)
class ShownFilm:
    """A film in one language.

    :param drawing: the moving drawing as HTML; "" for a video.
    :param poster: the drawing standing still, before the film starts.
    :param types: content types of the video, by the name its file is asked for.
    """

    title: str
    description: str
    language: str
    seconds: float
    poster_at: float
    scenes: tuple[Cue, ...]
    transcript: str
    drawing: str
    poster: str
    types: dict[str, str]


def load_film(folder: Path) -> Loaded:
    """Read a film from its folder; raises ContentError with the file and what is wrong in it."""
    film = _read_film(folder / "film.yaml")
    if film.video:
        return _load_video(folder, film, film.video)
    path = folder / "drawing.svg"
    try:
        drawing = read_drawing(path.read_text(encoding="utf-8"), film.words)
    except OSError as problem:
        raise ContentError(f"{path}: the file is missing") from problem
    except (DrawingError, UnicodeDecodeError) as problem:
        raise ContentError(f"{path}: {problem}") from problem
    cues = {one: tuple(Cue(scene.start, scene.end, scene.caption.of(one)) for scene in film.scenes)
            for one in LANGUAGES}  # fmt: skip
    return Loaded(film, drawing, cues, {})


def _read_film(path: Path) -> Film:
    try:
        with path.open(encoding="utf-8") as file:
            return Film.model_validate(YAML(typ="safe").load(file))
    except OSError as problem:
        raise ContentError(f"{path}: the file is missing") from problem
    except (MarkedYAMLError, UnicodeDecodeError) as problem:
        raise ContentError(f"{path}: {problem}") from problem
    except ValidationError as problem:
        first = problem.errors()[0]
        raise ContentError(f"{path}: {' > '.join(str(part) for part in first['loc'])}: {first['msg']}") from problem


def _load_video(folder: Path, film: Film, video: Video) -> Loaded:
    names = {"film.mp4": video.mp4, "film.webm": video.webm, "sv.vtt": video.captions.sv, "en.vtt": video.captions.en}
    files = {word: folder / name for word, name in names.items() if name}
    for word, path in files.items():
        if not path.is_file():
            raise ContentError(f"{path}: the file is missing")
        if FILE_TYPES[word].startswith("video/"):
            _check_video(path, FILE_TYPES[word])
    return Loaded(film, None, {one: _read_cues(files[f"{one}.vtt"]) for one in LANGUAGES}, files)


def _check_video(path: Path, kind: str) -> None:
    """Look at the first bytes of a video, not at its name (ISO 14496-12 file type box, Matroska's EBML header)."""
    if path.stat().st_size > MOST_BYTES:
        raise ContentError(f"{path}: is over {MOST_BYTES // 1024 // 1024} MB; make it smaller")
    with path.open("rb") as file:
        head = file.read(64)
    is_right = head[4:8] == b"ftyp" if kind == "video/mp4" else head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head
    if not is_right:
        raise ContentError(f"{path}: is not a film of type {kind}, whatever it is called")


def _read_cues(path: Path) -> tuple[Cue, ...]:
    try:
        return read_captions(path.read_text(encoding="utf-8"))
    except ValueError as problem:
        raise ContentError(f"{path}: {problem}") from problem


def list_films() -> list[str]:
    """Return the names of all films."""
    return sorted(path.parent.name for path in FILMS.glob("*/film.yaml"))


@cache
def get_film(name: str) -> Loaded:
    """Return a film; raises NotFoundError when there is none of that name, ContentError when it is wrong."""
    if name not in list_films():
        raise NotFoundError
    return load_film(FILMS / name)


@cache
def show_film(name: str, language: str) -> ShownFilm:
    """Return a film in a language, ready for a page; drawn once per process."""
    loaded = get_film(name)
    film, scenes = loaded.film, loaded.captions[language]
    at = film.poster if film.poster is not None else scenes[0].end - BEFORE_END
    filled = _filled(name, language)
    return ShownFilm(
        title=film.title.of(language), description=film.description.of(language), language=language,
        seconds=film.seconds, poster_at=at, scenes=scenes,
        transcript=film.video.transcript.of(language) if film.video and film.video.transcript else "",
        drawing=to_html(filled) if filled is not None else "",
        poster=to_html(stop_at(filled, at)) if filled is not None else "",
        types={word: FILE_TYPES[word] for word in loaded.files if word.startswith("film.")},
    )


@cache
def list_stills(name: str, language: str) -> tuple[str, ...]:
    """Return a picture of each scene of a drawn film, as it is when the scene ends; none for a video."""
    filled = _filled(name, language)
    if filled is None:
        return ()
    scenes = enumerate(get_film(name).film.scenes)
    return tuple(to_html(_own_ids(stop_at(filled, scene.end - BEFORE_END), f"s{number}")) for number, scene in scenes)


def _own_ids(drawing: Element, mark: str) -> Element:
    return fill_words(drawing, {}, mark)


def _filled(name: str, language: str) -> Element | None:
    loaded = get_film(name)
    if loaded.drawing is None:
        return None
    words = {word: said.of(language) for word, said in loaded.film.words.items()}
    return fill_words(loaded.drawing, words, f"{name.replace('_', '-')}-{language}")


def open_file(name: str, word: str) -> tuple[Path | BytesIO, str]:
    """Return a file of a film and its content type: a video, or captions in a language.

    :param word: one of FILE_TYPES.
    :raises NotFoundError: for an unknown film, or a file that it has not.
    """
    loaded = get_film(name)
    if word in loaded.files:
        return loaded.files[word], FILE_TYPES[word]
    language = word.removesuffix(".vtt")
    if language not in loaded.captions:
        raise NotFoundError
    return BytesIO(write_captions(loaded.captions[language]).encode()), FILE_TYPES[word]
