"""Puts what the rules found before the unit: one row for a series, each reason in it, withdrawn when it was wrong."""

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
from worklist.causes import Cause
from worklist.models import ItemKind, Level
from worklist.rows import raise_causes, retell_causes, withdraw_causes


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

    @property
    def key(self) -> str:
        """Return what makes it the same row while it is open: one for the values of a series, one for its weeks."""
        row = "values" if self.subject.startswith("report:") else "weeks"
        return f"{row}:{self.series}:{self.patient_public_id}:{self.unit.id}"


def is_of_series(dedupe_key: str, series: str) -> bool:
    """Tell whether a row of the list is about a series."""
    return dedupe_key.startswith((f"values:{series}:", f"weeks:{series}:"))


def causes_of_calls(matter: Matter, calls: Mapping[str, Judgement], now: datetime) -> list[Cause]:
    """Return what goes before care as the reasons of one row, each with its own urgency. Pure."""
    return [
        Cause(reason, _places(matter, reason, judgement), _level(judgement),
              answer_before(matter.unit, now, judgement.due_working_days), matter.subject)
        for reason, judgement in calls.items()
    ]  # fmt: skip


def raise_findings(
    session: Session, matter: Matter, found: Iterable[Judgement], quiet: Mapping[str, int], now: datetime
) -> dict[str, int]:
    """Raise what needs somebody; returns each reason raised with its rank.

    :param quiet: reasons raised within the last day, with their rank; those are not raised again (vitals.md 8).
    """
    calls = calls_of(found, quiet)
    raise_calls(session, matter, calls, now)
    return {reason: one.level.rank for reason, one in calls.items()}


def raise_calls(session: Session, matter: Matter, calls: Mapping[str, Judgement], now: datetime) -> None:
    """Put findings before the unit in one row, which names all of them."""
    if calls:
        raise_causes(
            session, unit_id=matter.unit.id, patient_id=matter.patient_id, kind=ItemKind.VALUE,
            dedupe_key=matter.key, causes=causes_of_calls(matter, calls, now), now=now,
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
    wanted = set(reasons)
    calls = {reason: one for reason, one in calls_of(found, {}).items() if reason in wanted}
    told = {reason: _places(matter, reason, judgement) for reason, judgement in calls.items()}
    retell_causes(session, matter.key, told, matter.subject, instead_of)


def withdraw_findings(
    session: Session, matter: Matter, before: Iterable[str], after: Iterable[str], note: str, now: datetime
) -> bool:
    """Take back what is raised no more; what somebody has closed already stays as it was signed.

    :returns: whether nothing was left in the row.
    """
    gone = set(before) - set(after)
    return withdraw_causes(session, matter.key, gone, note, now) if gone else False
