"""Further numbers that are no report: what was taken back at once, a room, a formula, ranges that are usual, dates."""

import re
from collections.abc import Iterator

from assistant.other_numbers import N, Role

_BACK = (
    r"(?:n[äaeé]+j?(?: men)?|no(?:pe)?|vänta(?: lite)?|wait|hoppsan|oj|ojdå|oops|förlåt|sorry|rättare sagt|jag menar?|"
    r"menar|menade|i mean|i meant|scratch that|stryk det|eller rättare sagt|eller nej|or rather|fel av mig|fel|my bad)"
)
_TAKEN_BACK = re.compile(
    rf"(?P<old>{N})(?P<unit> ?(?:kg|kilo|mmol(?:/l)?|steg|steps|%))?[\s.,;:…(-]{{0,5}}{_BACK}(?:[\s.,;:…!]+{_BACK})*"
    rf"(?!\w)(?![^0-9]*(?<!\w)(?:inte|ej|not|istället|instead)(?!\w))[^0-9/]{{0,40}}?(?P<new>{N})"
)
_SENT = re.compile(
    r"(?<!\w)(?:skrev|skrivit|wrote|typed|entered|sent|skickade|angav|rapporterade|matade|värdet|ändra\w*|change|"
    r"byt)(?!\w)")
_USUAL = (
    r"(?:brukar|brukade|normalt|vanligtvis|vanligen|annars|usually|normally|typically|mål\w*|gräns\w*|target|goal|"
    r"ska(?:ll)?|bör|should|supposed to|helst|skulle|vill ha|rekommend\w*|normalvärde\w*|range|intervall\w*)"
)
RARE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.HABIT, re.compile(
        rf"(?<!\w){_USUAL}(?: [^\s0-9,;.!?]+){{0,5}} (?:mellan|between|från|from) {N} ?(?:och|and|-|till|to) ?{N}")),
    (Role.TARGET, re.compile(
        rf"(?<!\w)(?:max(?:imal)?\s?puls\w*|max(?:imum)? (?:pulse|heart rate))(?: [^\s0-9,;.!?]+){{0,2}} "
        rf"(?:enligt|beräkn\w*|teoreti\w*|formel\w*|för min ålder|according|formula|for my age)"
        rf"(?: [^\s0-9,;.!?]+){{0,6}}:? {N}")),
    (Role.AROUND, re.compile(
        r"(?<![0-9./])[0-9]{1,2}[- ]?(?:degrees?|°|grader|gradigt?|graders?) (?:\w+ )?(?:room|house|flat|kitchen|"
        r"bedroom|"
        r"rum|hus|kök|sovrum|vatten|weather|heat|värme|kyla|sol)(?!\w)|"
        r"(?<!\w)i (?:bad|sov|vardags|mat|arbets|tvätt)rummet(?: (?:är|var|det|på|ca|runt|bara|har|vi|jag)){0,4} "
        r"[0-9]{1,2}(?:\.[0-9])?(?:\s*(?:°|grader))?(?![0-9/])")),
    (Role.DATE, re.compile(
        r"(?<!\w)(?:togs|taget|tagen|tagna|provet|prov|provtagning\w*|daterat|dated|taken|mätt|från|from|on|den|"
        r"datum)(?: (?:den|on|från|är|var|togs))? (?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[12])(?![0-9/])")),
    (Role.AGE, re.compile(
        r"(?<!\w)(?:mum|mom|mother|dad|father|he|she|husband|wife|mamma|pappa|mor|far|hon|han|maken|frun) (?:is|är) "
        r"[0-9]{2}(?= (?:and|och|so|så|now|nu)(?!\w)|,)")),
    (Role.COUNT, re.compile(
        rf"(?<![0-9./]){N} (?:people|guests|hållplatser|stationer|gäster|yards?|"
        rf"blocks|kvarter|trappor|våningar|mackor|kakor|koppar|sorters)(?!\w)")),
)  # fmt: skip
"""Roles which hold in the whole message, looked for before ratings and values."""


def numbers_taken_back(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a number stands that the same sentence takes back: "väger 81... nä vänta, 82,3"."""
    start = 0
    while (match := _TAKEN_BACK.search(text, start)) is not None:
        if _is_like(match):
            yield match.span("old")
        start = match.start("new")


def forget_taken_back(text: str) -> str:
    """Return text without a number that is taken back at once; it corrects nothing that was sent before."""
    if _SENT.search(text):
        return text
    return _TAKEN_BACK.sub(lambda found: f"{found['new']}" if _is_like(found) else found[0], text)


def _is_like(match: re.Match[str]) -> bool:
    """Both numbers can be the same measure: neither is more than twice the other."""
    old, new = float(match["old"]), float(match["new"])
    return bool(old and new) and old != new and max(old, new) <= 2 * min(old, new)
