"""What a program's own diary shows: a fortnight as a curve, a sentence and a table; missed days are gaps."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from core.charts import Chart, Options, Sample, Series, line_chart
from core.web_language import in_language, number_text, short_date_text
from programs.diary import DiaryDay, list_days
from programs.schema import DiaryForm, Figure

SHOWN_DAYS, WEEK_DAYS = 14, 7


@dataclass(frozen=True)
class DayView:
    """A fortnight of days.

    :param chart: None when the diary has no curve.
    :param curve_name: what the curve shows.
    :param heads: names of the table's columns, the day first; rows the newest day first.
    """

    days: list[DiaryDay]
    chart: Chart | None
    curve_name: str
    summary: str
    heads: list[str]
    rows: list[list[str]]
    is_sleep = False


def day_view(session: Session, enrollment_id: int, form: DiaryForm, last: date) -> DayView:
    """Return the fortnight of a diary that ends on a day; one statement."""
    days = list_days(session, enrollment_id, last - timedelta(days=SHOWN_DAYS - 1), last, form.id)
    drawn = _drawn(form)
    return DayView(
        days, _chart(form, drawn, days) if drawn else None, in_language(drawn.label) if drawn else "",
        _summary(drawn, days[-WEEK_DAYS:]), _heads(form), [_row(form, day) for day in reversed(days)],
    )  # fmt: skip


def _drawn(form: DiaryForm) -> Figure | None:
    return next((one for one in form.figures if form.curve and one.id == form.curve.figure), None)


def _chart(form: DiaryForm, drawn: Figure, days: list[DiaryDay]) -> Chart:
    samples = [Sample(day.day, day.figures[drawn.id]) for day in days if drawn.id in day.figures]
    values = [sample.value for sample in samples]
    low, high = (form.curve.low, form.curve.high) if form.curve else (0.0, 10.0)
    named = [(day.day, short_date_text(day.day)) for day in (days[0], days[-1])]
    options = Options(days=named, low=min([low, *values]), high=max([high, *values]), max_gap_days=1.5, most_ticks=6,
                      say_number=lambda value: number_text(value))  # fmt: skip
    return line_chart([Series("", samples)], options=options)


def _summary(drawn: Figure | None, week: list[DiaryDay]) -> str:
    written = sum(day.entry is not None for day in week)
    told = str(ngettext("Du har skrivit %(num)d av de senaste sju dagarna.",
                        "Du har skrivit %(num)d av de senaste sju dagarna.", written))  # fmt: skip
    values = [day.figures[drawn.id] for day in week if drawn and drawn.id in day.figures]
    if drawn is None or not values:
        return told
    mean = number_text(round(fmean(values), 1))
    return f"{told} {_('%(figure)s är i snitt %(mean)s.', figure=in_language(drawn.label), mean=mean)}"


def _heads(form: DiaryForm) -> list[str]:
    return [str(_("Dag")), *([in_language(one.label) for one in form.figures] or [str(_("Rad"))])]


def _row(form: DiaryForm, day: DiaryDay) -> list[str]:
    if day.entry is None:
        return [short_date_text(day.day), str(_("Ingen rad")), *[""] * (len(form.figures) - 1)]
    return [short_date_text(day.day), *([figure_text(one, day) for one in form.figures] or [str(_("Skriven"))])]


def figure_text(figure: Figure, day: DiaryDay) -> str:
    """Return a figure of a day with its unit, or a dash."""
    if figure.id not in day.figures:
        return "–"
    unit = in_language(figure.unit) if figure.unit else ""
    return f"{number_text(day.figures[figure.id])} {unit}".strip()
