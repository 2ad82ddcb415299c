"""Words that may be an alarm in a wording that no cue knows: the text is never answered as calm (assistant.md 5)."""

import re

_WORDS = re.compile(
    r"(?<!\w)(?:dö|dör|död|dött|dog|döda\w*|självmord\w*|suicid\w*|kill\w*|dead|die|dying|liv|livet|leva|slut på|"
    r"slippa|avsked\w*|repet|"
    r"bröst\w*|chest|hjärtat|heart|kramp\w*|andas|andan|luft|andnöd\w*|breath\w*|kväv\w*|chok\w*|medvetslös\w*|"
    r"unconscious|svimm\w*|faint\w*|"
    r"vaknar inte|svarar inte|förlam\w*|domn\w*|numb|stroke|slurr\w*|sluddr\w*|mungip\w*|blod|blood|blöder|bleed\w*|"
    r"svalt|svalde|swallow\w*|"
    r"överdos\w*|overdos\w*|alla (?:mina )?(?:tabletter|piller)|för många|råka\w*|misstag|accident\w*|insulin|slår|"
    r"slog|slagen|slagit|hit me|"
    r"hits|hotar|hotad\w*|threat\w*|kniv|knife|vapen|gun|stryp\w*|rädd för (?:min|att han)|afraid of|misshandl\w*|"
    r"våld\w*|abus\w*|knuffa\w*|"
    r"skär|skar|skurit|skada mig|hurt myself|cut|rispa\w*|självskad\w*|bränt mig|kräks|kräkts|vomit\w*|förvirrad|"
    r"confused|svullnar|swelling|"
    r"akut|ambulans|112|hjälp mig|help me|kollaps\w*|collaps\w*|avled|orkar inte (?:mer|längre))(?!\w)"
)
_HARMLESS = re.compile(r"(?<!\w)(?:modul\w*|avsnitt\w*|läst\w*|läser|blodtryck\w*|filmen?|boken)(?!\w)")


def may_be_an_alarm(text: str) -> bool:
    """Tell whether a text holds words that somebody should read before it is answered as small talk.

    :param text: normalised.
    """
    return _WORDS.search(text) is not None and _HARMLESS.search(text) is None
