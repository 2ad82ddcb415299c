"""What is asked before the next module opens, as columns that ride along in another statement."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, exists, func, select

from ratings.models import Risk, RiskStatus, SelfRating
from ratings.records import SAFETY_INSTRUMENTS, WORSENING_INSTRUMENTS, worst_of
from ratings.risk_rules import RiskLevel


def has_red_risk_column(patient_id: int) -> ColumnElement[bool]:
    """Return a column that tells whether a red risk of a patient waits to be assessed."""
    return exists().where(
        Risk.patient_id == patient_id, Risk.status == RiskStatus.OPEN, Risk.level == RiskLevel.RED.value
    )


def last_safety_column(patient_id: int) -> ColumnElement[datetime | None]:
    """Return a column of when a patient last finished a rating with a safety question (instruments.md 0.2)."""
    return (
        select(func.max(SelfRating.completed_at, type_=SelfRating.completed_at.type))
        .where(SelfRating.patient_id == patient_id, SelfRating.instrument.in_(SAFETY_INSTRUMENTS))
        .scalar_subquery()
    )


def totals_column(patient_id: int, since: datetime) -> ColumnElement[str | None]:
    """Return a column of a patient's totals since an instant, to be read by worsening_of."""
    line = (
        SelfRating.instrument + " " + func.coalesce(cast(SelfRating.total, String), "-") + " "
        + cast(SelfRating.completed_at, String)
    )
    return (
        select(func.aggregate_strings(line, "\n"))
        .where(
            SelfRating.patient_id == patient_id, SelfRating.completed_at >= since,
            SelfRating.instrument.in_(WORSENING_INSTRUMENTS),
        )
        .scalar_subquery()
    )


def worsening_of(totals: str | None) -> str | None:
    """Return the instrument that has worsened two weeks in a row, or None (instruments.md 4.4)."""
    rows: Sequence[list[str]] = sorted((line.split(" ", 2) for line in (totals or "").splitlines()), key=_completed)
    return worst_of([(name, None if total == "-" else float(total)) for name, total, _at in rows])


def _completed(row: list[str]) -> str:
    """Return when a line's rating was finished; both databases write instants so that their texts sort as time does."""
    return row[2]
