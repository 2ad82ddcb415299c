"""Runs a file of worked messages through the understanding and holds it to the gate (clinical/assistant.md 5).

Use: ``flask --app app evaluate assistant FILE.jsonl``. Each line is ``{"id", "group", "text", "expected"}``.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from assistant.gate import MEASURES, Outcome, Score
from assistant.understand import understand

NAMES_SHOWN = 3


@dataclass(frozen=True)
class GateReport:
    """What every case came to, and how that measures against the gate."""

    outcomes: tuple[Outcome, ...]
    seconds: tuple[float, ...]

    @property
    def scores(self) -> list[Score]:
        """Return every measure of the gate with its share and its limit."""
        return [measure.score(self.outcomes) for measure in MEASURES]

    @property
    def is_passed(self) -> bool:
        """Answer whether there were cases and every measure kept its limit."""
        return bool(self.outcomes) and all(score.is_kept for score in self.scores)

    @property
    def median_ms(self) -> float:
        """Return the median time of one message, in milliseconds."""
        return 1000 * sorted(self.seconds)[len(self.seconds) // 2] if self.seconds else 0.0

    @property
    def lines(self) -> list[str]:
        """The report: the measures, who was taken for whom, and each miss."""
        return [
            *(score.line for score in self.scores), f"median time: {self.median_ms:.2f} ms",
            "", "expected -> understood", *self._confusions(),
            "", *(one.line for one in self.outcomes if not one.is_exact),
            "passed" if self.is_passed else "NOT PASSED",
        ]  # fmt: skip

    def _confusions(self) -> Iterator[str]:
        """Yield one line for each intent that was expected: how many were right, and what the others became."""
        table: dict[str, Counter[str]] = {}
        for one in self.outcomes:
            table.setdefault(one.wanted("intent"), Counter())[one.found["intent"]] += 1
        for intent, row in sorted(table.items()):
            others = ", ".join(f"{name} {n}" for name, n in row.most_common() if name != intent)
            yield f"{intent}: {row[intent]} of {row.total()}{' | ' + others if others else ''}"


def evaluate_file(path: Path) -> GateReport:
    """Read every case of a file and understand its text.

    :raises OSError: when the file cannot be read; ``ValueError`` when a line is no case.
    """
    outcomes: list[Outcome] = []
    seconds: list[float] = []
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        case = _read_case(line, number)
        began = perf_counter()
        found = understand(case["text"])
        seconds.append(perf_counter() - began)
        outcomes.append(Outcome(case, found.as_json, found.is_answered_as_calm))
    if not outcomes:
        raise ValueError("the file holds no cases")
    return GateReport(tuple(outcomes), tuple(seconds))


def _read_case(line: str, number: int) -> Mapping[str, Any]:
    try:
        case = json.loads(line)
        wanted = case["expected"]
        whole = isinstance(case["text"], str) and {"intent", "values", "escalation"} <= set(wanted)
    except (KeyError, TypeError, ValueError) as problem:
        raise ValueError(f"line {number} is no case: {problem}") from problem
    if not whole:
        raise ValueError(f"line {number} has no text, or does not say what is expected")
    return dict(case)
