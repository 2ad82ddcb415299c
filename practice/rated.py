"""How made-up patients answer the self-rating questions: by how it goes for each of them."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from practice.life import Life
from programs.models import StepCompletion
from programs.rating_calendar import askable, rating_step
from programs.schema import Module
from ratings.instruments import Instrument, Item, get_instrument
from ratings.records import begin_rating, complete_rating
from ratings.risks import note_card_read, note_card_shown

SAFETY = ("vk5", "phq9")
START, NOISE = 0.62, 0.09
FALL = {"better": 0.07, "ended": 0.05}
"""How much of the scale the trouble falls in a week, by course; others by 0.04."""


def rate_module(session: Session, life: Life, module: Module, when: datetime) -> None:
    """Answer the questions of a module's rating step, and note the step as done."""
    step = rating_step(module)
    if step is None:
        return
    for name in askable(step.instruments):
        subject = f"module:{life.enrollment.public_id}:{module.number}"
        rating = begin_rating(session, life.patient.id, life.unit.id, subject, name, "sv", when)
        instrument = get_instrument(name)
        rating.answers = {
            item.id: _value(life, instrument, item, module.number) for item in instrument.items if not item.optional
        }
        session.flush()
        done = complete_rating(session, rating, life.unit, when + timedelta(minutes=5))
        if done.risk is not None:
            note_card_shown(session, done.risk, when + timedelta(minutes=5))
            note_card_read(session, done.risk, when + timedelta(minutes=6))
    session.add(StepCompletion(enrollment_id=life.enrollment.id, module=module.number, step=step.id,
                               completed_at=when + timedelta(minutes=5)))  # fmt: skip


def _value(life: Life, instrument: Instrument, item: Item, number: int) -> int:
    values = instrument.values_of(item)
    if item.safety:
        at_risk = life.story.course == "risk" and number > life.story.week and instrument.id in SAFETY
        return values[min(2, len(values) - 1)] if at_risk else values[0]
    return values[round(_share(life, instrument, item, number) * (len(values) - 1))]


def _share(life: Life, instrument: Instrument, item: Item, number: int) -> float:
    """Return how far up an item's answers the patient is, from 0 to 1."""
    if instrument.id == "audit":
        return life.random.choice((0.0, 0.25, 0.0))
    if instrument.id in ("pgic", "rf1"):
        return 0.2 if instrument.id == "pgic" else 0.85
    trouble = max(0.12, START - FALL.get(life.story.course, 0.04) * number)
    is_good_high = (instrument.change.direction == "higher_is_better") is not item.reverse
    return min(1.0, max(0.0, life.random.gauss(1 - trouble if is_good_high else trouble, NOISE)))
