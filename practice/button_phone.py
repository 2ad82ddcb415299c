"""The texts on the simulated phones: what the system sent, and what those without a smartphone wrote."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.series_inbound import reply_to
from assistant.sms_replies import write_reply
from core.ids import new_public_id
from messaging.sms_models import SimulatedDelivery, Sms, SmsStatus
from monitoring.models import Report
from monitoring.reports import Reported, findings_of
from monitoring.series import CHECKS, FACTS, Series
from monitoring.value_texts import value_text
from people.models import CareUnit, User

SHOWN = timedelta(days=21)
ANSWERED_IN = timedelta(minutes=1)


def deliver_old_sms(session: Session, patients: Sequence[int], now: datetime) -> None:
    """Let what was sent and written during the time behind stand on the simulated phones, in the order of time."""
    old = Sms.user_id.in_(patients), Sms.status == SmsStatus.PLANNED, Sms.not_before < now
    planned = session.scalars(select(Sms).where(*old).order_by(Sms.not_before, Sms.id)).all()
    sent = {sms.id: _delivery(sms.number, sms.number_hash, sms.body, sms.not_before) for sms in planned}
    written = _list_written(session, patients, now)
    for delivery in sorted([*sent.values(), *written], key=lambda one: one.at):
        session.add(delivery)
    session.flush()
    arrived = [
        {"id": sms.id, "status": SmsStatus.DELIVERED, "sid": sent[sms.id].sid, "settled_at": sms.not_before,
         "started_at": sms.not_before}
        for sms in planned
    ]  # fmt: skip
    if arrived:
        session.execute(update(Sms), arrived)


def _delivery(number: str, number_hash: str, body: str, at: datetime, *, inbound: bool = False) -> SimulatedDelivery:
    status = "received" if inbound else "delivered"
    return SimulatedDelivery(sid=f"SM{new_public_id()}", number=number, number_hash=number_hash, body=body, at=at,
                             inbound=inbound, status=status)  # fmt: skip


def _list_written(session: Session, patients: Sequence[int], now: datetime) -> Iterable[SimulatedDelivery]:
    rows = session.execute(
        select(Report, User, CareUnit)
        .join(User, User.id == Report.patient_id)
        .join(CareUnit, CareUnit.id == Report.unit_id)
        .where(Report.patient_id.in_(patients), Report.channel == "sms", Report.taken_at > now - SHOWN)
    )
    for report, patient, unit in rows:
        if patient.phone is None or patient.phone_hash is None:
            continue
        answer = write_reply(reply_to(Reported(report, findings_of(report))), patient.language, unit, report.taken_at)
        yield _delivery(patient.phone, patient.phone_hash, _typed(report), report.taken_at, inbound=True)
        yield _delivery(patient.phone, patient.phone_hash, answer, report.taken_at + ANSWERED_IN)


def _typed(report: Report) -> str:
    """Return a value as it is written with a button phone: "131/81 70", "vikt 80,1", "0 0 0 1 0 0"."""
    if report.kind in CHECKS:
        return " ".join(str(report.answers[f"q{number}"]) for number in range(1, 7))
    value = value_text(report, "sv")
    if report.kind == Series.PRESSURE:
        return f"{value} {report.pulse}" if report.pulse else value
    return f"{FACTS[Series(report.kind)].name.lower()} {value}"
