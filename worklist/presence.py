"""Who else has an item on the screen, so that two do not work on it unknowingly."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.db import insert_into
from worklist.models import ItemView

PRESENT_FOR = timedelta(minutes=2)
NOTE_EVERY = timedelta(minutes=1)


def note_view(session: Session, item_id: int, user_id: int, now: datetime, last: datetime | None = None) -> None:
    """Keep that somebody looks at an item now; at most once a minute.

    :param last: when the same person was noted before.
    """
    if last is not None and last > now - NOTE_EVERY:
        return
    insert = insert_into(session, ItemView).values({"item_id": item_id, "user_id": user_id, "seen_at": now})
    session.execute(
        insert.on_conflict_do_update(
            index_elements=["item_id", "user_id"], set_={"seen_at": insert.excluded.seen_at}
        )
    )
