"""Commands for running an installation: migrate, compile-templates, new-key, worker, first-admin, system check."""

import os
import signal
import threading

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from api.assistant_commands import assistant
from api.evaluate_commands import evaluate
from api.program_commands import programs
from core import web, web_templates
from core.checks import UnsafeInstallationError, check_database, list_unknown_names, refuse_when_unsafe
from core.errors import ConflictError, InvalidError
from core.scheduler import start_scheduler
from core.settings import new_key
from people.first_admin import invite_first_admin
from people.key_check import check_lookup_key

WELCOME = "/desk/welcome/"


def register_commands(app: Flask) -> None:
    """Add the operator's commands to an application."""
    commands = (migrate, compile_templates, new_key_command, worker, first_admin, system, evaluate, programs, assistant)
    for command in commands:
        app.cli.add_command(command)


def register_commands_without_settings(app: Flask, why: str) -> None:
    """Add the commands that need no installation; the others say what is not set, with exit code 1."""
    for command in (new_key_command, evaluate, programs, assistant):
        app.cli.add_command(command)
    for needy in (migrate, compile_templates, worker, first_admin, system):
        app.cli.add_command(_refusal(needy, why))


def _refusal(command: click.Command, why: str) -> click.Command:
    def refuse(words: tuple[str, ...]) -> None:
        raise click.ClickException(why)

    anything = click.Argument(["words"], nargs=-1, type=click.UNPROCESSED)
    return click.Command(
        command.name, params=[anything], callback=refuse, help=command.help,
        context_settings={"ignore_unknown_options": True},
    )  # fmt: skip


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest version."""
    from core.migrations import upgrade  # here alone: a web server needs no Alembic, and its 8 MiB

    upgrade(web.database())
    click.echo("The database is up to date.")


@click.command("compile-templates")
@with_appcontext
def compile_templates() -> None:
    """Compile every template to the folder EGENVAG_TEMPLATE_CACHE, so that the first page after a start is quick."""
    if not web.settings().template_cache:
        raise click.ClickException("EGENVAG_TEMPLATE_CACHE is not set: there is no folder to compile to")
    if not os.access(web.settings().template_cache, os.W_OK):
        raise click.ClickException("EGENVAG_TEMPLATE_CACHE is no folder that can be written")
    count = web_templates.compile_all(web.current_application())
    click.echo(f"{count} templates are compiled.")


@click.command("new-key")
def new_key_command() -> None:
    """Print a fresh key for EGENVAG_DATA_KEYS or EGENVAG_LOOKUP_KEY."""
    click.echo(new_key())


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the jobs until told to stop: one process, on PostgreSQL as many as one likes.

    SIGTERM and SIGINT let the jobs that run finish first.
    """
    app = web.current_application()
    if app.extensions["settings"].mode == "production":
        _refuse_when_unsafe()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    jobs = app.extensions["list_jobs"]()
    scheduler = start_scheduler(jobs, web.database(), web.clock())
    click.echo(f"The worker runs {len(jobs)} jobs.")
    stop.wait()
    scheduler.shutdown(wait=True)
    click.echo("The worker has stopped.")


def _refuse_when_unsafe() -> None:
    try:
        refuse_when_unsafe(web.database())
    except UnsafeInstallationError as problem:
        raise click.ClickException(str(problem)) from problem


@click.command("first-admin")
@click.argument("name")
@click.argument("username")
@click.option("--again", is_flag=True, help="although there is one: the way back in when nobody can sign in")
@with_appcontext
def first_admin(name: str, username: str, again: bool) -> None:
    """Print a one-time link by which NAME becomes system admin, with a password and an authenticator app."""
    try:
        with web.database().transaction() as session:
            token = invite_first_admin(session, name, username, web.clock().now(), again=again)
    except (ConflictError, InvalidError) as problem:
        raise click.ClickException(problem.reason) from problem
    click.echo(web.settings().base_url.rstrip("/") + WELCOME + token)
    click.echo("The link works once, for three days. Give it to nobody else.")


system = AppGroup("system", help="Look after the installation.")


@system.command("check")
def check() -> None:
    """Say what is wrong with settings, database and keys; the exit code is 1 when something is."""
    problems = list_unknown_names(os.environ) + check_database(web.database())
    if not any(problem.startswith(("keys:", "schema:")) for problem in problems):
        with web.database().transaction() as session:
            problems += check_lookup_key(session)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)
    click.echo("Settings, database and keys are as they should be.")
