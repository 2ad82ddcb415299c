"""Forms by SMS: the patient's day row by row, and every question by its number on the card; never a word of health."""

from collections.abc import Sequence
from datetime import datetime

from babel.dates import format_date
from sqlalchemy.orm import Session

from assistant.chat_forms import asked_after
from assistant.day_rows import Row, find_row, list_left, list_open_checks, rows_of, say_next
from assistant.dialogues import end_dialogue
from assistant.diary_form import begin_diary, find_diary, present_row, take_diary
from assistant.forms import Form, Turn, begin_after, begin_check, present_turn, steps_of, take_answer
from assistant.models import Dialogue, Ending
from assistant.sender import Sender
from assistant.series_inbound import URGENT, reply_to
from assistant.sms_form_texts import (
    CONTRADICTS,
    DAY_ROW,
    DONE,
    GONE,
    LATER,
    MISFIT,
    NEXT,
    ONCE_MORE,
    READ_BY,
    REST_ON_WEB,
    ROW_CHECK,
    ROW_NUMBER,
    THANKS,
    say_question,
)
from assistant.sms_replies import Reply, write_reply
from core.clock import local_date
from core.language import DEFAULT_LANGUAGE, LANGUAGES, say
from monitoring.judgement import Level
from monitoring.occasions import list_measures, list_recent
from monitoring.plans import PRESSURE, pressure_plan
from monitoring.reports import Reported
from monitoring.rhythm import Rhythm
from monitoring.series import Series
from people.opening_hours import answer_before

CHANNEL = "sms"


def is_guided(sender: Sender) -> bool:
    """Tell whether the patient is led through the day by SMS: he has no other way."""
    return not sender.patient.sms_by_web


def say_turn(turn: Turn, language: str) -> str:
    """Return where a form stands: the next question by its number."""
    if turn.is_gone:
        return say(language, GONE)
    if turn.is_later:
        return say(language, LATER)
    if turn.step is None:
        return say(language, REST_ON_WEB if turn.is_left_for_web else THANKS)
    lead = say(language, CONTRADICTS) if turn.problem else say(language, MISFIT) if turn.is_misfit else ""
    return f"{lead} {say_question(turn.step, turn.number, turn.of, language)}".strip()


def go_on(session: Session, sender: Sender, form: Dialogue, now: datetime) -> str | None:
    """Take an SMS as the answer to the form that waits, and return what to answer; None when it is no answer."""
    patient, text, language = sender.patient, sender.said, sender.patient.language
    if form.kind == Form.DIARY:
        turn = take_diary(session, form, text, patient, CHANNEL, now)
    else:
        turn = take_answer(session, form, text, patient, CHANNEL, now)
    if turn is None:
        return None
    if turn.reported is not None:
        return say_reported(session, sender, [turn.reported], now)
    if turn.step is None and turn.form is not Form.DIARY and not turn.is_later:
        return f"{say_turn(turn, language)} {what_next(session, sender, now)}".strip()
    return say_turn(turn, language)


def say_reported(session: Session, sender: Sender, reported: Sequence[Reported], now: datetime) -> str:
    """Answer what was reported, once and with the most urgent, and ask what comes next (programs.md C0)."""
    language, unit = sender.patient.language, sender.unit
    first = min(reported, key=lambda one: URGENT.index(reply_to(one)))
    reply = reply_to(first)
    if not is_guided(sender):
        return write_reply(reply, language, unit, now)
    lead = write_reply(Reply.RECEIVED if reply is Reply.QUESTIONS else reply, language, unit, now)
    asked = _ask_after(session, sender, reported, now)
    if asked:
        return f"{lead} {asked}"
    if reply not in (Reply.RECEIVED, Reply.QUESTIONS):
        return lead
    if first.judgement.level is Level.YELLOW:
        lead = f"{lead} {_read_by(sender, now)}"
    once_more = _once_more(session, sender, reported, now)
    return f"{lead} {once_more or what_next(session, sender, now)}".strip()


def _ask_after(session: Session, sender: Sender, reported: Sequence[Reported], now: datetime) -> str:
    for one in reported:
        asked, signs = asked_after(one.report, one.found)
        if (asked or signs) and one.judgement.level is not Level.EMERGENCY:
            form = begin_after(session, sender.patient, one.report, asked, signs, CHANNEL, now)
            return say_turn(present_turn(form, steps_of(form, sender.patient.language), {}), sender.patient.language)
    return ""


def _read_by(sender: Sender, now: datetime) -> str:
    language = sender.patient.language
    day = local_date(answer_before(sender.unit, now, 1), sender.patient.zone)
    locale = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return say(language, READ_BY, day=format_date(day, "EEEE d MMMM", locale=locale))


def _once_more(session: Session, sender: Sender, reported: Sequence[Reported], now: datetime) -> str:
    """Ask for the second measurement of a sitting that should have two (clinical/vitals.md 2)."""
    report = next((one.report for one in reported if one.report.kind == PRESSURE), None)
    row = find_row(sender.plans, Series.PRESSURE)
    if report is None or row is None or row.measuring.plan.rhythm != Rhythm.BLOCKS:
        return ""
    wanted = pressure_plan(row.measuring.plan).readings_per_session
    same = (report.session_date, report.session)
    sitting = [one for one in list_recent(session, sender.patient.id, now) if (one.session_date, one.session) == same]
    if len(sitting) >= wanted or len(list_measures(session, report)) >= wanted:
        return ""
    return say(sender.patient.language, ONCE_MORE, row=row.number)


def what_next(session: Session, sender: Sender, now: datetime) -> str:
    """Ask for the next row of the day, or tell when the next time is."""
    left = list_left(session, sender.patient, now)
    language = sender.patient.language
    if left and is_guided(sender):
        return ask_row(session, sender, left[0], now)
    when = say_next(sender.plans, now, sender.patient.zone, language)
    told = say(language, NEXT, when=when) if when else ""
    return f"{say(language, DONE)} {told}".strip()


def ask_row(session: Session, sender: Sender, row: Row, now: datetime) -> str:
    """Ask for a row of the day: a number, or a check that begins with its first question."""
    language = sender.patient.language
    if not row.is_check:
        return say(language, ROW_NUMBER, row=row.number)
    form = begin_check(session, sender.patient, row.measuring, CHANNEL, now)
    turn = present_turn(form, steps_of(form, language), {})
    return f"{say(language, ROW_CHECK, row=row.number, num=turn.of)} {say_turn(turn, language)}"


def begin_day(
    session: Session, sender: Sender, now: datetime, wanted: Series | None = None, *, questions: bool = False
) -> str | None:
    """Begin what is left of the day: the first row of the card, or the row of the diary; None when nothing is left.

    :param wanted: the check that is asked for; ``questions`` takes a check before a number.
    """
    left = [row for row in list_left(session, sender.patient, now) if wanted in (None, row.series)]
    left.sort(key=lambda row: questions and not row.is_check)
    if questions and not any(row.is_check for row in left):
        left = [*list_open_checks(session, sender.patient, now, wanted), *left]
    if left:
        return ask_row(session, sender, left[0], now)
    diary = begin_diary_row(session, sender, now) if wanted is None else None
    return diary or (what_next(session, sender, now) if rows_of(sender.plans) else None)


def begin_diary_row(session: Session, sender: Sender, now: datetime) -> str | None:
    """Begin today's row of the diary, or go on with what was typed on the web; None when there is none to write."""
    patient = sender.patient
    diary = find_diary(session, patient, now)
    if diary is None:
        return None
    form = begin_diary(session, patient, diary, CHANNEL, now)
    found = present_row(session, form, patient)
    if found is None or found[2].step is None:
        end_dialogue(form, Ending.LEFT)
        return say(patient.language, REST_ON_WEB)
    intro = say(patient.language, DAY_ROW, num=found[2].of)
    return f"{intro} {say_turn(found[2], patient.language)}"
