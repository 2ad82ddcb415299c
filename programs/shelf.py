"""Where a program's files come from: a folder on disk, a release in the database or a draft being written."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

FILE_ENDINGS = (".md", ".yaml", ".vtt", ".svg")
"""A program is made of these alone, and of films, whose bytes lie elsewhere (programs/media.py)."""
FILM_ENDINGS = (".mp4", ".webm", ".jpg", ".png")


class Shelf(Protocol):
    """A program's files by their path, with slashes, from the program's own folder on."""

    def paths(self) -> list[str]:
        """Return the paths of all files, sorted."""
        ...

    def read(self, path: str) -> str | None:
        """Return the text of a file, or None when there is none; raises UnicodeDecodeError for what is no text."""
        ...


class FolderShelf:
    """The files of a folder on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def paths(self) -> list[str]:
        """Return the paths of the folder's Markdown and YAML files."""
        found = (path for path in self.folder.rglob("*") if path.suffix in FILE_ENDINGS and path.is_file())
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def read(self, path: str) -> str | None:
        """Return the text of a file; what lies outside the folder is not there."""
        place = self.folder / path
        if not place.is_file() or not place.resolve().is_relative_to(self.folder.resolve()):
            return None
        return place.read_text(encoding="utf-8")


class MemoryShelf:
    """Files that are already read."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(files)

    def paths(self) -> list[str]:
        """Return the paths, sorted."""
        return sorted(self.files)

    def read(self, path: str) -> str | None:
        """Return the text of a file."""
        return self.files.get(path)


def take_files(shelf: Shelf) -> dict[str, str]:
    """Return every file of a shelf with its text."""
    return {path: text for path in shelf.paths() if (text := shelf.read(path)) is not None}
