"""What goes into a line chart and what comes out: readings, zones and options; dots, paths and places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Draw(StrEnum):
    """How a series is drawn: a line through its dots, or dots alone (single readings behind a mean)."""

    LINE = "line"
    DOTS = "dots"


class ReferenceKind(StrEnum):
    """What a level line means; it decides how the line looks."""

    LIMIT = "limit"
    CHANGE = "change"
    BENCHMARK = "benchmark"


@dataclass(frozen=True, slots=True)
class Sample:
    """One value at one instant (aware) or on one day, in the unit of the chart."""

    at: date
    value: float


@dataclass(frozen=True, slots=True)
class Zone:
    """Where values should be; an open end is None. The label names a band on the desk."""

    low: float | None = None
    high: float | None = None
    label: str = ""

    def holds(self, value: float) -> bool:
        """Tell whether a value lies in the zone, ends included."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class Series:
    """What one line shows, in time order or not, with the person's own zone for it."""

    name: str
    samples: Sequence[Sample]
    zone: Zone | None = None
    draw: Draw = Draw.LINE


@dataclass(frozen=True, slots=True)
class Reference:
    """A level to compare with, and the words at its line."""

    value: float
    text: str
    kind: ReferenceKind = ReferenceKind.LIMIT


@dataclass(frozen=True, slots=True)
class Dot:
    """A drawn value; outside its zone it is hollow."""

    x: float
    y: float
    value: float
    outside: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A drawn series: solid paths, dashed paths over gaps, its dots and where its name stands."""

    name: str
    draw: Draw
    paths: tuple[str, ...]
    gaps: tuple[str, ...]
    dots: tuple[Dot, ...]
    label_y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Rect:
    """A shaded zone or band, and its words."""

    y: float
    height: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """A level line at y with its words: a tick, a limit or a reference."""

    y: float
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class DayMark:
    """Words under the chart at x."""

    x: float
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class EventMark:
    """Something that happened on a day: a line through the chart with a number, explained below it."""

    x: float
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the macro draws, in the units of its viewBox."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[Level, ...] = ()
    zones: tuple[Rect, ...] = ()
    limits: tuple[Level, ...] = ()
    bands: tuple[Rect, ...] = ()
    references: tuple[Level, ...] = ()
    lines: tuple[Line, ...] = ()
    days: tuple[DayMark, ...] = ()
    events: tuple[EventMark, ...] = ()
    weeks: tuple[DayMark, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to draw yet."""
        return not any(line.dots for line in self.lines)


@dataclass(frozen=True, slots=True)
class Margins:
    """Room around the drawing for figures, names and days, in viewBox units."""

    left: float = 42
    right: float = 60
    top: float = 10
    bottom: float = 34


@dataclass(frozen=True, slots=True)
class Options:
    """What a page may choose: days named below, bands, references, fixed ends, and when a gap is a gap.

    :ivar events: what happened on which day; a number on the chart, the words below it.
    :ivar reach: days that the axis of time reaches although no value is there.
    :ivar weeks: where a week of the treatment begins, named above.
    """

    days: Sequence[tuple[date, str]] = ()
    events: Sequence[tuple[date, str]] = ()
    weeks: Sequence[tuple[date, str]] = ()
    reach: Sequence[date] = ()
    bands: Sequence[Zone] = ()
    references: Sequence[Reference] = ()
    low: float | None = None
    high: float | None = None
    max_gap_days: float = 10.0
    most_ticks: int = 5
    say_number: Callable[[float], str] = field(default=lambda value: f"{value:g}".replace(".", ","))
    margins: Margins = field(default_factory=Margins)
