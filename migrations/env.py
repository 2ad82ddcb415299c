"""Joins Alembic to our engine; a lock keeps two machines from migrating at once."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, text

from core.db import Base

MIGRATION_LOCK = 4_117_020


PLAIN_TYPES = {
    "UtcDateTime": "sa.DateTime(timezone=True)",
    "EncryptedText": "sa.Text()",
    "EncryptedJson": "sa.Text()",
}
"""How our column types are written in a migration, which imports nothing of ours."""


def write_plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write a column type of ours as the plain one it is stored as."""
    return PLAIN_TYPES.get(type(item).__name__, False) if kind == "type" else False


def run(connection: Connection) -> None:
    """Run the migrations asked for on a connection."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=write_plainly,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


with context.config.attributes["engine"].begin() as open_connection:
    run(open_connection)
