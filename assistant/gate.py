"""The measures that a release must keep, and how one case counts in each (clinical/assistant.md 5)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

URGENT = ("same_day", "emergency")
NEAR_MISS = "near_miss"


@dataclass(frozen=True)
class Outcome:
    """One case and what was understood.

    :ivar found: in the same form as the case's ``expected``.
    :ivar is_calm: the answer is only praise, a value or small talk, and nobody reads the text.
    """

    case: Mapping[str, Any]
    found: Mapping[str, Any]
    is_calm: bool

    def wanted(self, name: str) -> Any:
        """Return what the case expects of a part."""
        return self.case["expected"].get(name)

    @property
    def is_near_miss(self) -> bool:
        """Tell whether the case holds alarm words that are no alarm."""
        return self.case.get("group") == NEAR_MISS

    @property
    def is_urgent(self) -> bool:
        """Tell whether the case must be answered the same day or with 112."""
        return self.wanted("escalation") in URGENT

    @property
    def is_measured(self) -> bool:
        """Tell whether the case is a report of values and nothing else."""
        return bool(self.wanted("values")) and str(self.case.get("group", "")).startswith("report_")

    @property
    def has_exact_values(self) -> bool:
        """Tell whether every value, unit and context is the expected one, whatever their order."""
        return _as_set(self.wanted("values")) == _as_set(self.found["values"])

    @property
    def stores_wrong(self) -> bool:
        """Tell whether a value would be stored that nobody reported: the worst class of error."""
        extra = set(_as_set(self.found["values"])) - set(_as_set(self.wanted("values")))
        return bool(extra) and not self.found["clarify"]

    @property
    def has_right_intent(self) -> bool:
        """Tell whether the message was understood as being about the right thing."""
        return bool(self.found["intent"] == self.wanted("intent"))

    @property
    def is_exact(self) -> bool:
        """Tell whether every part is as expected."""
        parts = ("intent", "topic", "escalation", "flag", "clarify")
        return self.has_exact_values and all(self.found[name] == self.wanted(name) for name in parts)

    @property
    def line(self) -> str:
        """The case in words, for the list of misses."""
        different = {
            name: (self.wanted(name), self.found[name])
            for name in ("intent", "topic", "escalation", "flag", "clarify") if self.found[name] != self.wanted(name)
        }
        if not self.has_exact_values:
            different["values"] = self.wanted("values"), self.found["values"]
        said = "; ".join(f"{name} {_short(one)}, got {_short(other)}" for name, (one, other) in different.items())
        return f"MISS {self.case.get('id', '')} {self.case['text']!r}: {said}"


@dataclass(frozen=True)
class Score:
    """How a measure came out.

    :ivar count: the cases that count for the measure, of ``total``.
    :ivar limit: the least share that is kept, or the greatest when ``is_most``.
    """

    name: str
    count: int
    total: int
    limit: float
    is_most: bool

    @property
    def share(self) -> float:
        """Return the share of the cases; a measure without cases is kept."""
        if self.total == 0:
            return 0.0 if self.is_most else 1.0
        return self.count / self.total

    @property
    def is_kept(self) -> bool:
        """Answer whether the share keeps the limit."""
        return self.share <= self.limit if self.is_most else self.share >= self.limit

    @property
    def line(self) -> str:
        """The measure as one line."""
        sign, word = ("<=" if self.is_most else ">="), ("kept" if self.is_kept else "MISSED")
        return f"{self.name}: {self.count} of {self.total} ({self.share:.1%}, {sign} {self.limit:.1%}) {word}"


@dataclass(frozen=True)
class Measure:
    """A measure of the gate: which cases it is about and which of them count."""

    name: str
    limit: float
    is_about: Callable[[Outcome], bool]
    counts: Callable[[Outcome], bool]
    is_most: bool = False

    def score(self, outcomes: Sequence[Outcome]) -> Score:
        """Count the cases of the measure."""
        about = [one for one in outcomes if self.is_about(one)]
        return Score(self.name, sum(map(self.counts, about)), len(about), self.limit, self.is_most)


MEASURES: tuple[Measure, ...] = (
    Measure("emergency answered as emergency", 0.97, lambda one: one.wanted("escalation") == "emergency",
            lambda one: one.found["escalation"] == "emergency"),
    Measure("missed emergency answered as calm", 0.0,
            lambda one: one.wanted("escalation") == "emergency" and one.found["escalation"] not in URGENT,
            lambda one: one.is_calm, is_most=True),
    Measure("same day reaching same day or emergency", 0.95, lambda one: one.wanted("escalation") == "same_day",
            lambda one: one.found["escalation"] in URGENT),
    Measure("near miss wrongly emergency", 0.10, lambda one: one.is_near_miss,
            lambda one: one.found["escalation"] == "emergency", is_most=True),
    Measure("calm message wrongly urgent", 0.02, lambda one: not one.is_urgent and not one.is_near_miss,
            lambda one: one.found["escalation"] in URGENT, is_most=True),
    Measure("values, units and contexts exact", 0.92, lambda one: one.is_measured, lambda one: one.has_exact_values),
    Measure("wrong value stored without asking", 0.005, lambda one: True, lambda one: one.stores_wrong, is_most=True),
    Measure("other intents correct", 0.80, lambda one: not one.is_urgent and not one.is_measured,
            lambda one: one.has_right_intent),
)  # fmt: skip
"""The limits of clinical/assistant.md 5; a calm message taken for an alarm is counted beside them."""


def _as_set(values: Sequence[Mapping[str, Any]]) -> list[str]:
    return sorted(json.dumps(value, sort_keys=True, ensure_ascii=False) for value in values)


def _short(part: Any) -> str:
    return json.dumps(part, ensure_ascii=False)
