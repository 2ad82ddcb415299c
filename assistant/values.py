"""Understands blood pressure, pulse and weight in free text or SMS, and asks rather than guesses.

Several values in one text are all found (clinical/assistant.md 2). A value is taken only when its
wording leaves one meaning; what was found still goes through the plausibility check of monitoring.
"""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from assistant.findings import Clarify, Finding, Pressure, Pulse, Question, UnderstoodValues, Weight
from assistant.normalise import LONGEST_READ, normalise_numbers
from assistant.number_words import replace_number_words
from assistant.value_patterns import (
    BARE,
    COMMA_PAIR,
    COUNTED_PULSE,
    CUED_PAIR,
    CUED_PULSE,
    CUED_WEIGHT,
    FEW_WORDS_OF_A_PAIR,
    GRAMS,
    HYPOTHETICAL,
    LABELLED,
    ONE_LABEL,
    ONLY_NUMBERS,
    PLUS_PULSE,
    POUNDS,
    PRESSURE_CUE,
    SLASHED,
    SOMETHING_ELSE,
    SPOKEN_PAIR,
    STONES,
    TELLS_PRESSURE,
    TRAILING_PULSE,
    WEIGHT_UNIT,
)
from assistant.whose_numbers import ABOUT_ANOTHER
from monitoring.kinds import PanelKind, ValueKind, get_kind
from monitoring.outcomes import Reason, Refuse
from monitoring.plausibility import check_value
from monitoring.pressure_pair import check_pressure
from monitoring.units import pound_to_kilogram

TAKEN = "\u00a4"
POUNDS_IN_STONE = 14
FEW_WORDS = 1
_WORD = re.compile(r"[a-zåäö]{2,}")
_REASONS = {Reason.SWAPPED: Clarify.SWAP, Reason.TENTHS: Clarify.TENTHS, Reason.TOO_MANY_DECIMALS: Clarify.DECIMALS}
Asked = ValueKind | PanelKind | None


@dataclass
class _Reading:
    """The text with what has been read blotted out, and what was found, in order of place."""

    text: str
    found: list[tuple[int, Finding]] = field(default_factory=list)
    questions: list[tuple[int, Question]] = field(default_factory=list)

    def blot(self, start: int, end: int) -> None:
        self.text = self.text[:start] + TAKEN * (end - start) + self.text[end:]

    def take(self, match: re.Match[str], finding: Finding) -> None:
        self.found.append((match.start(), finding))
        self.blot(*match.span())

    def ask(self, match: re.Match[str], clarify: Clarify, *offer: Finding) -> None:
        self.questions.append((match.start(), Question(clarify, match[0].strip(), offer)))
        self.blot(*match.span())


def understand_values(text: str, asked: Asked = None, *, in_questions: bool = False) -> UnderstoodValues:
    """Return the values of a text and what must be asked before more can be stored. Never raises.

    :param asked: what the patient was just asked for; then a bare number is read as that value.
    :param in_questions: numbers of a question about a number are read too, so that they can be offered.
    """
    clean = replace_number_words(normalise_numbers(text[:LONGEST_READ]))
    if not in_questions and HYPOTHETICAL.fullmatch(clean):
        return UnderstoodValues()
    reading = _Reading(clean)
    if not _read_only_numbers(reading):
        for pattern in SOMETHING_ELSE:
            _blot_all(reading, pattern)
        _read_pressures(reading)
        _read_pulses(reading)
        _read_weights(reading)
        _read_bare(reading, asked)
    return _understanding(reading, clean)


def _understanding(reading: _Reading, clean: str) -> UnderstoodValues:
    findings = tuple(finding for _, finding in sorted(reading.found, key=lambda found: found[0]))
    questions = tuple(question for _, question in sorted(reading.questions, key=lambda found: found[0]))
    if findings and ABOUT_ANOTHER.search(clean):
        return UnderstoodValues((), (Question(Clarify.WHOSE, clean[:80], findings), *questions))
    return UnderstoodValues(findings, questions)


def _blot_all(reading: _Reading, pattern: re.Pattern[str]) -> None:
    for match in pattern.finditer(reading.text):
        reading.blot(*match.span())


def _read_only_numbers(reading: _Reading) -> bool:
    """Two or three numbers and nothing else: upper, lower and perhaps pulse, when all are plausible."""
    match = ONLY_NUMBERS.fullmatch(reading.text.strip())
    if match is None:
        return False
    upper, lower, pulse = match["s"], match["d"], match["p"]
    plausible = get_kind(ValueKind.BP_SYSTOLIC).is_plausible(Decimal(upper)) and get_kind(
        ValueKind.BP_DIASTOLIC
    ).is_plausible(Decimal(lower))
    wide = int(upper) - int(lower) >= 20
    with_pulse = pulse is None or get_kind(ValueKind.PULSE).is_plausible(Decimal(pulse))
    if not (plausible and wide and with_pulse):
        reading.ask(match, Clarify.WHICH_VALUE)
        return True
    reading.found.append((0, Pressure(int(upper), int(lower))))
    if pulse is not None:
        reading.found.append((1, Pulse(int(pulse))))
    return True


def _read_pressures(reading: _Reading) -> None:
    for pattern in (*LABELLED, SLASHED, CUED_PAIR):
        match = pattern.search(reading.text)
        while match is not None:
            _read_pair(reading, match)
            match = pattern.search(reading.text, match.end())
    for match in SPOKEN_PAIR.finditer(reading.text) if _tells_pressure(reading.text) else ():
        if not isinstance(check_pressure(Decimal(match["s"]), Decimal(match["d"])), Refuse):
            _read_pair(reading, match)
    for match in ONE_LABEL.finditer(reading.text):
        reading.ask(match, Clarify.BOTH_NUMBERS)


def _tells_pressure(text: str) -> bool:
    """Two numbers with "på" or "on" between may be a size or a price, unless something tells of measuring."""
    few = len(_WORD.findall(text)) <= FEW_WORDS_OF_A_PAIR and " by " not in text
    return few or TELLS_PRESSURE.search(text) is not None


def _read_pair(reading: _Reading, match: re.Match[str]) -> None:
    upper, lower = Decimal(match["s"]), Decimal(match["d"])
    is_range = match.re is SLASHED and match["dash"] is not None and upper <= lower
    if is_range and not PRESSURE_CUE.search(reading.text):
        reading.ask(match, Clarify.WHICH_VALUE)
        return
    outcome = check_pressure(upper, lower)
    if isinstance(outcome, Refuse):
        offer = () if outcome.offer is None else _offered_pressure(outcome)
        reading.ask(match, _REASONS.get(outcome.reason, Clarify.IMPOSSIBLE), *offer)
        return
    reading.take(match, Pressure(int(upper), int(lower)))
    pulse = TRAILING_PULSE.match(reading.text, match.end())
    if pulse is not None:
        _take_pulse(reading, pulse)


def _offered_pressure(outcome: Refuse) -> tuple[Finding, ...]:
    values = outcome.offer.values if outcome.offer else {}
    if ValueKind.BP_SYSTOLIC in values and ValueKind.BP_DIASTOLIC in values:
        return (Pressure(int(values[ValueKind.BP_SYSTOLIC]), int(values[ValueKind.BP_DIASTOLIC])),)
    return ()


def _read_pulses(reading: _Reading) -> None:
    for pattern in (CUED_PULSE, COUNTED_PULSE, PLUS_PULSE):
        for match in pattern.finditer(reading.text):
            _take_pulse(reading, match)


def _take_pulse(reading: _Reading, match: re.Match[str]) -> None:
    value = Decimal(match["n"])
    if isinstance(check_value(ValueKind.PULSE, value), Refuse):
        reading.ask(match, Clarify.IMPOSSIBLE)
    else:
        reading.take(match, Pulse(int(value)))


def _read_weights(reading: _Reading) -> None:
    for match in STONES.finditer(reading.text):
        pounds = Decimal(match["st"]) * POUNDS_IN_STONE + Decimal(match["lb"] or 0)
        reading.ask(match, Clarify.UNIT_STONE, *_possible_weight(pound_to_kilogram(pounds)))
    for match in POUNDS.finditer(reading.text):
        reading.ask(match, Clarify.UNIT_LB, *_possible_weight(pound_to_kilogram(Decimal(match["n"]))))
    for pattern in (WEIGHT_UNIT, GRAMS, CUED_WEIGHT):
        for match in pattern.finditer(reading.text):
            _take_weight(reading, match)


def _possible_weight(value: Decimal) -> tuple[Finding, ...]:
    return (Weight(value),) if get_kind(ValueKind.WEIGHT).is_possible(value) else ()


def _take_weight(reading: _Reading, match: re.Match[str]) -> None:
    value = Decimal(match["n"])
    rounded = value.quantize(Decimal("0.1"), ROUND_HALF_UP)
    outcome = check_value(ValueKind.WEIGHT, rounded)
    if not isinstance(outcome, Refuse):
        reading.take(match, Weight(rounded, rounded != value))
    elif outcome.reason is Reason.UNIT_GRAM and outcome.offer is not None:
        reading.ask(match, Clarify.UNIT_GRAM, Weight(outcome.offer.values[ValueKind.WEIGHT]))
    else:
        reading.ask(match, Clarify.IMPOSSIBLE)


def _read_bare(reading: _Reading, asked: Asked) -> None:
    """A number without a word for what it is: read only as what was just asked for, otherwise asked about."""
    bare = list(BARE.finditer(reading.text))
    few = len(_WORD.findall(reading.text)) <= FEW_WORDS
    if len(bare) == 1 and not reading.found and asked is ValueKind.WEIGHT:
        _take_weight(reading, bare[0])
    elif len(bare) == 1 and not reading.found and asked is ValueKind.PULSE:
        _take_pulse(reading, bare[0])
    elif len(bare) == 1 and not reading.found and asked is PanelKind.BP and "." not in bare[0]["n"]:
        reading.ask(bare[0], Clarify.BOTH_NUMBERS)
    elif bare and few and not reading.questions:
        reading.ask(bare[0], Clarify.WHICH_VALUE, *_comma_pressure(bare[0]["n"]))


def _comma_pressure(number: str) -> tuple[Finding, ...]:
    """"142,86" may be a blood pressure written with a comma; it is offered, not taken."""
    match = COMMA_PAIR.fullmatch(number)
    if match is None or isinstance(check_pressure(Decimal(match["s"]), Decimal(match["d"])), Refuse):
        return ()
    return (Pressure(int(match["s"]), int(match["d"])),)
