"""The seeded demo, filled once a run and copied for whoever wants to live in it."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

import demo
from app import create_app
from core.clock import FixedClock
from core.crypto import install_keyring
from core.db import Database
from core.migrations import upgrade
from demo.seed import seed
from demo.serve import demo_settings

SEEDED_AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday, 10:00 in Stockholm."""
PORT = 5000


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the demo keeps it: its keys and its database, seeded."""
    folder = tmp_path_factory.mktemp("seeded")
    settings = demo_settings(folder, PORT)
    install_keyring(settings.keyring())
    database = Database(settings.database_url)
    upgrade(database)
    seed(database, SEEDED_AT)
    database.engine.dispose()
    return folder


@pytest.fixture
def demo_folder(seeded_folder: Path, tmp_path: Path) -> Path:
    """A copy of the seeded folder to live in."""
    folder = tmp_path / "demo"
    shutil.copytree(seeded_folder, folder)
    return folder


@pytest.fixture
def demo_app(demo_folder: Path) -> Iterator[Flask]:
    """The demo on its seeded data, on a clock that stands still."""
    app = create_app(demo_settings(demo_folder, PORT), clock=FixedClock(SEEDED_AT))
    demo.register(app)
    yield app
    app.extensions["database"].engine.dispose()
