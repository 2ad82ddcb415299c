"""Finds what was said around a number: fasting, before or after a meal, at bedtime, with or without oxygen."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.understanding import Value

_MEAL = (
    r"(?:mat(?!t)\w*|lunch\w*|middag\w*|kvällsmat\w*|kvällsmål\w*|kvällsfika\w*|måltid\w*|åt|äter|äta|ätit|fika\w*|"
    r"mellanmål\w*|dinner|lunch|meals?|eating|eat|ate|food|supper|tea|snack\w*|käk\w*|middan|lunchen)"
)
_BETWEEN = r"(?: (?:min|mina|my|jag|i|the|en|a|had|har|hade|ha|har jag|jag har|skulle|ska|dagens|själva|en stor|big))*"
_SUGAR = (
    ("fasting", re.compile(
        r"(?<!\w)(?<!inte )(?<!ej )(?<!icke )(?<!not )(?<!non )(?<!non-)(?:fasta|fastande|fastat|fastade|fastev\w*|"
        r"fastes\w*|fasteblod\w*|fasteprov\w*|fastepl\w*|fasteglukos\w*|fasting|fasted|(?:före|innan|"
        r"before)(?: (?:min|my|the|jag ätit|jag åt|jag äter|having|i had|i have|eating|"
        r"jag hade ätit))? (?:frukost\w*|breakfast|brekkie)|på (?:fastande|tom) mage|(?:on an )?empty stomach|"
        r"inget ätit|innan jag ätit något)(?!\w)")),
    ("post_2h", re.compile(
        r"(?<![0-9.])[1-4](?:\.5)?\s*(?:tim\w*|h|hours?|hrs?)\s*(?:efter|after|post)(?!\w)|(?<!\w)(?:two|a couple of|"
        r"ett par|några|par) (?:hours|timmar) (?:efter|after)(?!\w)")),
    ("bedtime", re.compile(
        r"(?<!\w)(?:la mig|lade mig|lägga mig|lagt mig|lägga oss|läggdags|lägger mig|bedtime|bed|sänggående\w*|"
        r"sängdags|gå och lägga|i säng|gå till sängs|sova|somna\w*|kryper ner|sov dags|sovdags|going to sleep|"
        r"sleeping)(?!\w)")),
    ("pre_meal", re.compile(
        rf"(?<!\w)(?:före|innan|before|ahead of|prior to|inför){_BETWEEN} {_MEAL}(?!\w)|(?<!\w)(?:pre-?(?:meal|lunch|"
        rf"dinner)|förmåltid\w*)")),
    ("post_meal", re.compile(
        rf"(?<!\w)(?:efter|after|post){_BETWEEN} (?:{_MEAL}|frukost\w*|breakfast|brekkie)(?!\w)|(?<!\w)post-?(?:meal|"
        rf"lunch|dinner|breakfast)")),
    ("bedtime", re.compile(
        r"(?<!\w)(?:(?:i)?kväll(?!smat|smål|sfika)\w*|evening|tonight|(?:at|last) night|night)(?!\w)")),
)  # fmt: skip
_ON_OXYGEN = re.compile(
    r"(?<!\w)(?:syrgas\w*|liter|litres?|liters?|oxygen|l o2|syre på|grimma\w*|koncentrator\w*|concentrator|"
    r"nasal cannula|cannula)(?!\w)")
_PLAIN_OXYGEN = re.compile(
    r"(?<!\w)(?:oxygen(?: (?:level|levels|saturation|sat\w*|reading|is|was|at|of|today|now|this|morning|evening|"
    r"tonight|says|shows|came|out|my|down|up|to|dropped|fell|went|rose|hit|just|only|around|about|hovering|stays|"
    r"stayed))*[\s:=]*[0-9]{2}(?![0-9])|(?:my|blood|pulse) oxygen|oxygen (?:level|"
    r"levels|saturation|sats?|reading|meter)|[0-9]{2}\s*(?:%|percent)?\s*(?:in |of |blood )?oxygen(?! tank))")
_NO_OXYGEN = re.compile(
    r"(?<!\w)(?:utan (?:extra )?(?:syrgas\w*|syre|grimma\w*)|without(?: my| any| the)? oxygen|no (?:extra )?oxygen|"
    r"off (?:the |my )?oxygen|på (?:rums)?luft|rumsluft|room air|luftandning|ingen syrgas|inte syrgas|vanlig luft|"
    r"tog av syrgasen)(?!\w)")
_CLAUSE = re.compile(
    r"[,;!?\n]|\.(?![0-9])| (?:och|and|samt|sen|sedan|then|men|but|medan|while)(?!\w)(?! (?:la|lade|lägg|gick|got|"
    r"två timmar|2 timmar))")


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
        spots = sorted(place for _at, place in own)
        before = bool(reader(_clause(whole, spots[0])[0]))
        for at, place in own:
            said = _clause(whole, place, spots)
            context = reader(said[0 if before else 1])
            if not context and not _crowded(whole, place, spots):
                context = reader("".join(said))
            values[at] = replace(values[at], context=context)


def _clause(text: str, place: int, spots: Sequence[int] = ()) -> tuple[str, str]:
    """Return what stands before and after a number in its clause, up to the other values."""
    start, end = _ends(text, place)
    start = max([start, *(spot for spot in spots if spot < place)])
    end = min([end, *(spot for spot in spots if spot > place)])
    return text[start:place], text[place:end]


def _ends(text: str, place: int) -> tuple[int, int]:
    start = max((found.end() for found in _CLAUSE.finditer(text, 0, place)), default=0)
    found = _CLAUSE.search(text, place)
    return start, found.start() if found else len(text)


def _crowded(text: str, place: int, spots: Sequence[int]) -> bool:
    """Tell whether another value stands in the same clause, so that its words are not this one's."""
    start, end = _ends(text, place)
    return any(start <= spot < end for spot in spots if spot != place)
