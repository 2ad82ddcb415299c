"""The tables of enrolment and progress; the content itself lies in files (programs/content)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.crypto import EncryptedJson, EncryptedText
from core.db import Base, UtcDateTime, word_column
from core.ids import new_public_id

HEALTH = {"personal": "health"}


class EnrollmentStatus(StrEnum):
    """The chain of states of an enrolment (requirements.md E2)."""

    ORDERED = "ordered"
    INVITED = "invited"
    TESTED = "tested"
    VERIFIED = "verified"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why an enrolment ended (requirements.md E5)."""

    GOAL_MET = "goal_met"
    LEARNED_ENOUGH = "learned_enough"
    TIME_OUT = "time_out"
    TECHNICAL = "technical"
    HANDED_OVER = "handed_over"
    DETERIORATED = "deteriorated"
    PATIENT_STOPPED = "patient_stopped"


def _order_time(context: Any) -> datetime:
    ordered_at: datetime = context.get_current_parameters()["ordered_at"]
    return ordered_at


class Enrollment(Base):
    """One patient in one version of one program; a new time is a new episode."""

    __tablename__ = "enrollment"
    __table_args__ = (
        Index("ix_enrollment_patient", "patient_id", "status"),
        Index("ix_enrollment_unit", "unit_id", "status", "moved_at", "id"),
        Index("ix_enrollment_program", "program", "program_version", "status"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("care_unit.id"))
    clinician_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    program: Mapped[str] = mapped_column(String(40))
    program_version: Mapped[str] = mapped_column(String(20))
    episode: Mapped[int] = mapped_column(default=1)
    status: Mapped[EnrollmentStatus] = mapped_column(word_column(EnrollmentStatus), default=EnrollmentStatus.ORDERED)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    gate: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("enrollment.gate"), info=HEALTH)
    """Answers to the suitability check and the program's inclusion questions."""
    wish: Mapped[str] = mapped_column(EncryptedText("enrollment.wish"), info=HEALTH)
    """What the patient wants, in his own words."""
    care_consent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    self_care_decision_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    self_care_decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    goal: Mapped[str | None] = mapped_column(EncryptedText("enrollment.goal"), info=HEALTH)
    track: Mapped[str] = mapped_column(String(60), default="", server_default="", info=HEALTH)
    """The way through the program, chosen at enrolment; "" is the usual one."""
    switched: Mapped[dict[str, bool] | None] = mapped_column(EncryptedJson("enrollment.switched"), info=HEALTH)
    """The parts a clinician has switched, by id; the reasons stand in PartSwitch."""
    answered: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("enrollment.answered"), info=HEALTH)
    """Answers that decide which steps come later, kept here too so that no page asks for them (chosen_steps)."""
    added_ratings: Mapped[list[dict[str, Any]] | None] = mapped_column(
        EncryptedJson("enrollment.added_ratings"), info=HEALTH
    )
    """Instruments a clinician has added to this patient's calendar (added_ratings); kept here so no page asks."""
    ordered_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_order_time)
    """When it came to where it stands in the chain."""
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    verified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    activated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_until: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[EndReason | None] = mapped_column(word_column(EndReason), info=HEALTH)
    end_note: Mapped[str | None] = mapped_column(EncryptedText("enrollment.end_note"), info=HEALTH)


class ModuleStatus(StrEnum):
    """Where an unlocked module is; a locked one has no row (programs.md A2)."""

    UNLOCKED = "unlocked"
    STARTED = "started"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REVIEWED = "reviewed"


class ModuleUnlock(Base):
    """An opened module and how far it has come; its absence is the lock."""

    __tablename__ = "module_unlock"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "module"),
        Index("ix_module_unlock_submitted_at", "submitted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    module: Mapped[int]
    status: Mapped[ModuleStatus] = mapped_column(word_column(ModuleStatus), default=ModuleStatus.UNLOCKED)
    unlocked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    unlocked_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(String(200), default="", info=HEALTH)
    """Why it was opened before the former one was submitted, when it was."""
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Nobody, in a reviewed module that needed no answer (programs/sending_in.py)."""
    homework: Mapped[dict[str, str] | None] = mapped_column(EncryptedJson("module_unlock.homework"), info=HEALTH)
    """How far each homework task has come, by its number from 0 (programs/homework.py)."""


class PartSwitch(Base):
    """A clinician switched a part of the program on or off for one patient; every switch stays, with its reason."""

    __tablename__ = "part_switch"
    __table_args__ = (Index("ix_part_switch_enrollment_id", "enrollment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    part: Mapped[str] = mapped_column(String(60), info=HEALTH)
    is_on: Mapped[bool] = mapped_column(info=HEALTH)
    reason: Mapped[str] = mapped_column(EncryptedText("part_switch.reason"), info=HEALTH)
    switched_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    switched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Letter(Base):
    """A letter the patient wrote to himself, which has come back; its words are those of the exercise."""

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("enrollment_id", "module", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    module: Mapped[int]
    step: Mapped[str] = mapped_column(String(60))
    came_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Absence(Base):
    """Days when a patient is away, told by himself; nothing reminds him meanwhile."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_patient", "patient_id", "last_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    patient_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    first_day: Mapped[date] = mapped_column(info={"personal": "identity"})
    last_day: Mapped[date] = mapped_column(info={"personal": "identity"})
    """The last day away, itself included."""
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WeekSummary(Base):
    """What a patient was told of a week of measuring, one for each treatment and week."""

    __tablename__ = "week_summary"
    __table_args__ = (UniqueConstraint("enrollment_id", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    starts_on: Mapped[date]
    """The Monday of the week."""
    figures: Mapped[list[dict[str, Any]]] = mapped_column(EncryptedJson("week_summary.figures"), info=HEALTH)
    """Each series as monitoring/week_figures.py packs it."""
    has_red: Mapped[bool] = mapped_column(info=HEALTH)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class StepCompletion(Base):
    """A step the patient has done."""

    __tablename__ = "step_completion"
    __table_args__ = (UniqueConstraint("enrollment_id", "module", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    module: Mapped[int]
    step: Mapped[str] = mapped_column(String(60))
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExerciseAnswer(Base):
    """What the patient wrote in an exercise or quiz; saved as it is typed, frozen when submitted."""

    __tablename__ = "exercise_answer"
    __table_args__ = (UniqueConstraint("enrollment_id", "module", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    module: Mapped[int]
    step: Mapped[str] = mapped_column(String(60))
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("exercise_answer.answers"), info=HEALTH)
    revision: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExerciseRevision(Base):
    """An exercise as it was when the module was sent in; what the clinician has read never changes."""

    __tablename__ = "exercise_revision"
    __table_args__ = (Index("ix_exercise_revision_answer", "answer_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("exercise_answer.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("exercise_answer.answers"), info=HEALTH)
    """Sealed in the same context as the answer, so that the database copies it in one statement."""
    submitted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    program_version: Mapped[str | None] = mapped_column(String(20))
    """The version in full, such as ``1.2``, whose questions were answered; None for what was sent in before."""


class ExerciseComment(Base):
    """A clinician's comment on one exercise."""

    __tablename__ = "exercise_comment"
    __table_args__ = (Index("ix_exercise_comment_place", "enrollment_id", "module", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    module: Mapped[int]
    step: Mapped[str] = mapped_column(String(60))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    body: Mapped[str] = mapped_column(EncryptedText("exercise_comment.body"), info=HEALTH)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DiaryEntry(Base):
    """One day's row of a diary; a correction is a new row that replaces the old one, which stays.

    Revision 0, which is never current, is what is typed for a day and not finished yet.
    """

    __tablename__ = "diary_entry"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "diary", "day", "revision"),
        Index("ix_diary_entry_current", "enrollment_id", "diary", "current", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    diary: Mapped[str] = mapped_column(String(24))
    day: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True)
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("diary_entry.answers"), info=HEALTH)
    figures: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("diary_entry.figures"), info=HEALTH)
    """What was computed: minutes in bed and asleep, sleep efficiency in percent."""
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WindowStatus(StrEnum):
    """What the clinician has decided about a proposed sleep window."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"


class SleepWindow(Base):
    """A sleep window: proposed by the rule, in force only when a clinician has approved it (programs.md B3)."""

    __tablename__ = "sleep_window"
    __table_args__ = (Index("ix_sleep_window_enrollment", "enrollment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
    enrollment_id: Mapped[int] = mapped_column(ForeignKey("enrollment.id"))
    minutes: Mapped[int] = mapped_column(info=HEALTH)
    rise_time: Mapped[str] = mapped_column(String(5), info=HEALTH)
    """Wall clock, ``06:30``."""
    basis: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("sleep_window.basis"), info=HEALTH)
    """Nights, mean sleep, efficiency and the rule that proposed it."""
    status: Mapped[WindowStatus] = mapped_column(word_column(WindowStatus), default=WindowStatus.PROPOSED)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str | None] = mapped_column(EncryptedText("sleep_window.note"), info=HEALTH)
