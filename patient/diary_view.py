"""What the sleep diary shows: the nights of a fortnight as a curve, a sentence and a table; missed days are gaps."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.charts import Chart, Options, Sample, Series, Zone, line_chart
from core.web_language import number_text, short_date_text
from patient.times import duration_text
from programs.diary import DiaryDay, list_days, week_of_days
from ratings.sleep_diary import Week

SHOWN_DAYS = 14
GOOD_FROM = 85.0
WEEK_DAYS = 7


@dataclass(frozen=True)
class DiaryView:
    """A fortnight of nights, newest week first in the list."""

    days: list[DiaryDay]
    chart: Chart
    week: Week | None
    nights: int
    summary: str
    rows: list[list[str]]
    is_sleep = True


def week_view(session: Session, enrollment_id: int, last: date) -> DiaryView:
    """Return the fortnight that ends on a day; one statement."""
    days = list_days(session, enrollment_id, last - timedelta(days=SHOWN_DAYS - 1), last)
    newest = days[-WEEK_DAYS:]
    nights = sum(day.night is not None for day in newest)
    week = week_of_days(newest)
    return DiaryView(days, _chart(days), week, nights, _summary(week, nights), [_row(day) for day in reversed(days)])


def _chart(days: list[DiaryDay]) -> Chart:
    samples = [Sample(day.day, day.night.se) for day in days if day.night]
    lowest = min((sample.value for sample in samples), default=50.0)
    named = [(day.day, short_date_text(day.day)) for day in (days[0], days[-1])]
    options = Options(days=named, low=min(50.0, lowest // 10 * 10), high=100.0, max_gap_days=1.5, most_ticks=6,
                      say_number=lambda value: number_text(value))
    return line_chart([Series(_("Sömn"), samples, Zone(low=GOOD_FROM, high=100.0))], options=options)


def _summary(week: Week | None, nights: int) -> str:
    if week is None:
        return str(_("Du har skrivit %(nights)s av de senaste sju nätterna. Med fem nätter visas veckans snitt här.",
                     nights=nights))
    return str(_("De senaste sju dagarna sov du i snitt %(sleep)s per natt. Du sov %(part)s procent av tiden i sängen.",
                 sleep=duration_text(week.mean_tst), part=number_text(week.se)))


def _row(day: DiaryDay) -> list[str]:
    if day.night is None:
        return [short_date_text(day.day), _("Ingen rad"), "", ""]
    return [short_date_text(day.day), duration_text(day.night.tst), duration_text(day.night.tib),
            str(_("%(part)s %%", part=number_text(day.night.se)))]
