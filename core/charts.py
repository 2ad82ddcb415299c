"""The geometry of the line charts: readings in, plain numbers for the SVG macro out (macros/chart.html)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise

from core.chart_shapes import (
    Chart,
    DayMark,
    Dot,
    Draw,
    EventMark,
    Level,
    Line,
    Margins,
    Options,
    Rect,
    Reference,
    ReferenceKind,
    Sample,
    Series,
    Zone,
)

__all__ = [
    "Chart", "Dot", "Draw", "Margins", "Options", "Reference", "ReferenceKind", "Sample", "Series", "Zone",
    "line_chart", "nice_ticks", "seconds_of", "spark_path",
]

DAY_S = 86_400.0
LABEL_GAP = 20.0
OPEN_ZONE_SHARE = 0.3
MARK_WIDTH = 20.0
"""What is nearer than this is one mark: two numbers would cover each other."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Turns instants and values into places, and keeps the ends of both."""

    start: float
    end: float
    low: float
    high: float
    left: float
    right: float
    top: float
    bottom: float

    def x(self, seconds: float) -> float:
        """Return the place of an instant, in the middle when all are the same."""
        if self.end <= self.start:
            return round((self.left + self.right) / 2, 1)
        share = (seconds - self.start) / (self.end - self.start)
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        """Return the place of a value, never outside the drawing."""
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(self.bottom - share * (self.bottom - self.top), 1)


def line_chart(
    series: Sequence[Series], *, width: float = 328, height: float = 244, options: Options | None = None
) -> Chart:
    """Return the geometry of a line chart.

    series: one to three, values in one unit. width, height: of the viewBox. Series without samples are kept,
    so that a page can tell that there is nothing yet. Raises ValueError for a naive datetime.
    """
    chosen = options or Options()
    scale = _scale(series, width, height, chosen)
    lines = [_line(one, scale, chosen) for one in series]
    return Chart(
        width, height, scale.left, scale.right, scale.top, scale.bottom,
        ticks=_ticks(scale, chosen), zones=_zones(series, scale), limits=_limits(series, scale, chosen),
        bands=tuple(_rect(band, scale) for band in chosen.bands),
        references=tuple(Level(scale.y(r.value), r.text, r.kind) for r in chosen.references),
        lines=_spread(lines, scale), days=_days(chosen.days, scale),
        events=_events(chosen.events, scale),
        weeks=tuple(DayMark(scale.x(seconds_of(day)), text, "middle") for day, text in _within(chosen.weeks, scale)),
    )


def seconds_of(at: date) -> float:
    """Return an instant's or a day's place on the time axis, in seconds. Raises ValueError when naive."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time(12), UTC).timestamp()
    if at.tzinfo is None:
        raise ValueError("a chart needs aware instants")
    return at.timestamp()


def nice_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round values within the ends, at most as many as asked for; steps are 1, 2 or 5 times ten."""
    power = 10.0 ** math.floor(math.log10((high - low) / max(1, most)))
    for step in (power * n for n in (1, 2, 5, 10, 20)):
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [round(n * step, 6) for n in range(first, last + 1)]


def spark_path(values: Sequence[float], *, width: float = 120, height: float = 46, pad: float = 6) -> list[Dot]:
    """Return the places of a small curve without axes; the last one is where its dot is drawn."""
    if not values:
        return []
    low, high = _padded(min(values), max(values))
    scale = Scale(0, len(values) - 1, low, high, pad, width - pad, pad, height - pad)
    return [Dot(scale.x(n), scale.y(value), value, outside=False) for n, value in enumerate(values)]


def _scale(series: Sequence[Series], width: float, height: float, chosen: Options) -> Scale:
    low, high = _value_ends(series, chosen)
    start, end = _time_ends(series, chosen)
    edge = chosen.margins
    return Scale(start, end, low, high, edge.left, width - edge.right, edge.top, height - edge.bottom)


def _value_ends(series: Sequence[Series], chosen: Options) -> tuple[float, float]:
    values = [sample.value for one in series for sample in one.samples]
    zones = [one.zone for one in series if one.zone] + list(chosen.bands)
    values += [end for zone in zones for end in (zone.low, zone.high) if end is not None]
    values += [reference.value for reference in chosen.references]
    low, high = _padded(min(values, default=0.0), max(values, default=1.0))
    low = low if chosen.low is None else chosen.low
    high = high if chosen.high is None else chosen.high
    return (low, high) if high > low else (low, low + 1)


def _padded(low: float, high: float) -> tuple[float, float]:
    room = (high - low) * 0.12 or abs(high) * 0.05 or 1.0
    return low - room, high + room


def _time_ends(series: Sequence[Series], chosen: Options) -> tuple[float, float]:
    instants = [seconds_of(sample.at) for one in series for sample in one.samples]
    instants += [seconds_of(day) for day in (*(day for day, _ in chosen.days), *chosen.reach)]
    return min(instants, default=0.0), max(instants, default=0.0)


def _ticks(scale: Scale, chosen: Options) -> tuple[Level, ...]:
    values = nice_ticks(scale.low, scale.high, chosen.most_ticks)
    return tuple(Level(scale.y(value), chosen.say_number(value)) for value in values)


def _zones(series: Sequence[Series], scale: Scale) -> tuple[Rect, ...]:
    return tuple(_rect(one.zone, scale) for one in series if one.zone and one.zone != Zone())


def _rect(zone: Zone, scale: Scale) -> Rect:
    """A zone open at one end reaches a third of the drawing, so that two zones do not run together."""
    reach = (scale.high - scale.low) * OPEN_ZONE_SHARE
    high = zone.high if zone.high is not None else min(scale.high, (zone.low or scale.low) + reach)
    low = zone.low if zone.low is not None else max(scale.low, high - reach)
    top, bottom = scale.y(high), scale.y(low)
    return Rect(top, round(bottom - top, 1), zone.label)


def _limits(series: Sequence[Series], scale: Scale, chosen: Options) -> tuple[Level, ...]:
    ends = [end for one in series if one.zone for end in (one.zone.low, one.zone.high) if end is not None]
    return tuple(Level(scale.y(end), chosen.say_number(end)) for end in ends)


def _line(one: Series, scale: Scale, chosen: Options) -> Line:
    samples = sorted(one.samples, key=lambda sample: seconds_of(sample.at))
    dots = [_dot(sample, one.zone, scale) for sample in samples]
    runs = _runs([seconds_of(sample.at) for sample in samples], chosen.max_gap_days * DAY_S)
    solid = [_path(dots[a:b]) for a, b in runs if b - a > 1] if one.draw is Draw.LINE else []
    across = [(dots[a - 1], dots[a]) for a, _ in runs[1:]] if one.draw is Draw.LINE else []
    label_y = dots[-1].y if dots else scale.bottom
    gaps = tuple(_path(pair) for pair in across)
    return Line(one.name, one.draw, tuple(solid), gaps, tuple(dots), label_y, 5.0 if len(dots) <= 24 else 3.0)


def _dot(sample: Sample, zone: Zone | None, scale: Scale) -> Dot:
    outside = zone is not None and not zone.holds(sample.value)
    return Dot(scale.x(seconds_of(sample.at)), scale.y(sample.value), sample.value, outside)


def _runs(instants: Sequence[float], longest: float) -> list[tuple[int, int]]:
    """Split places into stretches without a gap longer than allowed, as (first, after last)."""
    breaks = [n for n in range(1, len(instants)) if instants[n] - instants[n - 1] > longest]
    ends = [0, *breaks, len(instants)]
    return [(a, b) for a, b in pairwise(ends) if b > a]


def _path(dots: Sequence[Dot]) -> str:
    return "M" + " L".join(f"{dot.x} {dot.y}" for dot in dots)


def _spread(lines: Sequence[Line], scale: Scale) -> tuple[Line, ...]:
    """Move the names at the lines' ends apart, so that none covers another; the order is kept."""
    placed: dict[int, float] = {}
    free = scale.top
    for n in sorted(range(len(lines)), key=lambda n: lines[n].label_y):
        placed[n] = max(free, lines[n].label_y) if lines[n].name and lines[n].dots else lines[n].label_y
        free = placed[n] + LABEL_GAP if lines[n].name and lines[n].dots else free
    return tuple(
        Line(one.name, one.draw, one.paths, one.gaps, one.dots, round(placed[n], 1), one.radius)
        for n, one in enumerate(lines)
    )


def _days(days: Sequence[tuple[date, str]], scale: Scale) -> tuple[DayMark, ...]:
    last = len(days) - 1
    anchors = ["start" if n == 0 and last else "end" if n == last and last else "middle" for n in range(last + 1)]
    places = [scale.x(seconds_of(day)) for day, _ in days]
    return tuple(DayMark(x, text, anchor) for x, (_, text), anchor in zip(places, days, anchors, strict=True))


def _within(days: Sequence[tuple[date, str]], scale: Scale) -> list[tuple[date, str]]:
    """Return what lies between the chart's ends, in order; a whole day counts."""
    found = [(day, text) for day, text in days if scale.start - DAY_S <= seconds_of(day) <= scale.end + DAY_S]
    return sorted(found, key=lambda one: seconds_of(one[0]))


def _events(events: Sequence[tuple[date, str]], scale: Scale) -> tuple[EventMark, ...]:
    """Return one mark for each place, with the words of everything that happened there or close by."""
    places: list[tuple[float, list[str]]] = []
    for day, text in _within(events, scale):
        x = scale.x(min(max(seconds_of(day), scale.start), scale.end))
        if places and x - places[-1][0] < MARK_WIDTH:
            places[-1][1].append(text)
        else:
            places.append((x, [text]))
    return tuple(EventMark(x, number, " ".join(dict.fromkeys(said))) for number, (x, said) in enumerate(places, 1))
