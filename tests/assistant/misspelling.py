"""Makes misspellings as people type: neighbouring keys, letters dropped, doubled or swapped, å ä ö in other signs."""

from collections.abc import Iterator
from itertools import pairwise

_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_NEIGHBOURS = {
    "a": "s", "b": "v", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "k": "l", "l": "k", "m": "n",
    "n": "m", "o": "p", "r": "t", "s": "d", "t": "r", "u": "i", "v": "b", "y": "u", "ä": "ö", "ö": "ä", "å": "p",
}  # fmt: skip
_PLAIN = str.maketrans("åäö", "aao")
_SPELT = {"å": "aa", "ä": "ae", "ö": "oe"}
KINDS = ("neighbour", "dropped", "doubled", "swapped", "plain", "spelt_out")


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


def misspellings(word: str, kind: str) -> set[str]:
    """Return every misspelling of one kind, at each place but the first letter."""
    wrong = {
        "neighbour": (word[:at] + key + word[at + 1 :] for at in range(1, len(word)) for key in _keys_beside(word[at])),
        "dropped": (word[:at] + word[at + 1 :] for at in range(1, len(word))),
        "doubled": (word[:at] + word[at] + word[at:] for at in range(1, len(word))),
        "swapped": (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)),
        "plain": (word.translate(_PLAIN),),
        "spelt_out": ("".join(_SPELT.get(letter, letter) for letter in word),),
    }
    return set(wrong[kind]) - {word}


def _keys_beside(letter: str) -> Iterator[str]:
    for row in _ROWS:
        at = row.find(letter)
        if at >= 0:
            yield from row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
