"""Sees when a number was probably given in another unit, and offers the converted value."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from core.language import _l
from monitoring.kinds import ValueKind, get_kind
from monitoring.outcomes import Confirm, Offer, Reason, Refuse

MGDL_PER_MMOL = Decimal("18.02")


def mgdl_to_mmol(value: Decimal) -> Decimal:
    """Convert glucose from mg/dL to mmol/L with one decimal (clinical/vitals.md 1)."""
    return (value / MGDL_PER_MMOL).quantize(Decimal("0.1"), ROUND_HALF_UP)


def percent_to_mmol_mol(value: Decimal) -> Decimal:
    """Convert HbA1c from NGSP percent to IFCC mmol/mol, whole number (clinical/vitals.md 1)."""
    return ((value - Decimal("2.15")) / Decimal("0.0915")).quantize(Decimal(1), ROUND_HALF_UP)


def fahrenheit_to_celsius(value: Decimal) -> Decimal:
    """Convert a temperature from Fahrenheit to Celsius with one decimal."""
    return ((value - 32) * 5 / 9).quantize(Decimal("0.1"), ROUND_HALF_UP)


def gram_to_kilogram(value: Decimal) -> Decimal:
    """Convert a weight from gram to kilogram with one decimal."""
    return (value / 1000).quantize(Decimal("0.1"), ROUND_HALF_UP)


def pound_to_kilogram(value: Decimal) -> Decimal:
    """Convert a weight from pounds (0.45359237 kg) to kilogram with one decimal."""
    return (value * Decimal("0.45359237")).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class _OtherUnit:
    kind: ValueKind
    low: Decimal
    high: Decimal
    reason: Reason
    text: str
    convert: Callable[[Decimal], Decimal]
    possible_as_is_to: Decimal | None = None


_OTHER_UNITS = (
    _OtherUnit(
        ValueKind.GLUCOSE,
        Decimal(40),
        Decimal(600),
        Reason.UNIT_MGDL,
        _l("Menade du %(value)s mg/dL? Det är %(offer)s mmol/l. Vi tar emot blodsocker i mmol/l."),
        mgdl_to_mmol,
        Decimal(50),
    ),
    _OtherUnit(
        ValueKind.HBA1C,
        Decimal("4.0"),
        Decimal("14.9"),
        Reason.UNIT_PERCENT,
        _l("Menade du %(value)s procent? Det är %(offer)s mmol/mol. Vi tar emot HbA1c i mmol/mol."),
        percent_to_mmol_mol,
    ),
    _OtherUnit(
        ValueKind.TEMPERATURE,
        Decimal(90),
        Decimal(110),
        Reason.UNIT_FAHRENHEIT,
        _l("Menade du %(value)s grader Fahrenheit? Det är %(offer)s grader Celsius."),
        fahrenheit_to_celsius,
    ),
    _OtherUnit(
        ValueKind.WEIGHT,
        Decimal(20000),
        Decimal(350000),
        Reason.UNIT_GRAM,
        _l("Menade du %(value)s gram? Det är %(offer)s kg. Vi tar emot vikt i kg."),
        gram_to_kilogram,
    ),
)


def find_other_unit(kind: ValueKind, value: Decimal) -> Confirm | Refuse | None:
    """Ask about the unit when the number fits another one; None when it does not.

    Glucose of 40 to 50 can be true in mmol/L too, so that is asked; the rest is refused as it stands.
    """
    rule = next((rule for rule in _OTHER_UNITS if rule.kind is kind and rule.low <= value <= rule.high), None)
    if rule is None or (kind is ValueKind.GLUCOSE and value != value.to_integral_value()):
        return None
    converted = rule.convert(value)
    places = {"value": value, "offer": converted}
    offer = Offer({kind: converted})
    if rule.possible_as_is_to is not None and value <= rule.possible_as_is_to:
        return Confirm(rule.reason, rule.text, places, offer)
    return Refuse(rule.reason, rule.text, places, offer)


_WRITTEN_UNITS: dict[ValueKind, tuple[tuple[tuple[str, ...], Callable[[Decimal], Decimal], Reason], ...]] = {
    ValueKind.WEIGHT: (
        (("lbs", "lb", "pund", "pounds", "pound"), pound_to_kilogram, Reason.UNIT_POUND),
        (("gram", "g"), gram_to_kilogram, Reason.UNIT_GRAM),
    ),
    ValueKind.GLUCOSE: ((("mg/dl", "mg"), mgdl_to_mmol, Reason.UNIT_MGDL),),
    ValueKind.HBA1C: ((("procent", "%"), percent_to_mmol_mol, Reason.UNIT_PERCENT),),
    ValueKind.TEMPERATURE: ((("fahrenheit", "°f", "f"), fahrenheit_to_celsius, Reason.UNIT_FAHRENHEIT),),
}
WRITTEN = _l("Du skrev %(value)s %(written)s. Det är %(offer)s %(unit)s. Stämmer det?")


def find_written_unit(kind: ValueKind, text: str) -> tuple[str, str, Callable[[Decimal], Decimal], Reason] | None:
    """Return the number's text, the unit that was written after it and how it is converted; None for our own unit.

    Nothing is ever converted without a question (clinical/vitals.md 1).
    """
    lowered = text.strip().casefold()
    for words, convert, reason in _WRITTEN_UNITS.get(kind, ()):
        for word in words:
            number = lowered.removesuffix(word).strip()
            if number != lowered and number[-1:].isdigit():
                return number, word, convert, reason
    return None


def ask_written_unit(
    kind: ValueKind, value: Decimal, written: str, convert: Callable[[Decimal], Decimal], reason: Reason
) -> Refuse:
    """Ask whether a number in another unit may be kept as its converted value."""
    converted = convert(value)
    places = {"value": value, "written": written, "offer": converted, "unit": get_kind(kind).shown_unit}
    return Refuse(reason, WRITTEN, places, Offer({kind: converted}))
