"""What the tests of messaging stand on: installed keys, the cast, and a fake provider."""

from collections.abc import Iterator

import pytest

from core.db import Base, Database
from tests.fake_twilio import Twilio, fake_twilio, set_clock
from tests.plugins.databases import ENGINES, SchemaBuilder
from tests.sms_ground import NOON, Cast, install_keys, make_cast


@pytest.fixture(autouse=True, scope="session")
def keys() -> None:
    """Install the keys that encrypted columns need."""
    install_keys()


@pytest.fixture(scope="session")
def kept_postgres_url(request: pytest.FixtureRequest, schema_builder: SchemaBuilder) -> Iterator[str]:
    """The URL of one PostgreSQL database for all these tests: emptying it is quicker than copying a new one."""
    server = request.getfixturevalue("postgres_server")
    name = server.create_database(server.ensure_template("egenvag", schema_builder))
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database with all tables; the test runs once on each engine."""
    on_sqlite = request.param == "sqlite"
    opened = Database(str(request.getfixturevalue("sqlite_url" if on_sqlite else "kept_postgres_url")))
    yield opened
    if not on_sqlite:
        empty(opened)
    opened.engine.dispose()


def empty(database: Database) -> None:
    """Delete all rows."""
    with database.transaction() as session:
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(table.delete())


@pytest.fixture
def cast(database: Database) -> Cast:
    """A unit and its patients."""
    return make_cast(database)


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    """A provider that speaks like Twilio, with its clock at noon."""
    with fake_twilio() as running:
        set_clock(running, NOON)
        yield running
