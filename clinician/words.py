"""Says a Swedish sentence in the reader's language, with a type that checkers can follow."""

from flask_babel import gettext


def _(sentence: str, **places: object) -> str:
    """Return a sentence in the reader's language with its named places filled in."""
    return str(gettext(sentence, **places))
