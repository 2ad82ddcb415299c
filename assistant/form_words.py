"""The few words by which a patient begins a form: "hjärtkollen", "dagens frågor", "dagboken"."""

import re
from enum import StrEnum

from assistant.normalise import normalise
from monitoring.series import Series


class Wish(StrEnum):
    """Which form is wanted."""

    QUESTIONS = "questions"
    DIARY = "diary"


_LEAD = r"(?:(?:börja|starta|öppna|fyll i|svara på|gör|jag vill (?:svara på|göra|fylla i)|start|open|fill in) )?"
_QUESTIONS = re.compile(
    _LEAD + r"(?P<name>hjärtkollen|kol-?\s?kollen|kollen|(?:dagens )?frågor(?:na)?|heart check|copd check|"
    r"(?:today's |the )?questions|fortsätt|continue|börja|begin)"
)
_DIARY = re.compile(
    _LEAD + r"(?:dagens rad|(?:sömn)?dagbok(?:en)?|rad(?:en)? i dagboken|(?:my |the )?(?:sleep )?diary)"
)
_NAMES = {"hjärtkollen": Series.HEART_CHECK, "heart check": Series.HEART_CHECK, "copd check": Series.LUNG_CHECK}


def read_wish(text: str) -> tuple[Wish, Series | None] | None:
    """Return which form a whole message asks for, with the check when it is named; None for anything else."""
    said = " ".join(normalise(text[:80]).strip(" .!?").split())
    match = _QUESTIONS.fullmatch(said)
    if match is not None:
        name = match["name"]
        return Wish.QUESTIONS, Series.LUNG_CHECK if name.startswith("kol-") or "kolk" in name else _NAMES.get(name)
    return (Wish.DIARY, None) if _DIARY.fullmatch(said) else None
