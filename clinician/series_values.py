"""Values of any series but pressure on the desk: curve, occasions with the rule that fired, plan and versions."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from clinician.patient_head import load_head, today
from clinician.quality_words import grade_words, quality_lines
from clinician.reads import my_units
from clinician.series_words import KEY_WORDS, answered_words, own_limits_words
from clinician.value_curves import DAYS, HEIGHT, WIDTH
from clinician.value_events import (
    Event,
    are_ratings_shown,
    note_days,
    note_events,
    plan_events,
    program_weeks,
    rating_events,
    with_notes,
)
from clinician.value_ground import PlanRow
from clinician.value_words import level_of, rules_words
from core import web
from core.chart_shapes import Chart, Margins, Options, Sample, Zone
from core.chart_shapes import Series as Line
from core.charts import line_chart
from core.language import write_number
from core.web_language import chosen_language, day_text, short_date_text
from monitoring.closer import closer_of, is_closer
from monitoring.grade_counts import GradeCounts, count_columns
from monitoring.instructions import read_instructions
from monitoring.judging import was_judged_anew
from monitoring.limits import SetBySomeone
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import taken_of
from monitoring.plan_templates import is_main
from monitoring.plans import any_limits_of
from monitoring.reading_quality import GRADED
from monitoring.reports import findings_of
from monitoring.rhythm import RHYTHM_WORDS, Rhythm
from monitoring.series import CHECKS, CONTEXT_WORDS, FACTS, Context, Series
from monitoring.series_limits import LIMITS, GlucoseLimits
from monitoring.series_summary import Ends, sample_of, time_in_range, weeks_of, zone_of
from monitoring.value_notes import SignedNote
from monitoring.value_texts import series_name, unit_text, with_unit
from people.models import User

MOST_OCCASIONS = 400
WEEKS_SHOWN = 8


def in_desk_order(plans: Sequence[MeasurementPlan]) -> list[MeasurementPlan]:
    """Return plans as they stand on the desk: what a program is about first, then in the order of the series."""
    order = [one.value for one in Series]
    return sorted(plans, key=lambda one: (not is_main(one.template, one.kind), order.index(one.kind)))


def kind_tabs(patient: User, plans: Sequence[PlanRow], shown: str) -> dict[str, Any]:
    """Return the series of a patient as tabs, and those that can be added to the plan."""
    language = chosen_language()
    known = dict.fromkeys(one.kind for one in in_desk_order([row[0] for row in plans]))
    current = {row[0].kind for row in plans if row[0].current}
    items = [
        {"label": series_name(one, language), "current": one == shown,
         "href": url_for("clinician.patient_values", patient=patient.public_id, kind=one)}
        for one in known
    ]  # fmt: skip
    more = [
        {"label": series_name(one, language),
         "href": url_for("clinician.edit_plan", patient=patient.public_id, kind=one.value)}
        for one in Series if one.value not in current and one is not Series.PRESSURE
    ]  # fmt: skip
    return {"items": items if len(items) > 1 else [], "more": more if plans else []}


def series_page(patient: User, kind: str, every_plan: Sequence[PlanRow], notes: Sequence[SignedNote]) -> str:
    """Show sixty days of one series, and who set which plan."""
    series = Series(kind)
    every, quality = _list_reports(patient, series)
    current = [one for one in reversed(every) if one.corrected_by_id is None and one.withdrawn_at is None]
    plans = [row for row in every_plan if row[0].kind == kind]
    plan = next((row[0] for row in plans if row[0].current), None)
    limits, head = any_limits_of(plan), load_head(patient)
    happened = plan_events(plans) + rating_events(patient) + note_events(notes)
    language = chosen_language()
    return render_template(
        "clinician/series_values.html", head=head, with_ratings=are_ratings_shown(), series=series,
        name=series_name(series, language), unit=unit_text(series, language), every=every, plans=plans, plan=plan,
        limits=limits, today=today(),
        chart=_chart(current, zone_of(limits), happened, program_weeks(head, plan), note_days(notes)),
        rows=with_notes(every, notes), notes=notes,
        finding=_finding(series, current, limits), needs_limits=series in LIMITS,
        weeks=weeks_of([taken_of(one) for one in current], 1)[:WEEKS_SHOWN], corrected={one.id: one for one in every},
        tabs=kind_tabs(patient, every_plan, kind), is_check=series in CHECKS, language=language,
        instructions=read_instructions(plan.instructions if plan else None),
        key_words={key: _(words) for key, words in KEY_WORDS.items()},
        rhythm_words=_rhythm_words, any_limits_of=any_limits_of,
        closer=closer_of(plan) if plan and is_closer(plan, today()) else None,
        read_instructions=read_instructions, facts=FACTS[series], with_unit=with_unit, level_of=level_of,
        rules_words=rules_words, findings_of=findings_of, judged_anew=was_judged_anew,
        own_limits_words=own_limits_words,
        quality=quality_lines(quality, current), grade_words=grade_words, is_graded=series in GRADED,
        answered_words=answered_words, context_words=_context_words,
    )


def _rhythm_words(plan: MeasurementPlan) -> str:
    return str(_(RHYTHM_WORDS[Rhythm(plan.rhythm)]))


def _list_reports(patient: User, series: Series) -> tuple[Sequence[Report], GradeCounts]:
    """Return every report of the viewer's units, also corrected ones, newest first, and their grades; one statement."""
    rows = web.session().execute(
        select(Report, *count_columns(patient.id, series.value, my_units()))
        .where(Report.patient_id == patient.id, Report.kind == series.value, Report.unit_id.in_(my_units()))
        .where(Report.session_date >= today() - timedelta(days=DAYS - 1))
        .order_by(Report.taken_at.desc(), Report.id.desc())
        .limit(MOST_OCCASIONS)
    ).all()
    return [row[0] for row in rows], GradeCounts(*rows[0][1:]) if rows else GradeCounts()


def _context_words(report: Report) -> str:
    return str(_(CONTEXT_WORDS[Context(report.context)])) if report.context else "–"


def _chart(
    reports: Sequence[Report], zone: Ends | None, events: Sequence[Event], weeks: Sequence[Event], reach: Sequence[date]
) -> Chart:
    samples = []
    for one in reports:
        value = sample_of(taken_of(one))
        if value is not None:
            samples.append(Sample(one.taken_at, float(value)))
    low, high = ((None if end is None else float(end)) for end in zone) if zone else (None, None)
    days = [(reports[0].taken_at, short_date_text(reports[0].taken_at))] if reports else []
    if len(reports) > 1:
        days.append((reports[-1].taken_at, short_date_text(reports[-1].taken_at)))
    language = chosen_language()
    options = Options(
        days=days, events=events, weeks=weeks, reach=reach, max_gap_days=8,
        margins=Margins(left=44, right=78, top=12, bottom=28),
        say_number=lambda value: str(write_number(language, Decimal(str(round(value, 1))))),
    )
    own = Line("", samples, Zone(low, high) if zone else None)
    return line_chart([own], width=WIDTH, height=HEIGHT, options=options)


def _finding(series: Series, reports: Sequence[Report], limits: SetBySomeone | None) -> str:
    """Return in a sentence or two what sixty days show."""
    if not reports:
        return str(_("Inga värden på sextio dagar."))
    last, language = reports[-1], chosen_language()
    words = str(ngettext(
        "Senast %(value)s, %(day)s. %(num)d tillfälle på sextio dagar.",
        "Senast %(value)s, %(day)s. %(num)d tillfällen på sextio dagar.", len(reports),
        value=with_unit(last, language), day=day_text(last.taken_at),
    ))  # fmt: skip
    if isinstance(limits, GlucoseLimits):
        counts = time_in_range([taken_of(one) for one in reports], limits)
        words += " " + str(_("I målet %(percent)s procent, låga %(low)s, höga %(high)s.", percent=counts.percent,
                             low=counts.low, high=counts.high))  # fmt: skip
    return words
