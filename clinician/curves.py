"""The curves of the desk: ratings with bands and the line of reliable change, and sleep efficiency."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinician.words import _
from core.chart_shapes import Chart, Margins, Options, Reference, ReferenceKind, Sample, Series, Zone
from core.charts import line_chart
from core.web_language import in_language, number_text, short_date_text
from programs.diary import DiaryDay
from programs.schema import DiaryForm, Figure
from ratings.change import Change, Reliable, judge_change
from ratings.instruments import Instrument, get_instrument
from ratings.models import SelfRating
from ratings.records import short_name

WIDTH, HEIGHT = 404, 190
GOOD_EFFICIENCY, LOW_EFFICIENCY = 85, 80


@dataclass(frozen=True)
class Curve:
    """One instrument's history as it is drawn and told.

    :param ratings: finished ratings with a total, the oldest first.
    """

    instrument: Instrument
    ratings: list[SelfRating]
    chart: Chart

    @property
    def name(self) -> str:
        """The name clinicians use."""
        return short_name(self.instrument.id)

    @property
    def first(self) -> SelfRating:
        """The rating at the start."""
        return self.ratings[0]

    @property
    def last(self) -> SelfRating:
        """The newest rating."""
        return self.ratings[-1]

    @property
    def change(self) -> Change:
        """The change from the start until now."""
        return change_between(self.instrument, self.first, self.last)

    def change_words(self) -> str:
        """Return what the change since the start means."""
        return change_words(self.change)

    def span(self) -> str:
        """Return the first and the newest total, such as "19 → 12"."""
        ends = [self.first, self.last] if len(self.ratings) > 1 else [self.last]
        return " → ".join(number_text(one.total or 0) for one in ends)

    def finding(self) -> str:
        """Return the finding in a sentence."""
        if len(self.ratings) == 1:
            return _("Ett värde: %(total)s.", total=number_text(self.last.total or 0))
        return _("Från %(first)s till %(last)s. %(words)s", first=number_text(self.first.total or 0),
                 last=number_text(self.last.total or 0), words=change_words(self.change))


def change_between(instrument: Instrument, first: SelfRating | None, last: SelfRating) -> Change:
    """Return the change between two ratings; nothing can be said across versions of an instrument."""
    if first is None or first.total is None or last.total is None:
        return Change(None)
    if first.instrument_version != last.instrument_version:
        return Change(None)
    return judge_change(instrument, int(first.total), int(last.total))


def change_words(change: Change) -> str:
    """Return what a change means, in the words of clinical/instruments.md 1, for clinicians only."""
    if change.change is None:
        return ""
    if change.reliable is Reliable.IMPROVED:
        return _("Det är en säker förbättring.")
    if change.reliable is Reliable.DETERIORATED:
        return _("Det är en säker försämring.")
    if change.reliable is Reliable.NONE:
        return _("Ingen säker förändring.")
    return _("Gräns för säker förändring saknas.")


def rating_curves(ratings: Sequence[SelfRating], height: float = HEIGHT) -> list[Curve]:
    """Return a curve for each instrument that has a total, in the order they were first asked."""
    grouped: dict[str, list[SelfRating]] = {}
    for rating in ratings:
        if rating.total is not None and rating.completed_at is not None:
            grouped.setdefault(rating.instrument, []).append(rating)
    return [rating_curve(get_instrument(name), own, height) for name, own in grouped.items()]


def rating_curve(instrument: Instrument, ratings: list[SelfRating], height: float = HEIGHT) -> Curve:
    """Return one instrument's curve with its bands and the level from which a change is reliable."""
    low, high = instrument.range_of_total()
    samples = [Sample(one.completed_at, one.total) for one in ratings if one.completed_at and one.total is not None]
    days = [(samples[0].at, short_date_text(samples[0].at))]
    if len(samples) > 1:
        days.append((samples[-1].at, short_date_text(samples[-1].at)))
    options = Options(
        days=days, bands=_bands(instrument), references=_reliable_line(instrument, ratings[0]), low=low, high=high,
        margins=Margins(left=34, right=118, top=10, bottom=28), max_gap_days=45,
    )
    return Curve(instrument, ratings, line_chart([Series("", samples)], width=WIDTH, height=height, options=options))


def _bands(instrument: Instrument) -> list[Zone]:
    """Return the bands from the mildest, which is drawn green, whichever way the scale runs."""
    bands = [Zone(band.low, band.high + 1, in_language(band.clinician_label)) for band in instrument.bands]
    return bands if instrument.change.direction == "lower_is_better" else bands[::-1]


def _reliable_line(instrument: Instrument, first: SelfRating) -> list[Reference]:
    rule = instrument.change
    if rule.reliable is None or first.total is None:
        return []
    if rule.direction == "lower_is_better":
        level = first.total - rule.reliable
        text = _("säker förbättring: högst %(level)s", level=number_text(level))
    else:
        level = first.total + rule.reliable
        text = _("säker förbättring: minst %(level)s", level=number_text(level))
    low, high = instrument.range_of_total()
    return [Reference(level, text, ReferenceKind.CHANGE)] if low <= level <= high else []


def sleep_chart(days: Sequence[DiaryDay], height: float = HEIGHT) -> Chart:
    """Return the curve of sleep efficiency in percent; a missed morning is a gap."""
    samples = [Sample(day.day, day.night.se) for day in days if day.night]
    marks = [(days[0].day, short_date_text(days[0].day)), (days[-1].day, short_date_text(days[-1].day))] if days else []
    options = Options(
        days=marks, low=min([40.0, *(sample.value for sample in samples)]), high=100,
        references=[Reference(GOOD_EFFICIENCY, _("god: minst 85 procent"), ReferenceKind.CHANGE)],
        margins=Margins(left=34, right=24, top=12, bottom=28), max_gap_days=1.5,
    )
    return line_chart([Series("", samples)], width=WIDTH, height=height, options=options)


def day_chart(form: DiaryForm, drawn: Figure, days: Sequence[DiaryDay], height: float = HEIGHT) -> Chart:
    """Return the curve of a diary's figure, day by day; a missed day is a gap."""
    samples = [Sample(day.day, day.figures[drawn.id]) for day in days if drawn.id in day.figures]
    marks = [(days[0].day, short_date_text(days[0].day)), (days[-1].day, short_date_text(days[-1].day))] if days else []
    low, high = (form.curve.low, form.curve.high) if form.curve else (0.0, 10.0)
    values = [sample.value for sample in samples]
    options = Options(
        days=marks, low=min([low, *values]), high=max([high, *values]),
        margins=Margins(left=34, right=24, top=12, bottom=28), max_gap_days=1.5,
    )
    return line_chart([Series("", samples)], width=WIDTH, height=height, options=options)
