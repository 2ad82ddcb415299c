"""What a job has to act on: where there is none of it, a rehearsal need not ask the job, since it would do nothing."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Date, exists, func, literal_column, select
from sqlalchemy.dialects import sqlite

from core.clock import local_date
from core.db import Database, UtcDateTime
from messaging.sms_models import InboundStatus, Sms, SmsInbound, SmsStatus
from messaging.statuses import is_undecided
from monitoring.models import MeasurementPlan, Report
from monitoring.plans import PRESSURE
from people.models import User
from people.session_models import Attempt, LoginSession, SignInStep, StaffInvitation
from programs.enrollment import ZONE
from programs.media_models import MediaFile
from programs.models import Enrollment, EnrollmentStatus, ModuleUnlock
from programs.nudges import WAITING_DAYS
from programs.progress import WRITABLE
from programs.schema import Program
from programs.treatment import REVIEW_BEFORE_END
from worklist.models import ItemStatus, WorkItem

PLANNING, SENDING, UNDERSTANDING = "reminders are planned", "sms are sent", "sms are understood"
_E = Enrollment.status
_ACTIVE = _E == EnrollmentStatus.ACTIVE
_TODAY, _ENDING = literal_column(":today", Date()), literal_column(":ending", Date())
_STOPPED = exists().where(
    _ACTIVE, ModuleUnlock.enrollment_id == Enrollment.id, ModuleUnlock.status.in_(WRITABLE),
    ModuleUnlock.unlocked_at <= literal_column(":still", UtcDateTime()),
)  # fmt: skip
MATTERS: dict[str, ColumnElement[bool]] = {
    "treatments begin": exists().where(
        (_E == EnrollmentStatus.TESTED) | (_E == EnrollmentStatus.VERIFIED) & (Enrollment.starts_on <= _TODAY)
    ),
    "treatments go on": exists().where(_E == EnrollmentStatus.PAUSED),
    UNDERSTANDING: exists().where(SmsInbound.examined_at.is_(None), SmsInbound.status != InboundStatus.HANDLED),
    "new values are asked for": exists().where(Report.provisional),
    "dangerous values become final": exists().where(Report.provisional),
    "ends are reviewed": exists().where(_ACTIVE, Enrollment.ends_on <= _ENDING),
    "weekly modules open": exists().where(_ACTIVE),
    "inactive patients": _STOPPED,
    "who has stopped is told": _STOPPED,
    "letters come back": exists().where(Enrollment.activated_at.is_not(None)),
    "weeks are judged": exists().where(MeasurementPlan.kind == PRESSURE),
    "silent patients": exists().where(_ACTIVE, MeasurementPlan.enrollment_public_id == Enrollment.public_id),
    "weeks are told": exists().where(_ACTIVE, MeasurementPlan.enrollment_public_id == Enrollment.public_id),
    "how it went is asked": exists().where(MeasurementPlan.closer_until >= _TODAY),
    "unusually quiet patients": exists().where(_ACTIVE),
    "items wake": exists().where(WorkItem.status == ItemStatus.SNOOZED),
    "old claims are released": exists().where(WorkItem.claimed_by.is_not(None)),
    "alarms are sent": exists().where(User.alarm_sms),
    "sms expire": exists().where(Sms.status == SmsStatus.PLANNED),
    SENDING: exists().where(Sms.status == SmsStatus.PLANNED),
    "sms are settled": exists().where(is_undecided()),
    "unused films go": exists().where(MediaFile.id > 0),
    "old sign-ins go": exists().where(LoginSession.id > 0) | exists().where(SignInStep.id > 0)
    | exists().where(StaffInvitation.id > 0),
    "old attempts go": exists().where(Attempt.count > 0),
}
"""By the name of the job; one that is not here is always asked."""

_NAMES = tuple(MATTERS)
_NEXT = select(func.min(Sms.not_before, type_=Sms.not_before.type)).where(Sms.status == SmsStatus.PLANNED)
_ASKED = select(_NEXT.scalar_subquery().label("next"), *(MATTERS[name].label(f"m{n}") for n, name in enumerate(_NAMES)))

STILL = timedelta(days=WAITING_DAYS - 1)
"""How long a module lies open before any job looks at who has stopped."""


def never_due(program: Program) -> frozenset[str]:
    """Return the names of the jobs that pass every treatment of a program by."""
    takes_part = {
        "weekly modules open": program.unlock == "weekly",
        "inactive patients": program.kind == "kbt",
        "who has stopped is told": program.kind == "kbt",
        "letters come back": any(step.again_days for module in program.modules for step in module.steps),
    }
    return frozenset(name for name, does in takes_part.items() if not does)


@cache
def _asked() -> str:
    """Return the question as SQLite reads it: it is asked at every instant, so it is put together once."""
    return str(_ASKED.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))


def look(database: Database, now: datetime) -> tuple[datetime | None, frozenset[str]]:
    """Return when the next planned SMS may leave, or None, and the names of the jobs with nothing to act on."""
    today = local_date(now, ZONE)
    facts = {
        "today": today.isoformat(),
        "ending": (today + REVIEW_BEFORE_END).isoformat(),
        "still": f"{(now - STILL).astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}",
    }
    with closing(database.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(_asked(), facts)
        ((waiting, *has),) = cursor.fetchall()
    at = datetime.fromisoformat(waiting).replace(tzinfo=UTC) if waiting else None
    return at, frozenset(name for name, some in zip(_NAMES, has, strict=True) if not some)
