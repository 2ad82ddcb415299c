"""Enrolment and progress."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _create_enrollment()
    _create_diary_entry()
    _create_exercise_answer()
    _create_exercise_comment()
    _create_module_unlock()
    _create_sleep_window()
    _create_step_completion()
    _create_exercise_revision()


def downgrade() -> None:
    """Remove the tables again."""
    op.drop_table("exercise_revision")
    op.drop_table("step_completion")
    op.drop_table("sleep_window")
    op.drop_table("module_unlock")
    op.drop_table("exercise_comment")
    op.drop_table("exercise_answer")
    op.drop_table("diary_entry")
    op.drop_table("enrollment")


def _create_enrollment() -> None:
    op.create_table(
        "enrollment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("clinician_id", sa.Integer(), nullable=False),
        sa.Column("program", sa.String(length=40), nullable=False),
        sa.Column("program_version", sa.String(length=20), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "ordered",
                "invited",
                "tested",
                "verified",
                "active",
                "paused",
                "ended",
                name="enrollment_status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("care_consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("self_care_decision_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("self_care_decided_by", sa.Integer(), nullable=True),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("ordered_by", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "goal_met",
                "learned_enough",
                "time_out",
                "technical",
                "handed_over",
                "deteriorated",
                "patient_stopped",
                name="end_reason",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("end_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["clinician_id"], ["user.id"], name=op.f("fk_enrollment_clinician_id_user")),
        sa.ForeignKeyConstraint(["ordered_by"], ["user.id"], name=op.f("fk_enrollment_ordered_by_user")),
        sa.ForeignKeyConstraint(["patient_id"], ["user.id"], name=op.f("fk_enrollment_patient_id_user")),
        sa.ForeignKeyConstraint(
            ["self_care_decided_by"], ["user.id"], name=op.f("fk_enrollment_self_care_decided_by_user")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["care_unit.id"], name=op.f("fk_enrollment_unit_id_care_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrollment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_enrollment_public_id")),
    )
    op.create_index(op.f("ix_enrollment_clinician_id"), "enrollment", ["clinician_id"], unique=False)
    op.create_index("ix_enrollment_patient", "enrollment", ["patient_id", "status"], unique=False)
    op.create_index("ix_enrollment_unit", "enrollment", ["unit_id", "status", "moved_at", "id"], unique=False)


def _create_diary_entry() -> None:
    op.create_table(
        "diary_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("diary", sa.String(length=24), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_diary_entry_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_entry")),
        sa.UniqueConstraint(
            "enrollment_id", "diary", "day", "revision", name=op.f("uq_diary_entry_enrollment_id_diary_day_revision")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_diary_entry_public_id")),
    )
    op.create_index("ix_diary_entry_current", "diary_entry", ["enrollment_id", "diary", "current", "day"], unique=False)


def _create_exercise_answer() -> None:
    op.create_table(
        "exercise_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_exercise_answer_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_answer")),
        sa.UniqueConstraint(
            "enrollment_id", "module", "step", name=op.f("uq_exercise_answer_enrollment_id_module_step")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_exercise_answer_public_id")),
    )


def _create_exercise_comment() -> None:
    op.create_table(
        "exercise_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_exercise_comment_author_id_user")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_exercise_comment_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_comment")),
    )
    op.create_index("ix_exercise_comment_place", "exercise_comment", ["enrollment_id", "module", "step"], unique=False)


def _create_module_unlock() -> None:
    op.create_table(
        "module_unlock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "unlocked",
                "started",
                "submitted",
                "returned",
                "reviewed",
                name="module_status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("unlocked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unlocked_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_module_unlock_enrollment_id_enrollment")
        ),
        sa.ForeignKeyConstraint(["reviewed_by"], ["user.id"], name=op.f("fk_module_unlock_reviewed_by_user")),
        sa.ForeignKeyConstraint(["unlocked_by"], ["user.id"], name=op.f("fk_module_unlock_unlocked_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_unlock")),
        sa.UniqueConstraint("enrollment_id", "module", name=op.f("uq_module_unlock_enrollment_id_module")),
    )


def _create_sleep_window() -> None:
    op.create_table(
        "sleep_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("rise_time", sa.String(length=5), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "approved",
                "declined",
                name="window_status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_sleep_window_decided_by_user")),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_sleep_window_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sleep_window")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sleep_window_public_id")),
    )
    op.create_index("ix_sleep_window_enrollment", "sleep_window", ["enrollment_id", "id"], unique=False)


def _create_step_completion() -> None:
    op.create_table(
        "step_completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"], ["enrollment.id"], name=op.f("fk_step_completion_enrollment_id_enrollment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_completion")),
        sa.UniqueConstraint(
            "enrollment_id", "module", "step", name=op.f("uq_step_completion_enrollment_id_module_step")
        ),
    )


def _create_exercise_revision() -> None:
    op.create_table(
        "exercise_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["exercise_answer.id"], name=op.f("fk_exercise_revision_answer_id_exercise_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exercise_revision")),
    )
    op.create_index("ix_exercise_revision_answer", "exercise_revision", ["answer_id", "id"], unique=False)
