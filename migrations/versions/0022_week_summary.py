"""Summaries of the weeks of who measures, and who wants to be told of them by SMS."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; no week is told and nobody has asked for an SMS."""
    op.create_table(
        "week_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("has_red", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_week_summary_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_summary")),
        sa.UniqueConstraint("public_id", name=op.f("uq_week_summary_public_id")),
        sa.UniqueConstraint("enrollment_id", "starts_on", name=op.f("uq_week_summary_enrollment_id_starts_on")),
    )
    op.add_column("user", sa.Column("week_sms", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Forget the summaries; the values they were made of stay."""
    op.drop_column("user", "week_sms")
    op.drop_table("week_summary")
