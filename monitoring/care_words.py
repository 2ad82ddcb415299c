"""Who reads a patient's values and when, in the words the patient reads (clinical/vitals.md 0.5)."""

from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_day_names

from core.clock import local_date
from core.language import DEFAULT_LANGUAGE, LANGUAGES, _l, say
from monitoring.feedback import CareWords
from people.identity import find_phone, show_phone
from people.models import CareUnit
from people.opening_hours import is_open, next_opening

WEEKDAYS = _l("vardagar")
SPAN = _l("%(days)s %(opens)s till %(closes)s")
DAY_TO_DAY = _l("%(first)s till %(last)s")
TODAY = _l("i dag %(time)s")
TOMORROW = _l("i morgon %(time)s")
NEVER = _l("mottagningen har öppnat igen")


def care_words(unit: CareUnit, nurse: str, now: datetime, language: str) -> CareWords:
    """Return who and when.

    :param nurse: name of who answers for the patient, or "" for the unit itself.
    """
    return CareWords(
        nurse=nurse or unit.name, clinic=unit.name, phone=show_phone(find_phone(unit.phone)) or unit.phone,
        opening_hours=opening_words(unit, language), open_now=is_open(unit, now),
        read_from=reading_words(unit, now, language),
    )


def opening_words(unit: CareUnit, language: str) -> str:
    """Return a unit's opening hours: "vardagar 08:00 till 16:00", or each run of days with its own."""
    hours = [(day, tuple(unit.opening_hours.get(str(day), ())[:2])) for day in range(7)]
    spans = []
    for span, run in groupby(hours, key=lambda one: one[1]):
        days = [day for day, _span in run]
        if span:
            spans.append(say(language, SPAN, days=_days(days, language), opens=span[0], closes=span[1]))
    return ", ".join(spans)


def _days(days: list[int], language: str) -> str:
    if days == [0, 1, 2, 3, 4]:
        return say(language, WEEKDAYS)
    names = get_day_names("wide", locale=_locale(language))
    if len(days) == 1:
        return str(names[days[0]])
    return say(language, DAY_TO_DAY, first=names[days[0]], last=names[days[-1]])


def reading_words(unit: CareUnit, now: datetime, language: str) -> str:
    """Return when somebody reads next: "i dag 08:00", "i morgon 08:00" or "måndag 08:00"."""
    opens = next_opening(unit, now)
    if opens is None:
        return say(language, NEVER)
    day, today = local_date(opens, unit.zone), local_date(now, unit.zone)
    local = opens.astimezone(ZoneInfo(unit.zone))
    if day in (today, today + timedelta(days=1)):
        return say(language, TODAY if day == today else TOMORROW, time=local.strftime("%H:%M"))
    pattern = "EEEE HH:mm" if day < today + timedelta(days=7) else "d MMMM HH:mm"
    return format_datetime(local, pattern, locale=_locale(language))


def _locale(language: str) -> str:
    return language if language in LANGUAGES else DEFAULT_LANGUAGE
