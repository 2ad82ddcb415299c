"""Runs the numbered migrations, from a command and from tests."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import inspect

from core.db import Database

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"


def alembic_config(database: Database) -> Config:
    """Return the configuration that runs our migrations against a database."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["engine"] = database.engine
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the database up to a revision."""
    command.upgrade(alembic_config(database), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the database down to a revision; "base" empties it."""
    command.downgrade(alembic_config(database), revision)


def is_empty(database: Database) -> bool:
    """Tell whether the database has no tables yet."""
    return not inspect(database.engine).get_table_names()
