"""Whether the look-up key is the one that the stored numbers were hashed with: with another one nobody gets in."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from people.identity import phone_hash
from people.models import User


def check_lookup_key(session: Session) -> list[str]:
    """Return what is wrong with EGENVAG_LOOKUP_KEY, judged by the newest person with a phone number.

    :raises InvalidTag: when the number itself cannot be read; core.checks.check_keys tells that first.
    """
    newest = select(User.phone, User.phone_hash).where(User.phone_hash.is_not(None)).order_by(User.id.desc()).limit(1)
    row = session.execute(newest).first()
    if row is None or row.phone is None or phone_hash(row.phone) == row.phone_hash:
        return []
    return ["keys: EGENVAG_LOOKUP_KEY is not the one the stored phone numbers were hashed with; nobody could sign in"]
