"""Checks films before they are published: that they can be read, and that their captions can be followed."""

from collections.abc import Iterator
from pathlib import Path

from programs.captions import Cue
from programs.films import Loaded, load_film
from programs.library import ContentError

MOST_A_SECOND = 15
"""Letters of a caption for each second that it stands; more than that is hurried reading on a small screen."""
MOST_LETTERS = 110
"""Three lines under the picture of a phone that is 360 wide."""


def check_film(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with one film: the file, from the folder of films on, and what."""
    place = folder.name
    try:
        loaded = load_film(folder)
    except ContentError as problem:
        where, _, text = str(problem).replace(f"{folder.parent}/", "").partition(": ")
        yield where, text
        return
    yield from ((f"{place}/film.yaml", text) for text in _check_languages(loaded))
    for language, cues in loaded.captions.items():
        yield from ((f"{place}/{_file(loaded, language)}", text) for cue in cues for text in _check_cue(cue))


def _file(loaded: Loaded, language: str) -> str:
    return loaded.files[f"{language}.vtt"].name if loaded.files else "film.yaml"


def _check_cue(cue: Cue) -> Iterator[str]:
    letters, seconds = len(cue.text), cue.end - cue.start
    if letters > MOST_LETTERS:
        yield f"the caption at {cue.start:g} s has {letters} letters, at most {MOST_LETTERS} fit: {cue.text[:40]}"
    if letters > seconds * MOST_A_SECOND:
        yield f"the caption at {cue.start:g} s stands {seconds:g} s, {letters} letters need longer: {cue.text[:40]}"


def _check_languages(loaded: Loaded) -> Iterator[str]:
    for pair in (loaded.film.title, loaded.film.description, *(scene.caption for scene in loaded.film.scenes)):
        if pair.sv == pair.en:
            yield f"the English is the Swedish: {pair.en[:40]}"


def swedish_of(loaded: Loaded) -> str:
    """Return the Swedish of a film's captions and description, each as a paragraph of its own."""
    return "\n\n".join([loaded.film.description.sv, *(cue.text for cue in loaded.captions["sv"])])
