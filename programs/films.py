"""The films of the programs: a drawing that moves or a video, its captions and its words in both languages.

A film is a folder of ``programs/films`` (read by programs/film_files.py); a step names it.
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
from programs.film_files import FILE_TYPES, Loaded, load_film
from programs.film_schema import FILE

FILMS = Path(__file__).resolve().parent / "films"
BEFORE_END = 0.05
"""Seconds: a scene's still is taken just before the next one begins."""


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
    drawing: Markup
    poster: Markup
    types: dict[str, str]


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
    """Return a film in a language, ready for a page; drawn once per process."""
    loaded = get_film(name)
    film, scenes = loaded.film, loaded.captions[language]
    at = film.poster if film.poster is not None else scenes[0].end - BEFORE_END
    filled = _filled(name, language)
    return ShownFilm(
        title=film.title.of(language), description=film.description.of(language), language=language,
        seconds=film.seconds, poster_at=at, scenes=scenes,
        transcript=film.video.transcript.of(language) if film.video and film.video.transcript else "",
        drawing=to_html(filled) if filled is not None else Markup(),
        poster=to_html(stop_at(filled, at)) if filled is not None else Markup(),
        types={word: FILE_TYPES[word] for word in loaded.files if word.startswith("film.")},
    )


@cache
def list_stills(name: str, language: str) -> tuple[Markup, ...]:
    """Return a picture of each scene of a drawn film, as it is when the scene ends; none for a video."""
    filled = _filled(name, language)
    if filled is None:
        return ()
    stills = (stop_at(filled, scene.end - BEFORE_END) for scene in get_film(name).film.scenes)
    return tuple(to_html(fill_words(still, {}, f"s{number}")) for number, still in enumerate(stills))


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
    if not word.endswith(".vtt") or word not in FILE_TYPES:
        raise NotFoundError
    language = word.removesuffix(".vtt")
    return BytesIO(write_captions(loaded.captions[language]).encode()), FILE_TYPES[word]
