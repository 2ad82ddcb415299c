"""How long a rest the coach asks for: ten minutes before some values are measured again."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; five minutes for every sitting so far."""
    op.add_column("measuring_sitting", sa.Column("rest_seconds", sa.Integer(), nullable=False, server_default="300"))


def downgrade() -> None:
    """Remove the column again."""
    op.drop_column("measuring_sitting", "rest_seconds")
