"""The row of a diary one question at a time: kept as the same draft as the web's, so that either goes on with it."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.dialogues import end_dialogue, end_of_day, holder_of, open_dialogue
from assistant.diary_steps import left_for_web, steps_of_fields
from assistant.forms import Form, Turn, present_turn, read_turn
from assistant.models import Dialogue, Ending, Slot
from core.clock import local_date
from core.errors import InvalidError
from people.models import User
from programs.day_diary import Diary, diary_of, record_day
from programs.diary import find_rows, record_night, save_draft_row
from programs.models import Enrollment, EnrollmentStatus


def find_diary(session: Session, patient: User, now: datetime) -> Diary | None:
    """Return the diary whose row of today is not written, of a running treatment; None when there is none."""
    rows = session.scalars(
        select(Enrollment)
        .where(Enrollment.patient_id == patient.id, Enrollment.status == EnrollmentStatus.ACTIVE)
        .order_by(Enrollment.id)
    )
    today = local_date(now, patient.zone)
    for enrollment in rows:
        found = diary_of(enrollment)
        if found is not None and find_rows(session, enrollment.id, found.name, today).entry is None:
            return found
    return None


def begin_diary(session: Session, patient: User, diary: Diary, channel: str, now: datetime) -> Dialogue:
    """Open today's row of a diary."""
    today = local_date(now, patient.zone)
    return open_dialogue(
        session, holder_of(patient.id), Slot.FORM, patient_id=patient.id, unit_id=diary.enrollment.unit_id,
        kind=Form.DIARY, subject=f"{diary.enrollment.public_id}:{today.isoformat()}", channel=channel, state={},
        now=now, expires_at=end_of_day(now, patient.zone),
    )  # fmt: skip


def present_row(
    session: Session, dialogue: Dialogue, patient: User
) -> tuple[Diary, date, Turn, dict[str, object]] | None:
    """Return the diary and day of a form, the question it stands at, and what is written; None when it is over."""
    public_id, _colon, day = dialogue.subject.partition(":")
    enrollment = session.scalar(
        select(Enrollment).where(Enrollment.public_id == public_id, Enrollment.patient_id == patient.id)
    )
    diary = diary_of(enrollment) if enrollment is not None and enrollment.status is EnrollmentStatus.ACTIVE else None
    if diary is None:
        return None
    rows = find_rows(session, diary.enrollment.id, diary.name, date.fromisoformat(day))
    if rows.entry is not None:
        return None
    answers = dict(rows.answers)
    steps = steps_of_fields(diary.fields, patient.language)
    return diary, date.fromisoformat(day), present_turn(dialogue, steps, _given(answers)), answers


def _given(answers: dict[str, object]) -> dict[str, object]:
    """Return what is answered; an empty field of the web's draft is not."""
    return {name: value for name, value in answers.items() if value is not None and value not in ("", [])}


def take_diary(
    session: Session, dialogue: Dialogue, text: str, patient: User, channel: str, now: datetime
) -> Turn | None:
    """Keep what a message answers as the draft of the row, and the row when it is full; None when it is no answer."""
    found = present_row(session, dialogue, patient)
    if found is None:
        end_dialogue(dialogue, Ending.LEFT)
        return Turn(Form.DIARY, (), is_gone=True)
    diary, day, present, kept = found
    answers = _given(kept)
    turn = read_turn(dialogue, present.steps, answers, text)
    if turn is None:
        return None
    dialogue.channel, dialogue.asked_at = channel, now
    whole = {**{name: value for name, value in kept.items() if name in answers}, **answers}
    save_draft_row(session, diary.enrollment, diary.name, day, whole, now)
    return turn if turn.step is not None else _finish(session, dialogue, diary, day, whole, turn, now)


def _finish(
    session: Session, dialogue: Dialogue, diary: Diary, day: date, answers: dict[str, object], turn: Turn, now: datetime
) -> Turn:
    if left_for_web(diary.fields, answers):
        end_dialogue(dialogue, Ending.ANSWERED)
        return replace(turn, is_left_for_web=True)
    try:
        if diary.form is None:
            record_night(session, diary.enrollment, day, answers, now)
        else:
            record_day(session, diary.enrollment, diary.form, day, answers, now)
    except InvalidError as problem:
        asked = {step.id for step in turn.steps}
        save_draft_row(session, diary.enrollment, diary.name, day,
                       {name: value for name, value in answers.items() if name not in asked}, now)  # fmt: skip
        return replace(present_turn(dialogue, turn.steps, {}), problem=problem.reason)
    end_dialogue(dialogue, Ending.ANSWERED)
    return turn

