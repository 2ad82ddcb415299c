"""The rows of a patient's measuring day, numbered as on the question card: what is left today, and when the next is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy.orm import Session

from core.clock import local_date
from core.language import DEFAULT_LANGUAGE, LANGUAGES, _l, say
from monitoring.plans import is_measuring_day, pressure_plan
from monitoring.rhythm import Rhythm, next_expected
from monitoring.schedule import SessionPart, next_session
from monitoring.series import CHECKS, Series
from people.models import User
from programs.measuring import MeasuredToday, Measuring, list_today

TONIGHT, TOMORROW, TODAY = _l("i kväll"), _l("i morgon"), _l("i dag")


@dataclass(frozen=True)
class Row:
    """One line of the card: what is measured, and its number there."""

    number: int
    measuring: Measuring

    @property
    def series(self) -> Series:
        """What is measured."""
        return Series(self.measuring.plan.kind)

    @property
    def is_check(self) -> bool:
        """Tell whether it is questions rather than a number."""
        return self.series in CHECKS


def rows_of(plans: Sequence[Measuring]) -> list[Row]:
    """Return the rows of the card: every plan of a running treatment, in the order of the series."""
    return [Row(number, one) for number, one in enumerate((one for one in plans if one.is_active), start=1)]


def find_row(plans: Sequence[Measuring], series: Series) -> Row | None:
    """Return the row of a series, or None."""
    return next((row for row in rows_of(plans) if row.series is series), None)


def list_open_checks(session: Session, patient: User, now: datetime, wanted: Series | None = None) -> list[Row]:
    """Return the checks not sent today, also on a day when nobody asks for them; one statement."""
    measured = list_today(session, patient.id, local_date(now, patient.zone))
    sent = {one.measuring.plan.kind for one in measured if one.sittings}
    rows = rows_of([one.measuring for one in measured])
    return [row for row in rows if row.is_check and row.series not in sent and wanted in (None, row.series)]


def list_left(session: Session, patient: User, now: datetime) -> list[Row]:
    """Return the rows that are expected today and have not been sent yet; one statement."""
    today = local_date(now, patient.zone)
    measured = list_today(session, patient.id, today)
    rows = rows_of([one.measuring for one in measured])
    done = {one.measuring.plan.kind: one for one in measured}
    return [row for row in rows if _is_left(done[row.series.value], row, today, now, patient.zone)]


def _is_left(one: MeasuredToday, row: Row, today: date, now: datetime, zone: str) -> bool:
    plan = row.measuring.plan
    if not is_measuring_day(plan, today):
        return False
    if plan.rhythm == Rhythm.BLOCKS:
        return sitting_now(plan.morning_hour, plan.evening_hour, now, zone).value not in one.sittings
    return not one.sittings


def sitting_now(morning: int, evening: int, now: datetime, zone: str) -> SessionPart:
    """Return which sitting an instant belongs to: the hour that is nearest."""
    is_late = now.astimezone(ZoneInfo(zone)).hour >= (morning + evening) // 2
    return SessionPart.EVENING if is_late else SessionPart.MORNING


def say_next(plans: Sequence[Measuring], now: datetime, zone: str, language: str) -> str:
    """Return when something is expected next: "i kväll", "i morgon", "måndag"; "" when nothing is."""
    today = local_date(now, zone)
    coming: list[tuple[date, bool]] = []
    for one in (one for one in plans if one.is_active):
        if one.plan.rhythm == Rhythm.BLOCKS:
            sitting = next_session(pressure_plan(one.plan), now, zone)
            coming += [(sitting.on, sitting.part is SessionPart.EVENING)] if sitting else []
        else:
            day = next_expected(Rhythm(one.plan.rhythm), one.plan.starts_on, one.plan.ends_on, today)
            coming += [(day, False)] if day else []
    return _day_words(*min(coming), today, language) if coming else ""


def _day_words(day: date, is_evening: bool, today: date, language: str) -> str:
    if day == today:
        return say(language, TONIGHT if is_evening else TODAY)
    if day == today + timedelta(days=1):
        return say(language, TOMORROW)
    locale = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return str(format_date(day, "EEEE" if day < today + timedelta(days=7) else "d MMMM", locale=locale))
