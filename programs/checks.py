"""Checks the program library before it is published: files, languages, references and how hard the Swedish is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.language import _l
from programs.film_checks import check_film
from programs.films import FILMS
from programs.library import CONTENT
from programs.lint import look_over
from programs.loading import PROGRAM
from programs.problems import Problem
from programs.reading import MOST_LIX as MOST_LIX
from programs.reading import reading_level as reading_level
from programs.schema import Program
from programs.shelf import FolderShelf
from programs.yaml_files import find_row

OTHER_FOLDER = _l('%(name)s är %(said)s men mappen heter %(wanted)s. Skriv: %(name)s: "%(wanted)s"')


@dataclass(frozen=True)
class Checked:
    """One version of a program and what is wrong with it."""

    name: str
    problems: tuple[Problem, ...]


def check_library(content: Path = CONTENT, films: Path = FILMS) -> list[Checked]:
    """Check every version of every program of a folder, and every film; what cannot be read is one problem."""
    folders = sorted(version for program in content.iterdir() if program.is_dir() for version in program.iterdir())
    programs = [
        Checked(f"{folder.parent.name} {folder.name}", tuple(check_version(folder, content, films)))
        for folder in folders
        if folder.is_dir()
    ]
    drawn = sorted(folder for folder in films.iterdir() if folder.is_dir())
    return programs + [Checked(f"film {folder.name}", tuple(_check_film(folder))) for folder in drawn]


def _check_film(folder: Path) -> Iterator[Problem]:
    return (problem.under("films") for problem in check_film(folder))


def check_version(folder: Path, content: Path = CONTENT, films: Path = FILMS) -> Iterator[Problem]:
    """Yield what is wrong with one version of a program."""
    place, shelf = folder.relative_to(content).as_posix(), FolderShelf(folder)
    looked = look_over(shelf, films)
    yield from (problem.under(place) for problem in looked.problems)
    if looked.program is None:
        return
    yield from _check_names(shelf, looked.program, folder, place)


def _check_names(shelf: FolderShelf, program: Program, folder: Path, place: str) -> Iterator[Problem]:
    for name, said, wanted in (("id", program.id, folder.parent.name), ("version", program.version, folder.name)):
        if said != wanted:
            row = find_row(shelf.read(PROGRAM) or "", (name,))
            yield Problem(f"{place}/{PROGRAM}", OTHER_FOLDER, row, {"name": name, "said": said, "wanted": wanted})
