"""A weight without its comma, "vikt 814": what was meant is asked when it is near the person's own last weights."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assistant.asking import Ask, ask_if_meant
from assistant.normalise import normalise_numbers
from assistant.series_words import alone_as
from assistant.understanding import Understanding, Value
from monitoring.kinds import ValueKind, get_kind
from monitoring.occasions import list_recent
from monitoring.outcomes import Reason, Refuse
from monitoring.plausibility import check_value
from monitoring.series import Series
from people.models import User

NEAR_KG = Decimal(5)
"""As much as a weight may change before it is asked about (clinical/vitals.md 1)."""
LATEST = 3
_WEIGHT = re.compile(
    r"(?P<word>(?:(?:min|dagens|my) )?(?:vikt|vikten|väger|jag väger|vägde|jag vägde|vågen visar|weight|i weigh)"
    r"[ :,]{0,2}(?:är |idag |i dag |nu |is )?)?(?P<n>[0-9]{3,4})(?P<unit> ?(?:kg|kilo))?"
)


def weight_meant(text: str, series: Sequence[Series]) -> Decimal | None:
    """Return the weight in kg that a text of nothing but a number without its comma may mean; pure.

    :param series: those in the person's own plans; a number alone that can be another of them is no weight.
    """
    match = _WEIGHT.fullmatch(normalise_numbers(text[:60]).casefold().strip(" .!"))
    if match is None or Series.WEIGHT not in series:
        return None
    number = Decimal(match["n"])
    outcome = check_value(ValueKind.WEIGHT, number)
    if not isinstance(outcome, Refuse) or outcome.reason is not Reason.TENTHS or outcome.offer is None:
        return None
    others = [one for one in series if one is not Series.WEIGHT and alone_as(number, one) is not None]
    return None if others and not (match["word"] or match["unit"]) else outcome.offer.values[ValueKind.WEIGHT]


def ask_comma(
    session: Session, patient: User, read: Understanding, series: Sequence[Series], now: datetime
) -> Ask | None:
    """Return the question whether a comma is missing, or None when that is not likely; at most one statement."""
    meant = weight_meant(read.text, series)
    if meant is None:
        return None
    recent = list_recent(session, patient.id, now, Series.WEIGHT)
    own = [one.value for one in recent if one.kind == Series.WEIGHT and one.value is not None][-LATEST:]
    if not any(abs(meant - weight) <= NEAR_KG for weight in own):
        return None
    value = Value("weight", meant, unit=get_kind(ValueKind.WEIGHT).ucum)
    return ask_if_meant("comma", (value,), read.language)
