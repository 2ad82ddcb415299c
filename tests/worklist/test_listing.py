"""The rules of the list and of putting away: order, views, figures that stop at a hundred, openings."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import InvalidError
from people.models import CareUnit
from tests.plugins.cast import HOURS, CareCast
from worklist.colleagues import list_colleagues
from worklist.items import claim, escalate, raise_item, snooze, wake_items
from worklist.listing import Filter, LevelCount, count_new, read_inbox, view_filter
from worklist.models import ItemKind, Level, WorkItem
from worklist.snoozing import snooze_until

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def put(
    cast: CareCast, key: str, level: Level = Level.TODAY, hours: int = 6, kind: ItemKind = ItemKind.MESSAGE
) -> None:
    with cast.database.transaction() as session:
        raise_item(session, unit_id=cast.unit.id, patient_id=cast.anna.id, kind=kind, level=level, reason="message",
                   dedupe_key=key, occurred_at=cast.now, due_at=cast.now + timedelta(hours=hours))  # fmt: skip


def test_the_most_urgent_and_then_the_soonest_due_comes_first(care_cast: CareCast) -> None:
    for key, level, hours in (("late", Level.TODAY, 9), ("note", Level.NOTE, 1), ("soon", Level.TODAY, 2),
                              ("now", Level.NOW, 20)):  # fmt: skip
        put(care_cast, key, level, hours)
    with care_cast.database.transaction() as session:
        inbox = read_inbox(session, (care_cast.unit.id,), care_cast.karin.id, Filter())
    assert [row.item.dedupe_key for row in inbox.rows] == ["now", "soon", "late", "note"]
    assert inbox.levels[Level.TODAY] == LevelCount(2, 2)
    assert not inbox.more


def test_figures_are_told_also_when_no_row_passes_the_filter(care_cast: CareCast) -> None:
    put(care_cast, "a", kind=ItemKind.MODULE)
    with care_cast.database.transaction() as session:
        inbox = read_inbox(session, (care_cast.unit.id,), care_cast.karin.id, view_filter("nurse", care_cast.karin.id))
        empty = read_inbox(session, (care_cast.other_unit.id,), care_cast.karin.id, Filter())
    assert inbox.rows == []
    assert inbox.counts == {"mine": 0, "unit": 1, "therapist": 1, "nurse": 0}
    assert empty.counts == {"mine": 0, "unit": 0, "therapist": 0, "nurse": 0}
    assert empty.newest is None


def test_taking_an_item_makes_it_mine_and_no_longer_free(care_cast: CareCast) -> None:
    put(care_cast, "a")
    with care_cast.database.transaction() as session:
        item = session.get_one(WorkItem, 1)
        claim(session, item, care_cast.viewer(care_cast.karin), care_cast.now)
    with care_cast.database.transaction() as session:
        inbox = read_inbox(session, (care_cast.unit.id,), care_cast.karin.id, view_filter("mine", care_cast.karin.id))
    assert inbox.rows[0].claimer_name == "Karin Lind"
    assert (inbox.counts["mine"], inbox.levels[Level.TODAY].free) == (1, 0)


def test_a_filter_of_odd_signs_finds_nothing_and_breaks_nothing(care_cast: CareCast) -> None:
    put(care_cast, "a")
    with care_cast.database.transaction() as session:
        for words in ("%", "_", "\\", "'", "ÅÄÖ"):
            assert read_inbox(session, (care_cast.unit.id,), 1, Filter(words=words)).rows == []
        assert len(read_inbox(session, (care_cast.unit.id,), 1, Filter(words="anna")).rows) == 1


def test_an_item_raised_anew_counts_as_news(care_cast: CareCast) -> None:
    put(care_cast, "a")
    care_cast.clock.instant += timedelta(minutes=1)
    put(care_cast, "a", Level.NOW)
    with care_cast.database.transaction() as session:
        news = count_new(session, (care_cast.unit.id,), MONDAY)
    assert (news.all, news.now) == (1, 1)


def test_escalating_moves_one_level_and_never_the_time_back(care_cast: CareCast) -> None:
    put(care_cast, "a", Level.WEEK, hours=100)
    karin = care_cast.viewer(care_cast.karin)
    for level in (Level.TODAY, Level.NOW):
        with care_cast.database.transaction() as session:
            item = session.get_one(WorkItem, 1)
            before = item.due_at
            escalate(session, item, karin, care_cast.unit, care_cast.now)
            assert (item.level, item.due_at < before) == (level, True)
    with care_cast.database.transaction() as session, pytest.raises(InvalidError):
        escalate(session, session.get_one(WorkItem, 1), karin, care_cast.unit, care_cast.now)


def test_only_clinicians_of_the_unit_can_take_over(care_cast: CareCast) -> None:
    with care_cast.database.transaction() as session:
        assert [one.name for one in list_colleagues(session, care_cast.unit.id, care_cast.karin.id)] == ["Erik Lund"]


UNIT = CareUnit(name="Norr", phone="1", zone="Europe/Stockholm", opening_hours=HOURS, answer_days=1)


@pytest.mark.parametrize(
    ("choice", "day", "back"),
    [
        ("tomorrow", "", "2026-11-24T07:00:00+00:00"),
        ("week", "", "2026-11-30T07:00:00+00:00"),
        ("day", "2026-11-28", "2026-11-30T07:00:00+00:00"),  # a Saturday
        ("day", "2026-12-24", "2026-12-28T07:00:00+00:00"),  # Christmas
    ],
)
def test_what_is_put_away_comes_back_when_the_unit_opens(choice: str, day: str, back: str) -> None:
    assert snooze_until(UNIT, choice, day, MONDAY).astimezone(UTC).isoformat() == back


@pytest.mark.parametrize(
    ("choice", "day"),
    [("", ""), ("never", ""), ("day", ""), ("day", "2026-11-23"), ("day", "2030-01-01"), ("day", "30 nov")],
)
def test_a_day_that_cannot_be_is_refused(choice: str, day: str) -> None:
    with pytest.raises(InvalidError):
        snooze_until(UNIT, choice, day, MONDAY)


def test_what_was_put_away_is_open_again_in_time(care_cast: CareCast) -> None:
    put(care_cast, "a")
    with care_cast.database.transaction() as session:
        item = session.get_one(WorkItem, 1)
        snooze(session, item, care_cast.viewer(care_cast.karin), care_cast.now + timedelta(days=1), care_cast.now)
    assert wake_items(care_cast.database, care_cast.now) == 0
    assert wake_items(care_cast.database, care_cast.now + timedelta(days=1)) == 1
