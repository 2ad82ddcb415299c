"""The patient's own PIN: chosen at the first sign-in, changed in the settings, cleared by the unit."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import InvalidError
from people.attempts import count_attempt, forget_attempts
from people.models import User
from people.passwords import check_new_pin, hash_secret, is_right_secret
from people.session_models import SignInStep
from people.sign_in import HOUR, PIN_TRIES, TOO_MANY, WRONG_PIN, close_all_logins, find_proved_user


def choose_first_pin(session: Session, step: SignInStep, pin: str, again: str, now: datetime) -> User | None:
    """Give a patient who has no PIN the one he chose; None when the code was not proved or a PIN exists.

    :raises InvalidError: when the PIN is not six digits, easy to guess, or differs the second time.
    """
    user = find_proved_user(session, step)
    if user is None or user.pin_hash is not None:
        return None
    check_new_pin(pin, again)
    # Only where there is none: two browsers that choose at the same moment do not overwrite each other.
    free = update(User).where(User.id == user.id, User.pin_hash.is_(None)).values(pin_hash=hash_secret(pin))
    if session.execute(free.returning(User.id)).first() is None:
        return None
    _record(session, "pin.choose", user, now)
    return user


def change_pin(session: Session, user: User, pin: str, new_pin: str, again: str, now: datetime, *, keep: str) -> None:
    """Change a patient's PIN and sign his other browsers out.

    :param keep: public id of the session he is in.
    :raises InvalidError: when the present PIN is wrong (the try is counted) or the new one will not do.
    """
    check_new_pin(new_pin, again)
    if count_attempt(session, f"pin:{user.id}", now, HOUR) > PIN_TRIES:
        raise InvalidError("pin", TOO_MANY)
    if not is_right_secret(user.pin_hash, pin):
        raise InvalidError("pin", WRONG_PIN)
    forget_attempts(session, f"pin:{user.id}")
    user.pin_hash = hash_secret(new_pin)
    close_all_logins(session, user.id, now, actor_id=user.id, keep=keep)
    _record(session, "pin.change", user, now)


def clear_pin(session: Session, user: User, now: datetime, *, actor_id: int, unit_id: int) -> None:
    """Remove a forgotten PIN, after the unit has made sure who is asking; the next sign-in chooses a new one."""
    user.pin_hash = None
    forget_attempts(session, f"pin:{user.id}")
    close_all_logins(session, user.id, now, actor_id=actor_id, actor_role="staff")
    record_event(session, now, "pin.clear", actor_id=actor_id, actor_role="staff", unit_id=unit_id,
                 patient_id=user.id)


def _record(session: Session, action: str, user: User, now: datetime) -> None:
    record_event(session, now, action, actor_id=user.id, actor_role="patient", patient_id=user.id)
