"""Whether a negation stands just before some words, with only filling words between (assistant.md 3, rule 1)."""

_NEGATOR_WORDS = """
    inte inga ingen inget aldrig ej utan slipper varken
    no not never without don't didn't haven't hasn't isn't none
"""
_BETWEEN_WORDS = """
    haft ha har hade jag några någon något nån längre ont i känt fått mer alls ens heller så mycket den av tankar
    tanken på om att känner tänkt tänka planer plan direkt riktigt egentligen särskilt lika speciellt sådan tecken kvar
    any thoughts of had have about feel feeling having pain been experiencing signs a the more such
    ska skall vill tänker kommer gjort göra blivit blir är rädd för avsikt avsikter lust önskan vilja behov impuls
    impulser intention intentions urge urges desire plans plan to wish wishing longer anything like whatsoever
    at all vare sig till dragning sug
"""
_NEGATORS = frozenset(_NEGATOR_WORDS.split())
BETWEEN = frozenset(_BETWEEN_WORDS.split())
"""Words that may stand between a negation and what it negates; with others between, the cue fires."""


def is_negated(before: str) -> bool:
    """A negation shortly before counts when only filling words stand between it and the cue."""
    words = before.split()[-5:]
    for place in range(len(words) - 1, -1, -1):
        if words[place] in _NEGATORS:
            return all(word in BETWEEN for word in words[place + 1 :])
    return False
