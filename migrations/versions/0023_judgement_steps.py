"""Each run of the rules beside the value it judged, when a corrected value first came, and what limits cost a unit."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("report", "pressure_week")
LONG_AGO = "1970-01-01 00:00:00"


def upgrade() -> None:
    """Add the columns; what was judged before tells of no runs, and came when it was received."""
    for table in TABLES:
        op.add_column(table, sa.Column("steps", sa.JSON(), nullable=False, server_default="[]"))
    heard_at = sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False, server_default=LONG_AGO)
    op.add_column("report", heard_at)
    op.execute(sa.text("update report set heard_at = received_at"))
    op.create_table(
        "alert_burden",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("working", sa.JSON(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_alert_burden_unit_id_care_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_burden")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_alert_burden_unit_id")),
    )


def downgrade() -> None:
    """Remove the columns and the figures; the values and their judgements stay."""
    op.drop_table("alert_burden")
    op.drop_column("report", "heard_at")
    for table in TABLES:
        op.drop_column(table, "steps")
