"""Puts what the rules found before the unit: which reason, how soon, once a day, withdrawn when it was wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from monitoring.judgement import Judgement, Rule
from monitoring.judgement import Level as ValueLevel
from monitoring.series import FACTS, Series
from monitoring.series_reasons import SERIES_REASONS
from people.models import CareUnit
from people.opening_hours import answer_before
from worklist.items import raise_item, settle_items
from worklist.models import ItemKind, Level, Outcome

QUIET = timedelta(hours=24)
"""How long the same rule stays quiet unless its level rises (clinical/vitals.md 8)."""

REASON_OF = {
    Rule.BP_SYMPTOMS: "value_emergency",
    Rule.BP_FAINTED: "value_emergency",
    Rule.PULSE_SYMPTOMS: "value_emergency",
    Rule.BP_CRISIS: "value_crisis",
    Rule.BP_CRISIS_VERY_HIGH: "value_crisis",
    Rule.BP_HIGH_OFTEN: "value_high_repeated",
    Rule.BP_LOW_DIZZY: "value_low",
    Rule.BP_VERY_LOW: "value_low",
    Rule.BP_VERY_LOW_DIZZY: "value_low",
    Rule.PULSE_EXTREME: "value_pulse",
    Rule.PULSE_OFTEN: "value_pulse_often",
    Rule.BP_IRREGULAR: "value_irregular",
    Rule.BP_MEAN_RED: "mean_high",
    Rule.BP_MEAN_YELLOW: "mean_high",
    Rule.BP_MEAN_LOW: "mean_low",
    Rule.BP_MEAN_LOW_DIZZY: "mean_low",
    Rule.BP_RISING: "value_trend",
    **SERIES_REASONS,
}
"""Which sentence of worklist/reasons.py tells staff about a rule; others raise nothing."""

KEPT = frozenset({"value_emergency", "series_emergency"})
"""What a corrected number does not take back: the patient said what he felt (clinical/vitals.md 0.3)."""


@dataclass(frozen=True)
class Matter:
    """Whose values they are and what the item leads to.

    :param subject: such as ``report:<public id>``.
    :param value: the value as staff read it, "188/112" or "83.2".
    :param series: what was measured, a word of monitoring/series.py.
    """

    patient_id: int
    patient_public_id: str
    unit: CareUnit
    subject: str
    value: str
    series: str = Series.PRESSURE.value

    def key(self, reason: str) -> str:
        """Return what makes it the same item while it is open."""
        return f"{reason}:{self.patient_public_id}"


def raise_findings(
    session: Session, matter: Matter, found: Iterable[Judgement], quiet: Mapping[str, int], now: datetime
) -> dict[str, int]:
    """Raise an item for each finding that needs somebody; returns each reason raised with its rank.

    :param quiet: reasons raised within the last day, with their rank; those are not raised again (vitals.md 8).
    """
    raised: dict[str, int] = {}
    for judgement in found:
        reason = REASON_OF.get(judgement.rule)
        if reason is None or judgement.provisional or judgement.due_working_days is None:
            continue
        if max(quiet.get(reason, 0), raised.get(reason, 0)) < judgement.level.rank:
            _raise(session, matter, reason, judgement, now)
            raised[reason] = judgement.level.rank
    return raised


def _raise(session: Session, matter: Matter, reason: str, judgement: Judgement, now: datetime) -> None:
    raise_item(
        session, unit_id=matter.unit.id, patient_id=matter.patient_id, kind=ItemKind.VALUE,
        level=_level(judgement), reason=reason, places=_places(matter, reason, judgement), subject=matter.subject,
        dedupe_key=matter.key(reason), occurred_at=now,
        due_at=answer_before(matter.unit, now, judgement.due_working_days),
    )


def _level(judgement: Judgement) -> Level:
    """Same day goes first in the list when it is red; the rest by how many working days care has."""
    if judgement.level in (ValueLevel.RED, ValueLevel.EMERGENCY) and judgement.due_working_days == 0:
        return Level.NOW
    return Level.TODAY if (judgement.due_working_days or 0) <= 1 else Level.WEEK


def _places(matter: Matter, reason: str, judgement: Judgement) -> dict[str, Any]:
    own = judgement.places
    value = own.get("pulse", matter.value) if reason == "value_pulse" else matter.value
    common = {"limit": own.get("goal", ""), "change": own.get("rise", 0), "what": FACTS[Series(matter.series)].name}
    if matter.series == Series.PRESSURE:
        common.pop("what")
    return {"value": value, **common, **own}


def withdraw_findings(
    session: Session, matter: Matter, before: Mapping[str, int], after: Iterable[str], note: str, now: datetime
) -> list[str]:
    """Take back what is raised no more; what somebody has closed already stays as it was signed.

    :returns: the reasons taken back.
    """
    gone = [reason for reason in before if reason not in set(after) and reason not in KEPT]
    for reason in gone:
        settle_items(session, matter.key(reason), Outcome.WITHDRAWN, now, note=note)
    return gone


def quiet_reasons(raised: Sequence[tuple[datetime, Mapping[str, int]]], now: datetime) -> dict[str, int]:
    """Return the reasons raised within the last day, each with its highest rank."""
    quiet: dict[str, int] = {}
    for at, reasons in raised:
        if now - at < QUIET:
            for reason, rank in reasons.items():
                quiet[reason] = max(rank, quiet.get(reason, 0))
    return quiet
