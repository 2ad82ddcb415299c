"""Every text that leaves as an SMS: one segment each, and nothing in it tells about health (reliability.md A17)."""

import re
from enum import StrEnum

from core.language import _l, say
from people.models import CareUnit, User

GSM_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ!\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_DOUBLE = frozenset("\f^{}\\[~]|€")
"""Characters that take two places each (3GPP TS 23.038)."""
SIGNATURE_MAX = 30

HEALTH_STEMS = (
    "alkohol", "anxi", "ätstör", "behandl", "beroende", "blodtr", "blood", "cancer", "depres", "diabet",
    "diagno", "exponering", "heart", "hjärt", "läkem", "medici", "mental", "nedstäm", "ångest", "panik",
    "panic", "psyk", "psych", "rehab", "sjuk", "skattning", "sleep", "sömn", "smärt", "stress", "suic",
    "självmord", "symt", "symptom", "terap", "therap", "treatm", "worry",
)  # fmt: skip
HEALTH_STARTS = ("kbt", "cbt", "oro", "puls", "pulse", "tryck", "värk")
HEALTH = re.compile("|".join((*HEALTH_STEMS, *(rf"\b{word}" for word in HEALTH_STARTS))), re.IGNORECASE)


class TextId(StrEnum):
    """Which text; R1 to R8 are those of clinical/programs.md A6."""

    MODULE_UNLOCKED = "R1"
    MODULE_WAITING = "R2"
    MODULE_UNSENT = "R3"
    RATING_DUE = "R4"
    DIARY = "R5"
    MESSAGE = "R6"
    INACTIVE = "R7"
    LAST_WEEK = "R8"
    LETTER = "letter"
    WEEK = "week"
    MEASURE = "measure"
    MEASURE_BY_SMS = "measure_by_sms"
    MEASURE_AGAIN = "measure_again"
    MEASURE_AGAIN_BY_SMS = "measure_again_by_sms"
    RECHECK = "recheck"
    MESSAGE_BY_PHONE = "message_by_phone"
    INVITATION = "invitation"
    CODE = "code"
    TEST = "test"
    STOPPED = "stopped"
    STARTED = "started"
    HELP = "help"
    ALARM = "alarm"


TEXTS = {
    TextId.MODULE_UNLOCKED: _l("Ett nytt avsnitt finns att läsa. Logga in när det passar dig. /%(unit)s"),
    TextId.MODULE_WAITING: _l(
        "En påminnelse: ett avsnitt väntar på dig när du loggar in. 15 minuter räcker för att börja. /%(unit)s"
    ),
    TextId.MODULE_UNSENT: _l(
        "Hur går det? Logga in och skicka in det du hunnit med, så hjälper vi dig vidare. /%(unit)s"
    ),
    TextId.RATING_DUE: _l("Dags för veckans frågor. Det tar 2-3 minuter. Logga in när det passar dig. /%(unit)s"),
    TextId.DIARY: _l("Dagens rad i dagboken tar en minut. Logga in, eller svara JA så tar vi den här. /%(unit)s"),
    TextId.MESSAGE: _l("Du har ett meddelande. Logga in för att läsa. /%(unit)s"),
    TextId.INACTIVE: _l("Vi har inte sett dig på ett tag. Logga in och svara gärna, även om du vill pausa. /%(unit)s"),
    TextId.LAST_WEEK: _l("Snart är det klart. Logga in och svara på de avslutande frågorna. /%(unit)s"),
    TextId.LETTER: _l("Du har något nytt att läsa. Logga in när det passar dig. /%(unit)s"),
    TextId.WEEK: _l("Din sammanfattning av veckan finns att läsa. Logga in när det passar dig. /%(unit)s"),
    TextId.MEASURE: _l("Dags att fylla i dagens uppgifter. Det tar en minut. /%(unit)s"),
    TextId.MEASURE_BY_SMS: _l("Dags för dagens uppgifter. Svara JA så tar vi en rad i taget på ditt kort. /%(unit)s"),
    TextId.MEASURE_AGAIN: _l(
        "Det var några dagar sedan vi hördes. Logga in och svara när det passar, eller säg till om du är borta. "
        "/%(unit)s"
    ),
    TextId.MEASURE_AGAIN_BY_SMS: _l(
        "Det var några dagar sedan vi hördes. Svara JA när det passar, så tar vi en rad i taget. /%(unit)s"
    ),
    TextId.RECHECK: _l("Dags att göra om det och svara igen. Ring 112 om det är akut. /%(unit)s"),
    TextId.MESSAGE_BY_PHONE: _l("Vi vill gärna prata med dig. Ring oss på %(phone)s när det passar. /%(unit)s"),
    TextId.INVITATION: _l(
        "Välkommen. Logga in på %(link)s med ditt telefonnummer. Svara STOPP om du inte vill ha sms. /%(unit)s"
    ),
    TextId.CODE: _l("Din kod är %(code)s. Den gäller i 10 minuter. Lämna den inte till någon."),
    TextId.TEST: _l("Det här är ett test från %(unit)s. Säg till mottagningen att du har fått det."),
    TextId.STOPPED: _l(
        "Du får inga fler sms från oss. Koder skickas när du själv loggar in. Svara START om du ändrar dig."
    ),
    TextId.STARTED: _l("Nu får du sms från oss igen. Svara STOPP om du vill sluta få sms."),
    TextId.HELP: _l(
        "Det här numret läses inte dygnet runt. Ring 1177 för råd och 112 i en nödsituation. "
        "Svara STOPP för att sluta få sms."
    ),
    TextId.ALARM: _l("Ett ärende väntar överst i arbetslistan. Logga in."),
}  # fmt: skip


def write_text(text_id: TextId, language: str, **places: str) -> str:
    """Return a text in a language with its places filled in.

    :param places: ``code`` for CODE, ``link`` for INVITATION, ``phone`` for MESSAGE_BY_PHONE,
        ``unit`` (from ``sign_as``) wherever the text is signed.
    """
    return say(language, TEXTS[text_id], **places)


def write_to(user: User, unit: CareUnit, text_id: TextId, **places: str) -> str:
    """Return a text in a person's own language, signed by the unit."""
    return write_text(text_id, user.language, unit=sign_as(unit.name, user.language), **places)


def sign_as(unit_name: str, language: str = "sv") -> str:
    """Return how a unit signs: its name, cut at a word, or a neutral word when the name tells about health."""
    name = "".join(sign if is_gsm(sign) else " " for sign in unit_name)
    name = " ".join(name.split())
    if not name or has_health_word(name):
        return say(language, _l("Mottagningen"))
    if len(name) <= SIGNATURE_MAX:
        return name
    return name[: SIGNATURE_MAX + 1].rsplit(" ", 1)[0][:SIGNATURE_MAX]


def has_health_word(text: str) -> bool:
    """Tell whether a text holds a word that says something about somebody's health."""
    return HEALTH.search(text) is not None


def is_gsm(text: str) -> bool:
    """Tell whether a text can be written in the GSM 7-bit alphabet, å ä ö é included."""
    return all(sign in GSM_PLAIN or sign in GSM_DOUBLE for sign in text)


def segments(text: str) -> int:
    """Return how many parts an SMS is sent in: 160 places (153 in each of several), or 70 (67) with other signs.

    Source: 3GPP TS 23.038 and 23.040; a double-width sign is never split between parts.
    """
    if is_gsm(text):
        return _parts([2 if sign in GSM_DOUBLE else 1 for sign in text], 160, 153)
    return _parts([len(sign.encode("utf-16-be")) // 2 for sign in text], 70, 67)


def _parts(widths: list[int], alone: int, together: int) -> int:
    if sum(widths) <= alone:
        return 1
    parts, used = 1, 0
    for width in widths:
        if used + width > together:
            parts, used = parts + 1, 0
        used += width
    return parts
