"""The program library: reads, checks and renders program files, once per version."""

from functools import cache
from pathlib import Path
from typing import Any

import nh3
from markdown import Markdown
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from core.errors import NotFoundError
from core.language import LANGUAGES
from programs.schema import Module, Program, StepKind

CONTENT = Path(__file__).resolve().parent / "content"
TAGS = {
    "p", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
    "div", "hr", "br",
}  # fmt: skip
CLASSES = {"div": {"admonition", "example", "warning", "info", "try"}, "p": {"admonition-title"}}


class ContentError(Exception):
    """A program file is wrong; says which file, where, what and what to write instead."""


def list_programs() -> list[Program]:
    """Return the newest version of every program, the KBT programs first."""
    newest = [get_program(folder.name, latest_version(folder.name)) for folder in _program_folders()]
    return sorted(newest, key=lambda program: (program.kind, program.title.sv))


def _program_folders() -> list[Path]:
    return sorted(folder for folder in CONTENT.iterdir() if folder.is_dir())


def latest_version(program_id: str) -> str:
    """Return the newest version of a program; raises NotFoundError for an unknown program."""
    folder = CONTENT / program_id
    if program_id not in {known.name for known in _program_folders()}:
        raise NotFoundError
    return max((version.name for version in folder.iterdir() if version.is_dir()), key=int)


@cache
def get_program(program_id: str, version: str) -> Program:
    """Return a version of a program; raises NotFoundError when it is not on disk, ContentError when it is wrong."""
    folder = CONTENT / program_id / version
    if not (folder / "program.yaml").is_file():
        raise NotFoundError
    return load_program(folder)


def load_program(folder: Path) -> Program:
    """Read a program from its folder; raises ContentError with the place of the first mistake."""
    frame = _read_yaml(folder / "program.yaml")
    names = frame.get("modules", [])
    frame["modules"] = [_read_yaml(folder / name / "module.yaml") for name in names]
    if (folder / "diary.yaml").is_file():
        frame["diary_form"] = _read_yaml(folder / "diary.yaml")
    program = _check(Program, frame, folder)
    for name, module in zip(names, program.modules, strict=True):
        _check_texts(folder / name, module)
    return program


def _read_yaml(path: Path) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as file:
            loaded: dict[str, Any] = YAML(typ="safe").load(file)
    except OSError as problem:
        raise ContentError(f"{path}: the file is missing; write it or take it out of program.yaml") from problem
    except (MarkedYAMLError, UnicodeDecodeError) as problem:
        raise ContentError(f"{path}: {problem}") from problem
    if not isinstance(loaded, dict):
        raise ContentError(f"{path}: must begin with names and values, such as number: 1")
    return loaded


def _check(model: type[Program], data: dict[str, Any], folder: Path) -> Program:
    try:
        return model.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        place = " > ".join(str(part) for part in first["loc"])
        raise ContentError(f"{folder}: {place}: {first['msg']}") from problem


def _check_texts(folder: Path, module: Module) -> None:
    for step in module.steps:
        for language in LANGUAGES if step.kind is StepKind.TEXT else ():
            if not (folder / language / f"{step.id}.md").is_file():
                raise ContentError(f"{folder}: write the text of step {step.id} in {language}/{step.id}.md")


@cache
def text_html(program_id: str, version: str, module: int, step_id: str, language: str) -> str:
    """Return a text step as safe HTML; Markdown is rendered and cleaned once per version (performance.md G16)."""
    path = CONTENT / program_id / version / f"m{module}" / language / f"{step_id}.md"
    return render(path.read_text(encoding="utf-8"))


@cache
def instruction_html(program_id: str, version: str, language: str) -> str:
    """Return a monitoring program's measuring instruction as safe HTML, or "" when it has none."""
    program = get_program(program_id, version)
    if program.measure is None:
        return ""
    path = CONTENT / program_id / version / language / Path(program.measure.instruction).name
    return render(path.read_text(encoding="utf-8"))


def render(text: str) -> str:
    """Turn Markdown into HTML of a few allowed tags; the page's own title is the one h1 (libraries.md 1, row 12)."""
    html = Markdown(extensions=["tables", "sane_lists", "admonition"], output_format="html").convert(text)
    for written, shown in (("<h1>", "<h2>"), ("</h1>", "</h2>"), ("<th></th>", "<td></td>")):
        html = html.replace(written, shown)
    return nh3.clean(html, tags=TAGS | {"h2"}, attributes={}, allowed_classes=CLASSES, link_rel=None)
