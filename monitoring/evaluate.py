"""Runs a file of worked cases against the rules, so that a change of a rule shows what it changes.

Use: ``python -m monitoring.evaluate clinical/vitals_cases.json``. The file has the form
``{"cases": [{"id", "kind", "input", "expected"}]}``. A kind without a rule here counts as failed.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from monitoring.evaluate_cases import ANSWERS


@dataclass(frozen=True)
class FailedCase:
    """One case whose answer was not the expected one."""

    case_id: str
    kind: str
    expected: Any
    answer: Any


@dataclass(frozen=True)
class CaseReport:
    """How many cases of each kind passed and which failed."""

    totals: Mapping[str, int]
    failed: tuple[FailedCase, ...]

    @property
    def is_passed(self) -> bool:
        """Answer whether there were cases and all of them passed."""
        return bool(self.totals) and not self.failed

    def passed_of(self, kind: str) -> tuple[int, int]:
        """Return (passed, all) for a kind of case."""
        failed = sum(case.kind == kind for case in self.failed)
        return self.totals.get(kind, 0) - failed, self.totals.get(kind, 0)

    @property
    def lines(self) -> list[str]:
        """The report as plain lines: one per kind, then one per failed case."""
        kinds = ["{}: {} of {}".format(kind, *self.passed_of(kind)) for kind in self.totals]
        return kinds + [
            f"FAILED {case.case_id} {case.kind}: expected {case.expected!r}, got {case.answer!r}"
            for case in self.failed
        ]


def evaluate_file(path: Path) -> CaseReport:
    """Run every case of a file. A case that cannot be run is a failed case, never an error.

    :raises OSError: when the file cannot be read; ``ValueError`` when it is not such a file.
    """
    document = json.loads(Path(path).read_text(encoding="utf-8"), parse_float=Decimal)
    if not isinstance(document, dict) or not isinstance(document.get("cases"), list):
        raise ValueError(f"{path} holds no list of cases")
    totals: Counter[str] = Counter()
    failed = []
    for number, case in enumerate(document["cases"]):
        kind = str(case.get("kind", "")) if isinstance(case, dict) else ""
        totals[kind] += 1
        answer = _answer(ANSWERS.get(kind), case)
        expected = case.get("expected") if isinstance(case, dict) else None
        if not _agrees(answer, expected):
            failed.append(FailedCase(str(_case_id(case, number)), kind, expected, answer))
    return CaseReport(dict(totals), tuple(failed))


def _case_id(case: Any, number: int) -> Any:
    return case.get("id", number) if isinstance(case, dict) else number


def _answer(rule: Callable[[Mapping[str, Any]], Any] | None, case: Any) -> Any:
    if rule is None:
        return "kind not supported"
    try:
        return rule(case["input"])
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def _agrees(answer: Any, expected: Any) -> bool:
    """An expected object names what must hold; an answer may carry more, such as a mean not shown."""
    if isinstance(expected, dict) and isinstance(answer, dict):
        return all(name in answer and answer[name] == value for name, value in expected.items())
    return bool(answer == expected) and answer is not None


def main(arguments: list[str]) -> int:
    """Print the report of each file and return 0 when every case passed, otherwise 1."""
    reports = [evaluate_file(Path(argument)) for argument in arguments]
    for report in reports:
        sys.stdout.write("\n".join(report.lines) + "\n")
    return 0 if reports and all(report.is_passed for report in reports) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
