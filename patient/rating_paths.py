"""Where a self-rating leads: the crisis card first, then the safety questions, the next question or the result."""

from flask import url_for
from sqlalchemy.orm import Session

from programs.rating_occasion import next_number
from ratings.instruments import get_instrument
from ratings.models import RatingStatus, Risk, SelfRating
from ratings.risks import asks_safety_questions, needs_card


def risk_address(risk: Risk | None) -> str:
    """Return the page a risk puts before everything else, or "" when there is none."""
    if risk is not None and needs_card(risk):
        return url_for("patient.help_card", risk=risk.public_id)
    if risk is not None and asks_safety_questions(risk):
        return url_for("patient.safety_questions", risk=risk.public_id)
    return ""


def rating_address(rating: SelfRating, after: int = 0) -> str:
    """Return where a rating goes on: its next question, or its result; home when it belongs to no program's page.

    :param after: number of the question just answered; 0 looks for the first one left.
    """
    kind, _colon, rest = rating.subject.partition(":")
    enrollment, _colon, number = rest.partition(":")
    if kind not in ("module", "week"):
        return url_for("patient.home")
    word = f"m{number}" if kind == "module" else "week"
    following = next_number(get_instrument(rating.instrument), rating, after)
    if rating.status is RatingStatus.DRAFT and following is not None:
        return url_for("patient.rating_question", number=following, enrollment=enrollment, word=word,
                       instrument=rating.instrument)
    return url_for("patient.rating_result", enrollment=enrollment, word=word, instrument=rating.instrument)


def after_risk(session: Session, risk: Risk) -> str:
    """Return where the patient goes when he has read the card or answered the questions."""
    rating = session.get(SelfRating, risk.rating_id) if risk.rating_id else None
    return risk_address(risk) or (rating_address(rating) if rating else url_for("patient.home"))
