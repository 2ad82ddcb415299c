"""Reads phone numbers and personnummer as people write them, and finds users by them without storing them readable."""

import re
from datetime import date

import phonenumbers
from personnummer import personnummer
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.crypto import keyring
from core.errors import InvalidError
from core.language import _l
from people.models import User

DASHES = "‐‑‒–—−"
OLDEST_YEARS = 125
MAX_LENGTH = 40


def find_phone(text: str, region: str = "SE") -> str | None:
    """Return a phone number in E.164 form, or None when the text is not one that could exist."""
    if len(text) > MAX_LENGTH:
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def show_phone(number: str | None) -> str:
    """Return an E.164 number as people in its country write it: 070-174 06 05."""
    if not number:
        return ""
    parsed = phonenumbers.parse(number, "SE")
    national = parsed.country_code == 46
    style = phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, style))


def find_personnummer(text: str, today: date) -> str | None:
    """Return a personnummer or samordningsnummer as 12 digits, or None when it is not a valid one.

    Accepts spaces, any dash, 10 or 12 digits, and + for people over a hundred; refuses dates to come and
    ages no one has reached (libraries.md 1, row 11).
    """
    tidy = re.sub(rf"[{DASHES}]", "-", re.sub(r"\s+", "", text[:MAX_LENGTH]))
    if not re.fullmatch(r"[0-9]{6}(?:[0-9]{2})?[-+]?[0-9]{4}", tidy):
        return None
    try:
        parsed = personnummer.parse(tidy)
    except (personnummer.PersonnummerException, ValueError):
        return None
    digits = re.sub(r"[-+]", "", str(parsed.format(True)))
    born = birth_date(digits)
    if born > today or today.year - born.year > OLDEST_YEARS:
        return None
    return digits


def birth_date(digits: str) -> date:
    """Return the date of birth in a 12-digit personnummer; a samordningsnummer has 60 added to the day."""
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    return date(year, month, day - 60 if day > 60 else day)


def age_on(born: date | None, day: date) -> int | None:
    """Return somebody's age in whole years on a day, or None when the birth date is unknown."""
    if born is None:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def phone_hash(number: str) -> str:
    """Return the keyed hash by which an E.164 number is looked up."""
    return keyring().keyed_hash(number, "phone")


def personnummer_hash(digits: str) -> str:
    """Return the keyed hash by which a 12-digit personnummer is looked up."""
    return keyring().keyed_hash(digits, "personnummer")


def set_phone(user: User, text: str) -> None:
    """Give a user a phone number; raises InvalidError for something that cannot be one."""
    number = find_phone(text)
    if number is None:
        raise InvalidError("phone", _l("Skriv ett mobilnummer, till exempel 070-174 06 05."))
    if number != user.phone:
        user.phone, user.phone_hash, user.phone_verified_at = number, phone_hash(number), None


def set_personnummer(user: User, text: str, today: date) -> None:
    """Give a user a personnummer and the birth date in it; raises InvalidError for an invalid one."""
    digits = find_personnummer(text, today)
    if digits is None:
        raise InvalidError("personnummer", _l("Skriv personnumret med tolv siffror, till exempel 19121212-1212."))
    user.personnummer, user.personnummer_hash = digits, personnummer_hash(digits)
    user.birth_date = birth_date(digits)


def is_identity(text: str, today: date) -> bool:
    """Tell whether a text can be a personnummer or a phone number; twelve digits from 1900 on are no phone."""
    if find_personnummer(text, today) is not None:
        return True
    tidy = re.sub(rf"[\s{DASHES}+-]", "", text[:MAX_LENGTH])
    return re.fullmatch(r"(?:19|20)[0-9]{10}", tidy) is None and find_phone(text) is not None


def find_by_identity(session: Session, text: str, today: date) -> list[User]:
    """Return the users a personnummer or phone number may mean: none, one, or several on a shared phone.

    Ten digits can be both (070-131 ... reads as a coordination number born in 2007), so both are looked up;
    a personnummer goes before a phone number.
    """
    digits, number = find_personnummer(text, today), find_phone(text)
    wanted = or_(
        User.personnummer_hash == personnummer_hash(digits or ""), User.phone_hash == phone_hash(number or "")
    )
    users = list(session.scalars(select(User).where(wanted).order_by(User.id).limit(6)))
    owners = [user for user in users if digits and user.personnummer_hash == personnummer_hash(digits)]
    return owners or users
