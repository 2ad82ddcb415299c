"""Finds what a message is about by scored keywords of the lexicon (clinical/assistant.md 1.6)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.intents import Intent
from assistant.lexicon_files import Rule, read_concepts, read_rules

_TOKEN = re.compile(r"[a-zåäöéü0-9][a-zåäöéü0-9:'./-]*[a-zåäöéü0-9]|[a-zåäöéü0-9]")
_PAIR = re.compile(r"(?<![0-9])[0-9]{2,3}\s*(?:/|över|over)\s*[0-9]{2,3}(?![0-9])")
_CLOCK = re.compile(r"(?<![0-9])(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?![0-9])|(?<!\w)(?:kl|klockan) [0-9]")
_OKAY = re.compile(
    r"(?:(?:ok|okej|okay|oki|bra|toppen|perfekt|fint|super|great|good|fine|alright|jag förstår|förstått|got it|"
    r"då vet jag|"
    r"det var allt|that was all|that's all|thats all|inget mer|nothing more|tack|thanks|klart|jättebra|kanon|"
    r"utmärkt|that is all|var allt|jag är nöjd|all good|sounds good|cool|schysst|lugnt|ingen fara|inga problem|"
    r"understood|visst|super bra|låter bra|vad bra|so|well|no|nej|då|var|det|för idag|for now|mycket|så|det är)\s*)+"
)
_QUIET_WORDS = """
    how what when why where who may must shall want is not get take do_it for_me you now days same_time length
    many before after been half cause often again next use have_value matter best something only more left mean
    speak answer high low new place others seen_by must_i number fill talk somebody code with help fault kept self_me
    app explain home count food avoid early die skip begin change call quit stop and
"""
QUIET = frozenset(_QUIET_WORDS.split())
"""Concepts that say little alone; they weigh half."""
FAINT = {"greeting": 0.3, "thanks": 0.35, "bye": 0.6, "okay_alone": 0.5, "fluid": 0.9, "english": 0.9, "swedish": 0.9}
LEAST = 0.9
FAINTEST = 0.3
MOST_BESIDE = 3
LEAST_NEAR, MARGIN = 0.45, 0.12
"""How much must speak for an intent none of whose rules is fulfilled, and how much more than for the next."""


@dataclass(frozen=True)
class Guess:
    """An intent and how much speaks for it."""

    intent: Intent
    score: float


def find_intents(text: str) -> list[Guess]:
    """Return the intents that the words speak for, the strongest first; empty when too little does.

    :param text: normalised, with spelling repaired and numbers as digits.
    """
    concepts = concepts_of(text)
    best: dict[Intent, list[float]] = {}
    for rule, weight in _weighed_rules():
        if rule.needs <= concepts and not rule.absent & concepts:
            best.setdefault(rule.intent, []).append(weight)
    guesses = [Guess(intent, _total(weights)) for intent, weights in best.items()]
    if not guesses:
        return _nearest_intents(concepts)
    enough = [one for one in guesses if one.score >= LEAST or one.intent in (Intent.GREETING, Intent.THANKS_BYE)]
    return sorted(enough, key=lambda one: -one.score)


def _nearest_intents(concepts: frozenset[str]) -> list[Guess]:
    """Return the intent whose rules share most telling concepts with a text that fulfils none of them."""
    scores = {
        intent: sum(weight for name, weight in telling.items() if name in concepts)
        for intent, telling in _telling().items()
    }
    ranked = sorted(scores.items(), key=lambda one: -one[1])
    (first, most), (_second, less) = ranked[0], ranked[1]
    return [Guess(first, LEAST)] if most >= LEAST_NEAR and most - less >= MARGIN else []


@cache
def _telling() -> dict[Intent, dict[str, float]]:
    """Return for each intent how much each of its concepts tells: less, the more intents use it."""
    users: dict[str, set[Intent]] = {}
    for rule in read_rules():
        for name in rule.needs:
            users.setdefault(name, set()).add(rule.intent)
    return {
        intent: {name: weight_of(name) / len(intents) for name, intents in users.items() if intent in intents}
        for intent in {rule.intent for rule in read_rules()}
    }


def _total(weights: list[float]) -> float:
    return max(weights) + 0.1 * min(len(weights) - 1, MOST_BESIDE)


@cache
def _weighed_rules() -> tuple[tuple[Rule, float], ...]:
    return tuple((rule, sum(weight_of(name) for name in rule.needs) + rule.bonus) for rule in read_rules())


def weight_of(concept: str) -> float:
    """Return how much a concept says alone."""
    return FAINT.get(concept, 0.5 if concept in QUIET else 1.0)


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text, in their order."""
    return _TOKEN.findall(text)


def concepts_of(text: str) -> frozenset[str]:
    """Return every concept that a text holds."""
    words = words_of(text)
    found: set[str] = set().union(*(_concepts_of_word(word) for word in words)) if words else set()
    line = f" {' '.join(words)} "
    first = _phrases_by_word()
    for word in set(words):
        for phrase, names in first.get(word, ()):
            if phrase in line:
                found |= names
    return frozenset(found | set(_special(text, line.strip())))


def _special(text: str, line: str) -> Iterable[str]:
    if _PAIR.search(text):
        yield "number_pair"
    if _CLOCK.search(text):
        yield "at_time"
    if _OKAY.fullmatch(line):
        yield "okay_alone"


@lru_cache(maxsize=16384)
def _concepts_of_word(word: str) -> frozenset[str]:
    lexicon = read_concepts()
    found = set(lexicon.words.get(word, ()))
    for length in range(2, len(word) + 1):
        found |= lexicon.stems.get(word[:length], frozenset())
    return frozenset(found)


@cache
def _phrases_by_word() -> dict[str, list[tuple[str, frozenset[str]]]]:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for phrase, names in read_concepts().phrases.items():
        end = "" if phrase.endswith("*") else " "
        found.setdefault(phrase.split()[0], []).append((f" {phrase.rstrip('*')}{end}", names))
    return found
