"""Whether a unit lets practical questions by SMS be answered by SMS."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the choice; no unit has made it yet."""
    op.add_column("care_unit", sa.Column("answers_by_sms", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("care_unit", "answers_by_sms")
