"""Publishing, and the page before it, cost the same with ten thousand enrolled as with a thousand (performance.md G13).

Counted in the database's own steps as in tests/test_list_growth.py; publishing also from a hundred on.
"""

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import event, text

from core.db import Database
from programs.models import Enrollment, ModuleUnlock
from programs.under_way import MOST_COUNTED
from tests.clinician.author_ground import Desk, sit_down
from tests.clinician.treatment_ground import start_treatment
from tests.plugins.cast import CareCast, count_statements, send
from tests.test_list_growth import MOST_GROWTH, SLACK, count_instructions, count_rows

ROWS = """
INSERT INTO enrollment (public_id, {columns})
WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < :more)
SELECT 'x' || (n.n + :there), {columns} FROM enrollment, n WHERE enrollment.id = :first
"""
UNLOCKS = """
INSERT INTO module_unlock (enrollment_id, {columns})
SELECT enrollment.id, {columns} FROM enrollment, module_unlock
WHERE module_unlock.enrollment_id = :first AND enrollment.id > :last
"""


def columns_of(model: Any, *without: str) -> str:
    """Return the columns of a table as SQL, each with the table's name where two tables have it."""
    table = model.__table__
    return ", ".join(column.name for column in table.columns if column.name not in without)


def enroll_more(cast: CareCast, first: int, more: int) -> None:
    """Enrol so many more like the first, each with his open module, without one statement for each."""
    mine = columns_of(Enrollment, "id", "public_id")
    opened = columns_of(ModuleUnlock, "id", "enrollment_id")
    from_unlock = ", ".join(f"module_unlock.{name}" for name in opened.split(", "))
    with cast.database.transaction() as session:
        last = session.execute(text("SELECT max(id) FROM enrollment")).scalar_one()
        from_first = ", ".join(f"enrollment.{name}" for name in mine.split(", "))
        rows = ROWS.format(columns=mine).replace(f"(n.n + :there), {mine}", f"(n.n + :there), {from_first}")
        session.execute(text(rows), {"more": more, "there": last, "first": first})
        unlocks = UNLOCKS.format(columns=opened).replace(f"enrollment.id, {opened}", f"enrollment.id, {from_unlock}")
        session.execute(text(unlocks), {"first": first, "last": last})
        session.execute(text("ANALYZE"))


def steps_of(cast: CareCast, act: Callable[[], None]) -> int:
    """Return how many steps of its own the database takes for something."""
    count = count_instructions if cast.database.is_sqlite else count_rows
    with count(cast.database) as spent:
        act()
    return sum(spent)


def changes_of(database: Database, act: Callable[[], None]) -> tuple[int, int]:
    """Return how many statements something takes and how many rows it writes."""
    written: list[int] = []

    def note(_connection: object, cursor: Any, statement: str, *_rest: object) -> None:
        if not statement.lstrip().upper().startswith("SELECT"):
            written.append(max(0, cursor.rowcount))

    event.listen(database.engine, "after_cursor_execute", note)
    with count_statements(database) as seen:
        act()
    event.remove(database.engine, "after_cursor_execute", note)
    return len([one for one in seen if "FROM program_release" not in one]), sum(written)


def publish(desk: Desk, number: int) -> Callable[[], None]:
    """Return the act of publishing a new sentence, ready to be counted."""
    desk.start()
    desk.change("m2/sv/fem_regler.md", "\n", f"\nMening {number}.\n")
    found = re.search(r'name="seen" value="([^"]*)"', desk.page("/publish"))
    assert found is not None
    seen = found[1]

    def act() -> None:
        assert send(desk.browser, f"{desk.draft}/publish", seen=seen, note="Ny.").status_code == 302

    return act


def test_publishing_and_its_preview_cost_the_same_for_ten_thousand(care_cast: CareCast) -> None:
    first = start_treatment(care_cast).enrollment.id
    desk = sit_down(care_cast)
    steps, changes, previews = [], [], []
    for number, there in enumerate((100, 1_000, 10_000)):
        enroll_more(care_cast, first, there - (0, 100, 1_000)[number])
        act = publish(desk, number)
        previews.append(steps_of(care_cast, lambda: void(desk.page("/publish"))))
        counted: list[tuple[int, int]] = []
        steps.append(steps_of(care_cast, lambda act=act, kept=counted: kept.append(  # type: ignore[misc]
            changes_of(care_cast.database, act))))  # fmt: skip
        changes += counted
    assert changes[0] == changes[1] == changes[2], "the same statements and the same rows"
    assert steps[2] <= MOST_GROWTH * steps[0] + SLACK, steps
    assert previews[2] <= MOST_GROWTH * previews[1] + SLACK, previews
    desk.start()
    desk.change("m2/sv/fem_regler.md", "\n", "\nNu.\n")
    page = desk.page("/publish")
    assert f"{MOST_COUNTED + 1} patienter (minst, fler än tusen räknas inte)" in page


def void(_page: str) -> None:
    """Take a page and give nothing."""
