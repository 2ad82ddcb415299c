"""Learns the weights of the topics from our own wordings; needs scikit-learn, which no server has (make train).

A linear model over the features of :mod:`assistant.topic_features`, trained from one seed, so that the same wordings
give the same weights.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import exp, log
from random import Random
from typing import Any

from assistant.misspelt import misspell_text
from assistant.scoring import Guess, find_intents
from assistant.topic_features import SHARES, features_of, hash_of
from assistant.topic_weights import Weights, pack, unpack
from assistant.topics import find_topics
from assistant.understand import clean_text
from assistant.wording_files import NO_TOPIC, learned_from, topic_names

SEED = 1
TWIN, NOTHING = 0.25, 0.4
"""How much the misspelt twin of a wording counts, and a wording without a topic, of which there are many."""
LEAST_WEIGHT = 0.05
"""Smaller weights are left out, so that the file stays small."""
LARGEST = 127
FOLDS = 5
STRENGTH = 1.0
"""The C of the classifier."""
Wording = tuple[str, str]
Features = dict[str, list[str]]


@dataclass(frozen=True)
class Held:
    """A wording that was held out while the weights were learned, and what was made of it."""

    text: str
    topic: str
    topics: tuple[Guess, ...]
    scores: dict[str, float]

    @property
    def found(self) -> str:
        """Return the topic that was found; :data:`NO_TOPIC` when people would read it."""
        return self.topics[0].intent.value if self.topics else NO_TOPIC


def learn(wordings: Sequence[Wording], sharpness: float) -> bytes:
    """Return the file of weights that the wordings teach.

    :param sharpness: as :func:`fit_sharpness` finds it.
    """
    random = Random(SEED)  # noqa: S311  the same misspellings each time, no secret
    twins = [(misspell_text(text, random), topic) for text, topic in wordings]
    lines = [*wordings, *twins]
    features = [features_of(clean_text(text)) for text, _topic in lines]
    places = _places(features, len(wordings))
    counts = [
        (NOTHING if topic == NO_TOPIC else 1.0) * (1.0 if number < len(wordings) else TWIN)
        for number, (_text, topic) in enumerate(lines)
    ]
    model = _fit(features, [topic for _text, topic in lines], counts, places)
    order = [list(model.classes_).index(topic) for topic in topic_names()]
    weights, bias = model.coef_[order], model.intercept_[order]
    step = float(abs(weights).max()) / LARGEST
    rows = {one: _row(weights[:, place], step) for one, place in places.items()}
    rows = {one: row for one, row in rows.items() if row}
    head = {
        "source": learned_from(), "shares": SHARES, "topics": topic_names(), "step": step, "sharpness": sharpness,
        "bias": [round(float(one), 6) for one in bias],
    }  # fmt: skip
    return pack(head, rows)


def _row(weights: Sequence[float], step: float) -> list[tuple[int, int]]:
    return [(place, round(float(one) / step)) for place, one in enumerate(weights) if abs(one) >= LEAST_WEIGHT]


def _places(features: Sequence[Features], real: int) -> dict[int, int]:
    """Return a column for every feature, but for those that a single misspelling made.

    :param real: how many of the lines are wordings as they were written; the rest are their misspelt twins.
    """
    counted = Counter(hash_of(name) for line in features for names in line.values() for name in names)
    written = {hash_of(name) for line in features[:real] for names in line.values() for name in names}
    kept = sorted(one for one, count in counted.items() if count > 1 or one in written)
    return {one: place for place, one in enumerate(kept)}


def _fit(
    features: Sequence[Features], topics: Sequence[str], counts: Sequence[float], places: dict[int, int]
) -> Any:
    from scipy.sparse import csr_matrix  # here alone: only who trains has them
    from sklearn.svm import LinearSVC

    cells = [(row, *cell) for row, line in enumerate(features) for cell in _cells(line, places)]
    rows, columns, shares = zip(*cells, strict=True)
    table = csr_matrix((shares, (rows, columns)), shape=(len(features), len(places)))
    return LinearSVC(C=STRENGTH, random_state=SEED).fit(table, topics, sample_weight=counts)


def _cells(line: Features, places: dict[int, int]) -> Iterator[tuple[int, float]]:
    for kind, names in line.items():
        for name in names:
            place = places.get(hash_of(name))
            if place is not None:
                yield place, SHARES[kind] / len(names) ** 0.5


def hold_out(
    wordings: Sequence[Wording], sharpness: float, always: Sequence[Wording] = (), folds: int = FOLDS
) -> list[Held]:
    """Return what is made of each wording by weights learned without it, a fifth at a time.

    :param always: wordings that are learned from each time and never measured.
    :param folds: how many of the fifths are measured.
    """
    found: list[Held] = []
    for fold in range(folds):
        weights = unpack(memoryview(learn([*(one for one in wordings if _fold(one) != fold), *always], sharpness)))
        found += [_hold(one, weights) for one in wordings if _fold(one) == fold]
    return found


def _fold(wording: Wording) -> int:
    return sha256(wording[0].encode()).digest()[0] % FOLDS


def _hold(wording: Wording, weights: Weights) -> Held:
    text = clean_text(wording[0])
    scores = dict(zip(weights.topics, weights.scores(features_of(text)), strict=True))
    return Held(*wording, tuple(find_topics(text, find_intents(text), weights)), scores)


def report(held: Sequence[Held]) -> list[str]:
    """Return how wordings that were held out came out: right, to people, or a wrong answer; and by topic."""
    right, wrong = Counter[str](), Counter[tuple[str, str]]()
    for one in held:
        right[one.topic] += one.found == one.topic
        wrong[(one.topic, one.found)] += one.found != one.topic
    total = Counter(one.topic for one in held)
    people = sum(count for (_topic, found), count in wrong.items() if found == NO_TOPIC)
    return [
        f"{len(held)} wordings held out: {right.total() / len(held):.1%} right, {people / len(held):.1%} to people, "
        f"{(wrong.total() - people) / len(held):.1%} another topic",
        *(f"{topic}: {right[topic]} of {count}{_others(topic, wrong)}" for topic, count in sorted(total.items())),
    ]  # fmt: skip


def _others(topic: str, wrong: Counter[tuple[str, str]]) -> str:
    others = [f"{found} {count}" for (wanted, found), count in wrong.most_common() if wanted == topic and count]
    return f" | {', '.join(others)}" if others else ""


def fit_sharpness(held: Sequence[Held]) -> float:
    """Return by how much scores are to be multiplied so that their probabilities are true on average."""
    return min((step / 4 for step in range(4, 61)), key=lambda sharpness: _surprise(held, sharpness))


def _surprise(held: Sequence[Held], sharpness: float) -> float:
    return sum(
        log(sum(exp(sharpness * (score - one.scores[one.topic])) for score in one.scores.values())) for one in held
    )
