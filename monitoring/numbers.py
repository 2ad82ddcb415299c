"""Reads a number that a person typed, with comma or point, and refuses what has two meanings."""

import re
from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum

from core.language import _l

LONGEST_TEXT = 40
MOST_DIGITS = 9

_FULL_WIDTH = {ord("0") + 0xFEE0 + step: str(step) for step in range(10)} | {
    0xFF0C: ",",
    0xFF0E: ".",
    0x2212: "-",
    0x2013: "-",
    0xFF0D: "-",
}
_SPACES = re.compile(r"[ \t\r\n\u00a0\u2007\u2009\u202f\u3000]+")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?")
_DANGLING = re.compile(r"[.,][0-9]+|[0-9]+[.,]")
_NEGATIVE = re.compile(r"- ?[0-9.,]+")
_AMBIGUOUS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")


class NumberProblem(StrEnum):
    """Why a typed text is not one clear number."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NEGATIVE = "negative"
    LETTERS = "letters"
    FOREIGN_DIGITS = "foreign_digits"
    TWO_SEPARATORS = "two_separators"
    DANGLING_SEPARATOR = "dangling_separator"
    THOUSANDS_OR_DECIMALS = "thousands_or_decimals"
    SEVERAL_NUMBERS = "several_numbers"
    UNKNOWN_SIGN = "unknown_sign"


NUMBER_TEXTS: dict[NumberProblem, str] = {
    NumberProblem.EMPTY: _l("Skriv ett värde, till exempel 81,4."),
    NumberProblem.TOO_LONG: _l("Talet är för långt. Skriv bara mätvärdet."),
    NumberProblem.NEGATIVE: _l("Värdet kan inte vara mindre än noll."),
    NumberProblem.LETTERS: _l("Skriv bara siffror, till exempel 81,4."),
    NumberProblem.FOREIGN_DIGITS: _l("Skriv med siffrorna 0 till 9."),
    NumberProblem.TWO_SEPARATORS: _l("Skriv bara ett komma eller en punkt."),
    NumberProblem.DANGLING_SEPARATOR: _l("Det saknas en siffra före eller efter kommat."),
    NumberProblem.THOUSANDS_OR_DECIMALS: _l(
        "Talet kan läsas på två sätt. Skriv tusental utan komma och punkt."
    ),
    NumberProblem.SEVERAL_NUMBERS: _l("Skriv ett tal i taget."),
    NumberProblem.UNKNOWN_SIGN: _l("Det finns ett tecken som inte hör till ett tal. Skriv bara siffror."),
}


def parse_number(text: str, units: Collection[str] = ()) -> Decimal | NumberProblem:
    """Read one number of at least zero, or say why it cannot be read. Never raises.

    :param text: as typed. One comma or point, spaces as thousands and around the number, and
        full-width digits are taken, because each has one meaning (reliability.md F8, J2).
    :param units: units that may follow the number, in lower case, such as "kg".
    """
    if len(text) > LONGEST_TEXT:
        return NumberProblem.TOO_LONG
    clean = _without_unit(_SPACES.sub(" ", text.translate(_FULL_WIDTH)).strip(), units)
    problem = _problem_of(clean)
    if problem is not None:
        return problem
    return Decimal(clean.replace(" ", "").replace(",", "."))


def _without_unit(text: str, units: Collection[str]) -> str:
    lowered = text.casefold()
    for unit in sorted(units, key=len, reverse=True):
        if lowered.endswith(unit) and len(lowered) == len(text):
            return text[: -len(unit)].rstrip()
    return text


def _problem_of(text: str) -> NumberProblem | None:
    if not text:
        return NumberProblem.EMPTY
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return _why_no_number(text)
    if _AMBIGUOUS.fullmatch(text):
        return NumberProblem.THOUSANDS_OR_DECIMALS
    if sum(sign.isdigit() for sign in text) > MOST_DIGITS:
        return NumberProblem.TOO_LONG
    return None


def _why_no_number(text: str) -> NumberProblem:
    if _NEGATIVE.fullmatch(text):
        return NumberProblem.NEGATIVE
    if any(sign.isalpha() for sign in text):
        return NumberProblem.LETTERS
    if any(sign.isnumeric() and sign not in "0123456789" for sign in text):
        return NumberProblem.FOREIGN_DIGITS
    if _DANGLING.fullmatch(text):
        return NumberProblem.DANGLING_SEPARATOR
    if any(sign not in "0123456789., " for sign in text):
        return NumberProblem.UNKNOWN_SIGN
    if " " in text:
        return NumberProblem.SEVERAL_NUMBERS
    if sum(sign in ".," for sign in text) > 1:
        return NumberProblem.TWO_SEPARATORS
    return NumberProblem.UNKNOWN_SIGN
