"""What the assistant asks of the day when a patient opens the thread: the first row left (programs.md C1 to C4)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from assistant.card import EXAMPLES
from assistant.day_rows import Row, list_left
from core.language import _l, say
from monitoring.series import FACTS, Series
from people.models import CareUnit, User

MORNING, HELLO, EVENING = _l("God morgon."), _l("Hej."), _l("God kväll.")
TURN = _l("Dags för dagens mätning: %(names)s.")
WRITE = _l("Skriv till exempel %(example)s.")
PRESSURE_EXAMPLE = _l("142/86 puls 64")
ANSWER = _l("Vill du svara på frågorna här?")
ANSWER_NOW = _l("Svara nu")
MORNING_ENDS, EVENING_BEGINS = 10, 18


@dataclass(frozen=True)
class DayPrompt:
    """One sentence or three, and the buttons below."""

    text: str
    choices: tuple[tuple[str, str], ...] = ()


def day_prompt(session: Session, patient: User, unit: CareUnit, now: datetime) -> DayPrompt | None:
    """Return what is asked today in a unit's thread, or None when everything is sent; nothing is stored.

    One statement. It is no message: it is there as long as the day is not done, and costs nothing for who never looks.
    """
    left = [row for row in list_left(session, patient, now) if row.measuring.unit.id == unit.id]
    if not left:
        return None
    language = patient.language
    names = ", ".join(say(language, FACTS[row.series].name).lower() for row in left)
    asked, choices = _ask(left[0], language)
    return DayPrompt(" ".join((_greeting(patient, now), say(language, TURN, names=names), asked)), choices)


def _greeting(patient: User, now: datetime) -> str:
    hour = now.astimezone(ZoneInfo(patient.zone)).hour
    words = MORNING if hour < MORNING_ENDS else HELLO if hour < EVENING_BEGINS else EVENING
    return say(patient.language, words)


def _ask(row: Row, language: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    if row.is_check:
        return say(language, ANSWER), ((say(language, FACTS[row.series].name), say(language, ANSWER_NOW)),)
    example = PRESSURE_EXAMPLE if row.series is Series.PRESSURE else EXAMPLES[row.series]
    return say(language, WRITE, example=say(language, example)), ()
