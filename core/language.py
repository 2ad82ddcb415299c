"""Says sentences in the reader's language outside a web request; the rooms below the faces use it."""

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = ("sv", "en")
DEFAULT_LANGUAGE = "sv"
_KEPT_NUMBER = re.compile(r"-?[0-9]+\.[0-9]+")


def _l(sentence: str) -> str:
    """Mark a Swedish sentence for the catalogues and return it unchanged."""
    return sentence


@cache
def load_catalogue(language: str) -> NullTranslations:
    """Read the catalogue of a language from its .po file, once per process."""
    from io import BytesIO

    source = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not source.exists():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def say(language: str, sentence: str, **places: object) -> str:
    """Return the sentence in a language with its named places filled in.

    :param language: "sv" or "en"; anything else is read as Swedish.
    :param sentence: the Swedish sentence, as marked with ``_l``.
    """
    chosen = language if language in LANGUAGES else DEFAULT_LANGUAGE
    text = str(load_catalogue(chosen).gettext(sentence))
    return text % places if places else text


def write_number(language: str, value: object) -> object:
    """Write a Decimal, or one that was kept as "83.2", with the decimal sign of a language; the rest as it is."""
    if isinstance(value, str) and _KEPT_NUMBER.fullmatch(value):
        value = Decimal(value)
    if not isinstance(value, Decimal):
        return value
    locale = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return format_decimal(value, format="0.###", locale=locale)
