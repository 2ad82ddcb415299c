"""Finds two numbers that leave a value open: "60-65", "mellan 7 och 8", "82 eller 83"; it is asked about."""

import re

from assistant.blotting import Page

RANGE = "range"
_N = r"(?<![0-9./:])[0-9]{1,3}(?:\.[0-9]{1,2})?(?![0-9:])(?!\.[0-9])"
_SCALE = re.compile(r"(?<![0-9.])(?:0|1|noll|ett)\s*(?:-|till|to|och|and)\s*10(?![0-9./])")
_COUNTED = (
    r"\s*(?:gång\w*|ggr|times|dag\w*|days?|veck\w*|weeks?|min\w*|månad\w*|months?|kopp\w*|glas|liter|meter|km|"
    r"tablett\w*|timmar? (?:efter|after|före|sedan|sen)|hours? (?:after|before|ago)|st|stycken|barn|personer|puff\w*|"
    r"sug)(?!\w)"
)
_RANGES = (
    re.compile(rf"(?<!\w)(?:mellan|between) (?P<a>{_N}) (?:och|and|-|till) (?P<b>{_N})(?P<counted>{_COUNTED})?"),
    re.compile(
        rf"(?P<a>{_N})\s*(?:-|till|to|eller|or|alternativt|kanske|maybe|á|"
        rf"à)\s*(?P<b>{_N})(?!\s*[/-])(?P<counted>{_COUNTED})?"),
)
_PRESSURE = re.compile(r"(?<!\w)(?:blodtr?\w*k\w*|bt|bp|tryck\w*|blood pressure|undre|övre)(?!\w)")
_CLOCK = re.compile(r"(?<!\w)(?:kl|klockan|sov|slept|säng\w*|bed|vaken|from|från|öppet|mellan kl)(?!\w)")
_SERIES_WORD = re.compile(r"(?:eller|or|kanske|maybe|alternativt)")


def ask_about_ranges(page: Page) -> None:
    """Blot every range; ask which number it was, unless it counts things or is a scale."""
    page.blot_all(_SCALE)
    for pattern in _RANGES:
        for match in list(pattern.finditer(page.text)):
            if _leaves_open(page, match):
                page.roles.append((RANGE, match[0].strip()))
                page.blot(match)
                if not match["counted"]:
                    page.clarify = page.clarify or "which_value"


def _leaves_open(page: Page, match: re.Match[str]) -> bool:
    """Two rising numbers, or any two with "eller" between; a pressure is written with a dash too."""
    low, high = float(match["a"]), float(match["b"])
    either = _SERIES_WORD.search(match[0]) is not None
    if either:
        return True
    if _PRESSURE.search(page.text) and high >= 40 and "-" in match[0]:
        return False
    if _CLOCK.search(page.text) and high <= 24 and match["counted"] is None:
        return False
    return low < high and (low * 3 >= high or low <= 10) and not (high > 10 * max(low, 1))
