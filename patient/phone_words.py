"""Writes telephone numbers on the patient's pages as people in their country do, and never over two lines."""

from core.crisis_lines import keep_together
from people.identity import find_phone, show_phone


def phone_text(number: str) -> str:
    """Return a number such as 08-465 004 10, however the unit has written it; what is no number stands as it is."""
    found = find_phone(number)
    return keep_together(show_phone(found) if found else number)
