"""Gives tests a database with the product's tables, on SQLite and on PostgreSQL."""

import importlib
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.db import Base, Database
from tests.plugins.emptying import lend_database, take_back
from tests.plugins.postgres import PostgresServer

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS_WITH_TABLES = (
    "core", "people", "worklist", "messaging", "ratings", "monitoring", "programs", "assistant",
    "patient", "clinician", "api",
)  # fmt: skip
ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))
SchemaBuilder = Callable[[str], None]


def import_tables(root: Path = ROOT) -> list[str]:
    """Import every module of a room that declares a table; returns their names."""
    names = []
    for room in ROOMS_WITH_TABLES:
        for path in sorted((root / room).rglob("*.py")):
            if re.search(r"^\s+__tablename__\b", path.read_text(encoding="utf-8"), re.MULTILINE):
                names.append(".".join(path.relative_to(root).with_suffix("").parts))
    for name in names:
        importlib.import_module(name)
    return names


@pytest.fixture(scope="session")
def schema_builder() -> SchemaBuilder:
    """What fills an empty database at a URL with the tables; override it to build in another way."""

    def build(url: str) -> None:
        import_tables()
        database = Database(url)
        Base.metadata.create_all(database.engine)
        database.engine.dispose()

    return build


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, schema_builder: SchemaBuilder) -> Path:
    """A SQLite file with the tables, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.sqlite"
    schema_builder(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a fresh SQLite database with all tables."""
    path = tmp_path / "egenvag.sqlite"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, schema_builder: SchemaBuilder) -> Iterator[str]:
    """The URL of a fresh PostgreSQL database with all tables."""
    name = lend_database(postgres_server, postgres_server.ensure_template("egenvag", schema_builder))
    yield postgres_server.url(name)
    take_back(postgres_server, name)


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database with all tables; the test runs once on each engine."""
    wanted = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(wanted))


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables, for tests of migrations; once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create_database()
    yield server.url(name)
    server.drop_database(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh database with all tables; the test runs once on each engine."""
    opened = Database(database_url)
    yield opened
    opened.engine.dispose()
