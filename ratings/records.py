"""Self-ratings as they are filled in, completed, scored and read; a rating's risk is raised with its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.models import CareUnit, Role
from people.opening_hours import answer_before
from people.viewer import Viewer
from ratings.alcohol import SKIPPING, list_skippable
from ratings.change import Deterioration, judge_deterioration
from ratings.instruments import Instrument, Item, get_instrument
from ratings.models import RatingStatus, Risk, SelfRating
from ratings.risk_rules import RiskJudgement, RiskReason, judge_risk
from ratings.risks import SIGNED_REASONS, find_risk_of_rating, raise_risk, raise_stronger
from ratings.scores import Score
from ratings.scoring import score
from ratings.wordings_known import find_in_force, instrument_of
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level, Outcome

SAFETY_INSTRUMENTS = ("phq9", "vk5", "madrs_s")
SAFETY_REASONS = {"phq9": "phq9_item9", "vk5": "vk5_safety"}
WORSENING_INSTRUMENTS = ("phq9", "gad7", "pswq")
SHORT_NAMES = {
    "phq9": "PHQ-9", "phq2": "PHQ-2", "gad7": "GAD-7", "gad2": "GAD-2", "who5": "WHO-5", "mmrc": "mMRC",
    "pss10": "PSS-10", "pss14": "PSS-14", "ehfscbs9": "EHFScBS-9", "paid5": "PAID-5", "whodas12": "WHODAS 2.0",
    "sk3": "Sömnkollen", "vk5": "Veckokollen", "st6": "Stresskollen", "pk4": "Panikkollen", "hk6": "Hjärtkollen",
    "kk6": "KOL-kollen", "rf1": "Rekommendationsfrågan",
}  # fmt: skip
UNIT_ZONE = "Europe/Stockholm"
"""The days a unit's right holds are counted on this calendar."""
DONE = (RatingStatus.COMPLETE, RatingStatus.REVIEWED)
ANSWERED = _l("Frågorna är redan besvarade.")


@dataclass(frozen=True)
class Completed:
    """What a finished rating led to."""

    score: Score
    judgement: RiskJudgement
    risk: Risk | None


def find_rating(session: Session, patient_id: int, subject: str, instrument_id: str) -> SelfRating | None:
    """Return the patient's rating with an instrument for an occasion, begun or done, or None."""
    return session.scalar(
        select(SelfRating)
        .where(
            SelfRating.subject == subject,
            SelfRating.patient_id == patient_id,
            SelfRating.instrument == instrument_id,
        )
        .order_by(SelfRating.id.desc())
        .limit(1)
    )


def list_for_subject(session: Session, patient_id: int, subject: str) -> dict[str, SelfRating]:
    """Return the ratings of an occasion by instrument."""
    rows = session.scalars(
        select(SelfRating)
        .where(SelfRating.subject == subject, SelfRating.patient_id == patient_id)
        .order_by(SelfRating.id)
    )
    return {row.instrument: row for row in rows}


def begin_rating(
    session: Session, patient_id: int, unit_id: int, subject: str, instrument_id: str, language: str, now: datetime
) -> SelfRating:
    """Begin a rating; its answers are kept one by one as they are given, in the wording that is in force now."""
    wording = find_in_force(unit_id, instrument_id, local_date(now, UNIT_ZONE))
    rating = SelfRating(
        wording_id=wording.id if wording else None,
        patient_id=patient_id, unit_id=unit_id, subject=subject, instrument=instrument_id,
        instrument_version=get_instrument(instrument_id).version, language=language, answers={}, started_at=now,
    )
    session.add(rating)
    session.flush()
    return rating


def read_answer(instrument: Instrument, item: Item, typed: str) -> int | None:
    """Return the answer that was given to an item; None for "vill inte svara" where that is allowed.

    :raises InvalidError: for no answer or one that the item does not offer.
    """
    if typed == "declined" and (item.may_decline or item.optional):
        return None
    tidy = typed.strip()
    if not (tidy.isascii() and tidy.isdigit() and len(tidy) <= 3):
        raise InvalidError(item.id, _l("Välj det svar som stämmer bäst."))
    value = int(tidy)
    if value not in instrument.values_of(item):
        raise InvalidError(item.id, _l("Välj det svar som stämmer bäst."))
    return value


def save_answer(session: Session, rating: SelfRating, item_id: str, value: int | None) -> None:
    """Keep one answer of a rating under way; raises ConflictError when the rating is finished."""
    if rating.status is not RatingStatus.DRAFT:
        raise ConflictError(ANSWERED)
    rating.answers = {**rating.answers, item_id: value}
    session.flush()


def answer_item(
    session: Session, rating: SelfRating, unit: CareUnit, item: Item, value: int | None, now: datetime
) -> Risk | None:
    """Keep one answer; an answer to a safety question raises its risk at once, also when the form is never finished.

    Taking such an answer back lowers nothing (clinical/instruments.md 0.3 rule 3).

    :raises ConflictError: when the rating is finished.
    """
    save_answer(session, rating, item.id, value)
    if not item.safety:
        return None
    instrument = instrument_of(rating)
    answers = answers_of(instrument, rating)
    judgement = judge_risk(instrument, answers, _previous_answers(session, rating, instrument))
    if judgement.reason not in SIGNED_REASONS:
        return find_risk_of_rating(session, rating.id)
    return _raise(session, rating, unit, judgement, score(instrument, answers), now)


def skipped_items(instrument: Instrument, rating: SelfRating) -> frozenset[str]:
    """Return the ids of the items that the answers so far make needless, as AUDIT allows (instruments.md 1.4)."""
    if instrument.id not in SKIPPING:
        return frozenset()
    numbers = list_skippable(answers_of(instrument, rating))
    return frozenset(instrument.items[number - 1].id for number in numbers)


def missing_items(instrument: Instrument, rating: SelfRating) -> list[Item]:
    """Return the items that still need an answer."""
    needless = skipped_items(instrument, rating)
    return [
        item for item in instrument.items
        if item.id not in rating.answers and not item.optional and item.id not in needless
    ]  # fmt: skip


def complete_rating(session: Session, rating: SelfRating, unit: CareUnit, now: datetime) -> Completed:
    """Finish a rating: score it, keep the score and raise its risk, all in the caller's transaction.

    :raises InvalidError: when an item is not answered; an incomplete form is never scored silently (scenario 15).
    :raises ConflictError: when it was finished already.
    """
    instrument = instrument_of(rating)
    if missing_items(instrument, rating):
        raise InvalidError("", _l("Några frågor är kvar att svara på."))
    answers = answers_of(instrument, rating)
    result = score(instrument, answers)
    judgement = judge_risk(instrument, answers, _previous_answers(session, rating, instrument))
    done = session.execute(
        update(SelfRating)
        .where(SelfRating.id == rating.id, SelfRating.status == RatingStatus.DRAFT)
        .values(
            status=RatingStatus.COMPLETE, completed_at=now, total=result.total, band=result.band,
            estimated=result.estimated, flags=list(result.flags), algorithm_version=result.algorithm_version,
        )
        .returning(SelfRating.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        raise ConflictError(ANSWERED)
    session.refresh(rating)
    record_event(session, now, "rating.complete", actor_id=rating.patient_id, actor_role="patient",
                 unit_id=unit.id, patient_id=rating.patient_id, object_kind="rating", object_id=rating.public_id)
    _raise_worsening(session, rating, unit, now)
    return Completed(result, judgement, _raise(session, rating, unit, judgement, result, now))


def answers_of(instrument: Instrument, rating: SelfRating) -> list[int | None]:
    """Return a rating's answers in the order of the items."""
    return [rating.answers.get(item.id) for item in instrument.items]


def _raise(
    session: Session, rating: SelfRating, unit: CareUnit, judgement: RiskJudgement, result: Score, now: datetime
) -> Risk | None:
    reason, key = judgement.reason, ""
    places: dict[str, object] = {"instrument": short_name(rating.instrument), "total": result.total}
    if reason is not None and reason.value.startswith("self_harm"):
        safety = next(item.id for item in get_instrument(rating.instrument).items if item.safety)
        key = SAFETY_REASONS.get(rating.instrument, "safety_item")
        places |= {"answer": rating.answers.get(safety), "number": safety.removeprefix("q")}
    elif reason is RiskReason.SEVERE_ANXIETY:
        key = "total_high"
    elif reason in (RiskReason.MUCH_WORSE_AFTER, RiskReason.WORSE_AFTER):
        key, places["answer"] = "worse_after", next(iter(rating.answers.values()), "")
    present = find_risk_of_rating(session, rating.id) if _has_safety_item(rating) else None
    if present is not None:
        return raise_stronger(session, present, unit, judgement, now, places=places, reason_key=key)
    return raise_risk(
        session, patient_id=rating.patient_id, unit=unit, judgement=judgement, places=places, now=now, rating=rating,
        reason_key=key,
    )


def _has_safety_item(rating: SelfRating) -> bool:
    return any(item.safety for item in get_instrument(rating.instrument).items)


def short_name(instrument_id: str) -> str:
    """Return the name clinicians use for an instrument, such as PHQ-9."""
    return SHORT_NAMES.get(instrument_id, instrument_id.upper().replace("_", "-"))


def _raise_worsening(session: Session, rating: SelfRating, unit: CareUnit, now: datetime) -> None:
    """Put a rise since the start before the clinician (instruments.md 4.4)."""
    if rating.instrument not in WORSENING_INSTRUMENTS:
        return
    history = [one.total for one in list_history(session, rating.patient_id, (rating.instrument,))]
    totals = [None if total is None else int(total) for total in history]
    found = judge_deterioration(get_instrument(rating.instrument), totals[0], totals[1:])
    if found is Deterioration.NONE or totals[0] is None or totals[-1] is None:
        return
    raise_item(
        session, unit_id=unit.id, patient_id=rating.patient_id, kind=ItemKind.RATING, level=Level.TODAY,
        reason="deterioration", subject=f"rating:{rating.public_id}", dedupe_key=f"worse:{rating.public_id}",
        places={"instrument": short_name(rating.instrument), "change": totals[-1] - totals[0]}, occurred_at=now,
        due_at=answer_before(unit, now, 1),
    )


def _previous_answers(session: Session, rating: SelfRating, instrument: Instrument) -> Sequence[int | None] | None:
    previous = session.scalar(
        select(SelfRating)
        .where(
            SelfRating.patient_id == rating.patient_id,
            SelfRating.instrument == rating.instrument,
            SelfRating.instrument_version == rating.instrument_version,
            SelfRating.completed_at.is_not(None),
            SelfRating.id != rating.id,
        )
        .order_by(SelfRating.completed_at.desc())
        .limit(1)
    )
    return answers_of(instrument, previous) if previous else None


def list_history(
    session: Session, patient_id: int, instruments: Sequence[str] = (), limit: int = 200
) -> list[SelfRating]:
    """Return the patient's finished ratings, the oldest first."""
    query = select(SelfRating).where(SelfRating.patient_id == patient_id, SelfRating.completed_at.is_not(None))
    if instruments:
        query = query.where(SelfRating.instrument.in_(instruments))
    newest = session.scalars(query.order_by(SelfRating.completed_at.desc()).limit(limit)).all()
    return list(reversed(newest))


def get_rating(session: Session, viewer: Viewer, public_id: str) -> SelfRating:
    """Return a finished rating in one of the viewer's units; raises NotFoundError for any other."""
    units = viewer.unit_ids(Role.CLINICIAN)
    found = session.scalar(
        select(SelfRating).where(
            SelfRating.public_id == public_id, SelfRating.unit_id.in_(units), SelfRating.status.in_(DONE)
        )
    )
    if found is None:
        raise NotFoundError
    return found


def review_rating(session: Session, viewer: Viewer, rating: SelfRating, now: datetime) -> None:
    """Mark a rating as read; doing it again changes nothing."""
    done = session.execute(
        update(SelfRating)
        .where(SelfRating.id == rating.id, SelfRating.status == RatingStatus.COMPLETE)
        .values(status=RatingStatus.REVIEWED, reviewed_by=viewer.id, reviewed_at=now)
        .returning(SelfRating.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        return
    session.refresh(rating)
    for key in ("rating", "worse"):
        settle_items(session, f"{key}:{rating.public_id}", Outcome.NO_ACTION, now, viewer.id)
    record_event(session, now, "rating.review", actor_id=viewer.id, actor_role="clinician", unit_id=rating.unit_id,
                 patient_id=rating.patient_id, object_kind="rating", object_id=rating.public_id)


def find_last_safety_answer(session: Session, patient_id: int) -> datetime | None:
    """Return when the patient last finished a rating with a safety question, or None (instruments.md 0.2)."""
    return session.scalar(
        select(SelfRating.completed_at)
        .where(
            SelfRating.patient_id == patient_id,
            SelfRating.instrument.in_(SAFETY_INSTRUMENTS),
            SelfRating.completed_at.is_not(None),
        )
        .order_by(SelfRating.completed_at.desc())
        .limit(1)
    )


def find_worsening(session: Session, patient_id: int, since: datetime) -> str | None:
    """Return the instrument that has worsened two weeks in a row since the start, or None (instruments.md 4.4)."""
    history = session.execute(
        select(SelfRating.instrument, SelfRating.total)
        .where(
            SelfRating.patient_id == patient_id,
            SelfRating.instrument.in_(WORSENING_INSTRUMENTS),
            SelfRating.completed_at >= since,
        )
        .order_by(SelfRating.completed_at)
    ).all()
    return worst_of([(name, total) for name, total in history])


def worsening_in(ratings: Sequence[SelfRating], since: datetime) -> str | None:
    """Return the same as ``find_worsening`` from a history that is already read, the oldest first."""
    later = [one for one in ratings if one.completed_at is not None and one.completed_at >= since]
    return worst_of([(one.instrument, one.total) for one in later])


def worst_of(history: Sequence[tuple[str, float | None]]) -> str | None:
    """Return the instrument that has worsened two weeks in a row in a history of totals, the oldest first."""
    for name in WORSENING_INSTRUMENTS:
        totals = [None if total is None else int(total) for instrument, total in history if instrument == name]
        if totals and judge_deterioration(get_instrument(name), totals[0], totals[1:]) is Deterioration.DECIDE:
            return name
    return None


def last_safety_answer_in(ratings: Sequence[SelfRating]) -> datetime | None:
    """Return the same as ``find_last_safety_answer`` from a history that is already read."""
    times = [one.completed_at for one in ratings if one.instrument in SAFETY_INSTRUMENTS and one.completed_at]
    return max(times, default=None)
