"""Signing in, for patients and staff: two factors, limited tries, and no hint whether an account exists."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from core.audit import record_event
from core.clock import local_date
from core.crypto import keyring, token_hash
from core.db import Database
from core.errors import InvalidError
from core.language import _l
from people.attempts import count_attempt, forget_attempts, give_back_attempts
from people.identity import find_by_identity
from people.models import Role, User, UserRole, UserState
from people.passwords import find_totp_step, is_right_secret
from people.session_models import Face, LoginSession, SignInStep, StaffInvitation
from people.viewer import ABSOLUTE, IDLE

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
"""Tries per code; with at most ten codes a day a guess succeeds once in 20 000 (reliability.md D1)."""
CODES_A_DAY, CODES_FROM_AN_ADDRESS = 10, 6
"""One address alone cannot use up an account's codes and so lock its owner out (D2)."""
PIN_TRIES = 5
PASSWORD_TRIES, PASSWORD_TRIES_EVERYWHERE = 10, 30
TOTP_TRIES = 10
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
    code = _new_code(session, user, address, now)
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


def send_new_code(session: Session, step: SignInStep, token: str, address: str, now: datetime) -> Started:
    """Make a new code for a sign-in under way; the old one is dead, and the answer looks the same for nobody.

    :raises InvalidError: after too many tries from one address.
    """
    if count_attempt(session, f"begin:{address}", now, HOUR) > ADDRESS_TRIES:
        raise InvalidError("", TOO_MANY)
    user = session.get(User, step.user_id) if step.user_id else None
    code = _new_code(session, user, address, now)
    step.code_hash = _code_hash(token, code) if code else None
    step.tries, step.proved_at, step.expires_at = 0, None, now + CODE_LIFE
    return Started(token, user if code else None, code)


def _new_code(session: Session, user: User | None, address: str, now: datetime) -> str | None:
    """Return six random digits, or None when there is nobody to send them to or the day's codes are used up."""
    whose = str(user.id) if user else "nobody"
    here = count_attempt(session, f"codes:{whose}:{address}", now, DAY)
    if user is None or here > CODES_FROM_AN_ADDRESS:
        return None
    if count_attempt(session, f"codes:{whose}", now, DAY) > CODES_A_DAY:
        return None
    return f"{secrets.randbelow(1_000_000):06d}"


def give_back_codes(session: Session, user: User, address: str) -> None:
    """Take the codes of a sign-in that succeeded off the day's count: they were its owner's."""
    give_back_attempts(session, [f"codes:{user.id}", f"codes:{user.id}:{address}"])


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
    tries = _count_try(session, step)
    fits = hmac.compare_digest(step.code_hash or "", _code_hash(token, "".join(code.split())))
    right = fits and tries <= CODE_TRIES
    if right:
        step.code_hash, step.proved_at, step.tries = None, now, 0
        step.expires_at = now + CODE_LIFE
    return right


def _count_try(session: Session, step: SignInStep) -> int:
    """Count a try on a sign-in under way; many at once are taken one after the other, so that none is free."""
    session.flush()
    session.refresh(step, with_for_update=True)
    step.tries += 1
    return step.tries


def find_proved_user(session: Session, step: SignInStep) -> User | None:
    """Return the active user whose first factor this sign-in has proved, or None."""
    user = session.get(User, step.user_id) if step.user_id and step.proved_at else None
    return user if user is not None and user.state is UserState.ACTIVE else None


def check_pin(session: Session, step: SignInStep, pin: str, now: datetime) -> User | None:
    """Return the patient when the PIN is right after a right code; the try is counted either way.

    :raises InvalidError: after too many wrong PINs in an hour.
    """
    user = find_proved_user(session, step)
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
    here = count_attempt(session, _password_key(name, address), now, HOUR)
    everywhere = count_attempt(session, _password_key(name), now, HOUR)
    if here > PASSWORD_TRIES or everywhere > PASSWORD_TRIES_EVERYWHERE:
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


def _password_key(name: str, address: str = "") -> str:
    """Return the counter's key; the name is hashed, as people happen to type their password there."""
    return f"password:{token_hash(name)[:32]}:{address}"


def check_totp(session: Session, step: SignInStep, code: str, now: datetime) -> User | None:
    """Return the member of staff when the authenticator's code is right and new; counts the try.

    :raises InvalidError: after too many wrong codes in this sign-in, or in an hour.
    """
    if _count_try(session, step) > CODE_TRIES:
        raise InvalidError("code", TOO_MANY)
    user = find_proved_user(session, step)
    if user is None or not is_fresh_totp(session, user, code, now):
        return None
    give_back_attempts(session, [_password_key(user.username or "")])
    return user


def is_fresh_totp(session: Session, user: User, code: str, now: datetime) -> bool:
    """Tell whether an authenticator's code is right and was never used, and use it up.

    :raises InvalidError: after too many wrong codes in an hour.
    """
    if count_attempt(session, f"totp:{user.id}", now, HOUR) > TOTP_TRIES:
        raise InvalidError("code", TOO_MANY)
    used = find_totp_step(user.totp_secret, "".join(code.split()), user.totp_step, now) if user.totp_secret else None
    if used is None:
        return False
    # Two browsers with the same code at the same moment: the database lets one of them have it.
    newer = update(User).where(User.id == user.id, User.totp_step < used).values(totp_step=used).returning(User.id)
    if session.execute(newer).first() is None:
        return False
    forget_attempts(session, f"totp:{user.id}")
    return True


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


def close_one_login(session: Session, user_id: int, public_id: str, now: datetime) -> bool:
    """Sign one of a user's own browsers out; False when it was signed out already or is somebody else's."""
    mine = delete(LoginSession).where(LoginSession.user_id == user_id, LoginSession.public_id == public_id)
    if session.execute(mine.returning(LoginSession.id)).first() is None:
        return False
    record_event(session, now, "sign_out", actor_id=user_id, actor_role="self")
    return True


def close_all_logins(
    session: Session, user_id: int, now: datetime, *, actor_id: int, actor_role: str = "self", keep: str = ""
) -> None:
    """Sign a user out everywhere (D11, D17), and end the sign-ins that are under way.

    :param keep: public id of a session that stays, for somebody who changes a secret of his own.
    """
    session.execute(delete(SignInStep).where(SignInStep.user_id == user_id))
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id, LoginSession.public_id != keep))
    record_event(session, now, "sign_out.everywhere", actor_id=actor_id, actor_role=actor_role, object_kind="user",
                 object_id=str(user_id))


def list_logins(session: Session, user_id: int, now: datetime) -> list[LoginSession]:
    """Return where a user is signed in and could still go on, the latest seen first."""
    alive = or_(
        *(
            (LoginSession.face == face)
            & (LoginSession.seen_at > now - IDLE[face])
            & (LoginSession.started_at > now - ABSOLUTE[face])
            for face in Face
        )
    )
    query = select(LoginSession).where(LoginSession.user_id == user_id, alive)
    return list(session.scalars(query.order_by(LoginSession.seen_at.desc()).limit(20)))


def drop_old_logins(database: Database, now: datetime) -> int:
    """Job: remove sign-ins and invitations that can no longer be used; returns how many sign-ins."""
    with database.transaction() as session:
        old = session.execute(
            delete(LoginSession).where(LoginSession.started_at < now - DAY).returning(LoginSession.id)
        ).all()
        session.execute(delete(SignInStep).where(SignInStep.expires_at < now - DAY))
        session.execute(delete(StaffInvitation).where(StaffInvitation.expires_at < now - DAY))
    return len(old)
