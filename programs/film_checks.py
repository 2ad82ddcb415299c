"""Checks films before they are published: that they can be read, and that their captions can be followed."""

from collections.abc import Iterator
from pathlib import Path

from core.language import _l
from programs.captions import Cue
from programs.film_files import DiskFolder, FilmFolder, Loaded, load_film
from programs.film_schema import FILE
from programs.problems import ContentError, Problem
from programs.reading import MOST_LIX, is_hard, reading_level
from programs.yaml_files import find_row

MOST_A_SECOND = 15
"""Letters of a caption for each second that it stands; more than that is hurried reading on a small screen."""
MOST_LETTERS = 110
"""Three lines under the picture of a phone that is 360 wide."""
TOO_LONG = _l("Texten har %(letters)s tecken men högst %(most)s får plats: %(given)s")
TOO_FAST = _l("Texten har %(letters)s tecken men står bara %(seconds)s sekunder. Korta den, eller låt den stå längre.")
SAME = _l("Den engelska texten är den svenska. Översätt: %(given)s")
HARD = _l("Filmens texter har LIX %(lix)s. Det ska vara under %(most)s: kortare meningar, kortare ord.")


def check_film(source: FilmFolder | Path) -> Iterator[Problem]:
    """Yield what is wrong with one film, told from the folder of films or of the program."""
    folder: FilmFolder = DiskFolder(source) if isinstance(source, Path) else source
    try:
        loaded = load_film(folder)
    except ContentError as problem:
        yield from problem.problems
        return
    place = f"{folder.name}/{FILE}"
    yield from (Problem(place, SAME, 0, {"given": text[:40]}) for text in _untranslated(loaded))
    for language, cues in loaded.captions.items():
        for number, cue in enumerate(cues):
            yield from _check_cue(cue, *_where(loaded, folder, language, number))
    if is_hard(text := swedish_of(loaded)):
        yield Problem(place, HARD, 0, {"lix": f"{reading_level(text):.0f}", "most": MOST_LIX})


def _where(loaded: Loaded, folder: FilmFolder, language: str, number: int) -> tuple[str, int]:
    if loaded.names:
        return f"{folder.name}/{loaded.names[f'{language}.vtt']}", 0
    return f"{folder.name}/{FILE}", find_row(loaded.text, ("scenes", number, "caption", language))


def _check_cue(cue: Cue, place: str, row: int) -> Iterator[Problem]:
    letters, seconds = len(cue.text), cue.end - cue.start
    if letters > MOST_LETTERS:
        yield Problem(place, TOO_LONG, row, {"letters": letters, "most": MOST_LETTERS, "given": cue.text[:40]})
    elif letters > seconds * MOST_A_SECOND:
        yield Problem(place, TOO_FAST, row, {"letters": letters, "seconds": f"{seconds:g}"})


def _untranslated(loaded: Loaded) -> Iterator[str]:
    for pair in (loaded.film.title, loaded.film.description, *(scene.caption for scene in loaded.film.scenes)):
        if pair.sv == pair.en:
            yield pair.en


def swedish_of(loaded: Loaded) -> str:
    """Return the Swedish of a film's captions and description, each as a paragraph of its own."""
    return "\n\n".join([loaded.film.description.sv, *(cue.text for cue in loaded.captions["sv"])])
