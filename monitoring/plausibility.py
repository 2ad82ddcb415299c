"""Decides whether a reported value is stored, asked about or refused (clinical/vitals.md 1)."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.language import _l
from monitoring.kinds import KindFacts, ValueKind, get_kind
from monitoring.outcomes import Accept, Confirm, Offer, Outcome, Reason, Refuse
from monitoring.units import find_other_unit

WEIGHT_ASK_KG = Decimal(5)
WEIGHT_ASK_TWICE_KG = Decimal(10)
WEIGHT_DAYS = 3
MEASURED_AGAIN = frozenset({ValueKind.GLUCOSE, ValueKind.SPO2})

TOO_LOW = _l(
    "%(value)s %(unit)s kan inte stämma. Det lägsta vi tar emot är %(limit)s. Mät igen eller rätta talet."
)
TOO_HIGH = _l(
    "%(value)s %(unit)s kan inte stämma. Det högsta vi tar emot är %(limit)s. Mät igen eller rätta talet."
)
MISSING_COMMA = _l("%(value)s %(unit)s kan inte stämma. Menade du %(offer)s %(unit)s?")
UNUSUALLY_LOW = _l("%(value)s %(unit)s är ett ovanligt lågt värde. Stämmer det?")
UNUSUALLY_HIGH = _l("%(value)s %(unit)s är ett ovanligt högt värde. Stämmer det?")
WHOLE_NUMBER = _l("Det här värdet skrivs utan decimaler. Menade du %(offer)s?")
ONE_DECIMAL = _l("Det här värdet skrivs med en siffra efter kommat. Menade du %(offer)s?")
UNKNOWN_WORD = _l("Vi förstår inte %(word)s. Skriv siffrorna som mätaren visar.")
WEIGHT_CHANGE = _l(
    "Vikten har ändrats med %(change)s kg på kort tid. Förra vikten var %(before)s kg. Stämmer %(value)s kg?"
)
WEIGHT_CHANGE_AGAIN = _l(
    "Vikten har ändrats med %(change)s kg på kort tid. Väg dig gärna en gång till. "
    "Förra vikten var %(before)s kg. Är du säker på %(value)s kg?"
)


@dataclass(frozen=True)
class CheckContext:
    """What is known around a value when it is checked.

    :ivar confirmations: how many times the person has already said that this very value is right.
    :ivar on: the local date of the measurement.
    :ivar last_weight: the nearest earlier weight, in kg, with its local date.
    """

    confirmations: int = 0
    on: date | None = None
    last_weight: tuple[date, Decimal] | None = None


NOTHING_KNOWN = CheckContext()


def check_value(kind: ValueKind, value: Decimal | str, context: CheckContext = NOTHING_KNOWN) -> Outcome:
    """Check one value alone; a blood pressure pair is checked with ``check_pressure``.

    :param value: in the unit of the kind, or a word that the meter shows ("HI", "LO").
    :returns: Accept, Confirm (ask first) or Refuse (cannot be true), with a reason and its text.
    """
    facts = get_kind(kind)
    if isinstance(value, str):
        return _check_word(facts, value)
    if not value.is_finite():
        return Refuse(Reason.NOT_A_NUMBER, UNKNOWN_WORD, {"word": str(value)})
    outcome = _check_number(facts, value, context)
    return settle_confirmations(outcome, context.confirmations)


def check_series_value(kind: ValueKind, value: Decimal | str, context: CheckContext = NOTHING_KNOWN) -> Outcome:
    """Check a value as ``check_value`` does, but let a dangerously low one through at once.

    A low sugar and a low saturation are measured again anyway, and the answer to them must never wait for a
    question (reliability.md J4).
    """
    outcome = check_value(kind, value, context)
    if kind in MEASURED_AGAIN and isinstance(outcome, Confirm) and outcome.reason is Reason.UNUSUALLY_LOW:
        return Accept()
    return outcome


def settle_confirmations(outcome: Outcome, confirmations: int) -> Outcome:
    """Turn a question into Accept when the person has answered yes as often as needed."""
    if isinstance(outcome, Confirm) and confirmations >= outcome.times:
        return Accept()
    return outcome


def _check_word(facts: KindFacts, word: str) -> Outcome:
    if word.strip().upper() in facts.words:
        return Accept()
    return Refuse(Reason.UNKNOWN_WORD, UNKNOWN_WORD, {"word": word.strip()[:20]})


def _check_number(facts: KindFacts, value: Decimal, context: CheckContext) -> Outcome:
    other = find_other_unit(facts.kind, value)
    if other is not None:
        return other
    if not facts.is_possible(value):
        return _refuse_impossible(facts, value)
    if value != value.quantize(Decimal(1).scaleb(-facts.decimals), ROUND_HALF_UP):
        return _refuse_decimals(facts, value)
    if facts.kind is ValueKind.WEIGHT:
        changed = _check_weight_change(value, context)
        if changed is not None:
            return changed
    return Accept() if facts.is_plausible(value) else _ask_implausible(facts, value)


def _refuse_impossible(facts: KindFacts, value: Decimal) -> Refuse:
    low, tenth = value < facts.possible[0], value.scaleb(-1)
    if not low and facts.decimals and value == value.to_integral_value() and facts.is_plausible(tenth):
        meant = {"value": value, "unit": facts.shown_unit, "offer": tenth}
        return Refuse(Reason.TENTHS, MISSING_COMMA, meant, Offer({facts.kind: tenth}))
    places = {"value": value, "unit": facts.shown_unit, "limit": facts.possible[0 if low else 1]}
    return Refuse(Reason.TOO_LOW, TOO_LOW, places) if low else Refuse(Reason.TOO_HIGH, TOO_HIGH, places)


def _ask_implausible(facts: KindFacts, value: Decimal) -> Confirm:
    places = {"value": value, "unit": facts.shown_unit}
    if value < facts.plausible[0]:
        return Confirm(Reason.UNUSUALLY_LOW, UNUSUALLY_LOW, places)
    return Confirm(Reason.UNUSUALLY_HIGH, UNUSUALLY_HIGH, places)


def _refuse_decimals(facts: KindFacts, value: Decimal) -> Refuse:
    rounded = value.quantize(Decimal(1).scaleb(-facts.decimals), ROUND_HALF_UP)
    text = ONE_DECIMAL if facts.decimals else WHOLE_NUMBER
    return Refuse(Reason.TOO_MANY_DECIMALS, text, {"offer": rounded}, Offer({facts.kind: rounded}))


def _check_weight_change(value: Decimal, context: CheckContext) -> Confirm | None:
    if context.last_weight is None or context.on is None:
        return None
    day, before = context.last_weight
    change = abs(value - before)
    if change <= WEIGHT_ASK_KG or not 0 <= (context.on - day).days <= WEIGHT_DAYS:
        return None
    places = {"value": value, "before": before, "change": change}
    if change > WEIGHT_ASK_TWICE_KG:
        return Confirm(Reason.LARGE_WEIGHT_CHANGE, WEIGHT_CHANGE_AGAIN, places, times=2)
    return Confirm(Reason.WEIGHT_CHANGE, WEIGHT_CHANGE, places)
