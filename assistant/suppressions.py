"""When an alarm wording is not an alarm: negation, long past, grief, idioms and questions (assistant.md 3).

The rule above all: only when it is clear. Two cues that conflict fire.
"""

import re
from enum import StrEnum

from assistant.cues import Cue, FlagKind, compile_wording
from assistant.negations import is_negated
from assistant.suppression_scopes import has_died_of, is_denied, is_of_a_thing, is_only_told


class Suppression(StrEnum):
    """Why a wording was not taken as an alarm."""

    NEGATED = "negated"
    LONG_PAST = "long_past"
    SOMEONE_ELSE_THEN = "someone_else_then"
    IDIOM = "idiom"
    HARMLESS = "harmless"
    QUESTION = "question"
    QUOTED = "quoted"


_PRESENT = compile_wording(
    r"nu|just nu|idag|i dag|ikväll|i kväll|inatt|i natt|igen|fortfarande|kommer tillbaka|tillbaka|nyss|"
    r"precis|"
    r"sen dess|sedan dess|imorse|i morse|börjar|hela tiden|nuförtiden|imorgon|i morgon|snart|now|today|"
    r"tonight|again|still|"
    r"right now|just|this morning|since then|every day|varje dag|ibland|allt oftare"
)
_PAST = compile_wording(
    r"för<3>(?:år|månader|åren|vecka|veckor) (?:sedan|sen)|\S+ (?:år|månader) (?:sedan|sen)|år sedan|"
    r"åren sedan|"
    r"förra (?:året|sommaren|vintern|våren|hösten|månaden)|i fjol|ifjol|i förfjol|"
    r"i (?:min |mina )?(?:tonåren|ungdomen|ungdom|barndomen|\w+årsåldern|tonår|unga år)|som [0-9]+-?åring|"
    r"opererades bort|"
    r"in my (?:teens|twenties|thirties|youth|childhood)|as a (?:student|young \w+)|(?:at|in) school|"
    r"i våras|i somras|i höstas|i vintras|"
    r"när jag var (?:liten|ung|barn|yngre|tonåring|[0-9]+)|som (?:barn|ung|tonåring)|på \S+-?talet|"
    r"för länge (?:sedan|sen)|"
    r"(?:länge|åratal) (?:sedan|sen)|på den tiden|när jag gick i (?:skolan|gymnasiet|högstadiet)|i (?:julas|påskas)|"
    r"släppte|släppt helt|gått över|är över|var över|helt återställd|fully recovered|ever since|back then|"
    r"in the (?:sixties|seventies|eighties|nineties)|let go by itself|"
    r"(?:19|20)[0-9]{2}|tidigare i livet|för länge sedan|gick över|har gått över|försvann|är borta|gav sig|"
    r"(?:years?|months?) ago|last (?:year|summer|winter|month)|used to|as a (?:child|teenager|kid)|"
    r"when i was (?:young|little|a child)|"
    r"long ago|went away|has gone away|in the past"
)
_OTHER_PERSON = compile_wording(
    r"(?:pappa|mamma|farfar|farmor|mormor|morfar|moster|faster|farbror|morbror|svärfar|svärmor|uncle|aunt|"
    r"grannen|kollegan|svågern|brorsan|syrran|farbrorn|kusinen|chefen|the neighbour|a friend|a neighbour|"
    r"a colleague)|(?:min|mitt|mina|vår|hans|hennes)<1>(?:pappa|mamma|far|mor|bror|syster|son|dotter|man|fru|make|maka|"
    r"vän|kompis|kollega|granne|"
    r"farfar|mormor|barnbarn\w*|barn|morfar|farmor|kusin|moster|faster|morbror|farbror|barndomsvän|sambo|ex|svåger|"
    r"lärare|"
    r"chef)|"
    r"en (?:vän|kompis|kollega|granne|bekant|klasskamrat)(?: \S+){0,2}|"
    r"my<1>(?:father|mother|dad|mum|mom|brother|sister|son|daughter|husband|wife|friend|uncle|aunt|cousin|"
    r"neighbour|grandfather|"
    r"grandmother|colleague)"
)
_DIED_OR_DID = compile_wording(
    r"tog|dog|begick|försökte|gjorde|dött|avled|hade|hängde|sköt|tagit|skar|"
    r"died|killed|committed|took|attempted|lost|passed away"
)
_FROM_ILLNESS = compile_wording(r"(?:dog|avled|dött|died|passed away)(?: \S+){0,3} (?:av|i|from|of)|"
    r"begravning\w*|funeral")
_IDIOMS = compile_wording(
    r"dör<2>(?:av )?(?:skratt|nyfikenhet|tristess|hunger|värme|skam|längtan|leda|träningsvärk|alla formulär)|"
    r"(?:övning\w*|formulär\w*|läxa\w*|uppgift\w*|träning\w*|jobbet|värmen|trappan|trapporna|modul\w*|"
    r"den här|det här|enkät\w*|"
    r"städningen|skatten|deklarationen)(?: \S+){0,4} (?:tar|tog|ta) livet av (?:mig|mej)|"
    r"livet av mig<2>(?:haha\w*|hehe|lol|asså)|"
    r"sov som en död|dödstråkig\w*|döda tid(?:en)?|slå ihjäl tid(?:en)?|tar (?:mitt|allt) liv och lust|"
    r"slå(?:r|s|tt)? (?:(?:mig|oss|dig|er) )?(?:en )?(?:liten )?(?:signal|pling)|slog (?:mig |oss )?en signal|"
    r"slå(?:r)? (?:mig|oss|sig) (?:fri|till ro|ner)|"
    r"(?:luft|andrum) i (?:schemat|kalendern|veckan|budgeten|ekonomin|systemet)|"
    r"(?:mobil\w*|telefon\w*|dator\w*|bil\w*|skrivar\w*|platta\w*|phone|laptop|computer|car|printer|washing machine|"
    r"tvättmaskin\w*|diskmaskin\w*|cykel\w*|router\w*) (?:har |just |has )?(?:begick|begått|begår|"
    r"committed) (?:självmord|"
    r"suicide)|be the death of me|(?:nearly |almost )?killed me<3>(?:lol|haha\w*|steps)|det skär sig|skär sig mellan|"
    r"skär mig med (?:min|mitt|mina)|slår mig fri|i scha+c?k|slår vad|dying (?:to|"
    r"for)|heart sank|heart attack<2>(?:bill|price)|"
    r"(?:får|fick|få)<2>(?:hjärtattack|hjärtinfarkt|slag|stroke)(?: \S+)? (?:när jag (?:ser|såg|hör|hörde|fick se)|"
    r"av (?:priset|räkningen|skräck|skratt|chocken))|höll på att få (?:en )?(?:hjärtattack|hjärtinfarkt|slag) (?:när|"
    r"av)|kväv\w* (?:av|under)(?! (?:\S+ )?(?:rök\w*|gas\w*|slem\w*|mat\w*|hosta\w*|vatten\w*|astma\w*|"
    r"blod\w*|kött\w*|"
    r"panik\w*|ångest\w*|andnöd\w*|andfådd\w*|vätska\w*))|suffocating under|choking on (?:emails?|paperwork|"
    r"work|bills)|"
    r"(?:av|at|with) (?:skratt\w*|skrat|laughter)|laugh\w*<3>(?:couldn't|could not|can't) breathe|collapsed laughing|"
    r"(?:politiskt?|rena) självmord\w*|"
    r"(?<!chest is )(?<!pain is )(?:killing|kills) me|suicide squad|självmordsuppdrag|självmål|"
    r"medvetslös av (?:trötthet|skratt)|"
    r"(?:hund\w*|katt\w*|häst\w*|kanin\w*|marsvin\w*|the dog|my dog|the cat|my cat)(?: \S+){0,4} (?:svimm\w*|andas|"
    r"andats|kräk\w*|krampa\w*|"
    r"medvetslös|breath\w*|svalt|ätit|vomit\w*|collapsed)"
)
_QUESTION = compile_wording(
    r"hur (?:känner|vet|märker|ser) (?:man|jag|du)<3>(?:igen|om|att)?|vad är|vad innebär|vad betyder|"
    r"(?:kan|blir|brukar|svimmar|kommer) man|får man|can (?:a |an |the )?(?:low|high|blood|bad|"
    r"too)(?: \S+){1,5} (?:make|"
    r"cause|lead)|"
    r"vad (?:gör|ska) man<3>(?:vid|om|göra)|när ska (?:jag|man) (?:ringa|söka)|ska (?:jag|man) (?:ringa|"
    r"söka)<3>om|varför får man|"
    r"vilka (?:är )?(?:tecken|tecknen|symtom)\w*|är (?:det )?(?:risk|vanligt)|hur (?:pratar|talar|skriver) (?:man|"
    r"jag) om|(?:bok|boken|filmen|serien|podden|artikel\w*)<2>om|läste om|läser om|läst om|"
    r"modul(?:en)? (?:om )?[0-9\w]+|"
    r"hur vanligt|hur \S+ man|varningstecken|warning signs|risk (?:för|of|for)|(?:efter|"
    r"after)(?: \S+)? (?:hjärtinfarkt|stroke|"
    r"heart attack)|stämmer det att|varför frågar ni|podd\w* om|why does|what does|vad ska man säga|kapitlet om|"
    r"avsnitt(?:et)? (?:om )?\w+|filmen om|föreläsning\w* om|what is|what are|how do (?:i|you|we) (?:know|"
    r"recogni\w+|spot|tell)|"
    r"can you (?:die|get)|when should (?:i|you|one)|should i call(?: \S+){0,2} if|read about|signs of|"
    r"symptoms of|chapter|module"
)
_ME_NOW = compile_wording(
    r"jag (?:har|får|fick|känner|är|tror|kan inte|vill|tänker|ska|skär)|mig|min \S+ (?:har|får|är|kan)|nu|"
    r"just nu|"
    r"i (?:have|am|feel|can't|think i|want)|i'm|my \S+ (?:has|is|can't)|right now|me"
)
_NOT_PRESENT = compile_wording(
    r"(?:känn\w*|recogni\w*)(?: (?:man|jag|du|you|i))? igen|mår (?:bra|bättre|fint) (?:nu|idag|i dag)|igenkänn\w*|"
    r"(?:aldrig|inte|ej)(?: \S+){0,3} (?:kommit )?(?:tillbaka|igen)|(?:never|not)(?: \S+){0,3} (?:again|back)|"
    r"(?:i dag|idag|nu|today|now)(?: \S+){0,4} (?:glad|tacksam|barnbarn|lycklig|stolt|frisk|grateful|happy|healthy)|"
    r"(?:är|mår|går|springer|jobbar|golfar|tränar|cyklar|spelar|kör|dansar|simmar|vandrar|playing|working|running)"
    r"(?: \S+){0,6} (?:igen|again)|"
    r"men inte nu|inte längre|(?:pigg|trygg|frisk|bra|fin|lugn|okej) (?:igen|nu|idag|i dag)|nu (?:är|"
    r"mår) (?:jag|han|hon|allt) "
    r"(?:trygg|frisk|bra|fin|fint|pigg|[0-9]+)|nu är livet gott|(?:inte|aldrig|inga|"
    r"ingen)(?: \S+){0,5} (?:sen|sedan) dess|"
    r"(?:sen|sedan) dess (?:inte|inga|aldrig)|idag tackar|det är över|glad att jag lever|nyfiken nu|"
    r"not (?:now|anymore)|is (?:fine|well|better) now|are fine now"
)
"""Words of now that say that it is over, or that only look like now."""
_FEARS = compile_wording(
    r"(?:rädd|oroar mig|orolig|rädsla\w*|afraid|scared|worried|fear)<4>(?:få|få en|får|having|getting|drabbas av|"
    r"dö i|have|get)(?: an?| en)?")
_FEARED = (FlagKind.CHEST_PAIN, FlagKind.STROKE, FlagKind.COLLAPSE)
_WHAT_IF = compile_wording(
    r"(?:vad|hur|what|how|när|ska|when|should)(?: \S+){0,4} (?:om|if|ifall|vid|when|när) (?:jag|man|i|you|någon|"
    r"someone) "
    r"(?:får|skulle få|skulle|plötsligt får|get|gets|should get|had|feel|feels|blir|svimmar)"
)
_TO_INBOX = (FlagKind.SUICIDE, FlagKind.CHEST_PAIN)


def find_suppression(cue: Cue, sentence: str, start: int, end: int) -> Suppression | None:
    """Say why a cue found from start to end in a sentence is no alarm; None when it is one.

    :param sentence: normalised, with single spaces, commas as words of their own.
    """
    if _IDIOMS.search(sentence):
        return Suppression.IDIOM
    if cue.not_near is not None and cue.not_near.search(sentence):
        return Suppression.HARMLESS
    if cue.negatable and is_negated(sentence[:start]):
        return Suppression.NEGATED
    return _by_scope(cue, sentence, start, end) or _by_time(cue, sentence, start, end)


def _by_scope(cue: Cue, sentence: str, start: int, end: int) -> Suppression | None:
    if has_died_of(sentence, start):
        return Suppression.SOMEONE_ELSE_THEN
    if is_denied(cue, sentence, start, end):
        return Suppression.NEGATED
    if is_of_a_thing(cue, sentence, start):
        return Suppression.HARMLESS
    return Suppression.QUOTED if is_only_told(cue, sentence) else None


def _by_time(cue: Cue, sentence: str, start: int, end: int) -> Suppression | None:
    if _FEARS.search(sentence[:start]) and cue.kind in _FEARED:
        return Suppression.QUESTION
    if _PRESENT.search(_NOT_PRESENT.sub(" ", sentence)):
        return None
    if _is_about_someone_else_then(cue, sentence):
        return Suppression.SOMEONE_ELSE_THEN
    is_frame = cue.pattern.pattern == "(?!)"
    if _PAST.search(sentence if is_frame else f"{sentence[:start]}|{sentence[end:]}"):
        return Suppression.LONG_PAST
    if _WHAT_IF.search(sentence[:end]):
        return Suppression.QUESTION
    if _QUESTION.search(sentence) and not _ME_NOW.search(sentence):
        return Suppression.QUESTION
    return None


def has_idiom(text: str) -> bool:
    """Tell whether a turn of speech stands in a text that only sounds like an alarm."""
    return _IDIOMS.search(text) is not None


def goes_to_inbox(kind: FlagKind) -> bool:
    """Answer whether a suppressed text of this kind is still shown to staff (assistant.md 3, rule 2)."""
    return kind in _TO_INBOX


def is_about_others_then(text: str) -> bool:
    """Tell whether a text tells of somebody else's past, or of a death: warmth, and nobody is alarmed."""
    return _OTHER_PERSON.search(text) is not None and (
        _PAST.search(text) is not None or _FROM_ILLNESS.search(text) is not None
    )


def _is_about_someone_else_then(cue: Cue, sentence: str) -> bool:
    if not _OTHER_PERSON.search(sentence):
        return False
    if _FROM_ILLNESS.search(sentence):
        return True
    mind = cue.kind in (FlagKind.SUICIDE, FlagKind.SELF_HARM)
    return mind and _DIED_OR_DID.search(sentence) is not None and not re.search(
        r"(?<!\w)(?:jag|i|i'm)(?!\w)"
    , sentence)
