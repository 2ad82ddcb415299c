"""Reads the words of alarms and the frames of meaning they make together (clinical/assistant.md 3)."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from assistant.cues import FlagKind, FlagLevel

FOLDER = Path(__file__).with_name("alarm_meanings")
LONGEST_PHRASE = 6
_SPAN = 9
_FEWEST_MANY, _MOST_MANY = 8, 500
MANY = "many"
"""The concept of a number so large that nobody takes so many tablets."""


@dataclass(frozen=True)
class Frame:
    """Meanings that together are an alarm, in any order unless ``is_ordered``.

    :ivar needs: what must be there; each is one or more concepts of which one is enough.
    :ivar span: how many words the frame may stretch over.
    :ivar is_wide: the meanings may stand in different sentences.
    :ivar negatable: False when the frame itself holds the negation ("orkar inte leva").
    """

    kind: FlagKind
    level: FlagLevel
    needs: tuple[frozenset[str], ...]
    absent: frozenset[str]
    span: int
    is_ordered: bool
    is_wide: bool
    negatable: bool


@dataclass(frozen=True)
class AlarmConcepts:
    """The words of every concept: whole, as beginnings, as parts of a compound, and as rows of words."""

    words: dict[str, frozenset[str]]
    stems: dict[str, frozenset[str]]
    parts: dict[str, frozenset[str]]
    phrases: dict[tuple[str, ...], frozenset[str]]

    @property
    def names(self) -> frozenset[str]:
        """Return every concept that has a word."""
        return frozenset().union(
            *self.words.values(), *self.stems.values(), *self.parts.values(), *self.phrases.values(), {MANY})


def _files(kind: str) -> Iterator[dict[str, str]]:
    for path in sorted(FOLDER.glob(f"{kind}_*.toml")):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def read_alarm_concepts() -> AlarmConcepts:
    """Return the concepts of alarms; a word may stand for several.

    ``word`` is whole, ``word*`` a beginning, ``*word*`` a part of a compound, and ``one_two`` a row of words.
    """
    words: dict[str, set[str]] = {}
    stems: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    phrases: dict[tuple[str, ...], set[str]] = {}
    for file in _files("alarm_words"):
        for concept, line in file.items():
            for word in line.lower().split():
                if "_" in word:
                    phrases.setdefault(tuple(word.split("_")), set()).add(concept)
                    continue
                place = parts if word.startswith("*") else stems if word.endswith("*") else words
                place.setdefault(word.strip("*"), set()).add(concept)
    return AlarmConcepts(_frozen(words), _frozen(stems), _frozen(parts),
                         {row: frozenset(names) for row, names in phrases.items()})  # fmt: skip


def _frozen(found: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {word: frozenset(names) for word, names in found.items()}


@lru_cache(maxsize=16384)
def concepts_of_word(word: str) -> frozenset[str]:
    """Return what one word may mean in an alarm."""
    lexicon = read_alarm_concepts()
    found = set(lexicon.words.get(word, ()))
    for length in range(2, len(word) + 1):
        found |= lexicon.stems.get(word[:length], frozenset())
    for part, names in lexicon.parts.items():
        if part in word:
            found |= names
    if word.isdecimal() and word.isascii() and len(word) < 4 and _FEWEST_MANY <= int(word) <= _MOST_MANY:
        found.add(MANY)
    return frozenset(found)


@cache
def read_frames() -> tuple[Frame, ...]:
    """Return every frame, in the order of the files."""
    return tuple(
        _read_frame(group, line)
        for file in _files("alarm_frames") for group, lines in file.items()
        for line in lines.splitlines() if line.strip()
    )  # fmt: skip


def _read_frame(group: str, line: str) -> Frame:
    """Read "one two|three <6 !not_this": ``^`` in this order, ``..`` over sentences, ``=`` holds its own negation."""
    kind, _, level = group.rpartition("__")
    marks = line.split()
    special = [mark for mark in marks if mark in ("^", "..", "=") or mark[0] in "<!"]
    span = next((int(mark[1:]) for mark in special if mark.startswith("<")), _SPAN)
    return Frame(
        FlagKind(kind), FlagLevel(level),
        tuple(frozenset(mark.split("|")) for mark in marks if mark not in special),
        frozenset(mark[1:] for mark in special if mark.startswith("!")),
        span, "^" in special, ".." in special, "=" not in special,
    )  # fmt: skip


CORE = frozenset((
    "harm", "strike", "swallow", "take_too", "kill", "throw_self", "hang", "shoot", "cut_verb", "hurt_verb", "faint",
    "breath_fail", "droop", "swell", "noose", "gun", "farewell", "letter_home", "threat", "abuse", "unresponsive",
    "swallow_hard", "vomit", "seizure", "exhaust",
))
"""The concepts that carry a frame: a misspelt word near one of theirs is read as it."""


@cache
def read_core_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the whole words and the beginnings that a misspelt word may have been meant as."""
    lexicon = read_alarm_concepts()
    rows = {word for row, names in lexicon.phrases.items() if names & CORE for word in row}
    words = {word for word, names in lexicon.words.items() if names & CORE}
    return frozenset(words | rows), frozenset(stem for stem, names in lexicon.stems.items() if names & CORE)
