"""Checks the program library before it is published: files, languages, references and how hard the Swedish is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import NotFoundError
from core.language import LANGUAGES
from programs.library import CONTENT, ContentError, load_program
from programs.schema import Frozen, Module, Program, Words
from ratings.instruments import get_instrument

MOST_LIX = 40
"""Newspapers lie between 40 and 50; what patients read should be easier (mockups/patient.md, Voice and tone)."""
LONG_WORD = 7
FEWEST_WORDS = 40
"""A shorter text has too few sentences for the figure to mean anything; it is judged with the rest of its module."""
THERAPIST_ONLY = ("guide", "gate")


@dataclass(frozen=True)
class Problem:
    """Something to mend.

    :param place: file or folder, from the content folder on, and where in it.
    """

    place: str
    text: str

    @property
    def line(self) -> str:
        """The problem as one line."""
        return f"{self.place}: {self.text}"


@dataclass(frozen=True)
class Checked:
    """One version of a program and what is wrong with it."""

    name: str
    problems: tuple[Problem, ...]


def check_library(content: Path = CONTENT) -> list[Checked]:
    """Check every version of every program of a folder; a version that cannot be read is one problem."""
    folders = sorted(version for program in content.iterdir() if program.is_dir() for version in program.iterdir())
    return [
        Checked(f"{folder.parent.name} {folder.name}", tuple(check_version(folder, content)))
        for folder in folders
        if folder.is_dir()
    ]


def check_version(folder: Path, content: Path = CONTENT) -> Iterator[Problem]:
    """Yield what is wrong with one version of a program."""
    place = str(folder.relative_to(content))
    try:
        program = load_program(folder)
    except ContentError as problem:
        yield Problem(place, str(problem).replace(f"{content}/", ""))
        return
    if (program.id, program.version) != (folder.parent.name, folder.name):
        yield Problem(f"{place}/program.yaml", f"says {program.id} {program.version}; id and version name the folders")
    yield from _check_references(program, place)
    yield from _check_numbers(program, place)
    yield from _check_languages(folder, place)
    yield from _check_reading(folder, program, place)


def _check_references(program: Program, place: str) -> Iterator[Problem]:
    steps = [(f"{place}/m{module.number}", name) for module in program.modules for step in module.steps
             for name in step.instruments]
    times = [(f"{place}/program.yaml", name) for time in program.ratings for name in time.instruments]
    for where, name in (*steps, *times):
        try:
            get_instrument(name)
        except NotFoundError:
            yield Problem(where, f"there is no instrument {name}")


def _check_numbers(program: Program, place: str) -> Iterator[Problem]:
    numbers = [module.number for module in program.modules]
    if numbers != list(range(1, len(numbers) + 1)):
        yield Problem(f"{place}/program.yaml", f"modules are numbered {numbers}; they must be 1, 2, 3 and so on")
    for time in program.ratings:
        if time.module not in (0, *numbers):
            yield Problem(f"{place}/program.yaml", f"ratings name module {time.module}, which does not exist")
    for module in program.modules:
        for step_id in _repeated([step.id for step in module.steps]):
            yield Problem(f"{place}/m{module.number}/module.yaml", f"two steps are called {step_id}")
        for step in module.steps:
            for field_id in _repeated([field.id for field in step.fields]):
                yield Problem(f"{place}/m{module.number}/module.yaml", f"{step.id}: two fields are called {field_id}")


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _check_languages(folder: Path, place: str) -> Iterator[Problem]:
    """Every text file is there in both languages, is not empty, and is not the same in both."""
    for texts in sorted({path.parent.parent for path in folder.rglob("*.md")}):
        names = {path.name for language in LANGUAGES for path in (texts / language).glob("*.md")}
        where = place if texts == folder else f"{place}/{texts.relative_to(folder)}"
        for name in sorted(names):
            versions = [_read(texts / language / name) for language in LANGUAGES]
            missing = [language for language, text in zip(LANGUAGES, versions, strict=True) if not text.strip()]
            for language in missing:
                yield Problem(f"{where}/{language}/{name}", "the text is missing or empty")
            if not missing and versions[0] == versions[1]:
                yield Problem(f"{where}/en/{name}", "the text is the Swedish one; translate it")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _check_reading(folder: Path, program: Program, place: str) -> Iterator[Problem]:
    """Every Swedish text that patients read, one by one, and what stands in each module's own file together."""
    for path in sorted(folder.rglob("sv/*.md")):
        yield from _judge(f"{place}/{path.relative_to(folder)}", path.read_text(encoding="utf-8"))
    yield from _judge(f"{place}/program.yaml", _swedish_of(program, without=("modules", *THERAPIST_ONLY)))
    for module in program.modules:
        yield from _judge(f"{place}/m{module.number}/module.yaml", _swedish_of(module, without=THERAPIST_ONLY))


def _judge(place: str, text: str) -> Iterator[Problem]:
    if len(_words(text)) >= FEWEST_WORDS and (lix := reading_level(text)) >= MOST_LIX:
        yield Problem(place, f"LIX is {lix:.0f}, it must be under {MOST_LIX}: shorter sentences, shorter words")


def reading_level(text: str) -> float:
    """Return the LIX of a Swedish text: words per sentence plus the share of words over six letters, in percent.

    A heading, a list item and a line of a table count as sentences (Björnsson 1968: a sentence ends with a full
    stop, a colon, or a new heading).
    """
    words = _words(text)
    if not words:
        return 0.0
    long_words = sum(len(word) >= LONG_WORD for word in words)
    return len(words) / max(1, _count_sentences(text)) + 100 * long_words / len(words)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", re.sub(r"\{#?[^}]*\}|https?://\S+", " ", text))


def _count_sentences(text: str) -> int:
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+|#>]|\d+\.|!!!)\s?)|\|", text)
    pieces = (piece for block in blocks for piece in re.split(r"[.!?:]+(?=\s|$|[*_”\")])", block))
    return sum(bool(_words(piece)) for piece in pieces)


def _swedish_of(content: Program | Module, without: tuple[str, ...]) -> str:
    """Return the Swedish sentences of a piece of content, each as a paragraph of its own."""
    names = (name for name in type(content).model_fields if name not in without)
    return "\n\n".join(text for name in names for text in _walk(getattr(content, name)))


def _walk(value: object) -> Iterator[str]:
    if isinstance(value, Words):
        yield value.sv
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _walk(part)
