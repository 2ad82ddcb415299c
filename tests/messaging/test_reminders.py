"""Reminders: at the patient's own clock, once each, not more than one of a kind a day, and only when needed."""

import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.errors import InvalidError
from messaging.inbound import record_inbound
from messaging.reminders import (
    list_reminders,
    move_reminder,
    plan_due,
    set_reminder,
    stop_reminders,
)
from messaging.sending import send_due
from messaging.sms_models import Reminder, ReminderKind, Sms, SmsKind, SmsStatus
from people.models import User
from tests.sms_ground import NOON, PHONE, Cast, Counting, make_patient, read, statuses

MINUTE = timedelta(minutes=1)
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def add_reminder(database: Database, user: User, cast: Cast, hour: int = 13, **changes: object) -> Reminder:
    """Set a reminder, by default a diary's at 13:00, which is noon in UTC."""
    values = {"kind": ReminderKind.DIARY, "subject": "enrollment:1", "minute": 0, **YEAR, **changes}
    with database.transaction() as session:
        return set_reminder(session, user=user, unit=cast.unit, hour=hour, **values)  # type: ignore[arg-type]


def planned(database: Database) -> list[Sms]:
    """Return the rows that came of reminders."""
    with database.transaction() as session:
        return list(session.scalars(select(Sms).order_by(Sms.id)))


def nobody(_session: Session, _reminders: Sequence[Reminder], _day: date) -> set[int]:
    """Say that no reminder is needed any more."""
    return set()


def test_a_reminder_is_planned_once_however_often_the_clock_ticks(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast)
    assert [plan_due(database, NOON + tick * MINUTE, {}) for tick in range(-2, 4)] == [0, 0, 1, 0, 0, 0]
    [sms] = planned(database)
    assert (sms.kind, sms.not_before, sms.at_night) == (SmsKind.REMINDER, NOON, False)


def test_a_clock_that_stood_still_for_hours_loses_nothing(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast)
    assert plan_due(database, NOON + timedelta(hours=3, minutes=59), {}) == 1


def test_a_reminder_that_is_far_too_late_is_not_planned(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast)
    assert plan_due(database, NOON + timedelta(hours=4), {}) == 0


def test_eight_planners_at_once_plan_each_reminder_once(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        people = [make_patient(session, cast.unit, f"+467017406{number:02}") for number in range(10, 50)]
    for user in people:
        add_reminder(database, user, cast)
    counted: list[int] = []
    planners = [
        threading.Thread(target=lambda: counted.append(plan_due(database, NOON, {}))) for _ in range(8)
    ]
    for planner in planners:
        planner.start()
    for planner in planners:
        planner.join()
    assert sum(counted) == len(planned(database)) == 40


def test_a_person_gets_one_of_a_kind_a_day(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast)
    add_reminder(database, cast.patient, cast, hour=14)
    add_reminder(database, cast.patient, cast, hour=13, subject="enrollment:2")
    add_reminder(database, cast.patient, cast, hour=13, kind=ReminderKind.RATING)
    for hour in range(3):
        plan_due(database, NOON + timedelta(hours=hour), {})
    assert sorted(sms.body.split()[0] for sms in planned(database)) == ["Dagens", "Dags"]
    assert plan_due(database, NOON + timedelta(days=1), {}) == 2


def test_what_is_not_needed_is_noted_and_leaves_room_for_a_later_one(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast)
    later = add_reminder(database, cast.patient, cast, hour=15)

    def only_later(_session: Session, reminders: Sequence[Reminder], _day: date) -> set[int]:
        return {reminder.id for reminder in reminders} & {later.id}

    needs = {ReminderKind.DIARY: only_later}
    assert plan_due(database, NOON, needs) == 0
    assert plan_due(database, NOON + timedelta(hours=2), needs) == 1
    assert statuses(database) == {SmsStatus.CANCELLED: 1, SmsStatus.PLANNED: 1}


def test_need_is_asked_again_when_the_sms_is_about_to_leave(database: Database, cast: Cast) -> None:
    reminder = add_reminder(database, cast.patient, cast)
    asked: list[tuple[list[int], date]] = []

    def done_meanwhile(_session: Session, reminders: Sequence[Reminder], day: date) -> set[int]:
        asked.append(([each.id for each in reminders], day))
        return set()

    plan_due(database, NOON, {})
    gateway = Counting()
    send_due(database, gateway, NOON, {ReminderKind.DIARY: done_meanwhile})
    assert gateway.given == []
    assert asked == [([reminder.id], date(2026, 3, 2))]
    assert statuses(database) == {SmsStatus.CANCELLED: 1}


def test_stopping_a_subject_takes_its_reminders_back(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast)
    kept = add_reminder(database, cast.patient, cast, subject="enrollment:2", kind=ReminderKind.MODULE)
    plan_due(database, NOON, {})
    with database.transaction() as session:
        assert stop_reminders(session, "enrollment:1", NOON) == 1
        assert [reminder.id for reminder in list_reminders(session, cast.patient.id)] == [kept.id]
    assert statuses(database) == {SmsStatus.CANCELLED: 1, SmsStatus.PLANNED: 1}


def test_a_moved_reminder_leaves_the_old_time(database: Database, cast: Cast) -> None:
    reminder = add_reminder(database, cast.patient, cast)
    with database.transaction() as session:
        moved = move_reminder(session, session.get_one(Reminder, reminder.id), hour=15, minute=30, now=NOON)
    assert plan_due(database, NOON, {}) == 0
    assert plan_due(database, NOON + timedelta(hours=2, minutes=30), {}) == 1
    assert moved.id != reminder.id


def test_setting_the_same_time_again_renews_it(database: Database, cast: Cast) -> None:
    first = add_reminder(database, cast.patient, cast)
    with database.transaction() as session:
        stop_reminders(session, "enrollment:1", NOON)
    again = add_reminder(database, cast.patient, cast, weekdays=1)
    assert (first.id, again.active, again.weekdays) == (again.id, True, 1)


def test_only_the_chosen_weekdays_and_dates_count(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast, weekdays=0b0000010)
    ended = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 1)}
    add_reminder(database, cast.patient, cast, kind=ReminderKind.RATING, **ended)
    assert [plan_due(database, NOON + timedelta(days=day), {}) for day in range(7)] == [0, 1, 0, 0, 0, 0, 0]


def test_a_time_the_patient_chose_in_the_quiet_hours_is_kept(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast, hour=6, minute=30, by_patient=True)
    early = NOON.replace(hour=5, minute=30)
    plan_due(database, early, {})
    gateway = Counting()
    send_due(database, gateway, early)
    assert len(gateway.given) == 1


def test_a_reminder_for_later_in_the_evening_never_slips_into_the_night(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast, hour=20, minute=59)
    evening = NOON.replace(hour=19, minute=59)
    plan_due(database, evening, {})
    gateway = Counting()
    send_due(database, gateway, evening + 2 * MINUTE)
    assert gateway.given == []
    assert statuses(database) == {SmsStatus.EXPIRED: 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"hour": 21}, {"hour": 7}, {"hour": 24}, {"minute": 60}, {"weekdays": 0}, {"weekdays": 128},
        {"hour": 4, "by_patient": True}, {"hour": 22, "minute": 1, "by_patient": True},
        {"ends_on": date(2025, 1, 1)},
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused(database: Database, cast: Cast, changes: dict[str, object]) -> None:
    with pytest.raises(InvalidError):
        add_reminder(database, cast.patient, cast, **{"hour": 12, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 10, 25), 2, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 3, 29), 2, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (date(2026, 3, 29), 13, datetime(2026, 3, 29, 11, 30, tzinfo=UTC)),
        (date(2026, 10, 25), 13, datetime(2026, 10, 25, 12, 30, tzinfo=UTC)),
    ],
)
def test_a_day_of_clock_change_gives_one_reminder(
    database: Database, cast: Cast, day: date, hour: int, expected: datetime
) -> None:
    with database.transaction() as session:
        session.add(Reminder(user_id=cast.patient.id, unit_id=cast.unit.id, kind=ReminderKind.DIARY, hour=hour,
                             minute=30, **YEAR))  # fmt: skip
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=ZoneInfo("Europe/Stockholm")).astimezone(UTC)
    when = [
        instant
        for instant in (midnight + tick * timedelta(minutes=30) for tick in range(50))
        for _ in range(plan_due(database, instant, {}))
    ]
    assert when == [expected]


def test_each_patient_is_reminded_in_her_own_zone(database: Database, cast: Cast) -> None:
    with database.transaction() as session:
        session.get_one(User, cast.other.id).zone = "Asia/Kathmandu"
    add_reminder(database, cast.patient, cast)
    add_reminder(database, cast.other, cast)
    assert plan_due(database, datetime(2026, 3, 2, 7, 15, tzinfo=UTC), {}) == 1
    assert planned(database)[0].user_id == cast.other.id
    assert plan_due(database, NOON, {}) == 1


def test_stopped_or_unwilling_people_are_not_planned_for(database: Database, cast: Cast) -> None:
    add_reminder(database, cast.patient, cast)
    add_reminder(database, cast.other, cast)
    with database.transaction() as session:
        record_inbound(session, "SM1", PHONE, "STOPP", NOON - MINUTE)
        session.get_one(User, cast.other.id).sms_consent_at = None
    assert plan_due(database, NOON, {}) == 0


def test_many_reminders_are_planned_in_batches(database: Database, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("messaging.reminders.BATCH", 7)
    with database.transaction() as session:
        people = [make_patient(session, cast.unit, f"+467017406{number:02}") for number in range(10, 35)]
    for user in people:
        add_reminder(database, user, cast)
    assert plan_due(database, NOON, {}) == 25
    assert read(database, planned(database)[0].id).reminder_id is not None
