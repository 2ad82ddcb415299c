"""The words of a form by SMS: questions by their number, the words themselves stand on the patient's own card (S14)."""

from assistant.steps import Step, StepKind
from core.language import _l, say

ROW_NUMBER = _l("Nu rad %(row)s på ditt kort: skriv det du läser av.")
ROW_CHECK = _l("Nu rad %(row)s på ditt kort: %(num)s frågor. Svara på en i taget, eller alla på en rad med mellanslag.")
DAY_ROW = _l("Dagens rad: %(num)s frågor, de står på ditt kort.")
COUNTED = _l("Fråga %(number)s av %(of)s: %(how)s.")
LETTERED = _l("Fråga %(letter)s på ditt kort: %(how)s.")
YES_NO = _l("svara JA eller NEJ")
THREE = _l("svara 0, 1 eller 2")
DIGITS = _l("svara med en siffra, %(first)s till %(last)s")
NUMBER = _l("svara med ett tal, %(low)s till %(high)s")
CLOCK = _l("svara med ett klockslag, till exempel 06.40")
MISFIT = _l("Det svaret passade inte.")
CONTRADICTS = _l("Svaren går inte ihop. Vi tar dem en gång till.")
LATER = _l("Det går bra. Svara JA när du vill fortsätta i dag.")
GONE = _l("Det är redan klart. Tack.")
THANKS = _l("Tack.")
DONE = _l("Det var allt för nu.")
NEXT = _l("Nästa gång är %(when)s.")
READ_BY = _l("Vi läser det senast %(day)s.")
REST_ON_WEB = _l("Tack. Resten av dagens rad går bara på webben. Logga in när det passar dig.")
ONCE_MORE = _l("Vänta 1-2 minuter, gör om rad %(row)s en gång till och skicka.")
SENTENCES = (
    ROW_NUMBER, ROW_CHECK, DAY_ROW, COUNTED, LETTERED, YES_NO, THREE, DIGITS, NUMBER, CLOCK, MISFIT, CONTRADICTS, LATER,
    GONE, THANKS, DONE, NEXT, READ_BY, REST_ON_WEB, ONCE_MORE,
)  # fmt: skip


def say_how(step: Step, language: str) -> str:
    """Return how a question is answered, without telling what it is about."""
    if step.kind is StepKind.TIME:
        return say(language, CLOCK)
    if step.kind is StepKind.NUMBER:
        return say(language, NUMBER, low=step.low, high=step.high)
    digits = [one.digit for one in step.options]
    if step.is_yes_no:
        return say(language, YES_NO)
    if digits == ["0", "1", "2"]:
        return say(language, THREE)
    return say(language, DIGITS, first=digits[0], last=digits[-1])


def say_question(step: Step, number: int, of: int, language: str) -> str:
    """Return a question by its number or its letter on the card."""
    how = say_how(step, language)
    if step.letter:
        return say(language, LETTERED, letter=step.letter, how=how)
    return say(language, COUNTED, number=number, of=of, how=how)
