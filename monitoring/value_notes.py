"""Short dated notes that staff write on a patient's values: marks in the curves, for the patient too by default."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.errors import ConflictError, InvalidError, NotFoundError
from core.language import _l
from monitoring.models import ValueNote
from people.access import staff_role
from people.models import User
from people.viewer import Viewer

LONGEST = 120
OLDEST = timedelta(days=365)
MOST = 100
WRITE = _l("Skriv några ord, till exempel ”ny medicin”.")
TOO_LONG = _l("Skriv högst 120 tecken. Det ska rymmas vid kurvan.")
WRONG_DAY = _l("Välj en dag under det senaste året, senast i dag.")
MOVED = _l("Någon annan har ändrat eller tagit bort anteckningen. Läs den nya nedan. Din text finns kvar.")


@dataclass(frozen=True)
class Noted:
    """What a form says: on which day, what, and whether only care sees it."""

    on_day: date
    body: str
    for_care: bool


@dataclass(frozen=True)
class SignedNote:
    """A note with the name of who wrote it."""

    note: ValueNote
    name: str


def is_current() -> ColumnElement[bool]:
    """Return the condition of a note that stands: neither changed nor taken away."""
    return and_(ValueNote.replaced_by_id.is_(None), ValueNote.withdrawn_at.is_(None))


def write_note(session: Session, viewer: Viewer, patient: User, unit_id: int, said: Noted, now: datetime) -> ValueNote:
    """Keep a note about a day.

    :raises InvalidError: without words, with too many, or for a day that is not of the last year.
    """
    note = _add(session, viewer, patient, unit_id, said, now)
    _log(session, viewer, note, "value_note.write", now)
    return note


def change_note(session: Session, viewer: Viewer, patient: User, note: ValueNote, said: Noted, now: datetime) -> None:
    """Let a new row take a note's place; the old one is kept.

    :raises InvalidError: as above.
    :raises ConflictError: when somebody else has changed it or taken it away.
    """
    fresh = _add(session, viewer, patient, note.unit_id, said, now)
    _move(session, note, replaced_by_id=fresh.id)
    _log(session, viewer, fresh, "value_note.change", now)


def withdraw_note(session: Session, viewer: Viewer, note: ValueNote, now: datetime) -> None:
    """Take a note out of the curves; it is kept with who did so.

    :raises ConflictError: when somebody else has changed it or taken it away.
    """
    _move(session, note, withdrawn_by=viewer.id, withdrawn_at=now)
    _log(session, viewer, note, "value_note.withdraw", now)


def _add(session: Session, viewer: Viewer, patient: User, unit_id: int, said: Noted, now: datetime) -> ValueNote:
    body, today = " ".join(said.body.split()), local_date(now, patient.zone)
    if not body or len(body) > LONGEST:
        raise InvalidError("body", TOO_LONG if body else WRITE)
    if not today - OLDEST <= said.on_day <= today:
        raise InvalidError("on_day", WRONG_DAY)
    note = ValueNote(patient_id=patient.id, unit_id=unit_id, on_day=said.on_day, body=body, for_care=said.for_care,
                     written_by=viewer.id, written_at=now)  # fmt: skip
    session.add(note)
    session.flush()
    return note


def _move(session: Session, note: ValueNote, **values: object) -> None:
    done = session.execute(
        update(ValueNote).where(ValueNote.id == note.id, is_current()).values(**values).returning(ValueNote.id)
        .execution_options(synchronize_session=False)
    ).first()
    if done is None:
        raise ConflictError(MOVED)


def _log(session: Session, viewer: Viewer, note: ValueNote, action: str, now: datetime) -> None:
    record_event(
        session, now, action, actor_id=viewer.id, actor_role=staff_role(viewer, note.unit_id), unit_id=note.unit_id,
        patient_id=note.patient_id, object_kind="value_note", object_id=note.public_id,
    )


def get_note(session: Session, patient: User, public_id: str, unit_ids: Collection[int]) -> ValueNote:
    """Return a patient's note, also one that stands no more; raises NotFoundError for that of another unit."""
    note = session.scalar(
        select(ValueNote).where(ValueNote.public_id == public_id, ValueNote.patient_id == patient.id,
                                ValueNote.unit_id.in_(unit_ids))
    )  # fmt: skip
    if note is None:
        raise NotFoundError
    return note


def list_own_notes(session: Session, patient_id: int, since: date) -> list[SignedNote]:
    """Return the notes that stand and that the patient sees, oldest first; one statement."""
    rows = session.execute(
        select(ValueNote, User.name).join(User, User.id == ValueNote.written_by)
        .where(ValueNote.patient_id == patient_id, ValueNote.for_care.is_(False), ValueNote.on_day >= since)
        .where(is_current()).order_by(ValueNote.on_day, ValueNote.id).limit(MOST)
    )
    return [SignedNote(row[0], row[1]) for row in rows]


def list_all_notes(session: Session, patient_id: int, unit_ids: Collection[int]) -> list[SignedNote]:
    """Return every note of some units, also old ones, the newest day first; one statement."""
    rows = session.execute(
        select(ValueNote, User.name).join(User, User.id == ValueNote.written_by)
        .where(ValueNote.patient_id == patient_id, ValueNote.unit_id.in_(unit_ids))
        .order_by(ValueNote.on_day.desc(), ValueNote.id.desc()).limit(2 * MOST)
    )
    return [SignedNote(row[0], row[1]) for row in rows]
