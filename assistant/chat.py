"""Answers in the web chat: values are stored and told back, questions get a vetted text, people get the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.commands import Command, read_command
from assistant.sender import is_read
from assistant.series_inbound import check_sent
from assistant.sms_replies import Reply
from assistant.taking import measures_of, series_of
from assistant.understand import understand
from assistant.understanding import Situation, Understanding
from assistant.vetted_texts import vetted_answer
from core.language import _l, say
from messaging.conversations import send_automatic
from messaging.models import Conversation, Message, Sender
from monitoring.care_words import care_words
from monitoring.feedback import say_feedback
from monitoring.judgement import Level
from monitoring.models import Report
from monitoring.occasions import Measure
from monitoring.outcomes import Confirm, Refuse
from monitoring.plans import PRESSURE
from monitoring.plausibility import CheckContext
from monitoring.pressure_pair import check_pressure
from monitoring.reports import Reported, Sent, report_pressure, report_series
from monitoring.value_texts import series_name, with_unit
from people.models import CareUnit, User
from programs.measuring import Measuring, list_measuring

CHANNEL = "chat"
CONFIRM = "confirm:"
QUESTION_VALID = timedelta(hours=2)
"""How long a "ja" still answers what was asked."""
MOST_CONFIRMED = 2
SAVED = _l("Jag har sparat %(name)s: %(value)s.")
IS_IT_RIGHT = _l("Jag läste %(values)s. Stämmer det? Svara ja eller skriv igen. Inget är sparat än.")
UNREADABLE = _l("Jag kunde inte läsa talen. Titta på mätaren och skriv igen. Inget är sparat.")
PULSE = _l("puls %(value)s")


@dataclass(frozen=True)
class Plan:
    """What is to be done with a message that holds no alarm.

    :ivar needs_people: somebody must read it; False only when every word of it was a value that is stored.
    """

    read: Understanding
    measures: tuple[Measure, ...] = ()
    sent: tuple[tuple[Sent, Measuring], ...] = ()
    pressure: Measuring | None = None
    problem: Reply | None = None
    needs_people: bool = True

    @property
    def has_values(self) -> bool:
        """Tell whether it holds a value of one of the patient's own plans."""
        return bool(self.measures or self.sent)


@dataclass(frozen=True)
class Answered:
    """What was done with a message: the reports, the most urgent one, and whether 112 comes first."""

    reports: tuple[Report, ...] = field(default=())
    emergency: Report | None = None


def read_body(body: str, language: str) -> Understanding:
    """Return what a message means.

    :param language: of the profile, for a message whose words tell nothing.
    """
    return understand(body, Situation(language=language))


def plan_answer(
    session: Session, patient: User, unit: CareUnit, read: Understanding, now: datetime,
    conversation: Conversation | None = None,
) -> Plan:  # fmt: skip
    """Read a message and say what will be done with it; nothing is changed.

    :param conversation: the thread, when there is one: a "ja" may answer what was asked in it.
    """
    asked = _asked_about(session, conversation, now) if _is_yes(read.text) else None
    if asked is not None:
        read = read_body(asked.body, read.language)
    if not (measures_of(read) or series_of(read)):
        return Plan(read)
    plans = [one for one in list_measuring(session, patient.id) if one.unit.id == unit.id and is_read(one)]
    found = _own(read, plans)
    problem = _problem(session, patient, found, now, MOST_CONFIRMED if asked else 0)
    needs_people = not found.has_values or read.is_for_people or read.has_other_words
    return Plan(read, found.measures, found.sent, found.pressure, problem, needs_people)


def _is_yes(body: str) -> bool:
    return read_command(body) is Command.YES


def _asked_about(session: Session, conversation: Conversation | None, now: datetime) -> Message | None:
    """Return the message whose values the last automatic answer asked about."""
    if conversation is None:
        return None
    last = session.get(Message, conversation.last_message_id)
    if last is None or last.sender is not Sender.AUTOMATIC or not last.about.startswith(CONFIRM):
        return None
    if last.sent_at < now - QUESTION_VALID:
        return None
    asked = last.about.removeprefix(CONFIRM)
    return session.scalar(
        select(Message).where(Message.public_id == asked, Message.conversation_id == conversation.id)
    )


def _own(read: Understanding, plans: Sequence[Measuring]) -> Plan:
    by_series = {one.plan.kind: one for one in plans}
    pressure = by_series.get(PRESSURE)
    measures = tuple(measures_of(read)) if pressure else ()
    sent = tuple((one, by_series[one.series]) for one in series_of(read) if one.series in by_series)
    return Plan(read, measures, sent, pressure)


def _problem(session: Session, patient: User, found: Plan, now: datetime, confirmations: int) -> Reply | None:
    context = CheckContext(confirmations=confirmations)
    outcomes = [check_pressure(Decimal(one.systolic), Decimal(one.diastolic), context) for one in found.measures]
    problems = [check_sent(session, patient, one, now, confirmations) for one, _measuring in found.sent]
    if Reply.UNREADABLE in problems or any(isinstance(one, Refuse) for one in outcomes):
        return Reply.UNREADABLE
    asks = Reply.IS_IT_RIGHT in problems or any(isinstance(one, Confirm) for one in outcomes)
    return Reply.IS_IT_RIGHT if asks else None


def carry_out(
    session: Session, plan: Plan, patient: User, unit: CareUnit, message: Message, now: datetime
) -> Answered:
    """Store the values of a message by the rules of the web, and answer in the thread, marked as automatic."""
    language = plan.read.language
    conversation = session.get_one(Conversation, message.conversation_id)
    if plan.has_values and plan.problem is not None:
        text, about = _question(plan, language), f"{CONFIRM}{message.public_id}"
        send_automatic(session, conversation, text, about if plan.problem is Reply.IS_IT_RIGHT else "", now)
        return Answered()
    if plan.has_values:
        return _store(session, plan, patient, unit, conversation, now)
    answer = vetted_answer(plan.read.topic, language)
    if answer:
        send_automatic(session, conversation, answer, f"topic:{plan.read.topic}", now)
    return Answered()


def _store(
    session: Session, plan: Plan, patient: User, unit: CareUnit, conversation: Conversation, now: datetime
) -> Answered:
    language = plan.read.language
    done: list[tuple[Reported, Measuring]] = []
    if plan.measures and plan.pressure is not None:
        reported = report_pressure(
            session, patient=patient, unit=unit, plan=plan.pressure.plan, measures=plan.measures, taken_at=now,
            channel=CHANNEL, now=now,
        )  # fmt: skip
        done.append((reported, plan.pressure))
    for sent, measuring in plan.sent:
        around = measuring.around(patient)
        done.append((report_series(session, around, sent, taken_at=now, channel=CHANNEL, now=now), measuring))
    for reported, measuring in done:
        words = _told(reported, measuring, unit, language, now)
        send_automatic(session, conversation, words, f"report:{reported.report.public_id}", now)
    reports = tuple(reported.report for reported, _measuring in done)
    urgent = [one.report for one, _measuring in done if one.judgement.level is Level.EMERGENCY]
    return Answered(reports, urgent[0] if urgent else None)


def _told(reported: Reported, measuring: Measuring, unit: CareUnit, language: str, now: datetime) -> str:
    """Say what was stored, and what the rule that fired says about it (M2)."""
    report = reported.report
    value = with_unit(report, language)
    if report.pulse is not None:
        value = f"{value}, {say(language, PULSE, value=report.pulse)}"
    saved = say(language, SAVED, name=series_name(report.kind, language).lower(), value=value)
    care = care_words(unit, measuring.nurse_name, now, language)
    return "\n\n".join((saved, *say_feedback(language, reported.judgement, care).lines))


def _question(plan: Plan, language: str) -> str:
    if plan.problem is Reply.UNREADABLE:
        return say(language, UNREADABLE)
    values = [f"{one.systolic}/{one.diastolic}" for one in plan.measures]
    values += [
        f"{series_name(one.series, language).lower()} {one.word or one.value}" for one, _measuring in plan.sent
    ]
    return say(language, IS_IT_RIGHT, values=", ".join(values).replace(".", "," if language == "sv" else "."))
