"""Makes written text comparable: one form of letters, quotes, dashes, spaces and digits, in lower case."""

import re
import unicodedata

LONGEST_READ = 4000
"""Longer texts are read in pieces of this length, so that the time is bounded."""

_SIGNS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\uff0d", "-")
    | dict.fromkeys("\u2044\u2215\uff0f\u29f8", "/")
    | {"\uff0c": ",", "\uff0e": ".", "\uff1a": ":"}
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
)
_INVISIBLE = re.compile(r"[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[^\S\n]+")
_DECIMAL_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_DECIMAL_WORD = re.compile(r"(?<=[0-9]) (?:komma|point) (?=[0-9])")
_THOUSANDS = re.compile(r"(?<![0-9./])([1-9][0-9]{0,2}) ([0-9]{3})(?![0-9./])")


def normalise(text: str) -> str:
    """Return the text in NFC and lower case, with plain quotes, dashes, spaces and ASCII digits."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text.translate(_SIGNS)))
    return _SPACES.sub(" ", plain.lower()).strip()


def normalise_numbers(text: str) -> str:
    """Return normalised text with a decimal comma as a point (clinical/assistant.md 1)."""
    return _DECIMAL_WORD.sub(".", _DECIMAL_COMMA.sub(".", normalise(text)))


def join_thousands(text: str) -> str:
    """Return text with "8 200" as "8200"; only for kinds that can be so large, such as steps."""
    return _THOUSANDS.sub(r"\1\2", text)


def fold(word: str) -> str:
    """Return a word without its marks, as typed on a keyboard without å, ä and ö."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
