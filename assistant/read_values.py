"""Reads every value of a message, kind after kind, each number once (clinical/assistant.md 2)."""

import re
from decimal import Decimal

from assistant.asked_numbers import take_off_asked
from assistant.blotting import Page
from assistant.findings import Clarify, Finding, Pressure, Pulse, Weight
from assistant.leftovers import settle_leftovers
from assistant.number_phrases import plain_number
from assistant.number_ranges import ask_about_ranges
from assistant.number_roles import take_off_others, take_off_times
from assistant.read_measures import read_asked, read_measures, read_sugar_by_meal
from assistant.read_scales import read_scales
from assistant.read_words import read_words
from assistant.understanding import Asked, Value
from assistant.value_contexts import settle_contexts
from assistant.values import Asked as AskedValue
from assistant.values import understand_values
from assistant.whose_numbers import ABOUT_ANOTHER
from monitoring.kinds import PanelKind, ValueKind, get_kind

_WEIGHT_AFTER = re.compile(
    r"(?<![0-9./\w-])(?P<n>[0-9]{2,3}(?:\.[0-9])?)(?![0-9]|\.[0-9])\s*(?:visar vågen|på vågen|i vikt|väger jag|"
    r"on the scale|visade vågen)(?!\w)"
)
_ASKED: dict[Asked, AskedValue] = {
    Asked.PRESSURE: PanelKind.BP, Asked.PULSE: ValueKind.PULSE, Asked.WEIGHT: ValueKind.WEIGHT,
}  # fmt: skip


def read_values(text: str, asked: Asked = Asked.NOTHING, *, is_sure: bool = False) -> Page:
    """Return a page with every value that a text reports, and why the person is asked first.

    :param text: normalised, spelling repaired, every number as digits.
    :param is_sure: the text is surely about a topic that is asked about, so that more must speak for a report.
    """
    page = Page(text)
    may_be_own = take_off_asked(page, is_sure=is_sure)
    _read(page, text, asked)
    if may_be_own and not any(isinstance(one.value, Decimal) for one in page.values):
        offered = [one for one in read_all_numbers(text, in_questions=True).values if isinstance(one.value, Decimal)]
        if offered:
            page.values, page.clarify, page.is_offer = offered, Clarify.WHOSE.value, True
    return page


def read_all_numbers(text: str, *, in_questions: bool = False) -> Page:
    """Return a page with the values of a text although it asks; for alarms, which lose no number, and for offers."""
    page = Page(text)
    _read(page, text, Asked.NOTHING, in_questions=in_questions)
    return page


def _read(page: Page, text: str, asked: Asked, *, in_questions: bool = False) -> None:
    take_off_others(page)
    read_scales(page)
    _read_weight_after(page)
    take_off_times(page)
    ask_about_ranges(page)
    read_measures(page, text)
    _read_basic(page, asked, in_questions=in_questions)
    read_sugar_by_meal(page, text)
    read_asked(page, text, asked.value)
    _read_mood_asked(page, asked)
    settle_leftovers(page, text)
    settle_contexts(page.values, page.places, text)
    if page.values and ABOUT_ANOTHER.search(page.text_of_others(text)):
        page.clarify = page.clarify or Clarify.WHOSE.value
    read_words(page, text)


def _read_weight_after(page: Page) -> None:
    """Read "83,7 på vågen": a weight whose word comes after the number."""
    for match in list(_WEIGHT_AFTER.finditer(page.text)):
        number = Decimal(match["n"])
        if get_kind(ValueKind.WEIGHT).is_plausible(number):
            page.take(match, Value("weight", plain_number(match["n"]), unit=get_kind(ValueKind.WEIGHT).ucum))


def _read_basic(page: Page, asked: Asked, *, in_questions: bool = False) -> None:
    """Read pressure, pulse and weight, and what must be asked about them."""
    understood = understand_values(page.text, _ASKED.get(asked), in_questions=in_questions)
    first = len(page.values)
    page.values += [as_value(finding) for finding in understood.findings]
    for question in understood.questions:
        if question.clarify is Clarify.WHICH_VALUE and (page.values or asked is not Asked.NOTHING):
            continue
        page.clarify = page.clarify or question.clarify.value
        page.values += [as_value(finding) for finding in question.offer]
    if any(isinstance(finding, Weight) and finding.rounded for finding in understood.findings):
        page.clarify = page.clarify or "rounded"
    for at, found in enumerate(understood.findings, start=first):
        _blot_number(page, at, found)


def _blot_number(page: Page, at: int, found: Finding) -> None:
    """Blot the numbers of a finding, so that none is read once more."""
    numbers = (found.systolic, found.diastolic) if isinstance(found, Pressure) else (found.value,)
    for number in numbers:
        written = re.compile(rf"(?<![0-9.]){re.escape(str(plain_number(str(number))))}(?:\.0)?(?![0-9])")
        match = written.search(page.text)
        if match is not None:
            page.places.append((at, match.start()))
            page.blot(match)


def as_value(finding: Finding) -> Value:
    """Return a finding as a value of the understanding."""
    if isinstance(finding, Pressure):
        return Value("bp", Decimal(finding.systolic), Decimal(finding.diastolic), get_kind(ValueKind.BP_SYSTOLIC).ucum)
    if isinstance(finding, Pulse):
        return Value("pulse", Decimal(finding.value), unit=get_kind(ValueKind.PULSE).ucum)
    return Value("weight", plain_number(str(finding.value)), unit=get_kind(ValueKind.WEIGHT).ucum)


def _read_mood_asked(page: Page, asked: Asked) -> None:
    kinds = {Asked.MOOD: "mood", Asked.BREATH: "nrs_breath"}
    match = re.search(r"(?<![\w.])(10|[0-9])(?![\w.])", page.text)
    if asked in kinds and match is not None and not page.values:
        page.take(match, Value(kinds[asked], Decimal(match[1]), unit="{score}"))
