"""Which version's questions an exercise answered that was sent in."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what was sent in before it is not known."""
    op.add_column("exercise_revision", sa.Column("program_version", sa.String(length=20), nullable=True))


def downgrade() -> None:
    """Remove the column again; the answers stay."""
    op.drop_column("exercise_revision", "program_version")
