"""What lists say about many patients at once: the programs they are in and who answers for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session

from people.models import User
from programs.enrollment import LIVE
from programs.library import get_program
from programs.models import Enrollment


@dataclass(frozen=True)
class Responsible:
    """The clinician who answers for a patient in a unit."""

    name: str
    title: str


def program_names(
    session: Session, patient_ids: Iterable[int], *, unit_ids: Iterable[int], language: str = "sv"
) -> dict[int, list[str]]:
    """Return the titles of the live programs of each patient in some units; one statement.

    :param unit_ids: the viewer's own units; what happens elsewhere is not told.
    """
    wanted = list(patient_ids)
    if not wanted:
        return {}
    return titles_of(session.execute(_names_query(), {"patients": wanted}).all(), unit_ids, language)


def titles_of(rows: Iterable[Any], unit_ids: Iterable[int], language: str) -> dict[int, list[str]]:
    """Return the titles of programs by patient, without those of other units.

    :param rows: patient, unit, program and its version.
    """
    mine = set(unit_ids)
    names: dict[int, list[str]] = {}
    for patient_id, unit_id, program, version in rows:
        title = get_program(program, version).title.of(language)
        if unit_id in mine and title not in names.setdefault(patient_id, []):
            names[patient_id].append(title)
    return names


def is_live() -> ColumnElement[bool]:
    """Return the condition of an enrolment that is told beside a name."""
    return Enrollment.status.in_(LIVE)


@cache
def _names_query() -> Any:
    """Return the statement beside every list, put together once; it goes by the patients alone (performance.md G6)."""
    return (
        select(Enrollment.patient_id, Enrollment.unit_id, Enrollment.program, Enrollment.program_version)
        .where(Enrollment.patient_id.in_(bindparam("patients", expanding=True)), Enrollment.status.in_(LIVE))
        .order_by(Enrollment.id)
    )


def responsible_clinicians(session: Session, patient_id: int) -> dict[int, Responsible]:
    """Return who answers for a patient, by unit id: the clinician of the newest live enrolment; one statement."""
    rows = session.execute(
        select(Enrollment.unit_id, User.name, User.title)
        .join(User, User.id == Enrollment.clinician_id)
        .where(Enrollment.patient_id == patient_id, Enrollment.status.in_(LIVE))
        .order_by(Enrollment.id)
    )
    return {unit_id: Responsible(name, title) for unit_id, name, title in rows}
