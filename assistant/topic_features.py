"""Takes a message apart into what the learned topics weigh: its words, pieces of words, word pairs and concepts."""

import re
from collections.abc import Iterator
from itertools import combinations, pairwise
from zlib import crc32

from assistant.scoring import concepts_of, words_of

FEATURES = "features-3"
"""Changes with this file, so that weights learned from other features are known to be stale."""
SHARES = {"w": 0.5, "b": 0.7, "g": 1.3, "c": 1.0, "p": 0.7, "q": 0.3}
"""How much each kind of feature weighs together, however many of them a message has."""
PIECES = (3, 4, 5)
MOST_CONCEPTS = 14
"""Pairs are made of so many concepts at most, so that the time is bounded."""
LONGEST = 6
"""Lengths are told apart in threes, up to this many."""
_DIGITS = re.compile(r"[0-9]+")


def hash_of(name: str) -> int:
    """Return the same 32-bit number for a feature in every process and on every machine."""
    return crc32(name.encode())


def plain_words(text: str) -> list[str]:
    """Return the words of a text in their order, with every number as 0.

    :param text: normalised, with spelling repaired and numbers as digits.
    """
    return [_DIGITS.sub("0", word) for word in words_of(text)]


def features_of(text: str) -> dict[str, list[str]]:
    """Return the names of the features that a text holds, by kind and each once.

    A word is "w:semester", two in a row "b:nästa vecka" (and "b:^ när" for the first), a piece "g:<sem", a concept
    of the lexicon "c:away", and two of them "p:away pause". "q:" is the form: a question, how long, its last word.

    :param text: normalised, with spelling repaired and numbers as digits.
    """
    words = plain_words(text)
    once = list(dict.fromkeys(words))
    concepts = sorted(concepts_of(text))
    return {
        "w": [f"w:{word}" for word in once],
        "b": list(dict.fromkeys(f"b:{first} {second}" for first, second in pairwise(["^", *words]))),
        "g": list(dict.fromkeys(piece for word in once for piece in pieces_of(word))),
        "c": [f"c:{concept}" for concept in concepts],
        "p": [f"p:{first} {second}" for first, second in combinations(concepts[:MOST_CONCEPTS], 2)],
        "q": list(_form(text, words)),
    }


def _form(text: str, words: list[str]) -> Iterator[str]:
    yield "q:?" if "?" in text else "q:."
    yield f"q:{min(len(words) // 3, LONGEST)}"
    yield f"q:{words[-1] if words else ''} $"


def pieces_of(word: str) -> Iterator[str]:
    """Yield every piece of three to five signs of a word, with its edges marked."""
    whole = f"<{word}>"
    for size in PIECES:
        for at in range(len(whole) - size + 1):
            yield f"g:{whole[at : at + size]}"
