"""Runs a file of worked scoring cases, so that a change of a rule shows what it changes.

The file has the form ``{"instruments": {<id>: {"cases": [{"id", …, "expected"}]}}}``; beside the
instruments there are the rules ``sleep_diary_night``, ``change`` and ``rf1_group``.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import InvalidError, NotFoundError
from ratings.evaluate_cases import answer_case

ABSENT = "not produced"


class UnreadableCases(ValueError):
    """The file is not such a file of cases; the message says where."""


@dataclass(frozen=True)
class Difference:
    """One field that came out otherwise than expected."""

    field: str
    expected: Any
    produced: Any


@dataclass(frozen=True)
class FailedCase:
    """One case with the fields that differ."""

    case_id: str
    instrument: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class EvaluationReport:
    """How many cases each instrument had and which failed."""

    totals: Mapping[str, int]
    failed: tuple[FailedCase, ...]

    @property
    def is_passed(self) -> bool:
        """Whether there were cases and all of them passed."""
        return sum(self.totals.values()) > 0 and not self.failed

    def passed_of(self, instrument: str) -> tuple[int, int]:
        """Return (passed, all) for an instrument or rule."""
        failed = sum(case.instrument == instrument for case in self.failed)
        return self.totals[instrument] - failed, self.totals[instrument]

    @property
    def lines(self) -> list[str]:
        """The report as plain lines: one per instrument, one per differing field, one for the whole."""
        counts = ["{}: {} of {}".format(name, *self.passed_of(name)) for name in self.totals]
        faults = [
            f"FAILED {case.case_id} {one.field}: expected {one.expected!r}, got {one.produced!r}"
            for case in self.failed
            for one in case.differences
        ]
        all_cases = sum(self.totals.values())
        return [*counts, *faults, f"all: {all_cases - len(self.failed)} of {all_cases}"]


def evaluate_file(path: Path | str) -> EvaluationReport:
    """Run every case of a file; a case that cannot be run is a failed case, never an error.

    :raises OSError: when the file cannot be read.
    :raises UnreadableCases: when it is not JSON of that form.
    """
    totals: dict[str, int] = {}
    failed = []
    for name, cases in _read_groups(Path(path)):
        totals[name] = len(cases)
        for number, case in enumerate(cases, 1):
            differences = _differences(name, case)
            if differences:
                failed.append(FailedCase(_case_id(name, number, case), name, differences))
    return EvaluationReport(totals, tuple(failed))


def _read_groups(path: Path) -> Iterator[tuple[str, list[Any]]]:
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise UnreadableCases(f"{path.name} is not JSON in UTF-8: {error}") from error
    groups = document.get("instruments") if isinstance(document, dict) else None
    if not isinstance(groups, dict):
        raise UnreadableCases(f"{path.name} has no object 'instruments'")
    for name, group in groups.items():
        cases = group.get("cases") if isinstance(group, dict) else None
        if not isinstance(cases, list):
            raise UnreadableCases(f"{path.name}: 'instruments.{name}' has no list 'cases'")
        yield name, cases


def _case_id(name: str, number: int, case: Any) -> str:
    return str(case.get("id", f"{name}[{number}]")) if isinstance(case, dict) else f"{name}[{number}]"


def _differences(name: str, case: Any) -> tuple[Difference, ...]:
    if not isinstance(case, dict) or not isinstance(case.get("expected"), dict):
        return (Difference("expected", "an object", ABSENT),)
    produced = _produce(name, case)
    return tuple(
        Difference(field, wanted, produced.get(field, ABSENT))
        for field, wanted in case["expected"].items()
        if field not in produced or not is_same(produced[field], wanted)
    )


def _produce(name: str, case: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return answer_case(name, case)
    except NotFoundError:
        return {"error": "unknown instrument"}
    except InvalidError as error:
        return {"error": f"{error.field}: {error.reason}", "rejected": True}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


def is_same(produced: Any, wanted: Any) -> bool:
    """Answer whether two results agree; lists, such as flags, in any order, and true is never 1."""
    if isinstance(produced, list) and isinstance(wanted, list):
        return sorted(map(repr, produced)) == sorted(map(repr, wanted))
    if isinstance(produced, bool) or isinstance(wanted, bool):
        return produced is wanted
    return bool(produced == wanted)
