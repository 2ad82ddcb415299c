"""The reader's language, time zone and theme, and how dates and numbers are written for him."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from flask import Flask, g, request
from flask_babel import Babel, get_locale, gettext
from flask_babel import format_decimal as babel_decimal

from core import web_templates
from core.clock import local_date
from core.language import DEFAULT_LANGUAGE, LANGUAGES
from core.web import now

LANGUAGE_COOKIE = "egenvag_language"
THEME_COOKIE = "egenvag_theme"
THEMES = ("", "light", "dark")
LOCALES = {language: Locale.parse(language) for language in LANGUAGES}


def install(app: Flask) -> None:
    """Fit language choice and the date and number filters to an application."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT_LANGUAGE
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=_chosen_locale, timezone_selector=chosen_zone)
    web_templates.install(app)
    filters = {
        "clock": clock_text,
        "day": day_text,
        "long_day": long_day_text,
        "when": when_text,
        "when_ahead": when_ahead_text,
        "number": number_text,
        "date_short": short_date_text,
        "in_language": in_language,
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals["theme"] = chosen_theme
    app.jinja_env.globals["get_locale"] = get_locale


def chosen_language() -> str:
    """Return the language of the signed-in person, else of the cookie, else what the browser asks for."""
    preferred = g.get("language") or request.cookies.get(LANGUAGE_COOKIE)
    if preferred in LANGUAGES:
        return str(preferred)
    return request.accept_languages.best_match(LANGUAGES) or DEFAULT_LANGUAGE


def _chosen_locale() -> Locale:
    return LOCALES[chosen_language()]


def chosen_zone() -> str:
    """Return the time zone of the signed-in person."""
    return str(g.get("zone") or "Europe/Stockholm")


def chosen_theme() -> str:
    """Return "light", "dark" or "" for what the device prefers."""
    theme = g.get("theme") or request.cookies.get(THEME_COOKIE, "")
    return theme if theme in THEMES else ""


def _local(instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo(chosen_zone()))


def clock_text(instant: datetime) -> str:
    """Write an instant as the reader's wall clock: 16:00."""
    return _local(instant).strftime("%H:%M")


def _as_date(value: datetime | date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def day_text(value: datetime | date) -> str:
    """Write a day as "12 november"."""
    return format_date(_as_date(value), "d MMMM", locale=get_locale())


def short_date_text(value: datetime | date) -> str:
    """Write a day as "12 nov."."""
    return format_date(_as_date(value), "d MMM", locale=get_locale())


def long_day_text(value: datetime | date) -> str:
    """Write a day as "måndag 23 november"."""
    return format_date(_as_date(value), "EEEE d MMMM", locale=get_locale())


def when_text(instant: datetime | None) -> str:
    """Write an instant as people say it: 07:41 today, yesterday 19:20, a weekday, else a date."""
    if instant is None:
        return ""
    day, today = _local(instant).date(), local_date(now(), chosen_zone())
    if day == today:
        return clock_text(instant)
    if day == today - timedelta(days=1):
        return str(gettext("i går %(time)s", time=clock_text(instant)))
    if today - timedelta(days=6) <= day < today:
        return format_date(day, "EEE", locale=get_locale()).rstrip(".")
    pattern = "d MMM" if day.year == today.year else "d MMM y"
    return format_date(day, pattern, locale=get_locale())


def when_ahead_text(instant: datetime) -> str:
    """Write an instant to come: 16:00 today, tomorrow 09:00, else a weekday with date and time."""
    day, today = _local(instant).date(), local_date(now(), chosen_zone())
    if day == today:
        return str(gettext("i dag %(time)s", time=clock_text(instant)))
    if day == today + timedelta(days=1):
        return str(gettext("i morgon %(time)s", time=clock_text(instant)))
    return f"{format_date(day, 'EEEE d MMMM', locale=get_locale())} {clock_text(instant)}"


def time_of_day(value: Any) -> str:
    """Write a time object as the reader's clock."""
    return format_time(value, "HH:mm", locale=get_locale())


def number_text(value: float | Decimal | int, decimals: int | None = None) -> str:
    """Write a number with the reader's decimal sign; decimals fixes how many."""
    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(babel_decimal(value, format=pattern))


def in_language(texts: dict[str, str] | Any) -> str:
    """Pick the reader's language from a text written in both; Swedish when the other is missing."""
    language = str(get_locale())
    if isinstance(texts, dict):
        return str(texts.get(language) or texts[DEFAULT_LANGUAGE])
    return str(getattr(texts, language, None) or texts.sv)
