"""Reads clock times and lengths of time: "kl 19.30", "halv nio", "11 pm", "45 minuter"."""

import re
from decimal import Decimal

TIME = (
    r"(?:kl\.?|klockan|by|at|runt|vid|ca|cirka|omkring|about|around|till|to)?\s*"
    r"(?P<h>[01]?[0-9]|2[0-4])(?:[:.](?P<m>[0-5][0-9]))?(?![0-9:]|\.[0-9])\s*(?P<half>am|pm|a\.m\.?|p\.m\.?)?"
    r"(?:\s*(?:på|i|in the)\s*(?P<part>morgon\w*|kväll\w*|natten|eftermiddag\w*|morning|evening|afternoon))?"
)
_MINUTES = re.compile(r"(?:min|minut|minuter|minutes?|mins)")
LENGTH = r"(?P<n>[0-9]{1,3}(?:\.[0-9])?)\s*(?P<unit>min\w*|tim\w*|h|hours?|hrs?)(?!\w)"
NOON, DAY = 12, 24


def clock_of(match: re.Match[str], *, evening: bool = False) -> str:
    """Return a time as "07:30".

    :param evening: a time from 6 to 11 without more words is in the evening, as when one goes to bed.
    """
    hour, minute = int(match["h"]) % DAY, int(match["m"] or 0)
    half, part = (match["half"] or "")[:1], match["part"] or ""
    late = half == "p" or part.startswith(("kväll", "evening", "eftermiddag", "afternoon"))
    guessed = evening and not half and not part and NOON / 2 <= hour < NOON
    if hour < NOON and (late or guessed):
        hour += NOON
    if hour == NOON and half == "a":
        hour = 0
    return f"{hour:02d}:{minute:02d}"


def minutes_of(match: re.Match[str]) -> Decimal:
    """Return a length in whole minutes."""
    number = Decimal(match["n"])
    return (number if _MINUTES.match(match["unit"]) else number * 60).quantize(Decimal(1))

