"""What there is to measure today, on the patient's first page: one row for each series that still waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from core.clock import local_date
from core.web_language import chosen_language, clock_text
from monitoring.models import MeasurementPlan
from monitoring.plan_news import plan_words
from monitoring.plans import is_measuring_day, pressure_plan
from monitoring.rechecks import RECHECK_TIME
from monitoring.rhythm import Rhythm
from monitoring.series import FACTS, Series
from patient.today import TodayRow, adds_today_rows
from people.viewer import Viewer
from programs.measuring import Awaited, MeasuredToday, list_today

NEWS_FOR = timedelta(days=3)
SIGNS = {Series.WEIGHT: "scale", Series.HEART_CHECK: "heart", Series.LUNG_CHECK: "form", Series.NRS: "form",
         Series.STEPS: "walk"}  # fmt: skip


@adds_today_rows
def measuring_rows(session: Session, me: Viewer, now: datetime) -> list[TodayRow]:
    """Add "Mät blodtrycket", "Väg dig" and so on while today's value is missing; one statement."""
    today = local_date(now, me.user.zone)
    every = list_today(session, me.id, today)
    rows = _news_rows([one.measuring.plan for one in every if one.measuring.is_active], now)
    for one in every:
        plan = one.measuring.plan
        if one.awaits is not None:
            rows.append(_again_row(one.awaits, Series(plan.kind), now))
        if one.measuring.is_active and is_measuring_day(plan, today):
            if plan.rhythm == Rhythm.BLOCKS:
                rows += _pressure_row(one, now, me.user.zone)
            else:
                rows += _row(one, plan, now.astimezone(ZoneInfo(me.user.zone)).hour)
    return rows


def _news_rows(plans: Sequence[MeasurementPlan], now: datetime) -> list[TodayRow]:
    """Return a row that says what is measured now, for three days after somebody has changed it."""
    changed = [plan for plan in plans if plan.changed and now - plan.set_at < NEWS_FOR]
    if not changed:
        return []
    fact = " ".join(plan_words(plan, chosen_language()) for plan in changed)
    return [TodayRow(url_for("patient.messages"), "info", _("Din mätplan är ändrad"), fact, "sky", 18)]


def _again_row(awaited: Awaited, series: Series, now: datetime) -> TodayRow:
    """Return the row of a value that is to be measured again; it comes before everything else."""
    fact = str(_("Nu. Det förra värdet ska mätas om"))
    if series is Series.GLUCOSE and now < awaited.received_at + RECHECK_TIME:
        fact = str(_("Klockan %(time)s", time=clock_text(awaited.received_at + RECHECK_TIME)))
    href = url_for("patient.value_feedback", report=awaited.public_id)
    return TodayRow(href, SIGNS.get(series, "pulse"), _("Mät igen: %(name)s", name=_(FACTS[series].name).lower()), fact,
                    "apricot", 5)


def _row(one: MeasuredToday, plan: MeasurementPlan, hour: int) -> list[TodayRow]:
    if one.sittings:
        return []
    series = Series(plan.kind)
    href = url_for("patient.new_series", kind=plan.kind)
    fact = _("Det går bra att göra det nu")
    if hour <= plan.morning_hour:
        fact = _("Gärna vid klockan %(time)s", time=f"{plan.morning_hour:02d}:00")
    return [TodayRow(href, SIGNS.get(series, "pulse"), _(FACTS[series].measuring), fact, "apricot", 15)]


def _pressure_row(one: MeasuredToday, now: datetime, zone: str) -> list[TodayRow]:
    plan = pressure_plan(one.measuring.plan)
    evening = now.astimezone(ZoneInfo(zone)).hour >= (plan.morning_hour + plan.evening_hour) // 2
    if ("evening" if evening else "morning") in one.sittings:
        return []
    fact = _("I kväll, två mätningar") if evening else _("På morgonen, två mätningar")
    href = url_for("patient.measure", kind=Series.PRESSURE.value)
    return [TodayRow(href, "pulse", _("Mät blodtrycket"), fact, "apricot", 15)]
