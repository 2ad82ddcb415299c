"""Says what a question is about by the numbers in it, when its words leave that open."""

import re
from collections.abc import Sequence

from assistant.blotting import Page
from assistant.intents import Intent
from assistant.scoring import Guess

_TOPICS: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    (Intent.ASK_MEDICATION_CHANGE, re.compile(
        r"(?<!\w)[0-9.]+ ?(?:enhet\w*|units?|ie|mg|mikrogram|puff\w*|tablett\w*|tablets?|piller|pills?)(?!\w)")),
    (Intent.EDU_HYPERTENSION, re.compile(
        r"(?<![0-9])(?:[89][0-9]|1[0-9]{2}|2[0-4][0-9])\s*(?:/|över|over|på)\s*(?:[4-9][0-9]|1[0-3][0-9])(?![0-9])")),
    (Intent.EDU_LOW_GLUCOSE, re.compile(
        r"(?<!\w)(?:\w*sock\w+|sugar|glucose|känning\w*|hypos?|low|lågt)(?!\w).*(?<![0-9./])[234]\.[0-9](?![0-9])|"
        r"(?<![0-9./])[23]\.[0-9](?![0-9]).*(?<!\w)(?:\w*sock\w+|sugar|känning\w*|hypos?|low|lågt|darr\w*|shak\w*)(?!\w)")),
    (Intent.EDU_ACTIVITY, re.compile(r"[0-9] ?(?:steg|steps)(?!\w)")),
)  # fmt: skip
_STRAYED = frozenset((Intent.ASK_WORRY_TIME, Intent.THANKS_BYE, Intent.OFF_TOPIC, Intent.ASK_EXPOSURE))
"""Topics that a question about a measure is never about."""
_SURE = 1.0


def with_topic_of_numbers(topics: Sequence[Guess], page: Page, text: str) -> list[Guess]:
    """Return the topics, or the one of the numbers asked about when none was found or the first cannot be.

    :param text: normalised, with numbers as digits.
    """
    if not any(role == "asked" or role == "another" for role, _said in page.roles):
        return list(topics)
    if topics and topics[0].intent not in _STRAYED:
        return list(topics)
    found = next((intent for intent, pattern in _TOPICS if pattern.search(text)), None)
    return [Guess(found, _SURE)] if found else list(topics)
