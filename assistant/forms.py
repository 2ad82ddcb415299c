"""Forms answered one question at a time on any channel: a symptom check, what is asked after a value, a diary row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from assistant.check_steps import SIGNS, steps_after_value, steps_of_check
from assistant.dialogues import end_dialogue, end_of_day, holder_of, open_dialogue
from assistant.models import Dialogue, Ending, Slot
from assistant.normalise import normalise_numbers
from assistant.sender import is_read
from assistant.steps import Step, read_line
from core.clock import local_date
from core.errors import NotFoundError
from monitoring.corrections import is_current
from monitoring.models import Report
from monitoring.occasions import get_own_report, list_recent
from monitoring.questions import DIZZY
from monitoring.reports import Reported, Sent, answer_symptoms, report_series
from monitoring.series import Series
from people.models import User
from programs.measuring import Measuring, find_measuring
from ratings.symptom_checks import judge_heart_so_far, judge_lungs_so_far

_BACK = re.compile(r"tillbaka|backa|ändra|fel|jag svarade fel|back|wrong")
_AGAIN = re.compile(r"\?|fråga|frågan|igen|fortsätt|börja|vidare|ok|okej|redo|continue|go on|ja|j|yes")
_LATER = re.compile(r"senare|vänta|avbryt|pausa|paus|inte nu|later|not now|cancel that")
UNSPECIFIED = "unspecified"
"""What is kept when somebody says yes without saying which symptom."""


class Form(StrEnum):
    """Which form; the word is kept as the kind of the dialogue."""

    CHECK = "check"
    AFTER = "after"
    DIARY = "diary"


@dataclass(frozen=True)
class Turn:
    """Where a form stands after a message, for the words of its channel.

    :ivar step: what is asked next; None when the form is over.
    :ivar number: which question that is, of ``of``.
    :ivar is_misfit: the answer did not fit the question; ``is_later`` the patient wants to wait.
    :ivar reported: what became of the answers, judged by the rules of the web.
    :ivar is_gone: what it was about is done or changed already.
    :ivar problem: why a finished form could not be kept, a msgid; it begins again.
    """

    form: Form
    steps: tuple[Step, ...]
    step: Step | None = None
    number: int = 0
    is_misfit: bool = False
    is_later: bool = False
    is_gone: bool = False
    reported: Reported | None = None
    measuring: Measuring | None = None
    problem: str = ""
    is_left_for_web: bool = False

    @property
    def of(self) -> int:
        """How many questions there are."""
        return len(self.steps)


def begin_check(
    session: Session, patient: User, measuring: Measuring, channel: str, now: datetime,
    answers: Mapping[str, int] | None = None,
) -> Dialogue:  # fmt: skip
    """Open Hjärtkollen or KOL-kollen for the rest of the patient's day.

    :param answers: what has been answered already, elsewhere.
    """
    return open_dialogue(
        session, holder_of(patient.id), Slot.FORM, patient_id=patient.id, unit_id=measuring.unit.id, kind=Form.CHECK,
        subject=measuring.plan.kind, channel=channel, state={"answers": dict(answers or {})}, now=now,
        expires_at=end_of_day(now, patient.zone),
    )  # fmt: skip


def begin_after(
    session: Session, patient: User, report: Report, asked: Sequence[str], signs: Sequence[str], channel: str,
    now: datetime,
) -> Dialogue:  # fmt: skip
    """Open the questions that a rule asks after a value, for the rest of the patient's day."""
    state = {"asked": list(asked), "signs": list(signs), "answers": {}}
    return open_dialogue(
        session, holder_of(patient.id), Slot.FORM, patient_id=patient.id, unit_id=report.unit_id, kind=Form.AFTER,
        subject=report.public_id, channel=channel, state=state, now=now, expires_at=end_of_day(now, patient.zone),
    )  # fmt: skip


def steps_of(dialogue: Dialogue, language: str) -> tuple[Step, ...]:
    """Return the questions of a form in a language."""
    if dialogue.kind == Form.CHECK:
        return steps_of_check(Series(dialogue.subject), language)
    return steps_after_value(dialogue.state["asked"], dialogue.state["signs"], language)


def present_turn(dialogue: Dialogue, steps: tuple[Step, ...], answers: Mapping[str, Any]) -> Turn:
    """Return the question that a form stands at."""
    left = [step for step in steps if step.id not in answers]
    number = steps.index(left[0]) + 1 if left else len(steps)
    return Turn(Form(dialogue.kind), steps, left[0] if left else None, number)


def read_turn(dialogue: Dialogue, steps: tuple[Step, ...], answers: dict[str, Any], text: str) -> Turn | None:
    """Return what a message does to a form, with ``answers`` filled in; None when it is about something else."""
    left = [step for step in steps if step.id not in answers]
    line = read_line(text, left)
    said = normalise_numbers(text).strip(" .!")
    if line.is_answer:
        answers.update(line.answers)
        return replace(present_turn(dialogue, steps, answers), is_misfit=not line.answers)
    if _BACK.fullmatch(said):
        given = [step.id for step in steps if step.id in answers]
        if given:
            del answers[given[-1]]
        return present_turn(dialogue, steps, answers)
    if _LATER.fullmatch(said):
        return replace(present_turn(dialogue, steps, answers), is_later=True)
    return present_turn(dialogue, steps, answers) if _AGAIN.fullmatch(said) else None


def take_answer(
    session: Session, dialogue: Dialogue, text: str, patient: User, channel: str, now: datetime
) -> Turn | None:
    """Keep what a message answers, and report the form when it is full; None when the message is no answer."""
    steps, answers = steps_of(dialogue, patient.language), dict(dialogue.state["answers"])
    turn = read_turn(dialogue, steps, answers, text)
    if turn is None:
        return None
    dialogue.state = {**dialogue.state, "answers": answers}
    dialogue.channel, dialogue.asked_at = channel, now
    if turn.step is not None and not is_emergency_so_far(dialogue):
        return turn
    reported = report_form(session, dialogue, turn, patient, channel, now)
    end_dialogue(dialogue, Ending.ANSWERED)
    return reported


def is_emergency_so_far(dialogue: Dialogue) -> bool:
    """Tell whether what is answered already means 112, so that the rest is not waited for."""
    if dialogue.kind == Form.AFTER:
        return bool(dialogue.state["answers"].get(SIGNS) == "yes")
    return level_so_far(dialogue) == "emergency"


def level_so_far(dialogue: Dialogue) -> str:
    """Return the level that the answers of a check already reach; "" for another form."""
    if dialogue.kind != Form.CHECK:
        return ""
    answers = [int(dialogue.state["answers"].get(f"q{number}", 0)) for number in range(1, 7)]
    is_heart = dialogue.subject == Series.HEART_CHECK
    return judge_heart_so_far(answers) if is_heart else judge_lungs_so_far(answers).level


def report_form(
    session: Session, dialogue: Dialogue, turn: Turn, patient: User, channel: str, now: datetime,
    taken_at: datetime | None = None,
) -> Turn:  # fmt: skip
    """Let a check or the questions after a value be judged by the rules of the web.

    :param taken_at: when the answers were given, for a check that is reported later.
    """
    over = replace(turn, step=None)
    if dialogue.kind == Form.AFTER:
        return _report_after(session, dialogue, over, patient, now)
    measuring = _measuring(session, patient, dialogue.subject)
    at = taken_at or now
    if measuring is None or _was_sent(session, patient, dialogue, at):
        return replace(over, is_gone=True)
    sent = Sent(Series(dialogue.subject), answers=dict(dialogue.state["answers"]))
    reported = report_series(session, measuring.around(patient), sent, taken_at=at, channel=channel, now=now)
    return replace(over, reported=reported, measuring=measuring)


def _measuring(session: Session, patient: User, series: str) -> Measuring | None:
    """Return the plan of a series, when somebody reads what is sent by it."""
    found = find_measuring(session, patient.id, series)
    return found if found is not None and is_read(found) else None


def _was_sent(session: Session, patient: User, dialogue: Dialogue, at: datetime) -> bool:
    """Tell whether the same check has been sent the same day another way."""
    today = local_date(at, patient.zone)
    recent = list_recent(session, patient.id, at, Series(dialogue.subject))
    return any(one.session_date == today for one in recent)


def _report_after(
    session: Session, dialogue: Dialogue, over: Turn, patient: User, now: datetime
) -> Turn:
    try:
        report = get_own_report(session, patient.id, dialogue.subject)
    except NotFoundError:
        return replace(over, is_gone=True)
    measuring = _measuring(session, patient, report.kind)
    if measuring is None or not is_current(report) or report.answered_at is not None:
        return replace(over, is_gone=True)
    given = dict(dialogue.state["answers"])
    symptoms = [UNSPECIFIED] if given.pop(SIGNS, "no") == "yes" else list(report.symptoms)
    dizzy = given.get(DIZZY.id) == "yes" if DIZZY.id in given else None
    reported = answer_symptoms(session, measuring.around(patient), report, symptoms, dizzy, now, given)
    return replace(over, reported=reported, measuring=measuring)
