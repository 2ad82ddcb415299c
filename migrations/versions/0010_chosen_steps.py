"""What decides which steps a patient meets, homework, and letters to oneself."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and the tables, each after those it points to."""
    op.add_column("enrollment", sa.Column("track", sa.String(length=60), server_default="", nullable=False))
    op.add_column("enrollment", sa.Column("switched", sa.Text(), nullable=True))
    op.add_column("enrollment", sa.Column("answered", sa.Text(), nullable=True))
    op.add_column("module_unlock", sa.Column("homework", sa.Text(), nullable=True))
    op.create_index("ix_module_unlock_submitted_at", "module_unlock", ["submitted_at"], unique=False)
    _create_part_switch()
    _create_letter()


def downgrade() -> None:
    """Remove them again."""
    op.drop_table("letter")
    op.drop_table("part_switch")
    op.drop_index("ix_module_unlock_submitted_at", table_name="module_unlock")
    op.drop_column("module_unlock", "homework")
    op.drop_column("enrollment", "answered")
    op.drop_column("enrollment", "switched")
    op.drop_column("enrollment", "track")


def _create_part_switch() -> None:
    op.create_table(
        "part_switch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=60), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("switched_by", sa.Integer(), nullable=False),
        sa.Column("switched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_part_switch_enrollment_id_enrollment")
        ),
        sa.ForeignKeyConstraint(["switched_by"], ["user.id"], name=op.f("fk_part_switch_switched_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part_switch")),
    )
    op.create_index("ix_part_switch_enrollment_id", "part_switch", ["enrollment_id", "id"], unique=False)


def _create_letter() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["enrollment_id"], ["enrollment.id"], name=op.f("fk_letter_enrollment_id_enrollment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("enrollment_id", "module", "step", name=op.f("uq_letter_enrollment_id_module_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_letter_public_id")),
    )
