"""Puts what the rules found before the unit: which reason, how soon, once a day, withdrawn when it was wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from monitoring.calls import REASON_OF as REASON_OF
from monitoring.calls import calls_of
from monitoring.judgement import Judgement
from monitoring.judgement import Level as ValueLevel
from monitoring.series import FACTS, Series
from people.models import CareUnit
from people.opening_hours import answer_before
from worklist.items import raise_item, retell_items, settle_items
from worklist.models import ItemKind, Level, Outcome


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
    calls = calls_of(found, quiet)
    raise_calls(session, matter, calls, now)
    return {reason: one.level.rank for reason, one in calls.items()}


def raise_calls(session: Session, matter: Matter, calls: Mapping[str, Judgement], now: datetime) -> None:
    """Put each of some findings before the unit, under its reason."""
    for reason, judgement in calls.items():
        _raise(session, matter, reason, judgement, now)


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


def retell_findings(
    session: Session, matter: Matter, found: Iterable[Judgement], reasons: Iterable[str], instead_of: str
) -> None:
    """Let what is open about one subject tell the value that took its place; what is closed stays as it was signed."""
    for reason, judgement in calls_of(found, {}).items():
        if reason in reasons:
            retell_items(session, matter.key(reason), _places(matter, reason, judgement), matter.subject,
                         instead_of)


def withdraw_findings(
    session: Session, matter: Matter, before: Iterable[str], after: Iterable[str], note: str, now: datetime
) -> list[str]:
    """Take back what is raised no more; what somebody has closed already stays as it was signed.

    :returns: the reasons taken back.
    """
    gone = [reason for reason in before if reason not in set(after)]
    for reason in gone:
        settle_items(session, matter.key(reason), Outcome.WITHDRAWN, now, note=note)
    return gone
