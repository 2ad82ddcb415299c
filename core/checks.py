"""Whether an installation stands safely: database settings and keys, judged at start and by `system check`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, Table, Text, inspect, select, text, type_coerce
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError

from core.crypto import EncryptedJson, EncryptedText, keyring
from core.db import BUSY_TIMEOUT_MS, Base, Database
from core.settings import PLAIN_NAMES, PREFIX, Settings

NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "fuse.sshfs", "lustre")
MOUNTS = Path("/proc/self/mounts")
FULL_SYNC = 2


class UnsafeInstallationError(Exception):
    """The installation may not serve as it stands; says what to change."""


@dataclass(frozen=True)
class PostgresFacts:
    """What a PostgreSQL connection says about itself.

    :param is_remote: the server is reached over a network, not a socket or this machine's own address.
    """

    fsync: str
    synchronous_commit: str
    full_page_writes: str
    is_remote: bool
    is_encrypted: bool
    is_superuser: bool


def check_database(database: Database) -> list[str]:
    """Return what is wrong with the database's settings and with the keys (reliability.md L4, L5, L12).

    :raises OperationalError: when the database cannot be reached.
    """
    with database.engine.connect() as connection:
        if database.is_sqlite:
            problems = check_sqlite(connection, database.engine.url.database or "")
        else:
            problems = judge_postgres(read_postgres(connection))
        return problems + check_keys(connection)


def refuse_when_unsafe(database: Database) -> str:
    """Let nothing start on a database that may lose what it has confirmed, or with keys that do not fit.

    :returns: "" or, when the database cannot be asked now, why not: it may come back, so that is no ground to stop.
    :raises UnsafeInstallationError: with every problem in one text.
    """
    try:
        problems = check_database(database)
    except OperationalError as problem:
        return type(problem.orig).__name__
    if problems:
        raise UnsafeInstallationError("; ".join(problems))
    return ""


def check_sqlite(connection: Connection, path: str) -> list[str]:
    """Return which pragmas are not what durability needs, and whether the file lies on a network (L4)."""
    wanted = {"journal_mode": "wal", "synchronous": FULL_SYNC, "foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT_MS}
    problems = []
    for name, value in wanted.items():
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        if found != value:
            problems.append(f"SQLite: {name} is {found}, it must be {value}")
    file_system = find_file_system(path, MOUNTS.read_text(encoding="utf-8") if MOUNTS.exists() else "")
    if file_system.startswith(NETWORK_FILE_SYSTEMS):
        problems.append(f"SQLite: the file lies on {file_system}; put it on a local disk, or use PostgreSQL")
    return problems


def find_file_system(path: str, mounts: str) -> str:
    """Return the kind of file system a path lies on, by a table in the form of /proc/mounts, or ""."""
    place = Path(path).resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        _device, point, found, *_rest = line.split()
        mounted = Path(point.replace("\\040", " "))
        if place.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), found
    return kind


def read_postgres(connection: Connection) -> PostgresFacts:
    """Ask the server how it keeps what it has confirmed, and who we are there."""
    row = connection.execute(
        text(
            "select current_setting('fsync'), current_setting('synchronous_commit'),"
            " current_setting('full_page_writes'), inet_client_addr() is not null and"
            " inet_client_addr() <> inet_server_addr(),"
            " coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false),"
            " (select rolsuper from pg_roles where rolname = current_user)"
        )
    ).one()
    return PostgresFacts(*row)


def judge_postgres(facts: PostgresFacts) -> list[str]:
    """Return what is wrong with a server's settings (L5)."""
    problems = []
    if facts.fsync != "on":
        problems.append("PostgreSQL: fsync is off; a power cut would corrupt the database")
    if facts.full_page_writes != "on":
        problems.append("PostgreSQL: full_page_writes is off; a power cut would corrupt the database")
    if facts.synchronous_commit in ("off", "local"):
        problems.append(f"PostgreSQL: synchronous_commit is {facts.synchronous_commit}, it must be on")
    if facts.is_remote and not facts.is_encrypted:
        problems.append("PostgreSQL: the connection is not encrypted; add sslmode=verify-full to DATABASE_URL")
    if facts.is_superuser:
        problems.append("PostgreSQL: we are a superuser; use a role that owns only this database")
    return problems


def check_keys(connection: Connection) -> list[str]:
    """Return which encrypted columns the installed keys cannot read, by their oldest and newest values."""
    looked = inspect(connection)
    there = set(looked.get_table_names())
    problems = []
    for table in (one for one in Base.metadata.sorted_tables if one.name in there):
        sealed = [
            (column, column.type.context)
            for column in table.columns
            if isinstance(column.type, EncryptedText | EncryptedJson)
        ]
        known = {column["name"] for column in looked.get_columns(table.name)} if sealed else set()
        for column, context in sealed:
            if column.name not in known:
                problems.append(f"schema: {table.name}.{column.name} is missing; run flask migrate")
            elif not all(_is_readable(value, context) for value in _ends(connection, table, column)):
                problems.append(f"keys: {table.name}.{column.name} cannot be read with EGENVAG_DATA_KEYS")
    return problems


def _ends(connection: Connection, table: Table, column: Column[object]) -> list[str]:
    """Return a column's stored values in the oldest and the newest row; both are found by the key alone."""
    key, stored = next(iter(table.primary_key.columns)), type_coerce(column, Text)
    rows = [connection.scalar(select(stored).order_by(order).limit(1)) for order in (key.asc(), key.desc())]
    return [value for value in rows if value is not None]


def _is_readable(stored: str, context: str) -> bool:
    try:
        keyring().decrypt(stored, context)
    except (InvalidTag, KeyError, ValueError):
        return False
    return True


def list_unknown_names(environment: Mapping[str, str]) -> list[str]:
    """Return the names in an environment that look like ours and mean nothing: a slip there would go unseen."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | set(PLAIN_NAMES)
    ours = (name for name in environment if name.upper().startswith((PREFIX, "TWILIO_")))
    return [f"environment: {name} is not a setting" for name in sorted(ours) if name not in known]
