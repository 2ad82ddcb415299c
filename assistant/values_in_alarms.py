"""Which values of a message are kept beside an alarm: those told, not those only mentioned (assistant.md 2)."""

import re

from assistant.understanding import Value

ONLY_MENTIONED = frozenset(
    ("symptom", "medication", "sol", "waso", "wake", "bed", "out_of_bed", "panic_count", "panic_max", "mood")
)
"""Kinds that an alarm or a question only mentions."""
_MOOD_TOLD = re.compile(
    r"(?<!\w)(?:humör\w*|mood|mående\w*|mår)(?:[\s:=,]+[^\s0-9]+){0,2}[\s:=,]+[0-9]|[0-9] ?(?:/|av|out of|of) ?10"
)


def is_told_with_alarm(value: Value, clean: str) -> bool:
    """Tell whether a value is told beside an alarm: "humör 2 av 10", but never "sov inget"."""
    if value.kind == "mood":
        return _MOOD_TOLD.search(clean) is not None
    return value.kind not in ONLY_MENTIONED and not (value.kind == "sleep_h" and value.value == 0)
