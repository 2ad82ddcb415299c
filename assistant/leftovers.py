"""Decides about numbers that no reader took: one more of a series, the only one beside a cue, or a question."""

import re
from decimal import Decimal

from assistant.blotting import BLOT, Page
from assistant.number_phrases import plain_number
from assistant.read_measures import CUES
from assistant.understanding import Value
from assistant.value_contexts import sugar_context
from monitoring.kinds import ValueKind, get_kind

_KINDS = {
    "pulse": ValueKind.PULSE, "weight": ValueKind.WEIGHT, "glucose": ValueKind.GLUCOSE, "spo2": ValueKind.SPO2,
    "temperature": ValueKind.TEMPERATURE, "pef": ValueKind.PEF, "hba1c": ValueKind.HBA1C, "steps": ValueKind.STEPS,
}  # fmt: skip
_SCORES, MOST_OF_A_SCORE = ("mood", "nrs_breath"), 10
_LEAST_STEPS = 300
_OWN_CUES = {
    **{kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)") for kind, words in CUES.items() if kind in _KINDS},
    "temperature": re.compile(rf"(?<!\w)(?:{CUES['temperature']}|grader|degrees)(?!\w)"),
    "pulse": re.compile(
        r"(?<!\w)(?:\w*puls(?!ox|klock|kurv)\w*|pulse|heart ?(?:rate|beats?)|hjärtfrekvens\w*|hjärtrytm\w*|"
        r"hjärtslag\w*|hr|bpm)(?!\w)"),
    "weight": re.compile(
        r"(?<!\w)(?:\w*vikt(?!ig)\w*|väg(?:er|de|t|a|ning|ningen)|vågen|våg|weigh\w*|scales?|kilo|kg)(?!\w)"),
    "steps": re.compile(
        r"(?<!\w)(?:\w*stegräknar\w*|stegmätar\w*|antal steg|steg idag|pedometer|step count\w*|steps)(?!\w)"),
    "bp": re.compile(r"(?<!\w)(?:\w*blodtryck\w*|bt|bp|blood pressure|övre|undre|trycket)(?!\w)"),
}  # fmt: skip
_WEAK = re.compile(r"(?<!\w)satt(?!\w)|(?<!\w)syrgas\w*|(?<!\w)sensor\w*|(?<!\w)feber(?:fri|n började)\w*")
_AFTER = re.compile(
    r"\s*(?:$|[.,;:!?)(\n¤]|(?:idag|i dag|i morse|imorse|ikväll|i kväll|igår|i går|nu|nyss|just nu|och|men|and|but|"
    r"på (?:morgonen|kvällen)|på|efter|före|innan|när|vid|"
    r"fastande|fasta|today|tonight|this|now|just|before|after|at|in the|when|yesterday|on|mvh|hälsningar|hälsar|tack|"
    r"mån|tis|ons|tors?|fre|lör|sön|mon|tues?|wed|thurs?|fri|sat|sun|då|alltså|med|with|utan|without|kl|enligt|"
    r"according|är|"
    r"andra|tredje|fjärde|första|second|third|first|sen|sedan|then|kväll|kvällen|morgon|morgonen|evening|morning|"
    r"last night|natt|stående|sittande|liggande|vila|vilande|standing|"
    r"sitting|lying|resting|hemma|later|senare|blev|var|stod|visade|visar|säger|fick|hade|är det|var det|blev det|"
    r"fick jag|hade jag|it|was|is|that|på den|mm|mm hg|mmhg|%|°|grader|c)(?!\w))"
)
_TIME_BEFORE = re.compile(
    r"(?:vid|kring|runt|omkring|efter|innan|till|från|sedan|sen|at|around|about|by|until|since|kl|klockan)\s+$")
_BARE = re.compile(r"(?<![\w./:¤-])(?P<n>[0-9]{1,5}(?:\.[0-9]{1,2})?)(?![\w/])(?!\.[0-9])")
_JOIN = (
    r"och|and|sen|sedan|then|samt|plus|därefter|afterwards|kväll\w*|kvälls|ikväll|morgon\w*|morse|imorse|morning|"
    r"evening|night|natt\w*|idag|dag|igår|går|today|tonight|yesterday|last|"
    r"på|i|in|on|the|this|vid|at|nu|now|just|lunch\w*|middag\w*|noon|afternoon|eftermiddag\w*|förmiddag\w*|andra|"
    r"tredje|fjärde|first|second|third|nästa|next|gången|time|mätningen|mätning|reading|"
    r"var|was|blev|det|den|it|is|är|again|igen|senare|later|en|ett|timme|hour|efter|after|före|before|frukost\w*|"
    r"breakfast|mat\w*|dinner|maten|supper|bed|läggdags|bedtime|innan|"
    r"när|jag|la|mig|men|but|utan|med|with|without|syrgas|syre|oxygen|liter|luft|i|rest|vila|sittande|stående|"
    r"liggande|sitting|standing|lying|%|procent|percent|trappan|stairs|promenad\w*|walk|walking|a|för|kl|måndag\w*|"
    r"tisdag\w*|onsdag\w*|torsdag\w*|fredag\w*|lördag\w*|söndag\w*|måndags|tisdags|onsdags|torsdags|fredags|lördags|"
    r"söndags|mån|tis|ons|tors?|fre|lör|sön|mon|tues?|wed|thurs?|fri|sun|trapporna|gång|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|min|mitt|my"
)
_JOINED = re.compile(rf"(?:[\s,;:.&+%¤-]|(?<!\w)(?:{_JOIN})(?!\w))*")
_JOINS_NOTHING = re.compile(r"[\s¤]*")
_WAS = re.compile(r"(?<!\w)(?:var|was|before|innan)(?!\w)")
_DAYS = re.compile(
    r"(?<!\w)(?:ig[åa]r|går|dag|yesterday|\w*morse|\w*kväll\w*|morning|evening|night|natt\w*|\w+dags?|\w*day|sen|sedan|"
    r"then|andra|second|efter|after|"
    r"frukost\w*|lunch\w*|middag\w*|mat\w*|dinner|breakfast|supper)(?!\w)|¤{3}[^a-zåäö]*$"
)
_SENTENCE = re.compile(r"[!?\n;]|(?<!\.)\.(?![0-9.])")
_WEEKDAY = re.compile(
    r"(?<!\w)(?:mån|tis|ons|tors?|fre|lör|sön|mon|tues?|wed|thurs?|fri|sat|sun|\w{3,}dag(?:s|en|ens)?|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?: den ¤+| ¤+)?[ :.,]+(?:var |was |blev |på )?$")
_STATE = re.compile(
    r"(?<!\w)(?:i vila|vila|vilande|at rest|rest|resting|sittande|stående|liggande|sitting|standing|lying|före|innan|"
    r"before|i ?går|i ?morse|yesterday|morgon\w*|this morning|måndag\w*|tisdag\w*|onsdag\w*|torsdag\w*|fredag\w*|"
    r"lördag\w*|söndag\w*)[ :,]+(?:var |was |hade jag )?$")
_CHANGED = re.compile(
    r"[\s,;¤]*(?:och|and|men|but|sen|sedan|then)?[\s,]*(?:\w{3,}dag\w*|efter|after|i ?dag|today|stående|standing|"
    r"i ?kväll|tonight|"
    r"vid|when|när|nu|now)(?: [^\s0-9,.;¤]+){0,4}[\s:,]*(?:slag|kg|kilo|%)?[\s¤]*")


def settle_leftovers(page: Page, whole: str) -> None:
    """Read what a leftover number certainly is, and ask when it could as well be the value that was read.

    :param whole: the text before anything was read.
    """
    for match in list(_BARE.finditer(page.text)):
        kind = _series_kind(page, match)
        if kind:
            _take(page, match, kind, whole)
    _read_before(page, whole)
    if not page.values and page.clarify in ("", "which_value") and not page.is_open:
        _read_beside_lone_cue(page, whole)
        page.clarify = "" if page.values else page.clarify
    if page.values and not page.clarify and any(_is_doubtful(page, match) for match in _BARE.finditer(page.text)):
        page.clarify = "which_value"


def _read_before(page: Page, whole: str) -> None:
    """Read the first of two values with their word beside the second: "i vila 94, i trappan 88 i saturation"."""
    for match in list(_BARE.finditer(page.text)):
        after = [(place, at) for at, place in page.places if place > match.start() and at < len(page.values)]
        if not after or not _STATE.search(page.text[: match.start()]):
            continue
        place, at = min(after)
        kind = page.values[at].kind
        if _CHANGED.fullmatch(page.text[match.end() : place]) and _can_be(kind, Decimal(match["n"])):
            _take(page, match, kind, whole)


def _can_be(kind: str, number: Decimal) -> bool:
    if kind in _SCORES:
        return number == number.to_integral_value() and number <= MOST_OF_A_SCORE
    if kind not in _KINDS or (kind == "steps" and number < _LEAST_STEPS):
        return False
    facts = get_kind(_KINDS[kind])
    return facts.is_plausible(number) and number == round(number, facts.decimals)


def _series_kind(page: Page, match: re.Match[str]) -> str:
    """Return the kind of the value before a number, when only times and "och" stand between: "58 kl 7 och 64 kl 21"."""
    before = [(place, at) for at, place in page.places if place < match.start() and at < len(page.values)]
    if not before or not _AFTER.match(page.text, match.end()):
        return ""
    place, at = max(before)
    kind = page.values[at].kind
    between = page.text[place : match.start()]
    if kind in _SCORES and not _DAYS.search(between):
        return ""
    joined = (_JOINED.fullmatch(between) or _CHANGED.fullmatch(between)) and not _JOINS_NOTHING.fullmatch(between)
    if _WAS.search(between) and not _DAYS.search(between):
        return ""
    return kind if joined and _can_be(kind, Decimal(match["n"])) else ""


def _take(page: Page, match: re.Match[str], kind: str, whole: str) -> None:
    number = plain_number(match["n"])
    best = next((one for one in page.values if one.kind == "pef"), None) if kind == "pef" else None
    if best is not None:
        page.values = [_best(one, number) if one is best else one for one in page.values]
        page.blot(match)
        return
    context = sugar_context(whole) if kind == "glucose" else ""
    page.take(match, Value(kind, number, unit=_unit_of(kind), context=context))


def _unit_of(kind: str) -> str:
    return "{score}" if kind in _SCORES else get_kind(_KINDS[kind]).ucum


def _best(value: Value, number: Decimal) -> Value:
    """Of several blows the highest counts (vitals.md 1)."""
    return Value("pef", max(number, Decimal(str(value.value))), unit=value.unit)


def _read_beside_lone_cue(page: Page, whole: str) -> None:
    """Read the only number of a sentence with the cue of one single kind: "tempade mig ... 37,6"."""
    text = _WEAK.sub(lambda found: BLOT * len(found[0]), whole)
    kinds = [kind for kind, cue in _OWN_CUES.items() if cue.search(text)]
    found = [match for match in _BARE.finditer(page.text) if _AFTER.match(page.text, match.end())]
    others = len(list(_BARE.finditer(page.text))) != len(found)
    if len(kinds) != 1 or not found or others or not all(_can_be(kinds[0], Decimal(one["n"])) for one in found):
        return
    if kinds[0] == "pef" or _is_by_days(page, found) or (len(found) == 1 and _has_cue_near(page, found[0], kinds[0])):
        for match in found:
            _take(page, match, kinds[0], whole)


def _is_by_days(page: Page, found: list[re.Match[str]]) -> bool:
    """Numbers each of which has the name of a weekday before it: "mån 84,0 tis 84,3"."""
    return len(found) > 1 and all(_WEEKDAY.search(page.text[: one.start()]) for one in found)


def _has_cue_near(page: Page, match: re.Match[str], kind: str) -> bool:
    """The sentence of the number has the cue, or it is the first sentence that says anything."""
    before = page.text[: match.start()].strip()
    start = max((one.end() for one in _SENTENCE.finditer(before)), default=0)
    return start == 0 or _OWN_CUES[kind].search(before, start) is not None


def _is_doubtful(page: Page, match: re.Match[str]) -> bool:
    """A number that stands as a value does, and could be one of the kind that was read."""
    number = Decimal(match["n"])
    if not _AFTER.match(page.text, match.end()):
        return False
    if number == number.to_integral_value() and number <= 24 and _TIME_BEFORE.search(page.text[: match.start()]):
        return False
    kinds = {value.kind for value in page.values}
    if "bp" in kinds and not kinds & {"pulse"} and get_kind(ValueKind.PULSE).is_plausible(number):
        return True
    return any(_can_be(kind, number) for kind in kinds if kind not in _SCORES)
