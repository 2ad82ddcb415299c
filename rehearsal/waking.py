"""What a job has to act on: where there is none of it, a rehearsal need not ask the job, since it would do nothing."""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from core.db import Database
from messaging.sms_models import InboundStatus, Sms, SmsInbound, SmsStatus
from messaging.statuses import is_undecided
from monitoring.models import MeasurementPlan, Report
from people.models import User
from people.session_models import Attempt, LoginSession, SignInStep, StaffInvitation
from programs.models import Enrollment, EnrollmentStatus
from worklist.models import ItemStatus, WorkItem

PLANNING, SENDING, UNDERSTANDING = "reminders are planned", "sms are sent", "sms are understood"
_E = Enrollment.status
MATTERS: dict[str, ColumnElement[bool]] = {
    "treatments begin": exists().where(_E.in_((EnrollmentStatus.TESTED, EnrollmentStatus.VERIFIED))),
    "treatments go on": exists().where(_E == EnrollmentStatus.PAUSED),
    UNDERSTANDING: exists().where(SmsInbound.examined_at.is_(None), SmsInbound.status != InboundStatus.HANDLED),
    "dangerous values become final": exists().where(Report.provisional),
    "weeks are judged": exists().where(MeasurementPlan.id > 0),
    "silent patients": exists().where(MeasurementPlan.id > 0),
    "items wake": exists().where(WorkItem.status == ItemStatus.SNOOZED),
    "old claims are released": exists().where(WorkItem.claimed_by.is_not(None)),
    "alarms are sent": exists().where(User.alarm_sms),
    "sms expire": exists().where(Sms.status == SmsStatus.PLANNED),
    SENDING: exists().where(Sms.status == SmsStatus.PLANNED),
    "sms are settled": exists().where(is_undecided()),
    "old sign-ins go": exists().where(LoginSession.id > 0) | exists().where(SignInStep.id > 0)
    | exists().where(StaffInvitation.id > 0),
    "old attempts go": exists().where(Attempt.count > 0),
}
"""By the name of the job; one that is not here is always asked."""

_NAMES = tuple(MATTERS)
_NEXT = select(func.min(Sms.not_before, type_=Sms.not_before.type)).where(Sms.status == SmsStatus.PLANNED)
_ASKED = select(_NEXT.scalar_subquery().label("next"), *(MATTERS[name].label(f"m{n}") for n, name in enumerate(_NAMES)))


def look(database: Database) -> tuple[Any, frozenset[str]]:
    """Return when the next planned SMS may leave, or None, and the names of the jobs with nothing to act on."""
    with database.engine.connect().execution_options(sqlite_begin="BEGIN") as connection:
        row = connection.execute(_ASKED).one()
    return row[0], frozenset(name for name, has in zip(_NAMES, row[1:], strict=True) if not has)
