"""What a red-flag cue is, and how its pattern is written."""

import re
from dataclasses import dataclass
from enum import StrEnum


class FlagKind(StrEnum):
    """The red flags of clinical/assistant.md 3; the word is the one stored and tested."""

    SUICIDE = "suicide"
    SELF_HARM = "self_harm"
    CHEST_PAIN = "chest_pain"
    STROKE = "stroke"
    DYSPNOEA = "dyspnoea"
    HYPOGLYCAEMIA = "hypoglycaemia"
    HYPERGLYCAEMIA = "hyperglycaemia"
    VIOLENCE = "violence"
    OVERDOSE = "overdose"
    COLLAPSE = "collapse"


class FlagLevel(StrEnum):
    """How fast: emergency is the 112 dialogue at once, same day is a red item and crisis numbers."""

    SAME_DAY = "same_day"
    EMERGENCY = "emergency"


@dataclass(frozen=True)
class Cue:
    """One wording that raises a flag.

    :ivar not_near: words in the same sentence that show that this wording means something harmless.
    :ivar negatable: False when the pattern itself holds the negation ("vill inte leva").
    """

    kind: FlagKind
    level: FlagLevel
    pattern: re.Pattern[str]
    not_near: re.Pattern[str] | None
    negatable: bool


_GAP = re.compile(r"<([0-9])>")


def compile_wording(wording: str) -> re.Pattern[str]:
    """Compile a wording in which ``<n>`` stands for a space and at most n words between.

    Every gap is bounded, so the time grows linearly with the length of the text.
    """
    spread = _GAP.sub(lambda gap: r"(?: \S+){0," + gap[1] + r"} ", wording)
    return re.compile(rf"(?<!\w)(?:{spread})(?!\w)")


def make_cues(
    kind: FlagKind, level: FlagLevel, *wordings: str, not_near: str = "", negatable: bool = True
) -> tuple[Cue, ...]:
    """Make the cues of a flag that share level and exceptions."""
    around = compile_wording(not_near) if not_near else None
    return tuple(Cue(kind, level, compile_wording(wording), around, negatable) for wording in wordings)
