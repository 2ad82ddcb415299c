"""Knows alarms in words that no rule knows, from our own wordings of alarms and of calm (clinical/assistant.md 3)."""

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from assistant.alarm_features import features_of
from assistant.cues import FlagKind, FlagLevel
from assistant.topic_weights import Weights, unpack

FILE = Path(__file__).with_name("alarms_told") / "weights.bin"
ANY = "alarm"
"""The column that tells an alarm of any kind from calm; the others tell the kinds apart."""
SURE, WORRIED = 0.3, -0.1
"""From the first score the flag is raised, from the second people read (docs/clinical-notes.md says how chosen)."""
LEAST_WORDS, LEAST_OF_GLUCOSE = 3, 5
"""Numbers and a word or two are an answer or a value, with rules of their own; a glucose says how it feels too."""
SHORT_WORDS = 25
"""A longer text is read two sentences at a time, so that an alarm in the middle of a letter is not drowned."""
_NOW, _DAY = FlagLevel.EMERGENCY, FlagLevel.SAME_DAY
GROUPS: dict[str, tuple[FlagKind, FlagLevel]] = {
    "rf_suicide_active": (FlagKind.SUICIDE, _NOW), "rf_suicide_passive": (FlagKind.SUICIDE, _DAY),
    "rf_self_harm": (FlagKind.SELF_HARM, _DAY), "rf_chest_pain": (FlagKind.CHEST_PAIN, _NOW),
    "rf_stroke": (FlagKind.STROKE, _NOW), "rf_dyspnoea": (FlagKind.DYSPNOEA, _NOW),
    "rf_hypo": (FlagKind.HYPOGLYCAEMIA, _NOW), "rf_violence": (FlagKind.VIOLENCE, _NOW),
    "rf_overdose_emergency": (FlagKind.OVERDOSE, _NOW), "rf_overdose_same_day": (FlagKind.OVERDOSE, _DAY),
    "rf_collapse": (FlagKind.COLLAPSE, _NOW), "rf_hyperglycaemia_emergency": (FlagKind.HYPERGLYCAEMIA, _NOW),
    "rf_hyperglycaemia_same_day": (FlagKind.HYPERGLYCAEMIA, _DAY),
}  # fmt: skip
CALM_SCORE = -1.0
_OF_GLUCOSE = (FlagKind.HYPOGLYCAEMIA, FlagKind.HYPERGLYCAEMIA)
_SUGAR = re.compile(
    r"(?:socker\w*|sockret|sokret|glukos\w*|(?<!\w)bs|sugar|glucose)\W+(?:\w+\W+){0,2}?([0-9]{1,2}(?:[.,][0-9])?)(?![0-9])"
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"(?<=[^0-9])[.!?;\n]+|(?<=[0-9])[!?;\n]+")


@dataclass(frozen=True)
class Learned:
    """What the learned weights say of a text: the likeliest kind, and how much speaks for an alarm at all.

    :ivar score: about 1 for a plain alarm and -1 for plain calm.
    """

    kind: FlagKind
    level: FlagLevel
    score: float

    @property
    def is_sure(self) -> bool:
        """Tell whether the flag is raised."""
        return self.score >= SURE

    @property
    def is_worried(self) -> bool:
        """Tell whether people must read the text before it is answered as calm."""
        return self.score >= WORRIED


@cache
def our_alarm_weights() -> Weights:
    """Return the weights that stand beside our wordings, mapped so that only what messages need is ever loaded."""
    with FILE.open("rb") as file:
        return unpack(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))


def weigh_alarm(text: str, weights: Weights | None = None) -> Learned:
    """Return what the worst part of a text sounds like.

    :param text: normalised, with the spelling of alarms repaired and numbers as digits.
    """
    found = max((_weigh(part, weights or our_alarm_weights()) for part in parts_of(text)), key=lambda one: one.score)
    least = LEAST_OF_GLUCOSE if found.kind in _OF_GLUCOSE else LEAST_WORDS
    is_heard = len(_LETTERS.findall(text)) >= least and not _is_contradicted(found.kind, text)
    return found if is_heard else Learned(found.kind, found.level, CALM_SCORE)


def _is_contradicted(kind: FlagKind, text: str) -> bool:
    """Tell whether every sugar that is told, in mmol/L, is far from what the alarm is about."""
    told = [float(one.replace(",", ".")) for one in _SUGAR.findall(text)]
    too_calm = {FlagKind.HYPERGLYCAEMIA: lambda value: value < 11, FlagKind.HYPOGLYCAEMIA: lambda value: value > 5}
    return bool(told) and kind in too_calm and all(map(too_calm[kind], told))


def parts_of(text: str) -> Iterator[str]:
    """Yield a short text whole, and a longer one two sentences at a time."""
    sentences = [one.strip() for one in _SENTENCE.split(text) if one.strip()]
    if len(text.split()) <= SHORT_WORDS or len(sentences) < 3:
        yield text
    else:
        yield from (f"{one} {two}" for one, two in pairwise(sentences))


def _weigh(text: str, weights: Weights) -> Learned:
    scores = dict(zip(weights.topics, weights.scores(features_of(text)), strict=True))
    group = max(GROUPS, key=lambda name: scores[name])
    return Learned(*GROUPS[group], scores[ANY])
