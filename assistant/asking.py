"""What is asked before something is stored: another unit, a turned pair, a number without a word, A or B; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from assistant.commands import Command, read_command
from assistant.intents import TOPICS, Intent
from assistant.normalise import normalise_numbers
from assistant.series_words import CUES, alone_as
from assistant.understanding import Understanding, Value
from assistant.vetted_texts import TEXTS, TOPIC_NAMES
from core.language import _l, say, write_number
from monitoring.kinds import ValueKind, get_kind
from monitoring.series import FACTS, Series
from monitoring.units import mgdl_to_mmol

YES, NO = "ja", "nej"
OFFERS = frozenset(("swap", "tenths", "decimals", "unit_lb", "unit_stone", "unit_gram", "unit_percent",
                    "unit_fahrenheit", "whose"))  # fmt: skip
"""Why something is asked although the values are known: a yes stores them."""
MOST_CHOICES = 6
CONFIRMED = 2
"""How often a value counts as confirmed after one yes to its question."""
_KIND_OF = {
    Series.WEIGHT: "weight", Series.GLUCOSE: "glucose", Series.KETONES: "ketones", Series.HBA1C: "hba1c",
    Series.SPO2: "spo2", Series.TEMPERATURE: "temperature", Series.PEF: "pef", Series.STEPS: "steps",
    Series.RATE: "rate", Series.NRS: "nrs",
}  # fmt: skip
_SERIES_OF = {kind: series for series, kind in _KIND_OF.items()}
_BARE = re.compile(r"\D{0,12}?(?P<n>[0-9]{1,6}(?:\.[0-9]{1,2})?)\D{0,6}")

SWAP = _l("Det undre trycket är högre än det övre. Menade du %(values)s?")
MEANT = _l("Menade du %(values)s?")
CONVERTED = _l("Du skrev en annan enhet än vår. I våra mått blir det %(values)s. Stämmer det?")
WHICH_UNIT = _l("Mätare visar olika enheter. Menade du %(ours)s eller %(other)s mg/dL?")
WHOSE = _l("Här tar vi bara emot dina egna värden. Är %(values)s ditt eget?")
CONFIRM = _l("Jag läste %(values)s. Stämmer det?")
WHICH = _l("Vad är %(number)s för värde?")
BETWEEN = _l("Menade du %(first)s eller %(second)s?")
NOTHING_KEPT = _l("Inget är sparat än.")
YES_LABEL, NO_LABEL = _l("Ja"), _l("Nej, jag skriver igen")
SOMETHING_ELSE = _l("Något annat")
NEITHER = _l("Inget av dem")
_TEXTS = {"swap": SWAP, "tenths": MEANT, "decimals": MEANT, "whose": WHOSE}


@dataclass(frozen=True)
class Choice:
    """One answer to a question back.

    :ivar value: what is sent when it is chosen; ``label`` stands on the button.
    :ivar values: what it stores; nothing for a no.
    :ivar confirmations: how often it confirms them.
    :ivar topic: the vetted text it asks for.
    :ivar series: what a number is, when that is what was asked; ``says`` are other words for the choice.
    """

    value: str
    label: str
    values: tuple[Value, ...] = ()
    confirmations: int = 0
    topic: str = ""
    series: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ask:
    """A question with its answers.

    :ivar why: the reason in a word, by which an SMS asks without telling the values.
    """

    why: str
    text: str
    choices: tuple[Choice, ...]

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """Return what is sent and what stands on each button."""
        return tuple((one.value, one.label) for one in self.choices)


def ask_back(read: Understanding, series: Sequence[Series], *, has_pressure: bool) -> Ask | None:
    """Return what must be asked about a message before anything is stored, or None when nothing is unclear.

    :param series: those in the patient's own plans, besides pressure; a number is never guessed to be another.
    """
    language, own = read.language, {_KIND_OF[one] for one in series if one in _KIND_OF}
    values = tuple(one for one in read.values if one.kind in own or (has_pressure and one.kind in ("bp", "pulse")))
    if read.clarify == "unit_mgdl" and values:
        return _ask_sugar(values, language)
    if read.clarify in OFFERS and values:
        shown = say_values(values, language)
        text = say(language, _TEXTS.get(read.clarify, CONVERTED), values=shown)
        return _yes_no(read.clarify, text, values, 0, language, shown)
    if read.clarify == "which_value" and values:
        return _yes_no("swap", say(language, MEANT, values=say_values(values, language)), values, 0, language)
    if read.clarify == "which_value":
        return ask_which(read, series)
    return ask_between(read)


def ask_to_confirm(values: Sequence[Value], language: str) -> Ask:
    """Return the question about a value that is possible but unlikely (vitals.md 1)."""
    shown = say_values(values, language)
    return _yes_no("confirm", say(language, CONFIRM, values=shown), tuple(values), CONFIRMED, language)


def ask_if_meant(why: str, values: Sequence[Value], language: str) -> Ask:
    """Return the question whether some values were meant."""
    shown = say_values(values, language)
    return _yes_no(why, say(language, MEANT, values=shown), tuple(values), 0, language, shown)


def _yes_no(
    why: str, text: str, values: tuple[Value, ...], confirmations: int, language: str, shown: str = ""
) -> Ask:
    yes = say(language, YES_LABEL)
    choices = (
        Choice(YES, f"{yes}, {shown}" if shown else yes, values, confirmations), Choice(NO, say(language, NO_LABEL))
    )
    return Ask(why, f"{text} {say(language, NOTHING_KEPT)}", choices)


def _ask_sugar(values: tuple[Value, ...], language: str) -> Ask | None:
    """Ask "112": 6,2 mmol/l written in mg/dL, or 11,2 without its comma (programs.md C2)."""
    at = next((place for place, one in enumerate(values) if one.kind == "glucose"), None)
    if at is None or not isinstance(values[at].value, Decimal):
        return None
    number = Decimal(str(values[at].value))
    meant = [mgdl_to_mmol(number)]
    if number / 10 != meant[0] and get_kind(ValueKind.GLUCOSE).is_plausible(number / 10):
        meant.append(number / 10)
    choices = []
    for place, one in enumerate(meant):
        kept = (*values[:at], replace(values[at], value=one), *values[at + 1 :])
        label = f"{_number(one, language)} mmol/l" + (f" ({_number(number, language)} mg/dL)" if place == 0 else "")
        says = (f"{number}", f"{number} mg/dl", "mg/dl", "mg") if place == 0 else ()
        choices.append(Choice(f"{_number(one, language)}", label, kept, says=says))
    if len(meant) == 1:
        text = say(language, CONVERTED, values=say_values(choices[0].values, language))
        return _yes_no("unit_mgdl", text, choices[0].values, 0, language)
    text = say(language, WHICH_UNIT, ours=f"{_number(meant[1], language)} mmol/l", other=_number(number, language))
    choices.append(Choice(NO, say(language, NO_LABEL)))
    return Ask("unit_mgdl", f"{text} {say(language, NOTHING_KEPT)}", tuple(choices))


def ask_which(read: Understanding, series: Sequence[Series]) -> Ask | None:
    """Ask what a number without a word is: only what the patient's own plans hold and it can be."""
    match = _BARE.fullmatch(normalise_numbers(read.text).strip())
    if match is None:
        return None
    number, language = Decimal(match["n"]), read.language
    fits = [(one, sent) for one in series if one in _KIND_OF and (sent := alone_as(number, one)) is not None]
    if not fits:
        return None
    choices = [
        Choice(
            say(language, FACTS[one].name).lower(), say(language, FACTS[one].name),
            (Value(_KIND_OF[one], number, unit=get_kind(ValueKind(one.value)).ucum,
                   context="no_oxygen" if one is Series.SPO2 else ""),), series=one.value,
        )
        for one, _sent in fits[:MOST_CHOICES]
    ]  # fmt: skip
    choices.append(Choice(NO, say(language, SOMETHING_ELSE)))
    text = say(language, WHICH, number=_number(number, language))
    return Ask("which_value", f"{text} {say(language, NOTHING_KEPT)}", tuple(choices))


def ask_between(read: Understanding) -> Ask | None:
    """Ask "Menade du A eller B?" when two topics are equally likely and both have a vetted text (assistant.md 1.6)."""
    topics = list(dict.fromkeys(_topic(one) for one in read.between))
    if len(topics) != 2 or any(one not in TEXTS or one not in TOPIC_NAMES for one in topics):
        return None
    names = [say(read.language, TOPIC_NAMES[one]) for one in topics]
    choices = [
        Choice(name, name[:1].upper() + name[1:], topic=topic) for name, topic in zip(names, topics, strict=True)
    ]
    choices.append(Choice(NO, say(read.language, NEITHER)))
    return Ask("between", say(read.language, BETWEEN, first=names[0], second=names[1]), tuple(choices))


def _topic(intent: Intent) -> str:
    return TOPICS.get(intent, "")


def say_values(values: Sequence[Value], language: str) -> str:
    """Return values as the patient reads them: "138/82, puls 64", "vikt 82,6 kg"."""
    return ", ".join(_say_value(one, language) for one in values)


def _say_value(value: Value, language: str) -> str:
    if value.kind == "bp":
        return f"{value.value}/{value.second}"
    if value.kind == "pulse":
        return say(language, _l("puls %(value)s"), value=str(value.value))
    series = _SERIES_OF.get(value.kind)
    shown = _number(value.value, language) if isinstance(value.value, Decimal) else str(value.value)
    if series is None:
        return shown
    unit = say(language, get_kind(ValueKind(series.value)).shown_unit)
    return f"{say(language, FACTS[series].name).lower()} {shown} {unit}".strip()


def _number(value: Any, language: str) -> str:
    return str(write_number(language, value))


def read_choice(text: str, choices: Sequence[Choice]) -> Choice | None:
    """Return which answer a text is: its value or label, a yes or no, a word for the series, or its place."""
    said = normalise_numbers(text).strip(" .!?")
    for one in choices:
        if said in (normalise_numbers(one.value), normalise_numbers(one.label), *one.says):
            return one
        if one.series and re.fullmatch(CUES[Series(one.series)], said):
            return one
    command = {Command.YES: YES, Command.NO: NO}.get(read_command(text) or Command.HELP)
    found = next((one for one in choices if one.value == command), None)
    if found is not None or not re.fullmatch(r"[1-9]", said):
        return found
    return next((one for place, one in enumerate(choices, start=1) if str(place) == said), None)


def pack_choice(choice: Choice) -> dict[str, Any]:
    """Return a choice as it is kept while it waits."""
    return {
        "value": choice.value, "label": choice.label, "values": [_pack(one) for one in choice.values],
        "confirmations": choice.confirmations, "topic": choice.topic, "series": choice.series,
        "says": list(choice.says),
    }  # fmt: skip


def unpack_choice(kept: Mapping[str, Any]) -> Choice:
    """Return a kept choice."""
    return Choice(
        kept["value"], kept["label"], tuple(_unpack(one) for one in kept["values"]), kept["confirmations"],
        kept["topic"], kept["series"], tuple(kept["says"]),
    )  # fmt: skip


def _pack(value: Value) -> dict[str, Any]:
    is_number = isinstance(value.value, Decimal)
    return {
        "kind": value.kind, "value": str(value.value) if is_number else value.value, "is_number": is_number,
        "second": None if value.second is None else str(value.second), "unit": value.unit, "context": value.context,
    }  # fmt: skip


def _unpack(kept: Mapping[str, Any]) -> Value:
    value = Decimal(kept["value"]) if kept["is_number"] else kept["value"]
    second = None if kept["second"] is None else Decimal(kept["second"])
    return Value(kept["kind"], value, second, kept["unit"], kept["context"])
