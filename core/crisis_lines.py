"""The telephone lines for somebody in crisis, in both languages, with the day each was compared with its source."""

from dataclasses import dataclass
from datetime import date, timedelta

CHECK_EVERY = timedelta(days=183)
"""Numbers are verified anew every six months (clinical/instruments.md 4.3)."""

Texts = dict[str, str]


@dataclass(frozen=True)
class CrisisLine:
    """One line to call.

    :param number: what is dialled.
    :param title: what is written on the card, verb first, per language.
    :param text: who answers and when, per language.
    :param source: where the number and the hours come from.
    :param verified: the day they were compared with the source.
    """

    key: str
    number: str
    title: Texts
    text: Texts
    source: str
    verified: date


def keep_together(number: str) -> str:
    """Return a telephone number that is never broken over two lines: no-break spaces, and joined hyphens."""
    return number.replace(" ", "\u00a0").replace("-", "-\u2060")


CARD = "clinical/instruments.md 4.3"
CHECKED = date(2026, 11, 22)

LINES = (
    CrisisLine(
        "sos", "112",
        {"sv": "Ring 112", "en": "Call 112"},
        {"sv": "Fara för livet, ditt eget eller någon annans", "en": "Danger to life, your own or someone else’s"},
        CARD, CHECKED,
    ),
    CrisisLine(
        "suicide", "90101",
        {"sv": "Ring 90101", "en": "Call 90101"},
        {"sv": "Självmordslinjen. Dygnet runt, du får vara anonym",
         "en": "Suicide helpline (in Swedish). Day and night, you may be anonymous"},
        CARD, CHECKED,
    ),
    CrisisLine(
        "advice", "1177",
        {"sv": "Ring 1177", "en": "Call 1177"},
        {"sv": "Råd om vård, dygnet runt", "en": "Advice about care, day and night"},
        CARD, CHECKED,
    ),
    CrisisLine(
        "fellow", "08-702 16 80",
        {"sv": "Ring " + keep_together("08-702 16 80"), "en": "Call " + keep_together("08-702 16 80")},
        {"sv": "Jourhavande medmänniska. Klockan 21 till 06",
         "en": "A fellow human being on duty (in Swedish). 21:00 to 06:00"},
        CARD, CHECKED,
    ),
    CrisisLine(
        "priest", "112",
        {"sv": "Ring 112 och be om prästen", "en": "Call 112 and ask for the priest"},
        {"sv": "Jourhavande präst. Klockan 21 till 06", "en": "Priest on duty. 21:00 to 06:00"},
        CARD, CHECKED,
    ),
    CrisisLine(
        "children", "116 111",
        {"sv": "Ring " + keep_together("116 111"), "en": "Call " + keep_together("116 111")},
        {"sv": "Bris, för dig som är under 18 år", "en": "Bris, for you who are under 18"},
        CARD, CHECKED,
    ),
)

HEADING: Texts = {"sv": "Du behöver inte vara ensam i det här", "en": "You don’t have to be alone in this"}
LEAD: Texts = {"sv": "Tryck på ett nummer för att ringa.", "en": "Tap a number to call."}
MORE: Texts = {"sv": "Någon att prata med", "en": "Someone to talk to"}
NOBODY_READS: Texts = {
    "sv": "Det du skriver i appen läses bara när din mottagning har öppet.",
    "en": "What you write in the app is read only when your clinic is open.",
}
CALL_INSTEAD: Texts = {
    "sv": "Vänta inte på svar här. Ring om du behöver någon nu.",
    "en": "Don’t wait for an answer here. Call if you need someone now.",
}
FIRST = ("sos", "suicide", "advice")
"""The lines that stand first, on every card of crisis help (requirements.md S2)."""


def get_line(key: str) -> CrisisLine:
    """Return a line by its key; raises KeyError for an unknown one."""
    return {line.key: line for line in LINES}[key]


def first_lines() -> tuple[CrisisLine, ...]:
    """Return the three lines that stand first."""
    return tuple(get_line(key) for key in FIRST)


def other_lines() -> tuple[CrisisLine, ...]:
    """Return the lines that stand below the first three."""
    return tuple(line for line in LINES if line.key not in FIRST)


def list_unchecked_lines(today: date) -> list[CrisisLine]:
    """Return the lines whose number nobody has compared with its source for six months."""
    return [line for line in LINES if today - line.verified > CHECK_EVERY]
