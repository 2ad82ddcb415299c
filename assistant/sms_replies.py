"""The SMS answers to what patients send: one or two segments, and never a word about health (scenario 23)."""

from datetime import datetime
from enum import StrEnum

from core.language import _l, say
from monitoring.care_words import opening_words
from people.identity import find_phone, show_phone
from people.models import CareUnit
from people.opening_hours import is_open


class Reply(StrEnum):
    """What an answer says."""

    RECEIVED = "received"
    IS_IT_RIGHT = "is_it_right"
    UNREADABLE = "unreadable"
    REPEAT = "repeat"
    REPEAT_SOON = "repeat_soon"
    CALL_TODAY = "call_today"
    CALL_112 = "call_112"
    QUESTIONS = "questions"
    WHICH = "which"
    SWAP = "swap"
    CONVERT = "convert"
    COMMA = "comma"
    WHOSE = "whose"
    DECLINED = "declined"
    ANSWER_WAITS = "answer_waits"
    WEB_ONLY = "web_only"
    WHO = "who"
    WHO_UNKNOWN = "who_unknown"
    CRISIS = "crisis"


TEXTS = {
    Reply.RECEIVED: _l("Tack, vi har tagit emot det."),
    Reply.IS_IT_RIGHT: _l("Stämmer det? Svara JA eller skicka igen."),
    Reply.UNREADABLE: _l("Vi kunde inte läsa talen. Titta efter och skicka dem igen."),
    Reply.REPEAT: _l("Tack. Vila i 5 minuter, gör om det och skicka igen. Ring 112 om det är akut."),
    Reply.REPEAT_SOON: _l(
        "Gör nu som ni har kommit överens om. Gör om det om 15 minuter och skicka igen. Ring 112 om det är akut."
    ),
    Reply.CALL_112: _l("Ring 112 nu. Vänta inte på svar här."),
    Reply.QUESTIONS: _l("Tack. Vi har frågor till dig. Logga in och svara, eller ring oss på %(phone)s."),
    Reply.WHICH: _l(
        "Vi förstod inte vad talet gäller. Svara med ett ord för det, eller med radens nummer på ditt kort."
    ),
    Reply.SWAP: _l("Talen verkar stå i omvänd ordning. Svara JA om vi ska byta plats på dem, annars skicka igen."),
    Reply.CONVERT: _l("Talet verkar skrivet på ett annat sätt än vi brukar. Svara JA så räknar vi om det, annars "
                      "skicka igen."),
    Reply.COMMA: _l("Saknas det ett komma före sista siffran? Svara JA om vi ska sätta dit det, annars skicka igen."),
    Reply.WHOSE: _l("Vi tar bara emot dina egna tal här. Svara JA om de är dina."),
    Reply.DECLINED: _l("Då sparar vi inget. Skicka igen när du vill."),
    Reply.ANSWER_WAITS: _l("Tack, vi har tagit emot det. Ett svar finns redan att läsa. Logga in när det passar dig."),
    Reply.WEB_ONLY: _l("Det här går bara på webben. Logga in när det passar dig, eller ring oss på %(phone)s."),
    Reply.WHO: _l("Flera använder det här numret. Svara med förnamnet på den som det gäller."),
    Reply.WHO_UNKNOWN: _l("Vi vet inte vem det gäller. Skriv förnamnet först i sms:et, eller ring oss på %(phone)s."),
    Reply.CALL_TODAY: _l("Ring oss i dag på %(phone)s eller 1177. Ring 112 om det är akut."),
    Reply.CRISIS: _l(
        "Är det fara för livet, ring 112 nu. Ring 90101 dygnet runt om du vill prata, eller 1177 för råd. %(reads)s"
    ),
}
NOBODY_READS = _l("Ingen läser det här just nu.")
READS = _l("Vi läser %(hours)s. Vänta inte på svar här.")


def write_reply(reply: Reply, language: str, unit: CareUnit | None, now: datetime) -> str:
    """Return an answer in a language.

    :param unit: who is called and who reads; None when nobody knows whose the number is.
    """
    phone = show_phone(find_phone(unit.phone)) or unit.phone if unit else "1177"
    reads = say(language, NOBODY_READS)
    if unit is not None and is_open(unit, now):
        reads = say(language, READS, hours=opening_words(unit, language))
    return say(language, TEXTS[reply], phone=phone, reads=reads)
