"""Taking an item: of many who try at the same moment exactly one has it, and the others are told so (H2)."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.audit import AuditEvent
from core.errors import ConflictError
from people.models import User
from tests.plugins.cast import CareCast
from worklist.items import claim, raise_item
from worklist.models import ItemKind, Level, WorkItem

RACES = 100


@pytest.mark.slow
def test_of_those_who_take_an_item_at_once_exactly_one_has_it(care_cast: CareCast) -> None:
    assert [race(care_cast, number) for number in range(RACES)] == [["lost", "lost", "lost", "won"]] * RACES
    with care_cast.database.transaction() as session:
        logged = session.scalar(select(func.count()).where(AuditEvent.action == "item.claim"))
    assert logged == RACES


def race(cast: CareCast, number: int) -> list[str]:
    """Let four browsers of two clinicians take the same item; returns how it went, sorted."""
    with cast.database.transaction() as session:
        raise_item(session, unit_id=cast.unit.id, patient_id=cast.anna.id, kind=ItemKind.MESSAGE, level=Level.TODAY,
                   reason="message", dedupe_key=f"race:{number}", occurred_at=cast.now,
                   due_at=cast.now + timedelta(hours=6))  # fmt: skip
    barrier, results = threading.Barrier(4), []

    def take(user: User) -> None:
        with cast.database.open_session() as session:
            item = session.scalars(select(WorkItem).where(WorkItem.dedupe_key == f"race:{number}")).one()
            session.commit()
            barrier.wait(20)
            try:
                claim(session, item, cast.viewer(user), cast.now)
                session.commit()
                results.append("won")
            except ConflictError:
                session.rollback()
                results.append("lost")

    workers = [threading.Thread(target=take, args=(user,)) for user in (cast.karin, cast.erik) * 2]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    return sorted(results)
