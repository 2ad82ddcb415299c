"""Understands weight, glucose, saturation and the rest in an SMS: a word and a number, or a number that was awaited."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.normalise import LONGEST_READ, normalise_numbers
from assistant.number_words import replace_number_words
from assistant.value_patterns import END, FILL, HYPOTHETICAL, NUM, START
from assistant.whose_numbers import ABOUT_ANOTHER
from monitoring.kinds import KindFacts
from monitoring.reports import Sent
from monitoring.series import Context, Series, value_facts

TAKEN = "\u00a4"
CUES: Mapping[Series, str] = {
    Series.HBA1C: r"hb ?a1c|långtidssock\w*|a1c",
    Series.KETONES: r"keton\w*|ketones?",
    Series.GLUCOSE: r"\w*sock\w+|glukos\w*|bs|glucose|blood sugar|sugar",
    Series.WEIGHT: r"vikt\w*|väg(?:er|de|t)|vågen|våg|weight|weigh",
    Series.SPO2: r"syre\w*|spo2|sat|saturation\w*|pox|oxygen",
    Series.TEMPERATURE: r"temp\w*|feber\w*|fever",
    Series.PEF: r"pef|peak flow|blås\w*",
    Series.RATE: r"andetag\w*|andningsfrekvens\w*|andas|breaths?|breathing rate",
    Series.STEPS: r"steg\w*|steps",
    Series.NRS: r"besvär\w*(?!\s*[0-9]+\s*(?:tim|d|v|m|å|gång|nätter))|"
                r"symptoms(?!\s*[0-9]+\s*(?:h|d|w|m|y|times|nights))",
}
"""The words before a number; the most particular first, so that långtidssocker is not read as socker."""
UNITS: Mapping[Series, str] = {
    Series.HBA1C: r"mmol/mol", Series.GLUCOSE: r"mmol(?:/l)?", Series.WEIGHT: r"kg|kilo|kilogram",
    Series.SPO2: r"%|procent", Series.TEMPERATURE: r"grader|°c?", Series.PEF: r"l/min", Series.RATE: r"andetag",
    Series.STEPS: r"steg|steps",
}  # fmt: skip
CONTEXTS: tuple[tuple[Context, re.Pattern[str]], ...] = (
    (Context.FASTING, re.compile(r"(?<!\w)(?:fast\w*|fasting)(?!\w)")),
    (Context.AFTER_MEAL, re.compile(r"(?<!\w)(?:efter|after)(?!\w)")),
    (Context.BEFORE_MEAL, re.compile(r"(?<!\w)(?:före|innan|before)(?!\w)")),
    (Context.BEDTIME, re.compile(r"(?<!\w)(?:säng\w*|läggdags|bedtime)(?!\w)")),
)
WITH_OXYGEN = re.compile(r"(?<!\w)(?:med (?:syrgas|syre)|on oxygen)(?!\w)")
_WORDS = re.compile(r"(?<!\w)(hi|lo)(?!\w)")
_ALONE = re.compile(rf"\s*(?P<n>{NUM})[.!]?\s*")


@dataclass(frozen=True)
class Understood:
    """What was found, and the words that had nothing to do with a value.

    :ivar alone: a number without any word; which series it is depends on what is awaited.
    """

    found: tuple[Sent, ...] = ()
    alone: Decimal | None = None
    left: str = ""


def understand_series(text: str) -> Understood:
    """Return the values of a text. Never raises; a question about a number and another person's value are none."""
    clean = replace_number_words(normalise_numbers(text[:LONGEST_READ]))
    if HYPOTHETICAL.fullmatch(clean) or ABOUT_ANOTHER.search(clean):
        return Understood(left=clean)
    alone = _ALONE.fullmatch(clean)
    if alone:
        return Understood(alone=Decimal(alone["n"]))
    found: list[tuple[int, Sent]] = []
    for series in CUES:
        clean = _read(series, clean, found)
    return Understood(tuple(sent for _place, sent in sorted(found, key=lambda one: one[0])), left=clean)


def _read(series: Series, text: str, found: list[tuple[int, Sent]]) -> str:
    """Read one series and blot out what was read."""
    for match in _matches(series, text):
        value = match["n"]
        if value.upper() in ("HI", "LO"):
            sent = Sent(series, word=value.upper(), context=_context(series, text))
        else:
            sent = Sent(series, (_rounded(series, Decimal(value)),), context=_context(series, text))
        if series in {one.series for _place, one in found}:
            continue
        found.append((match.start(), sent))
        text = text[: match.start()] + TAKEN * (match.end() - match.start()) + text[match.end() :]
    return text


def _matches(series: Series, text: str) -> Iterable[re.Match[str]]:
    facts = value_facts(series)
    number = rf"(?:{NUM}|hi|lo)" if facts and facts.words else NUM
    yield from re.finditer(rf"(?<!\w)(?:{CUES[series]}){FILL}(?P<n>{number}){END}(?!\s*[/:-]\s*[0-9])(?!\w)", text)
    if series in UNITS:
        yield from re.finditer(rf"{START}(?P<n>{NUM})\s*(?:{UNITS[series]})(?![\w/])", text)


def _rounded(series: Series, value: Decimal) -> Decimal:
    facts = value_facts(series)
    decimals = facts.decimals if facts else 0
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _context(series: Series, text: str) -> str:
    if series is Series.SPO2:
        return (Context.OXYGEN if WITH_OXYGEN.search(text) else Context.AIR).value
    if series is not Series.GLUCOSE:
        return ""
    return next((context.value for context, words in CONTEXTS if words.search(text)), "")


def alone_as(value: Decimal, series: Series) -> Sent | None:
    """Return a number without a word as a value of a series; None when it cannot be one."""
    facts: KindFacts | None = value_facts(series)
    if facts is None or not facts.is_plausible(value) or _rounded(series, value) != value:
        return None
    return Sent(series, (value,), context=Context.AIR.value if series is Series.SPO2 else "")
