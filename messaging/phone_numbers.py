"""Phone numbers as SMS need them: which ones we send to, and who an SMS came from."""

import phonenumbers

from core.errors import InvalidError
from core.language import _l
from people.identity import find_phone, phone_hash

COUNTRIES = frozenset({46, 45, 47, 358})
"""Countries we send to: Sweden and its neighbours; others are how codes are milked for money (A19)."""
MOBILE = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
SENDER_MAX = 40

hash_number = phone_hash
"""The keyed hash by which users, stops and the outbox are matched."""


def normalize_number(text: str, field: str = "phone") -> str:
    """Return a mobile number as E.164, such as +46701740605; one without country code is Swedish.

    :param field: the form field to name in an error.
    :raises InvalidError: when it is no number, no mobile or in a country we do not send to.
    """
    number = find_phone(text)
    parsed = phonenumbers.parse(number) if number else None
    if number is None or parsed is None or not phonenumbers.is_valid_number(parsed):
        raise InvalidError(field, _l("Skriv ett mobilnummer, till exempel 070-174 06 05."))
    if parsed.country_code not in COUNTRIES:
        raise InvalidError(field, _l("Vi kan bara skicka sms till nummer i Sverige, Norge, Danmark och Finland."))
    if phonenumbers.number_type(parsed) not in MOBILE:
        raise InvalidError(field, _l("Det är inget mobilnummer. Skriv ett nummer som kan ta emot sms."))
    return number


def normalize_sender(text: str) -> str:
    """Return whom an SMS came from: E.164, or the text as it stands when it is a short name."""
    return find_phone(text) or text.strip()[:SENDER_MAX]


def is_sendable(number: str) -> bool:
    """Tell whether we send to a number in E.164 form."""
    try:
        return normalize_number(number) == number
    except InvalidError:
        return False
