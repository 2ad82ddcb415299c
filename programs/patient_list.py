"""The patients of a unit as a list: found by name, personnummer or phone, with where their programs stand."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from people.access import visible_patients
from people.identity import find_personnummer, find_phone, personnummer_hash, phone_hash
from people.models import CareRelation, Role, User
from people.viewer import Viewer
from programs.enrollment import LIVE
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus

PAGE = 50
MOST_ENROLLMENTS = 500


@dataclass(frozen=True)
class PatientLine:
    """One patient of the list.

    :param programs: titles of the live programs; responsible the clinician of the first; status its state.
    """

    patient: User
    programs: list[str]
    responsible: str
    status: EnrollmentStatus | None


def list_patients(
    session: Session, viewer: Viewer, words: str, today: date, *, after: str = "", language: str = "sv",
    limit: int = PAGE,
) -> tuple[list[PatientLine], bool]:  # fmt: skip
    """Return the viewer's patients by name, and whether there are more; two statements.

    :param words: part of a name, or a whole personnummer or phone number.
    :param after: public id of the former page's last patient.
    """
    if words:
        query = visible_patients(viewer, Role.CLINICIAN).where(_matches(words, today))
    else:
        ids = [_ids_of(unit, after, limit) for unit in viewer.unit_ids(Role.CLINICIAN)]
        query = select(User).where(User.id.in_(union_all(*ids) if ids else []))
    if after:
        last = aliased(User)
        later = or_(User.name > last.name, and_(User.name == last.name, User.id > last.id))
        query = query.join(last, and_(last.public_id == after, later))
    found = list(session.scalars(query.order_by(User.name, User.id).limit(limit + 1)))
    shown = found[:limit]
    live = _live(session, [one.id for one in shown], viewer.unit_ids(Role.CLINICIAN))
    return [_line(one, live.get(one.id, []), language) for one in shown], len(found) > limit


def _ids_of(unit_id: int, after: str, limit: int) -> Select[int]:
    """Return the ids of one unit's part of a page, read in the order of its index of names (performance.md G6)."""
    query = select(CareRelation.patient_id).where(CareRelation.unit_id == unit_id, CareRelation.ended_at.is_(None))
    if after:
        last = aliased(User)
        later = tuple_(CareRelation.patient_name, CareRelation.patient_id) > tuple_(last.name, last.id)
        query = query.join(last, and_(last.public_id == after, later))
    page = query.order_by(CareRelation.patient_name, CareRelation.patient_id).limit(limit + 1).subquery()
    return select(page.c.patient_id)


def _matches(words: str, today: date) -> ColumnElement[bool]:
    digits, number = find_personnummer(words, today), find_phone(words)
    conditions = [User.name.icontains(words, autoescape=True)]
    if digits:
        conditions.append(User.personnummer_hash == personnummer_hash(digits))
    if number:
        conditions.append(User.phone_hash == phone_hash(number))
    return or_(*conditions)


def _live(
    session: Session, patient_ids: list[int], unit_ids: tuple[int, ...]
) -> dict[int, list[tuple[Enrollment, str]]]:
    if not patient_ids:
        return {}
    rows = session.execute(
        select(Enrollment, User.name)
        .join(User, User.id == Enrollment.clinician_id)
        .where(Enrollment.patient_id.in_(patient_ids), Enrollment.status.in_(LIVE))
        .order_by(Enrollment.id)
        .limit(MOST_ENROLLMENTS)
    )
    live: dict[int, list[tuple[Enrollment, str]]] = {}
    for enrollment, name in (row for row in rows if row[0].unit_id in unit_ids):
        live.setdefault(enrollment.patient_id, []).append((enrollment, name))
    return live


def _line(patient: User, live: list[tuple[Enrollment, str]], language: str) -> PatientLine:
    titles = [get_program(one.program, one.program_version).title.of(language) for one, _name in live]
    return PatientLine(patient, titles, live[0][1] if live else "", live[0][0].status if live else None)


def count_patients(session: Session, viewer: Viewer, cap: int) -> int:
    """Return how many patients the viewer may see, counted to a cap."""
    capped = visible_patients(viewer, Role.CLINICIAN).with_only_columns(User.id).limit(cap).subquery()
    return session.scalar(select(func.count()).select_from(capped)) or 0
