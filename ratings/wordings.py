"""Unlocks a locked instrument for a unit that states its right, and locks it again."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import ConflictError, NotFoundError
from core.language import _l
from core.stamps import RELEASES, raise_stamp
from ratings.instruments import Instrument, get_instrument, list_instruments
from ratings.wording_form import CheckedWording
from ratings.wording_models import InstrumentWording

CHANGED_MEANWHILE = _l("Någon annan ändrade formuläret medan du skrev. Öppna sidan på nytt och gör din ändring igen.")
LOCKED_ALREADY = _l("Formuläret är redan låst.")


def list_locked_instruments() -> tuple[Instrument, ...]:
    """Return the instruments whose wording a unit must have a right to (clinical/instruments.md 0.1, class B)."""
    return tuple(one for one in list_instruments() if one.is_locked)


def get_locked_instrument(instrument_id: str) -> Instrument:
    """Return a class B instrument; raises NotFoundError for any other."""
    instrument = get_instrument(instrument_id)
    if not instrument.is_locked:
        raise NotFoundError
    return instrument


def list_newest(session: Session, unit_id: int) -> dict[str, InstrumentWording]:
    """Return a unit's newest wording of each instrument, withdrawn and expired ones too; one statement."""
    newest = select(func.max(InstrumentWording.id)).where(InstrumentWording.unit_id == unit_id)
    rows = session.scalars(
        select(InstrumentWording).where(InstrumentWording.id.in_(newest.group_by(InstrumentWording.instrument)))
    )
    return {row.instrument: row for row in rows}


def list_versions(session: Session, unit_id: int, instrument_id: str) -> list[InstrumentWording]:
    """Return every wording a unit has had of an instrument, the newest first."""
    rows = session.scalars(
        select(InstrumentWording)
        .where(InstrumentWording.unit_id == unit_id, InstrumentWording.instrument == instrument_id)
        .order_by(InstrumentWording.number.desc())
        .limit(100)
    )
    return list(rows)


def unlock_instrument(
    session: Session, unit_id: int, instrument_id: str, checked: CheckedWording, *, seen: int, actor_id: int,
    now: datetime,
) -> InstrumentWording:  # fmt: skip
    """Keep a unit's wording with the right it states; from now on the instrument may be asked there.

    :param seen: the number of the version the form was filled in from, 0 for none.
    :raises ConflictError: when somebody else changed it in between.
    """
    raise_stamp(session, RELEASES)  # of two at once the second waits here for the first
    present = select(func.max(InstrumentWording.number)).where(
        InstrumentWording.unit_id == unit_id, InstrumentWording.instrument == instrument_id
    )
    if (session.scalar(present) or 0) != seen:
        raise ConflictError(CHANGED_MEANWHILE)
    wording = InstrumentWording(
        unit_id=unit_id, instrument=instrument_id, number=seen + 1, holder=checked.holder, kind=checked.kind,
        reference=checked.reference, valid_to=checked.valid_to, notice=checked.notice, texts=checked.texts,
        reversed=checked.reversed, stated_by=actor_id, stated_at=now,
    )
    session.add(wording)
    session.flush()
    record_event(session, now, "instrument.unlock", actor_id=actor_id, actor_role="unit_admin", unit_id=unit_id,
                 object_kind="instrument_wording", object_id=wording.public_id)
    return wording


def lock_instrument(session: Session, unit_id: int, instrument_id: str, *, actor_id: int, now: datetime) -> None:
    """Lock an instrument again; what is answered keeps its words.

    :raises ConflictError: when it is locked already.
    """
    newest = select(func.max(InstrumentWording.id)).where(
        InstrumentWording.unit_id == unit_id, InstrumentWording.instrument == instrument_id
    )
    locked = session.execute(
        update(InstrumentWording)
        .where(InstrumentWording.id == newest.scalar_subquery(), InstrumentWording.withdrawn_at.is_(None))
        .values(withdrawn_by=actor_id, withdrawn_at=now)
        .returning(InstrumentWording.public_id)
        .execution_options(synchronize_session=False)
    ).first()
    if locked is None:
        raise ConflictError(LOCKED_ALREADY)
    raise_stamp(session, RELEASES)
    record_event(session, now, "instrument.lock", actor_id=actor_id, actor_role="unit_admin", unit_id=unit_id,
                 object_kind="instrument_wording", object_id=locked.public_id)
