"""Takes a message apart into what the learned alarms weigh: its words, pieces of words, pairs and meanings."""

import re
from itertools import combinations, pairwise

from assistant.alarm_frames import Meanings
from assistant.topic_features import pieces_of

FEATURES = "alarm-features-2"
"""Changes with this file, so that weights learned from other features are known to be stale."""
SHARES = {"w": 0.7, "b": 0.7, "g": 1.0, "c": 1.0, "p": 0.7}
"""How much each kind of feature weighs together, however many of them a message has."""
MOST_MEANINGS = 24
"""Pairs are made of so many meanings at most, so that the time is bounded."""
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LOW_BELOW, _HIGH_FROM, _HIGH_TO = 3, 20, 35


def features_of(text: str) -> dict[str, list[str]]:
    """Return the names of the features that a text holds, by kind and each once.

    :param text: normalised, with the spelling of alarms repaired and numbers as digits.
    """
    words = _WORD.findall(_NUMBER.sub(_size_of, text))
    once = list(dict.fromkeys(words))
    meanings = sorted(Meanings(" ".join(words)).places)
    return {
        "w": [f"w:{word}" for word in once],
        "b": list(dict.fromkeys(f"b:{first} {second}" for first, second in pairwise(["^", *words]))),
        "g": list(dict.fromkeys(piece for word in once for piece in pieces_of(word))),
        "c": [f"c:{meaning}" for meaning in meanings],
        "p": [f"p:{first} {second}" for first, second in combinations(meanings[:MOST_MEANINGS], 2)],
    }


def _size_of(number: re.Match[str]) -> str:
    """Write a number as its size: only a low glucose and a high one are told apart from others."""
    value = float(number[0])
    if "." in number[0] and value < _LOW_BELOW:
        return "0low"
    return "0high" if _HIGH_FROM <= value <= _HIGH_TO else "0"
