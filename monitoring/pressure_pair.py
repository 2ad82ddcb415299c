"""Checks the two numbers of a blood pressure together (clinical/vitals.md 1, reliability.md J1)."""

from decimal import Decimal

from core.language import _l
from monitoring.kinds import ValueKind, get_kind
from monitoring.outcomes import Accept, Confirm, Offer, Outcome, Reason, Refuse
from monitoring.plausibility import NOTHING_KNOWN, CheckContext, check_value, settle_confirmations

SMALLEST_GAP = Decimal(10)
LARGEST_GAP = Decimal(150)

SWAPPED = _l("Det undre trycket är högre än det övre. Menade du %(systolic)s/%(diastolic)s?")
TENTHS = _l("Menade du %(systolic)s/%(diastolic)s? Skriv hela talen, till exempel 120/80.")
NO_GAP = _l("Det övre trycket måste vara högre än det undre. Titta på mätaren och skriv igen.")
SMALL_GAP = _l("%(systolic)s/%(diastolic)s är ovanligt nära varandra. Stämmer det?")
LARGE_GAP = _l("%(systolic)s/%(diastolic)s är ovanligt långt ifrån varandra. Stämmer det?")


def check_pressure(systolic: Decimal, diastolic: Decimal, context: CheckContext = NOTHING_KNOWN) -> Outcome:
    """Check a blood pressure in mmHg; never swaps or converts by itself, only offers it.

    A gap below 10 or above 150 is asked about rather than refused: it is rare but can be true in
    a very ill person, and a dangerous value must never be blocked (reliability.md J4).
    """
    if not (systolic.is_finite() and diastolic.is_finite()):
        return Refuse(Reason.NOT_A_NUMBER, NO_GAP)
    offered = _offer_swap(systolic, diastolic) or _offer_tenfold(systolic, diastolic)
    if offered is not None:
        return offered
    parts = (
        check_value(ValueKind.BP_SYSTOLIC, systolic, context),
        check_value(ValueKind.BP_DIASTOLIC, diastolic, context),
    )
    for refused in (part for part in parts if isinstance(part, Refuse)):
        return refused
    gap = _check_gap(systolic, diastolic)
    if isinstance(gap, Refuse):
        return gap
    if isinstance(gap, Confirm):
        return settle_confirmations(gap, context.confirmations)
    return next((part for part in parts if isinstance(part, Confirm)), Accept())


def _is_possible_pair(systolic: Decimal, diastolic: Decimal) -> bool:
    upper, lower = get_kind(ValueKind.BP_SYSTOLIC), get_kind(ValueKind.BP_DIASTOLIC)
    return upper.is_possible(systolic) and lower.is_possible(diastolic) and systolic > diastolic


def _offer(reason: Reason, text: str, systolic: Decimal, diastolic: Decimal) -> Refuse:
    values = {ValueKind.BP_SYSTOLIC: systolic, ValueKind.BP_DIASTOLIC: diastolic}
    places = {"systolic": systolic, "diastolic": diastolic}
    return Refuse(reason, text, places, Offer(values))


def _offer_swap(systolic: Decimal, diastolic: Decimal) -> Refuse | None:
    if diastolic <= systolic or not _is_possible_pair(diastolic, systolic):
        return None
    return _offer(Reason.SWAPPED, SWAPPED, diastolic, systolic)


def _offer_tenfold(systolic: Decimal, diastolic: Decimal) -> Refuse | None:
    """12/8 is how many people say 120/80; both numbers must then be plausible tenfold."""
    upper, lower = systolic * 10, diastolic * 10
    whole = upper == upper.to_integral_value() and lower == lower.to_integral_value()
    plausible = get_kind(ValueKind.BP_SYSTOLIC).is_plausible(upper) and get_kind(
        ValueKind.BP_DIASTOLIC
    ).is_plausible(lower)
    if not (whole and plausible and upper > lower):
        return None
    return _offer(Reason.TENTHS, TENTHS, upper.quantize(Decimal(1)), lower.quantize(Decimal(1)))


def _check_gap(systolic: Decimal, diastolic: Decimal) -> Outcome:
    gap = systolic - diastolic
    places = {"systolic": systolic, "diastolic": diastolic}
    if gap <= 0:
        return Refuse(Reason.NO_GAP, NO_GAP)
    if gap < SMALLEST_GAP:
        return Confirm(Reason.SMALL_GAP, SMALL_GAP, places)
    return Confirm(Reason.LARGE_GAP, LARGE_GAP, places) if gap > LARGEST_GAP else Accept()
