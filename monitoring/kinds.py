"""The kinds of values a patient may report: codes, units, limits and decimals, read from kinds.json."""

import json
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from core.language import _l

KINDS_FILE = Path(__file__).with_name("kinds.json")

SHOWN_UNITS = (
    _l("slag per minut"),
    _l("procent"),
    _l("grader"),
    _l("liter per minut"),
    _l("andetag per minut"),
    _l("steg"),
    _l("av 10"),
)
"""The units of kinds.json that are words, marked here so that they are translated."""


class ValueKind(StrEnum):
    """One single number that a patient measures; the word is the one stored."""

    BP_SYSTOLIC = "bp_systolic"
    BP_DIASTOLIC = "bp_diastolic"
    PULSE = "pulse"
    WEIGHT = "weight"
    GLUCOSE = "glucose"
    KETONES = "ketones"
    HBA1C = "hba1c"
    SPO2 = "spo2"
    TEMPERATURE = "temperature"
    PEF = "pef"
    RESPIRATORY_RATE = "respiratory_rate"
    STEPS = "steps"
    NRS = "nrs"
    HEIGHT = "height"


class PanelKind(StrEnum):
    """Values that belong together and mean nothing apart."""

    BP = "bp"
    BP_MEAN = "bp_mean"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KindFacts(_Frozen):
    """What is known about a kind (clinical/vitals.md 1).

    ``possible``: outside these a value cannot be true. ``plausible``: outside these we ask.
    ``decimals``: digits taken after the comma. ``words``: texts a meter shows instead of a number.
    """

    kind: ValueKind
    loinc: str | None
    snomed: str | None
    ucum: str
    possible: tuple[Decimal, Decimal]
    plausible: tuple[Decimal, Decimal]
    decimals: int
    shown_unit: str
    typed_units: tuple[str, ...]
    words: tuple[str, ...]

    def is_possible(self, value: Decimal) -> bool:
        """Answer whether the value can be true at all; the limits themselves are inside."""
        return self.possible[0] <= value <= self.possible[1]

    def is_plausible(self, value: Decimal) -> bool:
        """Answer whether the value may be stored without asking; the limits themselves are inside."""
        return self.plausible[0] <= value <= self.plausible[1]


class PanelFacts(_Frozen):
    """The code of a panel and of its parts, in order."""

    panel: PanelKind
    loinc: str
    parts: tuple[ValueKind, ...]
    part_loinc: tuple[str, ...] = ()


class _KindsFile(_Frozen):
    source: str
    kinds: tuple[KindFacts, ...]
    panels: tuple[PanelFacts, ...]


@cache
def _read_file() -> _KindsFile:
    return _KindsFile.model_validate(json.loads(KINDS_FILE.read_text(encoding="utf-8")))


@cache
def get_kind(kind: ValueKind) -> KindFacts:
    """Return the facts of a kind; every ValueKind has them (held by a test)."""
    return next(facts for facts in _read_file().kinds if facts.kind is kind)


@cache
def get_panel(panel: PanelKind) -> PanelFacts:
    """Return the codes of a panel."""
    return next(facts for facts in _read_file().panels if facts.panel is panel)
