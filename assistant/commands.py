"""Reads the few whole-message commands of an SMS: STOPP, START, HJÄLP, "fel nummer", JA and NEJ."""

import re
from enum import StrEnum

from assistant.normalise import normalise


class Command(StrEnum):
    """What a whole message may command; anything else is text for the assistant or a human."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    WRONG_NUMBER = "wrong_number"
    YES = "yes"
    NO = "no"


_POLITE = re.compile(r"\b(?:tack|snälla|please|thanks|thank you)\b")
_NOT_WORDS = re.compile(r"[^\w\s]+|_")

_WORDS: dict[Command, str] = {
    Command.STOP: (
        r"sto+p+|stop ?all|unsubscribe|cancel|end|quit|revoke|opt ?out|avsluta sms|avregistrera|sluta|"
        r"(?:sluta|sluta att) (?:skicka|sms:?a|smsa|påminna)(?: (?:mig|sms|meddelanden|påminnelser))*|"
        r"(?:jag vill ha |skicka )?inga (?:fler|mer) (?:sms|meddelanden|påminnelser)|"
        r"(?:stoppa|stäng av|avsluta) (?:sms|påminnelser|påminnelserna|alla sms)|"
        r"stopp? (?:sms|nu|skicka inga fler sms)|no more (?:sms|texts|messages|text messages)|stop texting(?: me)?"
    ),
    Command.START: r"start|starta|unstop|starta (?:sms|igen|om)|start igen|börja igen",
    Command.HELP: r"hjälp|hjalp|help|info|information|hjälp mig|help me",
    Command.WRONG_NUMBER: (
        r"(?:(?:ni|du) har (?:fått |skickat till |ringt )?|det är |det här är |skickat till )?"
        r"(?:fel (?:nummer|nr|person|telefonnummer)|felnummer|felnr)|"
        r"you have (?:the |a )?wrong number|(?:this is (?:the )?)?wrong (?:number|person)|"
        r"jag är inte (?:den|rätt) person(?:en)?|inte mitt nummer|nummret är fel|numret är fel"
    ),
    Command.YES: (
        r"j|ja|jaa+|japp|jepp|jajamän|jajamensan|jadå|jodå|jo|yes|yep|yeah|y|"
        r"(?:ja )?(?:det )?stämmer(?: bra)?|ja det (?:är|gör|har) (?:det|jag|rätt)|det är rätt|that's right|correct"
    ),
    Command.NO: (
        r"n|nej|nejdå|nä|nää+|nae|nix|nope|no|(?:nej )?(?:det )?stämmer (?:inte|ej)|(?:nej )?det är fel|"
        r"nej det (?:är|gör|har) (?:det |jag )?inte|not right|incorrect"
    ),
}
_PATTERNS = {command: re.compile(words) for command, words in _WORDS.items()}
_LONGEST = 60


def read_command(text: str) -> Command | None:
    """Return the command that the whole message is, or None.

    A word inside other text is never a command: "hjälp jag får ingen luft" is not HELP, and red flags
    are read before commands (clinical/assistant.md 1). STOP also covers the words that Twilio acts on.
    """
    if len(text) > _LONGEST:
        return None
    bare = _NOT_WORDS.sub(" ", _POLITE.sub(" ", normalise(text)).replace("'", ""))
    words = " ".join(bare.split())
    return next((command for command, pattern in _PATTERNS.items() if pattern.fullmatch(words)), None)
