"""How a time to come is said to people: today 16:00, on Tuesday 16:00, later with its date; and how long is left."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale, gettext, ngettext

from core.web_language import chosen_zone

WEEK = timedelta(days=6)


def deadline_text(instant: datetime, now: datetime) -> str:
    """Write when something will have happened: "i dag 16:00", "tisdag 16:00" or "tisdag 1 december 16:00"."""
    local, today = instant.astimezone(ZoneInfo(chosen_zone())), now.astimezone(ZoneInfo(chosen_zone())).date()
    clock = local.strftime("%H:%M")
    if local.date() == today:
        return str(gettext("i dag %(time)s", time=clock))
    pattern = "EEEE" if today < local.date() <= today + WEEK else "EEEE d MMMM"
    return f"{format_date(local.date(), pattern, locale=get_locale())} {clock}"


def time_left_text(instant: datetime, now: datetime) -> str:
    """Write how long is left, or how late it is: "om 6 h 48 min", "om 3 dagar", "2 h för sent"."""
    late = instant < now
    minutes = int(abs(instant - now).total_seconds() // 60)
    if minutes >= 48 * 60:
        days = minutes // (24 * 60)
        amount = ngettext("%(num)d dag", "%(num)d dagar", days)
    elif minutes >= 60:
        hours, rest = divmod(minutes, 60)
        amount = f"{hours} h {rest} min" if rest and not late else f"{hours} h"
    else:
        amount = f"{minutes} min"
    return str(gettext("%(amount)s för sent", amount=amount) if late else gettext("om %(amount)s", amount=amount))
