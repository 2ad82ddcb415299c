"""The sleep window is proposed by a rule with floors, never shortened for the drowsy, in force only when approved."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.errors import ConflictError, InvalidError
from programs.models import Enrollment, SleepWindow, WindowStatus
from programs.sleep_window import bedtime, decide_window, find_outlook, floor_minutes, propose, propose_window
from ratings.models import Risk
from ratings.sleep_diary import Night
from tests.patient.sleep_ground import START, enroll_sleep, write_nights
from tests.plugins.cast import CareCast


def nights(tst: int, tib: int, count: int = 7) -> list[Night]:
    """Make equal nights."""
    return [Night(tib, tst, round(100 * tst / tib, 1), "")] * count


@pytest.mark.parametrize(
    ("tst", "tib", "present", "age", "drowsy", "minutes", "rule"),
    [
        (366, 480, None, 40, False, 375, "first"),
        (360, 480, None, 40, False, 360, "first"),
        (240, 480, None, 40, False, 300, "first"),
        (240, 480, None, 65, False, 330, "first"),
        (240, 480, None, None, False, 330, "first"),
        (324, 360, 360, 40, False, 375, "widen"),
        (306, 360, 360, 40, False, 360, "keep"),
        (290, 360, 360, 40, False, 360, "keep"),
        (285, 360, 360, 40, False, 345, "narrow"),
        (285, 360, 360, 40, True, 360, "drowsy"),
        (324, 360, 360, 40, True, 375, "widen"),
        (230, 300, 300, 40, False, 300, "narrow"),
        (250, 330, 330, 70, False, 330, "narrow"),
        (520, 540, 540, 40, False, 540, "widen"),
    ],
)  # fmt: skip
def test_the_table_of_proposals(
    tst: int, tib: int, present: int | None, age: int | None, drowsy: bool, minutes: int, rule: str
) -> None:
    found = propose(nights(tst, tib), present, age, drowsy=drowsy)
    assert found is not None
    assert (found.minutes, found.rule) == (minutes, rule)


@pytest.mark.parametrize(
    ("count", "present", "has_proposal"), [(6, None, False), (7, None, True), (4, 360, False), (5, 360, True)]
)
def test_a_first_window_needs_seven_nights_and_a_later_one_five(
    count: int, present: int | None, has_proposal: bool
) -> None:
    assert (propose(nights(330, 360, count), present, 40, drowsy=False) is not None) is has_proposal


def test_bedtime_and_floors() -> None:
    assert [bedtime("06:30", 360), bedtime("06:30", 375), bedtime("09:00", 300)] == ["00:30", "00:15", "04:00"]
    assert [floor_minutes(64), floor_minutes(65), floor_minutes(None)] == [300, 330, 330]


def test_a_missed_morning_does_not_put_off_the_first_window(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, opened=3)
    write_nights(care_cast, enrollment, START, 4)
    write_nights(care_cast, enrollment, START - timedelta(days=6), 3)
    with care_cast.database.transaction() as session:
        outlook = find_outlook(session, enrollment, care_cast.anna, START)
        assert outlook.proposal is not None
        assert (outlook.proposal.minutes, outlook.nights, outlook.usual_rise) == (360, 7, "06:30")


def test_somebody_drowsy_in_traffic_gets_no_first_window_before_a_talk(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, opened=3)
    write_nights(care_cast, enrollment, START, 7)
    with care_cast.database.transaction() as session:
        session.add(Risk(patient_id=care_cast.anna.id, unit_id=care_cast.unit.id, level="red",
                         reason="drowsy_driving", raised_at=care_cast.now))
        session.flush()
        outlook = find_outlook(session, enrollment, care_cast.anna, START)
        assert (outlook.waits, outlook.proposal) == (True, None)


def test_a_new_proposal_replaces_the_waiting_one_and_only_approval_puts_it_in_force(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast, opened=3)
    write_nights(care_cast, enrollment, START, 7)
    with care_cast.database.transaction() as session:
        mine = session.get_one(Enrollment, enrollment.id)
        proposal = find_outlook(session, mine, care_cast.anna, START).proposal
        assert proposal is not None
        for rise in ("06:00", "06:30"):
            propose_window(session, mine, care_cast.unit, proposal, rise, {}, care_cast.now)
        outlook = find_outlook(session, mine, care_cast.anna, START)
        assert (outlook.present, outlook.waiting and outlook.waiting.rise_time) == (None, "06:30")
        window = session.scalars(select(SleepWindow).where(SleepWindow.status == WindowStatus.PROPOSED)).one()
        karin = care_cast.viewer(care_cast.karin)
        with pytest.raises(InvalidError):
            decide_window(session, karin, mine, care_cast.anna, window, approve=True, minutes=285, note="",
                          now=care_cast.now)
        decide_window(session, karin, mine, care_cast.anna, window, approve=True, minutes=375, note="",
                      now=care_cast.now)
        assert find_outlook(session, mine, care_cast.anna, START).present is window
        with pytest.raises(ConflictError):
            decide_window(session, karin, mine, care_cast.anna, window, approve=False, minutes=375, note="",
                          now=care_cast.now)
