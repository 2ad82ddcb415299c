"""Films of authors: a file by its hash, its bytes in chunks, and the releases that show it."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "media_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("pointer", sa.String(length=140), nullable=False),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_file")),
        sa.UniqueConstraint("pointer", name=op.f("uq_media_file_pointer")),
        sa.UniqueConstraint("sha256", name=op.f("uq_media_file_sha256")),
    )
    op.create_index("ix_media_file_stored_at", "media_file", ["stored_at"], unique=False)
    op.create_table(
        "media_chunk",
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media_file.id"], name=op.f("fk_media_chunk_media_id_media_file")),
        sa.PrimaryKeyConstraint("media_id", "number", name=op.f("pk_media_chunk")),
    )
    op.create_table(
        "release_media",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("media_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["media_id"], ["media_file.id"], name=op.f("fk_release_media_media_id_media_file")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["program_release.id"], name=op.f("fk_release_media_release_id_program_release")
        ),
        sa.PrimaryKeyConstraint("release_id", "media_id", name=op.f("pk_release_media")),
    )
    op.create_index("ix_release_media_media_id", "release_media", ["media_id"], unique=False)


def downgrade() -> None:
    """Remove them again, with the films in them."""
    for table in ("release_media", "media_chunk", "media_file"):
        op.drop_table(table)
