"""Reads what a meter shows besides pressure and weight: sugar, oxygen, fever, blows and steps (assistant.md 2)."""

import re
from decimal import Decimal

from assistant.blotting import Page
from assistant.number_phrases import plain_number
from assistant.understanding import Value
from assistant.value_contexts import oxygen_context, settle_contexts, sugar_context
from monitoring.kinds import ValueKind, get_kind
from monitoring.outcomes import Confirm, Refuse
from monitoring.plausibility import check_value

_NUM = r"(?P<n>[0-9]{1,3}(?:\.[0-9]{1,2})?)(?![0-9])(?!\.[0-9])(?!\s*/\s*[0-9])"
_START = r"(?<![0-9./\w-])"
CUES = {
    "hba1c":
        r"hb\s?-?\s?a1c\w*|a1c|långtids\w*|långblod\w*|glykerat hemoglobin|glycated h(?:a)?emoglobin|"
        r"long[- ]?term (?:sugar|glucose|blood sugar)|hemoglobin a1c",
    "ketones": r"keton\w*|ketones?|blodketon\w*",
    "spo2":
        r"spo2|sp02|syre\w*|syrgasmät\w*|syrgasvärde\w*|finger ?(?:mät|klämm|pulsoxi|prob)\w*|(?:klämman?|"
        r"mätaren) på fingret|finger (?:clip|probe|thing|monitor|meter|reader)|satur(?!da|n(?!\w))\w*|mättnad\w*|"
        r"o2(?:[- ]?sat\w*)?|pox\w*|puls ?ox\w*|pulse ?ox\w*|oximet\w*|sats?|satt|satten|saten|"
    r"oxygen(?: level| saturation| sat)?",
    "temperature":
        r"temp|tempen|temperatur\w*|kroppstemp\w*|temp(?:ade|at|ar|ad|a)|tempning\w*|feber\w*|febern|febrig|fever|"
        r"temperature|termometer\w*|thermometer|kroppsvärme\w*",
    "pef":
        r"pef(?:[- ]?(?:värde|mätar|mätning|kurva|meter)[a-zåäö]*|[a-zåäö]*)|peak[- ]?flow\w*|blås(?!a|or|s|katarr|"
        r"ig|er upp|väder|ten)\w*|blåsa i|blew|blow(?:ing)?|utandning\w*|astmamät\w*|asthma meter",
    "glucose": r"\w*sock(?:er|ret|erv\w*|erh\w*|ernivå\w*|erk\w*|ren)|\w*glukos\w*|glucose|sugars?|bs|bg|"
    r"p-glukos|plasmaglukos|kapillär\w*|stickvärde\w*|glukosvärde\w*|sensor\w*|libre\w*|dexcom|fasta|fastande|"
    r"fastev\w*|fastes\w*|fasting",
}
_OTHER = r"vikt\w*|väg\w*|puls\w*|pulse|hr|bt|bp|steg|steps|weigh\w*|kg"
_LETTERS = r"[^\s0-9,;.]+"


def _before(kind: str, words: int = 6) -> re.Pattern[str]:
    """Make the pattern of a cue, at most some words that are no other cue, and a number."""
    others = "|".join([cue for other, cue in CUES.items() if other != kind] + [_OTHER])
    gap = rf"(?:[\s:=,;-]+(?!(?:{others})(?!\w)){_LETTERS}){{0,{words}}}?[\s:=,;-]*"
    return re.compile(rf"(?<!\w)(?:{CUES[kind]}){gap}(?<![\w./-]){_NUM}")


_BEFORE = {kind: _before(kind) for kind in CUES}
_AFTER = {
    "hba1c": re.compile(
        rf"{_START}{_NUM}\s*(?:%|mmol/mol)?\s*(?:i|på|in|as)?\s*(?:{CUES['hba1c']})(?!\w)|"
        rf"{_START}(?P<m>[0-9]{{2,3}})\s*mmol/mol"),
    "ketones": re.compile(rf"{_START}{_NUM}\s*(?:mmol\S*)?\s*(?:i|in|på)?\s*(?:{CUES['ketones']})(?!\w)"),
    "spo2": re.compile(
        rf"{_START}{_NUM}\s*(?:%|procent|percent)?\s*(?:i|in|på)?\s*(?:syre\w*|satur\w*|spo2|mättnad\w*|pox|sats?|o2|"
        rf"(?:blood )?oxygen|på pulsoxi\w*|på fingret|on (?:my |the )?(?:oximeter|finger)|"
        rf"i fingermät\w*)(?!\w)(?! (?:tank|mask))"),
    "temperature": re.compile(
        rf"{_START}{_NUM}\s*(?:°\s*[cf]?|[cf](?!\w)|graders?|degrees?|fahrenheit|celsius|(?:i|in|of)\s+(?:feber|"
        rf"temp\w*|fever))(?:\s*(?:c|f|fahrenheit|celsius|i feber|feber|fever)(?!\w))?|"
        rf"{_START}(?P<m>3[4-9](?:\.[0-9])?|4[0-2](?:\.[0-9])?)\s*(?:i (?:örat|rumpan|stjärten|ändan|ändtarmen|baken|"
        rf"munnen|armhålan|armen|pannan)|under (?:tungan|armen|the tongue)|in the (?:ear|mouth|armpit)|rektalt|oralt|"
        rf"febrig|(?:i|på|med|on|with|in) (?:the |my )?(?:termomet\w*|thermomet\w*))(?!\w)"),
    "pef": re.compile(
        rf"{_START}{_NUM}\s*(?:l(?:iter|itres?|iters?)?[ /]*(?:per |i |a |/)?min(?:ut|ute|uten)?|(?:i|på|in|"
        rf"on)(?: the| my)? (?:pef\w*|peak flow)|peak flow|pef)(?!\w)"),
    "glucose": re.compile(
        rf"{_START}{_NUM}\s*(?:mmol(?:/l)?(?!/mol)|(?:mmol(?:/l)? )?(?:i|in|på|for) (?:{CUES['glucose']})|"
        rf"(?:{CUES['glucose']}))(?!\w)"),
}  # fmt: skip
_MG = re.compile(rf"{_START}{_NUM}\s*mg(?:/dl)?(?!\w)")
_METER_WORD = re.compile(
    r"(?<!\w)(?:mätar\w*|meter|apparat\w*|monitor\w*|maskin\w*|dosan|socker\w*|sockret|blodsock\w*|glukos\w*|glucose|"
    r"sugar|visar|visade|skriver|skrev|står|says|shows|"
    r"reads|säger|display\w*)"
    r"(?: (?:visar|visade|skriver|skrev|blinkar|är|just|säger|står|only|på|bara|is|was|says|shows|reads|det|"
    r"reading)){0,3} (?P<w>hi|lo)(?!\w)"
)
_STEPS = (
    re.compile(r"(?<![0-9.])(?P<n>[1-9][0-9]{0,2})[ .](?P<k>[0-9]{3})\s*(?:steg|steps)(?!\w)"),
    re.compile(r"(?<![0-9.])(?P<t>[0-9]{1,3}(?:\.[0-9])?)\s*(?:tusen|thousand|k)\s*(?:steg|steps)(?!\w)"),
    re.compile(r"(?<![0-9.])(?P<n>0)(?P<k>) (?:steg|steps)(?!\w)(?! (?:närm\w*|clos\w*|bakåt|framåt|near\w*|from|"
        r"från|till|to|"
        r"away)(?!\w))"),
    re.compile(r"(?<![0-9.])(?P<n>[1-9][0-9]{1,5})(?P<k>)\s*(?:st |stycken )?(?:steg|steps)(?!\w)"),
    re.compile(
        r"(?<!\w)(?:steg\w*|antal steg|stegräknar\w*|stegmätar\w*|steps?|step count\w*|"
        r"pedometer)(?:[\s:=]+[^\s0-9]+){0,4}?[\s:=]+(?P<n>[0-9]{1,3})[ .](?P<k>[0-9]{3})(?![0-9])"),
    re.compile(
        r"(?<!\w)(?:steg\w*|antal steg|stegräknar\w*|stegmätar\w*|steps?|step count\w*|"
        r"pedometer)(?:[\s:=]+[^\s0-9]+){0,3}?[\s:=]+(?P<n>[0-9]{3,6})(?P<k>)(?![0-9])"),
)  # fmt: skip
_MORE_BLOWS = re.compile(r"(?:\s*(?:,|;|och|and|/|\s)\s*(?P<n>[0-9]{2,3})(?![0-9.]))")
_BARE = re.compile(r"(?<![\w./:-])(?P<n>[0-9]{1,2}(?:\.[0-9])?)(?![\w/:%])(?!\.[0-9])")
MOST_WORDS_BY_MEAL = 12
_CLOCK_BEFORE = re.compile(
    r"(?:vid|kl|klockan|runt|kring|före|efter|innan|till|förrän|redan|at|by|until|around|about|before|after|som)\s+$")
_SUGAR_RANGE = (Decimal(2), Decimal(30))
_SERIES = {
    "hba1c": ValueKind.HBA1C, "ketones": ValueKind.KETONES, "spo2": ValueKind.SPO2,
    "temperature": ValueKind.TEMPERATURE, "pef": ValueKind.PEF, "glucose": ValueKind.GLUCOSE, "steps": ValueKind.STEPS,
}  # fmt: skip
KEPT_AS_SAID = frozenset({"glucose"})
"""Kinds whose number is told as it was said until the unit has been answered."""


def read_measures(page: Page, whole: str, asked: str = "") -> None:
    """Read every value of a meter off the page.

    :param whole: the text before anything was read, for what was said beside the number.
    :param asked: the kind that was asked for, whose cue may be missing.
    """
    _read_steps(page)
    for match in list(_METER_WORD.finditer(page.text)):
        page.take(match, _value("glucose", match["w"].upper(), sugar_context(whole)))
    for kind in ("hba1c", "ketones", "pef", "spo2", "temperature", "glucose"):
        for pattern in (_AFTER[kind], _BEFORE[kind]):
            _read_cued(page, kind, pattern, whole)
    for match in list(_MG.finditer(page.text)) if re.search(CUES["glucose"], whole) else ():
        page.take(match, _value("glucose", plain_number(match["n"]), sugar_context(whole)), clarify="unit_mgdl")
    settle_contexts(page.values, page.places, whole)


_SWALLOWED = re.compile(
    r"(?<!\w)(?:tog|tagit|tar|svalt|svalde|took|taken|take|swallowed|\w*piller|pills?|\w*tablett\w*|tablets?|"
    r"\w*dos\w*)(?!\w)"
)


def read_sugar_by_meal(page: Page, whole: str) -> None:
    """Read a number that stands only beside a meal or bedtime: "13,0 innan jag gick och la mig"."""
    found = list(_BARE.finditer(page.text))
    context = sugar_context(whole)
    if len(found) == 1 and context and not page.values and _is_plain_report(page.text, found[0]):
        number = plain_number(found[0]["n"])
        if _SUGAR_RANGE[0] <= number <= _SUGAR_RANGE[1]:
            page.take(found[0], _value("glucose", number, context))


def _is_plain_report(text: str, match: re.Match[str]) -> bool:
    """A few words around a number that is no clock time nor what was swallowed; a story holds no sugar."""
    is_time = "." not in match["n"] and _CLOCK_BEFORE.search(text[: match.start()]) is not None
    return not is_time and _SWALLOWED.search(text) is None and len(text.split()) <= MOST_WORDS_BY_MEAL


def read_asked(page: Page, whole: str, asked: str) -> None:
    """Read a bare number as the kind that was just asked for."""
    found = list(_BARE_ANY.finditer(page.text))
    if asked in _SERIES and len(found) == 1 and not page.values:
        _take(page, asked, found[0], plain_number(found[0]["n"]), whole)


_BARE_ANY = re.compile(r"(?<![\w./:-])(?P<n>[0-9]{1,5}(?:\.[0-9])?)(?![\w/:])(?!\.[0-9])")


def _read_steps(page: Page) -> None:
    for pattern in _STEPS:
        for match in list(pattern.finditer(page.text)):
            parts = match.groupdict()
            if parts.get("t"):
                number = (Decimal(parts["t"]) * 1000).quantize(Decimal(1))
            else:
                number = Decimal(parts["n"] + parts["k"])
            page.take(match, _value("steps", number))


def _read_cued(page: Page, kind: str, pattern: re.Pattern[str], whole: str) -> None:
    match = pattern.search(page.text)
    while match is not None:
        number = plain_number(match["n"] or match.groupdict().get("m") or "")
        place = len(page.values)
        _take(page, kind, match, number, whole)
        if kind == "pef" and len(page.values) > place:
            _best_blow(page, match.end())
        match = pattern.search(page.text, match.end())


def _best_blow(page: Page, start: int) -> None:
    """Of several blows the highest counts (vitals.md 1)."""
    more = _MORE_BLOWS.match(page.text, start)
    while more is not None:
        best = max(Decimal(more["n"]), Decimal(str(page.values[-1].value)))
        page.values[-1] = _value("pef", best)
        page.blot(more)
        more = _MORE_BLOWS.match(page.text, more.end())


def _take(page: Page, kind: str, match: re.Match[str], number: Decimal, whole: str) -> None:
    """Take a number that can be true, offer another unit, or leave what cannot be true to be asked about."""
    series = _SERIES[kind]
    outcome = check_value(series, number)
    context = sugar_context(whole) if kind == "glucose" else oxygen_context(whole) if kind == "spo2" else ""
    offer = outcome.offer.values.get(series) if isinstance(outcome, Confirm | Refuse) and outcome.offer else None
    reason = outcome.reason.value if isinstance(outcome, Confirm | Refuse) else ""
    if offer is not None and reason.startswith("unit_"):
        page.take(match, _value(kind, number if kind in KEPT_AS_SAID else offer, context), clarify=reason)
    elif not isinstance(outcome, Refuse):
        page.take(match, _value(kind, number, context))
    elif reason != "too_many_decimals":
        page.take(match, clarify="impossible")
    else:
        page.take(match, _value(kind, round(number, get_kind(series).decimals), context), clarify="decimals")


def _value(kind: str, value: Decimal | str, context: str = "") -> Value:
    number = plain_number(str(value)) if isinstance(value, Decimal) else value
    return Value(kind, number, unit=get_kind(_SERIES[kind]).ucum, context=context)
