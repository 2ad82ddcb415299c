"""Reminders in the patient's own time: set, moved, stopped, and planned into the outbox once each (R1, A9)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, String, bindparam, cast, exists, literal, select, update
from sqlalchemy.orm import Session

from core.clock import at_wall_clock
from core.db import Database, insert_into
from core.errors import InvalidError
from core.language import _l
from messaging.outbox import build_row, cancel_reminders
from messaging.phone_numbers import is_sendable
from messaging.quiet_hours import is_quiet, is_quiet_hour
from messaging.sms_models import Reminder, ReminderKind, Sms, SmsKind, SmsStatus, SmsStop
from messaging.sms_texts import TextId, write_to
from messaging.verdicts import Needs
from people.models import CareUnit, User, UserState

EARLIEST, LATEST = (5, 0), (22, 0)
"""The hours a patient may choose (clinical/programs.md A6)."""
LOOK_BACK = timedelta(hours=4)
"""How late a reminder is still planned, so that a clock that stood still loses nothing."""
CLOCK_SLACK = 120
"""Minutes added around the look-back in the query, because a day may be an hour longer or shorter."""
BATCH = 500
EVERY_DAY = 127

TEXT_OF = {
    ReminderKind.MEASURE: TextId.MEASURE,
    ReminderKind.DIARY: TextId.DIARY,
    ReminderKind.RATING: TextId.RATING_DUE,
    ReminderKind.MODULE: TextId.MODULE_WAITING,
}


@dataclass(frozen=True)
class Occurrence:
    """A reminder on one local date, with whom it is for."""

    reminder: Reminder
    user: User
    unit: CareUnit
    day: date
    at: datetime

    @property
    def dedupe_key(self) -> str:
        """Return what makes it the same reminder however often it is planned."""
        return f"reminder:{self.reminder.id}:{self.day}:0"


def set_reminder(
    session: Session, *, user: User, unit: CareUnit, kind: ReminderKind, subject: str, hour: int, minute: int = 0,
    weekdays: int = EVERY_DAY, starts_on: date, ends_on: date, by_patient: bool = False,
) -> Reminder:  # fmt: skip
    """Set a reminder at a time of the patient's own clock; the same time again renews it.

    :param subject: what it serves, such as ``enrollment:12``.
    :param weekdays: bit 0 is Monday, bit 6 Sunday.
    :param by_patient: the patient chose the time, so it may lie in the quiet hours, from 05:00 to 22:00.
    :raises InvalidError: for a time or days that cannot be.
    """
    _check(hour, minute, weekdays, starts_on, ends_on, by_patient)
    row = {"user_id": user.id, "unit_id": unit.id, "kind": kind, "subject": subject, "hour": hour, "minute": minute}
    renewed = {"weekdays": weekdays, "starts_on": starts_on, "ends_on": ends_on, "active": True, "unit_id": unit.id}
    same = [Reminder.user_id, Reminder.kind, Reminder.hour, Reminder.minute, Reminder.subject]
    insert = insert_into(session, Reminder).values(row | renewed)
    new_id = session.scalar(insert.on_conflict_do_update(index_elements=same, set_=renewed).returning(Reminder.id))
    return session.get_one(Reminder, new_id, populate_existing=True)


def _check(hour: int, minute: int, weekdays: int, starts_on: date, ends_on: date, by_patient: bool) -> None:
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        raise InvalidError("time", _l("Skriv timme och minuter, till exempel 08:30."))
    if by_patient and not EARLIEST <= (hour, minute) <= LATEST:
        raise InvalidError("time", _l("Välj en tid mellan 05:00 och 22:00."))
    if not by_patient and is_quiet_hour(hour):
        raise InvalidError("time", _l("Välj en tid mellan 08:00 och 20:59. Bara patienten själv kan välja en annan."))
    if not 1 <= weekdays <= EVERY_DAY:
        raise InvalidError("weekdays", _l("Välj minst en dag."))
    if ends_on < starts_on:
        raise InvalidError("ends_on", _l("Välj ett slut som kommer efter början."))


def move_reminder(
    session: Session, reminder: Reminder, *, hour: int, minute: int, now: datetime, by_patient: bool = False
) -> Reminder:
    """Give a reminder another time; what was planned for the old time is taken back."""
    user, unit = session.get_one(User, reminder.user_id), session.get_one(CareUnit, reminder.unit_id)
    stop_reminder(session, reminder, now)
    return set_reminder(
        session, user=user, unit=unit, kind=reminder.kind, subject=reminder.subject, hour=hour, minute=minute,
        weekdays=reminder.weekdays, starts_on=reminder.starts_on, ends_on=reminder.ends_on, by_patient=by_patient,
    )  # fmt: skip


def stop_reminder(session: Session, reminder: Reminder, now: datetime) -> None:
    """Stop one reminder and take back what is planned from it."""
    _stop(session, [reminder.id], now)
    session.expire(reminder)


def stop_reminders(session: Session, subject: str, now: datetime) -> int:
    """Stop all reminders that serve a subject, such as an enrollment that ended; returns how many."""
    chosen = select(Reminder.id).where(Reminder.subject == subject, Reminder.active)
    return _stop(session, list(session.scalars(chosen)), now)


def _stop(session: Session, reminder_ids: list[int], now: datetime) -> int:
    session.execute(
        update(Reminder)
        .where(Reminder.id.in_(reminder_ids))
        .values(active=False)
        .execution_options(synchronize_session=False)
    )
    cancel_reminders(session, reminder_ids, now)
    return len(reminder_ids)


def list_reminders(session: Session, user_id: int) -> Sequence[Reminder]:
    """Return a person's standing reminders by time of day."""
    return session.scalars(
        select(Reminder)
        .where(Reminder.user_id == user_id, Reminder.active)
        .order_by(Reminder.hour, Reminder.minute, Reminder.id)
    ).all()


def plan_due(database: Database, now: datetime, needs: Needs) -> int:
    """Job: put every reminder whose time has come into the outbox, once; returns how many SMS were planned.

    One that is not needed at its time is noted as cancelled, so that it is not asked about again.
    Any number of processes may run it at once.
    """
    with database.open_session(reading=True) as session:
        zones = session.scalars(_zones_query()).all()
    return sum(_plan_zone(database, zone, now, needs) for zone in zones)


@cache
def _zones_query() -> Select[str]:
    return select(User.zone).distinct().join(Reminder, Reminder.user_id == User.id).where(Reminder.active)


def _plan_zone(database: Database, zone: str, now: datetime, needs: Needs) -> int:
    first, last = (instant.astimezone(ZoneInfo(zone)) for instant in (now - LOOK_BACK, now))
    planned = 0
    for day in sorted({first.date(), last.date()}):
        earliest = _minutes(first) - CLOCK_SLACK if day == first.date() else 0
        latest = _minutes(last) + CLOCK_SLACK if day == last.date() else 24 * 60
        planned += _plan_day(database, zone, day, (earliest, latest), now, needs)
    return planned


def _minutes(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _plan_day(
    database: Database, zone: str, day: date, span: tuple[int, int], now: datetime, needs: Needs
) -> int:
    planned, after = 0, 0
    while True:
        with database.open_session(reading=True) as session:
            asked = {"zone": zone, "day": day, "weekday": 1 << day.weekday(), "key": f":{day}:0", "after": after,
                     "earliest": span[0], "latest": span[1]}  # fmt: skip
            rows = session.execute(_unplanned_query(), asked).all()
            due = [found for found in _list_due([tuple(row) for row in rows], zone, day, now)]
            needed = _list_needed(session, due, day, needs) if due else set()
        if due:
            with database.transaction() as session:
                planned += _insert(session, due, needed, now)
        if len(rows) < BATCH:
            return planned
        after = rows[-1][0].id


@cache
def _unplanned_query() -> Any:
    """Select reminders of a local day that may be due, of people who may be sent them, and not planned yet."""
    key = literal("reminder:") + cast(Reminder.id, String) + bindparam("key", type_=String)
    minute = Reminder.hour * 60 + Reminder.minute
    return (
        select(Reminder, User, CareUnit)
        .join(User, User.id == Reminder.user_id)
        .join(CareUnit, CareUnit.id == Reminder.unit_id)
        .where(Reminder.active, Reminder.starts_on <= bindparam("day"), Reminder.ends_on >= bindparam("day"))
        .where(Reminder.weekdays.bitwise_and(bindparam("weekday")) != 0)
        .where(minute.between(bindparam("earliest"), bindparam("latest")))
        .where(User.zone == bindparam("zone"), User.state == UserState.ACTIVE, User.sms_consent_at.is_not(None))
        .where(User.phone.is_not(None), ~exists().where(SmsStop.number_hash == User.phone_hash))
        .where(~exists().where(Sms.dedupe_key == key), Reminder.id > bindparam("after"))
        .order_by(Reminder.id)
        .limit(BATCH)
    )


def _list_due(
    rows: Sequence[tuple[Any, ...]], zone: str, day: date, now: datetime
) -> Iterator[Occurrence]:
    for reminder, user, unit in rows:
        at = at_wall_clock(day, reminder.hour, reminder.minute, zone)
        if now - LOOK_BACK < at <= now and is_sendable(user.phone):
            yield Occurrence(reminder, user, unit, day, at)


def _list_needed(session: Session, due: list[Occurrence], day: date, needs: Needs) -> set[int]:
    """Return the ids of the reminders that are needed, asking once for each kind."""
    needed: set[int] = set()
    for kind in {found.reminder.kind for found in due}:
        reminders = [found.reminder for found in due if found.reminder.kind is kind]
        asked = needs.get(kind)
        needed |= asked(session, reminders, day) if asked else {reminder.id for reminder in reminders}
    return needed


def _insert(session: Session, due: list[Occurrence], needed: set[int], now: datetime) -> int:
    """Insert what is due, earliest first; the unique keys let one planner and one reminder a day through."""
    rows = [_row(found, found.reminder.id in needed, now) for found in sorted(due, key=lambda found: found.at)]
    insert = insert_into(session, Sms).on_conflict_do_nothing().returning(Sms.status)
    return list(session.scalars(insert, rows)).count(SmsStatus.PLANNED)


def _row(found: Occurrence, is_needed: bool, now: datetime) -> dict[str, Any]:
    user, reminder = found.user, found.reminder
    row = build_row(
        SmsKind.REMINDER, user_id=user.id, unit_id=found.unit.id, number=user.phone or "", dedupe_key=found.dedupe_key,
        body=_text(found), day_key=f"{user.id}:reminder.{reminder.kind}:{found.day}", zone=user.zone,
        at_night=is_quiet(found.at, user.zone), due=found.at, lifetime=None, now=now,
    )  # fmt: skip
    row["reminder_id"] = reminder.id
    if not is_needed:
        row |= {"status": SmsStatus.CANCELLED, "day_key": None}
    return row


def _text(found: Occurrence) -> str:
    by_sms = found.reminder.kind is ReminderKind.MEASURE and not found.user.sms_by_web
    return write_to(found.user, found.unit, TextId.MEASURE_BY_SMS if by_sms else TEXT_OF[found.reminder.kind])
