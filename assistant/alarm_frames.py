"""Finds alarms told in any words whose meanings stand together: who, what is done, when (clinical/assistant.md 3)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from assistant.alarm_lexicon import LONGEST_PHRASE, Frame, concepts_of_word, read_alarm_concepts, read_frames
from assistant.cues import Cue

Place = tuple[int, int]
_MOST_PLACES = 6
"""Places of one meaning that are tried in a sentence, so that a long text is read in bounded time."""


@dataclass(frozen=True)
class Found:
    """A frame that stands in a text.

    :ivar start: where its first meaning begins, in characters; ``end`` where the last one ends.
    :ivar head: where the meaning begins that the frame names first; a negation of either sets the frame aside.
    """

    cue: Cue
    start: int
    head: int
    end: int


class Meanings:
    """Where each meaning stands in a sentence of words with single spaces."""

    def __init__(self, sentence: str) -> None:
        """Look up every word and row of words."""
        self.words = sentence.split()
        self.places: dict[str, list[Place]] = {}
        phrases = read_alarm_concepts().phrases
        for start, word in enumerate(self.words):
            for concept in concepts_of_word(word):
                self._add(concept, (start, start + 1))
            for length in range(2, LONGEST_PHRASE + 1):
                for concept in phrases.get(tuple(self.words[start : start + length]), ()):
                    self._add(concept, (start, min(start + length, len(self.words))))

    def _add(self, concept: str, place: Place) -> None:
        places = self.places.setdefault(concept, [])
        if len(places) < _MOST_PLACES and place not in places:
            places.append(place)

    def of(self, need: frozenset[str]) -> list[Place]:
        """Return the places of any of some concepts."""
        return sorted({place for concept in need for place in self.places.get(concept, ())})[:_MOST_PLACES]

    def offset(self, index: int) -> int:
        """Return where a word begins, in characters."""
        return sum(len(word) + 1 for word in self.words[:index])


def find_frames(sentence: str, *, wide: bool = False) -> Iterator[Found]:
    """Yield the frames of a sentence, or with ``wide`` those that may stretch over the sentences of a text."""
    meanings = Meanings(sentence)
    for frame in read_frames():
        if wide and not frame.is_wide:
            continue
        for first, head, last in _stretches(frame, meanings):
            offset = meanings.offset
            yield Found(_cue_of(frame), offset(first), offset(head), offset(last) - 1)


def _stretches(frame: Frame, meanings: Meanings) -> Iterator[tuple[int, int, int]]:
    told = meanings.places.keys()
    if any(told.isdisjoint(need) for need in frame.needs) or not told.isdisjoint(frame.absent):
        return
    every = [meanings.of(need) for need in frame.needs]
    for places in product(*every):
        first, last = min(place[0] for place in places), max(place[1] for place in places)
        if last - first <= frame.span + len(places) and _apart(places, frame.is_ordered):
            yield first, places[0][0], last


def _apart(places: tuple[Place, ...], is_ordered: bool) -> bool:
    in_order = places if is_ordered else tuple(sorted(places))
    return all(one[1] <= two[0] for one, two in pairwise(in_order))


_NOTHING = re.compile(r"(?!)")


def _cue_of(frame: Frame) -> Cue:
    return Cue(frame.kind, frame.level, _NOTHING, None, frame.negatable)
