"""Holds when somebody's silence is unusual for himself, and that it is told once, until he is heard."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from messaging.conversations import send_from_patient
from messaging.sms_models import Sms
from monitoring.models import MeasurementPlan
from monitoring.series import Series
from people.models import CareUnit, User
from programs.absences import tell_absence
from programs.models import DiaryEntry, Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from programs.own_rhythm import find_quiet, quiet_reason
from programs.quiet import find_unusually_quiet
from programs.silence import find_missed
from programs.treatment import find_inactive
from tests.monitoring.ground import make_measurer
from tests.monitoring.series_ground import SeriesMeasurer, make_series
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast, count_statements
from worklist.models import ItemStatus, Outcome, WorkItem
from worklist.reasons import reason_text

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TODAY = date(2026, 11, 22)


def heard(*pauses: int, times: int = 1) -> list[date]:
    """Return the days somebody was heard on: the last is today, with so many days between."""
    days = [TODAY]
    for pause in pauses * times:
        days.append(days[-1] - pause * DAY)
    return days


@pytest.mark.parametrize(
    ("days", "quiet_from", "reason"),
    [
        (heard(1, times=30), 4, "quiet_daily"),
        (heard(1, 1, 1, 1, 1, 1, 2, times=5), 5, "quiet_daily"),
        (heard(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 9, times=3), 4, "quiet_daily"),
        (heard(2, times=20), 5, "quiet_every_other_day"),
        (heard(3, 4, times=8), 9, "quiet_some_days"),
        (heard(5, times=12), 11, "quiet_some_days"),
    ],
)
def test_a_silence_is_unusual_when_it_is_twice_ones_own_long_pause(
    days: list[date], quiet_from: int, reason: str
) -> None:
    silent = [step for step in range(1, 40) if find_quiet(days, TODAY + step * DAY)]
    assert silent == list(range(quiet_from, 40))
    found = find_quiet(days, TODAY + quiet_from * DAY)
    assert found is not None
    assert quiet_reason(found)[0] == reason


@pytest.mark.parametrize("days", [[], heard(1, times=9), heard(1, times=20), heard(7, times=8)])
def test_who_has_been_heard_too_little_has_no_rhythm(days: list[date]) -> None:
    assert all(find_quiet(days, TODAY + step * DAY) is None for step in range(60))


def test_a_pause_and_days_away_are_no_silence() -> None:
    days = heard(1, times=30)
    assert find_quiet(days, TODAY + 6 * DAY, rested_until=TODAY + 3 * DAY) is None
    assert find_quiet(days, TODAY + 7 * DAY, rested_until=TODAY + 3 * DAY) is not None


def live(cast: CareCast, days: int = 30, every: int = 1) -> SeriesMeasurer:
    """Let Anna with heart failure send her weight for days up to the cast's Monday."""
    anna = make_series(cast, "heart_failure", starts_on=cast.now.date() - days * DAY)
    with cast.database.transaction() as session:
        session.get_one(Enrollment, anna.enrollment_id).moved_at = cast.now - days * DAY
    for ago in range(days, -1, -every):
        anna.send(Series.WEIGHT, "80.0", cast.now - ago * DAY)
    return anna


def run(cast: CareCast, *days: float) -> list[int]:
    """Run the job days from the cast's Monday."""
    return [find_unusually_quiet(cast.database, cast.now + day * DAY) for day in days]


def item_of(cast: CareCast) -> WorkItem:
    """Return the one item about an unusual silence."""
    with cast.database.transaction() as session:
        return session.scalars(select(WorkItem).where(WorkItem.dedupe_key.startswith("quiet:"))).one()


def test_it_is_told_once_for_a_silence_in_words_and_withdrawn_when_a_value_comes(care_cast: CareCast) -> None:
    anna = live(care_cast)
    assert run(care_cast, 1, 3, 4, 4, 5, 20) == [0, 0, 1, 0, 0, 0]
    assert reason_text(item_of(care_cast), "sv") == "Brukar höra av sig varje dag, tyst i 4 dagar"
    anna.send(Series.WEIGHT, "80.1", care_cast.now + 20 * DAY)
    assert run(care_cast, 20.1) == [0]
    assert item_of(care_cast).status is ItemStatus.CLOSED
    assert item_of(care_cast).note == "Patienten har hörts av igen, eller vilar."


def test_a_message_is_being_heard(sqlite_cast: CareCast) -> None:
    live(sqlite_cast)
    run(sqlite_cast, 4)
    with sqlite_cast.database.transaction() as session:
        anna, unit = session.get_one(User, sqlite_cast.anna.id), session.get_one(CareUnit, sqlite_cast.unit.id)
        send_from_patient(session, anna, unit, "Jag är förkyld.", sqlite_cast.now + 5 * DAY)
    run(sqlite_cast, 5.1)
    with sqlite_cast.database.transaction() as session:
        quiet = session.scalars(select(WorkItem.status).where(WorkItem.dedupe_key.startswith("quiet:"))).all()
    assert quiet == [ItemStatus.CLOSED]


def test_one_silence_is_one_item_until_somebody_has_cared_for_it_for_a_week(care_cast: CareCast) -> None:
    anna = live(care_cast)
    run(care_cast, 4)
    assert find_missed(care_cast.database, care_cast.now + 7 * DAY + 3 * HOUR) == 0
    assert anna.open_reasons() == ["quiet_daily"]
    with care_cast.database.transaction() as session:
        item = session.scalars(select(WorkItem).where(WorkItem.dedupe_key.startswith("quiet:"))).one()
        item.status, item.closed_at = ItemStatus.CLOSED, care_cast.now + 8 * DAY
        item.outcome = Outcome.CALLED
    assert run(care_cast, 9) == [0]
    assert find_missed(care_cast.database, care_cast.now + 12 * DAY + 3 * HOUR) == 0
    assert find_missed(care_cast.database, care_cast.now + 16 * DAY + 3 * HOUR) == 1
    assert anna.open_reasons() == ["missed_reports"]


def test_who_has_an_item_about_missed_values_gets_no_other(sqlite_cast: CareCast) -> None:
    anna = live(sqlite_cast, every=2)
    assert find_missed(sqlite_cast.database, sqlite_cast.now + 8 * DAY + 3 * HOUR) == 1
    assert run(sqlite_cast, 8) == [0]
    assert anna.open_reasons() == ["missed_reports"]


def test_nobody_is_quiet_who_rests_is_away_or_is_over(sqlite_cast: CareCast) -> None:
    anna = live(sqlite_cast)
    with sqlite_cast.database.transaction() as session:
        patient = session.get_one(User, sqlite_cast.anna.id)
        tell_absence(session, patient, sqlite_cast.now.date() + DAY, sqlite_cast.now.date() + 6 * DAY, sqlite_cast.now)
    assert run(sqlite_cast, 5, 6, 9, 10) == [0, 0, 0, 1]
    for status, expected in ((EnrollmentStatus.PAUSED, []), (EnrollmentStatus.ENDED, [])):
        with sqlite_cast.database.transaction() as session:
            session.get_one(Enrollment, anna.enrollment_id).status = status
        run(sqlite_cast, 11)
        assert anna.open_reasons() == expected


def test_a_week_without_a_day_to_measure_is_no_silence(sqlite_cast: CareCast) -> None:
    anna = live(sqlite_cast)
    anna.change(Series.WEIGHT, rhythm="weekly")
    anna.change(Series.HEART_CHECK, rhythm="on_demand")
    assert run(sqlite_cast, 4, 7, 9) == [0, 0, 0]
    with sqlite_cast.database.transaction() as session:
        for plan in session.scalars(select(MeasurementPlan)):
            plan.rhythm = "on_demand"
    assert run(sqlite_cast, 9) == [1]


def test_who_writes_a_diary_every_day_and_stops_is_told_before_he_is_called_inactive(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, 1)
    with care_cast.database.transaction() as session:
        start = care_cast.now - 30 * DAY
        session.query(ModuleUnlock).filter_by(enrollment_id=enrollment.id).update(
            {"unlocked_at": start, "status": ModuleStatus.UNLOCKED}
        )
        session.query(Enrollment).filter_by(id=enrollment.id).update(
            {"moved_at": start, "ends_on": care_cast.now.date() + 60 * DAY}
        )
        for ago in range(30):
            at = care_cast.now - ago * DAY
            session.add(DiaryEntry(enrollment_id=enrollment.id, diary="sleep", day=at.date(), answers={}, figures={},
                                   written_at=at))  # fmt: skip
    assert run(care_cast, 3, 4) == [0, 1]
    assert item_of(care_cast).subject == f"enrollment:{enrollment.public_id}"
    assert find_inactive(care_cast.database, care_cast.now + 6 * DAY) == 0


def test_the_statements_do_not_grow_with_the_people(sqlite_cast: CareCast) -> None:
    live(sqlite_cast, 25)
    with count_statements(sqlite_cast.database) as one:
        run(sqlite_cast, 4)
    make_measurer(sqlite_cast, starts_on=sqlite_cast.now.date() - 30 * DAY)
    with count_statements(sqlite_cast.database) as two:
        run(sqlite_cast, 4)
    assert len(two) <= len(one)
    assert len(one) <= 12


def test_who_is_asked_more_seldom_than_before_may_be_heard_more_seldom(sqlite_cast: CareCast) -> None:
    """Four weeks daily and then Mondays and Thursdays: the plan's own pause is three or four days."""
    anna = make_series(sqlite_cast, "copd", starts_on=sqlite_cast.now.date() - 45 * DAY)
    with sqlite_cast.database.transaction() as session:
        session.get_one(Enrollment, anna.enrollment_id).moved_at = sqlite_cast.now - 45 * DAY
    for ago in [*range(45, 17, -1), 17, 14, 10, 7, 3, 0]:
        anna.send(Series.SPO2, "96", sqlite_cast.now - ago * DAY)
    assert run(sqlite_cast, 4, 7, 8, 9) == [0, 0, 0, 1]
    assert reason_text(item_of(sqlite_cast), "sv") == "Brukar höra av sig med 4 dagars mellanrum, tyst i 9 dagar"


def test_one_silence_of_two_treatments_is_one_item_and_one_reminder(sqlite_cast: CareCast) -> None:
    anna = live(sqlite_cast)
    make_measurer(sqlite_cast, starts_on=sqlite_cast.now.date() - 30 * DAY)
    anna.send(Series.HEART_CHECK, at=sqlite_cast.now, answers={f"q{n}": 0 for n in range(1, 7)})
    for day in range(1, 12):
        find_missed(sqlite_cast.database, sqlite_cast.now + day * DAY + 3 * HOUR)
        find_unusually_quiet(sqlite_cast.database, sqlite_cast.now + day * DAY + 4 * HOUR)
    with sqlite_cast.database.transaction() as session:
        assert len(session.scalars(select(Sms)).all()) <= 2
    assert len([one for one in anna.open_reasons() if one in ("missed_reports", "quiet_daily")]) == 1
