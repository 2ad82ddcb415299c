"""Repairs the words that say what a number is: "temparaturen", "huömret", "viktn", "blodsukker", "pulls 73"."""

import re
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from assistant.lexicon_files import read_common_words, read_cue_words
from assistant.normalise import fold

_WORD = re.compile(r"[a-zåäöéü]{5,}")
_SHORT = ("puls", "vikt", "temp", "syre", "pef", "socker", "pulse", "weight", "feber", "humör", "mood", "steps")
_BEFORE_NUMBER = re.compile(r"(?<![\w])(?P<word>[a-zåäöéü]{3,7})(?=:? ?(?:är |var |va |is |was )?[0-9])")
_ALSO_REAL = (
    (re.compile(r"(?<!\w)pulls?(?=:? ?(?:är |var |va )?[0-9])"), "puls"), (re.compile(
        r"(?<!\w)(?:peek|peak|pek) ?(?:flow|flo|flov)(?!\w)"), "peak flow"),
    (re.compile(r"(?<!\w)(?:blood|blod) ?(?:suger|suga|suggar|shugar|sugr)(?!\w)"), "blood sugar"),
    (re.compile(r"(?<!\w)(?:heart|hart|hert) ?(?:rat|raet|rater|rata)(?!\w)"), "heart rate"),
    (re.compile(r"(?<!\w)blood ?(?:preasure|presure|pressur|preassure|pres+ure)(?!\w)"), "blood pressure"),
    (re.compile(r"(?<!\w)gl[öo][nm]+d?t(?!\w)"), "glömt"),
    (re.compile(r"(?<!\w)(?:wheight|waight|wait|wieght)(?= (?:is |was )?[0-9]{2})"), "weight"),
)  # fmt: skip
"""Misspellings that are words of their own, but not before a number or beside the other word."""
_SPELT = (("aa", "å"), ("ae", "ä"), ("oe", "ö"))
_LONG = 9


def repair_cues(text: str) -> str:
    """Return normalised text with misspelt words of measurement and medicine corrected.

    One letter may be wrong in words of 5 to 8 letters and two in longer ones (clinical/assistant.md 1); shorter
    ones only just before a number. A real word is never changed.
    """
    for wrong, right in _ALSO_REAL:
        text = wrong.sub(right, text)
    text = _BEFORE_NUMBER.sub(lambda found: _short_cue(found["word"]), text)
    return _WORD.sub(lambda found: repair_cue(found[0]), text)


@cache
def _folded() -> dict[str, str]:
    return {fold(word): word for word in read_cue_words() if fold(word) != word}


@lru_cache(maxsize=16384)
def repair_cue(word: str) -> str:
    """Return the cue that a word was meant to be, or the word itself."""
    if word in read_cue_words() or word in read_common_words():
        return word
    spelt = word
    for typed, letter in _SPELT:
        spelt = spelt.replace(typed, letter)
    for form in (spelt, _folded().get(word, "")):
        if form in read_cue_words():
            return form
    return _nearest(word)


def _nearest(word: str) -> str:
    best, least = word, 99
    for cue in read_cue_words():
        allowed = 2 if len(cue) >= _LONG else 1
        near_in_length = len(cue) >= 5 and abs(len(cue) - len(word)) <= allowed
        if not near_in_length or not _starts_alike(word, cue):
            continue
        distance = int(min(OSA.distance(word, cue), OSA.distance(word, fold(cue))))
        if distance <= allowed and (distance, cue) < (least, best):
            best, least = cue, distance
    return best


def _starts_alike(word: str, cue: str) -> bool:
    """The first letter is mostly right, or has changed places with the second."""
    return fold(word[0]) == fold(cue[0]) or word[:2] == cue[1::-1]


@lru_cache(maxsize=4096)
def _short_cue(word: str) -> str:
    if word in _SHORT or word in read_cue_words() or word in read_common_words():
        return word
    near = [cue for cue in _SHORT if OSA.distance(word, cue, score_cutoff=1) <= 1]
    alike = [cue for cue in near if _starts_alike(word, cue) or len(cue) >= 5]
    return next(iter(alike), word)
