"""How well a value was measured, what waits for a better measurement, and the sitting with the coach."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the table; nothing is known of how the values before were measured."""
    _add("report", sa.Column("grade", sa.String(length=8), nullable=False, server_default=""))
    _add("report", sa.Column("lacks", sa.JSON(), nullable=False, server_default="[]"))
    _add("report", sa.Column("measured", sa.JSON(), nullable=False, server_default="{}"))
    _add("report", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.false()))
    _add("report", sa.Column("confirms", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "measuring_sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticks", sa.JSON(), nullable=False),
        sa.Column("knows", sa.Boolean(), nullable=False),
        sa.Column("said_rested", sa.Boolean(), nullable=False),
        sa.Column("rest_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rest_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first", sa.JSON(), nullable=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_measuring_sitting_patient_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measuring_sitting")),
        sa.UniqueConstraint("patient_id", "kind", name=op.f("uq_measuring_sitting_patient_id_kind")),
    )


def _add(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)


def downgrade() -> None:
    """Remove the table and the columns again; what waits then waits as a dangerous value does."""
    op.drop_table("measuring_sitting")
    for column in ("confirms", "held", "measured", "lacks", "grade"):
        op.drop_column("report", column)
