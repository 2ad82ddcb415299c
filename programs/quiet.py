"""Job: who is unusually quiet for himself comes into the list with the reason, once, until he is heard (M13)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from core.clock import local_date
from core.db import Database, UtcDateTime
from messaging.models import Conversation, Message, Sender
from monitoring.models import MeasurementPlan, Report
from monitoring.plans import is_measuring_day
from monitoring.rhythm import UNCHASED
from monitoring.series import Series
from people.models import CareUnit, User
from people.opening_hours import answer_before
from people.session_models import LoginSession
from programs.absences import last_away
from programs.day_diary import has_diary
from programs.enrollment import ZONE
from programs.library import get_program
from programs.models import DiaryEntry, Enrollment, EnrollmentStatus, ModuleUnlock, StepCompletion
from programs.own_rhythm import FLOOR_DAYS, LOOK_BACK, OwnRhythm, Quiet, find_quiet, planned_rhythm, quiet_reason
from programs.progress import WRITABLE
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, ItemStatus, Level, Outcome, WorkItem

BATCH = 300
QUIET = "quiet:"
SEEN = timedelta(days=FLOOR_DAYS - 1)
"""Who was heard within this time is certainly not quiet, wherever he is."""
HISTORY = LOOK_BACK + timedelta(days=60)
PLAN_DAYS = 29
"""How many days ahead a plan is read to know how often it asks."""
EXPECTED_LEFT_OUT = 2
"""Days on which a value was expected and none came, before a silence between measuring days is unusual."""
HEARD = "Patienten har hörts av igen, eller vilar."
SERIES = [one.value for one in Series]


@dataclass
class Person:
    """A patient in a treatment who has not been heard for days.

    :ivar is_open: something in the program waits for the patient.
    :ivar heard: local dates on which he was heard.
    """

    enrollment: Enrollment
    patient: User
    unit: CareUnit
    away: date | None
    is_open: bool
    heard: set[date] = field(default_factory=set)
    plans: list[MeasurementPlan] = field(default_factory=list)

    def quiet(self, now: datetime) -> Quiet | None:
        """Return his unusual silence, or None: also when he is away or nothing is expected of him."""
        zone = self.patient.zone
        today = local_date(now, zone)
        is_over = today > self.enrollment.ends_on or (self.away is not None and self.away >= today)
        rested = local_date(self.enrollment.moved_at, zone)
        found = None if is_over else find_quiet(self.heard, today, max(rested, self.away or rested), self._planned())
        return found if found is not None and self._is_expected(found.since, today) else None

    def _planned(self) -> OwnRhythm | None:
        """Return how often the plan that asks most expects a value now, from the last day he was heard."""
        if not self.heard:
            return None
        ahead = [max(self.heard) + timedelta(days=step) for step in range(PLAN_DAYS)]
        every = (
            planned_rhythm([day for day in ahead if is_measuring_day(plan, day)])
            for plan in self.plans if plan.rhythm not in UNCHASED
        )
        return min((one for one in every if one is not None), key=lambda one: one.long, default=None)

    def _is_expected(self, since: date, today: date) -> bool:
        """Tell whether anything was expected in the silence; who measures only when needed has his own rhythm alone."""
        if self.is_kbt:
            program = get_program(self.enrollment.program, self.enrollment.program_version)
            return self.is_open or has_diary(program)
        chased = [plan for plan in self.plans if plan.rhythm not in UNCHASED]
        between = [since + timedelta(days=step) for step in range(1, (today - since).days)]
        return not chased or any(
            sum(is_measuring_day(plan, day) for day in between) >= EXPECTED_LEFT_OUT for plan in chased
        )

    @property
    def is_kbt(self) -> bool:
        """Tell whether it is a KBT program."""
        return get_program(self.enrollment.program, self.enrollment.program_version).kind == "kbt"

    def key(self, quiet: Quiet) -> str:
        """What makes it the same silence: the treatment and the last day he was heard."""
        return f"{QUIET}{self.enrollment.public_id}:{quiet.since}"


def find_unusually_quiet(database: Database, now: datetime) -> int:
    """Job: raise an item once for each silence that is unusual for a patient; returns how many.

    One that ends, because he is heard, rests, is away or has ended, is taken back. Nobody who has an open item
    about silence gets another (programs/silence.py, programs/treatment.py).
    """
    told, after, silent = 0, 0, set[str]()
    while True:
        with database.transaction() as session:
            asked = {"since": now - SEEN, "day": local_date(now, ZONE), "after": after}
            rows = session.execute(_silent_query(), asked).all()
            people = {row[0].id: Person(*row) for row in rows}
            _fill(session, list(people.values()), now)
            found = [(one, quiet) for one in people.values() if (quiet := one.quiet(now)) is not None]
            silent |= {one.key(quiet) for one, quiet in found}
            told += _raise(session, found, now)
        if len(rows) < BATCH:
            break
        after = rows[-1][0].id
    _take_back(database, silent, now)
    return told


@cache
def _silent_query() -> Any:
    """Select running treatments of patients who have done nothing of what is heard since an instant."""
    since = bindparam("since", type_=UtcDateTime())
    opened = exists().where(ModuleUnlock.enrollment_id == Enrollment.id, ModuleUnlock.status.in_(WRITABLE))
    return (
        select(
            Enrollment, User, CareUnit, last_away(Enrollment.patient_id, bindparam("day", type_=Date)).label("away"),
            opened.label("opened"),
        )
        .join(User, User.id == Enrollment.patient_id)
        .join(CareUnit, CareUnit.id == Enrollment.unit_id)
        .where(Enrollment.status == EnrollmentStatus.ACTIVE, Enrollment.id > bindparam("after"))
        .where(*(~one for one in _heard_since(since)))
        .order_by(Enrollment.id)
        .limit(BATCH)
    )


def _heard_since(since: Any) -> list[ColumnElement[bool]]:
    """The ways a patient is heard that need no look at his history: a value, a row, a step, a message."""
    return [
        exists().where(Report.patient_id == Enrollment.patient_id, Report.kind.in_(SERIES), Report.taken_at > since),
        exists().where(DiaryEntry.enrollment_id == Enrollment.id, DiaryEntry.written_at > since),
        exists().where(StepCompletion.enrollment_id == Enrollment.id, StepCompletion.completed_at > since),
        exists().where(
            Conversation.patient_id == Enrollment.patient_id, Message.id == Conversation.last_patient_id,
            Message.sent_at > since,
        ),
    ]


def _fill(session: Session, people: Sequence[Person], now: datetime) -> None:
    """Read when each was heard, and the plans of those who measure; a statement for each way, however many they are."""
    since = now - HISTORY
    by_patient: dict[int, list[Person]] = {}
    for one in people:
        by_patient.setdefault(one.enrollment.patient_id, []).append(one)
    measuring = {one.enrollment.id: one for one in people if not one.is_kbt}
    treated = {one.enrollment.id: one for one in people if one.is_kbt}
    if not people:
        return
    messages = (
        select(Conversation.patient_id, Message.sent_at)
        .join(Message, Message.conversation_id == Conversation.id)
        .where(Conversation.patient_id.in_(by_patient), Message.sender == Sender.PATIENT, Message.sent_at > since)
    )
    _hear(session.execute(messages), by_patient)
    if measuring:
        ids = [one.enrollment.patient_id for one in measuring.values()]
        reports = select(Report.patient_id, Report.session_date).where(
            Report.patient_id.in_(ids), Report.kind.in_(SERIES), Report.taken_at > since
        )
        for patient_id, day in session.execute(reports.distinct()):
            for one in by_patient[patient_id]:
                one.heard.add(day)
        by_public = {one.enrollment.public_id: one for one in measuring.values()}
        plans = select(MeasurementPlan).where(MeasurementPlan.enrollment_public_id.in_(by_public))
        for plan in session.scalars(plans.where(MeasurementPlan.current.is_(True))):
            by_public[plan.enrollment_public_id].plans.append(plan)
    if treated:
        for table, at in ((DiaryEntry, DiaryEntry.written_at), (StepCompletion, StepCompletion.completed_at)):
            query = select(table.enrollment_id, at).where(table.enrollment_id.in_(treated), at > since)
            _hear(session.execute(query), {number: [one] for number, one in treated.items()})
        logins = select(LoginSession.user_id, LoginSession.seen_at, LoginSession.started_at)
        mine = {one.enrollment.patient_id: [one] for one in treated.values()}
        for user_id, seen_at, started_at in session.execute(logins.where(LoginSession.user_id.in_(mine))):
            _hear([(user_id, seen_at), (user_id, started_at)], mine)


def _hear(rows: Iterable[Any], people: dict[int, list[Person]]) -> None:
    for number, at in rows:
        for one in people[number]:
            one.heard.add(local_date(at, one.patient.zone))


def is_about_silence() -> ColumnElement[bool]:
    """Return the condition that an item is about somebody's silence."""
    return WorkItem.kind.in_((ItemKind.MISSED, ItemKind.INACTIVE))


def _raise(session: Session, found: Sequence[tuple[Person, Quiet]], now: datetime) -> int:
    """Raise what is not known, of who has no open item about silence in the unit."""
    if not found:
        return 0
    rows = session.execute(
        select(WorkItem.patient_id, WorkItem.unit_id, WorkItem.dedupe_key, WorkItem.status)
        .where(WorkItem.patient_id.in_([one.patient.id for one, _quiet in found]), is_about_silence())
    ).all()
    known = {row.dedupe_key for row in rows}
    waiting = {(row.patient_id, row.unit_id) for row in rows if row.status is not ItemStatus.CLOSED}
    fresh = [(one, quiet) for one, quiet in found if one.key(quiet) not in known]
    told = 0
    for one, quiet in fresh:
        if (one.patient.id, one.unit.id) not in waiting:
            waiting.add((one.patient.id, one.unit.id))
            _raise_one(session, one, quiet, now)
            told += 1
    return told


def _raise_one(session: Session, one: Person, quiet: Quiet, now: datetime) -> None:
    reason, places = quiet_reason(quiet)
    subject = f"plan:{one.plans[0].public_id}" if one.plans else f"enrollment:{one.enrollment.public_id}"
    raise_item(
        session, unit_id=one.unit.id, patient_id=one.patient.id, level=Level.WEEK, reason=reason, places=places,
        kind=ItemKind.INACTIVE if one.is_kbt else ItemKind.MISSED, subject=subject, dedupe_key=one.key(quiet),
        occurred_at=now, due_at=answer_before(one.unit, now, 3),
    )


def _take_back(database: Database, silent: set[str], now: datetime) -> None:
    """Take back the open items whose silence is over."""
    with database.transaction() as session:
        open_keys = session.scalars(
            select(WorkItem.dedupe_key).where(
                WorkItem.dedupe_key.startswith(QUIET), WorkItem.status != ItemStatus.CLOSED, is_about_silence()
            )
        ).all()
        for key in set(open_keys) - silent:
            settle_items(session, key, Outcome.WITHDRAWN, now, note=HEARD)


def is_cared_for(since: Any) -> ColumnElement[bool]:
    """Return the condition, in a query of enrolments, that the unit has been told that the patient is quiet.

    The item waits or was just closed by somebody; it may be about another treatment, for it is the same silence.

    :param since: the instant from which a closed one counts as just closed.
    """
    return exists().where(
        WorkItem.patient_id == Enrollment.patient_id,
        WorkItem.unit_id == Enrollment.unit_id,
        WorkItem.dedupe_key.startswith(QUIET),
        or_(
            WorkItem.status != ItemStatus.CLOSED,
            (WorkItem.outcome != Outcome.WITHDRAWN) & (WorkItem.closed_at > since),
        ),
    )
