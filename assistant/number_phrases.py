"""Writes every number that is spelt out as digits, up to 99 999, with halves, quarters of an hour and ratings.

Unlike ``number_words`` also small numbers, so it is only for text in which a cue says what a number is:
"sov sju timmar" is "sov 7 timmar", "halv sju" is "06:30", "en fyra" is "4" (clinical/assistant.md 1).
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from assistant.number_words import _TEENS_EN, _TEENS_SV, _TENS_EN, _TENS_SV, _UNITS_EN, _UNITS_SV

_SMALL_SV = {"noll": 0} | {word: n for word, n in _UNITS_SV.items() if word not in ("en", "ett")} | _TEENS_SV | {
    "aderton": 18, "tie": 10, "nie": 9, "sju": 7,
}  # fmt: skip
_SMALL_EN = {"zero": 0} | {word: n for word, n in _UNITS_EN.items() if word != "one"} | _TEENS_EN
_TENS = _TENS_SV | _TENS_EN | {"fourty": 40, "förtio": 40, "tjogo": 20, "fyrti": 40, "femti": 50, "sexti": 60,
                              "sjutti": 70, "åtti": 80, "nitti": 90, "tretti": 30, "tjugi": 20}  # fmt: skip
_ONES = _UNITS_SV | _UNITS_EN
_RATED = {
    "etta": 1, "ettan": 1, "tvåa": 2, "trea": 3, "fyra": 4, "femma": 5, "sexa": 6, "sjua": 7, "åtta": 8, "nia": 9,
    "tia": 10, "nolla": 0,
}  # fmt: skip


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SMALL = _SMALL_SV | _SMALL_EN
_TWO_DIGITS = rf"(?:{_either(_TENS)})(?:[ -]?(?:{_either(_ONES)}))?|{_either(_SMALL)}"
_WHOLE = re.compile(
    rf"(?<!\w)(?!(?<=[0-9] )(?:tusen|thousand|hundra))(?:(?P<thousands>{_TWO_DIGITS}|ett|en|one|a)? ?(?:tusen|"
    rf"thousand) ?(?:and |och )?)?"
    rf"(?:(?P<hundreds>{_either(_ONES)}|a)? ?(?:hundra|hundred) ?(?:and |och )?)?"
    rf"(?P<rest>{_TWO_DIGITS}|(?<=hundra)(?:ett|en)|(?<=tusen)(?:ett|en))?(?!\w)"
)
_BARE_HUNDRED = re.compile(
    rf"(?<!\w)(?P<h>one|two|three) (?P<t>{_either(_TENS_EN)})(?:[ -](?P<o>{_either(_UNITS_EN)}))?(?!\w)")
_RATING = re.compile(
    rf"(?<!\w)(?:en |an? )(?P<word>{_either(_RATED)})(?!\w)|(?<!\w)(?P<alone>etta|tvåa|trea|femma|sexa|sjua|nia|tia|"
    rf"nolla)(?!\w)|(?<!\w)(?P<digit>10|[0-9])(?::?[ae]|:an)(?!\w)")
_TENTHS = re.compile(r"(?<=[0-9]) (?:komma|point|punkt) (noll|oh|zero|en|ett|one|[0-9]+)(?!\w)")
_ONE_TENTHS = re.compile(rf"(?<!\w)(?:en|ett|one) (?:komma|point) (?P<t>[0-9]+|{_either(_ONES)})(?!\w)")
_WITH_HALF = re.compile(r"(?<![\w.])([0-9]+) (?:och (?:en|ett) halvt?|and a half|½)(?!\w)|(?<![\w.])([0-9]+)½")
_ONE_HALF = re.compile(r"(?<!\w)(?:en och en halv|ett och ett halvt|one and a half|en och halv)(?!\w)")
_CLOCK_HALF = re.compile(r"(?<!\w)halv ([0-9]{1,2}|ett|tolv)(?![\w.:])")
_CLOCK_QUARTER = re.compile(r"(?<!\w)(?:en )?kvart (över|i) ([0-9]{1,2})(?![\w.:])")
_CLOCK_MINUTES = re.compile(
    r"(?<![\w.])(?P<m>5|10|20|25) (?:min(?:uter)? )?(?P<way>i|över|past|to) (?P<half>halv )?(?P<h>[1-9]|"
    r"1[0-2])(?![\w.:/])(?! (?:dag|veck|tim|min|gång|månad|år|mm|mmol|kg|days|weeks|hours|minutes|times))"
)
_CLOCK_ENGLISH = (
    re.compile(
        r"(?<!\w)(?P<part>half)(?: past)? (?P<h>[1-9]|1[0-2])(?![\w.:/])(?! (?:tablets?|pills?|hours?|kilos?|kg))"),
    re.compile(r"(?<!\w)(?:a )?(?P<part>quarter past|quarter to|quarter of) (?P<h>[1-9]|1[0-2])(?![\w.:/])"),
)
_KILO_AND_HEKTO = re.compile(
    r"(?<![0-9.])(?P<kg>[0-9]{2,3}) ?(?:kg|kilon?) (?:och |and )?(?:(?P<hg>[1-9]) ?(?:hekto|hg)|(?P<g>[1-9]00) ?(?:g|"
    r"gram))(?!\w)"
)
_LENGTHS = (
    (re.compile(r"(?<!\w)(?:en |ett |a )?(?:halvtimme|halv timme|halvtimma|halvtimmas|halvtimmes)(?!\w)"), "30 min"),
    (re.compile(r"(?<!\w)half an hour(?!\w)"), "30 min"),
    (re.compile(
        r"(?<!\w)(vid|runt|kring|till|at|around|about|la mig|lade mig|strax efter|strax före|by) (?:midnatt|"
        r"midnight)(?!\w)"), r"\1 00:00"),
    (re.compile(r"(?<!\w)(?:trekvart|tre kvart|3 kvart|three quarters of an hour)(?!\w)"), "45 min"),
    (re.compile(r"(?<!\w)(?:en kvart|kvart|a quarter of an hour|quarter of an hour)(?! (?:över|i)\b)(?!\w)"), "15 min"),
    (re.compile(r"(?<!\w)(?:en|ett|an|one|a) (?=(?:timme|timma|tim|hour)(?!\w))"), "1 "),
)
_LONGEST_CLOCK = 12


def replace_all_number_words(text: str) -> str:
    """Return normalised text with every number as digits, halves and clock times included. Never raises."""
    text = _RATING.sub(_rated, text)
    text = _ONE_TENTHS.sub(lambda found: f"1.{_ONES.get(found['t'], found['t'])}", text)
    text = _ONE_HALF.sub("1.5", text)
    text = _BARE_HUNDRED.sub(_spoken_hundred, text)
    text = _WHOLE.sub(_digits, text)
    text = _TENTHS.sub(lambda found: f".{_tenth(found[1])}", text)
    text = _WITH_HALF.sub(lambda found: f"{found[1] or found[2]}.5", text)
    for pattern, length in _LENGTHS:
        text = pattern.sub(length, text)
    text = _KILO_AND_HEKTO.sub(_tenths_of_kilo, text)
    for pattern in _CLOCK_ENGLISH:
        text = pattern.sub(_english_clock, text)
    text = _CLOCK_MINUTES.sub(_minutes_from, text)
    return _CLOCK_QUARTER.sub(_quarter, _CLOCK_HALF.sub(_half, text))


def _tenth(word: str) -> int | str:
    return 0 if word in ("noll", "oh", "zero") else _ONES.get(word, word)


def _rated(match: re.Match[str]) -> str:
    word = match["word"] or match["alone"]
    return str(_RATED[word]) if word else match["digit"]


def _spoken_hundred(match: re.Match[str]) -> str:
    return str(100 * _UNITS_EN[match["h"]] + _TENS_EN[match["t"]] + _UNITS_EN.get(match["o"] or "", 0))


def _two_digits(word: str | None) -> int:
    if not word:
        return 0
    if word in _SMALL:
        return _SMALL[word]
    if word in _ONES:
        return _ONES[word]
    tens = max((name for name in _TENS if word.startswith(name)), key=len, default="")
    return _TENS.get(tens, 0) + _ONES.get(word[len(tens):].strip(" -"), 0)


def _digits(match: re.Match[str]) -> str:
    """Read one number; the empty match that the pattern allows is left as it is."""
    said = match[0]
    if not said.strip():
        return said
    value = _two_digits(match["rest"])
    if "hundra" in said or "hundred" in said:
        value += 100 * _ONES.get(match["hundreds"] or "", 1)
    if "tusen" in said or "thousand" in said:
        value += 1000 * (_two_digits(match["thousands"]) or 1)
    tail = " " if said.endswith(" ") else ""
    head = " " if said.startswith(" ") else ""
    return f"{head}{value}{tail}"


def _minutes_from(match: re.Match[str]) -> str:
    """Read "20 i 7" as 06:40 and "5 över halv 7" as 06:35."""
    minutes = int(match["m"]) * (1 if match["way"] in ("över", "past") else -1) - (30 if match["half"] else 0)
    whole = (int(match["h"]) * 60 + minutes) % (_LONGEST_CLOCK * 60)
    return f"{whole // 60 or _LONGEST_CLOCK:02d}:{whole % 60:02d}"


def _english_clock(match: re.Match[str]) -> str:
    hour = int(match["h"])
    if match["part"] == "half":
        return f"{hour:02d}:30"
    return f"{hour:02d}:15" if match["part"].endswith("past") else f"{(hour - 1) or 12:02d}:45"


def _tenths_of_kilo(match: re.Match[str]) -> str:
    """Read "81 kilo och 3 hekto" as 81.3 kg."""
    return f"{match['kg']}.{match['hg'] or match['g'][0]} kg"


def _half(match: re.Match[str]) -> str:
    hour = {"ett": 1, "tolv": 12}.get(match[1]) or int(match[1])
    if not 1 <= hour <= _LONGEST_CLOCK:
        return match[0]
    return f"{(hour - 1) or 12:02d}:30"


def _quarter(match: re.Match[str]) -> str:
    hour = int(match[2])
    if not 1 <= hour <= _LONGEST_CLOCK:
        return match[0]
    return f"{hour:02d}:15" if match[1] == "över" else f"{(hour - 1) or 12:02d}:45"


def plain_number(text: str) -> Decimal:
    """Return a number as written after normalising, without a trailing zero: "64.0" is 64."""
    number = Decimal(text)
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
