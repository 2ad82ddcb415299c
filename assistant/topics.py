"""Chooses what a message is about: by the rules of the lexicon and by what was learned from our own wordings."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from assistant.intents import TOPICS, Intent
from assistant.scoring import Guess, words_of
from assistant.topic_features import features_of
from assistant.topic_weights import Weights, our_weights
from assistant.vetted_texts import TEXTS
from assistant.wording_files import NO_TOPIC

MOST_WORDS = 120
"""A longer letter is for people: the learned topics come from messages of a few sentences."""
FIRST, SECOND = 0.3, 0.1
"""How much the rules' first and second guess speak, beside what was learned."""
FULL = 2.5
"""The score of a guess of the rules that speaks with all its weight."""
LEAST_SURE = 0.2
"""Below this probability nothing is said to be understood, and people read."""
LEAST_TOLD = 0.4
"""Below this no text is sent: a wrong leaflet shall be rarer than none (docs/clinical-notes.md 15)."""
EQUAL = 0.4
"""A second topic with so large a part of the first's probability is asked about: "Menade du A eller B?"."""


@dataclass(frozen=True)
class Topic:
    """What a message may be about and how sure that is, from 0 to 1; None is what no text of ours answers."""

    intent: Intent | None
    sureness: float


def find_topics(text: str, guesses: Sequence[Guess], weights: Weights | None = None) -> list[Guess]:
    """Return what a message is about with how sure that is, from 0 to 1; empty when people must read it.

    :param text: normalised, with spelling repaired and numbers as digits.
    :param guesses: of the rules, the strongest first.
    """
    ranked = rank_topics(text, guesses, weights or our_weights())
    first = ranked[0]
    least = LEAST_TOLD if first.intent and TOPICS.get(first.intent) in TEXTS else LEAST_SURE
    if first.intent is None or first.sureness < least or len(words_of(text)) > MOST_WORDS:
        return []
    return [Guess(one.intent, one.sureness) for one in ranked if one.intent is not None]


def is_tie(topics: Sequence[Guess]) -> bool:
    """Tell whether the first two topics are about equally likely, so that it is asked which was meant."""
    return len(topics) > 1 and topics[1].score >= EQUAL * topics[0].score


def rank_topics(text: str, guesses: Sequence[Guess], weights: Weights) -> list[Topic]:
    """Return every topic with how sure it is, the surest first."""
    scores = dict(zip(weights.topics, weights.scores(features_of(text)), strict=True))
    for guess, weight in zip(guesses, (FIRST, SECOND), strict=False):
        scores[guess.intent.value] += weight * min(guess.score, FULL) / FULL
    most = max(scores.values())
    powers = {name: exp(weights.sharpness * (score - most)) for name, score in scores.items()}
    total = sum(powers.values())
    ranked = sorted(powers.items(), key=lambda one: -one[1])
    return [Topic(None if name == NO_TOPIC else Intent(name), power / total) for name, power in ranked]
