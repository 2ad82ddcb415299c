"""Wordings of locked instruments with the right each unit states, added ratings, and units for training."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and add the columns; nothing is unlocked and every unit is a real one."""
    op.create_table(
        "instrument_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("licence", "permission", "terms", "regional", name="right_kind", native_enum=False,
                    create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("notice", sa.String(length=500), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("reversed", sa.JSON(), nullable=False),
        sa.Column("stated_by", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["stated_by"], ["user.id"], name=op.f("fk_instrument_wording_stated_by_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_instrument_wording_unit_id_care_unit")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["user.id"], name=op.f("fk_instrument_wording_withdrawn_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_wording")),
        sa.UniqueConstraint("public_id", name=op.f("uq_instrument_wording_public_id")),
        sa.UniqueConstraint(
            "unit_id", "instrument", "number", name=op.f("uq_instrument_wording_unit_id_instrument_number")
        ),
    )
    op.execute("ALTER TABLE self_rating ADD COLUMN wording_id INTEGER "
               "CONSTRAINT fk_self_rating_wording_id_instrument_wording REFERENCES instrument_wording (id)")
    op.add_column("enrollment", sa.Column("added_ratings", sa.Text(), nullable=True))
    op.add_column("care_unit", sa.Column("is_training", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Remove them again; answered ratings keep their numbers but lose the words they were asked in."""
    op.drop_column("care_unit", "is_training")
    op.drop_column("enrollment", "added_ratings")
    op.drop_column("self_rating", "wording_id")
    op.drop_table("instrument_wording")
