"""What of a changed plan is new to the patient."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the words; nobody has been told of the versions that are there."""
    op.add_column("measurement_plan", sa.Column("changed", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("measurement_plan", "changed")
