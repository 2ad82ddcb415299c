"""Every program in the library is rehearsed with nothing to mend, in less than the time promised."""

import pytest

from programs.library import CONTENT
from programs.shelf import FolderShelf
from rehearsal.cast import Kind
from rehearsal.timeline import EventKind
from tests.rehearsal.ground import run

PROGRAMS = sorted(folder.name for folder in CONTENT.iterdir() if folder.is_dir())


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_rehearses_with_no_finding(name: str) -> None:
    newest = max((CONTENT / name).iterdir(), key=lambda folder: int(folder.name))
    done = run(FolderShelf(newest))
    assert [(one.place, one.text) for one in done.findings] == []
    assert {one.key for one in done.timeline.characters} >= {kind.value for kind in Kind}
    assert {event.kind for event in done.timeline.events} >= {EventKind.MODULE, EventKind.SMS, EventKind.ENDED}
    assert all(one.ended_on for one in done.timeline.characters if one.finishes)
