"""A member of staff's own password and authenticator app: changed only by who proves the present ones."""

from datetime import datetime

from sqlalchemy.orm import Session

from core.audit import record_event
from core.errors import InvalidError
from core.language import _l
from people.attempts import count_attempt, forget_attempts
from people.models import User
from people.passwords import check_new_password, find_totp_step, hash_secret, is_right_secret, new_totp_secret
from people.sign_in import HOUR, PASSWORD_TRIES, TOO_MANY, close_all_logins

WRONG_OWN_PASSWORD = _l("Lösenordet stämmer inte. Skriv det du loggar in med i dag.")
NOT_SAME = _l("Lösenorden är inte lika. Skriv samma lösenord två gånger.")
WRONG_TOTP = _l("Koden stämmer inte. Skriv de sex siffror som appen visar just nu.")


def change_password(session: Session, user: User, old: str, new: str, again: str, now: datetime, *, keep: str) -> None:
    """Change a member of staff's password and sign his other browsers out.

    :param keep: public id of the session he is in.
    :raises InvalidError: when the present password is wrong (the try is counted) or the new one will not do.
    """
    check_chosen_password(new, again, user.username or "")
    prove_password(session, user, old, now)
    user.password_hash = hash_secret(new)
    close_all_logins(session, user.id, now, actor_id=user.id, keep=keep)
    record_event(session, now, "password.change", actor_id=user.id, actor_role="self")


def check_chosen_password(password: str, again: str, username: str) -> None:
    """Raise InvalidError when a new password is too easy or typed differently the second time."""
    check_new_password(password, username)
    if password != again:
        raise InvalidError("again", NOT_SAME)


def prove_password(session: Session, user: User, password: str, now: datetime) -> None:
    """Raise InvalidError unless this is the signed-in person's own password; the try is counted."""
    if count_attempt(session, f"own_password:{user.id}", now, HOUR) > PASSWORD_TRIES:
        raise InvalidError("current_password", TOO_MANY)
    if not is_right_secret(user.password_hash, password):
        raise InvalidError("current_password", WRONG_OWN_PASSWORD)
    forget_attempts(session, f"own_password:{user.id}")


def begin_authenticator(session: Session, user: User, password: str, now: datetime) -> None:
    """Make the secret of a new authenticator app; the old app goes on working until a code confirms the new.

    :raises InvalidError: when the password is wrong; the try is counted.
    """
    prove_password(session, user, password, now)
    user.totp_pending = new_totp_secret()


def confirm_authenticator(session: Session, user: User, code: str, now: datetime, *, keep: str) -> None:
    """Let the new authenticator app take over, and sign the person's other browsers out.

    :raises InvalidError: when the code is not the new app's; the try is counted.
    """
    if count_attempt(session, f"own_password:{user.id}", now, HOUR) > PASSWORD_TRIES:
        raise InvalidError("code", TOO_MANY)
    used = find_totp_step(user.totp_pending, "".join(code.split()), 0, now) if user.totp_pending else None
    if used is None:
        raise InvalidError("code", WRONG_TOTP)
    forget_attempts(session, f"own_password:{user.id}")
    user.totp_secret, user.totp_pending, user.totp_step = user.totp_pending, None, used
    close_all_logins(session, user.id, now, actor_id=user.id, keep=keep)
    record_event(session, now, "authenticator.change", actor_id=user.id, actor_role="self")
