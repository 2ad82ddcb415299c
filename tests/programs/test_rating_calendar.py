"""Nobody in a KBT program goes more than seven days without a safety question, however the weeks fall."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import local_date
from programs.library import get_program
from programs.models import Enrollment, EnrollmentStatus, ModuleStatus, ModuleUnlock
from programs.progress import Progress
from programs.rating_calendar import (
    Due,
    due_this_week,
    find_due,
    rating_step,
    weekly_instruments,
)
from ratings.records import SAFETY_INSTRUMENTS
from ratings.wordings_known import is_askable

ZONE = "Europe/Stockholm"
PROGRAM = get_program("sleep", "1")
START = date(2026, 10, 19)
"""A Monday; the clocks go back the Sunday after."""


def at(day: date, minute: int = 600) -> datetime:
    """Return an instant on a day of the patient's calendar."""
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZoneInfo(ZONE))
    return local.astimezone(UTC)


@dataclass
class Story:
    """A patient who does what is due, day by day."""

    unlocks: dict[int, ModuleUnlock] = field(default_factory=dict)
    done: dict[int, set[str]] = field(default_factory=lambda: {one.number: set() for one in PROGRAM.modules})
    last: dict[str, datetime] = field(default_factory=dict)

    def open(self, number: int, day: date) -> None:
        """Open a module."""
        self.unlocks[number] = ModuleUnlock(module=number, status=ModuleStatus.UNLOCKED, unlocked_at=at(day, 0))

    def due(self, day: date, status: EnrollmentStatus = EnrollmentStatus.ACTIVE) -> Due | None:
        """Return what is due on a day."""
        done = {number: frozenset(steps) for number, steps in self.done.items()}
        progress = Progress(Enrollment(status=status), PROGRAM, self.unlocks, done)
        return find_due(progress, self.last, day, ZONE)

    def answer(self, due: Due, when: datetime) -> None:
        """Answer everything that is due."""
        self.last |= dict.fromkeys(due.instruments, when)
        if due.module is not None:
            self.done[due.module].add(due.step)

    def last_safety(self) -> datetime:
        """Return when a safety question was last answered."""
        return max(self.last[name] for name in SAFETY_INSTRUMENTS if name in self.last)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(5, 16), min_size=7, max_size=7),
    st.lists(st.integers(0, 24 * 60 - 1), min_size=70, max_size=70),
    st.lists(st.integers(0, 12), min_size=8, max_size=8),
)
def test_never_more_than_seven_days_between_safety_questions(
    gaps: list[int], minutes: list[int], sends: list[int]
) -> None:
    story, opens = Story(), {START: 1}
    day = START
    for number, gap in enumerate(gaps, start=2):
        day += timedelta(days=gap)
        opens[day] = number
    for step, minute in enumerate(minutes):
        day = START + timedelta(days=step)
        if day in opens:
            story.open(opens[day], day)
        for number, unlock in story.unlocks.items():
            if day >= unlock.unlocked_at.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=sends[number - 1]):
                unlock.status = ModuleStatus.SUBMITTED
        if story.last:
            assert (day - local_date(story.last_safety(), ZONE)).days < 7
        asked = 0
        while (due := story.due(day)) is not None:
            story.answer(due, at(day, minute))
            asked += 1
            assert asked <= 2


def test_the_start_battery_is_due_at_once_and_a_later_modules_from_the_fifth_day() -> None:
    story = Story()
    story.open(1, START)
    due = story.due(START)
    assert due is not None
    assert (due.module, due.instruments) == (1, ("sk3", "phq9", "gad7", "who5", "audit"))
    story.answer(due, at(START))
    story.unlocks[1].status = ModuleStatus.REVIEWED
    story.open(2, START + timedelta(days=1))
    assert story.due(START + timedelta(days=5)) is None
    later = story.due(START + timedelta(days=6))
    assert later is not None
    assert (later.module, later.instruments) == (2, ("sk3", "vk5"))


def test_while_a_module_waits_the_week_is_still_asked_about() -> None:
    story = Story()
    story.open(1, START)
    story.unlocks[1].status = ModuleStatus.SUBMITTED
    story.last = {"phq9": at(START), "sk3": at(START)}
    assert story.due(START + timedelta(days=5)) is None
    assert story.due(START + timedelta(days=6)) == Due(None, "", ("sk3", "vk5"))


def test_a_rating_with_its_own_safety_question_replaces_the_check() -> None:
    today = START + timedelta(days=6)
    last = {"sk3": at(START), "phq9": at(START + timedelta(days=2))}
    assert due_this_week(PROGRAM, Enrollment(), last, today, ZONE) == ("sk3",)


@pytest.mark.parametrize("status", [EnrollmentStatus.PAUSED, EnrollmentStatus.ENDED])
def test_a_program_at_rest_asks_nothing(status: EnrollmentStatus) -> None:
    story = Story()
    story.open(1, START)
    assert story.due(START, status) is None


def test_locked_instruments_are_never_asked() -> None:
    assert [is_askable(name) for name in ("ess", "isi", "madrs_s", "nonsense", "../phq9")] == [False] * 5
    assert is_askable("phq9")
    assert weekly_instruments(PROGRAM) == ("sk3",)
    for module in PROGRAM.modules:
        step = rating_step(module)
        assert step is not None
        assert not {"ess", "isi"} & set(step.instruments)


def test_days_are_counted_on_the_patients_calendar() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # already Monday the 23rd in Stockholm
    story = Story(last=dict.fromkeys(("sk3", "vk5"), late))
    story.open(1, START)
    story.unlocks[1].status = ModuleStatus.SUBMITTED
    assert story.due(date(2026, 11, 28)) is None
    assert story.due(date(2026, 11, 29)) is not None
