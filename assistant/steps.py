"""One question of a dialogue and how short answers to it are read: a digit, a word, a number or a time; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from assistant.commands import Command, read_command
from assistant.normalise import normalise_numbers

LONGEST_ANSWER = 120
SKIPS = frozenset(("-", "hoppa", "hoppa över", "skip", "inget svar", "vill inte"))
_TOKENS = re.compile(r"[\s;]+|,\s+")
_NUMBER = re.compile(r"(?P<n>[0-9]{1,4}(?:\.[0-9]{1,2})?)(?:\s*(?:min\w*|tim\w*|h|st|glas|gånger|ggr|av 10|/10|%))?")
_TIME = re.compile(r"(?:kl\.? ?|klockan )?(?P<h>[01]?[0-9]|2[0-4])(?:[:. ]?(?P<m>[0-5][0-9]))?")
_POINTS = re.compile(r"[0-9](?:[.,][0-9])+")
_ORDER = re.compile(r"[0-9]{2,}")
_FIGURES = re.compile(r"[0-9\s,.;:/-]+")


class StepKind(StrEnum):
    """How a step is answered."""

    CHOICE = "choice"
    NUMBER = "number"
    TIME = "time"


@dataclass(frozen=True)
class Option:
    """One answer of a choice: what is kept, what stands on its button, the digit by SMS, and other words for it."""

    value: Any
    label: str
    digit: str
    says: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """One question.

    :ivar text: the whole question in the patient's language; never for an SMS.
    :ivar low: the least and the greatest number, both included, with ``decimals`` digits after the comma.
    :ivar letter: how the question card names it, "" when it is counted instead.
    """

    id: str
    text: str
    kind: StepKind = StepKind.CHOICE
    options: tuple[Option, ...] = ()
    low: int = 0
    high: int = 0
    decimals: int = 0
    is_optional: bool = False
    letter: str = ""

    @property
    def is_yes_no(self) -> bool:
        """Tell whether it is answered by yes or no."""
        return len(self.options) == 2 and any("ja" in one.says for one in self.options)


@dataclass(frozen=True)
class Line:
    """What a text answered.

    :ivar answers: by the id of the step, in the order of the steps.
    :ivar is_answer: the text was meant as an answer; with no answers it does not fit the step.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    is_answer: bool = False


NOTHING = Line()


def read_line(text: str, steps: Sequence[Step]) -> Line:
    """Return what a text answers of the steps that are left: one of them, or several on a line ("1 0 2 0 0 1")."""
    said = normalise_numbers(text[: LONGEST_ANSWER + 1]).strip(" .!")
    if not steps or not said or len(said) > LONGEST_ANSWER:
        return NOTHING
    one = read_step(said, steps[0])
    if one is not None:
        return Line({steps[0].id: one[0]}, True)
    tokens = _tokens(said, steps)
    if 1 < len(tokens) <= len(steps):
        found = [read_step(token, step) for token, step in zip(tokens, steps, strict=False)]
        if all(answer is not None for answer in found):
            pairs = zip(steps, found, strict=False)
            return Line({step.id: answer[0] for step, answer in pairs if answer is not None}, True)
    return Line({}, _FIGURES.fullmatch(said) is not None)


def _tokens(said: str, steps: Sequence[Step]) -> list[str]:
    """Return the answers of a line; digits without blanks are one answer each, when there are as many as questions."""
    if _POINTS.fullmatch(said) and all(step.kind is StepKind.CHOICE for step in steps):
        return re.split(r"[.,]", said)
    tokens = [token for token in _TOKENS.split(said) if token]
    if len(tokens) == 1 and _ORDER.fullmatch(said) and all(step.kind is StepKind.CHOICE for step in steps[:-1]):
        rest = said[len(steps) - 1 :]
        if len(said) >= len(steps) and len(rest) <= 2:
            return [*said[: len(steps) - 1], rest]
    return tokens


def read_step(said: str, step: Step) -> tuple[Any] | None:
    """Return the answer of one step in a tuple, None when the text is no answer to it.

    :param said: normalised, with a decimal point.
    """
    if step.is_optional and said in SKIPS:
        return (None,)
    if step.kind is StepKind.TIME:
        return _time(said)
    if step.kind is StepKind.NUMBER:
        return _number(said, step)
    return _choice(said, step.options)


def _choice(said: str, options: Iterable[Option]) -> tuple[Any] | None:
    command = read_command(said)
    word = {Command.YES: "ja", Command.NO: "nej"}.get(command, said) if command else said
    for one in options:
        if word in (one.digit, one.label.casefold()) or word in one.says:
            return (one.value,)
    return None


def _number(said: str, step: Step) -> tuple[Any] | None:
    match = _NUMBER.fullmatch(said)
    if match is None:
        return (0,) if step.low == 0 and said in ("nej", "ingen", "inga", "inget", "noll", "no", "none") else None
    number = Decimal(match["n"])
    if number != number.quantize(Decimal(1).scaleb(-step.decimals), ROUND_HALF_UP):
        return None
    if not step.low <= number <= step.high:
        return None
    return (int(number) if number == number.to_integral_value() else float(number),)


def _time(said: str) -> tuple[Any] | None:
    match = _TIME.fullmatch(said)
    if match is None:
        return None
    hour = int(match["h"]) % 24
    return (f"{hour:02d}:{match['m'] or '00'}",)
