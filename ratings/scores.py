"""What scoring is told besides the answers, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from ratings.instruments import Instrument


@dataclass(frozen=True)
class ScoreContext:
    """Facts outside the form that a few instruments need; the defaults are the cautious ones.

    :param sex: "female" or "male" for the limits of AUDIT; anything else gives the lower limits.
    :param previous_grade: the mMRC grade of the previous rating, 0-4.
    :param yesterday: the KK-6 level of the day before, see ``level_for_tomorrow``.
    :param has_dozed_while_driving: closes the safety gate of ESS whatever the total.
    """

    sex: str | None = None
    previous_grade: int | None = None
    yesterday: str | None = None
    has_dozed_while_driving: bool = False


@dataclass(frozen=True)
class Score:
    """The result of one filled-in instrument.

    ``values`` holds what is shown beside the total: audit_c, raw (WHO-5), standardized (EHFScBS-9),
    attacks (PK-4), cardinal (KK-6), phq2, gad2. ``level`` belongs to the symptom checks HK-6 and KK-6.
    """

    instrument_id: str
    instrument_version: str
    algorithm_version: str
    total: int | None
    band: str | None
    complete: bool
    estimated: bool
    flags: tuple[str, ...]
    skipped: tuple[int, ...] = ()
    level: str | None = None
    values: Mapping[str, int | float | None] = field(default_factory=dict)

    def as_record(self) -> dict[str, Any]:
        """Return the score as plain JSON values, with ``values`` at the top level."""
        return {
            "instrument": self.instrument_id,
            "version": self.instrument_version,
            "algorithm": self.algorithm_version,
            "total": self.total,
            "band": self.band,
            "complete": self.complete,
            "estimated": self.estimated,
            "flags": list(self.flags),
            "skipped": list(self.skipped),
            "level": self.level,
            **self.values,
        }

    @property
    def level_for_tomorrow(self) -> str | None:
        """The level to pass as ``yesterday`` next day: a yellow day made red by repetition stays yellow."""
        return "yellow" if "second_yellow_day" in self.flags else self.level


@dataclass(frozen=True)
class Draft:
    """A score on its way: the common rules have run, the instrument's own rule may still change it."""

    instrument: Instrument
    answers: tuple[int | None, ...]
    context: ScoreContext
    total: int | None
    band: str | None
    complete: bool
    estimated: bool
    flags: frozenset[str]
    skipped: tuple[int, ...] = ()
    level: str | None = None
    values: Mapping[str, int | float | None] = field(default_factory=dict)

    def having(
        self,
        *,
        values: Mapping[str, int | float | None] | None = None,
        flags: Mapping[str, bool] | None = None,
    ) -> Self:
        """Return the draft with more values, and with the flags that are true."""
        raised = {name for name, is_raised in (flags or {}).items() if is_raised}
        return replace(self, values={**self.values, **(values or {})}, flags=self.flags | raised)

    def without_total(self) -> Self:
        """Return the draft with no total, band or estimate (clinical/instruments.md 0.3 rule 3)."""
        return replace(self, total=None, band=None, complete=False, estimated=False)
