"""The operator's commands: they print what they found, and their exit code tells a script the same."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select, text

from app import create_app
from core.clock import FixedClock
from core.crypto import install_keyring
from core.db import Database
from core.settings import Settings, new_key
from people.models import Role, User, UserRole
from people.staff import find_invitation
from programs.library import CONTENT
from tests.fake_twilio import ACCOUNT
from tests.sms_ground import KEY, NOON, Cast

ROOT = Path(__file__).resolve().parents[2]
RATINGS, VITALS = ROOT / "tests/ratings/cases.json", ROOT / "tests/monitoring/vitals_cases.json"
WORDINGS = ROOT / "tests/assistant/assistant_cases_public.jsonl"


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """The command line of the application."""
    return app.test_cli_runner()


@pytest.mark.parametrize(("name", "file"), [("ratings", RATINGS), ("vitals", VITALS), ("assistant", WORDINGS)])
def test_our_own_cases_pass(runner: FlaskCliRunner, name: str, file: Path) -> None:
    result = runner.invoke(args=["evaluate", name, str(file)])
    assert result.exit_code == 0, result.output
    assert "FAILED" not in result.output
    assert " of " in result.output


def test_a_message_is_explained_by_its_own_words(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["evaluate", "assistant", "--why", "får jag bada bastu"])
    assert result.exit_code == 0
    assert "edu_activity" in result.output
    assert "bastu" in result.output
    assert runner.invoke(args=["evaluate", "assistant"]).exit_code == 2


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("ratings", {"instruments": {"phq9": {"cases": [{"id": "x", "answers": {}, "expected": {"total": 99}}]}}}),
        ("vitals", {"cases": [{"id": "x", "kind": "spo2", "input": {"v": 70}, "expected": "green"}]}),
    ],
)
def test_a_failed_case_is_named_and_fails_the_command(
    runner: FlaskCliRunner, tmp_path: Path, name: str, document: object
) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(document))
    result = runner.invoke(args=["evaluate", name, str(file)])
    assert result.exit_code == 1
    assert "FAILED x" in result.output


@pytest.mark.parametrize("name", ["ratings", "vitals", "assistant"])
@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cases": 3}', "\ufeff{", "\x00"])
def test_a_file_that_holds_no_cases_is_refused_in_words(
    runner: FlaskCliRunner, tmp_path: Path, name: str, content: str
) -> None:
    file = tmp_path / "cases.json"
    file.write_text(content, encoding="utf-8")
    result = runner.invoke(args=["evaluate", name, str(file)])
    assert result.exit_code == 1
    assert result.output.startswith("Error: cases.json")


def run_on_a_bare_checkout(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command as somebody who has only cloned the project: nothing is set."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "flask", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)  # fmt: skip


def test_cases_can_be_run_on_a_checkout_where_nothing_is_set() -> None:
    done = run_on_a_bare_checkout("evaluate", "ratings", str(RATINGS))
    assert (done.returncode, done.stderr) == (0, "")
    assert "FAILED" not in done.stdout


def test_topics_are_learned_on_a_checkout_where_nothing_is_set_when_the_learner_is_there() -> None:
    done = run_on_a_bare_checkout("assistant", "train", "--help")
    assert done.returncode == 0
    assert "make train" in done.stdout


@pytest.mark.parametrize("words", [("worker",), ("first-admin", "Åsa Ek", "asa", "--again"), ("system", "check")])
def test_a_command_for_an_installation_says_what_is_not_set(words: tuple[str, ...]) -> None:
    done = run_on_a_bare_checkout(*words)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: DATABASE_URL is not set")
    assert done.stderr.count("\n") == 1


def test_a_server_does_not_start_where_nothing_is_set() -> None:
    done = run_on_a_bare_checkout("run", "--port", "0")
    assert done.returncode == 1
    assert "DATABASE_URL is not set" in done.stderr


def test_our_own_programs_are_whole(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["programs", "check"])
    assert result.exit_code == 0, result.output
    assert "sleep 1: no problems" in result.output


def test_a_broken_program_is_told_with_its_place(runner: FlaskCliRunner, tmp_path: Path) -> None:
    shutil.copytree(CONTENT / "sleep", tmp_path / "sleep")
    (tmp_path / "sleep/1/m2/en/fem_regler.md").unlink()
    result = runner.invoke(args=["programs", "check", "--content", str(tmp_path)])
    assert result.exit_code == 1
    assert "fem_regler" in result.output


def test_an_empty_folder_of_programs_is_an_error(runner: FlaskCliRunner, tmp_path: Path) -> None:
    assert runner.invoke(args=["programs", "check", "--content", str(tmp_path)]).exit_code == 1


def test_there_is_no_admin_until_the_operator_invites_one(
    app: Flask, runner: FlaskCliRunner, database: Database
) -> None:
    with database.transaction() as session:
        assert session.scalars(select(User)).all() == []
    result = runner.invoke(args=["first-admin", "Sven Holm", "Sven.Holm"])
    assert result.exit_code == 0, result.output
    link = result.output.split()[0]
    assert link.startswith("https://egenvag.example/desk/welcome/")
    with database.transaction() as session:
        found = find_invitation(session, link.rsplit("/", 1)[1], NOON)
        assert found is not None
        assert found[1].password_hash is None
        roles = session.execute(select(UserRole.role, UserRole.unit_id).where(UserRole.user_id == found[1].id)).all()
        assert [tuple(row) for row in roles] == [(Role.SYSTEM_ADMIN, None)]


def test_a_lost_link_is_replaced_but_a_second_admin_is_not_made(runner: FlaskCliRunner, database: Database) -> None:
    old = runner.invoke(args=["first-admin", "Sven Holm", "sven"]).output.split()[0].rsplit("/", 1)[1]
    assert runner.invoke(args=["first-admin", "Sven Holm", "sven"]).exit_code == 0
    with database.transaction() as session:
        assert find_invitation(session, old, NOON) is None
        session.scalars(select(User)).one().password_hash = "x"
    assert runner.invoke(args=["first-admin", "Eva Ek", "eva"]).exit_code == 1
    assert runner.invoke(args=["first-admin", "Eva Ek", "eva", "--again"]).exit_code == 0


@pytest.mark.parametrize("typed", [("", "sven"), ("Sven", "å"), ("Sven", "x" * 90)])
def test_a_name_that_will_not_do_makes_no_account(
    runner: FlaskCliRunner, database: Database, typed: tuple[str, str]
) -> None:
    assert runner.invoke(args=["first-admin", *typed]).exit_code == 1
    with database.transaction() as session:
        assert session.scalars(select(User)).all() == []


def test_a_sound_installation_passes_the_check(runner: FlaskCliRunner, cast: Cast) -> None:
    result = runner.invoke(args=["system", "check"])
    assert result.exit_code == 0, result.output


def test_a_misspelt_name_in_the_environment_is_seen(runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_ACOUNT_SID", ACCOUNT)
    result = runner.invoke(args=["system", "check"])
    assert result.exit_code == 1
    assert "TWILIO_ACOUNT_SID" in result.output
    assert ACCOUNT not in result.output


def test_keys_that_do_not_fit_the_data_are_seen(cast: Cast, database: Database) -> None:
    def check(data_key: str, lookup_key: str) -> str:
        settings = Settings(
            mode="test", database_url=database.url, secret_key="s" * 32, data_keys=f"1:{data_key}",
            lookup_key=lookup_key, faces="api",
        )  # fmt: skip
        app = create_app(settings, clock=FixedClock(NOON), database=database)
        return app.test_cli_runner().invoke(args=["system", "check"]).output

    try:
        assert "user.phone cannot be read with EGENVAG_DATA_KEYS" in check(new_key(), KEY)
        assert "EGENVAG_LOOKUP_KEY" in check(KEY, new_key())
    finally:
        install_keyring(Settings(mode="test", database_url="sqlite://", secret_key="s" * 32, data_keys=f"1:{KEY}",
                                 lookup_key=KEY).keyring())  # fmt: skip


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.slow
def test_the_worker_runs_the_jobs_and_stops_when_told(sqlite_url: str, sent: signal.Signals) -> None:
    environment = {
        **os.environ, "DATABASE_URL": sqlite_url, "EGENVAG_MODE": "demo", "EGENVAG_SECRET_KEY": "s" * 32,
        "EGENVAG_DATA_KEYS": f"1:{KEY}", "EGENVAG_LOOKUP_KEY": KEY, "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert "The worker runs" in process.stdout.readline()
        database = Database(sqlite_url)
        for _try in range(100):
            with database.transaction() as session:
                if session.execute(text("select count(*) from job_run")).scalar():
                    break
            if process.poll() is not None:
                break
            signal.sigtimedwait([], 0.1)
        else:
            pytest.fail("no job ran within ten seconds")
        database.engine.dispose()
        process.send_signal(sent)
        rest, _ = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert "has stopped" in rest


def test_templates_are_compiled_to_the_folder_that_is_set(runner: FlaskCliRunner, app: Flask, tmp_path: Path) -> None:
    assert "EGENVAG_TEMPLATE_CACHE is not set" in runner.invoke(args=["compile-templates"]).output
    folder = tmp_path / "compiled"
    settings = app.extensions["settings"].model_copy(
        update={"template_cache": str(folder), "faces": "patient,clinician,api"}
    )
    other = create_app(settings, database=app.extensions["database"])
    told = other.test_cli_runner().invoke(args=["compile-templates"])
    count = int(told.output.split()[0])
    assert count > 100
    assert len(list(folder.iterdir())) == count
