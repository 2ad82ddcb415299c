"""Who has come to a stop in a KBT program is told by SMS, each thing once and only while it is true (A6)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from messaging.notices import NoticeKind
from messaging.sms_models import Sms
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from programs.nudges import Stand, send_nudges
from programs.orders import ends_on
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast

DAY = date(2026, 11, 2)
FAR = DAY + timedelta(days=60)


@pytest.mark.parametrize(
    ("status", "opened", "touched", "ends", "kind"),
    [
        (ModuleStatus.UNLOCKED, 2, 2, FAR, None),
        (ModuleStatus.UNLOCKED, 3, 3, FAR, NoticeKind.MODULE_WAITING),
        (ModuleStatus.STARTED, 3, 1, FAR, None),
        (ModuleStatus.STARTED, 6, 1, FAR, NoticeKind.MODULE_UNSENT),
        (ModuleStatus.STARTED, 9, 2, FAR, None),
        (ModuleStatus.STARTED, 9, 8, FAR, NoticeKind.INACTIVE),
        (ModuleStatus.STARTED, 4, 1, DAY + timedelta(days=7), NoticeKind.LAST_WEEK),
        (ModuleStatus.STARTED, 4, 1, DAY - timedelta(days=1), None),
    ],
)
def test_what_is_said_depends_on_where_one_stands(
    status: ModuleStatus, opened: int, touched: int, ends: date, kind: NoticeKind | None
) -> None:
    stand = Stand(status, DAY - timedelta(days=opened), DAY - timedelta(days=touched), ends)
    assert stand.nudge(DAY) is kind


@pytest.mark.parametrize(
    ("opened", "touched", "kind"),
    [(5, 5, None), (6, 6, NoticeKind.MODULE_WAITING), (11, 9, NoticeKind.MODULE_WAITING),
     (12, 12, NoticeKind.MODULE_UNSENT), (15, 15, NoticeKind.MODULE_UNSENT), (16, 16, NoticeKind.INACTIVE)],
)  # fmt: skip
def test_on_a_slow_track_everything_is_said_at_its_own_pace(opened: int, touched: int, kind: NoticeKind | None) -> None:
    stand = Stand(ModuleStatus.UNLOCKED, DAY - timedelta(days=opened), DAY - timedelta(days=touched), FAR, 2)
    assert stand.nudge(DAY) is kind


def test_the_slow_track_of_stress_ends_at_its_own_pace() -> None:
    program = get_program("stress", "1")
    usual, slow = (ends_on(program, DAY, track) for track in ("usual", "slow"))
    assert (slow - usual) == timedelta(weeks=program.weeks)
    assert ends_on(program, DAY, "") == ends_on(program, DAY, "gone") == usual


def stop(cast: CareCast, days: int) -> Enrollment:
    """Let Anna's module stand untouched for days."""
    enrollment = enroll_sleep(cast, 1)
    since = cast.now - timedelta(days=days)
    with cast.database.transaction() as session:
        session.query(ModuleUnlock).filter_by(enrollment_id=enrollment.id).update(
            {"unlocked_at": since, "status": ModuleStatus.UNLOCKED}
        )
        session.query(Enrollment).filter_by(id=enrollment.id).update(
            {"moved_at": since, "ends_on": cast.now.date() + timedelta(days=60)}
        )
    return enrollment


def reasons(cast: CareCast) -> list[str]:
    with cast.database.transaction() as session:
        return [key.rsplit(":", 2)[0] for key in session.scalars(select(Sms.dedupe_key).order_by(Sms.id))]


def test_an_untouched_module_is_told_of_once_each_way(care_cast: CareCast) -> None:
    stop(care_cast, 3)
    for days in (0, 0, 1, 3, 4, 5, 6, 20):
        send_nudges(care_cast.database, care_cast.now + timedelta(days=days))
    assert reasons(care_cast) == ["notice:module_waiting", "notice:module_unsent", "notice:inactive"]


def test_nobody_is_nudged_while_the_treatment_rests(care_cast: CareCast) -> None:
    enrollment = stop(care_cast, 9)
    with care_cast.database.transaction() as session:
        session.query(Enrollment).filter_by(id=enrollment.id).update({"status": EnrollmentStatus.PAUSED})
    assert send_nudges(care_cast.database, care_cast.now) == 0
