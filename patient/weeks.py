"""The patient's weeks in short: each summary as it was told, to read again and to print, also after the end (M5)."""

from datetime import timedelta
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from core import web
from core.web_language import chosen_language
from monitoring.value_texts import series_name
from monitoring.week_figures import SeriesWeek, unpack_weeks
from patient.guard import pages, viewer
from programs.models import WeekSummary
from programs.week_words import RED, kind_words, mean_words, week_title
from programs.weeks_told import get_summary, list_summaries


@pages.get("/weeks")
def weeks() -> str:
    """List the patient's summaries, the newest first."""
    found = [(one, _title(one), _done(one)) for one in list_summaries(web.session(), viewer().id)]
    return render_template("patient/weeks.html", weeks=found, active_tab="values")


def _title(summary: WeekSummary) -> str:
    return week_title(chosen_language(), summary.starts_on)


def _done(summary: WeekSummary) -> str:
    """Return how many of the planned measurements were done, or ""."""
    series = unpack_weeks(summary.figures)
    planned = sum(one.planned for one in series)
    if not planned:
        return ""
    return str(_("%(done)s av %(planned)s planerade gjorda", done=sum(one.done for one in series), planned=planned))


@pages.get("/weeks/<public:week>")
def week(week: str) -> str:
    """Show one of the patient's own weeks, with the goal in his own words."""
    summary, enrollment, unit = get_summary(web.session(), viewer().id, week)
    series, language = unpack_weeks(summary.figures), chosen_language()
    return render_template(
        "patient/week.html", title=_title(summary), words=kind_words(language, series), red=summary.has_red,
        red_words=RED, rows=[_row(one) for one in series if one.count or one.planned], goal=enrollment.goal, unit=unit,
        last=summary.starts_on + timedelta(days=6), active_tab="values",
    )


def _row(one: SeriesWeek) -> dict[str, Any]:
    language = chosen_language()
    return {
        "series": one.series, "name": series_name(one.series, language), "count": one.count,
        "done": one.done, "planned": one.planned, "mean": mean_words(language, one.series, one.mean),
        "before": mean_words(language, one.series, one.before),
    }
