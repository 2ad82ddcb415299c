"""What a message was understood as: its values, what it wants, how urgent it is and what must be asked first."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assistant.alarm_net import our_alarm_weights
from assistant.cues import FlagKind
from assistant.intents import ESCALATIONS, TOPICS, Escalation, Intent
from assistant.topic_weights import our_weights

_WORD = re.compile(r"[a-zåäöé]{2,}")
_VALUE_WORDS = """
    blodtryck blodtrycket bt puls pulsen slag över och är var på mitt min övre undre kl hej tack mm hg mmhg blood
    pressure pulse over and my is morgon kväll vikt vikten väger vägde vågen visar socker sockret blodsocker blodsockret
    bs syre syret syremättnad syremättnaden sat temp tempen temperatur feber grader kg kilo mmol procent fasta fastande
    före efter frukost lunch middag maten mat keton ketoner hba pef steg besvär andetag med utan syrgas hi lo weight
    sugar oxygen before after meal fasting jag ja jo stämmer yes morse idag ikväll nu the was bp weigh
    breaths symptoms steps lbs lb pund pounds stone gram mg dl mgdl fahrenheit percent mätare mätaren säger says
    dag morgonen kvällen god godmorgon
"""
WORDS_OF_VALUES = frozenset(_VALUE_WORDS.split())
"""Words that need no human beside a value; any other word is left for people to read."""
WORRIED = "worried"
"""The vetted text that asks how it is, when a text only sounds like an alarm."""
RULES = "assistant-2"
"""Which version of the rules reads; :func:`version_read_by` is what is stored."""


class Asked(StrEnum):
    """What the assistant asked last, so that a short answer is read in that frame (assistant.md 1.4)."""

    NOTHING = "nothing"
    CONFIRM = "confirm"
    MEDICINE = "medicine"
    BREATH = "breath"
    SUICIDE_NOW = "suicide_now"
    PRESSURE = "bp"
    PULSE = "pulse"
    WEIGHT = "weight"
    GLUCOSE = "glucose"
    SPO2 = "spo2"
    TEMPERATURE = "temperature"
    PEF = "pef"
    STEPS = "steps"
    MOOD = "mood"


@dataclass(frozen=True)
class Situation:
    """What is known around a message.

    :ivar language: the language of the profile, for a message whose words tell nothing.
    :ivar program: "panic" adds the patient's own plan after the line about 112.
    :ivar fallbacks: how many messages in a row were not understood.
    """

    asked: Asked = Asked.NOTHING
    language: str = "sv"
    program: str = ""
    fallbacks: int = 0


@dataclass(frozen=True)
class Value:
    """One value of a message (assistant.md 2).

    :ivar kind: the type, such as "bp", "glucose" or "symptom".
    :ivar value: a number in the unit of the kind, a clock time or a word; None for a pressure and a symptom.
    :ivar second: the lower pressure, when ``value`` is the upper one.
    :ivar unit: UCUM; empty for a word or a time.
    :ivar name: which symptom, with ``level`` 0 to 2.
    """

    kind: str
    value: Decimal | str | None = None
    second: Decimal | None = None
    unit: str = ""
    context: str = ""
    name: str = ""
    level: int | None = None

    @property
    def as_json(self) -> dict[str, Any]:
        """Return the value in the form of the worked cases."""
        if self.kind == "bp":
            return {"type": "bp", "systolic": _plain(self.value), "diastolic": _plain(self.second), "unit": self.unit}
        if self.kind == "symptom":
            return {"type": "symptom", "name": self.name, "level": self.level}
        found: dict[str, Any] = {"type": self.kind, "value": _plain(self.value)}
        return found | ({"unit": self.unit} if self.unit else {}) | ({"context": self.context} if self.context else {})


def _plain(value: Decimal | str | None) -> int | float | str | None:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True)
class Understanding:
    """How a message was read.

    :ivar values: what may go on to the plausibility check; with ``clarify`` nothing is stored before the answer.
    :ivar clarify: why the person is asked first; empty when nothing is unclear.
    :ivar between: the two intents of "Menade du A eller B?"; empty otherwise.
    :ivar is_for_people: somebody must read the text although nothing is urgent (assistant.md 3, rule 2).
    :ivar may_be: the alarm that a text without a flag sounds like; it is answered with a question and 112.
    :ivar language: of the message, "sv" or "en"; the answer is written in it.
    """

    text: str
    intent: Intent
    escalation: Escalation
    language: str
    values: tuple[Value, ...] = ()
    flag: FlagKind | None = None
    clarify: str = ""
    between: tuple[Intent, ...] = ()
    is_for_people: bool = False
    may_be: FlagKind | None = None
    answer: str = ""
    version: str = field(default_factory=lambda: version_read_by())
    wordings: tuple[str, ...] = field(default=())

    @property
    def topic(self) -> str | None:
        """Return which vetted text answers, or None for a value and an alarm."""
        return TOPICS.get(self.intent)

    @property
    def has_other_words(self) -> bool:
        """Tell whether the text holds words besides its values, so that somebody should read it."""
        return any(word not in WORDS_OF_VALUES for word in _WORD.findall(self.text.casefold()))

    @property
    def is_answered_as_calm(self) -> bool:
        """Tell whether the answer is only small talk or a stored value: nothing is asked and nobody reads it."""
        asks = self.intent is Intent.FALLBACK or bool(self.clarify) or self.is_for_people
        return not asks and self.escalation in (Escalation.NONE, Escalation.BY_RULE)

    @property
    def as_kept(self) -> dict[str, Any]:
        """Return the reading as it is kept beside the text, with the version of the rules (S22)."""
        kept = {"version": self.version, **self.as_json, "wordings": list(self.wordings), "language": self.language}
        kept |= {"may_be": self.may_be.value} if self.may_be else {}
        return kept | {"values": [one.as_json for one in self.values]}

    @property
    def _values_read(self) -> list[dict[str, Any]]:
        """Return the values; a swapped pressure is only offered, so it is none yet (assistant.md 2)."""
        return [one.as_json for one in self.values if not (self.clarify == "swap" and one.kind == "bp")]

    @property
    def as_json(self) -> dict[str, Any]:
        """Return the reading in the form of the worked cases."""
        return {
            "intent": self.intent.value, "values": self._values_read, "topic": self.topic,
            "escalation": self.escalation.value, "flag": self.flag.value if self.flag else None,
            "clarify": self.clarify or None,
        }  # fmt: skip


def version_read_by() -> str:
    """Return which rules and learned weights read a message, for the analysis of incidents (assistant.md S22)."""
    return f"{RULES}+{our_alarm_weights().version}+{our_weights().version}"


def plain_escalation(intent: Intent) -> Escalation:
    """Return how urgent an intent is when no red flag says more (assistant.md 6)."""
    return ESCALATIONS.get(intent, Escalation.NONE)
