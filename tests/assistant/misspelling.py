"""Makes misspellings as people type: a neighbouring key, a dropped double, å without its ring, two letters swapped."""

from collections.abc import Iterator
from itertools import pairwise

_NEIGHBOURS = {
    "a": "s", "b": "v", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "k": "l", "l": "k", "m": "n",
    "n": "m", "o": "p", "r": "t", "s": "d", "t": "r", "u": "i", "v": "b", "y": "u", "ä": "ö", "ö": "ä", "å": "p",
}  # fmt: skip
_PLAIN = str.maketrans("åäö", "aao")


def misspell(text: str) -> Iterator[str]:
    """Yield texts in which the longest word is misspelt in one way each; nothing for short words."""
    words = text.split()
    place = max(range(len(words)), key=lambda one: len(words[one]))
    word = words[place]
    if len(word) < 6 or not word.isalpha():
        return
    for wrong in dict.fromkeys(_wrong(word)):
        if wrong != word:
            yield " ".join([*words[:place], wrong, *words[place + 1 :]])


def _wrong(word: str) -> Iterator[str]:
    middle = len(word) // 2
    yield word[:middle] + word[middle + 1] + word[middle] + word[middle + 2 :]
    yield word[:middle] + _NEIGHBOURS.get(word[middle], word[middle]) + word[middle + 1 :]
    yield word.translate(_PLAIN)
    for first, second in pairwise(word):
        if first == second:
            yield word.replace(first + second, first, 1)
            return
