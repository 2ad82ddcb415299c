"""A text that is read piece by piece: what was read is blotted out, so that no number is read twice."""

import re
from dataclasses import dataclass, field

from assistant.understanding import Value

MOST_WORDS_OF_A_REPORT = 4
BLOT = "\u00a4"


@dataclass
class Page:
    """A text with what has been read blotted out, and the values found so far.

    :ivar clarify: why the person is asked first, from the first value that is unclear.
    :ivar places: the place of a value in ``values`` and the place of its number in the text.
    :ivar is_offer: the values stood in a question; they are only offered, and the question is answered.
    :ivar roles: the numbers that are no value, with what they are.
    """

    text: str
    values: list[Value] = field(default_factory=list)
    clarify: str = ""
    roles: list[tuple[str, str]] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    is_offer: bool = False

    def take(self, match: re.Match[str], *values: Value, clarify: str = "") -> None:
        """Keep values and blot out what they were read from."""
        if values:
            self.places.append((len(self.values), _number_place(match)))
        self.values += values
        self.clarify = self.clarify or clarify
        self.blot(match)

    def blot(self, match: re.Match[str]) -> None:
        """Blot out a piece; every other piece keeps its place."""
        self.blot_span(*match.span())

    def blot_span(self, start: int, end: int) -> None:
        """Blot out what stands from one place to another."""
        self.text = self.text[:start] + BLOT * (end - start) + self.text[end:]

    def with_doses(self, whole: str) -> str:
        """Return the text as it is now, but with the doses and the names beside them."""
        text = self.text
        for role, said in self.roles:
            start = whole.find(said) if role == "dose" else -1
            if start >= 0:
                text = text[:start] + said + text[start + len(said) :]
        return text

    @property
    def is_open(self) -> bool:
        """Tell whether it is asked which number is meant: a range, or a short report that cannot be true."""
        is_short = self.clarify == "impossible" and len(self.text.split()) <= MOST_WORDS_OF_A_REPORT
        return is_short or (bool(self.clarify) and any(role == "range" for role, _said in self.roles))

    def text_of_others(self, whole: str) -> str:
        """Return the whole text without the numbers that were set aside, another person's among them."""
        for _role, said in self.roles:
            whole = whole.replace(said, " ")
        return whole

    def blot_all(self, pattern: re.Pattern[str]) -> None:
        """Blot out every piece that a pattern finds."""
        for match in list(pattern.finditer(self.text)):
            self.blot(match)

    def has(self, *kinds: str) -> bool:
        """Tell whether a value of one of the kinds was found."""
        return any(value.kind in kinds for value in self.values)


def _number_place(match: re.Match[str]) -> int:
    """Return where the number of a value stands; where all of it does when no part is called n."""
    groups = match.re.groupindex
    starts = (match.start(name) for name in ("n", "m", "s") if name in groups)
    return next((start for start in starts if start >= 0), match.start())
