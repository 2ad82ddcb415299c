"""What was understood in a text: values that may be checked and stored, and questions where it is unclear."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.language import _l


@dataclass(frozen=True)
class Pressure:
    """A blood pressure, in mmHg."""

    systolic: int
    diastolic: int


@dataclass(frozen=True)
class Pulse:
    """A pulse, in beats per minute."""

    value: int


@dataclass(frozen=True)
class Weight:
    """A weight in kg with one decimal; ``rounded`` when more were written."""

    value: Decimal
    rounded: bool = False


Finding = Pressure | Pulse | Weight


class Clarify(StrEnum):
    """Why the person is asked before anything is stored."""

    SWAP = "swap"
    TENTHS = "tenths"
    DECIMALS = "decimals"
    UNIT_LB = "unit_lb"
    UNIT_STONE = "unit_stone"
    UNIT_GRAM = "unit_gram"
    IMPOSSIBLE = "impossible"
    BOTH_NUMBERS = "both_numbers"
    WHICH_VALUE = "which_value"
    WHOSE = "whose"


QUESTIONS: dict[Clarify, str] = {
    Clarify.SWAP: _l("Det undre trycket är högre än det övre. Menade du tvärtom?"),
    Clarify.TENTHS: _l("Skriv hela talen. Menade du det här?"),
    Clarify.DECIMALS: _l("Skriv blodtrycket i hela tal. Menade du det här?"),
    Clarify.UNIT_LB: _l("Du skrev vikten i pund. Stämmer det här i kg?"),
    Clarify.UNIT_STONE: _l("Du skrev vikten i stone. Stämmer det här i kg?"),
    Clarify.UNIT_GRAM: _l("Menade du gram? Stämmer det här i kg?"),
    Clarify.IMPOSSIBLE: _l("Värdet kan inte stämma. Titta på mätaren och skriv igen."),
    Clarify.BOTH_NUMBERS: _l("Skriv både övre och undre trycket, till exempel 142/86."),
    Clarify.WHICH_VALUE: _l("Vad är det för värde? Skriv till exempel: vikt 81,4 eller puls 64."),
    Clarify.WHOSE: _l("Här tar vi bara emot dina egna värden. Är det ditt eget?"),
}


@dataclass(frozen=True)
class Question:
    """Something to ask; ``offer`` is what a yes would store, empty when a yes means nothing."""

    clarify: Clarify
    said: str
    offer: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class UnderstoodValues:
    """What a text held. Only ``findings`` may go on to the plausibility check and be stored."""

    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
