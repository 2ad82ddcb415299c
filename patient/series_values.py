"""The patient's values of any series but pressure: the last one, the curve with his zone, sentences, weeks, table."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from core import web
from core.chart_shapes import Chart, Options, Sample, Zone
from core.chart_shapes import Series as Line
from core.charts import line_chart
from core.clock import local_date
from core.language import write_number
from core.web_language import chosen_language, short_date_text
from monitoring.closer import closer_of, is_closer
from monitoring.limits import SetBySomeone
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import list_between, taken_of
from monitoring.plans import any_limits_of
from monitoring.series import CHECKS, FACTS, Series, value_facts
from monitoring.series_limits import GlucoseLimits, WeightLimits
from monitoring.series_summary import Ends, WeekFigures, holds, sample_of, time_in_range, trend_of, weeks_of, zone_of
from monitoring.value_notes import SignedNote, list_own_notes
from monitoring.value_texts import series_name, unit_text, value_text, with_unit
from patient.curve_events import days_of, note_events, note_words, plan_events, with_notes
from patient.guard import viewer
from patient.onboarding import next_start_page
from patient.quality_words import quality_lines
from patient.value_words import card_word, context_word, level_word, next_words, tone_of
from patient.zone_words import zone_words
from programs.measuring import Measuring
from programs.models import EnrollmentStatus

PERIODS = {"14": 14, "90": 90, "365": 365}
WEEKS_SHOWN = 8
SAME = {Series.WEIGHT: Decimal("0.5"), Series.GLUCOSE: Decimal("0.5"), Series.TEMPERATURE: Decimal("0.3"),
        Series.SPO2: Decimal(1), Series.HBA1C: Decimal(2)}  # fmt: skip
SAME_SHARE = Decimal("0.05")
"""A change no larger than this is told as the same; as a share of the values where a series has none of its own."""


def kind_links(plans: Sequence[Measuring], shown: Measuring) -> list[dict[str, Any]]:
    """Return the links between the series that a patient measures; none when there is only one."""
    if len(plans) < 2:
        return []
    language = chosen_language()
    return [
        {"label": series_name(one.plan.kind, language), "href": url_for("patient.values", kind=one.plan.kind),
         "current": one.plan.kind == shown.plan.kind}
        for one in plans
    ]  # fmt: skip


def series_page(measuring: Measuring, plans: Sequence[Measuring]) -> Any:
    """Show one series: last value, curve, what it shows in words, weeks, and the table."""
    session, me, series = web.session(), viewer(), Series(measuring.plan.kind)
    days = PERIODS.get(request.args.get("period", "14"), PERIODS["14"])
    today = local_date(web.now(), me.user.zone)
    reports = list_between(session, me.id, today - timedelta(days=days - 1), today, series)
    notes = list_own_notes(session, me.id, today - timedelta(days=days - 1))
    start = next_start_page(session, measuring.enrollment)
    if start and not reports and not start.any_done and "kind" not in request.args:
        return redirect(start.href)
    limits, language = any_limits_of(measuring.plan), chosen_language()
    zone = zone_of(limits)
    return render_template(
        "patient/series_values.html", measuring=measuring, series=series, facts=FACTS[series], period=str(days),
        reports=reports, last=reports[-1] if reports else None, kinds=kind_links(plans, measuring), limits=limits,
        chart=_chart(reports, zone, measuring.plan, notes), start=start,
        notes=notes, with_notes=with_notes, note_words=note_words,
        lines=[*summary_lines(series, reports, limits), *quality_lines(reports)],
        zone_words=zone_words(series, zone), weeks=_weeks(series, reports), active_tab="values",
        next=next_words(measuring.plan, me.user.zone) if measuring.is_active else "",
        is_ended=measuring.enrollment is not None and measuring.enrollment.status is EnrollmentStatus.ENDED,
        closer=closer_of(measuring.plan) if is_closer(measuring.plan, today) else None, today=today,
        has_longer=has_longer(measuring, days, today),
        is_check=series in CHECKS, unit=unit_text(series, language), language=language, value_text=value_text,
        with_unit=with_unit, context_word=context_word, tone_of=tone_of, level_word=level_word, card_word=card_word,
    )


def has_longer(measuring: Measuring, days: int, today: date) -> bool:
    """Tell whether there may be values from before the days that are shown, within the longest period."""
    return days < max(PERIODS.values()) and measuring.plan.starts_on <= today - timedelta(days=days)


def _weeks(series: Series, reports: Sequence[Report]) -> list[WeekFigures]:
    facts = value_facts(series)
    return weeks_of([taken_of(one) for one in reports], max(facts.decimals, 1) if facts else 1)[:WEEKS_SHOWN]


def _chart(
    reports: Sequence[Report], zone: Ends | None, plan: MeasurementPlan, notes: Sequence[SignedNote]
) -> Chart:
    samples = []
    for one in reports:
        value = sample_of(taken_of(one))
        if value is not None:
            samples.append(Sample(one.taken_at, float(value)))
    low, high = ((None if end is None else float(end)) for end in zone) if zone else (None, None)
    shown = [Line("", samples, Zone(low, high) if zone else None)]
    days = [(reports[0].taken_at, short_date_text(reports[0].taken_at))] if reports else []
    if len(reports) > 1 and reports[-1].session_date != reports[0].session_date:
        days.append((reports[-1].taken_at, short_date_text(reports[-1].taken_at)))
    language = chosen_language()
    options = Options(
        days=days, events=plan_events(plan) + note_events(notes), reach=days_of(notes),
        say_number=lambda value: str(write_number(language, Decimal(str(round(value, 1))))),
    )
    return line_chart(shown, options=options)


def summary_lines(series: Series, reports: Sequence[Report], limits: SetBySomeone | None) -> list[str]:
    """Return what the period shows in two or three sentences; they stand under the curve and are read aloud."""
    taken = [taken_of(one) for one in reports]
    values = [value for one in taken if (value := sample_of(one)) is not None]
    if not taken:
        return [str(_("Det finns inga värden från den här tiden."))]
    lines = [str(ngettext("Du har %(num)d värde från den här tiden.", "Du har %(num)d värden från den här tiden.",
                          len(taken)))]  # fmt: skip
    if len(values) >= 3:
        lines = [_trend(series, values)]
    zone = zone_of(limits)
    if isinstance(limits, GlucoseLimits):
        counts = time_in_range(taken, limits)
        lines.append(str(_("%(inside)s av %(all)s värden ligger i ditt mål, %(percent)s procent.", inside=counts.inside,
                           all=counts.total, percent=counts.percent)))  # fmt: skip
        lines.append(str(_("Låga: %(low)s. Höga: %(high)s.", low=counts.low, high=counts.high)))
    elif zone is not None and values and series not in CHECKS:
        inside = sum(holds(zone, value) for value in values)
        lines.append(str(_("%(inside)s av %(all)s värden ligger i din zon.", inside=inside, all=len(values))))
    if isinstance(limits, WeightLimits) and limits.target is not None:
        language = chosen_language()
        lines.append(str(_("Din målvikt är %(target)s kg.", target=write_number(language, limits.target.normalize()))))
    return lines


def _trend(series: Series, values: Sequence[Decimal]) -> str:
    change = trend_of(values)
    name = series_name(series, chosen_language())
    if abs(change) <= SAME.get(series, SAME_SHARE * abs(values[0])):
        return str(_("%(name)s: ungefär som förut.", name=name))
    places = {"name": name, "change": write_number(chosen_language(), abs(change).quantize(Decimal("0.1")).normalize()),
              "unit": unit_text(series, chosen_language())}  # fmt: skip
    if series in CHECKS:
        return str(_("Du har mått lite bättre än förut.") if change < 0 else _("Du har mått lite sämre än förut."))
    if change < 0:
        return str(_("%(name)s: ner %(change)s %(unit)s under den här tiden.", **places))
    return str(_("%(name)s: upp %(change)s %(unit)s under den här tiden.", **places))
