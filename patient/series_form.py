"""Reads what the patient typed of another series than pressure: numbers, units asked about, context, answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.language import write_number
from monitoring.kinds import ValueKind, get_kind
from monitoring.models import Report
from monitoring.moments import check_duplicate
from monitoring.numbers import NUMBER_TEXTS, NumberProblem, parse_number
from monitoring.outcomes import Accept, Confirm, Outcome, Refuse, say_outcome
from monitoring.plausibility import CheckContext, check_series_value
from monitoring.reports import Sent
from monitoring.series import CHECKS, FACTS, Series
from monitoring.units import ask_written_unit, find_written_unit
from patient.value_form import TYPED_MAX
from ratings.instruments import Instrument, Item, get_instrument

Parsed = Decimal | str | NumberProblem


@dataclass
class TypedSeries:
    """What was typed, with what is asked back about it.

    :ivar texts: the fields as typed, by name: ``value_1``, ``context``, ``q1``.
    :ivar question: something to say yes or no to; ``sign`` is what the yes stands for.
    :ivar offer: what may have been meant.
    """

    series: Series
    texts: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    question: str = ""
    sign: str = ""
    offer: str = ""
    sent: Sent | None = None


def empty_form(series: Series) -> TypedSeries:
    """Return the form with nothing typed; saturation is measured without oxygen unless the patient says so."""
    names = _names(series)
    return TypedSeries(series, {**dict.fromkeys(names, ""), "context": "air" if series is Series.SPO2 else ""})


def form_of(report: Report, numbers: Sequence[Decimal], language: str) -> TypedSeries:
    """Return the form filled with a report, to be corrected."""
    typed = empty_form(Series(report.kind))
    for n, number in enumerate(numbers, start=1):
        typed.texts[f"value_{n}"] = str(write_number(language, number.normalize()))
    if report.word:
        typed.texts["value_1"] = report.word
    typed.texts |= {name: str(value) for name, value in (report.answers or {}).items() if name in typed.texts}
    typed.texts["context"] = report.context
    return typed


def _names(series: Series) -> list[str]:
    if series in CHECKS:
        return [item.id for item in instrument_of(series).items]
    return [f"value_{n}" for n in range(1, FACTS[series].readings + 1)]


def instrument_of(series: Series) -> Instrument:
    """Return the questions of a symptom check."""
    return get_instrument(series.value)


def read_series(
    form: MultiDict[str, str], series: Series, recent: Sequence[Report], on: date, language: str
) -> TypedSeries:
    """Read a form; ``sent`` is set when it may be stored.

    :param recent: the reports that the rules of the series read, for the change of a weight.
    :param on: the local date of the measurement.
    """
    typed = TypedSeries(series, {name: form.get(name, "").strip()[:TYPED_MAX] for name in (*_names(series), "context")})
    if form.get("offer"):
        typed.texts["value_1"] = form["offer"].strip()[:TYPED_MAX]
    if series in CHECKS:
        _read_check(typed)
        return typed
    _read_context(typed)
    _read_numbers(typed, form, _last_weight(series, recent, on), on, language)
    return typed


def _read_check(typed: TypedSeries) -> None:
    instrument = instrument_of(typed.series)
    answers: dict[str, int] = {}
    for item in instrument.items:
        answer = _chosen(instrument, item, typed.texts[item.id])
        if answer is None:
            typed.errors[item.id] = _("Välj ett svar.")
        else:
            answers[item.id] = answer
    if not typed.errors:
        typed.sent = Sent(typed.series, answers=answers)


def _chosen(instrument: Instrument, item: Item, text: str) -> int | None:
    return next((value for value in instrument.values_of(item) if str(value) == text), None)


def _read_context(typed: TypedSeries) -> None:
    contexts = FACTS[typed.series].contexts
    if contexts and typed.texts["context"] not in contexts:
        typed.errors["context"] = _("Välj när du mätte.") if typed.series is Series.GLUCOSE else _("Välj ett svar.")


def _last_weight(series: Series, recent: Sequence[Report], on: date) -> tuple[date, Decimal] | None:
    if series is not Series.WEIGHT:
        return None
    earlier = [(one.session_date, one.value) for one in recent
               if one.kind == series and one.session_date <= on and one.value is not None]
    return (earlier[-1][0], Decimal(earlier[-1][1])) if earlier else None


def _read_numbers(
    typed: TypedSeries, form: MultiDict[str, str], last_weight: tuple[date, Decimal] | None, on: date, language: str
) -> None:
    """Read each number; one refusal or question at a time is told, the patient's own words stay."""
    kind = ValueKind(typed.series.value)
    said_yes, times = _said_yes(form)
    numbers: list[Decimal] = []
    for name in _names(typed.series):
        text = typed.texts[name]
        if not text and (numbers or name != "value_1"):
            continue
        context = CheckContext(times if said_yes == text else 0, on, last_weight)
        value, outcome = read_number(kind, text, context)
        if isinstance(value, NumberProblem):
            typed.errors[name] = _missing(kind) if value is NumberProblem.EMPTY else _(NUMBER_TEXTS[value])
        elif not isinstance(outcome, Accept):
            _ask(typed, name, text, outcome, context.confirmations, language)
        elif isinstance(value, str):
            typed.sent = Sent(typed.series, word=value, context=typed.texts["context"])
        else:
            numbers.append(value)
    if typed.errors or typed.question:
        typed.sent = None
    elif numbers:
        typed.sent = Sent(typed.series, tuple(numbers), context=typed.texts["context"])


def read_number(kind: ValueKind, text: str, context: CheckContext) -> tuple[Parsed, Outcome]:
    """Read one number as typed: our own unit, another one that is asked about, or a word that the meter shows."""
    facts = get_kind(kind)
    if text.strip().upper() in facts.words:
        return text.strip().upper(), Accept()
    written = find_written_unit(kind, text)
    value = parse_number(written[0] if written else text, facts.typed_units)
    if isinstance(value, NumberProblem):
        return value, Accept()
    if written:
        return value, ask_written_unit(kind, value, written[1], written[2], written[3])
    return value, check_series_value(kind, value, context)


def _missing(kind: ValueKind) -> str:
    facts = get_kind(kind)
    example = {ValueKind.WEIGHT: "83,2", ValueKind.GLUCOSE: "6,8", ValueKind.TEMPERATURE: "37,6"}.get(kind, "")
    if example:
        return str(_("Skriv ett tal, till exempel %(example)s.", example=example))
    return str(_("Skriv ett tal mellan %(low)s och %(high)s.", low=facts.possible[0], high=facts.possible[1]))


def _said_yes(form: MultiDict[str, str]) -> tuple[str, int]:
    """Return the text that the patient said yes to, and for the how manieth time."""
    text, _sign, times = form.get("confirm", "").rpartition("|")
    return text, min(int(times), 2) if times.isascii() and times.isdigit() else 0


def _ask(
    typed: TypedSeries, name: str, text: str, outcome: Confirm | Refuse, times: int, language: str
) -> None:
    offers = [*outcome.offer.values.values()] if outcome.offer else []
    typed.offer = str(write_number(language, offers[0])) if offers else ""
    if isinstance(outcome, Confirm):
        typed.question, typed.sign = say_outcome(language, outcome), f"{text}|{times + 1}"
    else:
        typed.errors[name] = say_outcome(language, outcome)


def ask_same(recent: Sequence[Report], sent: Sent, taken_at: datetime, *, said_yes: bool, language: str) -> str:
    """Return the question about the same value sent twice within two minutes, or ""."""
    own = [one for one in recent if one.kind == sent.series]
    value = sent.word or sent.value
    if not own or value is None or sent.series in CHECKS:
        return ""
    before = (own[-1].word or own[-1].value or Decimal(-1), own[-1].taken_at)
    outcome = check_duplicate(value, taken_at, before, 1 if said_yes else 0)
    return say_outcome(language, outcome) if isinstance(outcome, Confirm) else ""
