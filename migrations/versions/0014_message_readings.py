"""How the assistant read a message or an SMS, kept encrypted beside the text, for the analysis of incidents."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("message", "sms_inbound")


def upgrade() -> None:
    """Add the column; what was written before was read by nobody's rules."""
    for table in TABLES:
        op.add_column(table, sa.Column("reading", sa.Text(), nullable=True))


def downgrade() -> None:
    """Remove the column again; the texts themselves stay."""
    for table in TABLES:
        op.drop_column(table, "reading")
