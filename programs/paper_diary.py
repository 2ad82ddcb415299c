"""The last fortnight of a daily diary as a table on paper."""

from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date
from sqlalchemy.orm import Session

from core.language import _l, say, write_number
from programs.day_diary import diary_of
from programs.diary import DiaryDay, list_days
from programs.models import Enrollment
from programs.schema import DiaryForm, Figure
from programs.sheets import PaperTable

DAYS = 14
DAY, SLEPT, IN_BED, PART = _l("Dag"), _l("Sov"), _l("I sängen"), _l("Del")
TITLE, SLEEP_TITLE = _l("Dagboken: %(title)s"), _l("Sömndagboken")
NO_ROW, LENGTH, PERCENT = _l("Ingen rad"), _l("%(hours)s h %(minutes)s min"), _l("%(part)s %%")


def diary_table(session: Session, enrollment: Enrollment, last: date, language: str) -> PaperTable | None:
    """Return the fortnight that ends on a day, the newest day first; None without a diary or with no row in it.

    One statement, and none for a program without a diary.
    """
    diary = diary_of(enrollment)
    if diary is None:
        return None
    days = list_days(session, enrollment.id, last - timedelta(days=DAYS - 1), last, diary.name)
    if not any(day.entry for day in days):
        return None
    newest_first = list(reversed(days))
    if diary.form is None:
        heads = [say(language, word) for word in (DAY, SLEPT, IN_BED, PART)]
        return PaperTable(say(language, SLEEP_TITLE), heads, [_night(day, language) for day in newest_first])
    heads = [say(language, DAY), *[one.label.of(language) for one in diary.form.figures]]
    rows = [_row(diary.form, day, language) for day in newest_first]
    return PaperTable(say(language, TITLE, title=diary.form.title.of(language)), heads, rows)


def _day(day: DiaryDay, language: str) -> str:
    return format_date(day.day, "d MMM", locale=language)


def _night(day: DiaryDay, language: str) -> list[str]:
    if day.night is None:
        return [_day(day, language), say(language, NO_ROW), "", ""]
    lengths = [_length(int(minutes), language) for minutes in (day.night.tst, day.night.tib)]
    return [_day(day, language), *lengths, say(language, PERCENT, part=_number(day.night.se, language))]


def _length(minutes: int, language: str) -> str:
    hours, rest = divmod(minutes, 60)
    return say(language, LENGTH, hours=hours, minutes=rest)


def _row(form: DiaryForm, day: DiaryDay, language: str) -> list[str]:
    if day.entry is None:
        return [_day(day, language), say(language, NO_ROW), *[""] * (len(form.figures) - 1)][: len(form.figures) + 1]
    return [_day(day, language), *[_figure(one, day, language) for one in form.figures]]


def _figure(figure: Figure, day: DiaryDay, language: str) -> str:
    if figure.id not in day.figures:
        return "–"
    unit = figure.unit.of(language) if figure.unit else ""
    return f"{_number(day.figures[figure.id], language)} {unit}".strip()


def _number(value: float, language: str) -> object:
    return write_number(language, Decimal(str(value)))
