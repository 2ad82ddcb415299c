"""Finds what was said around a number: fasting, before or after a meal, at bedtime, with or without oxygen."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding import Value

_MEAL = r"(?:mat(?!t)\w*|lunch\w*|middag\w*|kvällsmat\w*|kvällsmål\w*|kvällsfika\w*|måltid\w*|åt|äter|äta|ätit|fika\w*|mellanmål\w*|dinner|lunch|meals?|eating|eat|ate|food|supper|tea|snack\w*|käk\w*|middan|lunchen)"
_BETWEEN = r"(?: (?:min|mina|my|jag|i|the|en|a|had|har|hade|ha|har jag|jag har|skulle|ska|dagens|själva|en stor|big))*"
_SUGAR = (
    ("fasting", re.compile(
        r"(?<!\w)(?<!inte )(?<!ej )(?<!icke )(?<!not )(?<!non )(?<!non-)(?:fasta|fastande|fastat|fastade|fastev\w*|fastes\w*|fasteblod\w*|fasteprov\w*|fastepl\w*|fasteglukos\w*|fasting|fasted|(?:före|innan|"
        r"before)(?: (?:min|my|the|jag ätit|jag åt|jag äter|having|i had|i have|eating|jag hade ätit))? (?:frukost\w*|breakfast|brekkie)|på (?:fastande|tom) mage|(?:on an )?empty stomach|inget ätit|innan jag ätit något)(?!\w)")),
    ("post_2h", re.compile(r"(?<![0-9.])[1-4](?:\.5)?\s*(?:tim\w*|h|hours?|hrs?)\s*(?:efter|after|post)(?!\w)|(?<!\w)(?:two|a couple of|ett par|några|par) (?:hours|timmar) (?:efter|after)(?!\w)")),
    ("bedtime", re.compile(
        r"(?<!\w)(?:la mig|lade mig|lägga mig|lagt mig|lägga oss|läggdags|lägger mig|bedtime|bed|sänggående\w*|sängdags|gå och lägga|i säng|gå till sängs|sova|somna\w*|kryper ner|sov dags|sovdags|going to sleep|sleeping)(?!\w)")),
    ("pre_meal", re.compile(rf"(?<!\w)(?:före|innan|before|ahead of|prior to|inför){_BETWEEN} {_MEAL}(?!\w)|(?<!\w)(?:pre-?(?:meal|lunch|dinner)|förmåltid\w*)")),
    ("post_meal", re.compile(rf"(?<!\w)(?:efter|after|post){_BETWEEN} (?:{_MEAL}|frukost\w*|breakfast|brekkie)(?!\w)|(?<!\w)post-?(?:meal|lunch|dinner|breakfast)")),
    ("bedtime", re.compile(r"(?<!\w)(?:(?:i)?kväll(?!smat|smål|sfika)\w*|evening|tonight|(?:at|last) night|night)(?!\w)")),
)  # fmt: skip
_ON_OXYGEN = re.compile(r"(?<!\w)(?:syrgas\w*|liter|litres?|liters?|oxygen|l o2|syre på|grimma\w*|koncentrator\w*|concentrator|nasal cannula|cannula)(?!\w)")
_PLAIN_OXYGEN = re.compile(
    r"(?<!\w)(?:oxygen(?: (?:level|levels|saturation|sat\w*|reading|is|was|at|of|today|now|this|morning|evening|tonight|says|shows|came|out|my|down|up|to))*[\s:=]*[0-9]{2}(?![0-9])|(?:my|blood|pulse) oxygen|oxygen (?:level|levels|saturation|sats?|reading|meter)|[0-9]{2}\s*(?:%|percent)?\s*(?:in |of |blood )?oxygen(?! tank))")
_NO_OXYGEN = re.compile(
    r"(?<!\w)(?:utan (?:extra )?(?:syrgas\w*|syre|grimma\w*)|without(?: my| any| the)? oxygen|no (?:extra )?oxygen|off (?:the |my )?oxygen|på (?:rums)?luft|rumsluft|room air|luftandning|ingen syrgas|inte syrgas|vanlig luft|tog av syrgasen)(?!\w)")
_CLAUSE = re.compile(r"[,;!?\n]|\.(?![0-9])| (?:och|and|samt|sen|sedan|then|men|but|medan|while)(?!\w)(?! (?:la|lade|lägg|gick|got|två timmar|2 timmar))")


def sugar_context(text: str) -> str:
    """Return when a glucose value was taken, or nothing."""
    return next((name for name, pattern in _SUGAR if pattern.search(text)), "")


def oxygen_context(text: str) -> str:
    """Return whether oxygen was breathed, or nothing when it was not said."""
    if _NO_OXYGEN.search(text):
        return "no_oxygen"
    return "oxygen" if _ON_OXYGEN.search(_PLAIN_OXYGEN.sub("", text)) else ""


_READERS = {"glucose": sugar_context, "spo2": oxygen_context}


def settle_contexts(values: list[Value], places: Sequence[tuple[int, int]], whole: str) -> None:
    """Give each of several values what was said in its own clause; a value alone keeps that of the whole text.

    :param places: the place of a value in ``values`` and in the text.
    """
    for kind, reader in _READERS.items():
        own = [(at, place) for at, place in places if values[at].kind == kind]
        if len(own) < 2:
            continue
        said = [reader(_clause(whole, place)) for _at, place in own]
        for (at, _place), context in zip(own, said, strict=True):
            values[at] = replace(values[at], context=context)


def _clause(text: str, place: int) -> str:
    start = max((found.end() for found in _CLAUSE.finditer(text, 0, place)), default=0)
    end = _CLAUSE.search(text, place)
    return text[start : end.start() if end else len(text)]
