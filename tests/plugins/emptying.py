"""Empties a PostgreSQL database after a test: to delete some rows is quicker than to copy a thousand files again.

A worker lends the same database to one test after the other. Where a test changed the tables, let the server learn
about their rows (ANALYZE) or filled many pages, the next one gets a new copy instead.
"""

import psycopg

from tests.plugins.postgres import PostgresServer

MOST_PAGES = 300
"""Of 8 KiB, over all tables; deleted rows stay in them."""
LEAVE = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
LOOK = """
SELECT greatest((SELECT max(xmin::text::bigint) FROM pg_class), (SELECT max(xmin::text::bigint) FROM pg_attribute),
                (SELECT max(xmin::text::bigint) FROM pg_constraint), (SELECT max(xmin::text::bigint) FROM pg_trigger)),
       (SELECT count(*) FROM pg_statistic JOIN pg_class ON pg_class.oid = starelid
        WHERE relnamespace = 'public'::regnamespace)
"""
MEASURE = """
SELECT sum(pg_relation_size(oid)) / 8192 FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
EMPTY = """
DO $$ DECLARE name text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
  LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
  PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""
_idle: list[str] = []
_as_new: dict[str, tuple[object, ...]] = {}


def lend_database(server: PostgresServer, template: str) -> str:
    """Return the name of a database that is as its template; give it back with take_back."""
    if _idle:
        return _idle.pop()
    name = server.create_database(template)
    _as_new[name] = _look(server.connection(name))
    return name


def take_back(server: PostgresServer, name: str) -> None:
    """Empty a database for the next test, or drop it where that is not enough."""
    if _empty(server.connection(name), _as_new[name]):
        _idle.append(name)
    else:
        server.drop_database(name)


def _empty(connection: psycopg.Connection, as_new: tuple[object, ...]) -> bool:
    """Close what others forgot to close and delete all rows; tells whether the database is as new."""
    connection.execute(LEAVE)
    pages = connection.execute(MEASURE).fetchone()
    if _look(connection) != as_new or pages is None or pages[0] > MOST_PAGES:
        return False
    connection.execute(EMPTY)
    return True


def _look(connection: psycopg.Connection) -> tuple[object, ...]:
    """Return what is another as soon as somebody changes a table or lets the server learn about its rows."""
    found = connection.execute(LOOK).fetchone()
    assert found is not None
    return found
