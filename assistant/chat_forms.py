"""The words of a form in the thread: one question at a time with its answers as buttons, and what happens next."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assistant.dialogues import end_dialogue
from assistant.diary_form import begin_diary, present_row
from assistant.forms import Form, Turn, begin_after, begin_check, present_turn, steps_of
from assistant.models import Ending
from assistant.steps import Step, StepKind
from core.language import _l, say
from messaging.conversations import send_automatic
from messaging.models import Conversation
from monitoring.care_words import care_words
from monitoring.feedback import say_feedback
from monitoring.judgement import Judgement, Level
from monitoring.models import Report
from monitoring.questions import DIZZY, questions_to_ask
from monitoring.reports import Reported
from monitoring.series import FACTS, Series
from monitoring.symptoms import asks_dizzy, symptoms_to_ask
from people.models import User
from programs.day_diary import Diary
from programs.measuring import Measuring

CHANNEL = "chat"
ASKS = "ask:"
MOST_BUTTONS = 11
COUNTED = _l("Fråga %(number)s av %(of)s. %(text)s")
MISFIT = _l("Det svaret passar inte frågan.")
LATER = _l("Det går bra. Skriv FORTSÄTT när du vill gå vidare. Dina svar är kvar i dag.")
GONE = _l("Det där är redan klart.")
SCALE = _l("Svara med ett tal från %(low)s till %(high)s.")
CLOCK = _l("Svara med ett klockslag, till exempel 23.15.")
BEGIN_AGAIN = _l("Vi tar frågorna en gång till.")
KEPT = _l("Tack. Jag har sparat dina svar.")
DIARY_KEPT = _l("Tack. Dagens rad är sparad.")
REST_ON_WEB = _l("Tack. Dina svar är sparade. Resten av dagens rad fyller du i under Dagbok.")


def say_step(turn: Turn, language: str) -> str:
    """Return a question in whole words."""
    step = turn.step
    if step is None:
        return ""
    counted = turn.of > 1
    text = say(language, COUNTED, number=turn.number, of=turn.of, text=step.text) if counted else step.text
    if step.kind is StepKind.TIME:
        return f"{text} {say(language, CLOCK)}"
    if step.kind is StepKind.NUMBER:
        return f"{text} {say(language, SCALE, low=step.low, high=step.high)}"
    return text


def buttons_of(step: Step) -> tuple[tuple[str, str], ...]:
    """Return the answers that are offered as buttons; a number that may be large and a time have none."""
    if step.options:
        return tuple((one.label, one.label) for one in step.options)
    if step.kind is StepKind.NUMBER and step.high - step.low < MOST_BUTTONS and not step.decimals:
        return tuple((str(number), str(number)) for number in range(step.low, step.high + 1))
    return ()


def ask_step(
    session: Session, conversation: Conversation, turn: Turn, language: str, now: datetime, lead: str = ""
) -> None:
    """Put the present question of a form into the thread."""
    if turn.step is not None:
        body = f"{lead}\n\n{say_step(turn, language)}" if lead else say_step(turn, language)
        send_automatic(session, conversation, body, f"{ASKS}{turn.form}", now, buttons_of(turn.step))


def say_turn(
    session: Session, conversation: Conversation, turn: Turn, language: str, now: datetime
) -> Reported | None:
    """Answer a message to a form: the next question, or what its answers mean; returns the report when there is one."""
    if turn.is_gone:
        send_automatic(session, conversation, say(language, GONE), "", now)
    elif turn.is_later:
        send_automatic(session, conversation, say(language, LATER), f"{ASKS}later", now,
                       (("fortsätt", say(language, _l("Fortsätt"))),))  # fmt: skip
    elif turn.step is not None:
        lead = say(language, MISFIT) if turn.is_misfit else ""
        if turn.problem:
            lead = f"{say(language, turn.problem)} {say(language, BEGIN_AGAIN)}"
        ask_step(session, conversation, turn, language, now, lead)
    elif turn.form is Form.DIARY:
        words = REST_ON_WEB if turn.is_left_for_web else DIARY_KEPT
        send_automatic(session, conversation, say(language, words), "", now)
    elif turn.reported is not None and turn.measuring is not None:
        _say_reported(session, conversation, turn.reported, turn.measuring, language, now)
    return turn.reported


def _say_reported(
    session: Session, conversation: Conversation, reported: Reported, measuring: Measuring, language: str, now: datetime
) -> None:
    care = care_words(measuring.unit, measuring.nurse_name, now, language)
    lines = (say(language, KEPT), *say_feedback(language, reported.judgement, care).lines)
    send_automatic(session, conversation, "\n\n".join(lines), f"report:{reported.report.public_id}", now)


def follow_up(
    session: Session, conversation: Conversation, patient: User, reported: Reported, language: str, now: datetime
) -> bool:
    """Ask in the thread what the rule asks about a value, the alarm symptoms first; False when it asks nothing."""
    asked, signs = asked_after(reported.report, reported.found)
    if reported.judgement.level is Level.EMERGENCY or not (asked or signs):
        return False
    dialogue = begin_after(session, patient, reported.report, asked, signs, CHANNEL, now)
    ask_step(session, conversation, present_turn(dialogue, steps_of(dialogue, language), {}), language, now)
    return True


def asked_after(report: Report, found: Sequence[Judgement]) -> tuple[list[str], list[str]]:
    """Return which questions and which alarm symptoms are asked about a report; none when it has been answered."""
    if report.answered_at is not None:
        return [], []
    asked = [one.id for one in questions_to_ask(found)]
    if report.dizzy is None and asks_dizzy(list(found)) and DIZZY.id not in asked:
        asked.append(DIZZY.id)
    return asked, list(symptoms_to_ask(list(found)))


def start_check(
    session: Session, conversation: Conversation, patient: User, measuring: Measuring, language: str, now: datetime
) -> None:
    """Begin a symptom check in the thread."""
    dialogue = begin_check(session, patient, measuring, CHANNEL, now)
    steps = steps_of(dialogue, language)
    lead = say(language, FACTS[Series(measuring.plan.kind)].how)
    ask_step(session, conversation, present_turn(dialogue, steps, {}), language, now, lead)


def start_diary(
    session: Session, conversation: Conversation, patient: User, diary: Diary, language: str, now: datetime
) -> None:
    """Begin today's row of a diary in the thread, or go on with what was typed on the web."""
    dialogue = begin_diary(session, patient, diary, CHANNEL, now)
    found = present_row(session, dialogue, patient)
    if found is not None and found[2].step is not None:
        ask_step(session, conversation, found[2], language, now)
    else:
        end_dialogue(dialogue, Ending.LEFT)
        send_automatic(session, conversation, say(language, REST_ON_WEB), "", now)

