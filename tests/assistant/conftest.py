"""The ground of the assistant's tests that do not depend on the database."""

from collections.abc import Iterator

import pytest

from tests.plugins.cast import CareCast, make_care_cast


@pytest.fixture
def sqlite_cast(sqlite_url: str) -> Iterator[CareCast]:
    """The cast on SQLite alone."""
    cast = make_care_cast(sqlite_url, faces="patient")
    yield cast
    cast.database.engine.dispose()
