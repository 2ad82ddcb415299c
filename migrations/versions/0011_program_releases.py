"""Programs written in the browser: drafts, releases, moves between versions, and the stamp that tells of them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _create_stamp()
    _create_program_draft()
    _create_draft_file()
    _create_program_release()
    _create_enrollment_move()
    op.create_index("ix_enrollment_program", "enrollment", ["program", "program_version", "status"], unique=False)


def downgrade() -> None:
    """Remove them again."""
    op.drop_index("ix_enrollment_program", table_name="enrollment")
    op.drop_table("enrollment_move")
    op.drop_table("program_release")
    op.drop_table("draft_file")
    op.drop_table("program_draft")
    op.drop_table("stamp")


def _create_stamp() -> None:
    op.create_table(
        "stamp",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stamp")),
    )


def _create_program_draft() -> None:
    op.create_table(
        "program_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("program", sa.String(length=40), nullable=False),
        sa.Column("base", sa.String(length=20), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "published", "discarded", name="draft_status", native_enum=False, create_constraint=True,
                    length=24),
            nullable=False,
        ),
        sa.Column("started_by", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["started_by"], ["user.id"], name=op.f("fk_program_draft_started_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_program_draft_public_id")),
    )
    op.create_index("ix_program_draft_status", "program_draft", ["status", "id"], unique=False)


def _create_draft_file() -> None:
    op.create_table(
        "draft_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["program_draft.id"], name=op.f("fk_draft_file_draft_id_program_draft")),
        sa.ForeignKeyConstraint(["saved_by"], ["user.id"], name=op.f("fk_draft_file_saved_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
        sa.UniqueConstraint("draft_id", "path", name=op.f("uq_draft_file_draft_id_path")),
    )


def _create_program_release() -> None:
    op.create_table(
        "program_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("program", sa.String(length=40), nullable=False),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["published_by"], ["user.id"], name=op.f("fk_program_release_published_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_program_release")),
        sa.UniqueConstraint("program", "major", "minor", name=op.f("uq_program_release_program_major_minor")),
    )


def _create_enrollment_move() -> None:
    op.create_table(
        "enrollment_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("from_version", sa.String(length=20), nullable=False),
        sa.Column("to_version", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("carried", sa.JSON(), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_enrollment_move_enrollment_id_enrollment")
        ),
        sa.ForeignKeyConstraint(["moved_by"], ["user.id"], name=op.f("fk_enrollment_move_moved_by_user")),
        sa.ForeignKeyConstraint(["undone_by"], ["user.id"], name=op.f("fk_enrollment_move_undone_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment_move")),
        sa.UniqueConstraint("public_id", name=op.f("uq_enrollment_move_public_id")),
    )
    op.create_index("ix_enrollment_move_enrollment", "enrollment_move", ["enrollment_id", "id"], unique=False)
