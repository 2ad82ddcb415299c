"""Repairs misspelt words of alarms: the words are taken from the wordings of the cues themselves."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.cues import Cue
from assistant.normalise import fold
from assistant.spelling import REAL_WORDS
from assistant.word_repair import ENDINGS, is_known

_LITERAL = re.compile(r"(?<![a-zåäö\\])([a-zåäö]{5,})(\\w\*|\\w\+)?(?![a-zåäö])")
_WORD = re.compile(r"[a-zåäöéü]{5,}")
LONG = 9


class AlarmWords:
    """The words that stand in cues, and the repair of a misspelt one."""

    def __init__(self, cues: tuple[Cue, ...]) -> None:
        """Collect the words; one with any ending counts as a stem."""
        found = [match for cue in cues for match in _LITERAL.finditer(cue.pattern.pattern)]
        self.whole = frozenset(match[1] for match in found if not match[2])
        self.stems = frozenset(match[1] for match in found if match[2])
        around = " ".join(cue.not_near.pattern for cue in cues if cue.not_near is not None)
        self._harmless = REAL_WORDS | {match[1] for match in _LITERAL.finditer(around)}
        plain = {fold(word): word for word in (*self.stems, *self.whole) if fold(word) != word}
        ended = {fold(stem) + end: stem + end for stem in self.stems if fold(stem) != stem for end in ENDINGS}
        self._folded = ended | plain
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self.whole | self.stems):
            self._by_letter.setdefault(fold(word[0]), []).append(word)
        self._repaired = lru_cache(maxsize=16384)(self._repair)

    def repair(self, text: str) -> str:
        """Return normalised text with every unknown word near a word of an alarm read as that word."""
        return _WORD.sub(lambda found: self._repaired(found[0]), text)

    def _repair(self, word: str) -> str:
        if word in self.whole or any(word.startswith(stem) for stem in self.stems):
            return word
        if word in self._folded:
            return self._folded[word]
        return word if word in self._harmless or is_known(word) else self._nearest(word)

    def _nearest(self, word: str) -> str:
        best, least = word, 99
        for known in self._by_letter.get(fold(word[0]), ()):
            allowed = 2 if len(known) >= LONG else 1
            for cut in range(max(len(known) - allowed, 5), min(len(known) + allowed, len(word)) + 1):
                if word[cut:] in (ENDINGS if known in self.stems else ("",)):
                    distance = int(OSA.distance(word[:cut], known, score_cutoff=allowed))
                    weighed = 2 * distance + (word[cut:] != "")
                    if distance <= allowed and weighed < least:
                        best, least = known + word[cut:], weighed
        return best
