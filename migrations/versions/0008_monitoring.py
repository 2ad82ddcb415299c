"""Measurement plans, reports and readings."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _create_measurement_plan()
    _create_pressure_week()
    _create_report()
    _create_reading()


def downgrade() -> None:
    """Remove the tables again."""
    op.drop_table("reading")
    op.drop_table("report")
    op.drop_table("pressure_week")
    op.drop_table("measurement_plan")


def _create_measurement_plan() -> None:
    op.create_table(
        "measurement_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("enrollment_public_id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("morning_hour", sa.Integer(), nullable=False),
        sa.Column("evening_hour", sa.Integer(), nullable=False),
        sa.Column("limits", sa.JSON(), nullable=True),
        sa.Column("low_pulse_known", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_measurement_plan_patient_id_user")),
        sa.ForeignKeyConstraint(["set_by"], ["user.id"], name=op.f("fk_measurement_plan_set_by_user")),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_measurement_plan_unit_id_care_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement_plan")),
        sa.UniqueConstraint("public_id", name=op.f("uq_measurement_plan_public_id")),
    )
    op.create_index("ix_measurement_plan_patient", "measurement_plan", ["patient_id", "kind", "version"], unique=True)


def _create_pressure_week() -> None:
    op.create_table(
        "pressure_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("systolic", sa.Integer(), nullable=True),
        sa.Column("diastolic", sa.Integer(), nullable=True),
        sa.Column("readings", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("used", sa.JSON(), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("raised", sa.JSON(), nullable=False),
        sa.Column("dizzy", sa.Boolean(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_pressure_week_patient_id_user")),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["measurement_plan.id"], name=op.f("fk_pressure_week_plan_id_measurement_plan")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_pressure_week_unit_id_care_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pressure_week")),
        sa.UniqueConstraint(
            "patient_id", "starts_on", "revision", name=op.f("uq_pressure_week_patient_id_starts_on_revision")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_pressure_week_public_id")),
    )


def _create_report() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_date", sa.Date(), nullable=False),
        sa.Column("session", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("raised", sa.JSON(), nullable=False),
        sa.Column("systolic", sa.Integer(), nullable=True),
        sa.Column("diastolic", sa.Integer(), nullable=True),
        sa.Column("pulse", sa.Integer(), nullable=True),
        sa.Column("irregular", sa.Boolean(), nullable=False),
        sa.Column("symptoms", sa.JSON(), nullable=False),
        sa.Column("dizzy", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("repeat_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("repeats_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("corrected_by_id", sa.Integer(), nullable=True),
        sa.Column("correction_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["corrected_by_id"], ["report.id"], name=op.f("fk_report_corrected_by_id_report")),
        sa.ForeignKeyConstraint(["corrects_id"], ["report.id"], name=op.f("fk_report_corrects_id_report")),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_report_patient_id_user")),
        sa.ForeignKeyConstraint(["plan_id"], ["measurement_plan.id"], name=op.f("fk_report_plan_id_measurement_plan")),
        sa.ForeignKeyConstraint(["repeats_id"], ["report.id"], name=op.f("fk_report_repeats_id_report")),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_report_unit_id_care_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_public_id")),
    )
    op.create_index("ix_report_patient", "report", ["patient_id", "kind", "taken_at", "id"], unique=False)
    op.create_index(
        "ix_report_provisional",
        "report",
        ["repeat_before"],
        unique=False,
        sqlite_where=sa.text("provisional"),
        postgresql_where=sa.text("provisional"),
    )


def _create_reading() -> None:
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("value", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_reading_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index("ix_reading_report", "reading", ["report_id", "sequence"], unique=False)
