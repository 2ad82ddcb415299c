"""The words of a week's summary: kind, without blame and without a verdict on any value (clinical/programs.md C0)."""

from collections.abc import Sequence
from datetime import date, timedelta

from core.language import _l, say, write_number
from monitoring.series import CHECKS, Series
from monitoring.value_texts import series_name, unit_text
from monitoring.week_figures import SeriesWeek

TITLE = _l("Din vecka %(first)s–%(last)s")
ALL = _l("Du har gjort allt som var planerat den här veckan. Fint gjort.")
MOST = _l("Du har gjort %(done)s av %(planned)s planerade mätningar den här veckan. Tack för det.")
SOME = _l("Du har gjort %(done)s av %(planned)s planerade mätningar den här veckan. Alla veckor är olika.")
NONE = _l("Det kom inga mätningar den här veckan. Det är okej. Börja igen när det passar dig.")
UNPLANNED = _l("Inget var planerat den här veckan. Tack för det du skickade ändå.")
TELL = _l("Passar planen inte dina dagar, skriv till oss så ändrar vi den.")
COUNT = _l("%(name)s: %(count)s gånger.")
ONCE = _l("%(name)s: en gång.")
MEAN = _l("Medel %(mean)s.")
VALUE = _l("Värdet var %(mean)s.")
BEFORE = _l("Förra veckan %(mean)s.")
RED = _l("Fick du ett rött svar i veckan gäller fortfarande det som stod där.")
NEXT = _l("Nästa sammanfattning kommer på söndag. Har du frågor, skriv här.")
MONTHS = {
    "sv": ("jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def week_title(language: str, monday: date) -> str:
    """Return what a week is called: "Din vecka 16–22 nov"."""
    sunday = monday + timedelta(days=6)
    months = MONTHS.get(language, MONTHS["sv"])
    last = f"{sunday.day} {months[sunday.month - 1]}"
    first = str(monday.day) if monday.month == sunday.month else f"{monday.day} {months[monday.month - 1]} "
    return say(language, TITLE, first=first, last=last if first.isdigit() else f" {last}")


def kind_words(language: str, weeks: Sequence[SeriesWeek]) -> list[str]:
    """Return what is said first, by how many of the planned measurements came; one or two sentences."""
    planned, done = sum(one.planned for one in weeks), sum(one.done for one in weeks)
    if planned == 0:
        return [say(language, UNPLANNED)]
    if done == planned:
        return [say(language, ALL)]
    if sum(one.count for one in weeks) == 0:
        return [say(language, NONE), say(language, TELL)]
    if 2 * done >= planned:
        return [say(language, MOST, done=done, planned=planned)]
    return [say(language, SOME, done=done, planned=planned), say(language, TELL)]


def mean_words(language: str, series: str, mean: str) -> str:
    """Return a mean with its unit, in a language: "80,4 kg"."""
    return f"{write_number(language, mean)} {unit_text(series, language)}".strip() if mean else ""


def series_words(language: str, week: SeriesWeek) -> str:
    """Return the week of one series in a line: "Vikt: 7 gånger. Medel 80,4 kg. Förra veckan 80,9 kg."."""
    name = series_name(week.series, language)
    parts = [say(language, ONCE, name=name) if week.count == 1 else say(language, COUNT, name=name, count=week.count)]
    if week.mean:
        said = VALUE if week.count == 1 else MEAN
        parts.append(say(language, said, mean=mean_words(language, week.series, week.mean)))
    if week.mean and week.before:
        parts.append(say(language, BEFORE, mean=mean_words(language, week.series, week.before)))
    return " ".join(parts)


def write_week(language: str, monday: date, weeks: Sequence[SeriesWeek], *, has_red: bool) -> str:
    """Return the summary as it stands in the thread, a blank line between its parts.

    :param has_red: a red answer was given in the week, which the summary must not soften.
    """
    shown = [one for one in weeks if one.count or (one.planned and Series(one.series) not in CHECKS)]
    lines = [series_words(language, one) for one in shown if one.count]
    red = [say(language, RED)] if has_red else []
    words = " ".join(kind_words(language, weeks))
    return "\n\n".join((week_title(language, monday), words, *lines, *red, say(language, NEXT)))
