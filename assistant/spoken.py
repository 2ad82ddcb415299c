"""Writes out words as they are spoken or typed in haste, "e int" and "cant", before alarms are looked for."""

import re

_SPOKEN = {
    "e": "är", "ä": "är", "int": "inte", "ite": "inte", "itne": "inte", "inge": "inget", "ti": "till",
    "o": "och", "oxå": "också", "ngn": "någon", "ngt": "något", "nåt": "något", "nån": "någon", "nånting": "någonting",
    "mä": "med", "mej": "mig", "dej": "dig", "sej": "sig", "dom": "de", "hn": "han", "läng": "längre",
    "sler": "slår", "slor": "slår", "ba": "bara",
    "mit": "mitt", "livt": "livet", "räker": "räcker", "dubel": "dubbel", "dubelt": "dubbelt", "hejdo": "hejdå",
    "tonit": "tonight",
    "tabl": "tabletter", "tabbar": "tabletter", "brösta": "bröstet", "arma": "armen", "armana": "armarna",
    "bena": "benen", "gona": "gonna", "gunna": "gonna", "kil": "kill", "tonite": "tonight", "2nite": "tonight",
    "tmrw": "tomorrow", "u": "you", "ur": "your", "im": "i'm", "ive": "i've", "cant": "can't", "cnt": "can't",
    "dont": "don't", "wont": "won't", "isnt": "isn't", "doesnt": "doesn't", "didnt": "didn't", "wasnt": "wasn't",
    "havent": "haven't", "arent": "aren't", "couldnt": "couldn't", "hasnt": "hasn't", "wanna": "want to",
    "swalow": "swallow", "pls": "please", "plz": "please", "brething": "breathing", "chets": "chest", "cheast": "chest",
    "ikv": "ikväll", "imorrn": "imorgon", "imorron": "imorgon",
    "ikväl": "ikväll", "sjelv": "själv", "selv": "själv", "självv": "själv",
}  # fmt: skip
_WORD = re.compile(r"(?<![\w'])(?<![0-9] )[^\W\d_]+(?![\w'])|(?<!\w)2nite(?!\w)")
_RING = {"ô": "ö", "õ": "ö", "ò": "ö", "è": "é", "ø": "ö", "æ": "ä"}
_LETTERS = re.compile("[" + "".join(_RING) + "]")


def write_out(text: str) -> str:
    """Return normalised text with spoken and hasty short words in full."""
    text = _LETTERS.sub(lambda sign: _RING[sign[0]], text)
    return _WORD.sub(lambda word: _SPOKEN.get(word[0], word[0]), text)
