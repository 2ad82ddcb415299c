"""Holds that the test ground itself does what the tests rely on."""

import socket
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, select, text

from core.db import Base, Database
from people.models import CareProvider
from tests.plugins.databases import SchemaBuilder
from tests.plugins.emptying import lend_database, take_back
from tests.plugins.fence import NetworkUsed, is_loopback
from tests.plugins.memory import find_room
from tests.plugins.postgres import PostgresServer

Lend = Callable[[], str]
FILL = "INSERT INTO care_provider (public_id, name) SELECT n, repeat('x', 100) FROM generate_series(2, 30000) AS n"


@pytest.fixture
def lent(postgres_server: PostgresServer, schema_builder: SchemaBuilder) -> Lend:
    """Lend a database as a test's own is lent; call it, it returns the name."""
    return lambda: lend_database(postgres_server, postgres_server.ensure_template("egenvag", schema_builder))


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as door, pytest.raises(NetworkUsed, match=r"192\.0\.2\.1:80"):
        door.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkUsed):
        urllib.request.urlopen("http://example.org/")


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5).close()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", b"localhost", None])
def test_loopback_is_known_in_all_its_forms(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "example.org", "localhost.example.org", "2001:db8::1", 7])
def test_nothing_else_is_loopback(host: object) -> None:
    assert not is_loopback(host)


def test_files_lie_in_memory_only_where_there_is_room(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr("tests.plugins.memory.ROOM", 0)
    assert find_room(tmp_path) == str(tmp_path)
    assert find_room(tmp_path / "missing") is None
    monkeypatch.setattr("tests.plugins.memory.ROOM", 1024**6)
    assert find_room(tmp_path) is None


def test_databases_of_one_kind_share_what_was_compiled(tmp_path: Path) -> None:
    first, second = (Database(f"sqlite:///{tmp_path}/{name}") for name in ("first", "second"))
    with first.transaction() as session:
        session.execute(text("SELECT 1"))
    assert first.engine.dialect is second.engine.dialect
    assert first.engine._compiled_cache is second.engine._compiled_cache
    for each in (first, second):
        each.engine.dispose()


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_gets_all_tables_and_no_rows_of_another(database: Database, turn: int) -> None:
    with database.transaction() as session:
        assert session.connection().dialect.name in database.url
        assert set(inspect(session.connection()).get_table_names()) >= set(Base.metadata.tables)
        session.execute(text("CREATE TABLE only_once (id integer)"))


def test_an_empty_database_has_no_tables(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()


@pytest.mark.postgres
def test_a_template_is_built_once(postgres_server: PostgresServer) -> None:
    built: list[str] = []
    name = f"template_of_{id(built)}"
    for _turn in range(2):
        assert postgres_server.ensure_template(name, built.append) == name
    assert len(built) == 1
    postgres_server.drop_database(name)


@pytest.mark.postgres
def test_a_database_that_was_lent_comes_back_as_new(postgres_server: PostgresServer, lent: Lend) -> None:
    first, ids = lent(), []
    for _turn in range(2):
        forgotten = Database(postgres_server.url(first)).open_session()
        forgotten.add_all([CareProvider(name="Region Ett"), CareProvider(name="Region Två")])
        forgotten.commit()
        ids.append(forgotten.scalars(select(CareProvider.id)).all())
        forgotten.add(CareProvider(name="never committed"))
        forgotten.flush()
        take_back(postgres_server, first)
        forgotten.invalidate()
        assert lent() == first
    assert ids == [[1, 2], [1, 2]]


@pytest.mark.postgres
@pytest.mark.parametrize("act", ["ANALYZE care_provider", "ALTER TABLE message DROP COLUMN body", FILL])
def test_a_database_that_is_not_as_new_is_not_lent_again(postgres_server: PostgresServer, lent: Lend, act: str) -> None:
    first = lent()
    engine = create_engine(postgres_server.url(first))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO care_provider (public_id, name) VALUES ('1', 'Region Ett')"))
        connection.execute(text(act))
    engine.dispose()
    take_back(postgres_server, first)
    assert not postgres_server.has_database(first)
    assert lent() != first


@pytest.mark.postgres
def test_a_database_is_dropped_although_a_connection_was_forgotten(postgres_server: PostgresServer) -> None:
    name = postgres_server.create_database()
    engine = create_engine(postgres_server.url(name))
    with engine.connect() as forgotten:
        forgotten.execute(text("SELECT 1"))
        postgres_server.drop_database(name)
        forgotten.invalidate()
    engine.dispose()
    assert not postgres_server.has_database(name)
