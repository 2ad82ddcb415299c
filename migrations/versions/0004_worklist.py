"""The work list."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _create_work_item()
    _create_item_view()


def downgrade() -> None:
    """Remove the tables again."""
    op.drop_table("item_view")
    op.drop_table("work_item")


def _create_work_item() -> None:
    op.create_table(
        "work_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "risk",
                "rating",
                "message",
                "module",
                "value",
                "missed",
                "sms_failed",
                "window",
                "enrollment",
                "inactive",
                "trial_end",
                name="item_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "lane",
            sa.Enum("therapist", "nurse", "all", name="lane", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum("now", "today", "week", "note", name="level", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("dedupe_key", sa.String(length=100), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open", "snoozed", "closed", name="item_status", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "answered",
                "called",
                "advice",
                "plan_changed",
                "replaced_visit",
                "no_action",
                "withdrawn",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["claimed_by"], ["user.id"], name=op.f("fk_work_item_claimed_by_user")),
        sa.ForeignKeyConstraint(["closed_by"], ["user.id"], name=op.f("fk_work_item_closed_by_user")),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_work_item_patient_id_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_work_item_unit_id_care_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
        sa.UniqueConstraint("public_id", name=op.f("uq_work_item_public_id")),
    )
    order = ["status", "rank", "due_at", "id"]
    op.create_index("ix_work_item_claimed_list", "work_item", ["claimed_by", "unit_id", *order], unique=False)
    op.create_index("ix_work_item_lane_list", "work_item", ["unit_id", "lane", *order, "claimed_by"], unique=False)
    op.create_index("ix_work_item_unit_list", "work_item", ["unit_id", *order, "claimed_by"], unique=False)
    op.create_index("ix_work_item_unit_news", "work_item", ["unit_id", "status", "occurred_at"], unique=False)
    op.create_index(
        "ix_work_item_open_key",
        "work_item",
        ["dedupe_key"],
        unique=True,
        sqlite_where=sa.text("status != 'closed'"),
        postgresql_where=sa.text("status != 'closed'"),
    )
    op.create_index("ix_work_item_patient", "work_item", ["patient_id", "status"], unique=False)


def _create_item_view() -> None:
    op.create_table(
        "item_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["work_item.id"], name=op.f("fk_item_view_item_id_work_item")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_item_view_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_view")),
        sa.UniqueConstraint("item_id", "user_id", name=op.f("uq_item_view_item_id_user_id")),
    )
