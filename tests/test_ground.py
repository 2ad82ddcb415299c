"""Holds that the test ground itself does what the tests rely on."""

import socket
import urllib.request

import pytest
from sqlalchemy import create_engine, inspect, text

from core.db import Base, Database
from tests.plugins.fence import NetworkUsed, is_loopback
from tests.plugins.postgres import PostgresServer


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
def test_a_database_is_dropped_although_a_connection_was_forgotten(postgres_server: PostgresServer) -> None:
    name = postgres_server.create_database()
    engine = create_engine(postgres_server.url(name))
    with engine.connect() as forgotten:
        forgotten.execute(text("SELECT 1"))
        postgres_server.drop_database(name)
        forgotten.invalidate()
    engine.dispose()
    assert not postgres_server.has_database(name)
