"""Passwords, PINs and time-based codes: hashed with argon2id, used once, never logged."""

import unicodedata
from datetime import datetime
from itertools import pairwise

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import InvalidError
from core.language import _l

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's m=19456, t=2, p=1 for argon2id (libraries.md 1, row 6)."""
DUMMY_HASH = HASHER.hash("nobody's password, so that a wrong name takes as long as a wrong password")
MIN_LENGTH, MAX_LENGTH = 12, 200
COMMON = ("lösenord", "losenord", "sommar", "vinter", "sjukhus", "password", "qwerty", "välkommen", "valkommen")
TOTP_STEP_SECONDS = 30


def _normal(secret: str) -> str:
    return unicodedata.normalize("NFKC", secret)


def hash_secret(secret: str) -> str:
    """Return the argon2id hash of a password or PIN."""
    return HASHER.hash(_normal(secret))


def is_right_secret(stored: str | None, secret: str) -> bool:
    """Tell whether a secret fits its hash; takes as long when there is no hash."""
    tried = _normal(secret[: 4 * MAX_LENGTH])[:MAX_LENGTH]
    try:
        return HASHER.verify(stored or DUMMY_HASH, tried) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def check_new_password(password: str, username: str) -> None:
    """Raise InvalidError with what to write instead when a new password is too easy to guess."""
    plain = _normal(password).casefold()
    if not MIN_LENGTH <= len(plain) <= MAX_LENGTH:
        raise InvalidError("password", _l("Välj ett lösenord med minst 12 tecken."))
    named = bool(username) and username.casefold() in plain
    if len(set(plain)) < 5 or named or any(plain.startswith(word) for word in COMMON):
        raise InvalidError("password", _l("Lösenordet är lätt att gissa. Välj till exempel fyra ord i rad."))


def check_new_pin(pin: str, again: str) -> None:
    """Raise InvalidError when a new PIN is not six digits, too easy, or typed differently the second time."""
    if not (len(pin) == 6 and pin.isascii() and pin.isdigit()):
        raise InvalidError("new_pin", _l("Skriv sex siffror."))
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise InvalidError("new_pin", _l("Den koden är lätt att gissa. Välj sex andra siffror."))
    if pin != again:
        raise InvalidError("again", _l("Koderna är inte lika. Skriv samma kod två gånger."))


def new_totp_secret() -> str:
    """Return a fresh secret for an authenticator app."""
    return pyotp.random_base32()


def totp_link(secret: str, username: str) -> str:
    """Return the otpauth link that an authenticator app reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name="Egenväg")


def find_totp_step(secret: str, code: str, last_step: int, now: datetime) -> int | None:
    """Return the time step a code belongs to, or None when it is wrong or was used before (RFC 6238, 5.2)."""
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        return None
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // TOTP_STEP_SECONDS
    for step in (current - 1, current, current + 1):
        if step > last_step and pyotp.utils.strings_equal(totp.generate_otp(step), code):
            return step
    return None
