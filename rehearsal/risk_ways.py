"""Tries every risk answer a program's questions allow, one by one, and follows it to its exit."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assistant.written import WrittenIn, raise_drowsy
from programs.loading import MODULE
from programs.rating_calendar import askable
from programs.schema import FieldDef, StepKind
from programs.unlocking import RISK, UnlockFacts, safety_blocks
from ratings.instruments import Instrument, Item, get_instrument
from ratings.models import Risk, RiskStatus
from ratings.records import answer_item, begin_rating, complete_rating
from ratings.risk_rules import RiskLevel, judge_risk
from ratings.risks import SIGNED_REASONS, has_open_red_risk, judgement_of, needs_card, note_card_shown, sign_risk
from rehearsal.answers import answers_with
from rehearsal.clinic import assessment_of
from rehearsal.timeline import RiskWay
from rehearsal.world import Person, World
from worklist.items import has_open_item

WHY = "Övas i förväg."


def try_risks(world: World) -> None:
    """Try each risk answer on somebody who is enrolled; everything is taken back again."""
    person = next((one for one in world.persons if one.is_enrolled), None)
    if person is None:
        return
    for place, instrument, item, value in _risk_answers(world):
        world.risks.append(_undone(world, partial(_rate, world, person, place, instrument, item, value)))
    for place, number, step_id, field in _telling_fields(world):
        world.risks.append(_undone(world, partial(_tell, world, person, place, number, step_id, field)))


def _undone(world: World, act: Callable[[Session, datetime], RiskWay]) -> RiskWay:
    """Let something be tried and take it back, whatever was open before."""
    with world.database.open_session() as session:
        session.execute(update(Risk).values(status=RiskStatus.SIGNED))
        try:
            return act(session, world.clock.instant)
        finally:
            session.rollback()


def _risk_answers(world: World) -> Iterator[tuple[str, Instrument, Item, int | None]]:
    """Yield each answer that must reach somebody: what the rules sign for, and any step up on a safety question."""
    seen: set[str] = set()
    for module in world.program.modules:
        for step in module.steps:
            for name in askable(step.instruments) if step.kind is StepKind.RATING else ():
                if name not in seen:
                    seen.add(name)
                    place = f"{world.folders[module.number]}/{MODULE}"
                    yield from ((place, get_instrument(name), *one) for one in _grave(get_instrument(name)))


def _grave(instrument: Instrument) -> Iterator[tuple[Item, int | None]]:
    for item in instrument.items:
        values = instrument.values_of(item)
        for value in values:
            reason = judge_risk(instrument, answers_with(instrument, item, value)).reason
            if reason in SIGNED_REASONS or (item.safety and value > values[0]):
                yield item, value
        if item.safety and item.may_decline:
            yield item, None


def _rate(
    world: World, person: Person, place: str, instrument: Instrument, item: Item, value: int | None,
    session: Session, now: datetime,
) -> RiskWay:
    rating = begin_rating(session, person.user.id, world.unit.id, "rehearsal", instrument.id, "sv", now)
    given = dict(zip((one.id for one in instrument.items), answers_with(instrument, item, value), strict=True))
    for one in instrument.items:
        answer_item(session, rating, world.unit, one, given[one.id], now)
    risk = complete_rating(session, rating, world.unit, now).risk
    answer = f"{instrument.id} {item.id} = {'-' if value is None else value}"
    return _follow(session, world, person, answer, place, risk)


def _telling_fields(world: World) -> Iterator[tuple[str, int, str, FieldDef]]:
    for module in world.program.modules:
        for step in module.steps:
            for field in step.fields:
                if field.raises is not None:
                    yield f"{world.folders[module.number]}/{MODULE}", module.number, step.id, field


def _tell(
    world: World, person: Person, place: str, number: int, step_id: str, field: FieldDef, session: Session,
    now: datetime,
) -> RiskWay:
    written_in = WrittenIn(f"rehearsal:{number}:{step_id}:", "")
    raise_drowsy(session, person.user.id, world.unit, field.label.sv, written_in, now)
    open_risk = Risk.status == RiskStatus.OPEN
    risk = session.scalar(select(Risk).where(Risk.patient_id == person.user.id, open_risk).order_by(Risk.id.desc()))
    return _follow(session, world, person, f"{step_id}.{field.id} = yes", place, risk)


def _follow(
    session: Session, world: World, person: Person, answer: str, place: str, risk: Risk | None
) -> RiskWay:
    """Follow a risk from the answer to where the treatment goes on."""
    if risk is None:
        return RiskWay(answer, place)
    now, judgement = world.clock.instant, judgement_of(risk)
    is_red, needs = judgement.level is RiskLevel.RED, needs_card(risk)
    if needs:
        note_card_shown(session, risk, now)
        session.refresh(risk)
    has_item = has_open_item(session, f"risk:{risk.public_id}")
    has_block = has_open_red_risk(session, person.user.id) and RISK in safety_blocks(_facts(session, person, now), now)
    sign_risk(session, world.viewer, risk, assessment_of(risk), WHY, now)
    return RiskWay(
        answer, place, risk.reason, needs_card=needs, has_card=risk.card_shown_at is not None, has_item=has_item,
        needs_block=is_red and world.program.unlock == "clinician", has_block=has_block,
        is_signed=risk.status is RiskStatus.SIGNED,
        goes_on=RISK not in safety_blocks(_facts(session, person, now), now),
    )


def _facts(session: Session, person: Person, now: datetime) -> UnlockFacts:
    return UnlockFacts(has_open_red_risk(session, person.user.id), is_worse=False, last_safety=now)

