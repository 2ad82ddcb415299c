"""Turns what was understood into what a patient's own plans take: a pressure with its pulse, and values of series."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.understanding import Understanding, Value
from monitoring.occasions import Measure
from monitoring.reports import Sent
from monitoring.series import Context, Series

TAKES_CLARIFIED = frozenset(("", "rounded"))
"""With any other question nothing is stored before the answer."""
_SERIES = {
    "weight": Series.WEIGHT, "glucose": Series.GLUCOSE, "ketones": Series.KETONES, "hba1c": Series.HBA1C,
    "spo2": Series.SPO2, "temperature": Series.TEMPERATURE, "pef": Series.PEF, "steps": Series.STEPS,
    "rate": Series.RATE, "nrs": Series.NRS,
}  # fmt: skip
KINDS_TAKEN = {series: kind for kind, series in _SERIES.items()}
"""How the understanding names the value of a series."""
_CONTEXTS = {
    "fasting": Context.FASTING, "pre_meal": Context.BEFORE_MEAL, "post_2h": Context.AFTER_MEAL,
    "post_meal": Context.AFTER_MEAL, "bedtime": Context.BEDTIME, "oxygen": Context.OXYGEN, "no_oxygen": Context.AIR,
}  # fmt: skip


_WORDS_OF = {context.value: word for word, context in _CONTEXTS.items() if word != "post_meal"}


def measures_of(read: Understanding) -> list[Measure]:
    """Return each pressure with the pulse that follows it; none while something is unclear."""
    return measures_in(read.values if read.clarify in TAKES_CLARIFIED else ())


def measures_in(values: Sequence[Value]) -> list[Measure]:
    """Return each pressure of some values with the pulse that follows it."""
    measures: list[Measure] = []
    for value in values:
        if value.kind == "bp" and isinstance(value.value, Decimal) and value.second is not None:
            measures.append(Measure(int(value.value), int(value.second)))
        elif value.kind == "pulse" and isinstance(value.value, Decimal) and measures and measures[-1].pulse is None:
            measures[-1] = Measure(measures[-1].systolic, measures[-1].diastolic, int(value.value))
    return measures


def series_of(read: Understanding) -> list[Sent]:
    """Return the values of other series, one of each; none while something is unclear."""
    return series_in(read.values if read.clarify in TAKES_CLARIFIED else ())


def series_in(values: Sequence[Value]) -> list[Sent]:
    """Return some values of other series, one of each."""
    found: dict[Series, Sent] = {}
    for value in values:
        sent = _sent_of(value)
        if sent is not None:
            found.setdefault(sent.series, sent)
    return list(found.values())


def values_of(measures: Sequence[Measure], sent: Sequence[Sent]) -> list[Value]:
    """Return what is to be reported as values, so that they can wait for a yes."""
    values = []
    for one in measures:
        values.append(Value("bp", Decimal(one.systolic), Decimal(one.diastolic)))
        values += [Value("pulse", Decimal(one.pulse))] if one.pulse is not None else []
    for other in sent:
        number = other.word or other.value
        values.append(Value(KINDS_TAKEN[other.series], number, context=_WORDS_OF.get(other.context, "")))
    return values


def _sent_of(value: Value) -> Sent | None:
    series = _SERIES.get(value.kind)
    if series is None or value.value is None:
        return None
    context = _CONTEXTS.get(value.context)
    if series is Series.SPO2 and context is None:
        context = Context.AIR
    word = value.value if isinstance(value.value, str) else ""
    numbers = (value.value,) if isinstance(value.value, Decimal) else ()
    return Sent(series, numbers, word=word, context=context.value if context else "")


def joined(first: Sequence[Sent], more: Sequence[Sent]) -> list[Sent]:
    """Return values of both, one of each series; the first ones count."""
    known = {one.series for one in first}
    return [*first, *(one for one in more if one.series not in known)]
