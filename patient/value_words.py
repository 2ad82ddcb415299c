"""How values are told to the patient: the card's tone and word, the next sitting, and a summary in sentences."""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import fmean

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from core import web
from core.clock import local_date
from monitoring.judgement import Judgement, Level, Rule
from monitoring.limits import BpLimits
from monitoring.models import MeasurementPlan, Report
from monitoring.plans import next_measuring_day, pressure_plan
from monitoring.rhythm import Rhythm
from monitoring.schedule import Session, SessionPart, next_session
from monitoring.series import CONTEXT_WORDS, Context
from monitoring.weak_readings import is_held

TONES = {
    Level.GREEN: "leaf", Level.YELLOW: "sun", Level.RED: "lingon", Level.EMERGENCY: "lingon", Level.NEUTRAL: "plain",
}
FEWEST_FOR_TREND = 6
"""Two values in each third: one value against another tells nothing (clinical/vitals.md 0.2)."""
CHANGE_TOLD = 3
"""mmHg between the first and the last third of a period; less is called the same."""


def tone_of(level: str) -> str:
    """Return the tone of a card: leaf, sun, lingon or plain."""
    return TONES[Level(level)]


def level_word(level: str) -> str:
    """Return the level in a word, for a tag."""
    return str({
        Level.GREEN: _("Grönt"), Level.YELLOW: _("Gult"), Level.RED: _("Rött"), Level.EMERGENCY: _("Akut"),
        Level.NEUTRAL: _("Sparat"),
    }[Level(level)])


def card_word(judgement: Judgement) -> str:
    """Return the words at the top of a feedback card."""
    if judgement.provisional:
        return _again_word(judgement)
    return str({
        Level.GREEN: _("Grönt: som det ska"), Level.YELLOW: _("Gult: vi tittar på det"),
        Level.RED: _("Rött: läs det här"), Level.EMERGENCY: _("Ring 112 nu"), Level.NEUTRAL: _("Värdet är sparat"),
    }[judgement.level])


def _again_word(judgement: Judgement) -> str:
    if judgement.rule in (Rule.GLUCOSE_WASH, Rule.GLUCOSE_HIGH, Rule.GLUCOSE_FASTING_OFTEN):
        return str(_("Tvätta händerna och mät igen"))
    if is_held(judgement) and judgement.rule.value.lower().startswith(("w", "pef")):
        return str(_("Mät en gång till"))
    return str(_("Vila och mät igen"))


def context_word(context: str) -> str:
    """Return around what a value was measured, in words."""
    return str(_(CONTEXT_WORDS[Context(context)])) if context in list(Context) else ""


def next_words(plan: MeasurementPlan, zone: str) -> str:
    """Return when the patient measures next: "i kväll", "i morgon bitti", "onsdag morgon"; "" when it is over."""
    if plan.rhythm != Rhythm.BLOCKS:
        today = local_date(web.now(), zone)
        day = next_measuring_day(plan, today)
        return _day_words(day, today) if day else ""
    coming = next_session(pressure_plan(plan), web.now(), zone)
    return _sitting_words(coming, local_date(web.now(), zone)) if coming else ""


def _day_words(day: date, today: date) -> str:
    if day == today + timedelta(days=1):
        return str(_("i morgon"))
    return str(format_date(day, "EEEE" if day < today + timedelta(days=7) else "d MMMM", locale=get_locale()))


def _sitting_words(coming: Session, today: date) -> str:
    morning = coming.part is SessionPart.MORNING
    if coming.on == today:
        return str(_("i dag på morgonen") if morning else _("i kväll"))
    if coming.on == today + timedelta(days=1):
        return str(_("i morgon bitti") if morning else _("i morgon kväll"))
    day = format_date(coming.on, "EEEE", locale=get_locale())
    if coming.on >= today + timedelta(days=7):
        day = format_date(coming.on, "d MMMM", locale=get_locale())
    return str(_("%(day)s morgon", day=day) if morning else _("%(day)s kväll", day=day))


def is_inside(report: Report, limits: BpLimits) -> bool:
    """Tell whether a value is in the patient's own zone."""
    upper, lower = report.systolic or 0, report.diastolic or 0
    return limits.low_systolic <= upper < limits.goal_systolic and lower < limits.goal_diastolic


def summary(reports: Sequence[Report], limits: BpLimits | None) -> list[str]:
    """Return the finding of a period in one or two sentences."""
    if not reports:
        return [str(_("Det finns inga värden från den här tiden."))]
    if len(reports) < FEWEST_FOR_TREND:
        return [str(ngettext("Du har %(num)d värde från den här tiden.", "Du har %(num)d värden från den här tiden.",
                             len(reports)))]
    lines = [_trend([one.systolic or 0 for one in reports])]
    if limits is not None:
        inside = sum(is_inside(one, limits) for one in reports)
        lines.append(str(_("%(inside)s av %(all)s värden ligger i din zon.", inside=inside, all=len(reports))))
    return lines


def _trend(upper: Sequence[int]) -> str:
    third = max(1, len(upper) // 3)
    change = fmean(upper[-third:]) - fmean(upper[:third])
    if abs(change) < CHANGE_TOLD:
        return str(_("Ditt blodtryck är ungefär som förut."))
    return str(_("Ditt blodtryck har sjunkit lite.") if change < 0 else _("Ditt blodtryck har stigit lite."))
