"""Tells whether a message is Swedish or English by its small words (clinical/assistant.md 1)."""

import re

_SWEDISH_WORDS = """
    jag är och att det i på en ett inte som har för med till av den mig min mitt mina kan ska vill vad hur när var
    varför nu idag igår ni du från om efter innan mår tog sov hej tack nej ja visa mer ingen inga sen två timmar
    steg puls vikt blodtryck socker feber slag kilo fasta grader medicinen glömde tagit hos vem finns
"""
_SWEDISH = frozenset(_SWEDISH_WORDS.split())
_ENGLISH_WORDS = """
    i the is and to my it of a an in for on do does did what how when why can you are am was have has not don't
    i'm with me this that should would could today yesterday please be at from took slept feel no yes hello thanks
    hi hey pulse weight pressure sugar steps fever stop help reading show will need want been
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_WORD = re.compile(r"[a-zåäöé']+")


def language_of(text: str, default: str) -> str:
    """Return "sv" or "en"; the language of the profile when the words tell nothing.

    :param text: normalised.
    """
    words = _WORD.findall(text)
    swedish = sum(word in _SWEDISH or not word.isascii() for word in words)
    english = sum(word in _ENGLISH for word in words)
    if swedish == english:
        return default
    return "sv" if swedish > english else "en"
