"""Writes judgements as plain JSON beside the values they are about, and reads them back."""

from collections.abc import Sequence
from typing import Any

from monitoring.judgement import Judgement, Level, NextStep, Rule


def pack(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement as it is stored."""
    return {
        "level": judgement.level.value,
        "rule": judgement.rule.value,
        "places": dict(judgement.places),
        "due": judgement.due_working_days,
        "next": judgement.next_step.value,
        "provisional": judgement.provisional,
        "instruction": judgement.instruction,
    }


def unpack(stored: dict[str, Any]) -> Judgement:
    """Return a stored judgement."""
    return Judgement(
        Level(stored["level"]), Rule(stored["rule"]), stored["places"], stored["due"], NextStep(stored["next"]),
        stored["provisional"], stored.get("instruction", ""),
    )


def headline_first(judgements: Sequence[Judgement]) -> list[Judgement]:
    """Return judgements with the most urgent first, otherwise in the order of the rules."""
    return sorted(judgements, key=lambda judgement: -judgement.level.rank)
