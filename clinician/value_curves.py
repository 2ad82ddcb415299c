"""The desk's curve of blood pressure: every occasion as a dot, the mean of seven days as a line, the limits."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from statistics import fmean

from clinician.value_events import Event
from core.chart_shapes import Chart, Draw, Margins, Options, Sample, Series, Zone
from core.charts import line_chart
from core.web_language import short_date_text
from monitoring.limits import BpLimits
from monitoring.models import Report

DAYS = 60
MEAN_OVER = timedelta(days=7)
WIDTH, HEIGHT = 640, 260


def pressure_chart(
    reports: Sequence[Report], limits: BpLimits | None, events: Sequence[Event] = (), weeks: Sequence[Event] = (),
    reach: Sequence[date] = (),
) -> Chart:
    """Return the curve of sixty days; the mean of an instant is that of the seven days before it."""
    upper, lower = (_samples(reports, part) for part in (lambda one: one.systolic, lambda one: one.diastolic))
    zones = (None, None) if limits is None else (
        Zone(limits.low_systolic, limits.goal_systolic), Zone(None, limits.goal_diastolic)
    )
    series = [
        Series("", upper, draw=Draw.DOTS), Series("", _means(upper), zones[0]), Series("", lower, draw=Draw.DOTS),
        Series("", _means(lower), zones[1]),
    ]
    days = [(reports[0].taken_at, short_date_text(reports[0].taken_at))] if reports else []
    if len(reports) > 1:
        days.append((reports[-1].taken_at, short_date_text(reports[-1].taken_at)))
    options = Options(days=days, events=events, weeks=weeks, reach=reach, max_gap_days=8,
                      say_number=lambda value: f"{value:.0f}",
                      margins=Margins(left=40, right=78, top=12, bottom=28))  # fmt: skip
    return line_chart(series, width=WIDTH, height=HEIGHT, options=options)


def _samples(reports: Sequence[Report], part: Callable[[Report], int | None]) -> list[Sample]:
    return [Sample(one.taken_at, value) for one in reports if (value := part(one)) is not None]


def _means(samples: Sequence[Sample]) -> list[Sample]:
    """Return the mean of the seven days up to each sample."""
    return [Sample(one.at, round(fmean(_window(samples, one)), 1)) for one in samples]


def _window(samples: Sequence[Sample], last: Sample) -> list[float]:
    end = last.at if isinstance(last.at, datetime) else None
    return [
        one.value for one in samples
        if end is not None and isinstance(one.at, datetime) and end - MEAN_OVER < one.at <= end
    ]
