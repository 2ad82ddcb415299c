"""Puts an SMS that did not get through before the unit, once per patient for as long as it is open."""

import logging
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from messaging.sms_models import Sms, SmsKind
from people.models import CareUnit
from people.opening_hours import answer_before
from worklist.items import raise_item
from worklist.models import ItemKind, Level

log = logging.getLogger(__name__)

FAILED = "sms_failed"
UNKNOWN = "sms_unknown"


def raise_troubles(session: Session, sms_ids: Iterable[int], reason: str, now: datetime) -> None:
    """Raise a work item for each patient whose SMS did not get through.

    :param reason: FAILED, or UNKNOWN when nobody can tell whether it did (reliability.md 5.2).
    """
    rows = session.execute(
        select(Sms.user_id, Sms.kind, Sms.public_id, CareUnit)
        .join(CareUnit, CareUnit.id == Sms.unit_id)
        .where(Sms.id.in_(list(sms_ids)), Sms.user_id.is_not(None))
        .order_by(Sms.id)
    )
    for patient_id, unit, public_id in _one_each([(row[0], row[1], row[2], row[3]) for row in rows]):
        raise_item(
            session,
            unit_id=unit.id,
            patient_id=patient_id,
            kind=ItemKind.SMS_FAILED,
            level=Level.WEEK,
            reason=reason,
            subject=f"sms:{public_id}",
            dedupe_key=f"{reason}:{patient_id}:{unit.id}",
            occurred_at=now,
            due_at=answer_before(unit, now),
        )


def _one_each(rows: Iterable[tuple[int | None, SmsKind, str, CareUnit]]) -> list[tuple[int, CareUnit, str]]:
    """Return one SMS per patient and unit; an alarm goes to staff and is only logged."""
    found: dict[tuple[int, int], tuple[int, CareUnit, str]] = {}
    for user_id, kind, public_id, unit in rows:
        if kind is SmsKind.ALARM:
            log.error("alarm sms %s did not get through", public_id)
        elif user_id is not None:
            found[user_id, unit.id] = (user_id, unit, public_id)
    return list(found.values())
