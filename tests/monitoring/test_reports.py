"""Holds how a blood pressure is stored, judged and put before care, from whichever way it came (scenarios 3-8)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from core.errors import ConflictError
from monitoring.corrections import correct_report, undo_report
from monitoring.models import Reading, Report
from monitoring.occasions import Measure
from monitoring.reports import answer_symptoms, report_pressure
from monitoring.settling import settle_provisional
from tests.monitoring.ground import Measurer, make_measurer
from tests.plugins.cast import CareCast, count_statements
from worklist.models import ItemStatus, Level, Outcome

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def anna(care_cast: CareCast) -> Measurer:
    """Anna with limits."""
    return make_measurer(care_cast)


def test_a_value_inside_the_limits_is_green_and_raises_nothing(anna: Measurer) -> None:
    report = anna.read(anna.report((128, 82, 70), (124, 80, 68)))
    assert (report.level, report.rule) == ("green", "bp_inside")
    assert (report.systolic, report.diastolic, report.pulse) == (126, 81, 69)
    assert report.session == "morning"
    assert anna.items() == []


def test_a_single_value_over_the_goal_is_noted_without_alarm(anna: Measurer) -> None:
    report = anna.read(anna.report((148, 91, 70)))
    assert (report.level, report.rule) == ("neutral", "bp_noted")
    assert anna.items() == []


def test_a_plan_without_limits_answers_neutrally_and_staff_can_see_the_value(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast, limits=False)
    report = anna.read(anna.report((122, 78, 70)))
    assert report.level == "neutral"
    assert anna.items() == []


def test_readings_keep_their_ucum_unit(anna: Measurer) -> None:
    anna.report((128, 82, 70), (124, 80))
    with anna.cast.database.transaction() as session:
        rows = session.scalars(select(Reading).order_by(Reading.id)).all()
    assert [(one.sequence, one.kind, int(one.value), one.unit) for one in rows] == [
        (1, "bp_systolic", 128, "mm[Hg]"), (1, "bp_diastolic", 82, "mm[Hg]"), (1, "pulse", 70, "/min"),
        (2, "bp_systolic", 124, "mm[Hg]"), (2, "bp_diastolic", 80, "mm[Hg]"),
    ]


def test_a_dangerous_value_waits_for_its_repeat_and_then_goes_to_care(anna: Measurer) -> None:
    first = anna.report((188, 112, 80))
    assert anna.read(first).provisional
    assert anna.items() == []
    again = anna.report((186, 111, 80), at=anna.cast.now + 10 * MINUTE)
    assert anna.read(again).rule == "bp_crisis"
    assert not anna.read(first).provisional
    (item,) = anna.items()
    assert (item.reason, item.level, item.places["value"]) == ("value_crisis", Level.NOW, "186/111")
    assert item.subject == f"report:{again}"


def test_a_repeat_that_is_low_raises_nothing(anna: Measurer) -> None:
    anna.report((188, 112, 80))
    anna.report((152, 92, 80), at=anna.cast.now + 10 * MINUTE)
    assert settle_provisional(anna.cast.database, anna.cast.now + HOUR) == 0
    assert anna.items() == []


def test_a_dangerous_value_nobody_repeats_becomes_final_after_half_an_hour_once(anna: Measurer) -> None:
    first = anna.report((205, 121, 80))
    now = anna.cast.now
    assert settle_provisional(anna.cast.database, now + 29 * MINUTE) == 0
    assert settle_provisional(anna.cast.database, now + 31 * MINUTE) == 1
    assert settle_provisional(anna.cast.database, now + 32 * MINUTE) == 0
    assert anna.read(first).rule == "bp_crisis_very_high"
    assert anna.open_reasons() == ["value_crisis"]


def test_an_alarm_symptom_is_an_emergency_at_once_whatever_the_number(anna: Measurer) -> None:
    first = anna.report((188, 112, 80))
    with anna.cast.database.transaction() as session:
        report = session.scalars(select(Report).where(Report.public_id == first)).one()
        found = answer_symptoms(session, anna.around(session), report, ["chest_pain"], None, anna.cast.now)
    assert found.judgement.level.value == "emergency"
    (item,) = anna.items()
    assert (item.reason, item.level) == ("value_emergency", Level.NOW)


def test_no_symptoms_leaves_the_value_waiting_for_its_repeat(anna: Measurer) -> None:
    first = anna.report((188, 112, 80))
    with anna.cast.database.transaction() as session:
        report = session.scalars(select(Report).where(Report.public_id == first)).one()
        answer_symptoms(session, anna.around(session), report, [], None, anna.cast.now)
    assert anna.read(first).provisional
    assert anna.items() == []
    assert settle_provisional(anna.cast.database, anna.cast.now + HOUR) == 1


def test_dizzy_with_a_very_low_value_rises_from_yellow_to_red(anna: Measurer) -> None:
    anna.report((86, 55, 70))
    again = anna.report((85, 54, 70), at=anna.cast.now + 6 * MINUTE)
    assert [item.level for item in anna.items()] == [Level.TODAY]
    with anna.cast.database.transaction() as session:
        report = session.scalars(select(Report).where(Report.public_id == again)).one()
        answer_symptoms(session, anna.around(session), report, [], True, anna.cast.now + 7 * MINUTE)
    (item,) = anna.items()
    assert (item.reason, item.level) == ("value_low", Level.NOW)


def test_three_high_sittings_in_a_week_raise_one_item_and_then_a_quiet_day(anna: Measurer) -> None:
    now = anna.cast.now
    for number in range(2):
        anna.report((166, 98, 70), at=now + number * DAY)
    assert anna.items() == []
    anna.report((164, 98, 70), at=now + 2 * DAY)
    assert anna.open_reasons() == ["value_high_repeated"]
    anna.report((165, 98, 70), at=now + 2 * DAY + 10 * HOUR)
    assert len(anna.items()) == 1
    assert anna.items()[0].occurred_at == now + 2 * DAY


def test_two_reports_of_one_sitting_count_once(anna: Measurer) -> None:
    for minute in (0, 5, 10, 15):
        anna.report((166, 98, 70), at=anna.cast.now + minute * MINUTE)
    assert anna.items() == []


def test_the_same_rule_may_speak_again_after_a_day(anna: Measurer) -> None:
    now = anna.cast.now
    for hour in (0, 24.5):
        anna.report((188, 112, 80), at=now + hour * HOUR)
        anna.report((186, 112, 80), at=now + hour * HOUR + 10 * MINUTE)
    with anna.cast.database.transaction() as session:
        raised = session.scalars(select(Report.raised).where(Report.rule == "bp_crisis").order_by(Report.id)).all()
    assert raised == [{"value_crisis": 2}, {"value_crisis": 2}]


def test_the_irregular_sign_three_times_is_told(anna: Measurer) -> None:
    for number in range(3):
        last = anna.report((128, 82, 70), at=anna.cast.now + number * DAY, irregular=True)
    assert anna.read(last).rule == "bp_irregular"
    assert anna.open_reasons() == ["value_irregular"]


def test_an_extreme_pulse_is_repeated_and_then_goes_to_care(anna: Measurer) -> None:
    anna.report((128, 82, 134))
    anna.report((128, 82, 131), at=anna.cast.now + 12 * MINUTE)
    (item,) = anna.items()
    assert (item.reason, item.places["value"]) == ("value_pulse", 131)


def test_a_fast_pulse_three_times_is_told_only_with_own_limits(care_cast: CareCast) -> None:
    anna = make_measurer(care_cast, limits=False)
    for number in range(3):
        anna.report((128, 82, 108), at=anna.cast.now + number * DAY)
    assert anna.items() == []


def test_a_value_older_than_a_day_raises_no_alarm(anna: Measurer) -> None:
    report = anna.read(anna.report((205, 122, 80), at=anna.cast.now - 30 * HOUR, now=anna.cast.now))
    assert not report.provisional
    assert settle_provisional(anna.cast.database, anna.cast.now + DAY) == 0
    assert anna.items() == []


def test_a_correction_keeps_the_old_value_and_a_wrong_alarm_explains_itself(anna: Measurer) -> None:
    anna.report((188, 112, 80))
    wrong = anna.report((186, 112, 80), at=anna.cast.now + 10 * MINUTE)
    with anna.cast.database.transaction() as session:
        report = session.scalars(select(Report).where(Report.public_id == wrong)).one()
        fresh = correct_report(session, anna.around(session), report, [Measure(136, 82, 80)], "Fel siffra",
                               anna.cast.now + 20 * MINUTE)  # fmt: skip
        fresh_id = fresh.report.public_id
    old, new = anna.read(wrong), anna.read(fresh_id)
    assert (old.systolic, old.corrected_by_id) == (186, new.id)
    assert (new.systolic, new.corrects_id, new.correction_reason) == (136, old.id, "Fel siffra")
    (item,) = anna.items()
    assert (item.status, item.outcome) == (ItemStatus.CLOSED, Outcome.WITHDRAWN)
    assert item.note == "Patienten rättade värdet 186/112 till 136/82."


def test_a_correction_never_takes_back_an_emergency(anna: Measurer) -> None:
    first = anna.report((188, 112, 80))
    with anna.cast.database.transaction() as session:
        report = session.scalars(select(Report).where(Report.public_id == first)).one()
        answer_symptoms(session, anna.around(session), report, ["speech"], None, anna.cast.now)
        fresh = correct_report(session, anna.around(session), report, [Measure(138, 82)], "", anna.cast.now + MINUTE)
        assert fresh.judgement.level.value == "emergency"
    assert anna.open_reasons() == ["value_emergency"]


def test_a_report_is_corrected_once(anna: Measurer) -> None:
    first = anna.report((150, 90, 80))
    for number in range(2):
        with anna.cast.database.transaction() as session:
            report = session.scalars(select(Report).where(Report.public_id == first)).one()
            if number:
                with pytest.raises(ConflictError):
                    correct_report(session, anna.around(session), report, [Measure(140, 90)], "", anna.cast.now)
            else:
                correct_report(session, anna.around(session), report, [Measure(140, 90)], "", anna.cast.now)


def test_an_undo_within_a_minute_takes_the_alarm_along_and_later_is_refused(anna: Measurer) -> None:
    now = anna.cast.now
    anna.report((188, 112, 80))
    again = anna.report((186, 112, 80), at=now + 10 * MINUTE)
    with anna.cast.database.transaction() as session:
        report = session.scalars(select(Report).where(Report.public_id == again)).one()
        with pytest.raises(ConflictError):
            undo_report(session, anna.around(session), report, now + 12 * MINUTE)
        undo_report(session, anna.around(session), report, now + 10 * MINUTE + timedelta(seconds=59))
    assert anna.open_reasons() == []
    with anna.cast.database.transaction() as session:
        assert session.scalar(select(func.count(Report.id))) == 2


def test_sms_and_web_give_the_same_judgement(anna: Measurer) -> None:
    web = anna.read(anna.report((162, 95, 70)))
    sms = anna.read(anna.report((162, 95, 70), at=anna.cast.now + 5 * MINUTE, channel="sms"))
    assert (web.rule, web.level) == (sms.rule, sms.level)


@pytest.mark.parametrize(
    ("instant", "day", "session_word"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "2026-10-25", "morning"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25", "morning"),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), "2026-10-25", "morning"),
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), "2026-03-29", "morning"),
        (datetime(2026, 3, 29, 21, 30, tzinfo=UTC), "2026-03-29", "evening"),
    ],
)
def test_a_value_on_a_day_when_the_clock_moves_keeps_its_local_day(
    care_cast: CareCast, instant: datetime, day: str, session_word: str
) -> None:
    care_cast.clock.instant = instant
    anna = make_measurer(care_cast, starts_on=instant.date() - timedelta(days=2))
    report = anna.read(anna.report((128, 82, 70), at=instant))
    assert (str(report.session_date), report.session) == (day, session_word)


def test_a_quiet_report_takes_four_statements(anna: Measurer) -> None:
    with anna.cast.database.transaction() as session:
        around = anna.around(session)
        with count_statements(anna.cast.database) as seen:
            report_pressure(session, patient=around.patient, unit=around.unit, plan=around.plan,
                            measures=[Measure(128, 82, 70), Measure(126, 80, 70)], taken_at=anna.cast.now,
                            channel="web", now=anna.cast.now)  # fmt: skip
            session.flush()
    assert len([one for one in seen if one != "COMMIT"]) == 4
