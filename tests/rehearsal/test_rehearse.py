"""A rehearsal of a small program: everybody lives through it by the real rules, and nothing is left behind."""

import tempfile
from functools import cache
from pathlib import Path

import pytest

from app import list_jobs_on
from core.db import Database
from core.language import LANGUAGES
from programs.shelf import MemoryShelf
from rehearsal.cast import Kind
from rehearsal.printing import print_rehearsal
from rehearsal.recording_gateway import RecordingGateway
from rehearsal.timeline import EventKind, FindingKind, Rehearsal
from rehearsal.waking import MATTERS, PLANNING
from rehearsal.ways import find_ways
from rehearsal.world import first_monday, next_clock_change
from tests.rehearsal.ground import NOW, loaded, run, walk_files, walk_with


@cache
def whole() -> Rehearsal:
    return run(MemoryShelf(walk_files()))


def test_a_whole_program_has_no_finding() -> None:
    assert [(one.place, one.text) for one in whole().findings] == []


def test_each_way_through_the_program_is_gone() -> None:
    program = loaded(MemoryShelf(walk_files())).program
    assert program is not None
    ways, dead = find_ways(program)
    assert dead == []
    assert len({one.key for one in whole().timeline.characters}) == max(len(Kind), len(Kind) + len(ways) - 3)
    steps = {(module.number, step.id) for module in program.modules for step in module.steps}
    assert whole().timeline.met == steps


def test_who_only_has_sms_is_not_enrolled_in_a_program_that_needs_the_web() -> None:
    assert [event.kind for event in whole().timeline.of(Kind.SMS_ONLY)] == [EventKind.ENDED]


def test_who_says_that_life_is_not_worth_living_is_stopped_read_and_goes_on() -> None:
    ways = whole().timeline.risks
    assert any(way.needs_card for way in ways)
    assert all(way.has_item and way.is_signed and way.goes_on for way in ways)


def test_the_therapists_minutes_are_counted() -> None:
    assert whole().timeline.minutes_of(Kind.DILIGENT) > 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_read_as_text(language: str) -> None:
    lines = list(print_rehearsal(whole(), language))
    assert any("[diligent]" in line for line in lines)
    assert not any("%(" in line for line in lines)


def test_a_program_that_cannot_be_read_says_why_and_runs_nothing() -> None:
    done = run(walk_with("m1/module.yaml", "kind: text", "kind: nothing"))
    assert done.title is None
    assert {one.kind for one in done.findings} == {FindingKind.LINT}


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    run(MemoryShelf(walk_files()), only=Kind.SMS_ONLY)
    assert list(tmp_path.iterdir()) == []


def test_the_clock_change_falls_within_the_first_weeks() -> None:
    monday = first_monday(NOW)
    change = next_clock_change(monday)
    assert monday.weekday() == 0
    assert 14 <= (change - monday).days < 21


def test_every_job_that_is_passed_over_is_a_job_of_the_product() -> None:
    names = {job.name for job in list_jobs_on(Database("sqlite://"), RecordingGateway())}
    assert set(MATTERS) | {PLANNING} <= names
