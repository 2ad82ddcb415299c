"""Makes misspellings as people type them, so that topics are learned from misspelt wordings too."""

from collections.abc import Callable
from random import Random

_NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "kö", "m": "n", "n": "bm", "o": "ip", "p": "oå", "r": "et", "s": "ad", "t": "ry", "u": "yi",
    "v": "cb", "y": "tu", "å": "pä", "ä": "öå", "ö": "äl",
}  # fmt: skip
_PLAIN = str.maketrans("åäö", "aao")
_SPELT = {"å": "aa", "ä": "ae", "ö": "oe"}
_SHORTEST = 4


def misspell_text(text: str, random: Random) -> str:
    """Return a text with one or two words misspelt, or all of it typed without å, ä and ö."""
    if random.random() < 0.2 and text.translate(_PLAIN) != text:
        return text.translate(_PLAIN)
    words = text.split()
    long = [place for place, word in enumerate(words) if len(word) >= _SHORTEST]
    if not long:
        return text
    for place in random.sample(long, min(len(long), random.choice((1, 1, 2)))):
        words[place] = random.choice(_WAYS)(words[place], random)
    if len(words) > 1 and random.random() < 0.1:
        place = random.randrange(len(words) - 1)
        words[place : place + 2] = [words[place] + words[place + 1]]
    return " ".join(words)


def _neighbour(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return word[:place] + random.choice(_NEIGHBOURS.get(word[place], word[place])) + word[place + 1 :]


def _dropped(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _doubled(word: str, random: Random) -> str:
    place = random.randrange(1, len(word))
    return word[:place] + word[place] + word[place:]


def _swapped(word: str, random: Random) -> str:
    place = random.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _split(word: str, random: Random) -> str:
    place = random.randrange(3, len(word)) if len(word) > _SHORTEST + 3 else len(word)
    return f"{word[:place]} {word[place:]}".strip()


def _spelt(word: str, _random: Random) -> str:
    return "".join(_SPELT.get(sign, sign) for sign in word)


_WAYS: tuple[Callable[[str, Random], str], ...] = (_neighbour, _dropped, _doubled, _swapped, _split, _spelt)
