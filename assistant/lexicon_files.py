"""Reads the lexicon: concepts with their words and stems, and which concepts together make an intent."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.intents import Intent

FOLDER = Path(__file__).with_name("lexicon")
CUE_LISTS = Path(__file__).with_name("cue_lists")
SHORTEST_STEM = 5
"""Shorter words are not repaired: too many real words lie near them."""
SHORT_STEMS = ("puls", "slem")
"""The shorter ones that are repaired all the same, in a word of at least five letters."""


@dataclass(frozen=True)
class Rule:
    """Concepts that together speak for an intent."""

    intent: Intent
    needs: frozenset[str]
    absent: frozenset[str]
    bonus: float


@dataclass(frozen=True)
class Concepts:
    """The words of every concept, as whole words, stems and rows of words."""

    words: dict[str, frozenset[str]]
    stems: dict[str, frozenset[str]]
    phrases: dict[str, frozenset[str]]

    @property
    def names(self) -> frozenset[str]:
        """Return every concept that has a word."""
        return frozenset().union(*self.words.values(), *self.stems.values(), *self.phrases.values())


def _files(kind: str) -> Iterator[dict[str, str]]:
    for path in sorted(FOLDER.glob(f"{kind}_*.toml")):
        yield tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def read_concepts() -> Concepts:
    """Return the concepts of the lexicon; a word may stand for several."""
    found: tuple[dict[str, set[str]], dict[str, set[str]], dict[str, set[str]]] = ({}, {}, {})
    for file in _files("concepts"):
        for concept, line in file.items():
            for word in line.lower().split():
                place = 2 if "_" in word else 1 if word.endswith("*") else 0
                said = word.replace("_", " ") if place == 2 else word.rstrip("*")
                found[place].setdefault(said, set()).add(concept)
    words, stems, phrases = ({word: frozenset(names) for word, names in part.items()} for part in found)
    return Concepts(words, stems, phrases)


@cache
def read_rules() -> tuple[Rule, ...]:
    """Return every rule of the lexicon, in the order of the files."""
    return tuple(
        _read_rule(Intent(intent), line)
        for file in _files("intents") for intent, lines in file.items() for line in lines.splitlines() if line.strip()
    )  # fmt: skip


def _read_rule(intent: Intent, line: str) -> Rule:
    parts = line.split()
    bonus = float(parts.pop()) if parts[-1].startswith("+") else 0.0
    needs = frozenset(part for part in parts if not part.startswith("!"))
    return Rule(intent, needs, frozenset(part[1:] for part in parts if part.startswith("!")), bonus)


@cache
def read_real_words() -> frozenset[str]:
    """Return the words of our own programs, which are never repaired into something else."""
    return frozenset((FOLDER / "real_words.txt").read_text(encoding="utf-8").split())


@cache
def read_cue_words() -> frozenset[str]:
    """Return every word that says what a number or a symptom is, in the forms people write."""
    return frozenset((CUE_LISTS / "cue_words.txt").read_text(encoding="utf-8").split())


@cache
def read_medicine_names() -> frozenset[str]:
    """Return the names of common medicines, small letters."""
    return frozenset((CUE_LISTS / "medicine_names.txt").read_text(encoding="utf-8").split())


@cache
def read_common_words() -> frozenset[str]:
    """Return real words that lie near a cue and the words of our own programs; none is taken for a cue."""
    return frozenset((CUE_LISTS / "common_words.txt").read_text(encoding="utf-8").split()) | read_real_words()


@cache
def read_stems() -> frozenset[str]:
    """Return the words and stems long enough to be what a misspelt word was meant to be."""
    concepts = read_concepts()
    long = (word for word in {*concepts.words, *concepts.stems} if len(word) >= SHORTEST_STEM)
    return frozenset((*long, *SHORT_STEMS))
