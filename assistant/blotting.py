"""A text that is read piece by piece: what was read is blotted out, so that no number is read twice."""

import re
from dataclasses import dataclass, field

from assistant.understanding import Value

BLOT = "\u00a4"


@dataclass
class Page:
    """A text with what has been read blotted out, and the values found so far.

    :ivar clarify: why the person is asked first, from the first value that is unclear.
    """

    text: str
    values: list[Value] = field(default_factory=list)
    clarify: str = ""

    def take(self, match: re.Match[str], *values: Value, clarify: str = "") -> None:
        """Keep values and blot out what they were read from."""
        self.values += values
        self.clarify = self.clarify or clarify
        self.blot(match)

    def blot(self, match: re.Match[str]) -> None:
        """Blot out a piece; every other piece keeps its place."""
        start, end = match.span()
        self.text = self.text[:start] + BLOT * (end - start) + self.text[end:]

    def blot_all(self, pattern: re.Pattern[str]) -> None:
        """Blot out every piece that a pattern finds."""
        for match in list(pattern.finditer(self.text)):
            self.blot(match)

    def has(self, *kinds: str) -> bool:
        """Tell whether a value of one of the kinds was found."""
        return any(value.kind in kinds for value in self.values)
