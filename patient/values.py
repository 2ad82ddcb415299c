"""The patient's own values: the series he measures, and of pressure the curve, sentences, table and weekly means."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import web
from core.charts import Chart, Options, Sample, Series, Zone, line_chart
from core.clock import local_date
from core.errors import NotFoundError
from core.web_forms import once
from core.web_language import chosen_language, short_date_text
from monitoring.care_words import care_words
from monitoring.feedback import Feedback, say_feedback
from monitoring.limits import BpLimits
from monitoring.models import MeasurementPlan, PressureWeek, Report
from monitoring.occasions import list_between
from monitoring.plans import PRESSURE, limits_of
from monitoring.symptoms import asks_dizzy
from monitoring.value_notes import SignedNote, list_own_notes
from monitoring.weeks import answer_week, findings_of_week, is_block, list_weeks
from patient.curve_events import days_of, note_events, note_words, plan_events, with_notes
from patient.guard import pages, viewer
from patient.new_value import get_measuring
from patient.onboarding import next_start_page
from patient.quality_words import quality_lines
from patient.series_values import has_longer, kind_links, series_page
from patient.value_words import card_word, level_word, next_words, summary, tone_of
from programs.measuring import Measuring, list_measuring
from programs.models import EnrollmentStatus

PERIODS = {"14": 14, "90": 90, "365": 365}
LOW_SIDE = 20
"""How far below the goal the zone is drawn, in mmHg, when it has no lower end of its own."""


@pages.get("/values")
def values() -> Any:
    """Show the patient's own values of one series, also after the program's end (M5)."""
    session, me = web.session(), viewer()
    plans = list_measuring(session, me.id)
    if not plans:
        return render_template("patient/values_none.html", active_tab="values")
    measuring = next((one for one in plans if one.plan.kind == request.args.get("kind")), plans[0])
    if measuring.plan.kind != PRESSURE:
        return series_page(measuring, plans)
    period = request.args.get("period", "14")
    days = PERIODS.get(period, PERIODS["14"])
    today = local_date(web.now(), me.user.zone)
    reports = list_between(session, me.id, today - timedelta(days=days - 1), today)
    notes = list_own_notes(session, me.id, today - timedelta(days=days - 1))
    start = next_start_page(session, measuring.enrollment)
    if start and not reports and not start.any_done and not request.args:
        return redirect(start.href)
    return render_template(
        "patient/values.html", measuring=measuring, kinds=kind_links(plans, measuring), period=str(days),
        reports=reports, limits=limits_of(measuring.plan), last=reports[-1] if reports else None,
        chart=_chart(reports, limits_of(measuring.plan), measuring.plan, notes), notes=notes, with_notes=with_notes,
        note_words=note_words,
        lines=[*summary(reports, limits_of(measuring.plan)), *quality_lines(reports)],
        weeks=_weeks(session, measuring, today - timedelta(days=days)), start=start, active_tab="values",
        next=next_words(measuring.plan, me.user.zone) if measuring.is_active else "",
        is_ended=measuring.enrollment is not None and measuring.enrollment.status is EnrollmentStatus.ENDED,
        tone_of=tone_of, level_word=level_word, card_word=card_word,
        has_longer=has_longer(measuring, days, today),
        is_first_week=today < measuring.plan.starts_on + timedelta(days=8),
    )


def _chart(
    reports: Sequence[Report], limits: BpLimits | None, plan: MeasurementPlan, notes: Sequence[SignedNote]
) -> Chart:
    zones = (None, None) if limits is None else (
        Zone(limits.low_systolic, limits.goal_systolic - 0.5), Zone(None, limits.goal_diastolic - 0.5)
    )
    upper = [Sample(one.taken_at, one.systolic or 0) for one in reports]
    lower = [Sample(one.taken_at, one.diastolic or 0) for one in reports]
    series = [Series(_("Övre"), upper, zones[0]), Series(_("Undre"), lower, zones[1])]
    days = [(reports[0].taken_at, short_date_text(reports[0].taken_at))] if reports else []
    if len(reports) > 1 and reports[-1].session_date != reports[0].session_date:
        days.append((reports[-1].taken_at, short_date_text(reports[-1].taken_at)))
    options = Options(days=days, events=plan_events(plan) + note_events(notes), reach=days_of(notes),
                      say_number=lambda value: f"{value:.0f}")  # fmt: skip
    return line_chart(series, options=options)


class WeekView:
    """A judged week with its feedback in words."""

    def __init__(self, week: PressureWeek, measuring: Measuring) -> None:
        self.week, self.found = week, findings_of_week(week)
        care = care_words(measuring.unit, measuring.nurse_name, web.now(), chosen_language())
        self.feedback: Feedback = say_feedback(chosen_language(), self.found[0], care)
        self.more = [say_feedback(chosen_language(), one, care).meaning for one in self.found[1:]]
        self.last_day = week.starts_on + timedelta(days=6)
        self.asks_dizzy = week.dizzy is None and asks_dizzy(self.found) and measuring.is_active


def _weeks(session: Session, measuring: Measuring, first: date) -> list[WeekView]:
    """Return the weeks worth a word: those with a mean, and blocks with too few values."""
    return [
        WeekView(week, measuring) for week in list_weeks(session, viewer().id, first - timedelta(days=6))
        if week.systolic is not None or is_block(measuring.plan, week.starts_on)
    ]


@pages.post("/values/weeks/<public:week>")
@once
def answer_week_question(week: str) -> Any:
    """Keep whether the patient is dizzy when the week's mean is low."""
    measuring, session = get_measuring(), web.session()
    query = select(PressureWeek).where(PressureWeek.public_id == week, PressureWeek.patient_id == viewer().id)
    found = session.scalar(query)
    if found is None or request.form.get("dizzy") not in ("yes", "no"):
        raise NotFoundError
    answer_week(session, found, measuring.plan, viewer().user, measuring.unit, request.form["dizzy"] == "yes",
                web.now())
    return redirect(url_for("patient.values") + "#weeks")
