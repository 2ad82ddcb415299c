"""Red flags that need both a glucose or ketone number and how the person is (clinical/assistant.md 3)."""

import re
from decimal import Decimal

from assistant.cues import FlagKind, FlagLevel, compile_wording

_NUMBER = r"([0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9/])"
_SUGAR = r"(?:(?!långtids)\w*sock\w+|glukos\w*|bs|glucose|sugar|blood sugar|sugars)"
_FILL = (
    r"(?:[\s:=,]+(?!(?:puls|pulse|vikt|väg|blodtr|keton|kg|hba1c|tryck|temp|feber|efter|"
    r"after)\w*)[^\s0-9]+){0,6}?[\s:=,]*"
)
_GLUCOSE = (
    re.compile(rf"(?<!\w){_SUGAR}{_FILL}{_NUMBER}"),
    re.compile(rf"(?<![\w./]){_NUMBER} (?:mmol(?:/l)? )?(?:i |in )?{_SUGAR}(?!\w)"),
    re.compile(rf"(?<![\w./]){_NUMBER} mmol(?!/mol|\w)"),
)
_KETONES = re.compile(rf"(?<!\w)(?:keton\w*|ketones?){_FILL}{_NUMBER}")
_METER_HIGH = re.compile(
    r"(?<!\w)(?:mätaren|mätare|meter|sockret|socker|blodsocker\w*|visar|says|shows)(?: \S+){0,2} hi(?!\w)"
)
_METER_LOW = re.compile(
    r"(?<!\w)(?:mätaren|mätare|meter|sockret|socker|blodsocker\w*|visar|says|shows)(?: \S+){0,2} lo(?!\w)"
)
_LOW_WORDS = compile_wording(
    rf"(?:lågt|low|väldigt lågt)<1>{_SUGAR}|{_SUGAR}(?: \S+){{0,2}} (?:lågt|low)|känning|insulinkänning|"
    rf"hypo|hypoglykemi"
)
_DIABETES = compile_wording(rf"diabet\w*|insulin\w*|sockersjuk\w*|{_SUGAR}")
_LOW_SIGNS = compile_wording(
    r"\w*vingl\w*|\w*förvirr\w*|kan inte svälja|svårt att svälja|svimm\w*|medvetslös\w*|\w*kramp\w*|"
    r"vaknar inte|svarar inte|"
    r"stiger inte|går inte upp|won't wake(?: up)?|\w*confus\w*|unconscious|not rising|faint\w*|seizure\w*|"
    r"can't swallow|"
    r"pass(?:ing)? out|sluddr\w*|okontaktbar\w*|unresponsive|okej inte|kan inte stå|kan inte (?:få i mig|äta|dricka)|"
    r"inte kontaktbar\w*|går inte att (?:väcka|få kontakt)|"
    r"helt borta|dubbelseende|aggressiv|ser suddigt|okontaktbart|drowsy|not waking"
)
_GONE = compile_wording(
    r"medvetslös\w*|vaknar inte|svarar inte|unconscious|won't wake(?: up)?|unresponsive|not responding|"
    r"okontaktbar\w*|\w*kramp\w*|seizure\w*|går inte att (?:väcka|få kontakt)|inte få(?:r)? kontakt|får (?:inte|"
    r"ingen) kontakt|helt borta|"
    r"not waking|won't respond|passed out|inte vaken|inte kontaktbar"
)
_ONLY_NEARLY = compile_wording(r"svimmar nästan av hunger\w*|medvetslös av trötthet")
_HIGH_SIGNS = compile_wording(
    r"kräk\w*|spyr|spytt|vomit\w*|throwing up|aceton\w*|acetone|dåsig\w*|drowsy|sömnig|slö|slöa?|"
    r"djupa andetag|andas djupt|andas tungt|"
    r"deep breath\w*|breathing deeply|ont i magen|magont|stomach pain|\w*förvirr\w*|\w*confus\w*"
)
_LONG_TERM = re.compile(
    r"(?<!\w)(?:hb ?-?a1 ?c|hba ?1 ?c|hab1c|a1c|långtids\w*|long[- ]term (?:blood )?(?:sugar|glucose)|"
    r"glyker\w* hemoglobin|glycated h\w+)(?![a-zåäö])[^0-9;!?]{0,40}?[0-9]{1,3}(?:\.[0-9]+)?\s*(?:mmol/mol|%|procent|"
    r"percent)?|"
    r"[0-9]{1,3}(?:\.[0-9]+)?\s*(?:mmol/mol|(?:%|procent|percent)?\s*(?:i|in|på) (?:hb ?a1c|hba1c|a1c|långtids\w*))"
)
_LENGTHS = re.compile(
    r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9])?\s*(?:min\w*|tim\w*|hours?|dag|dagar|dygn|days?|veck\w*|weeks?|månad\w*|"
    r"months?|år|åring\w*|years?|gånger|ggr|times|grader|degrees|kg|kilo|steg|steps|meter|km)(?!\w)"
)
"""Numbers that are never glucose: the long-term value, and what counts time or other things."""
LOW_BELOW, HIGH_FROM, KETONES_FROM = Decimal(3), Decimal(20), Decimal(3)
HIGH_WITH_SIGNS_FROM = Decimal(15)
Found = tuple[FlagKind, FlagLevel, str]


def find_glucose_flag(text: str) -> Found | None:
    """Return the glucose flag of a whole text, or None; a low or high number alone is judged by its own rule.

    :param text: normalised with ``normalise_numbers``.
    """
    sugar = _LENGTHS.sub(" ", _LONG_TERM.sub(" ", text))
    return _find_low(sugar) or _find_high(sugar)


def _numbers(text: str) -> list[Decimal]:
    return [Decimal(found[1]) for pattern in _GLUCOSE for found in pattern.finditer(text)]


def _find_low(text: str) -> Found | None:
    if _ONLY_NEARLY.search(text):
        return None
    low = _METER_LOW.search(text) or _LOW_WORDS.search(text) or any(n < LOW_BELOW for n in _numbers(text))
    signs = _LOW_SIGNS.search(text)
    gone = _GONE.search(text) if _DIABETES.search(text) else None
    found = gone or (signs if low else None)
    return (FlagKind.HYPOGLYCAEMIA, FlagLevel.EMERGENCY, found[0]) if found else None


def _find_high(text: str) -> Found | None:
    numbers = [number for number in _numbers(text) if number <= 60]
    ketones = [Decimal(found[1]) for found in _KETONES.finditer(text)]
    signs = _HIGH_SIGNS.search(text)
    high = max(numbers, default=Decimal(0))
    too_high = high >= HIGH_FROM or _METER_HIGH.search(text) is not None
    if max(ketones, default=Decimal(0)) >= KETONES_FROM:
        return FlagKind.HYPERGLYCAEMIA, FlagLevel.EMERGENCY, "ketones"
    if signs and (too_high or high >= HIGH_WITH_SIGNS_FROM):
        return FlagKind.HYPERGLYCAEMIA, FlagLevel.EMERGENCY, signs[0]
    return (FlagKind.HYPERGLYCAEMIA, FlagLevel.SAME_DAY, "high glucose") if too_high else None
