"""Several reasons in one row of the work list, and how many times it has become red anew."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both; the rows that are there have one reason each, in its own columns."""
    op.add_column("work_item", sa.Column("causes", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("work_item", sa.Column("alarms", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    """Take both away; of a row with several reasons the most serious stays."""
    op.drop_column("work_item", "alarms")
    op.drop_column("work_item", "causes")
