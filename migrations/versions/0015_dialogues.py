"""Dialogues: what a patient has been asked by the assistant and not yet answered."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("outcome = 'open'")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "dialogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("slot", _words("slot", "question", "form", "who"), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", _words("ending", "open", "answered", "left", "abandoned"), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_dialogue_patient_id_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_dialogue_unit_id_care_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
    )
    op.create_index("ix_dialogue_patient_id", "dialogue", ["patient_id"])
    op.create_index("ix_dialogue_open", "dialogue", ["holder", "slot"], unique=True, sqlite_where=OPEN,
                    postgresql_where=OPEN)  # fmt: skip
    op.create_index("ix_dialogue_expiry", "dialogue", ["expires_at"], sqlite_where=OPEN, postgresql_where=OPEN)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=24)


def downgrade() -> None:
    """Remove it; what was asked and not answered is asked again."""
    op.drop_table("dialogue")
