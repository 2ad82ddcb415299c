"""Takes the values of an SMS that are no blood pressure: what is awaited first, told by the rules of the web."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assistant.series_words import alone_as, understand_series
from assistant.sms_replies import Reply
from assistant.taking import joined, series_of
from assistant.understand import understand
from core.clock import local_date
from monitoring.judgement import Level, Rule
from monitoring.kinds import ValueKind
from monitoring.models import Report
from monitoring.occasions import list_recent
from monitoring.outcomes import Confirm, Refuse
from monitoring.plans import PRESSURE, is_measuring_day
from monitoring.plausibility import CheckContext, check_series_value
from monitoring.questions import questions_to_ask
from monitoring.reports import Reported, Sent, report_series
from monitoring.series import CHECKS, Series
from people.models import User
from programs.measuring import Measuring, list_today

SUGAR_RECHECKS = frozenset({Rule.GLUCOSE_RECHECK})
REPEAT_MOST = 3
COUNTED = (Series.RATE, Series.NRS)
"""Series that are no intent of the understanding; every other number is only taken when its role is known."""


@dataclass(frozen=True)
class Meant:
    """What an SMS holds for this patient: his own series, each with its plan; or a number that fits several.

    :ivar is_unclear: a number without a word, and more than one series it could be.
    """

    sent: tuple[tuple[Sent, Measuring], ...] = ()
    is_unclear: bool = False
    has_words: bool = False


def read_meant(session: Session, patient: User, plans: Sequence[Measuring], body: str, now: datetime) -> Meant:
    """Return what a text means for a patient; only series that are in the plan are taken."""
    by_series = {Series(one.plan.kind): one for one in plans if one.plan.kind != PRESSURE}
    if not by_series:
        return Meant()
    understood = understand_series(body)
    if understood.alone is not None:
        return _alone(session, patient, by_series, understood.alone, now)
    counts = [one for one in understood.found if one.series in COUNTED]
    read = joined(series_of(understand(body)), counts)
    known = [(one, by_series[one.series]) for one in read if one.series in by_series]
    return Meant(tuple(known))


def _alone(
    session: Session, patient: User, by_series: dict[Series, Measuring], value: Decimal, now: datetime
) -> Meant:
    """A number alone is what is awaited: a new measurement, then what is left today, then the only one it fits."""
    fits = {series: sent for series in by_series if (sent := alone_as(value, series)) is not None}
    awaited = next((series for series in fits if awaits_repeat(session, patient, series, now)), None)
    if awaited is None and len(fits) > 1:
        left = [series for series in _left_today(session, patient, now) if series in fits]
        awaited = left[0] if len(left) == 1 else None
    if awaited is None and len(fits) == 1:
        awaited = next(iter(fits))
    if awaited is None:
        return Meant(is_unclear=bool(fits))
    return Meant(((fits[awaited], by_series[awaited]),))


def awaits_repeat(session: Session, patient: User, series: Series, now: datetime) -> bool:
    """Tell whether a new measurement of a series is awaited, so that a number alone is that one."""
    recent = list_recent(session, patient.id, now, series)[-REPEAT_MOST:]
    return any(one.kind == series and one.provisional for one in recent)


def _left_today(session: Session, patient: User, now: datetime) -> list[Series]:
    today = local_date(now, patient.zone)
    return [
        Series(one.measuring.plan.kind) for one in list_today(session, patient.id, today)
        if not one.sittings and is_measuring_day(one.measuring.plan, today)
    ]  # fmt: skip


def check_sent(session: Session, patient: User, sent: Sent, at: datetime, confirmations: int) -> Reply | None:
    """Return what to ask before a value is stored, or None when it is plausible."""
    if sent.word or sent.series in CHECKS:
        return None
    on = local_date(at, patient.zone)
    recent: Sequence[Report] = list_recent(session, patient.id, at, sent.series)
    earlier = [(one.session_date, Decimal(one.value)) for one in recent
               if one.kind == sent.series and one.value is not None]  # fmt: skip
    context = CheckContext(confirmations, on, earlier[-1] if earlier else None)
    outcomes = [check_series_value(ValueKind(sent.series.value), number, context) for number in sent.numbers]
    if any(isinstance(one, Refuse) for one in outcomes):
        return Reply.UNREADABLE
    return Reply.IS_IT_RIGHT if any(isinstance(one, Confirm) for one in outcomes) else None


def report_sent(
    session: Session, patient: User, measuring: Measuring, sent: Sent, at: datetime, now: datetime
) -> Reported:
    """Report by the same rule as the web."""
    return report_series(session, measuring.around(patient), sent, taken_at=at, channel="sms", now=now)


def reply_to(reported: Reported) -> Reply:
    """Return the answer to a value: what cannot wait first, then a new measurement, then whom to call (scenario 23)."""
    found = reported.found
    if reported.judgement.level is Level.EMERGENCY:
        return Reply.CALL_112
    if any(one.rule in SUGAR_RECHECKS for one in found):
        return Reply.REPEAT_SOON
    if reported.report.provisional:
        return Reply.REPEAT
    if reported.judgement.level is Level.RED:
        return Reply.CALL_TODAY
    return Reply.QUESTIONS if questions_to_ask(found) else Reply.RECEIVED


URGENT = (Reply.CALL_112, Reply.REPEAT_SOON, Reply.CALL_TODAY, Reply.REPEAT, Reply.QUESTIONS, Reply.RECEIVED)
"""The answers, the most urgent first; an SMS with several values is answered with the first of them."""
