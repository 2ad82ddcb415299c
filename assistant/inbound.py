"""Job: deals with each SMS that came in: a test answered, values reported, an alarm raised, the rest to a human."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.alarms import Alarm, find_alarm, raise_crisis
from assistant.asking import Choice, read_choice
from assistant.asking_how import ask_how_it_is
from assistant.chat_plan import peek_turn
from assistant.commands import Command, read_command
from assistant.day_rows import list_open_checks, rows_of
from assistant.dialogues import choices_in, end_dialogue, holder_of, list_open
from assistant.form_words import Wish, read_wish
from assistant.forms import begin_check
from assistant.models import Dialogue, Ending, Slot
from assistant.sender import Sender, find_sender
from assistant.series_inbound import Meant, check_sent
from assistant.sms_answers import sms_answer
from assistant.sms_forms import begin_day, begin_diary_row, go_on
from assistant.sms_replies import Reply, write_reply
from assistant.sms_values import (
    has_words,
    meant_of,
    plausible_pressures,
    report_all,
    take_choice,
    take_values,
    taken_at,
)
from assistant.sms_who import Whose, find_whose, list_sharing, wait_for_name
from assistant.understand import understand
from assistant.understanding import Situation, Understanding
from assistant.vetted_texts import vetted_answer
from core.db import Database
from messaging.conversations import get_conversation, send_automatic, send_from_patient
from messaging.models import Channel
from messaging.notices import queue_reply
from messaging.outbox import queue_sms
from messaging.sms_models import InboundStatus, Sms, SmsInbound, SmsKind, SmsStatus
from people.models import CareUnit, User
from people.opening_hours import answer_before
from programs.enrollment import confirm_phone
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level
from worklist.models import Outcome as Ended

log = logging.getLogger(__name__)

BATCH = 100
TEST_VALID = timedelta(hours=48)
REMINDER_VALID = timedelta(hours=16)
"""How long a JA still answers a reminder."""
BEGIN = "börja"
"""What a first name alone asks for, when nothing waits for it."""
_CHECK_LINE = re.compile(r"[0-9](?:[\s,;]*[0-9]){4}[\s,;]*[0-9]{1,2}")
"""All six answers of a check on a line."""


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
            _find_owner(session, inbound, now)
        else:
            _deal_with(session, inbound, inbound.body, now, plain=plain)
    return 1


def _deal_with(
    session: Session, inbound: SmsInbound, said: str, now: datetime, *, plain: bool = False, answered_as: str = ""
) -> None:
    """Read an SMS of a known patient, or hand it on as it is."""
    sender = find_sender(session, inbound, said)
    if sender is None:
        inbound.status = InboundStatus.UNIDENTIFIED
        return
    sender = replace(sender, answered_as=answered_as)
    inbound.status = InboundStatus.HANDLED
    if plain:
        _to_conversation(session, sender, now)
        return
    read = understand(said, Situation(language=sender.patient.language))
    inbound.reading = read.as_kept
    _understand(session, sender, read, now)


def _find_owner(session: Session, inbound: SmsInbound, now: datetime) -> None:
    """Deal with an SMS from a phone that several share: by the name in it, or after asking for one (B10)."""
    rows = list_sharing(session, inbound.number_hash)
    people = list({patient.id: patient for patient, _unit in rows}.values())
    if len(people) < 2 or find_alarm(inbound.body) is not None:
        _keep_unidentified(session, inbound, rows, now)
        return
    whose = find_whose(session, inbound, people, now)
    if whose.patient is not None:
        _give_to(session, inbound, whose, rows, now)
        return
    _keep_unidentified(session, inbound, rows, now)
    if whose.may_ask:
        wait_for_name(session, inbound, whose.waiting, now)
        reply = Reply.WHO_UNKNOWN if whose.was_asked else Reply.WHO
        words = write_reply(reply, people[0].language, rows[0][1], now)
        queue_reply(session, inbound.sid, inbound.number, None, rows[0][1], words, now)


def _give_to(
    session: Session, inbound: SmsInbound, whose: Whose, rows: Sequence[tuple[User, CareUnit]], now: datetime
) -> None:
    """Deal with what waited for a name, then with what came beside the name."""
    owner = whose.patient.id if whose.patient is not None else None
    waited = session.scalars(select(SmsInbound).where(SmsInbound.id.in_(whose.waiting)).order_by(SmsInbound.id)).all()
    for earlier in waited:
        earlier.user_id = owner
        _deal_with(session, earlier, earlier.body, now, answered_as=f"{inbound.sid}:{earlier.id}")
    for patient, unit in rows if waited else ():
        settle_items(session, f"sms_unidentified:{patient.public_id}:{unit.id}", Ended.WITHDRAWN, now)
    inbound.user_id, inbound.status = owner, InboundStatus.HANDLED
    if whose.said.strip() or not waited:
        _deal_with(session, inbound, whose.said or BEGIN, now)


def _understand(session: Session, sender: Sender, read: Understanding, now: datetime) -> None:
    """Red flags first, then what was asked, then values; what is left is for a human (assistant.md 1)."""
    alarm = find_alarm(sender.said)
    if alarm is not None:
        _raise_alarm(session, sender, alarm, now)
        return
    waiting = list_open(session, holder_of(sender.patient.id), now)
    words = _answered(session, sender, waiting, now) or _begun(session, sender, now)
    if words is not None:
        _send(session, sender, words, now)
    elif read_command(sender.said) is Command.YES and _prove_phone(session, sender, now):
        return
    else:
        _take_or_hand_on(session, sender, read, waiting, now)


def _answered(
    session: Session, sender: Sender, waiting: dict[Slot, Dialogue], now: datetime
) -> str | None:
    """Read an SMS as the answer to what was asked, on whichever channel; None when it is none."""
    question, form, body = waiting.get(Slot.QUESTION), waiting.get(Slot.FORM), sender.said
    if question is not None:
        choice = _choose(question, sender, body)
        if choice is None and question.state["why"] == "which_value" and body.strip(" .").isdigit():
            return write_reply(Reply.WHICH, sender.patient.language, sender.unit, now)
        end_dialogue(question, Ending.ANSWERED if choice else Ending.LEFT)
        if choice is not None:
            return take_choice(session, sender, choice, now)
    if form is None:
        return None
    turn = peek_turn(session, form, body, sender.patient)
    if turn is None or (turn.is_misfit and meant_of(session, sender, body, now).sent):
        return None
    if turn.is_misfit and plausible_pressures(body) and sender.measuring is not None:
        return None
    return go_on(session, sender, form, now)


def _choose(question: Dialogue, sender: Sender, body: str) -> Choice | None:
    """Return the answer to a question back; a yes takes its first offer, and a row of the card tells a series."""
    choices = choices_in(question)
    said = body.strip(" .!?")
    if question.state["why"] == "which_value":
        row = next((one for one in rows_of(sender.plans) if str(one.number) == said), None)
        by_row = next((one for one in choices if row is not None and one.series == row.series), None)
        return by_row if said.isdigit() else read_choice(body, choices)
    found = read_choice(body, choices)
    return found or (choices[0] if read_command(body) is Command.YES else None)


def _begun(session: Session, sender: Sender, now: datetime) -> str | None:
    """Begin what is left of the day when it is asked for, or when a yes answers the reminder."""
    wish = read_wish(sender.said)
    if wish is not None:
        if wish[0] is Wish.DIARY:
            return begin_diary_row(session, sender, now)
        return begin_day(session, sender, now, wish[1], questions=True)
    if read_command(sender.said) is Command.YES and _was_reminded(session, sender):
        words = begin_day(session, sender, now)
        return words or write_reply(Reply.WEB_ONLY, sender.patient.language, sender.unit, now)
    return None


def _was_reminded(session: Session, sender: Sender) -> bool:
    since = sender.inbound.received_at - REMINDER_VALID
    sent = Sms.status.not_in((SmsStatus.PLANNED, SmsStatus.CANCELLED))
    query = select(Sms.id).where(Sms.user_id == sender.patient.id, Sms.kind == SmsKind.REMINDER, Sms.created_at > since)
    return session.scalar(query.where(sent).limit(1)) is not None


def _prove_phone(session: Session, sender: Sender, now: datetime) -> bool:
    """Read a yes as the answer to a test SMS; False when none was sent."""
    if not (_was_tested(session, sender) and confirm_phone(session, sender.patient, now)):
        return False
    _answer(session, sender, Reply.RECEIVED, now)
    return True


def _take_or_hand_on(
    session: Session, sender: Sender, read: Understanding, waiting: dict[Slot, Dialogue], now: datetime
) -> None:
    """Store values; a text without any, and words beside them, go to a human."""
    words = take_values(session, sender, read, now) or _take_check_line(session, sender, waiting, now)
    if words is not None:
        _send(session, sender, words, now)
        if has_words(sender.said) or read.may_be is not None:
            _to_conversation(session, sender, now)
    else:
        _to_conversation(session, sender, now)
    if read.may_be is not None:
        if sender.patient.sms_by_web:
            ask_how_it_is(session, get_conversation(session, sender.patient.id, sender.unit.id), read.language, now)
        _answer_crisis(session, sender.inbound, sender.patient, sender.unit, now)
    if words is not None or read.may_be is not None:
        return
    answer = vetted_answer(read.topic, read.language)
    if answer and sender.patient.sms_by_web:
        conversation = get_conversation(session, sender.patient.id, sender.unit.id)
        send_automatic(session, conversation, answer, f"topic:{read.topic}", now)
    if by_sms := sms_answer(read.topic, read.language, sender.unit, now):
        _send(session, sender, by_sms, now)
        return
    _answer(session, sender, Reply.ANSWER_WAITS if answer and sender.patient.sms_by_web else Reply.RECEIVED, now)


def _take_check_line(
    session: Session, sender: Sender, waiting: dict[Slot, Dialogue], now: datetime
) -> str | None:
    """Read a line with every answer of a check that is left today, although nobody asked: "0 0 1 0 0 0"."""
    if Slot.FORM in waiting or not _CHECK_LINE.fullmatch(sender.said.strip()):
        return None
    rows = list_open_checks(session, sender.patient, now)
    if not rows:
        return None
    return go_on(session, sender, begin_check(session, sender.patient, rows[0].measuring, "sms", now), now)


def _raise_alarm(session: Session, sender: Sender, alarm: Alarm, now: datetime) -> None:
    """Put an alarm first in the list, and answer at once with whom to call and that nobody reads now (B11)."""
    _to_conversation(session, sender, now, alarm)
    raise_crisis(session, sender.patient.id, sender.unit, alarm, now)
    _answer_crisis(session, sender.inbound, sender.patient, sender.unit, now)
    measures = plausible_pressures(sender.said) if sender.measuring is not None else []
    sent = [
        one for one in meant_of(session, sender, sender.said, now).sent
        if check_sent(session, sender.patient, one[0], taken_at(sender, now), 2) is None
    ]  # fmt: skip
    report_all(session, sender, measures, Meant(tuple(sent)), now)


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
    _send(session, sender, write_reply(reply, sender.patient.language, sender.unit, now), now)


def _send(session: Session, sender: Sender, words: str, now: datetime) -> None:
    key = sender.answered_as or sender.inbound.sid
    queue_reply(session, key, sender.inbound.number, sender.patient, sender.unit, words, now)


def _was_tested(session: Session, sender: Sender) -> bool:
    since = sender.inbound.received_at - TEST_VALID
    query = select(Sms.id).where(Sms.user_id == sender.patient.id, Sms.kind == SmsKind.TEST, Sms.created_at > since)
    return session.scalar(query.limit(1)) is not None


def _keep_unidentified(
    session: Session, inbound: SmsInbound, rows: Sequence[tuple[User, CareUnit]], now: datetime
) -> None:
    """Guess nobody: the text stays in its queue, and every unit of those who share the number is told (B10).

    Danger is answered with whom to call, whoever it is.
    """
    inbound.status = InboundStatus.UNIDENTIFIED
    alarm = find_alarm(inbound.body)
    if alarm is not None:
        _answer_crisis(session, inbound, None, None, now)
    for patient, unit in rows:
        raise_item(
            session, unit_id=unit.id, patient_id=patient.id, kind=ItemKind.MESSAGE,
            level=Level.NOW if alarm else Level.TODAY, reason="sms_unidentified", subject=f"inbound:{inbound.id}",
            dedupe_key=f"sms_unidentified:{patient.public_id}:{unit.id}", occurred_at=now,
            due_at=answer_before(unit, now, 0),
        )
