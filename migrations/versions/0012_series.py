"""Plans and reports of every series of values: rhythm, template, signed instructions, value, context and answers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is there already is blood pressure in blocks."""
    _add("measurement_plan", sa.Column("template", sa.String(length=40), nullable=False, server_default="bp_2x2x7"))
    _add("measurement_plan", sa.Column("rhythm", sa.String(length=24), nullable=False, server_default="blocks"))
    _add("measurement_plan", sa.Column("instructions", sa.Text(), nullable=True))
    _add("report", sa.Column("value", sa.Numeric(precision=8, scale=2), nullable=True))
    _add("report", sa.Column("word", sa.String(length=4), nullable=False, server_default=""))
    _add("report", sa.Column("context", sa.String(length=16), nullable=False, server_default=""))
    _add("report", sa.Column("answers", sa.JSON(), nullable=False, server_default="{}"))
    _add("report", sa.Column("rules_version", sa.String(length=16), nullable=False, server_default=""))


def _add(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)


def downgrade() -> None:
    """Remove the columns again; values of other series than pressure cannot be told apart then and go first."""
    readings = "delete from reading where report_id in (select id from report where kind <> 'blood_pressure')"
    op.execute(sa.text(readings))
    op.execute(sa.text("update report set corrected_by_id = null, corrects_id = null, repeats_id = null "
                       "where kind <> 'blood_pressure'"))
    op.execute(sa.text("delete from report where kind <> 'blood_pressure'"))
    op.execute(sa.text("delete from measurement_plan where kind <> 'blood_pressure'"))
    for column in ("rules_version", "answers", "context", "word", "value"):
        op.drop_column("report", column)
    for column in ("instructions", "rhythm", "template"):
        op.drop_column("measurement_plan", column)
