"""Learns the weights of the alarms from our own wordings; needs scikit-learn, which no server has.

Two linear models over :mod:`assistant.alarm_features`: one tells an alarm from calm, the other which alarm it is.
The same wordings give the same weights.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from random import Random
from typing import Any

from assistant.alarm_features import SHARES, features_of
from assistant.alarm_net import ANY, GROUPS, Learned, weigh_alarm
from assistant.alarm_wordings import CALM, alarms_learned_from
from assistant.misspelt import misspell_text
from assistant.red_flags import repair_alarm
from assistant.topic_features import hash_of
from assistant.topic_weights import pack, unpack

SEED, FOLDS, LARGEST = 1, 4, 127
STRENGTH = 1.0
"""The C of both classifiers."""
TWIN = 0.5
"""How much the misspelt twin of a wording counts."""
LEAST_WEIGHT = 0.04
"""Smaller weights are left out, so that the file stays small."""
Wording = tuple[str, str]


def learn_alarms(wordings: Sequence[Wording]) -> bytes:
    """Return the file of weights that the wordings teach.

    :param wordings: texts with their group of ``GROUPS``, or ``CALM``.
    """
    random = Random(SEED)  # noqa: S311  the same misspellings each time, no secret
    lines = [*wordings, *((misspell_text(text, random), group) for text, group in wordings)]
    counts = [1.0 if number < len(wordings) else TWIN for number in range(len(lines))]
    features = [features_of(repair_alarm(text)) for text, _group in lines]
    places = {one: place for place, one in enumerate(sorted({
        hash_of(name) for line in features for names in line.values() for name in names}))}  # fmt: skip
    table = _table(features, places)
    groups = [group for _text, group in lines]
    alarms = [row for row, group in enumerate(groups) if group != CALM]
    first = _fit(table, [group != CALM for group in groups], counts)
    second = _fit(table[alarms], [groups[row] for row in alarms], [counts[row] for row in alarms])
    order = [list(second.classes_).index(name) for name in GROUPS]
    weights = [*first.coef_, *second.coef_[order]]
    step = max(float(abs(line).max()) for line in weights) / LARGEST
    rows = {one: _row([float(line[place]) for line in weights], step) for one, place in places.items()}
    head = {
        "source": alarms_learned_from(), "shares": SHARES, "topics": [ANY, *GROUPS], "step": step, "sharpness": 1.0,
        "bias": [round(float(one), 6) for one in (*first.intercept_, *second.intercept_[order])],
    }  # fmt: skip
    return pack(head, {one: row for one, row in rows.items() if row})


def _row(weights: Sequence[float], step: float) -> list[tuple[int, int]]:
    return [(place, round(one / step)) for place, one in enumerate(weights) if abs(one) >= LEAST_WEIGHT]


def _table(features: Sequence[dict[str, list[str]]], places: dict[int, int]) -> Any:
    from scipy.sparse import csr_matrix  # here alone: only who trains has it

    cells = [(row, places[one], share) for row, line in enumerate(features) for one, share in _cells(line)]
    rows, columns, shares = zip(*cells, strict=True)
    return csr_matrix((shares, (rows, columns)), shape=(len(features), len(places)))


def _cells(line: dict[str, list[str]]) -> Iterator[tuple[int, float]]:
    for kind, names in line.items():
        yield from ((hash_of(name), SHARES[kind] / len(names) ** 0.5) for name in names)


def _fit(table: Any, classes: Sequence[Any], counts: Sequence[float]) -> Any:
    from sklearn.svm import LinearSVC

    return LinearSVC(C=STRENGTH, random_state=SEED).fit(table, classes, sample_weight=counts)


def hold_out_alarms(wordings: Sequence[Wording]) -> list[tuple[Wording, Learned]]:
    """Return what is made of each wording by weights learned without it, a quarter at a time."""
    found: list[tuple[Wording, Learned]] = []
    for fold in range(FOLDS):
        weights = unpack(memoryview(learn_alarms([one for one in wordings if _fold(one) != fold])))
        found += [(one, weigh_alarm(repair_alarm(one[0]), weights)) for one in wordings if _fold(one) == fold]
    return found


def _fold(wording: Wording) -> int:
    return sha256(wording[0].encode()).digest()[0] % FOLDS
