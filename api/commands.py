"""Commands for the operator: migrate, new keys."""

import click
from flask import Flask
from flask.cli import with_appcontext

from core import web
from core.migrations import upgrade
from core.settings import new_key


def register_commands(app: Flask) -> None:
    """Add the operator's commands to an application."""

    @app.cli.command("migrate")
    @with_appcontext
    def migrate() -> None:
        """Bring the database to the newest version."""
        upgrade(web.database())
        click.echo("The database is up to date.")

    @app.cli.command("new-key")
    def new_key_command() -> None:
        """Print a fresh key for EGENVAG_DATA_KEYS or EGENVAG_LOOKUP_KEY."""
        click.echo(new_key())
