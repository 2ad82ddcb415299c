"""A rating is kept answer by answer, scored when whole, and its risk is raised with the answer itself."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import ConflictError, InvalidError
from people.models import CareUnit
from ratings.instruments import get_instrument
from ratings.models import RatingStatus, Risk, RiskStatus, SelfRating
from ratings.records import answer_item, begin_rating, complete_rating, missing_items, read_answer, save_answer
from ratings.risk_rules import RiskJudgement, RiskLevel, RiskReason
from ratings.risks import (
    asks_safety_questions,
    has_open_red_risk,
    needs_card,
    note_card_read,
    raise_risk,
    raise_stronger,
    record_safety_answers,
)
from tests.plugins.cast import CareCast
from worklist.models import ItemKind, Level, WorkItem
from worklist.reasons import REASONS

NIGHT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
SAFE = [1, 2, 2, 2, 1, 1, 1, 0]


def begin(session: Session, cast: CareCast, instrument: str = "phq9", now: datetime = NIGHT) -> SelfRating:
    """Begin a rating of Anna's."""
    return begin_rating(session, cast.anna.id, cast.unit.id, "week:x:2026-W48", instrument, "sv", now)


def fill(session: Session, rating: SelfRating, unit: CareUnit, answers: list[int | None]) -> None:
    """Answer the first items of a rating."""
    instrument = get_instrument(rating.instrument)
    for item, value in zip(instrument.items, answers, strict=False):
        answer_item(session, rating, unit, item, value, NIGHT)


def only_item(session: Session) -> WorkItem:
    """Return the one work item there is."""
    session.expire_all()
    return session.scalars(select(WorkItem)).one()


def test_item_nine_is_two_at_night_raises_red_before_the_form_is_finished(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        rating = begin(session, care_cast)
        fill(session, rating, care_cast.unit, [*SAFE, 2])
        risk = session.scalars(select(Risk)).one()
        assert (risk.level, risk.reason, rating.status) == ("red", "self_harm_red", RatingStatus.DRAFT)
        assert needs_card(risk)
        assert asks_safety_questions(risk)
        assert has_open_red_risk(session, care_cast.anna.id)
        item = only_item(session)
        assert (item.kind, item.level, item.reason) == (ItemKind.RISK, Level.NOW, "phq9_item9")
        assert item.due_at == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def test_rating_risk_and_item_are_kept_or_lost_together(care_cast: CareCast) -> None:
    session = care_cast.database.open_session()
    fill(session, begin(session, care_cast), care_cast.unit, [*SAFE, 2])
    assert session.scalars(select(WorkItem)).one()
    session.close()
    with care_cast.database.transaction() as session:
        assert [session.scalars(select(model)).first() for model in (SelfRating, Risk, WorkItem)] == [None] * 3


def test_finishing_the_form_raises_nothing_twice(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        rating = begin(session, care_cast)
        fill(session, rating, care_cast.unit, [*SAFE, 2, 1])
        done = complete_rating(session, rating, care_cast.unit, NIGHT)
        assert (done.score.total, rating.status) == (12, RatingStatus.COMPLETE)
        assert done.risk is session.scalars(select(Risk)).one()
        assert only_item(session).level is Level.NOW


def test_an_answer_taken_back_lowers_nothing(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        rating = begin(session, care_cast)
        fill(session, rating, care_cast.unit, [*SAFE, 2])
        fill(session, rating, care_cast.unit, [*SAFE, 0])
        complete_rating(session, rating, care_cast.unit, NIGHT)
        assert session.scalars(select(Risk)).one().level == "red"
        assert only_item(session).level is Level.NOW


def test_an_answer_made_graver_raises_the_level(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        rating = begin(session, care_cast)
        fill(session, rating, care_cast.unit, [*SAFE, None])
        assert session.scalars(select(Risk)).one().reason == "risk_unanswered"
        fill(session, rating, care_cast.unit, [*SAFE, 3])
        risk = session.scalars(select(Risk)).one()
        assert (risk.level, risk.reason) == ("red", "self_harm_red")
        assert only_item(session).level is Level.NOW


def test_an_incomplete_form_is_not_scored(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        rating = begin(session, care_cast)
        fill(session, rating, care_cast.unit, SAFE)
        with pytest.raises(InvalidError):
            complete_rating(session, rating, care_cast.unit, NIGHT)
        assert (rating.status, rating.total) == (RatingStatus.DRAFT, None)


def test_a_finished_rating_takes_no_more_answers(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        rating = begin(session, care_cast)
        fill(session, rating, care_cast.unit, [*SAFE, 0])
        complete_rating(session, rating, care_cast.unit, NIGHT)
        with pytest.raises(ConflictError):
            save_answer(session, rating, "q1", 3)
        with pytest.raises(ConflictError):
            complete_rating(session, rating, care_cast.unit, NIGHT)


def test_a_declined_safety_question_is_yellow_and_read_within_a_working_day(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        rating = begin(session, care_cast, "vk5")
        fill(session, rating, care_cast.unit, [4, 4, 5, 5, None])
        done = complete_rating(session, rating, care_cast.unit, NIGHT)
        assert done.risk is not None
        assert (done.risk.level, done.risk.reason) == ("yellow", "risk_unanswered")
        assert not needs_card(done.risk)
        item = only_item(session)
        assert (item.level, item.due_at) == (Level.TODAY, datetime(2026, 11, 25, 15, 0, tzinfo=UTC))


def test_only_what_an_item_offers_is_an_answer() -> None:
    phq9, vk5 = get_instrument("phq9"), get_instrument("vk5")
    assert read_answer(phq9, phq9.item("q1"), "3") == 3
    assert read_answer(vk5, vk5.item("q5"), "declined") is None
    for typed in ("4", "-1", "", "²", "declined", "1.0"):
        with pytest.raises(InvalidError):
            read_answer(phq9, phq9.item("q1"), typed)


def test_audit_may_be_finished_without_the_items_it_skips(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        rating = begin(session, care_cast, "audit")
        audit = get_instrument("audit")
        save_answer(session, rating, "q1", 0)
        assert [item.id for item in missing_items(audit, rating)] == ["q9", "q10"]
        save_answer(session, rating, "q9", 0)
        save_answer(session, rating, "q10", 0)
        assert complete_rating(session, rating, care_cast.unit, NIGHT).score.total == 0


def test_safety_answers_are_kept_and_judged_once(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        fill(session, begin(session, care_cast), care_cast.unit, [*SAFE, 2])
        risk = session.scalars(select(Risk)).one()
        note_card_read(session, risk, NIGHT)
        record_safety_answers(session, risk, care_cast.unit, [True, True, None, False, True], NIGHT)
        assert (risk.reason, risk.card_read_at) == ("safety_plan_or_intent", None)
        assert risk.safety_answers is not None
        assert risk.safety_answers["answers"]["q3"] is None
        assert not asks_safety_questions(risk)
        assert only_item(session).reason == "safety_plan_or_intent"
        with pytest.raises(ConflictError):
            record_safety_answers(session, risk, care_cast.unit, [False] * 5, NIGHT)


def test_no_to_all_five_leaves_a_red_risk_red(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        fill(session, begin(session, care_cast), care_cast.unit, [*SAFE, 2])
        risk = session.scalars(select(Risk)).one()
        record_safety_answers(session, risk, care_cast.unit, [False, False, False, False, True], NIGHT)
        assert (risk.level, risk.reason) == ("red", "self_harm_red")
        assert only_item(session).reason == "phq9_item9"


def test_a_signed_risk_stays_signed_and_something_graver_is_new(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        yellow = RiskJudgement(RiskLevel.YELLOW, (RiskReason.SELF_HARM_YELLOW,))
        red = RiskJudgement(RiskLevel.RED, (RiskReason.SAFETY_PLAN_OR_INTENT,))
        risk = raise_risk(session, patient_id=care_cast.anna.id, unit=care_cast.unit, judgement=yellow, places={},
                          now=NIGHT)
        assert risk is not None
        risk.status = RiskStatus.SIGNED
        assert raise_stronger(session, risk, care_cast.unit, yellow, NIGHT) is risk
        fresh = raise_stronger(session, risk, care_cast.unit, red, NIGHT + timedelta(hours=1))
        assert (risk.level, risk.status) == ("yellow", RiskStatus.SIGNED)
        assert (fresh.level, fresh.status) == ("red", RiskStatus.OPEN)


def test_every_reason_of_a_risk_has_a_sentence_in_the_list() -> None:
    missing = [reason.value for reason in RiskReason if reason.value not in REASONS]
    assert missing == []
