"""Says in words why a message was taken for what it was: which of its own words and concepts spoke for each topic."""

from collections import defaultdict
from collections.abc import Sequence

from assistant.scoring import Guess, find_intents
from assistant.topic_features import features_of, pieces_of, plain_words
from assistant.topic_weights import Weights, our_weights
from assistant.topics import rank_topics
from assistant.understand import clean_text, understand
from assistant.wording_files import NO_TOPIC

TOPICS_SHOWN, WORDS_SHOWN = 3, 8
LEAST_SHOWN = 0.05


def explain(text: str) -> list[str]:
    """Return what a message was understood as, the likeliest topics, and what spoke for and against each."""
    clean, weights = clean_text(text), our_weights()
    read, guesses = understand(text), find_intents(clean)
    lines = [f"{read.intent.value}, {read.escalation.value} ({read.version})", f"read as: {clean}", _rules(guesses)]
    for one in rank_topics(clean, guesses, weights)[:TOPICS_SHOWN]:
        name = one.intent.value if one.intent else "none of these"
        spoke = spoke_for(clean, weights, weights.topics.index(one.intent.value if one.intent else NO_TOPIC))
        lines.append(f"{one.sureness:.0%} {name}: {_said(spoke, 1)}")
        if against := _said(spoke, -1):
            lines.append(f"    against: {against}")
    return lines


def _said(spoke: dict[str, float], sign: int) -> str:
    """Return the words with the most weight of a sign, the heaviest first."""
    heaviest = sorted((item for item in spoke.items() if sign * item[1] >= LEAST_SHOWN), key=lambda one: -abs(one[1]))
    return ", ".join(f"{word} {weight:+.2f}" for word, weight in heaviest[:WORDS_SHOWN])


def _rules(guesses: Sequence[Guess]) -> str:
    return "rules: " + (", ".join(f"{one.intent.value} {one.score:.1f}" for one in guesses[:TOPICS_SHOWN]) or "nothing")


def spoke_for(clean: str, weights: Weights, column: int) -> dict[str, float]:
    """Return how much each word, pair of words and concept of a text adds to the score of a topic.

    A piece of a word counts for the words that hold it. The sum is the learned score without what every text begins
    with.

    :param clean: as :func:`assistant.understand.clean_text` gives it.
    """
    found: defaultdict[str, float] = defaultdict(float)
    holders = _words_of_pieces(clean)
    for kind, names in features_of(clean).items():
        for name in names:
            amount = sum(number for place, number in weights.row(name) if place == column)
            if amount:
                for shown in holders.get(name, [_shown(name)]):
                    found[shown] += amount * weights.share(kind, len(names)) / len(holders.get(name, [name]))
    return found


def _shown(name: str) -> str:
    kind, said = name.split(":", 1)
    return {"w": said, "b": f'"{said}"', "g": said, "c": f"<{said}>", "p": f"<{said.replace(' ', ' + ')}>",
            "q": f"[{said}]"}[kind]


def _words_of_pieces(clean: str) -> dict[str, list[str]]:
    holders: dict[str, list[str]] = {}
    for word in dict.fromkeys(plain_words(clean)):
        for piece in set(pieces_of(word)):
            holders.setdefault(piece, []).append(word)
    return holders
