"""Gives every number of a message that reports nothing its role, before values are looked for.

A value is only read from a number whose role is positively known: what is a time, a date, an age, a dose, a
difference, a goal, an earlier value or somebody else's is taken off the page first.
"""

import re

from assistant.blotting import Page
from assistant.other_numbers import EARLIER, NOW, SCALE_SAFE, STATED, TIMES, Role
from assistant.plan_numbers import PLANNED
from assistant.rare_numbers import RARE, numbers_taken_back
from assistant.whose_numbers import MEASURED_ME, OTHERS_CLAUSE, is_about_oneself

_NUMBER = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?")
_NIGHT = re.compile(r"(?<!\w)(?:sov|sovit|sömn\w*|slept|sleep|säng\w*|bed|vaken|awake|vaknade|woke|somnade)(?!\w)")


def take_off_others(page: Page) -> None:
    """Blot every number with a role that no rating and no night has."""
    _take_off_taken_back(page)
    for role, pattern in (*PLANNED, *RARE, *SCALE_SAFE):
        _take_off(page, role, pattern)
    _take_off_anothers(page)
    for role, pattern in STATED:
        _take_off(page, role, pattern)
    _take_off_earlier(page)


def take_off_times(page: Page) -> None:
    """Blot clock times, lengths and counts; the night has been read before."""
    for pattern in TIMES:
        _take_off(page, Role.TIME, pattern)


def _take_off(page: Page, role: Role, pattern: re.Pattern[str]) -> None:
    for match in list(pattern.finditer(page.text)):
        page.roles.append((role.value, match[0].strip()))
        page.blot(match)


def _take_off_taken_back(page: Page) -> None:
    for start, end in list(numbers_taken_back(page.text)):
        page.roles.append((Role.REJECTED.value, page.text[start:end]))
        page.blot_span(start, end)


def _take_off_earlier(page: Page) -> None:
    """An earlier value is only told apart when another number of the message can be the one of now."""
    for pattern in EARLIER:
        for match in list(pattern.finditer(page.text)):
            rest = page.text[: match.start()] + " " + page.text[match.end() :]
            if _NUMBER.search(rest) and NOW.search(rest) and not _NIGHT.search(page.text):
                page.roles.append((Role.EARLIER.value, match[0].strip()))
                page.blot(match)


def _take_off_anothers(page: Page) -> None:
    """Somebody else's number is left out when the message also tells a number of one's own."""
    for match in [] if MEASURED_ME.search(page.text) else list(OTHERS_CLAUSE.finditer(page.text)):
        rest = page.text[: match.start()] + " " + page.text[match.end() :]
        if _NUMBER.search(match[0]) and _NUMBER.search(rest) and is_about_oneself(rest):
            page.roles.append(("another", match[0].strip()))
            page.blot(match)
