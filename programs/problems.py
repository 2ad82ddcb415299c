"""What is wrong with a program's files: where, what, and what to write instead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.errors import InvalidError
from core.language import DEFAULT_LANGUAGE, say

Loc = tuple[str | int, ...]
"""The way to a value in a YAML file: names and places in lists."""


@dataclass(frozen=True)
class Problem:
    """Something to mend.

    :param place: the file, from the folder it is checked in.
    :param text: a marked sentence: what is wrong and what to write.
    :param row: the line of the file, counted from 1; 0 when it is the file as a whole.
    :param places: what fills the sentence's named places.
    """

    place: str
    text: str
    row: int = 0
    places: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Return the sentence in a language."""
        return say(language, self.text, **self.places)

    def line_in(self, language: str) -> str:
        """Return the problem as one line: file, line and sentence."""
        return f"{self.place}:{self.row}: {self.said(language)}" if self.row else f"{self.place}: {self.said(language)}"

    @property
    def line(self) -> str:
        """The problem as one line."""
        return self.line_in(DEFAULT_LANGUAGE)

    def under(self, folder: str) -> "Problem":
        """Return the same problem told from a folder further out."""
        return Problem(f"{folder}/{self.place}", self.text, self.row, self.places)


@dataclass
class FileRefusedError(InvalidError):
    """A file cannot be accepted; the reason has places that are filled in the reader's language."""

    places: dict[str, object] = field(default_factory=dict)


class ContentError(Exception):
    """A program's files are wrong; says which file, where, what and what to write instead.

    :param problems: a sentence, or all that was found at once.
    """

    def __init__(self, problems: str | Iterable[Problem]) -> None:
        self.problems = () if isinstance(problems, str) else tuple(problems)
        super().__init__(problems if isinstance(problems, str) else "\n".join(one.line for one in self.problems))
