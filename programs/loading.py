"""Reads a whole program from a shelf, and tells everything that is wrong with its files at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from core.language import LANGUAGES, _l
from programs.plain_errors import say_refusals
from programs.problems import ContentError, Loc, Problem
from programs.schema import DiaryForm, Frozen, Module, Program, StepKind
from programs.shelf import FolderShelf, Shelf
from programs.yaml_files import YamlProblem, find_row, read_yaml

PROGRAM, DIARY, MODULE = "program.yaml", "diary.yaml", "module.yaml"
NO_FILE = _l("Filen saknas. Skriv den, eller ta bort modulen ur program.yaml.")
NO_PROGRAM = _l("Filen saknas. Varje program börjar med program.yaml.")
NO_MODULES = _l("Här saknas modules. Skriv modulernas mappar i ordning: modules: [m1, m2]")
BAD_FOLDER = _l("Mappen %(name)s duger inte. Skriv små bokstäver a till z, siffror, _ eller -, till exempel m1.")
NO_TEXT = _l("Steget %(step)s har ingen text. Skriv den i filen %(file)s.")
NOT_TEXT = _l("Filen är inte skriven i UTF-8. Spara den som UTF-8.")


@dataclass(frozen=True)
class Loaded:
    """What a shelf holds.

    :param program: None when the files do not make a program.
    :param folders: the folder of each module, by its number.
    :param problems: what keeps the files from being a program.
    """

    program: Program | None
    folders: dict[int, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def load_program(source: Shelf | Path) -> Program:
    """Return the program of a shelf or a folder; raises ContentError with everything that is wrong."""
    loaded = read_program(FolderShelf(source) if isinstance(source, Path) else source)
    if loaded.program is None:
        raise ContentError(loaded.problems)
    return loaded.program


def read_program(shelf: Shelf) -> Loaded:
    """Read a shelf; the program is there only when nothing keeps it from being one."""
    reader = _Reader(shelf)
    program = reader.read()
    if reader.problems or program is None:
        return Loaded(None, {}, tuple(reader.problems))
    folders = {module.number: name for name, module in zip(reader.names, program.modules, strict=True)}
    return Loaded(program, folders)


class _Reader:
    """Reads file after file and keeps what is wrong."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.problems: list[Problem] = []
        self.names: list[str] = []

    def read(self) -> Program | None:
        frame = self._yaml(PROGRAM, NO_PROGRAM)
        if frame is None:
            return None
        self.names = self._folders(frame)
        modules = [self._module(name) for name in self.names]
        frame["modules"] = [module for module in modules if module is not None]
        if self.shelf.read(DIARY) is not None:
            frame["diary_form"] = self._part(DiaryForm, DIARY, self._yaml(DIARY, NO_FILE))
        program = self._part(Program, PROGRAM, frame)
        return program if isinstance(program, Program) else None

    def _folders(self, frame: dict[str, Any]) -> list[str]:
        named = frame.get("modules")
        if not isinstance(named, list) or not named:
            self._note(PROGRAM, NO_MODULES, ("modules",))
            return []
        for place, name in enumerate(named):
            if not isinstance(name, str) or not name.isascii() or not name.replace("_", "").replace("-", "").isalnum():
                self._note(PROGRAM, BAD_FOLDER, ("modules", place), name=str(name)[:60])
        return [str(name) for name in named] if not self.problems else []

    def _module(self, name: str) -> Module | None:
        path = f"{name}/{MODULE}"
        module = self._part(Module, path, self._yaml(path, NO_FILE))
        if not isinstance(module, Module):
            return None
        for place, step in enumerate(module.steps):
            for language in LANGUAGES if step.kind is StepKind.TEXT else ():
                file = f"{name}/{language}/{step.id}.md"
                if self.read_text(file) is None:
                    self._note(path, NO_TEXT, ("steps", place), step=step.id, file=file)
        return module

    def _part(self, model: type[Frozen], path: str, data: dict[str, Any] | None) -> Frozen | None:
        if data is None:
            return None
        try:
            return model.model_validate(data)
        except ValidationError as problem:
            self.problems += say_refusals(model, problem, path, self.shelf.read(path) or "")
        except RecursionError:
            self.problems.append(Problem(path, NOT_TEXT))
        return None

    def _yaml(self, path: str, missing: str) -> dict[str, Any] | None:
        text = self.read_text(path)
        if text is None:
            self.problems.append(Problem(path, missing))
            return None
        try:
            return read_yaml(path, text, is_ours=isinstance(self.shelf, FolderShelf))
        except YamlProblem as problem:
            self.problems.append(problem.problem)
            return None

    def read_text(self, path: str) -> str | None:
        try:
            return self.shelf.read(path)
        except UnicodeDecodeError:
            self.problems.append(Problem(path, NOT_TEXT))
            return ""

    def _note(self, path: str, sentence: str, loc: Loc, **places: object) -> None:
        self.problems.append(Problem(path, sentence, find_row(self.shelf.read(path) or "", loc), places))


def locate(shelf: Shelf, found: Iterator[tuple[str, Loc, str, dict[str, object]]]) -> Iterator[Problem]:
    """Turn ways to values into lines: file, way, sentence and places become problems."""
    for path, loc, sentence, places in found:
        yield Problem(path, sentence, find_row(shelf.read(path) or "", loc), places)
