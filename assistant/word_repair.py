"""Repairs misspelt words against the lexicon: "blodtrcyk" is blodtryck and "medecinen" is medicinen."""

import re
from collections import defaultdict
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from assistant.lexicon_files import (
    SHORTEST_STEM,
    read_common_words,
    read_concepts,
    read_cue_words,
    read_real_words,
    read_stems,
)
from assistant.normalise import fold

_WORD = re.compile(r"[a-zåäöéü]{5,}")
ENDINGS = (
    "", "et", "en", "t", "n", "s", "ar", "er", "or", "na", "arna", "erna", "orna", "a", "e", "r", "de", "ade", "at",
    "ing", "ed", "ens", "ets", "are", "erna", "te", "ande",
)  # fmt: skip
_LONG, _LONGEST_SHORT = 9, 8
_SPELT = (("aa", "å"), ("ae", "ä"), ("oe", "ö"))


def repair_words(text: str) -> str:
    """Return normalised text with misspelt words of the lexicon corrected; all others are left as they are.

    One letter may be wrong in words of 5 to 8 letters and two in longer ones; two letters that changed places
    count as one (clinical/assistant.md 1).
    """
    return _WORD.sub(lambda found: repair_word(found[0]), text)


@lru_cache(maxsize=16384)
def repair_word(word: str) -> str:
    """Return the word of the lexicon that a word was meant to be, or the word itself."""
    if word in read_cue_words() or word in read_common_words() or is_known(word):
        return word
    spelt = _spell_out(word)
    if spelt != word and is_known(spelt):
        return spelt
    typed_plain = len(word) >= SHORTEST_STEM and fold(word) == word
    return (_folded().get(word) if typed_plain else None) or _nearest(word)


def _spell_out(word: str) -> str:
    for typed, letter in _SPELT:
        word = word.replace(typed, letter)
    return word


@lru_cache(maxsize=16384)
def is_known(word: str) -> bool:
    """Tell whether a word stands in the lexicon or in our own texts, so that it is spelt as it was meant."""
    concepts = read_concepts()
    if word in concepts.words or word in read_real_words() or word in _phrase_words():
        return True
    return any(word[:length] in concepts.stems for length in range(4, len(word) + 1))


@cache
def _phrase_words() -> frozenset[str]:
    return frozenset(word for phrase in read_concepts().phrases for word in phrase.split())


@cache
def _folded() -> dict[str, str]:
    """Return words as typed without å, ä and ö; a stem with its commonest endings too."""
    concepts = read_concepts()
    whole = {fold(word): word for word in concepts.words if word != fold(word)}
    ended = {
        fold(stem) + ending: stem + ending for stem in concepts.stems if stem != fold(stem) for ending in ENDINGS
    }
    short = {fold(word): word for word in _phrase_words() if word != fold(word) and len(word) > 2}
    real = {fold(word): word for word in read_real_words() if word != fold(word)}
    return real | short | ended | whole


@cache
def _by_first_letter() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for stem in sorted(read_stems()):
        found[fold(stem[0])].append(stem)
    return {letter: tuple(stems) for letter, stems in found.items()}


def _nearest(word: str) -> str:
    best, least = word, 99
    stems = read_concepts().stems
    for stem in _by_first_letter().get(fold(word[0]), ()):
        allowed = 2 if len(stem) >= _LONG else 1
        if len(word) < len(stem) - allowed or len(word) > len(stem) + 5:
            continue
        for cut in range(max(len(stem) - allowed, 4), min(len(stem) + allowed, len(word)) + 1):
            if word[cut:] in (ENDINGS if stem in stems else ("",)):
                distance = int(OSA.distance(word[:cut], stem, score_cutoff=allowed))
                weighed = 2 * distance + (word[cut:] != "")
                if distance <= allowed and weighed < least:
                    best, least = stem + word[cut:], weighed
    return best
