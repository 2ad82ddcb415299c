"""Filters for the patient's pages: deadlines by the name of the day, lengths of time in words, first names."""

from datetime import date, datetime, timedelta

from babel.dates import format_date
from flask_babel import get_locale, gettext, ngettext

from core import web
from core.clock import local_date
from core.web_language import chosen_zone, clock_text, day_text
from patient.guard import pages

WEEK = timedelta(days=7)


def today() -> date:
    """Return the patient's own calendar date."""
    return local_date(web.now(), chosen_zone())


@pages.app_template_filter("deadline")
def deadline_text(instant: datetime) -> str:
    """Write before when: "i dag 16:00", "i morgon 10:00", "torsdag 16:00", else with the date."""
    day, time = local_date(instant, chosen_zone()), clock_text(instant)
    if day == today():
        return str(gettext("i dag %(time)s", time=time))
    if day == today() + timedelta(days=1):
        return str(gettext("i morgon %(time)s", time=time))
    if today() < day < today() + WEEK:
        return f"{format_date(day, 'EEEE', locale=get_locale())} {time}"
    return f"{day_text(day)} {time}"


@pages.app_template_filter("duration")
def duration_text(minutes: int) -> str:
    """Write a length of time in words: "6 timmar och 45 minuter"."""
    hours, rest = divmod(int(minutes), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(num)d timme", "%(num)d timmar", hours))
    if rest or not hours:
        parts.append(ngettext("%(num)d minut", "%(num)d minuter", rest))
    return str(gettext("%(hours)s och %(minutes)s", hours=parts[0], minutes=parts[1]) if len(parts) > 1 else parts[0])


@pages.app_template_filter("first_name")
def first_name(name: str) -> str:
    """Return the first name, as people call each other."""
    return name.split()[0] if name.split() else name
