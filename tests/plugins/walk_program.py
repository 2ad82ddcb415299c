"""Puts a small made-up program on the shelf for a test: tracks, parts, conditions, a diary and a letter."""

from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from programs.library import open_edition
from programs.models import Enrollment, ModuleStatus, ModuleUnlock
from programs.schema import Program
from programs.shelf import FolderShelf
from tests.patient.sleep_ground import enroll_sleep
from tests.plugins.cast import CareCast

FOLDER = Path(__file__).resolve().parent.parent / "content" / "walk" / "1"


@pytest.fixture
def walk(monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program "walk", version 1, as if it were in the library; for every thread, a server's too."""
    edition = open_edition(FolderShelf(FOLDER), "1.0")
    monkeypatch.setattr("programs.library._shown", ContextVar("shown_edition", default=edition))
    return edition.program


def enroll_walk(cast: CareCast, opened: int = 1, **values: Any) -> Enrollment:
    """Put Anna into the program "walk" with Karin, with the first modules open; all but the last are read."""
    return enroll_sleep(cast, opened, program="walk", **values)


def set_sent(cast: CareCast, enrollment: Enrollment, number: int, days_ago: int) -> None:
    """Note a module as sent in and read so many days ago."""
    at = cast.now - timedelta(days=days_ago)
    with cast.database.transaction() as session:
        session.query(ModuleUnlock).filter_by(enrollment_id=enrollment.id, module=number).update(
            {"submitted_at": at, "status": ModuleStatus.REVIEWED}
        )
