"""Decides whether the time of a measurement can be right, and whether the same value came twice."""

from datetime import datetime, timedelta
from decimal import Decimal

from core.language import _l
from monitoring.outcomes import Accept, Confirm, Outcome, Reason, Refuse

OLDEST = timedelta(days=7)
FUTURE_TOLERANCE = timedelta(minutes=5)
NO_ALARM_AFTER = timedelta(hours=24)
DUPLICATE_WITHIN = timedelta(minutes=2)

IN_FUTURE = _l("Tiden ligger i framtiden. Skriv när du mätte.")
TOO_OLD = _l(
    "Det går att skriva in mätningar från de senaste 7 dagarna. Skriv till din sköterska om äldre värden."
)
DUPLICATE = _l("Du har nyss skickat samma värde. Är det en ny mätning?")


def check_moment(taken_at: datetime, now: datetime) -> Outcome:
    """Check when a value was measured: at most 7 days back, at most 5 minutes ahead (clinical/vitals.md 1).

    :param taken_at: aware instant of the measurement.
    :param now: aware instant of the report.
    """
    if taken_at - now > FUTURE_TOLERANCE:
        return Refuse(Reason.IN_FUTURE, IN_FUTURE)
    return Refuse(Reason.TOO_OLD, TOO_OLD) if now - taken_at > OLDEST else Accept()


def is_backdated(taken_at: datetime, now: datetime) -> bool:
    """Answer whether a value is so old (over 24 hours) that its number alone raises no alarm."""
    return now - taken_at > NO_ALARM_AFTER


def check_duplicate(
    value: Decimal | str,
    taken_at: datetime,
    last: tuple[Decimal | str, datetime] | None,
    confirmations: int = 0,
) -> Outcome:
    """Ask when the same value of the same kind comes again within 2 minutes (clinical/vitals.md 1)."""
    if last is None or last[0] != value or abs(taken_at - last[1]) >= DUPLICATE_WITHIN or confirmations:
        return Accept()
    return Confirm(Reason.DUPLICATE, DUPLICATE)
