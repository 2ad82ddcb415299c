"""Joins Alembic to our engine; a lock keeps two machines from migrating at once."""

from alembic import context
from sqlalchemy import Connection, text

from core.db import Base

MIGRATION_LOCK = 4_117_020


def run(connection: Connection) -> None:
    """Run the migrations asked for on a connection."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with context.config.attributes["engine"].begin() as open_connection:
    run(open_connection)
