"""Notes that staff write about a day of a patient's values."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; nothing is written yet."""
    op.create_table(
        "value_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("for_care", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_value_note_patient_id_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_value_note_unit_id_care_unit")),
        sa.ForeignKeyConstraint(["written_by"], ["user.id"], name=op.f("fk_value_note_written_by_user")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["user.id"], name=op.f("fk_value_note_withdrawn_by_user")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["value_note.id"], name=op.f("fk_value_note_replaced_by_id_value_note")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_value_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_value_note_public_id")),
    )
    op.create_index("ix_value_note_patient", "value_note", ["patient_id", "on_day"])


def downgrade() -> None:
    """Forget what was written."""
    op.drop_index("ix_value_note_patient", "value_note")
    op.drop_table("value_note")
