"""What belongs to the sleep program alone: the nights of the diary, and the sleep window."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core.audit import AuditEvent
from practice.life import Life
from practice.nights import days_between, make_night
from programs.diary import SLEEP, compute_night, list_days
from programs.models import DiaryEntry, SleepWindow, WindowStatus
from programs.sleep_window import decide_window, find_window, propose, propose_window

SKIPPED = 0.07
"""How often a morning is forgotten."""


def write_nights(session: Session, life: Life, first: date, last: date, week: int) -> None:
    """Write the diary of some mornings, with one left out now and then."""
    window = find_window(session, life.enrollment.id, WindowStatus.APPROVED)
    for day in days_between(first, min(last, life.today)):
        if life.random.random() < SKIPPED:
            continue
        answers = make_night(life.random, week, life.story.course, window)
        night = compute_night(answers)
        figures = {"tib": night.tib, "tst": night.tst, "se": night.se, "band": night.band}
        add_row(session, life, SLEEP, day, answers, figures, life.at(day, 7, life.random.randrange(5, 50)))


def add_row(
    session: Session, life: Life, diary: str, day: date, answers: dict[str, object], figures: dict[str, object],
    when: datetime,
) -> None:  # fmt: skip
    """Keep a day's row of a diary as programs/diary.record_row does for a day without one, many at a time."""
    enrollment = life.enrollment
    session.add(DiaryEntry(enrollment_id=enrollment.id, diary=diary, day=day, answers=answers, figures=figures,
                           written_at=when))  # fmt: skip
    session.add(
        AuditEvent(at=when, action="diary.write", actor_id=life.patient.id, actor_role="patient",
                   unit_id=enrollment.unit_id, patient_id=life.patient.id, object_kind="diary",
                   object_id=f"{enrollment.public_id}:{day.isoformat()}")
    )  # fmt: skip


def propose_own_window(session: Session, life: Life, day: date, when: datetime) -> None:
    """Propose a window from the nights before, and let the clinician approve it unless the patient still waits."""
    days = list_days(session, life.enrollment.id, day - timedelta(days=9), day)
    proposal = propose([one.night for one in days if one.night is not None], None, 40, drowsy=False)
    if proposal is None:
        return
    said = {"agree": "yes", "comment": "Det känns kort men jag vill pröva."}
    window = propose_window(session, life.enrollment, life.unit, proposal, "06:30", said, when)
    if life.story.course != "waiting":
        _approve(session, life, window, when + timedelta(hours=14))


def _approve(session: Session, life: Life, window: SleepWindow, when: datetime) -> None:
    decide_window(session, life.clinician, life.enrollment, life.patient, window, approve=True,
                  minutes=max(window.minutes, 330), note="Vi börjar så och ser efter en vecka.", now=when)  # fmt: skip
