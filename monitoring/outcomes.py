"""What a check of a typed value may answer: accept it, ask the person, or refuse it with the limit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from babel.numbers import format_decimal

from core.language import DEFAULT_LANGUAGE, LANGUAGES, say
from monitoring.kinds import ValueKind


class Reason(StrEnum):
    """Why a value is asked about or refused."""

    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    UNUSUALLY_LOW = "unusually_low"
    UNUSUALLY_HIGH = "unusually_high"
    TOO_MANY_DECIMALS = "too_many_decimals"
    NOT_A_NUMBER = "not_a_number"
    UNKNOWN_WORD = "unknown_word"
    UNIT_MGDL = "unit_mgdl"
    UNIT_PERCENT = "unit_percent"
    UNIT_FAHRENHEIT = "unit_fahrenheit"
    UNIT_GRAM = "unit_gram"
    UNIT_POUND = "unit_pound"
    SWAPPED = "swapped"
    TENTHS = "tenths"
    NO_GAP = "no_gap"
    SMALL_GAP = "small_gap"
    LARGE_GAP = "large_gap"
    WEIGHT_CHANGE = "weight_change"
    LARGE_WEIGHT_CHANGE = "large_weight_change"
    IN_FUTURE = "in_future"
    TOO_OLD = "too_old"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Offer:
    """What the person may have meant; it is only ever offered, never put in by itself."""

    values: Mapping[ValueKind, Decimal]


@dataclass(frozen=True)
class Accept:
    """The value may be stored as it is."""

    offer: None = None


@dataclass(frozen=True)
class Confirm:
    """The value may be stored after the person has said yes ``times`` times to ``text``."""

    reason: Reason
    text: str
    places: Mapping[str, object] = field(default_factory=dict)
    offer: Offer | None = None
    times: int = 1


@dataclass(frozen=True)
class Refuse:
    """The value cannot be true and is not stored; ``offer`` is what may have been meant."""

    reason: Reason
    text: str
    places: Mapping[str, object] = field(default_factory=dict)
    offer: Offer | None = None


Outcome = Accept | Confirm | Refuse


def say_outcome(language: str, outcome: Confirm | Refuse) -> str:
    """Return the question or refusal in a language, with numbers written the way of that language."""
    places = {name: show_value(language, value) for name, value in outcome.places.items()}
    return say(language, outcome.text, **places)


def show_value(language: str, value: object) -> object:
    """Write a Decimal with the decimal sign of the language ("81,4" in Swedish), a unit in its words."""
    if isinstance(value, Decimal):
        locale = language if language in LANGUAGES else DEFAULT_LANGUAGE
        return format_decimal(value, format="0.###", locale=locale)
    return say(language, value) if isinstance(value, str) and value else value
