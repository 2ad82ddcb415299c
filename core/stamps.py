"""Stamps: numbers that rise when something shared changes, so that every process notices what it has kept is old."""

from typing import Any

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core.db import Base, insert_into

RELEASES = "releases"
"""Rises when a program is published, and when a unit enters or locks the wording of an instrument."""


class Stamp(Base):
    """One number under a name; a name without a row stands at 0."""

    __tablename__ = "stamp"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]


def read_stamp(name: str) -> Any:
    """Return the number of a stamp as a subquery, to be read along with something that is asked for anyway."""
    found = select(Stamp.number).where(Stamp.name == name).scalar_subquery()
    return func.coalesce(found, 0)


def raise_stamp(session: Session, name: str) -> int:
    """Raise a stamp by one and return it; of two who do it at once the second waits for the first."""
    statement = insert_into(session, Stamp).values(name=name, number=1)
    raised = statement.on_conflict_do_update(index_elements=["name"], set_={"number": Stamp.number + 1})
    return int(session.execute(raised.returning(Stamp.number)).scalar_one())
