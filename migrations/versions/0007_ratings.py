"""Self-ratings and risks."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _create_self_rating()
    _create_risk()


def downgrade() -> None:
    """Remove the tables again."""
    op.drop_table("risk")
    op.drop_table("self_rating")


def _create_self_rating() -> None:
    op.create_table(
        "self_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("instrument", sa.String(length=24), nullable=False),
        sa.Column("instrument_version", sa.String(length=40), nullable=False),
        sa.Column("algorithm_version", sa.String(length=24), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "complete",
                "reviewed",
                name="rating_status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("total", sa.Double(), nullable=True),
        sa.Column("band", sa.String(length=32), nullable=True),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_self_rating_patient_id_user")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["user.id"], name=op.f("fk_self_rating_reviewed_by_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_self_rating_unit_id_care_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_rating")),
        sa.UniqueConstraint("public_id", name=op.f("uq_self_rating_public_id")),
    )
    op.create_index("ix_self_rating_history", "self_rating", ["patient_id", "instrument", "completed_at"], unique=False)
    op.create_index("ix_self_rating_subject", "self_rating", ["subject"], unique=False)


def _create_risk() -> None:
    op.create_table(
        "risk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("rating_id", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "signed", name="risk_status", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("card_shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_safety", sa.Boolean(), nullable=False),
        sa.Column("safety_answers", sa.Text(), nullable=True),
        sa.Column("written", sa.Text(), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessment", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_risk_patient_id_user")),
        sa.ForeignKeyConstraint(["rating_id"], ["self_rating.id"], name=op.f("fk_risk_rating_id_self_rating")),
        sa.ForeignKeyConstraint(["signed_by"], ["user.id"], name=op.f("fk_risk_signed_by_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_risk_unit_id_care_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
        sa.UniqueConstraint("public_id", name=op.f("uq_risk_public_id")),
    )
    op.create_index("ix_risk_patient", "risk", ["patient_id", "status"], unique=False)
    op.create_index("ix_risk_rating", "risk", ["rating_id"], unique=False)
