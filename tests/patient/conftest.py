"""The cast for the patient's pages: the same people, with the patient's face alone, as it may be served."""

from collections.abc import Iterator

import pytest

from tests.plugins.cast import CareCast, make_care_cast


@pytest.fixture
def care_cast(database_url: str) -> Iterator[CareCast]:
    """The cast in a fresh database; the test runs once on each engine."""
    cast = make_care_cast(database_url, faces="patient")
    yield cast
    cast.database.engine.dispose()


@pytest.fixture
def sqlite_cast(sqlite_url: str) -> Iterator[CareCast]:
    """The cast on SQLite, for what does not depend on the database."""
    cast = make_care_cast(sqlite_url, faces="patient")
    yield cast
    cast.database.engine.dispose()
