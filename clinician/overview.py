"""Everything the overview of one patient shows, read in few statements whatever the patient has done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select

from clinician.curves import Curve, rating_curves
from clinician.day_diary import DayDiary, load_day_diary
from clinician.events import READ, TIMELINE, Event, event_lines, list_events
from clinician.guard import viewer
from clinician.measured_news import Measured, load_measured
from clinician.patient_head import Head, load_head, today
from clinician.reads import my_units
from clinician.treatment import Treatment, treatments_of
from core import web
from core.audit import AuditEvent
from messaging.models import Conversation, Message, Sender
from people.models import User
from programs.diary import SLEEP, DiaryDay, list_days, week_of_days
from programs.library import get_program
from programs.models import Enrollment, ModuleUnlock, SleepWindow, WindowStatus
from ratings.models import Risk, SelfRating
from ratings.records import list_history
from ratings.risks import list_open_risks
from ratings.sleep_diary import Week

VISIT = timedelta(minutes=30)
"""Openings closer to each other than this are one visit: "since you last looked" means before it."""
FIRST_LOOK = timedelta(days=14)
"""How far back the first visit looks."""
MORNINGS = 28
EVENTS = 9


@dataclass(frozen=True)
class Letters:
    """What the patient has written since: how many, and when the newest came."""

    count: int
    newest: datetime | None


@dataclass(frozen=True)
class Sleep:
    """The sleep diary and the windows of an enrolment."""

    enrollment: Enrollment
    days: list[DiaryDay]
    windows: list[SleepWindow]

    @property
    def proposed(self) -> SleepWindow | None:
        """The window that waits for a decision."""
        return next((one for one in self.windows if one.status is WindowStatus.PROPOSED), None)

    @property
    def approved(self) -> SleepWindow | None:
        """The window in force."""
        return next((one for one in self.windows if one.status is WindowStatus.APPROVED), None)

    @property
    def last_days(self) -> list[DiaryDay]:
        """The last seven mornings."""
        return self.days[-7:]

    @property
    def week(self) -> Week | None:
        """The means of the last seven mornings, or None with too few nights."""
        return week_of_days(self.last_days)

    @property
    def nights(self) -> int:
        """How many of the last seven mornings are filled in."""
        return sum(1 for day in self.last_days if day.entry)


@dataclass(frozen=True)
class Overview:
    """What the overview of a patient shows; since is None at the viewer's first visit."""

    head: Head
    since: datetime | None
    treatments: list[Treatment]
    risks: list[Risk]
    ratings: list[SelfRating]
    curves: list[Curve]
    sleep: Sleep | None
    diary: DayDiary | None
    letters: Letters
    events: list[Event]
    measured: list[Measured]

    def main_curves(self) -> list[Curve]:
        """Return the curves of PHQ-9 and of each treatment's own measure, which the program asks for last."""
        own = [one.program.ratings[-1].instruments[0] for one in self.treatments if one.program.ratings]
        wanted = list(dict.fromkeys([*own, "phq9"]))
        return [curve for name in wanted for curve in self.curves if curve.instrument.id == name]

    def news(self) -> "News":
        """Return what has happened since the viewer last looked."""
        return News(self, self.since or web.now() - FIRST_LOOK)


@dataclass(frozen=True)
class News:
    """What has happened after an instant; each part is told in one sentence with its source."""

    overview: Overview
    since: datetime

    def answers(self) -> list[tuple[Risk, SelfRating | None, SelfRating | None]]:
        """Return the open risks, each with the rating that raised it and the one before."""
        ratings = self.overview.ratings
        found = []
        for risk in self.overview.risks:
            place = next((n for n, one in enumerate(ratings) if one.id == risk.rating_id), None)
            rating = ratings[place] if place is not None else None
            before = [one for one in ratings[:place] if rating and one.instrument == rating.instrument]
            found.append((risk, rating, before[-1] if before else None))
        return sorted(found, key=lambda one: one[0].level != "red")

    def modules(self) -> list[tuple[Treatment, ModuleUnlock]]:
        """Return the modules that were sent in, or still wait for an answer."""
        return [(one, unlock) for one in self.overview.treatments for unlock in one.submitted(self.since)]

    def curves(self) -> list[Curve]:
        """Return the curves with a new value."""
        return [one for one in self.overview.curves if one.last.completed_at and one.last.completed_at > self.since]

    def letters(self) -> Letters | None:
        """Return what the patient has written, or None."""
        return self.overview.letters if self.overview.letters.count else None

    def sleep(self) -> Sleep | None:
        """Return the diary when it has new rows."""
        sleep = self.overview.sleep
        if sleep is None:
            return None
        return sleep if any(day.entry and day.entry.written_at > self.since for day in sleep.days) else None

    def diary(self) -> DayDiary | None:
        """Return the program's own diary when it has new rows."""
        diary = self.overview.diary
        is_new = diary and any(day.entry and day.entry.written_at > self.since for day in diary.days)
        return diary if is_new else None

    def is_empty(self) -> bool:
        """Tell whether nothing at all is new."""
        return not (
            self.answers() or self.modules() or self.curves() or self.letters() or self.sleep() or self.diary()
            or self.overview.measured
        )


def load_overview(patient: User) -> Overview:
    """Return the overview of a patient whose read is already in the log."""
    session, now = web.session(), web.now()
    since, letters = look_back(patient)
    head = load_head(patient)
    unlocks = list_unlocks(head.enrollments)
    ratings = list_history(session, patient.id)
    risks = list_open_risks(session, patient.id)
    mine = [one for one in ratings if one.unit_id in my_units()]
    treatments = treatments_of(head.enrollments, unlocks, ratings, risks, now)
    return Overview(
        head=head, since=since, treatments=treatments,
        measured=load_measured(patient, treatments, since or now - FIRST_LOOK),
        risks=[one for one in risks if one.unit_id in my_units()], ratings=mine, curves=rating_curves(mine),
        sleep=load_sleep(head.enrollments), diary=load_day_diary(head.enrollments), letters=letters,
        events=event_lines(list_events(patient, TIMELINE, EVENTS), patient, mine),
    )


def list_unlocks(enrollments: Sequence[Enrollment]) -> list[ModuleUnlock]:
    """Return the opened modules of some enrolments; one statement."""
    ids = [one.id for one in enrollments]
    return list(web.session().scalars(select(ModuleUnlock).where(ModuleUnlock.enrollment_id.in_(ids))))


def load_sleep(enrollments: Sequence[Enrollment]) -> Sleep | None:
    """Return the sleep diary of the first enrolment that keeps one, or None; two statements."""
    for one in enrollments:
        if get_program(one.program, one.program_version).diary == SLEEP:
            days = list_days(web.session(), one.id, today() - timedelta(days=MORNINGS - 1), today())
            return Sleep(one, days, list_windows(one))
    return None


def list_windows(enrollment: Enrollment) -> list[SleepWindow]:
    """Return an enrolment's sleep windows, the newest first."""
    query = select(SleepWindow).where(SleepWindow.enrollment_id == enrollment.id)
    return list(web.session().scalars(query.order_by(SleepWindow.id.desc()).limit(20)))


def look_back(patient: User) -> tuple[datetime | None, Letters]:
    """Return when the viewer looked before this visit (None the first time), and what the patient wrote since."""
    looked = (
        select(func.max(AuditEvent.at))
        .where(
            AuditEvent.patient_id == patient.id, AuditEvent.actor_id == viewer().id, AuditEvent.action == READ,
            AuditEvent.at < web.now() - VISIT,
        )
        .scalar_subquery()
    )
    row = web.session().execute(
        select(looked, func.count(Message.id), func.max(Message.sent_at))
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Conversation.patient_id == patient.id,
            Conversation.unit_id.in_(my_units()),
            Message.sender == Sender.PATIENT,
            or_(looked.is_(None), Message.sent_at > looked),
        )
    ).one()
    return row[0], Letters(row[1], row[2])
