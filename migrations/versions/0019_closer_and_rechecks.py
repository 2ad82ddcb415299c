"""The closer time of a plan after an exacerbation, and when a new value was asked for after a low glucose value."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; no plan is in a closer time and nothing has been asked again."""
    op.add_column("measurement_plan", sa.Column("closer_from", sa.Date(), nullable=True))
    op.add_column("measurement_plan", sa.Column("closer_until", sa.Date(), nullable=True))
    op.add_column(
        "measurement_plan", sa.Column("closer_cause", sa.String(length=22), nullable=False, server_default="")
    )
    op.add_column("measurement_plan", sa.Column("closer_asked", sa.Date(), nullable=True))
    op.add_column("report", sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Remove the columns again; the reports that caused them stay."""
    op.drop_column("report", "asked_again_at")
    for column in ("closer_asked", "closer_cause", "closer_until", "closer_from"):
        op.drop_column("measurement_plan", column)
