"""Holds the mean of a week: its judgement, its item, its revision, and the ladder of silence (scenario 11)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from messaging.reminders import set_reminder
from messaging.sms_models import ReminderKind, Sms
from monitoring.corrections import correct_report
from monitoring.models import PressureWeek, Report
from monitoring.occasions import Measure
from monitoring.weeks import answer_week, findings_of_week, judge_finished_weeks
from people.models import CareUnit, User
from programs.measuring import measure_needed
from programs.models import Enrollment, EnrollmentStatus
from programs.silence import find_missed
from tests.monitoring.ground import MONDAY, Measurer, make_measurer
from tests.plugins.cast import CareCast, count_statements
from worklist.models import ItemStatus, Level

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
AFTER = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)


@pytest.fixture
def anna(care_cast: CareCast) -> Measurer:
    """Anna with limits."""
    return make_measurer(care_cast)


def measure_week(anna: Measurer, upper: int, lower: int, first: datetime = FIRST, days: int = 7) -> None:
    """Measure twice morning and evening; the first day is far off and must be dropped."""
    for number in range(days):
        high = 30 if number == 0 and upper < 150 else 0
        for hour in (0, 12):
            at = first + number * DAY + hour * HOUR
            anna.report((upper + high, lower, 70), (upper + high, lower, 70), at=at)


def week_of(anna: Measurer) -> PressureWeek:
    """Return the newest judged week."""
    with anna.cast.database.transaction() as session:
        query = select(PressureWeek).where(PressureWeek.current.is_(True)).order_by(PressureWeek.starts_on.desc())
        return session.scalars(query).first()  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("upper", "lower", "rule", "reason", "level"),
    [
        (128, 80, "bp_mean_green", None, None),
        (142, 86, "bp_mean_yellow", "mean_high", Level.WEEK),
        (161, 86, "bp_mean_red", "mean_high", Level.WEEK),
        (98, 60, "bp_mean_low", "mean_low", Level.WEEK),
    ],
)
def test_the_mean_of_a_week_drops_day_one_and_is_judged_once(
    anna: Measurer, upper: int, lower: int, rule: str, reason: str | None, level: Level | None
) -> None:
    measure_week(anna, upper, lower)
    judged = [judge_finished_weeks(anna.cast.database, AFTER + n * HOUR) for n in range(3)]
    week = week_of(anna)
    assert judged == [1, 0, 0]
    assert (week.rule, week.systolic, week.diastolic, week.readings, week.days) == (rule, upper, lower, 24, 6)
    assert len(week.used) == 24
    found = [(item.reason, item.level) for item in anna.items() if item.reason.startswith("mean")]
    assert found == ([(reason, level)] if reason else [])


def test_a_week_is_not_judged_before_it_is_over(anna: Measurer) -> None:
    measure_week(anna, 142, 86)
    assert judge_finished_weeks(anna.cast.database, AFTER - 9 * HOUR) == 0


def test_a_plan_without_limits_gives_a_neutral_mean(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast, limits=False)
    measure_week(anna, 142, 86)
    judge_finished_weeks(anna.cast.database, AFTER)
    assert week_of(anna).rule == "bp_mean_neutral"
    assert not any(item.reason == "mean_high" for item in anna.items())


def test_too_few_values_give_no_mean(anna: Measurer) -> None:
    measure_week(anna, 142, 86, days=3)
    judge_finished_weeks(anna.cast.database, AFTER)
    assert (week_of(anna).rule, week_of(anna).systolic) == ("bp_mean_too_few", None)


def test_a_correction_judges_the_week_again_and_takes_a_wrong_item_back(anna: Measurer) -> None:
    measure_week(anna, 134, 80)
    with anna.cast.database.transaction() as session:
        last = session.scalars(select(Report).order_by(Report.id.desc())).first()
        assert last is not None
        wrong = correct_report(session, anna.around(session), last, [Measure(158, 80)] * 2, "", AFTER - 10 * HOUR)
        wrong_id = wrong.report.id
    judge_finished_weeks(anna.cast.database, AFTER)
    assert (week_of(anna).rule, anna.open_reasons()) == ("bp_mean_yellow", ["mean_high"])
    with anna.cast.database.transaction() as session:
        report = session.get_one(Report, wrong_id)
        correct_report(session, anna.around(session), report, [Measure(134, 80)] * 2, "", AFTER + HOUR)
    week = week_of(anna)
    assert (week.rule, week.revision, week.systolic) == ("bp_mean_green", 2, 134)
    assert anna.open_reasons() == []


def test_dizzy_with_a_low_mean_makes_it_a_working_day(anna: Measurer) -> None:
    measure_week(anna, 98, 60)
    judge_finished_weeks(anna.cast.database, AFTER)
    with anna.cast.database.transaction() as session:
        week = session.scalars(select(PressureWeek)).one()
        around = anna.around(session)
        assert around.plan is not None
        answer_week(session, week, around.plan, around.patient, around.unit, True, AFTER)
        assert findings_of_week(week)[0].rule.value == "bp_mean_low_dizzy"
    (item,) = [one for one in anna.items() if one.reason == "mean_low"]
    assert item.level is Level.TODAY


def test_a_rise_against_four_weeks_is_told(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast)
    for number in range(4):
        measure_week(anna, 120, 78, FIRST + number * 7 * DAY)
        judge_finished_weeks(anna.cast.database, AFTER + number * 7 * DAY)
    measure_week(anna, 131, 78, FIRST + 28 * DAY)
    judge_finished_weeks(anna.cast.database, AFTER + 28 * DAY)
    assert "value_trend" in anna.open_reasons()


def test_judging_nothing_new_reads_two_statements(anna: Measurer) -> None:
    measure_week(anna, 128, 80)
    judge_finished_weeks(anna.cast.database, AFTER)
    with count_statements(anna.cast.database) as seen:
        judge_finished_weeks(anna.cast.database, AFTER + HOUR)
    assert len([one for one in seen if one != "COMMIT"]) == 2


def noon(day: int) -> datetime:
    """Return noon in Stockholm so many days after the plan's start."""
    return datetime(2026, 11, 23, 11, 0, tzinfo=UTC) + day * DAY


def test_silence_brings_a_second_reminder_and_then_one_item(anna: Measurer) -> None:
    anna.report((128, 80, 70), at=noon(0))
    told = [find_missed(anna.cast.database, noon(day)) for day in range(1, 11)]
    assert told == [0, 0, 0, 0, 1, 0, 0, 1, 0, 0]
    with anna.cast.database.transaction() as session:
        assert len(session.scalars(select(Sms)).all()) == 1
    (item,) = anna.items()
    assert (item.reason, item.places["days"], item.level) == ("missed_reports", 7, Level.WEEK)


def test_a_report_in_between_starts_the_ladder_again_and_takes_the_item_back(anna: Measurer) -> None:
    for day in range(9):
        find_missed(anna.cast.database, noon(day))
    assert anna.open_reasons() == ["missed_reports"]
    anna.report((128, 80, 70), at=noon(9))
    find_missed(anna.cast.database, noon(9) + HOUR)
    assert anna.open_reasons() == []
    assert find_missed(anna.cast.database, noon(11)) == 0


@pytest.mark.parametrize("status", [EnrollmentStatus.PAUSED, EnrollmentStatus.ENDED])
def test_who_rests_or_has_ended_is_not_asked(care_cast: CareCast, status: EnrollmentStatus) -> None:
    anna = make_measurer(care_cast, status=status)
    assert [find_missed(anna.cast.database, noon(day)) for day in (3, 5, 8, 20)] == [0, 0, 0, 0]
    assert anna.items() == []


def test_a_closed_item_of_the_same_silence_does_not_come_back(anna: Measurer) -> None:
    find_missed(anna.cast.database, noon(8))
    with anna.cast.database.transaction() as session:
        for item in anna.items():
            session.merge(item).status = ItemStatus.CLOSED
    assert find_missed(anna.cast.database, noon(9)) == 0
    assert anna.open_reasons() == []


def test_a_reminder_is_needed_until_something_was_measured_that_day(anna: Measurer) -> None:
    with anna.cast.database.transaction() as session:
        user = session.get_one(User, anna.cast.anna.id)
        unit = session.get_one(CareUnit, anna.cast.unit.id)
        enrollment = session.get_one(Enrollment, anna.enrollment_id)
        reminder = set_reminder(
            session, user=user, unit=unit, kind=ReminderKind.MEASURE, subject=f"enrollment:{enrollment.public_id}",
            hour=8, starts_on=MONDAY, ends_on=MONDAY + 100 * DAY,
        )
        assert measure_needed(session, [reminder], MONDAY) == {reminder.id}
    anna.report((128, 80, 70), at=noon(0))
    with anna.cast.database.transaction() as session, count_statements(anna.cast.database) as seen:
        assert measure_needed(session, [reminder], MONDAY) == set()
        assert measure_needed(session, [reminder], MONDAY + DAY) == {reminder.id}
        assert measure_needed(session, [reminder], MONDAY + 200 * DAY) == set()
    assert len(seen) == 3
