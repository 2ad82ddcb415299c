"""The first page of any list costs as much with ten thousand patients as with a hundred (performance.md G6).

The cost is counted in the database's own steps, which other work on the machine does not change: instructions of
SQLite's virtual machine, and rows that PostgreSQL touches. It is taken from a thousand on, where every figure has
reached the hundred at which it stops counting.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from random import Random
from typing import Any

from sqlalchemy import event, select, text

from core.db import Database
from people.models import Role, User, UserRole
from people.session_models import Face
from people.sign_in import open_login
from tests.bench.ground import add_items
from tests.plugins.cast import CareCast

FEW, MANY = 1_000, 10_000
MOST_GROWTH = 1.3
SQLITE_UNIT = 10
"""How many instructions a call back of SQLite's stands for."""
SLACK = 60
LISTS = (
    "/desk/worklist", "/desk/worklist?view=mine", "/desk/worklist?view=nurse", "/desk/worklist/new?since=0",
    "/desk/patients", "/desk/enrollments", "/desk/enrollments?state=active",
)  # fmt: skip


def test_the_first_page_of_any_list_costs_the_same_for_ten_thousand(care_cast: CareCast) -> None:
    """Scenario 21."""
    token = open_desk(care_cast)
    grow(care_cast, FEW)
    few = {address: _cost(care_cast, token, address) for address in LISTS}
    grow(care_cast, MANY - FEW)
    many = {address: _cost(care_cast, token, address) for address in LISTS}
    grown = {one: (few[one], many[one]) for one in LISTS if many[one] > MOST_GROWTH * few[one] + SLACK}
    assert not grown, grown


def test_the_count_sees_a_list_that_reads_everybody(care_cast: CareCast) -> None:
    costs = []
    for patients in (FEW, MANY - FEW):
        grow(care_cast, patients)
        count = _counter(care_cast)
        with count(care_cast.database) as spent, care_cast.database.transaction() as session:
            session.scalars(select(User.name).order_by(User.phone).limit(50)).all()
        costs.append(sum(spent))
    assert costs[1] > MOST_GROWTH * costs[0] + SLACK, costs


def open_desk(cast: CareCast) -> str:
    """Return the token of a clinician who is a coordinator too."""
    with cast.database.transaction() as session:
        session.add(UserRole(user_id=cast.karin.id, role=Role.COORDINATOR, unit_id=cast.unit.id))
        return open_login(session, session.get_one(User, cast.karin.id), Face.DESK, "", cast.now)


def grow(cast: CareCast, patients: int) -> None:
    """Add patients in treatment with an open item each, and let the database learn how many there are."""
    with cast.database.transaction() as session:
        add_items(session, cast.unit, cast.karin, patients, cast.now, Random(patients))
        session.execute(text("ANALYZE"))


def _cost(cast: CareCast, token: str, address: str) -> float:
    client = cast.app.test_client()
    client.set_cookie("egenvag_desk", token)
    client.get(address)
    with _counter(cast)(cast.database) as spent:
        assert client.get(address).status_code in (200, 204), address
    return sum(spent)


def _counter(cast: CareCast) -> Callable[[Database], AbstractContextManager[list[int]]]:
    return count_instructions if cast.database.is_sqlite else count_rows


@contextmanager
def count_instructions(database: Database) -> Iterator[list[int]]:
    """Collect what SQLite's virtual machine does."""
    spent: list[int] = []

    def note(_connection: Any, cursor: Any, *_rest: Any) -> None:
        cursor.connection.set_progress_handler(lambda: spent.append(SQLITE_UNIT), SQLITE_UNIT)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield spent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


@contextmanager
def count_rows(database: Database) -> Iterator[list[int]]:
    """Collect how many rows PostgreSQL touches for each question, by asking it to explain the same one."""
    spent: list[int] = []

    def note(_connection: Any, cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            with cursor.connection.cursor() as asking:
                asking.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
                spent.extend(rows_touched(asking.fetchone()[0][0]["Plan"]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield spent
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def rows_touched(node: dict[str, Any]) -> Iterator[int]:
    """Yield how many rows each scan of a plan has read, also those it threw away."""
    if "Scan" in node["Node Type"]:
        thrown_away = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        yield int((node["Actual Rows"] + thrown_away) * node["Actual Loops"])
    for part in node.get("Plans", ()):
        yield from rows_touched(part)
