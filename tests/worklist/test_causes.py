"""Holds that rows with several reasons lose none: the most serious decides, each leaves alone, the last closes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.db import Database
from tests.plugins.cast import CareCast
from worklist.causes import Cause, Place, has_new_alarm, join, leave, pack, place_of, unpack
from worklist.models import LEVEL_ORDER, ItemKind, ItemStatus, Level, Outcome, WorkItem
from worklist.reasons import reason_text
from worklist.rows import raise_causes, retell_causes, withdraw_causes

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
REASONS = ("weight_gain", "weight_over", "weight_under", "series_emergency")
CAUSES = st.builds(
    lambda reason, level, hours: Cause(reason, {"value": str(hours)}, level, START + timedelta(hours=hours), "one"),
    st.sampled_from(REASONS), st.sampled_from(list(Level)), st.integers(0, 99),
)  # fmt: skip
RAISED = st.lists(CAUSES, min_size=1, max_size=4, unique_by=lambda one: one.reason)
STEPS = st.lists(st.one_of(RAISED, st.sets(st.sampled_from(REASONS), min_size=1)), max_size=6)


def reasons(place: Place | None) -> set[str]:
    """Return the reasons of a row."""
    return {one.reason for one in place.causes} if place else set()


@settings(max_examples=120, deadline=None)
@given(first=RAISED, steps=STEPS)
def test_no_reason_is_lost_and_each_leaves_alone(first: list[Cause], steps: list[Any]) -> None:
    """A row is held against a plain set of reasons, each with the most urgent level and earliest time it was told."""
    place: Place | None = place_of(first)
    told = {one.reason: (one.rank, one.due_at) for one in first}
    for step in steps:
        if isinstance(step, set):
            place = leave(place, step) if place else None
            told = {reason: at for reason, at in told.items() if reason not in step}
        else:
            place = join(place, step) if place else place_of(step)
            for one in step:
                rank, due_at = told.get(one.reason, (one.rank, one.due_at))
                told[one.reason] = (min(rank, one.rank), min(due_at, one.due_at))
        assert reasons(place) == set(told)
        if place is not None:
            assert (place.rank, place.due_at) == (min(one[0] for one in told.values()),
                                                  min(one[1] for one in told.values()))  # fmt: skip
            assert place.causes[0].rank == place.rank
            assert unpack(pack(place.causes)) == place.causes


def test_what_somebody_has_escalated_stays_where_it_was_put() -> None:
    yellow = Cause("weight_over", {}, Level.WEEK, START + timedelta(days=3))
    soon = START + timedelta(hours=4)
    raised = Place(Level.NOW, soon, (yellow, Cause("weight_trend", {}, Level.NOTE, START + timedelta(days=5))))
    joined = join(raised, [Cause("weight_under", {}, Level.TODAY, START + timedelta(days=1))])
    assert (joined.level, joined.due_at) == (Level.NOW, soon)
    left = leave(joined, ["weight_under"])
    assert left is not None
    assert (left.level, left.due_at) == (Level.NOW, soon)


def test_only_something_new_and_red_in_a_red_row_is_told_again() -> None:
    red, yellow = (Cause("weight_gain", {}, Level.NOW, START), Cause("weight_over", {}, Level.TODAY, START))
    other = Cause("weight_worse", {}, Level.NOW, START)
    assert has_new_alarm(place_of([red]), [other])
    assert not has_new_alarm(place_of([red, yellow]), [red])
    assert not has_new_alarm(place_of([red]), [yellow])
    assert not has_new_alarm(place_of([yellow]), [red]), "its first alarm is due by its level"


def put(cast: CareCast, *causes: Cause, at: datetime = START) -> None:
    """Raise reasons about Anna's weight."""
    with cast.database.transaction() as session:
        raise_causes(session, unit_id=cast.unit.id, patient_id=cast.anna.id, kind=ItemKind.VALUE, dedupe_key="k",
                     causes=causes, now=at)  # fmt: skip


def rows(database: Database) -> list[WorkItem]:
    """Return all rows."""
    with database.transaction() as session:
        return list(session.scalars(select(WorkItem).order_by(WorkItem.id)))


GAIN = Cause("weight_gain", {"change": "2.4", "days": 2, "value": "82.4"}, Level.NOW, START, "report:a")
OVER = Cause("weight_over", {"value": "82.4"}, Level.TODAY, START + timedelta(days=1), "report:a")


def test_one_row_names_every_reason_and_the_most_serious_decides(care_cast: CareCast) -> None:
    put(care_cast, OVER, GAIN)
    (row,) = rows(care_cast.database)
    assert (row.level, row.rank, row.due_at, row.reason) == (Level.NOW, LEVEL_ORDER[Level.NOW], START, "weight_gain")
    assert reason_text(row, "sv") == (
        "Vikten upp 2,4 kg på 2 dagar, nu 82,4 kg · Vikt 82,4 kg, över målvikten minst två dagar"
    )


def test_a_reason_joins_the_open_row_wakes_it_and_leaves_it_again(care_cast: CareCast) -> None:
    put(care_cast, OVER)
    with care_cast.database.transaction() as session:
        row = session.scalars(select(WorkItem)).one()
        row.status, row.snoozed_until = ItemStatus.SNOOZED, START + timedelta(days=9)
    put(care_cast, GAIN, at=START + timedelta(hours=1))
    (row,) = rows(care_cast.database)
    assert (row.status, row.level, row.occurred_at) == (ItemStatus.OPEN, Level.NOW, START + timedelta(hours=1))
    with care_cast.database.transaction() as session:
        retell_causes(session, "k", {"weight_over": {"value": "82.3"}}, "report:b", "report:a")
        assert not withdraw_causes(session, "k", ["weight_gain", "fever"], "Rättat", START)
    (row,) = rows(care_cast.database)
    assert (row.level, row.due_at, row.reason, row.subject) == (Level.TODAY, OVER.due_at, "weight_over", "report:b")
    assert (row.places, row.note, len(row.causes)) == ({"value": "82.3"}, "Rättat", 1)
    with care_cast.database.transaction() as session:
        assert withdraw_causes(session, "k", ["weight_over"], "Rättat igen", START)
        assert not withdraw_causes(session, "k", ["weight_over"], "Rättat igen", START)
    (row,) = rows(care_cast.database)
    assert (row.status, row.outcome, row.note) == (ItemStatus.CLOSED, Outcome.WITHDRAWN, "Rättat igen")
    put(care_cast, GAIN)
    assert [one.status for one in rows(care_cast.database)] == [ItemStatus.CLOSED, ItemStatus.OPEN]


def test_red_that_comes_to_a_red_row_counts_another_alarm(care_cast: CareCast) -> None:
    put(care_cast, GAIN)
    put(care_cast, OVER)
    assert rows(care_cast.database)[0].alarms == 0
    put(care_cast, Cause("series_emergency", {"what": "Vikt", "value": "84"}, Level.NOW, START))
    assert rows(care_cast.database)[0].alarms == 1
