"""What a practical question is answered with by SMS, when the unit lets it: a segment each, nothing about health."""

from datetime import datetime
from zoneinfo import ZoneInfo

from core.language import _l, say
from people.identity import find_phone, show_phone
from people.models import CareUnit
from people.opening_hours import answer_before

ANSWERS = {
    "response_time": _l(
        "Vi svarar senast %(when)s. Kan det inte vänta, ring oss på %(phone)s eller 1177. Ring 112 om det är akut."
    ),
    "reminder_stop": _l("Skriv STOPP så kommer inga fler sms. Skriv START när du vill ha dem igen."),
    "reminder_change": _l("Du ändrar tiden för sms under Inställningar, när du är inloggad. Eller ring %(phone)s."),
    "language": _l("Du byter språk under Inställningar när du är inloggad. Vill du ha tolk, ring oss på %(phone)s."),
    "privacy": _l("Bara personalen hos oss läser det du skriver. Vem som har läst ser du när du är inloggad."),
    "program_next": _l("Logga in, så står det överst vad som kommer härnäst."),
}
"""By topic; every other one is answered by people, or in the thread (clinical/assistant.md S14)."""


def sms_answer(topic: str | None, language: str, unit: CareUnit, now: datetime) -> str:
    """Return the answer to a topic; "" when it is none of these or the unit has not chosen to answer so."""
    text = ANSWERS.get(topic or "") if unit.answers_by_sms else None
    if text is None:
        return ""
    until = answer_before(unit, now).astimezone(ZoneInfo(unit.zone))
    phone = show_phone(find_phone(unit.phone)) or unit.phone
    return say(language, text, when=f"{until.day}/{until.month} {until:%H:%M}", phone=phone)
