"""How far words reach that set an alarm aside: "varken ... eller", "ingen hemma slår mig", a film, a thing."""

import re

from assistant.alarm_lexicon import concepts_of_word
from assistant.cues import Cue, FlagKind, compile_wording
from assistant.negations import BETWEEN

_NOT_WANTED = compile_wording(
    r"(?:vill|tänker|ska|skall|skulle|kommer|planerar)(?: \S+)? (?:inte|aldrig|ej)(?: \S+){0,2} (?:skada|"
    r"skära|ta|göra|"
    r"hoppa|hänga|skjuta|dö|försvinna|slå)|(?:don't|do not|not|never|won't)(?: \S+){0,2} (?:want to|going to|"
    r"gonna|will)?"
    r" ?(?:hurt|harm|cut|kill|die|end) ?(?:myself)?|"
    r"(?:ingen|inga|inte någon|inte några|utan)(?: \S+)? (?:vilja|lust|önskan|avsikt|avsikter|tanke|tankar|planer|"
    r"plan|impulser?|behov|sug)(?: \S+)? (?:att|på att|av att|om att) \S+|"
    r"(?:no|not any|without any|haven't any|zero)(?: \S+)? (?:intentions?|urges?|desire|wish|plans?|thoughts?|"
    r"impulses?)(?: (?:of|to|about))? \S+"
)
_BUT = compile_wording(r"men|fast|utan|but|though|except|orkar|klarar|can't")
_NEITHER = compile_wording(r"varken|vare sig|neither|inga|ingen|inget|inte|aldrig|no|not|never|without|utan")
_BOTH = ("varken", "vare sig", "neither")
_OR = compile_wording(r"eller|or|nor|heller")
_NOBODY = compile_wording(
    r"(?:ingen|inte någon|nobody|noboddy|no one)(?: (?:här|hemma|som|at|home|in|my|family|här|annan|alls|i|"
    r"familjen|någonsin|"
    r"ever|has|har|have|hos|mig|oss|me))*"
)
_STORY = (
    r"(?:film\w*|serien?|tv-serien?|nyheterna|nyheter|podd\w*|roman\w*|bok|boken|deckar\w*|melodifestivalen|"
    r"låten?|sången|"
    r"teater\w*|opera\w*|dokumentär\w*|tidningen|artikel\w*|movie|episode|news|novel|song|podcast|documentary|"
    r"book|radion|"
    r"scenen?|play)"
)
_SHOWN = compile_wording(
    rf"{_STORY}<3>(?:om|där|när|som|which|where|about|pratade)|(?:i|ur|in) (?:the )?{_STORY}|"
    rf"(?:såg|sett|hörde|hört|läste|läser|läst|sjöng|lyssnade|watched|read|heard|saw|sang)<4>{_STORY}|"
    r"drömde|dröm|mardröm\w*|dreamt|dreamed|nightmare"
)
_QUOTED = compile_wording(
    r"katastroftank\w*|tankeprotokoll\w*|tankedagbok\w*|automatisk\w* tank\w*|thought (?:record|diary)|as my thought|"
    r"as (?:a|the) thought|i rutan|hot thought|catastrophic thoughts?|automatic thoughts?|alternativ tanke|"
    r"tanken? var|"
    r"evidence (?:against|for)|bevis (?:för|emot)|ny tanke|belief [0-9]+|tanke protokol\w*|hypotetisk\w*|"
    r"orolist\w*|oro nr|"
    r"förutspådde|predicted|utlösande|min tanke|interoceptiv\w*|utfall|förväntade mig"
)
_I_MEAN_IT = compile_wording(
    r"(?:jag|i) (?:vill|tänker|ska|skall|kan inte|får|orkar|want|will|am|can't|going|har tagit|har bestämt)|på riktigt|"
    r"menar allvar|för mig med|i mean it|min (?:man|fru|sambo|son|dotter) (?:har|får|är)|like him|like her|"
    r"började|started|"
    r"mitt bröst|my chest|min arm|my arm|mig"
)
_RIGHT_NOW = compile_wording(r"nu|just nu|fortfarande|plötsligt|ikväll|inatt|right now|now|still|suddenly|tonight")
_NOT_AFTER = re.compile(r" (?:inte|ej|aldrig)(?!\w)")
_DIED_OF = re.compile(
    r"(?<!\w)(?:dog|avled|dött|died|passed away)(?: \S+){0,2} (?:av|i|of|from)(?: an?| en)?(?: massive)? ?$")
_PREPOSITIONS = frozenset(
    ["i", "på", "vid", "med", "från", "av", "in", "on", "at", "by", "till", "under", "bakom", "framför", "to"])
_BODILY = (FlagKind.DYSPNOEA, FlagKind.COLLAPSE, FlagKind.STROKE, FlagKind.CHEST_PAIN, FlagKind.OVERDOSE)
_FEARED_THOUGHTS = (FlagKind.DYSPNOEA, FlagKind.COLLAPSE, FlagKind.STROKE, FlagKind.CHEST_PAIN)
_FILLING = frozenset([
    "is", "was", "are", "är", "var", "har", "hade", "blev", "blir", "helt", "alldeles", "bara", "just", "the", "so",
    "totally", "låg", "ligger",
])
_SCOPE = 12
"""Words over which "varken" and "inga ... eller" reach."""


def is_denied(cue: Cue, sentence: str, start: int, end: int) -> bool:
    """"Varken ont eller andfådd", "nej, jag vill inte skada mig", "ingen hemma slår mig"."""
    before = sentence[:start]
    if cue.kind is FlagKind.VIOLENCE and any(one.end() >= start - 1 for one in _NOBODY.finditer(sentence[:end])):
        return True
    if not cue.negatable:
        return False
    if cue.kind is FlagKind.COLLAPSE and _NOT_AFTER.match(sentence[end:]):
        return True
    wanted = _NOT_WANTED.search(sentence) if cue.kind in (FlagKind.SUICIDE, FlagKind.SELF_HARM) else None
    if wanted is not None and wanted.start() < end and start < wanted.end():
        return True
    found = list(_NEITHER.finditer(before))
    neither = next((one for one in found if one[0] in _BOTH), None) or next(iter(found), None)
    if neither is None or _BUT.search(before[neither.end() :]) or len(before[neither.end() :].split()) > _SCOPE:
        return False
    return neither[0] in _BOTH or _ends_with_or(before[neither.end() :])


def _ends_with_or(between: str) -> bool:
    """Tell whether "eller" stands before the cue with only filling words after it."""
    ors = list(_OR.finditer(between))
    return bool(ors) and all(word in BETWEEN or word == "att" for word in between[ors[-1].end() :].split())


def is_of_a_thing(cue: Cue, sentence: str, start: int) -> bool:
    """Tell whether a thing or an animal stands as the subject just before the cue, or begins it."""
    if cue.kind not in _BODILY:
        return False
    words = [word for word in sentence[:start].split() if word not in _FILLING]
    first = sentence[start:].split(" ", 1)[0]
    place = words[-1] if words else ""
    if {"thing", "animal"} & concepts_of_word(first):
        return not words or words[-1] not in _PREPOSITIONS
    return bool({"thing", "animal"} & concepts_of_word(place)) and (len(words) < 2 or words[-2] not in _PREPOSITIONS)


def has_died_of(sentence: str, start: int) -> bool:
    """Tell whether somebody died of what the cue names: "dog av hjärtinfarkt"."""
    return _DIED_OF.search(sentence[:start]) is not None


def is_only_told(cue: Cue, sentence: str) -> bool:
    """Tell whether a film, the news, a dream or the thought of an exercise is told, and nobody means it of now."""
    if cue.kind in _FEARED_THOUGHTS and _QUOTED.search(sentence) and not _RIGHT_NOW.search(sentence):
        return True
    told = _SHOWN.search(sentence) or _QUOTED.search(sentence)
    return told is not None and _I_MEAN_IT.search(_QUOTED.sub(" ", sentence)) is None
