"""The check at start: an installation that may lose what it has confirmed does not serve (reliability.md L4, L5)."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from core.checks import (
    PostgresFacts,
    UnsafeInstallationError,
    check_database,
    find_file_system,
    judge_postgres,
    list_unknown_names,
    refuse_when_unsafe,
)
from core.db import Database
from core.settings import SettingsError, read_settings
from tests.people.cast import KEY

ROOT = Path(__file__).resolve().parents[2]
GOOD = PostgresFacts("on", "on", "on", is_remote=True, is_encrypted=True, is_superuser=False)
MOUNTS = "/dev/vda1 / ext4 rw 0 0\nnas:/x /srv nfs4 rw 0 0\n/dev/vdb /srv/fast\\040disk xfs rw 0 0\n"


@pytest.fixture
def opened() -> Iterator[Callable[[str], Database]]:
    """Open a database by its URL; it is closed after the test."""
    with ExitStack() as stack:

        def open_url(url: str) -> Database:
            database = Database(url)
            stack.callback(database.engine.dispose)
            return database

        yield open_url


Open = Callable[[str], Database]


def test_our_own_sqlite_settings_are_sound(sqlite_url: str, opened: Open) -> None:
    assert check_database(opened(sqlite_url)) == []


@pytest.mark.parametrize(
    "pragma", ["journal_mode=DELETE", "synchronous=NORMAL", "synchronous=OFF", "foreign_keys=OFF", "busy_timeout=0"]
)
def test_each_wrong_pragma_is_seen_and_refused(sqlite_url: str, opened: Open, pragma: str) -> None:
    database = opened(sqlite_url)
    event.listen(database.engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA {pragma}"))
    assert [pragma.split("=")[0] in problem for problem in check_database(database)] == [True]
    with pytest.raises(UnsafeInstallationError):
        refuse_when_unsafe(database)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/var/lib/egenvag.sqlite", "ext4"), ("/srv/egenvag.sqlite", "nfs4"), ("/srv/fast disk/a.sqlite", "xfs")],
)
def test_the_file_system_of_a_path_is_the_innermost_mount(path: str, kind: str) -> None:
    assert find_file_system(path, MOUNTS) == kind


def test_a_sqlite_file_on_a_network_is_refused(
    sqlite_url: str, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mounts"
    table.write_text("nas:/x / nfs4 rw 0 0\n")
    monkeypatch.setattr("core.checks.MOUNTS", table)
    assert "nfs4" in check_database(opened(sqlite_url))[0]


def test_a_sound_postgresql_passes() -> None:
    assert judge_postgres(GOOD) == []


@pytest.mark.parametrize(
    "wrong",
    [{"fsync": "off"}, {"full_page_writes": "off"}, {"synchronous_commit": "off"}, {"synchronous_commit": "local"},
     {"is_encrypted": False}, {"is_superuser": True}],
)  # fmt: skip
def test_each_wrong_setting_of_postgresql_is_seen(wrong: dict[str, object]) -> None:
    assert len(judge_postgres(replace(GOOD, **wrong))) == 1


def test_a_socket_needs_no_encryption() -> None:
    assert judge_postgres(replace(GOOD, is_remote=False, is_encrypted=False)) == []


@pytest.mark.postgres
def test_the_test_server_which_may_lose_data_is_refused(postgres_url: str, opened: Open) -> None:
    with pytest.raises(UnsafeInstallationError, match=r"fsync is off.*synchronous_commit is off.*superuser"):
        refuse_when_unsafe(opened(postgres_url))


def test_a_database_that_is_away_stops_nothing(tmp_path: Path, opened: Open) -> None:
    assert refuse_when_unsafe(opened(f"sqlite:///{tmp_path}/missing/a.sqlite")) == "OperationalError"


def test_only_names_that_mean_nothing_are_unknown() -> None:
    environment = {"EGENVAG_MODE": "", "TWILIO_AUTH_TOKEN": "", "egenvag_mode": "", "TWILIO_TOKEN": "", "PATH": ""}
    assert [problem.split()[1] for problem in list_unknown_names(environment)] == ["TWILIO_TOKEN", "egenvag_mode"]


def test_an_older_schema_is_told_and_not_taken_for_a_dead_database(sqlite_url: str, opened: Open) -> None:
    database = opened(sqlite_url)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE message DROP COLUMN body")
    assert check_database(database) == ["schema: message.body is missing; run flask migrate"]


def _environment(**changed: str) -> dict[str, str]:
    return {
        "DATABASE_URL": "sqlite:///x", "EGENVAG_SECRET_KEY": "s" * 32, "EGENVAG_DATA_KEYS": f"1:{KEY}",
        "EGENVAG_LOOKUP_KEY": KEY, "EGENVAG_BASE_URL": "https://egenvag.example", "EGENVAG_SMS_GATEWAY": "twilio",
        "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "token", "TWILIO_MESSAGING_SERVICE_SID": "MG1", **changed,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"EGENVAG_BASE_ULR": "x"}, "EGENVAG_BASE_ULR is not a setting"),
        ({"EGENVAG_SECRET_KEY": "hemligheten"}, "EGENVAG_SECRET_KEY must be at least 32"),
        ({"EGENVAG_DATA_KEYS": "hemligheten"}, "EGENVAG_DATA_KEYS"),
        ({"EGENVAG_BASE_URL": "http://hemligheten"}, "EGENVAG_BASE_URL must begin with https"),
        ({"TWILIO_AUTH_TOKEN": ""}, "TWILIO_AUTH_TOKEN is needed"),
    ],
)
def test_a_half_configured_production_says_what_is_wrong_without_a_secret(changed: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named) as refused:
        read_settings(_environment(**changed))
    assert "hemligheten" not in str(refused.value)
    assert KEY not in str(refused.value)


@pytest.mark.slow
def test_production_does_not_start_on_a_database_that_may_lose_data(tmp_path: Path) -> None:
    code = (
        "import core.db; core.db.BUSY_TIMEOUT_MS = 5;\n"
        "import core.checks; core.checks.BUSY_TIMEOUT_MS = 10000\n"
        "import app; app.create_app()"
    )
    environment = {**os.environ, **_environment(DATABASE_URL=f"sqlite:///{tmp_path}/a.sqlite")}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "UnsafeInstallationError: SQLite: busy_timeout is 5" in done.stderr
