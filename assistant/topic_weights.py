"""Reads the learned weights and adds up what speaks for each topic; the file is mapped, so that workers share it."""

import json
import mmap
import struct
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import Any

from assistant.topic_features import hash_of

FILE = Path(__file__).with_name("wordings") / "weights.bin"
_NUMBER = 4
"""Bytes of a hash and of an end; both are little-endian, as is every machine that this runs on."""
Row = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Weights:
    """What was learned: for each feature a small number for each topic that it speaks for or against.

    :ivar source: the mark of what it was learned from.
    :ivar step: what a weight of 1 stands for.
    :ivar sharpness: by which scores become probabilities.
    :ivar shares: how much each kind of feature weighs together; part of what was learned.
    :ivar hashes: of the features, rising; ``ends`` where the weights of each end among all.
    :ivar columns: the place of the topic of each weight in ``topics``.
    :ivar version: changes with every byte of the file.
    """

    topics: tuple[str, ...]
    source: str
    step: float
    sharpness: float
    bias: tuple[float, ...]
    shares: Mapping[str, float]
    hashes: memoryview
    ends: memoryview
    columns: memoryview
    numbers: memoryview
    version: str

    def row(self, name: str) -> Row:
        """Return the topics that a feature speaks for or against, by place, and how much; empty when unknown."""
        wanted = hash_of(name)
        place = bisect_left(self.hashes, wanted)
        if place == len(self.hashes) or self.hashes[place] != wanted:
            return ()
        begin, end = (self.ends[place - 1] if place else 0), self.ends[place]
        return tuple(zip(self.columns[begin:end], self.numbers[begin:end], strict=True))

    def scores(self, features: Mapping[str, Sequence[str]]) -> list[float]:
        """Return how much speaks for each topic, in the order of ``topics``."""
        total = list(self.bias)
        for kind, names in features.items():
            share = self.share(kind, len(names)) if names else 0.0
            for name in names:
                for column, number in self.row(name):
                    total[column] += share * number
        return total

    def share(self, kind: str, count: int) -> float:
        """Return what one of so many features of a kind weighs."""
        return self.step * self.shares[kind] / sqrt(count)


@cache
def our_weights() -> Weights:
    """Return the weights that stand beside our wordings, mapped so that only what messages need is ever loaded."""
    with FILE.open("rb") as file:
        return unpack(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))


def unpack(whole: memoryview) -> Weights:
    """Read weights: a line of JSON, then hashes, ends, columns and numbers."""
    at = bytes(whole[:8192]).index(b"\n") + 1
    head: dict[str, Any] = json.loads(bytes(whole[:at]))
    ends = at + _NUMBER * head["features"]
    columns = ends + _NUMBER * head["features"]
    numbers = columns + head["weights"]
    return Weights(
        tuple(head["topics"]), head["source"], head["step"], head["sharpness"], tuple(head["bias"]), head["shares"],
        whole[at:ends].cast("I"), whole[ends:columns].cast("I"), whole[columns:numbers],
        whole[numbers : numbers + head["weights"]].cast("b"), sha256(whole).hexdigest()[:8],
    )  # fmt: skip


def pack(head: Mapping[str, Any], rows: Mapping[int, Row]) -> bytes:
    """Return the bytes of a file of weights.

    :param rows: by the hash of the feature; every number between -127 and 127.
    """
    order, ends, columns, numbers = sorted(rows), [], bytearray(), bytearray()
    for one in order:
        columns += bytes(column for column, _number in rows[one])
        numbers += struct.pack(f"{len(rows[one])}b", *(number for _column, number in rows[one]))
        ends.append(len(columns))
    line = json.dumps({**head, "features": len(order), "weights": len(columns)}, ensure_ascii=False)
    table = struct.pack(f"<{len(order)}I", *order) + struct.pack(f"<{len(ends)}I", *ends)
    return line.encode() + b"\n" + table + columns + numbers
