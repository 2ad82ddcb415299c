"""Writes number words as digits, in Swedish and English, from 20 to 399: "åttiotre och en halv" is 83.5.

Smaller words stay words, since "två" and "one" are mostly no measured value (clinical/assistant.md 1).
"""

import re

_UNITS_SV = {"ett": 1, "en": 1, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9}
_TEENS_SV = {
    "tio": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16, "sjutton": 17,
    "arton": 18, "nitton": 19,
}  # fmt: skip
_TENS_SV = {
    "tjugo": 20, "trettio": 30, "fyrtio": 40, "femtio": 50, "sextio": 60, "sjuttio": 70, "åttio": 80, "nittio": 90,
}  # fmt: skip
_UNITS_EN = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS_EN = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS_EN = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_HALF = r"(?P<half> och en halv| and a half)?"
_POINT_SV = rf"(?: komma (?P<point>noll|{_either(_UNITS_SV)}))?"
_POINT_EN = rf"(?: point (?P<point>zero|oh|{_either(_UNITS_EN)}))?"
_SWEDISH = re.compile(
    rf"(?<!\w)(?:(?P<hundreds>ett|två|tre)? ?(?P<hundred>hundra) ?)?(?:och )?"
    rf"(?:(?P<tens>{_either(_TENS_SV)}) ?(?P<ones>{_either(_UNITS_SV)})?|(?P<teens>{_either(_TEENS_SV)})|"
    rf"(?P<single>{_either(_UNITS_SV)}))?{_POINT_SV}{_HALF}(?!\w)"
)
_ENGLISH = re.compile(
    rf"(?<!\w)(?:(?P<hundreds>a|one|two|three)(?P<hundred> hundred(?: and)?)? )?"
    rf"(?:(?P<tens>{_either(_TENS_EN)})[ -]?(?P<ones>{_either(_UNITS_EN)})?|(?P<teens>{_either(_TEENS_EN)}))"
    rf"{_POINT_EN}{_HALF}(?!\w)"
)
_HUNDREDS = {"ett": 1, "två": 2, "tre": 3, "a": 1, "one": 1, "two": 2, "three": 3, None: 1}
_SMALLEST = 20


def replace_number_words(text: str) -> str:
    """Return normalised text with number words of at least 20 as digits; other words are left."""
    return _ENGLISH.sub(_english_digits, _SWEDISH.sub(_swedish_digits, text))


def _swedish_digits(match: re.Match[str]) -> str:
    rest = _rest(match, _TENS_SV, _TEENS_SV, _UNITS_SV)
    rest += _UNITS_SV.get(match["single"] or "", 0)
    hundreds = 100 * _HUNDREDS[match["hundreds"]] if match["hundred"] else 0
    return _digits(match, hundreds + rest, _UNITS_SV)


def _english_digits(match: re.Match[str]) -> str:
    rest = _rest(match, _TENS_EN, _TEENS_EN, _UNITS_EN)
    hundreds = 100 * _HUNDREDS[match["hundreds"]] if match["hundreds"] else 0
    return _digits(match, hundreds + rest, _UNITS_EN)


def _rest(match: re.Match[str], tens: dict[str, int], teens: dict[str, int], units: dict[str, int]) -> int:
    words = (tens, match["tens"]), (units, match["ones"]), (teens, match["teens"])
    return sum(table.get(word or "", 0) for table, word in words)


def _digits(match: re.Match[str], value: int, units: dict[str, int]) -> str:
    if value < _SMALLEST:
        return match[0]
    if match["half"]:
        return f"{value}.5"
    return f"{value}.{units.get(match['point'], 0)}" if match["point"] else str(value)
