"""The films of the programs: a drawing that moves or a video, its captions and its words in both languages.

A film is a folder of ``programs/films``, or of ``films`` in the program itself (read by programs/film_files.py); a
step names it, and a program's own film stands before one of the house by the same name.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

from markupsafe import Markup

from core.errors import NotFoundError
from programs.captions import Cue, write_captions
from programs.drawings import fill_words, stop_at, to_html
from programs.film_files import FILE_TYPES, Loaded, ShelfFolder, load_film
from programs.film_schema import FILE
from programs.media import Media
from programs.problems import ContentError
from programs.shelf import Shelf

FILMS = Path(__file__).resolve().parent / "films"
BEFORE_END = 0.05
"""Seconds: a scene's still is taken just before the next one begins."""


@dataclass(frozen=True)
class ShownFilm:
    """A film in one language.

    :param drawing: the moving drawing as HTML; "" for a video.
    :param poster: the drawing standing still, before the film starts.
    :param types: content types of the video, by the name its file is asked for.
    :param picture: the name that a video's poster is asked for by, or "".
    """

    title: str
    description: str
    language: str
    seconds: float
    poster_at: float
    scenes: tuple[Cue, ...]
    transcript: str
    drawing: Markup
    poster: Markup
    types: dict[str, str]
    picture: str = ""


def list_films() -> list[str]:
    """Return the names of all films."""
    return sorted(path.parent.name for path in FILMS.glob(f"*/{FILE}"))


@cache
def get_film(name: str) -> Loaded:
    """Return a film; raises NotFoundError when there is none of that name, ContentError when it is wrong."""
    if name not in list_films():
        raise NotFoundError
    return load_film(FILMS / name)


@cache
def show_film(name: str, language: str) -> ShownFilm:
    """Return a film of the house in a language, ready for a page; drawn once per process."""
    return _show(get_film(name), name, language)


def _show(loaded: Loaded, name: str, language: str) -> ShownFilm:
    film, scenes = loaded.film, loaded.captions[language]
    at = film.poster if film.poster is not None else scenes[0].end - BEFORE_END
    filled = _filled(loaded, name, language)
    return ShownFilm(
        title=film.title.of(language), description=film.description.of(language), language=language,
        seconds=film.seconds, poster_at=at, scenes=scenes,
        transcript=film.video.transcript.of(language) if film.video and film.video.transcript else "",
        drawing=to_html(filled) if filled is not None else Markup(),
        poster=to_html(stop_at(filled, at)) if filled is not None else Markup(),
        types={word: FILE_TYPES[word] for word in loaded.files if word.startswith("film.")},
        picture=next((word for word in loaded.files if word.startswith("poster.")), ""),
    )


@cache
def list_stills(name: str, language: str) -> tuple[Markup, ...]:
    """Return a picture of each scene of a drawn film, as it is when the scene ends; none for a video."""
    return _stills(get_film(name), name, language)


def _stills(loaded: Loaded, name: str, language: str) -> tuple[Markup, ...]:
    filled = _filled(loaded, name, language)
    if filled is None:
        return ()
    stills = (stop_at(filled, scene.end - BEFORE_END) for scene in loaded.film.scenes)
    return tuple(to_html(fill_words(still, {}, f"s{number}")) for number, still in enumerate(stills))


def _filled(loaded: Loaded, name: str, language: str) -> Element | None:
    if loaded.drawing is None:
        return None
    words = {word: said.of(language) for word, said in loaded.film.words.items()}
    return fill_words(loaded.drawing, words, f"{name.replace('_', '-')}-{language}")


class Films:
    """The films that the steps of one program may show: its own first, then those of the house.

    What is wrong with a film of its own keeps it from being published; a draft shows no such film.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._own: dict[str, Loaded] = {}
        self._shown: dict[tuple[str, str], ShownFilm] = {}
        self._stills: dict[tuple[str, str], tuple[Markup, ...]] = {}

    def get(self, name: str) -> Loaded:
        """Return a film; raises NotFoundError when there is none that can be shown."""
        if not is_own_film(self._shelf, name):
            return get_film(name)
        if name not in self._own:
            try:
                self._own[name] = load_film(ShelfFolder(self._shelf, name))
            except ContentError as problem:
                raise NotFoundError from problem
        return self._own[name]

    def show(self, name: str, language: str) -> ShownFilm:
        """Return a film in a language, drawn once; raises NotFoundError."""
        if not is_own_film(self._shelf, name):
            return show_film(name, language)
        if (name, language) not in self._shown:
            self._shown[name, language] = _show(self.get(name), name, language)
        return self._shown[name, language]

    def stills(self, name: str, language: str) -> tuple[Markup, ...]:
        """Return a picture of each scene of a drawn film; none for a video."""
        if not is_own_film(self._shelf, name):
            return list_stills(name, language)
        if (name, language) not in self._stills:
            self._stills[name, language] = _stills(self.get(name), name, language)
        return self._stills[name, language]

    def open_file(self, name: str, word: str) -> tuple[Path | BytesIO | Media, str]:
        """Return a file of a film and its content type: a video, its poster, or captions in a language.

        :param word: one of FILE_TYPES.
        :raises NotFoundError: for an unknown film, or a file that it has not.
        """
        return _open_file(self.get(name), word)


def is_own_film(shelf: Shelf, name: str) -> bool:
    """Tell whether a program has a film of this name itself."""
    return shelf.read(f"films/{name}/{FILE}") is not None


def list_own_films(shelf: Shelf) -> list[str]:
    """Return the names of a program's own films."""
    ends = f"/{FILE}"
    return [path.split("/")[1] for path in shelf.paths() if path.startswith("films/") and path.endswith(ends)]


def open_file(name: str, word: str) -> tuple[Path | BytesIO | Media, str]:
    """Return a file of a film of the house and its content type; raises NotFoundError."""
    return _open_file(get_film(name), word)


def _open_file(loaded: Loaded, word: str) -> tuple[Path | BytesIO | Media, str]:
    if word in loaded.files:
        return loaded.files[word], FILE_TYPES[word]
    if not word.endswith(".vtt") or word not in FILE_TYPES:
        raise NotFoundError
    language = word.removesuffix(".vtt")
    return BytesIO(write_captions(loaded.captions[language]).encode()), FILE_TYPES[word]
