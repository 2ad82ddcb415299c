"""Risks: raised with the answer in one transaction, on top of the list until somebody signs for them (S2)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, exists, func, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from people.models import CareUnit, Role
from people.opening_hours import answer_before, next_opening
from people.viewer import Viewer
from ratings.models import Risk, RiskStatus, SelfRating
from ratings.risk_rules import HELP, PatientHelp, RiskJudgement, RiskLevel, RiskReason, judge_safety_answers
from ratings.safety_questions import get_safety_questions
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level, Outcome

RED_HOURS = timedelta(hours=4)
SIGNED_REASONS = frozenset(
    {
        RiskReason.SELF_HARM_ACUTE,
        RiskReason.SELF_HARM_RED,
        RiskReason.SELF_HARM_YELLOW,
        RiskReason.SELF_HARM_RISE,
        RiskReason.RISK_UNANSWERED,
        RiskReason.SAFETY_PLAN_OR_INTENT,
        RiskReason.SAFETY_THOUGHTS_OR_ATTEMPT,
        RiskReason.SAFETY_ALL_NO,
        RiskReason.DROWSY_DRIVING,
        RiskReason.DAYTIME_SLEEPINESS,
        RiskReason.MUCH_WORSE_AFTER,
        RiskReason.EMERGENCY_SYMPTOM,
    }
)
"""What somebody must assess and sign; other findings are ordinary items to read."""

CARDS = (PatientHelp.CRISIS_CARD, PatientHelp.EMERGENCY)
SELF_HARM = frozenset(reason for reason in SIGNED_REASONS if reason.value.startswith(("self_harm", "safety")))
ACTIONS = {
    "called": _l("Ringde patienten"),
    "met": _l("Träffade patienten"),
    "emergency": _l("Ordnade akut vård"),
    "handed_over": _l("Lämnade över till någon annan"),
    "relative": _l("Talade med närstående"),
    "unreached": _l("Nådde inte patienten, nytt försök planerat"),
}
LEVELS = {
    "none": _l("Ingen ökad risk"),
    "low": _l("Låg risk"),
    "raised": _l("Förhöjd risk"),
    "high": _l("Hög risk"),
}
ASKED = {
    "thoughts": _l("Tankar på att ta sitt liv"),
    "plan": _l("Plan eller metod"),
    "intent": _l("Avsikt inom den närmaste tiden"),
    "attempt": _l("Tidigare försök"),
    "support": _l("Har någon hos sig eller att ringa"),
}
ASKED_ANSWERS = {"yes": _l("Ja"), "no": _l("Nej"), "not_asked": _l("Inte frågat")}


def raise_risk(
    session: Session, *, patient_id: int, unit: CareUnit, judgement: RiskJudgement, places: dict[str, Any],
    now: datetime, rating: SelfRating | None = None, reason_key: str = "",
) -> Risk | None:
    """Keep a risk and put it before the unit; nothing when there is none.

    A red one comes first in the list; a yellow one is answered within a working day (instruments.md 4.1).

    :param reason_key: key in worklist/reasons.py; the judgement's own reason when empty.
    """
    if judgement.reason is None:
        return None
    is_red = judgement.level is RiskLevel.RED
    risk = None
    if judgement.reason in SIGNED_REASONS:
        risk = Risk(
            patient_id=patient_id, unit_id=unit.id, rating_id=rating.id if rating else None,
            level=judgement.level.value, reason=judgement.reason.value, raised_at=now,
            asked_safety=judgement.asks_safety_questions,
        )
        session.add(risk)
        session.flush()
    subject = f"risk:{risk.public_id}" if risk else f"rating:{rating.public_id}" if rating else ""
    raise_item(
        session,
        unit_id=unit.id,
        patient_id=patient_id,
        kind=ItemKind.RISK if risk else ItemKind.RATING,
        level=Level.NOW if is_red else Level.TODAY,
        reason=reason_key or judgement.reason.value,
        places=places,
        subject=subject,
        dedupe_key=subject,
        occurred_at=now,
        due_at=risk_due(unit, is_red=is_red, now=now),
    )
    if risk:
        record_event(session, now, "risk.raise", actor_id=patient_id, actor_role="patient", unit_id=unit.id,
                     patient_id=patient_id, object_kind="risk", object_id=risk.public_id)
    return risk


def raise_stronger(
    session: Session, risk: Risk, unit: CareUnit, judgement: RiskJudgement, now: datetime, *,
    places: dict[str, Any] | None = None, reason_key: str = "",
) -> Risk:
    """Renew a risk with what a later answer showed and return the one that is open; it never becomes less urgent.

    A risk that somebody has signed stays as it was judged: something graver raises a new one.
    """
    if judgement.reason is None or _gravity(judgement) <= _gravity(judgement_of(risk)):
        return risk
    if risk.status is RiskStatus.SIGNED:
        fresh = raise_risk(session, patient_id=risk.patient_id, unit=unit, judgement=judgement, places=places or {},
                           now=now, reason_key=reason_key)
        return fresh or risk
    if judgement.help is PatientHelp.EMERGENCY:
        risk.card_read_at = None  # the card now says 112 first, and is read anew; the log keeps the first reading
    risk.level, risk.reason = judgement.level.value, judgement.reason.value
    is_red = judgement.level is RiskLevel.RED
    raise_item(
        session, unit_id=unit.id, patient_id=risk.patient_id, kind=ItemKind.RISK,
        level=Level.NOW if is_red else Level.TODAY, reason=reason_key or judgement.reason.value, places=places,
        subject=f"risk:{risk.public_id}", dedupe_key=f"risk:{risk.public_id}", occurred_at=now,
        due_at=risk_due(unit, is_red=is_red, now=now),
    )
    record_event(session, now, "risk.raise", actor_id=risk.patient_id, actor_role="patient", unit_id=unit.id,
                 patient_id=risk.patient_id, object_kind="risk", object_id=risk.public_id)
    return risk


def risk_due(unit: CareUnit, *, is_red: bool, now: datetime) -> datetime:
    """Return before when a risk is read: four open hours at most for a red one, else a working day."""
    return (next_opening(unit, now) or now) + RED_HOURS if is_red else answer_before(unit, now, 1)


def judgement_of(risk: Risk) -> RiskJudgement:
    """Return what a kept risk says: its level, its reason, and so what the patient must see."""
    return RiskJudgement(RiskLevel(risk.level), (RiskReason(risk.reason),))


def _gravity(judgement: RiskJudgement) -> tuple[int, int]:
    return list(RiskLevel).index(judgement.level), list(PatientHelp).index(judgement.help)


def needs_card(risk: Risk) -> bool:
    """Tell whether the crisis card must be read before anything else (instruments.md 4.1)."""
    return risk.card_read_at is None and judgement_of(risk).help in CARDS


def find_unread_card(patient_id: Any) -> ScalarSelect[str]:
    """Return a subquery of the newest crisis card that a patient has not read yet."""
    reasons = [reason.value for reason in RiskReason if HELP.get(reason) in CARDS]
    return (
        select(Risk.public_id)
        .where(
            Risk.patient_id == patient_id, Risk.status == RiskStatus.OPEN, Risk.card_read_at.is_(None),
            Risk.reason.in_(reasons),
        )
        .order_by(Risk.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def asks_safety_questions(risk: Risk) -> bool:
    """Tell whether the five own questions are still to be asked about a risk (instruments.md 4.2)."""
    return risk.safety_answers is None and risk.asked_safety and risk.status is RiskStatus.OPEN


def record_safety_answers(
    session: Session, risk: Risk, unit: CareUnit, answers: Sequence[bool | None], now: datetime
) -> Risk:
    """Keep the answers to the five own questions with their risk, and make it graver when they say so.

    :raises InvalidError: for another number of answers.
    :raises ConflictError: when they have been answered already.
    """
    judgement = judge_safety_answers(answers)
    if risk.safety_answers is not None:
        raise ConflictError(_l("Frågorna är redan besvarade."))
    asked = get_safety_questions()
    given = {question.id: answer for question, answer in zip(asked.questions, answers, strict=True)}
    risk.safety_answers = {"version": asked.version, "answers": given}
    record_event(session, now, "risk.answer", actor_id=risk.patient_id, actor_role="patient", unit_id=unit.id,
                 patient_id=risk.patient_id, object_kind="risk", object_id=risk.public_id)
    return raise_stronger(session, risk, unit, judgement, now)


def has_open_red_risk(session: Session, patient_id: int) -> bool:
    """Tell whether a red risk of the patient waits to be assessed; unlocking is blocked meanwhile (P4)."""
    return bool(
        session.scalar(
            select(
                exists().where(
                    Risk.patient_id == patient_id, Risk.status == RiskStatus.OPEN, Risk.level == RiskLevel.RED.value
                )
            )
        )
    )


def list_open_risks(session: Session, patient_id: int) -> list[Risk]:
    """Return the risks of a patient that wait to be assessed, the oldest first."""
    query = select(Risk).where(Risk.patient_id == patient_id, Risk.status == RiskStatus.OPEN).order_by(Risk.id)
    return list(session.scalars(query.limit(20)))


def get_own_risk(session: Session, patient_id: int, public_id: str) -> Risk:
    """Return a risk that the patient's own answer raised; raises NotFoundError for any other."""
    found = session.scalar(select(Risk).where(Risk.public_id == public_id, Risk.patient_id == patient_id))
    if found is None:
        raise NotFoundError
    return found


def get_risk(session: Session, viewer: Viewer, public_id: str) -> Risk:
    """Return a risk in one of the viewer's units; raises NotFoundError for any other."""
    units = viewer.unit_ids(Role.CLINICIAN)
    found = session.scalar(select(Risk).where(Risk.public_id == public_id, Risk.unit_id.in_(units)))
    if found is None:
        raise NotFoundError
    return found


def find_risk_of_rating(session: Session, rating_id: int) -> Risk | None:
    """Return the risk that a rating raised, or None."""
    return session.scalar(select(Risk).where(Risk.rating_id == rating_id).order_by(Risk.id.desc()).limit(1))


def note_card_shown(session: Session, risk: Risk, now: datetime) -> None:
    """Keep when the crisis card was shown for the first time: what the patient saw can be proved later.

    On a busy SQLite the note is left to the next time: nothing may stand between the patient and the card.
    """
    try:
        session.execute(
            update(Risk)
            .where(Risk.id == risk.id, Risk.card_shown_at.is_(None))
            .values(card_shown_at=now)
            .execution_options(synchronize_session=False)
        )
    except OperationalError:
        if session.get_bind().dialect.name != "sqlite":
            raise


def note_card_read(session: Session, risk: Risk, now: datetime) -> None:
    """Keep when the patient said that he had read the crisis card."""
    risk.card_shown_at = risk.card_shown_at or now
    if risk.card_read_at is None:
        risk.card_read_at = now
        record_event(session, now, "risk.card_read", actor_id=risk.patient_id, actor_role="patient",
                     unit_id=risk.unit_id, patient_id=risk.patient_id, object_kind="risk", object_id=risk.public_id)


def questions_of(reason: str) -> dict[str, str]:
    """Return the questions an assessment must answer: those about suicide only when the risk is about that."""
    return ASKED if reason == RiskReason.RISK_UNANSWERED or reason in SELF_HARM else {}


def check_assessment(assessment: dict[str, Any], reason: str = RiskReason.SELF_HARM_RED) -> None:
    """Raise InvalidError for the first thing that is missing; nothing in a risk form is ever preselected."""
    if assessment.get("level") not in LEVELS:
        raise InvalidError("level", _l("Välj hur du bedömer risken."))
    for question in questions_of(reason):
        if assessment.get(question) not in ASKED_ANSWERS:
            raise InvalidError(question, _l("Svara på frågan. \"Inte frågat\" är också ett svar."))
    if assessment.get("action") not in ACTIONS:
        raise InvalidError("action", _l("Välj vad du har gjort."))


def sign_risk(
    session: Session, viewer: Viewer, risk: Risk, assessment: dict[str, Any], note: str, now: datetime
) -> None:
    """Sign the assessment of a risk; it leaves the list and no longer blocks. Signed once, by one person.

    :raises InvalidError: when the assessment is not complete.
    :raises ConflictError: when somebody has already signed it.
    """
    check_assessment(assessment, risk.reason)
    done = session.execute(
        update(Risk)
        .where(Risk.id == risk.id, Risk.status == RiskStatus.OPEN)
        .values(status=RiskStatus.SIGNED, signed_by=viewer.id, signed_at=now, assessment=assessment,
                note=note.strip() or None)
        .returning(Risk.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        raise ConflictError(_l("Risken är redan bedömd av en kollega. Läs bedömningen innan du går vidare."))
    session.refresh(risk)
    outcome = Outcome.CALLED if assessment["action"] == "called" else Outcome.ADVICE
    settle_items(session, f"risk:{risk.public_id}", outcome, now, viewer.id)
    record_event(session, now, "risk.sign", actor_id=viewer.id, actor_role="clinician", unit_id=risk.unit_id,
                 patient_id=risk.patient_id, object_kind="risk", object_id=risk.public_id)


def count_open_risks(session: Session, unit_ids: tuple[int, ...]) -> int:
    """Return how many risks wait in some units, a hundred at most."""
    rows = select(Risk.id).where(Risk.unit_id.in_(unit_ids), Risk.status == RiskStatus.OPEN).limit(100).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0
