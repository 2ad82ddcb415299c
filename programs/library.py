"""The program library: what is shown of every program and version, read once per process and kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import nh3
from markdown import Markdown

from core.errors import NotFoundError
from core.language import DEFAULT_LANGUAGE
from programs.films import Films
from programs.illustrations import Pictures, put_back, take_out
from programs.loading import load_program as load_program
from programs.loading import read_program
from programs.problems import ContentError as ContentError
from programs.releases_known import find_release, find_release_at, list_releases
from programs.schema import Program
from programs.shelf import FolderShelf, Shelf

CONTENT = Path(__file__).resolve().parent / "content"
TAGS = {
    "p", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
    "div", "hr", "br",
}  # fmt: skip
CLASSES = {"div": {"admonition", "example", "warning", "info", "try"}, "p": {"admonition-title"}}


class Edition:
    """One state of one version of a program: what it says, and its texts ready to show.

    :param number: the version in full, such as ``1.2``: the second change of words in version 1.
    """

    def __init__(self, program: Program, shelf: Shelf, folders: dict[int, str], number: str) -> None:
        self.program, self.shelf, self.folders, self.number = program, shelf, folders, number
        self._html: dict[str, str] = {}
        self.films, self._pictures = Films(shelf), Pictures(shelf)

    def step_html(self, module: int, step_id: str, language: str) -> str:
        """Return a text step as safe HTML."""
        return self.html(f"{self.folders[module]}/{language}/{step_id}.md")

    def html(self, path: str) -> str:
        """Return a Markdown file as safe HTML, rendered once; raises NotFoundError when there is none."""
        if path not in self._html:
            text = self.shelf.read(path)
            if text is None:
                raise NotFoundError
            self._html[path] = render(text, path.split("/")[-2], self._pictures)
        return self._html[path]


def open_edition(shelf: Shelf, number: str) -> Edition:
    """Return what a shelf holds, ready to show; raises ContentError with everything that is wrong."""
    loaded = read_program(shelf)
    if loaded.program is None:
        raise ContentError(loaded.problems)
    return Edition(loaded.program, shelf, loaded.folders, number)


_shown: ContextVar[Edition | None] = ContextVar("shown_edition", default=None)


@contextmanager
def showing(edition: Edition) -> Iterator[None]:
    """Let an edition that nobody has published stand for its program and version inside a block (previews)."""
    before = _shown.set(edition)
    try:
        yield
    finally:
        _shown.reset(before)


def get_edition(program_id: str, version: str) -> Edition:
    """Return what patients of a version see now; raises NotFoundError for an unknown one, ContentError for a broken.

    A version that was released in the database stands before the folder of the same name.
    """
    shown = _shown.get()
    if shown is not None and (shown.program.id, shown.program.version) == (program_id, version):
        return shown
    released = find_release(program_id, version, is_known=(program_id, version) in _built_in())
    if released is not None:
        edition = released.open(open_edition)
        if edition is not None:
            return edition
    return _open_folder(program_id, version)


def get_edition_at(program_id: str, number: str) -> Edition:
    """Return what a version said at a state of it, such as ``1.2``; its newest state when that one is not to be had.

    :raises NotFoundError: for an unknown version.
    """
    version, _dot, minor = number.partition(".")
    released = find_release_at(program_id, number)
    edition = released.open(open_edition) if released else None
    if edition is not None:
        return edition
    is_built_in = minor == "0" and (program_id, version) in _built_in()
    return _open_folder(program_id, version) if is_built_in else get_edition(program_id, version)


@cache
def _built_in() -> frozenset[tuple[str, str]]:
    programs = (folder for folder in CONTENT.iterdir() if folder.is_dir())
    return frozenset(
        (program.name, version.name) for program in programs for version in program.iterdir()
        if (version / "program.yaml").is_file()
    )  # fmt: skip


@cache
def _open_folder(program_id: str, version: str) -> Edition:
    if (program_id, version) not in _built_in():
        raise NotFoundError
    return open_edition(FolderShelf(CONTENT / program_id / version), f"{version}.0")


def list_programs() -> list[Program]:
    """Return the newest version of every program, the KBT programs first."""
    newest = [get_program(program_id, latest_version(program_id)) for program_id in list_program_ids()]
    return sorted(newest, key=lambda program: (program.kind, program.title.sv))


def list_program_ids() -> list[str]:
    """Return the ids of all programs, built in or released."""
    return sorted({program_id for program_id, _version in _all_versions()})


def list_versions(program_id: str) -> list[str]:
    """Return the versions of a program, the oldest first; raises NotFoundError for an unknown program."""
    versions = sorted((version for name, version in _all_versions() if name == program_id), key=int)
    if not versions:
        raise NotFoundError
    return versions


def _all_versions() -> frozenset[tuple[str, str]]:
    return _built_in() | list_releases()


def latest_version(program_id: str) -> str:
    """Return the newest version of a program, or the one that is being shown; raises NotFoundError for an unknown."""
    shown = _shown.get()
    if shown is not None and shown.program.id == program_id:
        return shown.program.version
    return list_versions(program_id)[-1]


def get_program(program_id: str, version: str) -> Program:
    """Return a version of a program as patients see it now; raises NotFoundError when there is none."""
    return get_edition(program_id, version).program


def text_html(program_id: str, version: str, module: int, step_id: str, language: str) -> str:
    """Return a text step as safe HTML; Markdown is rendered and cleaned once per release (performance.md G16)."""
    return get_edition(program_id, version).step_html(module, step_id, language)


def instruction_html(program_id: str, version: str, language: str) -> str:
    """Return a monitoring program's measuring instruction as safe HTML, or "" when it has none."""
    edition = get_edition(program_id, version)
    if edition.program.measure is None:
        return ""
    return edition.html(f"{language}/{Path(edition.program.measure.instruction).name}")


def render(text: str, language: str = DEFAULT_LANGUAGE, pictures: Pictures | None = None) -> str:
    """Turn Markdown into HTML of a few allowed tags; the page's own title is the one h1 (libraries.md 1, row 12).

    :param language: of the words in the text's drawings.
    :param pictures: the drawings that it may show; those of the house when left out.
    """
    text, drawings = take_out(text, pictures)
    html = Markdown(extensions=["tables", "sane_lists", "admonition"], output_format="html").convert(text)
    for written, shown in (("<h1>", "<h2>"), ("</h1>", "</h2>"), ("<th></th>", "<td></td>")):
        html = html.replace(written, shown)
    cleaned = nh3.clean(html, tags=TAGS | {"h2"}, attributes={}, allowed_classes=CLASSES, link_rel=None)
    return put_back(cleaned, drawings, language, pictures)

