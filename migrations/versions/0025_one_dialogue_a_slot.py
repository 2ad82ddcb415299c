"""One row of a dialogue for a patient and slot: the next question takes its place, so that the table never grows."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the newest of each slot, which is the open one when there is one."""
    op.drop_index("ix_dialogue_open", table_name="dialogue")
    op.execute("delete from dialogue where id not in (select max(id) from dialogue group by holder, slot)")
    op.create_index("ix_dialogue_slot", "dialogue", ["holder", "slot"], unique=True)


def downgrade() -> None:
    """Let ended ones stand beside an open one again."""
    op.drop_index("ix_dialogue_slot", table_name="dialogue")
    is_open = sa.text("outcome = 'open'")
    op.create_index("ix_dialogue_open", "dialogue", ["holder", "slot"], unique=True, sqlite_where=is_open,
                    postgresql_where=is_open)  # fmt: skip
