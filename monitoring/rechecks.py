"""Job: when fifteen minutes have passed since a low glucose value, the patient is asked for a new one, once."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.language import _l, say
from messaging.conversations import get_conversation, send_automatic
from messaging.outbox import cancel_sms, queue_sms
from messaging.sms_models import SmsKind
from messaging.sms_texts import TextId, write_to
from monitoring.judgement import Rule
from monitoring.models import Report
from monitoring.occasions import counts
from monitoring.series import Series
from people.models import CareUnit, User

RECHECK_TIME = timedelta(minutes=15)
"""When a low glucose value is measured again (clinical/vitals.md 4)."""
ASKED_FOR = timedelta(minutes=30)
"""How long the SMS that asks is worth sending; then somebody has been told already (monitoring/settling.py)."""
BATCH = 100
SUGAR = (Rule.GLUCOSE_RECHECK, Rule.GLUCOSE_WASH)
ASK = _l(
    "15 minuter har gått. Mät blodsockret igen. Vad visar mätaren nu? Blir du förvirrad eller får svårt att svälja: "
    "ring 112."
)


def recheck_key(report: Report) -> str:
    """Return what makes it the same question, in SMS and thread."""
    return f"recheck:{report.public_id}"


def awaits_sugar(report: Report) -> bool:
    """Tell whether a report is a low glucose value whose new one is awaited, by what the rules found in it."""
    return any(one.get("rule") in SUGAR for one in report.findings)


def ask_rechecks(database: Database, now: datetime) -> int:
    """Ask again those whose new value has not come, where they told the first one; returns how many.

    By SMS when it came by SMS, at any hour, for the patient waits for it (reliability.md 5.2); in the thread
    otherwise. Nothing is asked when the new value has come; when none comes the item is monitoring/settling.py's.
    """
    with database.transaction() as session:
        ids = session.scalars(
            select(Report.id)
            .where(Report.provisional.is_(True), Report.repeat_before > now, Report.kind == Series.GLUCOSE.value)
            .where(Report.received_at <= now - RECHECK_TIME, Report.asked_again_at.is_(None), counts())
            .order_by(Report.repeat_before)
            .limit(BATCH)
        ).all()
    return sum(_ask(database, report_id, now) for report_id in ids)


def _ask(database: Database, report_id: int, now: datetime) -> int:
    """Ask about one report in a transaction of its own, since each belongs to another patient."""
    with database.transaction() as session:
        row = session.execute(
            select(Report, User, CareUnit)
            .join(User, User.id == Report.patient_id)
            .join(CareUnit, CareUnit.id == Report.unit_id)
            .where(Report.id == report_id, Report.provisional.is_(True), Report.asked_again_at.is_(None), counts())
            .with_for_update(of=Report, skip_locked=True)
        ).first()
        if row is None or not awaits_sugar(row[0]):
            return 0
        report, patient, unit = row
        report.asked_again_at = now
        if report.channel == "sms":
            _ask_by_sms(session, report, patient, unit, now)
        else:
            conversation = get_conversation(session, patient.id, unit.id)
            send_automatic(session, conversation, say(patient.language, ASK), recheck_key(report), now)
    return 1


def _ask_by_sms(session: Session, report: Report, patient: User, unit: CareUnit, now: datetime) -> None:
    queue_sms(
        session, SmsKind.REPLY, user=patient, unit=unit, dedupe_key=recheck_key(report), now=now, at_night=True,
        lifetime=ASKED_FOR, body=write_to(patient, unit, TextId.RECHECK),
    )


def stop_asking(session: Session, report: Report | None, now: datetime) -> None:
    """Take back the question about a value that was measured again before its SMS left; nothing for None."""
    if report is not None and report.asked_again_at is not None and report.channel == "sms":
        cancel_sms(session, recheck_key(report), now)
