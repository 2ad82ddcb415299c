"""Job: deals with each SMS that came in: a test answered, values reported, an alarm raised, the rest to a human."""

import logging
import re
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.alarms import Alarm, find_alarm, raise_crisis
from assistant.commands import Command, read_command
from assistant.findings import Finding, Pressure, Pulse
from assistant.sender import Sender, find_sender, is_read
from assistant.series_inbound import URGENT, Meant, check_sent, read_meant, reply_to, report_sent
from assistant.sms_replies import Reply, write_reply
from assistant.understand import understand
from assistant.understanding import Situation
from assistant.values import understand_values
from core.db import Database
from messaging.conversations import send_from_patient
from messaging.models import Channel
from messaging.notices import queue_reply
from messaging.outbox import queue_sms
from messaging.sms_models import InboundStatus, Sms, SmsInbound, SmsKind
from monitoring.judgement import Level as ValueLevel
from monitoring.kinds import ValueKind
from monitoring.occasions import Measure
from monitoring.outcomes import Confirm, Refuse
from monitoring.plausibility import CheckContext, check_value
from monitoring.pressure_pair import check_pressure
from monitoring.reports import report_pressure
from people.models import CareRelation, CareUnit, Role, User, UserRole, UserState
from people.opening_hours import answer_before
from programs.enrollment import confirm_phone
from worklist.items import raise_item
from worklist.models import ItemKind, Level

log = logging.getLogger(__name__)

BATCH = 100
TEST_VALID = timedelta(hours=48)
QUESTION_VALID = timedelta(hours=2)
"""How long a JA still answers what was asked."""
MOST_SHARING = 6
_NO_WORDS = (
    "blodtryck blodtrycket bt puls pulsen slag över och är var på mitt min övre undre kl hej tack mm hg mmhg "
    "blood pressure pulse over and my is morgon kväll vikt vikten väger vågen socker sockret blodsocker blodsockret bs "
    "syre syret syremättnad syremättnaden sat temp tempen temperatur feber grader kg kilo mmol procent fasta fastande "
    "före efter frukost lunch middag maten mat keton ketoner hba pef steg besvär andetag med utan syrgas hi lo weight "
    "sugar oxygen before after meal fasting"
)
WORDS_OF_VALUES = frozenset(_NO_WORDS.split())
"""Words that need no human beside a value; any other word sends the text on to the conversation too."""


def handle_inbound(database: Database, now: datetime) -> int:
    """Deal with the SMS that nobody has dealt with; each in its own transaction, and once (reliability.md B9).

    The text itself is kept in any case. One that cannot be understood because of a fault of ours goes to the
    conversation as it is. Returns how many.
    """
    with database.transaction() as session:
        ids = session.scalars(
            select(SmsInbound.id)
            .where(SmsInbound.examined_at.is_(None), SmsInbound.status != InboundStatus.HANDLED)
            .order_by(SmsInbound.id)
            .limit(BATCH)
        ).all()
    return sum(_handle_safely(database, inbound_id, now) for inbound_id in ids)


def handle_urgent(database: Database, inbound_id: int, body: str, now: datetime) -> bool:
    """Deal at once with an SMS that cannot wait, so that it is before the unit also when the jobs stand still (K1).

    :return: False when it can wait for the job, or must because of a fault.
    """
    return find_alarm(body) is not None and _handle_safely(database, inbound_id, now) > 0


def _handle_safely(database: Database, inbound_id: int, now: datetime) -> int:
    try:
        return _handle(database, inbound_id, now, plain=False)
    except Exception:
        log.exception("an SMS was not understood and goes to the conversation as it is")
    try:
        return _handle(database, inbound_id, now, plain=True)
    except Exception:
        log.exception("an SMS could not be handed on; it stays unread and is tried again")
        return 0


def _handle(database: Database, inbound_id: int, now: datetime, *, plain: bool) -> int:
    with database.transaction() as session:
        inbound = session.scalar(
            select(SmsInbound)
            .where(SmsInbound.id == inbound_id, SmsInbound.examined_at.is_(None))
            .with_for_update(skip_locked=True)
        )
        if inbound is None:
            return 0
        inbound.examined_at = now
        if inbound.user_id is None:
            _keep_unidentified(session, inbound, now)
            return 1
        sender = find_sender(session, inbound)
        if sender is None:
            inbound.status = InboundStatus.UNIDENTIFIED
            return 1
        inbound.status = InboundStatus.HANDLED
        if plain:
            _to_conversation(session, sender, now)
        else:
            inbound.reading = understand(inbound.body, Situation(language=sender.patient.language)).as_kept
            _understand(session, sender, now)
    return 1


def _understand(session: Session, sender: Sender, now: datetime) -> None:
    """Red flags before everything, then a plain yes, then values; what is left is for a human (assistant.md 1)."""
    body = sender.inbound.body
    alarm = find_alarm(body)
    if alarm is not None:
        _raise_alarm(session, sender, alarm, now)
    elif read_command(body) is Command.YES and _answer_yes(session, sender, now):
        return
    elif not _take_values(session, sender, body, now):
        _to_conversation(session, sender, now)
        _answer(session, sender, Reply.RECEIVED, now)


def _raise_alarm(session: Session, sender: Sender, alarm: Alarm, now: datetime) -> None:
    """Put an alarm first in the list, and answer at once with whom to call and that nobody reads now (B11)."""
    _to_conversation(session, sender, now, alarm)
    raise_crisis(session, sender.patient.id, sender.unit, alarm, now)
    _answer_crisis(session, sender.inbound, sender.patient, sender.unit, now)
    measures = _plausible(understand_values(sender.inbound.body).findings)
    if measures and sender.measuring is not None:
        _report(session, sender, measures, now, is_answered=True)
    for sent, measuring in _meant(session, sender, sender.inbound.body, now).sent:
        if check_sent(session, sender.patient, sent, _taken_at(sender, now), 2) is None:
            report_sent(session, sender.patient, measuring, sent, _taken_at(sender, now), now)


def _taken_at(sender: Sender, now: datetime) -> datetime:
    return min(sender.inbound.received_at, now)


def _meant(session: Session, sender: Sender, body: str, now: datetime) -> Meant:
    """Return the values of other series; none where nobody reads them."""
    if not sender.is_measured:
        return Meant()
    return read_meant(session, sender.patient, [one for one in sender.plans if is_read(one)], body, now)


def _answer_crisis(
    session: Session, inbound: SmsInbound, patient: User | None, unit: CareUnit | None, now: datetime
) -> None:
    """Answer also a number that said STOPP: somebody in danger is told whom to call."""
    body = write_reply(Reply.CRISIS, patient.language if patient else "sv", unit, now)
    queue_sms(session, SmsKind.REPLY, user=None, unit=None, body=body, dedupe_key=f"help:crisis:{inbound.sid}",
              now=now, at_night=True, number=inbound.number)  # fmt: skip


def _to_conversation(session: Session, sender: Sender, now: datetime, alarm: Alarm | None = None) -> None:
    text = sender.inbound.body.strip() or "–"
    send_from_patient(session, sender.patient, sender.unit, text, now, Channel.SMS, alarm.finding if alarm else None)


def _answer(session: Session, sender: Sender, reply: Reply, now: datetime) -> None:
    body = write_reply(reply, sender.patient.language, sender.unit, now)
    queue_reply(session, sender.inbound.sid, sender.inbound.number, sender.patient, sender.unit, body, now)


def _answer_yes(session: Session, sender: Sender, now: datetime) -> bool:
    """Read a JA as the answer to a test SMS or to "Stämmer det?"; False when nothing was asked."""
    before = session.scalar(
        select(SmsInbound)
        .where(SmsInbound.user_id == sender.patient.id, SmsInbound.id < sender.inbound.id)
        .where(SmsInbound.received_at > sender.inbound.received_at - QUESTION_VALID)
        .order_by(SmsInbound.id.desc())
        .limit(1)
    )
    asked = _pressures(understand_values(before.body).findings) if before is not None else []
    if asked and sender.measuring is not None and _check(asked, 0) is Reply.IS_IT_RIGHT:
        _report(session, sender, asked, now)
        return True
    meant = _meant(session, sender, before.body, now) if before is not None else Meant()
    if meant.sent and _ask_about(session, sender, meant, now, 0) is Reply.IS_IT_RIGHT:
        _report_meant(session, sender, meant, now)
        return True
    if _was_tested(session, sender) and confirm_phone(session, sender.patient, now):
        _answer(session, sender, Reply.RECEIVED, now)
        return True
    return False


def _was_tested(session: Session, sender: Sender) -> bool:
    since = sender.inbound.received_at - TEST_VALID
    query = select(Sms.id).where(Sms.user_id == sender.patient.id, Sms.kind == SmsKind.TEST, Sms.created_at > since)
    return session.scalar(query.limit(1)) is not None


def _take_values(session: Session, sender: Sender, body: str, now: datetime) -> bool:
    """Report the values of a text; False when it holds none, or nobody is measured here."""
    understood = understand_values(body)
    measures = _pressures(understood.findings)
    if not sender.is_measured:
        return False
    if not measures or sender.measuring is None:
        if _take_series(session, sender, body, now):
            return True
        if sender.measuring is None:
            return False
    if not measures:
        return _ask_again(session, sender, has_question=bool(understood.questions) and not _has_words(body), now=now)
    problem = _check(measures, 0)
    if problem is not None:
        _answer(session, sender, problem, now)
    else:
        _report(session, sender, measures, now)
    if _has_words(body):
        _to_conversation(session, sender, now)
    return True


def _take_series(session: Session, sender: Sender, body: str, now: datetime) -> bool:
    """Report the other series of a text, what is awaited first; False when it holds none of the patient's own."""
    meant = _meant(session, sender, body, now)
    if meant.is_unclear:
        _answer(session, sender, Reply.WHICH, now)
        return True
    if not meant.sent:
        return False
    problem = _ask_about(session, sender, meant, now, 0)
    if problem is not None:
        _answer(session, sender, problem, now)
    else:
        _report_meant(session, sender, meant, now)
    if _has_words(body):
        _to_conversation(session, sender, now)
    return True


def _ask_about(session: Session, sender: Sender, meant: Meant, now: datetime, confirmations: int) -> Reply | None:
    at = _taken_at(sender, now)
    problems = [check_sent(session, sender.patient, sent, at, confirmations) for sent, _measuring in meant.sent]
    return next((one for one in (Reply.UNREADABLE, Reply.IS_IT_RIGHT) if one in problems), None)


def _report_meant(session: Session, sender: Sender, meant: Meant, now: datetime) -> None:
    """Report every value of an SMS, and answer once, with the most urgent."""
    at = _taken_at(sender, now)
    replies = [
        reply_to(report_sent(session, sender.patient, measuring, sent, at, now)) for sent, measuring in meant.sent
    ]
    _answer(session, sender, min(replies, key=URGENT.index), now)


def _ask_again(session: Session, sender: Sender, *, has_question: bool, now: datetime) -> bool:
    if has_question:
        _answer(session, sender, Reply.UNREADABLE, now)
    return has_question


def _has_words(body: str) -> bool:
    words = re.findall(r"[a-zåäöé]{2,}", body.casefold())
    return any(word not in WORDS_OF_VALUES for word in words)


def _pressures(findings: tuple[Finding, ...]) -> list[Measure]:
    """Put each pressure together with the pulse that follows it."""
    measures: list[Measure] = []
    for one in findings:
        if isinstance(one, Pressure):
            measures.append(Measure(one.systolic, one.diastolic))
        elif isinstance(one, Pulse) and measures and measures[-1].pulse is None:
            measures[-1] = Measure(measures[-1].systolic, measures[-1].diastolic, one.value)
    return measures


def _check(measures: list[Measure], confirmations: int) -> Reply | None:
    """Return what to ask before values are stored, or None when they are plausible."""
    context = CheckContext(confirmations=confirmations)
    outcomes = [check_pressure(Decimal(one.systolic), Decimal(one.diastolic), context) for one in measures]
    outcomes += [
        check_value(ValueKind.PULSE, Decimal(one.pulse), context) for one in measures if one.pulse is not None
    ]
    if any(isinstance(one, Refuse) for one in outcomes):
        return Reply.UNREADABLE
    return Reply.IS_IT_RIGHT if any(isinstance(one, Confirm) for one in outcomes) else None


def _plausible(findings: tuple[Finding, ...]) -> list[Measure]:
    measures = _pressures(findings)
    return measures if measures and _check(measures, 1) is None else []


def _report(
    session: Session, sender: Sender, measures: list[Measure], now: datetime, *, is_answered: bool = False
) -> None:
    """Report by the same rule as the web, and answer without a word about health.

    :param is_answered: whom to call was answered already, and nothing may soften that.
    """
    if sender.measuring is None:
        return
    reported = report_pressure(
        session, patient=sender.patient, unit=sender.unit, plan=sender.measuring.plan, measures=measures,
        taken_at=min(sender.inbound.received_at, now), channel="sms", now=now,
    )
    judgement = reported.judgement
    if is_answered:
        return
    if judgement.provisional:
        reply = Reply.REPEAT
    elif judgement.level in (ValueLevel.RED, ValueLevel.EMERGENCY):
        reply = Reply.CALL_TODAY
    else:
        reply = Reply.RECEIVED
    _answer(session, sender, reply, now)


def _keep_unidentified(session: Session, inbound: SmsInbound, now: datetime) -> None:
    """Guess nobody: the text stays in its queue, and every unit of those who share the number is told (B10).

    Danger is answered with whom to call, whoever it is.
    """
    inbound.status = InboundStatus.UNIDENTIFIED
    alarm = find_alarm(inbound.body)
    if alarm is not None:
        _answer_crisis(session, inbound, None, None, now)
    rows = session.execute(
        select(User, CareUnit)
        .join(UserRole, UserRole.user_id == User.id)
        .join(CareRelation, CareRelation.patient_id == User.id)
        .join(CareUnit, CareUnit.id == CareRelation.unit_id)
        .where(User.phone_hash == inbound.number_hash, User.state == UserState.ACTIVE)
        .where(UserRole.role == Role.PATIENT, CareRelation.ended_at.is_(None))
        .order_by(User.id)
        .limit(MOST_SHARING)
    ).all()
    for patient, unit in rows:
        raise_item(
            session, unit_id=unit.id, patient_id=patient.id, kind=ItemKind.MESSAGE,
            level=Level.NOW if alarm else Level.TODAY, reason="sms_unidentified", subject=f"inbound:{inbound.id}",
            dedupe_key=f"sms_unidentified:{patient.public_id}:{unit.id}", occurred_at=now,
            due_at=answer_before(unit, now, 0),
        )
