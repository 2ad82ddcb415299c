"""Photos and the time of writing of messages; the photos' bytes in a table of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and make the table; older messages have none of it."""
    op.add_column("message", sa.Column("photos", sa.Text(), nullable=True))
    op.add_column("message", sa.Column("written_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "message_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_photo_message_id_message")),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_message_photo_patient_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_photo")),
        sa.UniqueConstraint("public_id", name=op.f("uq_message_photo_public_id")),
    )
    op.create_index(op.f("ix_message_photo_message_id"), "message_photo", ["message_id"], unique=False)
    op.create_index("ix_message_photo_patient", "message_photo", ["patient_id", "kept_at"], unique=False)


def downgrade() -> None:
    """Remove them again; the photos are gone with their table."""
    op.drop_table("message_photo")
    op.drop_column("message", "written_at")
    op.drop_column("message", "photos")
