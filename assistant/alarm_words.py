"""Repairs misspelt words of alarms: the words are those of the cues themselves and of what carries a frame."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.alarm_lexicon import read_core_words
from assistant.cues import Cue
from assistant.normalise import fold
from assistant.spelling import REAL_WORDS
from assistant.word_repair import ENDINGS, is_known

_LITERAL = re.compile(r"(?<![a-zåäö\\])([a-zåäö]{5,})(\\w\*|\\w\+)?(?![a-zåäö])")
_WORDS_NEAR_A_CORE = """
    betalat betalt buskar bossan choked drunknar dånar fight flights fläkten forearm geting heten hiking injury
    jaktvapnet klyva knäckte kollade lillan läspar needles nodes packat quizet rates reuse screening shouting skannar
    slipade slockna slocknar snöar spökar stats stängde stukat svänger tapat ticker treats tuggar tömdes vansinnigt
    virka värken stryker stryka strukit kostar kostat kostade bitar biten brinner brinna brunnit vispar släppte släppt
    släpper hoppas hoppats hunting hosting choice chose chosen spelling spelled strange stranger slipped slipper
    slippers attached attach raced raising shaved shave shaving picked picks lunch bunch rushed bursts dropper
    cutter spoken hängde hängen hunger slaget slagen slager knappa knappar sparar sparade sparat kastanj kanske
    boxer boxen bankar banken bankerna slängt hälsar hälsade svalka svalkar svalkande skrapa skrapar skriver
    snarare snart sonden fallen falla fulla hanger hangar tanker broder bränner brandman stabil stabilt rapport
    hotell hotellet hitta hittar threads thread throne vomited stumma strips stripe grabb grabben kloster
"""
_NEAR_A_CORE = frozenset(_WORDS_NEAR_A_CORE.split())
"""Real words near those that carry a frame; they are left as they are."""
_WORD = re.compile(r"[a-zåäöéü]{5,}")
LONG = 9


class AlarmWords:
    """The words that stand in cues, and the repair of a misspelt one."""

    def __init__(self, cues: tuple[Cue, ...]) -> None:
        """Collect the words; one with any ending counts as a stem."""
        found = [match for cue in cues for match in _LITERAL.finditer(cue.pattern.pattern)]
        whole, stems = read_core_words()
        self.whole = frozenset(match[1] for match in found if not match[2]) | _long(whole)
        self.stems = frozenset(match[1] for match in found if match[2]) | _long(stems)
        around = " ".join(cue.not_near.pattern for cue in cues if cue.not_near is not None)
        self._harmless = REAL_WORDS | _NEAR_A_CORE | {match[1] for match in _LITERAL.finditer(around)}
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


def _long(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if _WORD.fullmatch(word))
