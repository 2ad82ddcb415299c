"""Instruments as data: what each questionnaire asks, allows, means and warns about."""

import re
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.errors import NotFoundError

FOLDER = Path(__file__).resolve().parent / "instruments"
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,31}")
SMALLEST_NUMBER_FIELD = 12

Level = Literal["none", "yellow", "red"]
ItemKind = Literal["choice", "scale", "number"]


class UnknownInstrument(NotFoundError):
    """There is no instrument by that id."""


class Record(BaseModel):
    """The common strictness of every part of an instrument file."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Text(Record):
    """One text in both languages of the product."""

    sv: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: str) -> str:
        """Return the text in "sv" or "en"; any other language is read as Swedish."""
        return self.en if language == "en" else self.sv


class Option(Record):
    """One answer to choose and the number it stands for."""

    value: int
    label: Text


class Item(Record):
    """One question or statement; without text when the wording is locked (class B)."""

    id: str
    text: Text | None
    options: tuple[Option, ...] = ()
    min: int | None = None
    max: int | None = None
    low: Text | None = None
    high: Text | None = None
    scored: bool = True
    reverse: bool = False
    safety: bool = False
    may_decline: bool = False
    optional: bool = False
    loinc: str | None = None

    @property
    def kind(self) -> ItemKind:
        """How a form asks it: words to choose, a scale, or a number to type."""
        if self.min is None or self.max is None:
            return "choice"
        return "number" if self.max - self.min >= SMALLEST_NUMBER_FIELD else "scale"


class Band(Record):
    """A closed interval of totals with mild words for the patient and the clinician's word."""

    low: int
    high: int
    id: str
    label: Text
    clinician_label: Text


class LevelWord(Record):
    """The words for a level of a symptom check (HK-6, KK-6)."""

    id: Literal["green", "yellow", "red", "emergency", "incomplete"]
    label: Text
    clinician_label: Text


class Condition(Record):
    """One way to raise a flag; every bound that is set must hold."""

    item: str | None = None
    item_at_least: int | None = None
    item_at_most: int | None = None
    any_item_at_most: int | None = None
    total_at_least: int | None = None
    total_at_most: int | None = None


class Flag(Record):
    """A named observation; without conditions a rule in ratings/special.py raises it."""

    id: str
    label: Text
    level: Level
    when: tuple[Condition, ...] = ()
    unless: tuple[str, ...] = ()


class Missing(Record):
    """How many unanswered items a total survives, and among which items they count."""

    max_missing: int = Field(ge=0)
    needs: Literal["scored", "all"] = "scored"


class Response(Record):
    """What counts as response to treatment: a fall in percent of the start, or in points."""

    percent: int | None = None
    points: int | None = None


class ChangeRule(Record):
    """The limits of change between two totals (clinical/instruments.md 1 and 4.4)."""

    direction: Literal["lower_is_better", "higher_is_better"]
    reliable: int | None = None
    deterioration: int | None = None
    important: int | None = None
    response: Response | None = None
    remission_at_most: int | None = None
    caseness_at_least: int | None = None


class Instrument(Record):
    """One version of one questionnaire, with everything that scoring and forms need."""

    id: str
    version: str
    title: Text
    shipping_class: Literal["A", "B", "D"]
    licence: str
    notice: Text
    review_note: Text | None = None
    codes: dict[str, str] = Field(default_factory=dict)
    stem: Text | None
    frame: Text
    items: tuple[Item, ...] = Field(min_length=1)
    answers: tuple[Option, ...]
    multiply: int = 1
    missing: Missing
    reversed_by_clinic: int = 0
    """How many items the clinic marks as reversed when it enters a locked wording; the file does not know which."""
    bands: tuple[Band, ...]
    bands_by_sex: dict[str, tuple[Band, ...]] = Field(default_factory=dict)
    levels: tuple[LevelWord, ...] = ()
    flags: tuple[Flag, ...]
    change: ChangeRule

    @property
    def is_locked(self) -> bool:
        """Whether the wording must be uploaded by a clinic that holds the right to it (class B)."""
        return self.shipping_class == "B"

    def item(self, item_id: str) -> Item:
        """Return the item by its id; a KeyError means a fault in the program, not in the input."""
        return self.items[self.position(item_id)]

    def position(self, item_id: str) -> int:
        """Return the place of an item, counted from 0."""
        for place, item in enumerate(self.items):
            if item.id == item_id:
                return place
        raise KeyError(item_id)

    def options_of(self, item: Item) -> tuple[Option, ...]:
        """Return the answers in words; empty for scales, numbers and locked wordings."""
        return () if item.min is not None else item.options or self.answers

    def values_of(self, item: Item) -> tuple[int, ...]:
        """Return every number that the item accepts, lowest first."""
        if item.min is not None and item.max is not None:
            return tuple(range(item.min, item.max + 1))
        return tuple(sorted(option.value for option in self.options_of(item)))

    def range_of_total(self) -> tuple[int, int]:
        """Return the lowest and highest total that the scored items can give."""
        scored = [self.values_of(item) for item in self.items if item.scored]
        return self.multiply * sum(v[0] for v in scored), self.multiply * sum(v[-1] for v in scored)

    def find_band(self, band_id: str | None) -> Band | None:
        """Return the band by its id, or None; the words are the same for every sex."""
        return next((band for band in self.bands if band.id == band_id), None)

    def find_level(self, level_id: str | None) -> LevelWord | None:
        """Return the words of a level, or None."""
        return next((level for level in self.levels if level.id == level_id), None)

    @model_validator(mode="after")
    def _is_coherent(self) -> Self:
        """Refuse a file whose parts point at each other wrongly (clinical/instruments.md 0.3)."""
        names = [item.id for item in self.items]
        if len(set(names)) != len(names):
            raise ValueError("two items share one id")
        if any(not self.values_of(item) for item in self.items):
            raise ValueError("an item has no answers")
        flags = {flag.id for flag in self.flags}
        if any(not set(flag.unless) <= flags for flag in self.flags):
            raise ValueError("a flag gives way to a flag that does not exist")
        used = {way.item for flag in self.flags for way in flag.when if way.item}
        if not used <= set(names):
            raise ValueError("a flag looks at an item that does not exist")
        return self


@cache
def get_instrument(instrument_id: str) -> Instrument:
    """Return an instrument, read and checked once per process.

    :param instrument_id: such as "phq9"; the name of its file in ratings/instruments.
    :raises UnknownInstrument: when there is no such instrument.
    """
    path = FOLDER / f"{instrument_id}.json"
    if not IDENTIFIER.fullmatch(instrument_id) or not path.is_file():
        raise UnknownInstrument(instrument_id)
    return read_instrument(path)


def read_instrument(path: Path) -> Instrument:
    """Read one instrument file.

    :raises ValueError: when the file breaks the form; the message names the file and the place.
    """
    try:
        instrument = Instrument.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ValueError(f"{path.name}: {error}") from error
    if instrument.id != path.stem:
        raise ValueError(f"{path.name}: holds the instrument {instrument.id}")
    return instrument


@cache
def list_instruments() -> tuple[Instrument, ...]:
    """Return every instrument of the product, in order of id."""
    return tuple(get_instrument(path.stem) for path in sorted(FOLDER.glob("*.json")))
