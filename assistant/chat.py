"""Answers in the web chat: values are stored and told back, questions get a vetted text, people get the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.asking_how import ask_how_it_is
from assistant.chat_forms import ASKS, CHANNEL, asked_after, follow_up, say_turn, start_check, start_diary
from assistant.chat_plan import Plan as Plan
from assistant.chat_plan import plan_answer as plan_answer
from assistant.chat_plan import plan_beside_alarm
from assistant.chat_plan import read_body as read_body
from assistant.day_rows import list_left, say_next
from assistant.dialogues import ask_question, end_dialogue
from assistant.diary_form import take_diary
from assistant.forms import Form, take_answer
from assistant.models import Dialogue, Ending
from assistant.understanding import Understanding
from assistant.vetted_texts import vetted_answer
from core.language import _l, say
from messaging.conversations import send_automatic
from messaging.models import Conversation, Message
from monitoring.care_words import care_words
from monitoring.feedback import say_feedback
from monitoring.judgement import Level
from monitoring.models import Report
from monitoring.reports import Reported, report_pressure, report_series
from monitoring.series import CHECKS, FACTS, Series
from monitoring.value_texts import series_name, with_unit
from people.models import CareUnit, User
from programs.measuring import Measuring

SAVED = _l("Jag har sparat %(name)s: %(value)s.")
UNREADABLE = _l("Jag kunde inte läsa talen. Titta på mätaren och skriv igen. Inget är sparat.")
DECLINED = _l("Då sparar jag inget. Skriv igen när du vill, till exempel vikt 83,2.")
PULSE = _l("puls %(value)s")
REST = _l("I dag finns också %(name)s kvar. Vill du svara nu?")
ANSWER_NOW, ANSWER_LATER = _l("Svara nu"), _l("Senare")
OWN = "whose"
"""Asks whether a value is one's own; the question it stood in is answered first."""
NEXT = _l("Nästa gång är %(when)s.")


@dataclass(frozen=True)
class Answered:
    """What was done with a message: the reports, the most urgent one, and whether 112 comes first."""

    reports: tuple[Report, ...] = field(default=())
    emergency: Report | None = None


def carry_out(
    session: Session, plan: Plan, patient: User, unit: CareUnit, message: Message, now: datetime
) -> Answered:
    """Do what was planned, and ask how it is when the text sounds like an alarm that no rule knows."""
    done = _do(session, plan, patient, unit, message, now)
    if plan.is_worrying and done.emergency is None:
        conversation = session.get_one(Conversation, message.conversation_id)
        ask_how_it_is(session, conversation, plan.read.language, now)
    return done


def store_beside_alarm(
    session: Session, read: Understanding, patient: User, unit: CareUnit, message: Message, now: datetime
) -> None:
    """Store the values of a message that holds an alarm; the alarm is answered first (assistant.md 1.2)."""
    plan = plan_beside_alarm(session, patient, unit, read, now)
    conversation = session.get_one(Conversation, message.conversation_id)
    for reported, measuring in _report(session, plan, patient, unit, now, message.written_at or now):
        calls = reported.judgement.level in (Level.RED, Level.EMERGENCY)  # "go on as usual" has no place here
        words = _told(reported, measuring, unit, read.language, now) if calls else _saved(reported, read.language)
        send_automatic(session, conversation, words, f"report:{reported.report.public_id}", now)


def _do(session: Session, plan: Plan, patient: User, unit: CareUnit, message: Message, now: datetime) -> Answered:
    """Go on with what was asked, ask, or store by the rules of the web; marked as automatic."""
    conversation, language = session.get_one(Conversation, message.conversation_id), plan.read.language
    if plan.question is not None:
        end_dialogue(plan.question, Ending.ANSWERED if plan.choice else Ending.LEFT)
    if plan.form is not None:
        return _go_on(session, plan.form, plan, patient, conversation, now)
    if plan.check is not None:
        start_check(session, conversation, patient, plan.check.measuring, patient.language, now)
    elif plan.diary is not None:
        start_diary(session, conversation, patient, plan.diary, patient.language, now)
    elif plan.ask is not None:
        if plan.ask.why == OWN:
            _say_answer(session, plan, conversation, now)
        ask_question(session, patient, unit.id, plan.ask, CHANNEL, now)
        send_automatic(session, conversation, plan.ask.text, f"{ASKS}{plan.ask.why}", now, plan.ask.buttons)
    elif plan.has_values and plan.problem is not None:
        send_automatic(session, conversation, say(language, UNREADABLE), "", now)
    elif plan.has_values:
        return _store(session, plan, patient, unit, conversation, now, message.written_at or now)
    elif not plan.is_worrying and (not message.photos or plan.choice is not None):  # people answer what a photo shows
        _say_answer(session, plan, conversation, now)
    return Answered()


def _say_answer(session: Session, plan: Plan, conversation: Conversation, now: datetime) -> None:
    language, topic = plan.read.language, plan.choice.topic if plan.choice else plan.read.topic
    answer = vetted_answer(topic, language)
    if answer:
        send_automatic(session, conversation, answer, f"topic:{topic}", now)
    elif plan.choice is not None:
        send_automatic(session, conversation, say(language, DECLINED), "", now)


def _go_on(
    session: Session, form: Dialogue, plan: Plan, patient: User, conversation: Conversation, now: datetime
) -> Answered:
    """Take a message as the answer to the form that waits."""
    text = plan.read.text
    if form.kind == Form.DIARY:
        turn = take_diary(session, form, text, patient, CHANNEL, now)
    else:
        turn = take_answer(session, form, text, patient, CHANNEL, now)
    reported = say_turn(session, conversation, turn, patient.language, now) if turn is not None else None
    if reported is None:
        return Answered()
    is_emergency = reported.judgement.level is Level.EMERGENCY
    return Answered((reported.report,), reported.report if is_emergency else None)


def _store(
    session: Session, plan: Plan, patient: User, unit: CareUnit, conversation: Conversation, now: datetime,
    taken_at: datetime,
) -> Answered:  # fmt: skip
    """Store what a message holds as measured when it was written, also if it waited in the phone (H6)."""
    done = _report(session, plan, patient, unit, now, taken_at)
    reports = tuple(reported.report for reported, _measuring in done)
    urgent = [one for one, _measuring in done if one.judgement.level is Level.EMERGENCY]
    asks = [one for one, _measuring in done if not urgent and any(asked_after(one.report, one.found))]
    for number, (reported, measuring) in enumerate(done, start=1):
        words = _told(reported, measuring, unit, plan.read.language, now)
        rest = _rest(session, plan, patient, now) if number == len(done) and not (urgent or asks) else None
        about = f"report:{reported.report.public_id}"
        if rest is not None:
            words = f"{words}\n\n{rest[0]}"
        send_automatic(session, conversation, words, about, now, rest[1] if rest else ())
    for one in asks[:1]:
        follow_up(session, conversation, patient, one, patient.language, now)
    return Answered(reports, urgent[0].report if urgent else None)


def _report(
    session: Session, plan: Plan, patient: User, unit: CareUnit, now: datetime, taken_at: datetime
) -> list[tuple[Reported, Measuring]]:
    done: list[tuple[Reported, Measuring]] = []
    if plan.measures and plan.pressure is not None:
        reported = report_pressure(
            session, patient=patient, unit=unit, plan=plan.pressure.plan, measures=plan.measures, taken_at=taken_at,
            channel=CHANNEL, now=now,
        )  # fmt: skip
        done.append((reported, plan.pressure))
    for sent, measuring in plan.sent:
        around = measuring.around(patient)
        done.append((report_series(session, around, sent, taken_at=taken_at, channel=CHANNEL, now=now), measuring))
    return done


def _rest(
    session: Session, plan: Plan, patient: User, now: datetime
) -> tuple[str, Sequence[tuple[str, str]]] | None:
    """Return what happens next: the questions that are left today, or when the next measurement is (programs.md C0)."""
    language = plan.read.language
    if any(Series(one.plan.kind) in CHECKS for one in plan.plans):
        row = next((one for one in list_left(session, patient, now) if one.is_check), None)
        if row is not None:
            name = say(language, FACTS[row.series].name)
            answers = ((name, say(language, ANSWER_NOW)),)
            return say(language, REST, name=name), answers
    when = say_next(plan.plans, now, patient.zone, language)
    return (say(language, NEXT, when=when), ()) if when else None


def _told(reported: Reported, measuring: Measuring, unit: CareUnit, language: str, now: datetime) -> str:
    """Say what was stored, and what the rule that fired says about it (M2)."""
    care = care_words(unit, measuring.nurse_name, now, language)
    return "\n\n".join((_saved(reported, language), *say_feedback(language, reported.judgement, care).lines))


def _saved(reported: Reported, language: str) -> str:
    report = reported.report
    value = with_unit(report, language)
    if report.pulse is not None:
        value = f"{value}, {say(language, PULSE, value=report.pulse)}"
    return say(language, SAVED, name=series_name(report.kind, language).lower(), value=value)
