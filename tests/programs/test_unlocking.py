"""The next module opens only when a clinician opens it, and a red risk stands in the way until it is signed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.errors import ConflictError, InvalidError
from programs.models import Enrollment, ModuleStatus
from programs.unlocking import find_blocks, list_unlocks, unlock_next
from ratings.models import RatingStatus, Risk, RiskStatus, SelfRating
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast


def answer_safety(session: Session, cast: CareCast, at: datetime) -> None:
    """Let Anna have answered a safety question."""
    session.add(SelfRating(patient_id=cast.anna.id, unit_id=cast.unit.id, instrument="vk5", instrument_version="1",
                           language="sv", answers={}, status=RatingStatus.COMPLETE, started_at=at, completed_at=at))
    session.flush()


def words_of(session: Session, enrollment: Enrollment, now: datetime) -> list[str]:
    """Return the ids of what stands in the way."""
    return [block.word for block in find_blocks(session, enrollment, list_unlocks(session, enrollment), now)]


def test_each_obstacle_is_named_and_the_gravest_comes_first(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    later = care_cast.now + timedelta(days=6)
    with care_cast.database.transaction() as session:
        mine = session.get_one(Enrollment, enrollment.id)
        unlock = list_unlocks(session, mine)[1]
        assert words_of(session, mine, care_cast.now) == ["no_safety", "not_sent", "too_soon"]
        unlock.status = ModuleStatus.SUBMITTED
        assert words_of(session, mine, later) == ["no_safety", "not_read"]
        unlock.status = ModuleStatus.REVIEWED
        answer_safety(session, care_cast, later - timedelta(days=8))
        assert words_of(session, mine, later) == ["no_safety"]
        answer_safety(session, care_cast, later - timedelta(days=6))
        assert words_of(session, mine, later) == []
        session.add(Risk(patient_id=care_cast.anna.id, unit_id=care_cast.unit.id, level="red", reason="self_harm_red",
                         raised_at=later))
        session.flush()
        assert words_of(session, mine, later) == ["risk"]


def test_a_red_risk_blocks_whatever_reason_is_written_until_it_is_signed(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    later = care_cast.now + timedelta(days=6)
    karin = care_cast.viewer(care_cast.karin)
    with care_cast.database.transaction() as session:
        mine = session.get_one(Enrollment, enrollment.id)
        list_unlocks(session, mine)[1].status = ModuleStatus.REVIEWED
        answer_safety(session, care_cast, later)
        risk = Risk(patient_id=care_cast.anna.id, unit_id=care_cast.unit.id, level="red", reason="self_harm_red",
                    raised_at=later)
        session.add(risk)
        session.flush()
        with pytest.raises(InvalidError):
            unlock_next(session, karin, mine, 2, "Vi har talats vid", later)
        risk.status = RiskStatus.SIGNED
        session.flush()
        assert unlock_next(session, karin, mine, 2, "", later).module == 2


def test_other_obstacles_give_way_to_a_written_reason(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    karin = care_cast.viewer(care_cast.karin)
    with care_cast.database.transaction() as session:
        mine = session.get_one(Enrollment, enrollment.id)
        with pytest.raises(InvalidError):
            unlock_next(session, karin, mine, 2, "  ", care_cast.now)
        assert unlock_next(session, karin, mine, 2, "Reser bort", care_cast.now).reason == "Reser bort"
        with pytest.raises(ConflictError):
            unlock_next(session, karin, mine, 2, "Reser bort", care_cast.now)
        with pytest.raises(ConflictError):
            unlock_next(session, karin, mine, 4, "Reser bort", care_cast.now)


def test_a_program_that_opens_by_the_week_is_not_opened_by_hand(care_cast: CareCast) -> None:
    enrollment = enroll_sleep(care_cast)
    with care_cast.database.transaction() as session:
        mine = session.get_one(Enrollment, enrollment.id)
        mine.program = "hypertension"
        with pytest.raises(InvalidError, match="av sig själv"):
            unlock_next(session, care_cast.viewer(care_cast.karin), mine, 2, "", care_cast.now)
