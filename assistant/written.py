"""Reads what a patient has written outside the conversation: crisis words and acute ones become a risk to sign (S1)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.alarms import Alarm, find_alarm, raise_crisis
from people.models import CareUnit
from ratings.models import Risk
from ratings.risk_rules import RiskJudgement, RiskLevel, RiskReason
from ratings.risks import list_open_risks, raise_risk

SHORTEST = 4
"""No flag is shorter; figures, dates and the words of a choice cost nothing."""
RISKS_READ = 30
TEXTS_KEPT = 20


@dataclass(frozen=True)
class WrittenIn:
    """What was filled in.

    :param place: where the words stand, such as ``<enrollment>:<module>:<step>:``; a shorter one means all that
        begin with it.
    :param title: the same in words, for whoever signs.
    """

    place: str
    title: str


@dataclass(frozen=True)
class WrittenAlarm:
    """What was found in a form.

    :param risk: the gravest risk; its card is shown.
    :param is_new: False when the same words were raised before, so that they already have their risk.
    """

    risk: Risk
    is_new: bool


def list_texts(answers: Any) -> Iterator[str]:
    """Yield every text in the answers of a form, also in its rows."""
    if isinstance(answers, str):
        if len(answers.strip()) >= SHORTEST:
            yield answers
    elif isinstance(answers, dict):
        for part in answers.values():
            yield from list_texts(part)
    elif isinstance(answers, list):
        for part in answers:
            yield from list_texts(part)


def raise_written(
    session: Session, patient_id: int, unit: CareUnit, answers: Any, written_in: WrittenIn, now: datetime
) -> WrittenAlarm | None:
    """Raise what a form that was sent in holds; None, and no statement, when it holds nothing (S1, S2).

    The same words in the same place are not raised again: they wait, or somebody has signed for them.
    """
    found = sorted(_find_alarms(list_texts(answers)), key=lambda one: (not one[0].is_crisis, not one[0].is_emergency))
    if not found:
        return None
    known = _list_known(session, patient_id, unit, written_in)
    alarms = []
    for alarm, text in found:
        before = known.get(text)
        risk = before or _raise(session, patient_id, unit, alarm, now)
        if before is None:
            _keep(risk, written_in, text, now)
        alarms.append(WrittenAlarm(risk, is_new=before is None))
    session.flush()
    return next((one for one in alarms if one.is_new), alarms[0])


def _find_alarms(texts: Iterable[str]) -> Iterator[tuple[Alarm, str]]:
    for text in dict.fromkeys(texts):
        alarm = find_alarm(text)
        if alarm is not None:
            yield alarm, text


def _list_known(session: Session, patient_id: int, unit: CareUnit, written_in: WrittenIn) -> dict[str, Risk]:
    """Return the words that have raised a risk from a place, open or signed, each with its newest risk."""
    rows = session.scalars(
        select(Risk)
        .where(Risk.patient_id == patient_id, Risk.unit_id == unit.id, Risk.written.is_not(None))
        .order_by(Risk.id.desc())
        .limit(RISKS_READ)
    ).all()
    return {
        one["text"]: risk
        for risk in reversed(rows)
        for one in risk.written or []
        if one["place"].startswith(written_in.place)
    }


def _raise(session: Session, patient_id: int, unit: CareUnit, alarm: Alarm, now: datetime) -> Risk:
    risk = raise_crisis(session, patient_id, unit, alarm, now)
    if risk is None:
        reason, finding = RiskReason.EMERGENCY_SYMPTOM, alarm.finding
        risk = _raise_once(session, patient_id, unit, reason, now, places=finding.places, reason_key=finding.reason)
    return risk


def _raise_once(
    session: Session, patient_id: int, unit: CareUnit, reason: RiskReason, now: datetime, *,
    places: dict[str, Any] | None = None, reason_key: str = "",
) -> Risk:  # fmt: skip
    """Keep a red risk; one for the same reason that is open in the unit stands for all."""
    for risk in list_open_risks(session, patient_id):
        if risk.unit_id == unit.id and risk.reason == reason:
            return risk
    raised = raise_risk(session, patient_id=patient_id, unit=unit, judgement=RiskJudgement(RiskLevel.RED, (reason,)),
                        places=places or {}, now=now, reason_key=reason_key)  # fmt: skip
    if raised is None:
        raise LookupError(f"{reason} is not a risk that somebody signs")
    return raised


def _keep(risk: Risk, written_in: WrittenIn, text: str, now: datetime) -> None:
    """Keep the words with their risk, so that whoever signs reads them as they were written (S17)."""
    entry = {"where": written_in.title, "place": written_in.place, "text": text, "at": now.isoformat()}
    risk.written = [*(risk.written or []), entry][-TEXTS_KEPT:]


def raise_drowsy(
    session: Session, patient_id: int, unit: CareUnit, question: str, written_in: WrittenIn, now: datetime
) -> bool:
    """Raise a yes to having nearly fallen asleep in traffic, as Sömnkollen does (instruments.md 3.2).

    :param question: what was answered with yes, in words; the same one in the same place raises once.
    :return: False when it was raised before.
    """
    if question in _list_known(session, patient_id, unit, written_in):
        return False
    risk = _raise_once(session, patient_id, unit, RiskReason.DROWSY_DRIVING, now)
    _keep(risk, written_in, question, now)
    session.flush()
    return True
