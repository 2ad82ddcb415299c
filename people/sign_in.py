"""Signing in, for patients and staff: two factors, limited tries, and no hint whether an account exists."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.crypto import keyring, token_hash
from core.db import Database
from core.errors import InvalidError
from core.language import _l
from people.attempts import count_attempt, forget_attempts
from people.identity import find_by_identity
from people.models import Role, User, UserRole, UserState
from people.passwords import find_totp_step, is_right_secret
from people.session_models import Face, LoginSession, SignInStep

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
"""Tries per code; with at most ten codes a day a guess succeeds once in 20 000 (reliability.md D1)."""
CODES_A_DAY = 10
PIN_TRIES = 5
PASSWORD_TRIES = 10
ADDRESS_TRIES = 60
DAY, HOUR = timedelta(days=1), timedelta(hours=1)

TOO_MANY = _l("För många försök. Vänta en stund och börja om, eller ring din mottagning.")
WRONG_CODE = _l("Koden stämmer inte, eller så har den gått ut. Kontrollera siffrorna eller be om en ny kod.")
WRONG_PIN = _l("PIN-koden stämmer inte. Försök igen.")
WRONG_PASSWORD = _l("Användarnamn eller lösenord stämmer inte.")
START_AGAIN = _l("Inloggningen tog för lång tid. Börja om från början.")


@dataclass(frozen=True)
class Started:
    """A sign-in that has begun.

    :param token: what the browser keeps until the sign-in is done.
    :param user: whom to send the code to; None when the identity fits nobody.
    :param code: six digits to send; None when nothing is sent.
    """

    token: str
    user: User | None
    code: str | None


def begin_patient_sign_in(session: Session, identity: str, address: str, now: datetime) -> Started:
    """Begin with a personnummer or phone number; the answer looks the same whether it fits somebody or not.

    :param address: the browser's IP address, for limits.
    :raises InvalidError: after too many tries from one address.
    """
    if count_attempt(session, f"begin:{address}", now, HOUR) > ADDRESS_TRIES:
        raise InvalidError("", TOO_MANY)
    user = _only_patient(session, identity, now)
    code = None
    if user is not None and count_attempt(session, f"codes:{user.id}", now, DAY) <= CODES_A_DAY:
        code = f"{secrets.randbelow(1_000_000):06d}"
    token = secrets.token_urlsafe(32)
    session.add(
        SignInStep(
            token_hash=token_hash(token),
            user_id=user.id if user is not None else None,
            face=Face.PATIENT,
            code_hash=_code_hash(token, code) if code else None,
            expires_at=now + CODE_LIFE,
        )
    )
    return Started(token, user, code)


def _only_patient(session: Session, identity: str, now: datetime) -> User | None:
    """Return the one active patient an identity means; on a shared phone the personnummer is needed."""
    users = [
        user
        for user in find_by_identity(session, identity, local_date(now, "Europe/Stockholm"))
        if user.state is UserState.ACTIVE and user.phone
    ]
    return users[0] if len(users) == 1 and _is_patient(session, users[0]) else None


def _is_patient(session: Session, user: User) -> bool:
    return session.scalar(
        select(UserRole.id).where(UserRole.user_id == user.id, UserRole.role == Role.PATIENT)
    ) is not None


def _code_hash(token: str, code: str) -> str:
    return keyring().keyed_hash(f"{token}:{code}", "sign_in_step.code")


def find_step(session: Session, token: str, face: Face, now: datetime) -> SignInStep | None:
    """Return the sign-in a browser is in the middle of, or None when there is none or it is too old."""
    if not token:
        return None
    return session.scalar(
        select(SignInStep).where(
            SignInStep.token_hash == token_hash(token), SignInStep.face == face, SignInStep.expires_at > now
        )
    )


def check_code(session: Session, step: SignInStep, token: str, code: str, now: datetime) -> bool:
    """Tell whether a code is right, and count the try; a right code works once and is then forgotten.

    The caller commits also when the answer is False, so that the try stays counted.
    """
    step.tries += 1
    right = (
        step.code_hash is not None
        and step.tries <= CODE_TRIES
        and hmac.compare_digest(step.code_hash, _code_hash(token, code.strip()))
    )
    if right:
        step.code_hash, step.proved_at, step.tries = None, now, 0
        step.expires_at = now + CODE_LIFE
    return right


def check_pin(session: Session, step: SignInStep, pin: str, now: datetime) -> User | None:
    """Return the patient when the PIN is right after a right code; the try is counted either way.

    :raises InvalidError: after too many wrong PINs in an hour.
    """
    user = session.get(User, step.user_id) if step.user_id and step.proved_at else None
    if user is None:
        return None
    if count_attempt(session, f"pin:{user.id}", now, HOUR) > PIN_TRIES:
        raise InvalidError("pin", TOO_MANY)
    if not is_right_secret(user.pin_hash, pin):
        return None
    forget_attempts(session, f"pin:{user.id}")
    return user


def check_password(session: Session, username: str, password: str, address: str, now: datetime) -> Started | None:
    """Return a begun staff sign-in when name and password are right, else None; takes as long either way.

    :raises InvalidError: after too many tries on one account or from one address.
    """
    name = username.strip().casefold()[:80]
    if count_attempt(session, f"begin:{address}", now, HOUR) > ADDRESS_TRIES:
        raise InvalidError("", TOO_MANY)
    if count_attempt(session, f"password:{name}", now, HOUR) > PASSWORD_TRIES:
        raise InvalidError("", TOO_MANY)
    user = session.scalar(select(User).where(User.username == name, User.state == UserState.ACTIVE))
    if not is_right_secret(user.password_hash if user else None, password) or user is None:
        return None
    token = secrets.token_urlsafe(32)
    session.add(
        SignInStep(
            token_hash=token_hash(token), user_id=user.id, face=Face.DESK, proved_at=now, expires_at=now + CODE_LIFE
        )
    )
    return Started(token, user, None)


def check_totp(session: Session, step: SignInStep, code: str, now: datetime) -> User | None:
    """Return the member of staff when the authenticator's code is right and new; counts the try.

    :raises InvalidError: after too many wrong codes in this sign-in.
    """
    step.tries += 1
    if step.tries > CODE_TRIES:
        raise InvalidError("code", TOO_MANY)
    user = session.get(User, step.user_id)
    if user is None or user.totp_secret is None:
        return None
    used = find_totp_step(user.totp_secret, code.strip(), user.totp_step, now)
    if used is None:
        return None
    user.totp_step = used
    forget_attempts(session, f"password:{user.username}")
    return user


def open_login(session: Session, user: User, face: Face, device: str, now: datetime) -> str:
    """Sign a browser in and return its new token; the sign-in steps of the user are over (D5)."""
    session.execute(delete(SignInStep).where(SignInStep.user_id == user.id))
    token = secrets.token_urlsafe(32)
    session.add(
        LoginSession(
            token_hash=token_hash(token), user_id=user.id, face=face, device=device[:80], started_at=now, seen_at=now
        )
    )
    is_patient = face is Face.PATIENT
    record_event(session, now, "sign_in", actor_id=user.id, actor_role="patient" if is_patient else "staff",
                 patient_id=user.id if is_patient else None)
    return token


def close_login(session: Session, token: str, now: datetime) -> None:
    """Sign a browser out: its token is dead at once."""
    user_id = session.scalar(
        delete(LoginSession).where(LoginSession.token_hash == token_hash(token)).returning(LoginSession.user_id)
    )
    if user_id is not None:
        record_event(session, now, "sign_out", actor_id=user_id, actor_role="self")


def close_all_logins(session: Session, user_id: int, now: datetime, *, actor_id: int) -> None:
    """Sign a user out everywhere (D11, D17)."""
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))
    record_event(session, now, "sign_out.everywhere", actor_id=actor_id, actor_role="self", object_kind="user",
                 object_id=str(user_id))


def list_logins(session: Session, user_id: int) -> list[LoginSession]:
    """Return where a user is signed in, the latest seen first."""
    query = select(LoginSession).where(LoginSession.user_id == user_id).order_by(LoginSession.seen_at.desc())
    return list(session.scalars(query.limit(20)))


def drop_old_logins(database: Database, now: datetime) -> int:
    """Job: remove sign-ins that can no longer be used; returns how many."""
    with database.transaction() as session:
        old = session.execute(
            delete(LoginSession).where(LoginSession.started_at < now - DAY).returning(LoginSession.id)
        ).all()
        session.execute(delete(SignInStep).where(SignInStep.expires_at < now - DAY))
    return len(old)
