"""SMS: outbox, attempts, events, what came in, reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _create_simulated_delivery()
    _create_sms_event()
    _create_sms_stop()
    _create_sms_inbound()
    _create_reminder()
    _create_sms()
    _create_sms_attempt()


def downgrade() -> None:
    """Remove the tables again."""
    op.drop_table("sms_attempt")
    op.drop_table("sms")
    op.drop_table("reminder")
    op.drop_table("sms_inbound")
    op.drop_table("sms_stop")
    op.drop_table("sms_event")
    op.drop_table("simulated_delivery")


def _create_simulated_delivery() -> None:
    op.create_table(
        "simulated_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid", sa.String(length=40), nullable=False),
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("inbound", sa.Boolean(), nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulated_delivery")),
        sa.UniqueConstraint("sid", name=op.f("uq_simulated_delivery_sid")),
    )
    op.create_index(op.f("ix_simulated_delivery_number_hash"), "simulated_delivery", ["number_hash"], unique=False)


def _create_sms_event() -> None:
    op.create_table(
        "sms_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("error_code", sa.String(length=12), nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("is_orphan", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_event")),
        sa.UniqueConstraint("sid", "status", name=op.f("uq_sms_event_sid_status")),
    )
    op.create_index(
        "ix_sms_event_orphan",
        "sms_event",
        ["id"],
        unique=False,
        sqlite_where=sa.text("is_orphan = 1"),
        postgresql_where=sa.text("is_orphan"),
    )


def _create_sms_stop() -> None:
    op.create_table(
        "sms_stop",
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "stop",
                "provider",
                "wrong_number",
                name="stop_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number_hash", name=op.f("pk_sms_stop")),
    )


def _create_sms_inbound() -> None:
    op.create_table(
        "sms_inbound",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sid", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "handled",
                "unidentified",
                name="inbound_status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("examined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sms_inbound_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_inbound")),
        sa.UniqueConstraint("sid", name=op.f("uq_sms_inbound_sid")),
    )
    op.create_index(op.f("ix_sms_inbound_number_hash"), "sms_inbound", ["number_hash"], unique=False)
    op.create_index(
        "ix_sms_inbound_unread",
        "sms_inbound",
        ["id"],
        unique=False,
        sqlite_where=sa.text("examined_at is null"),
        postgresql_where=sa.text("examined_at is null"),
    )
    op.create_index(op.f("ix_sms_inbound_user_id"), "sms_inbound", ["user_id"], unique=False)


def _create_reminder() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "measure",
                "diary",
                "rating",
                "module",
                name="reminder_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_reminder_unit_id_care_unit")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_reminder_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "user_id", "kind", "hour", "minute", "subject", name=op.f("uq_reminder_user_id_kind_hour_minute_subject")
        ),
    )
    op.create_index("ix_reminder_active", "reminder", ["active", "id"], unique=False)


def _create_sms() -> None:
    op.create_table(
        "sms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "code",
                "notice",
                "reminder",
                "reply",
                "test",
                "alarm",
                name="sms_kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("number_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("dedupe_key", sa.String(length=120), nullable=False),
        sa.Column("day_key", sa.String(length=80), nullable=True),
        sa.Column("reminder_id", sa.Integer(), nullable=True),
        sa.Column("at_night", sa.Boolean(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "sending",
                "unknown",
                "reconciling",
                "accepted",
                "queued",
                "sent",
                "delivered",
                "undelivered",
                "failed",
                "unresolved",
                "cancelled",
                "expired",
                "suppressed",
                name="sms_status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("sid", sa.String(length=40), nullable=True),
        sa.Column("error_code", sa.String(length=12), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reminder_id"], ["reminder.id"], name=op.f("fk_sms_reminder_id_reminder")),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_sms_unit_id_care_unit")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sms_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms")),
        sa.UniqueConstraint("day_key", name=op.f("uq_sms_day_key")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_sms_dedupe_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sms_public_id")),
        sa.UniqueConstraint("sid", name=op.f("uq_sms_sid")),
    )
    op.create_index(
        "ix_sms_due",
        "sms",
        ["not_before", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'planned'"),
        postgresql_where=sa.text("status = 'planned'"),
    )
    op.create_index(
        "ix_sms_undecided",
        "sms",
        ["status", "lease_until"],
        unique=False,
        sqlite_where=sa.text("status in ('sending', 'unknown', 'reconciling')"),
        postgresql_where=sa.text("status in ('sending', 'unknown', 'reconciling')"),
    )
    op.create_index(
        "ix_sms_undecided_twin",
        "sms",
        ["number_hash", "body_hash"],
        unique=True,
        sqlite_where=sa.text("status in ('sending', 'unknown', 'reconciling')"),
        postgresql_where=sa.text("status in ('sending', 'unknown', 'reconciling')"),
    )
    op.create_index("ix_sms_user", "sms", ["user_id", "id"], unique=False)


def _create_sms_attempt() -> None:
    op.create_table(
        "sms_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sms_id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=22), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["sms_id"], ["sms.id"], name=op.f("fk_sms_attempt_sms_id_sms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sms_attempt")),
        sa.UniqueConstraint("token", name=op.f("uq_sms_attempt_token")),
    )
    op.create_index(op.f("ix_sms_attempt_sms_id"), "sms_attempt", ["sms_id"], unique=False)
