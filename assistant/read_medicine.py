"""Reads whether medicine was taken or missed: verbs, states and double negations (clinical/assistant.md 2)."""

import re

from assistant.blotting import Page
from assistant.medicine_names import MEDICINE_NAME_FORMS
from assistant.understanding import Value

_MEDICINE = re.compile(
    rf"(?<!\w){MEDICINE_NAME_FORMS}(?!\w)|"
    r"(?<!\w)(?:\w*medicin\w*|medecin\w*|medsen|medicen\w*|\w*tablett\w*|tabl|\w*pill(?:er|ret|ren|erna)|\w*dos(?:en|"
    r"er|erna)?|läkemed\w*|\w*insulin\w*|\w*inhal\w*|vätskedrivande|vattendrivande|"
    r"\w*sprut(?:a|an|or|orna|at|ade)|meds|(?<=my )med|medications?|medicines?|pills?|tablets?|doses?|inhalers?|puffer|"
    r"water pill|alvedon|metformin|waran|\w*injektion\w*|injections?|jabs?|shot|"
    r"kortison\w*|\w*kapsel\w*|\w*kapslar\w*|capsules?|\w*spray\w*|furix|betablock\w*|statin\w*|ordination\w*|"
    r"\w*dosett\w*|pill box|pillbox|blister\w*|blodförtunnande|blodfortunnande|blood ?thinners?|"
    r"\w*droppar(?:na)?|eye drops|antibiotika\w*|antibiotics|penicillin\w*|eliquis|trombyl|levaxin|ramipril|"
    r"enalapril|losartan|metoprolol|bisoprolol|amlodipin\w*|sertralin\w*|novorapid|lantus|"
    r"ventoline?|symbicort|plåst(?:er|ret)|salvan?|ointment|bricanyl|digoxin|spironolakton|jardiance|forxiga|ozempic|"
    r"piller|sömntablett\w*|vitamin\w*)(?!\w)"
)
_IT = re.compile(r"(?<!\w)(?:den|dem|dom|det|it|them)(?!\w)")
_VERB = (
    r"(?:tagit|tatt|tagi|tog|tagen|tagna|taget|togs|tagits|ta|tar|sprutat|sprutade|spruta|inhalerat|inhalerade|"
    r"inhalera|svalt|svalde|svälja|intagen|intagna|intaget|intogs|intagit|intog|ätit|åt|"
    r"took|take|taken|taking|had|used|injected|inject|swallowed|använt|använde|fått i mig|fick i mig|stoppat i mig|"
    r"knaprat|tryckt i mig|druckit|given|gett mig|gav mig|popped|downed|fixat|hämtat ut och tagit)"
)
_PAST = "|".join(word for word in _VERB[3:-1].split("|") if word not in ("ta", "tar", "take", "taking", "had",
    "åt", "använt", "använde", "given"))
_DONE = re.compile(
    rf"(?<!\w)(?:{_PAST}|had my|used my|used the|done|klart?|klara|ok|okej|avklarad\w*|avklarat|fixad\w*|check|"
    rf"ne[rd](?:sköljd|svald|svälj)\w*|enligt (?:ordination|schema\w*|plan\w*|recept\w*)|as planned|"
    r"som jag ska|som jag skall|som ordinerat|as prescribed|remembered|kom ihåg|kommit ihåg|kom jag ihåg|tom(?: för|"
    r" idag| i dag|$|ma)|tömd|tömt|tömde|i mig|finished|all in|are in|is in|"
    r"som (?:de|den|det) ska|as directed|som vanligt|(?<=sprutan )satt|(?<=sprutan är )satt|nere(?! i (?!magen))|"
    r"svald\w*|ticked off|(?:did|done) (?:my|the|"
    r"all)(?: my| the)?(?: [a-z]+)? (?:tablets?|pills?|meds|inhaler|injections?|insulin|medicines?|medication|dos\w+|"
    r"drops|spray)|"
    r"kom \w+ ihåg|avprickad\w*|bockat av|prickat av|avbockad\w*|skött(?:s)?|i magen|ner i magen|down)(?!\w)"
)
_NOT = (
    r"(?:inte|int|ej|aldrig|icke|ingen|inga|inget|not|never|cannot|\w+n't|didnt|havent|hasnt|couldnt|wasnt|without|"
    r"utan att|varken|knappt)"
)
_NOT_DONE = re.compile(
    rf"(?<!\w){_NOT}(?: (?!men|but|och|and|utan)[^\s,.;]+){{0,3}}? (?:{_VERB}|blivit av|blev av|blev|blivit|togs|"
    rf"kom ihåg|kommit ihåg|remember\w*|done|hunnit|hann|med mig|get|got|hämtat)(?!\w)|"
    rf"(?<!\w)(?:{_VERB}|hann|hunnit|blev|kom|orkade|ville|kunde|remember|could)(?: (?:jag|mig|det|den|dem|de|"
    rf"i))? {_NOT}(?!\w)|"
    rf"(?<!\w)(?:fick|får|fått)(?: [^\s,.;]+)? {_NOT} (?:i|ner|ned)(?!\w)|"
    r"(?<!\w)(?:inga|ingen|inget|no|inte (?:min|mina|den|någon|några)|zero)(?: [^\s,.;]+){0,1}? (?:\w*medicin\w*|"
    r"\w*tablett\w*|\w*piller|meds?|pills?|tablets?|medicines?|medication|dos\w*|doses?|\w*insulin\w*|\w*sprut\w*|"
    r"inhal\w*)(?!\w)"
)
_LOST = re.compile(
    r"(?<!\w)(?:glöm\w*|glömde\w*|glömt|glömdes|glömsk|bortglömd\w*|miss(?:ad|ade|at|ar|ades|ats|ed|ing|at)?|"
    r"hoppa(?:de|"
    r"t|r)? över|hoppat över|hoppar|hoppa(?:de|t)(?= (?:\w*medicin|\w*tablett|\w*dos|\w*sprut))|skipp\w*|skipped|"
    r"forgot\w*|forgotten|forget\w*|struntade?t?(?: i)?|strunta\w*|"
    r"uteblev|uteblivit|uteblivna|utebli\w*|överhoppad\w*|lät bli|låtit bli|avstod|avstått|slarvade?t?|slarvat|"
    r"left (?:them|it|my \w+)|lämnade (?:dem|den|kvar)|ligger kvar|låg kvar|är kvar|fortfarande kvar|"
    r"kvar i|kvarglömd\w*|still (?:in|sitting|there|on|untouched)|orörd\w*|untouched|unopened|oöppnad\w*|inte tom|"
    r"otagen|otagna|oanvänd\w*|slept (?:through|past)|försov\w*|sov över|somna\w* (?:i)?från|blev kvar|strök med|"
    r"fick stå över|stod över|sket i|skiter i|struntat|hoppas? över|gick bort sig|föll bort|ramlade bort|slarv\w*|"
    r"sumpade|sumpat|missed out|ran out of|run out of|slipped my mind|slank ur minnet|tappade bort|neglected|"
    r"försummat|bommade|bommat|"
    r"oversleep|overslept|full(?:t)? fortfarande|fortfarande full|did without|gick utan|fick gå utan|varit utan|"
    r"utan (?:min|mina) \w*(?:medicin|tablett|piller|insulin)\w*)(?!\w)"
)
_NOT_LOST = re.compile(
    rf"(?<!\w)(?:{_NOT}|nästan|almost|nearly|inte en enda|utan att|höll på att|"
    rf"var nära att)(?: [^\s,.;]+){{0,2}}? (?:glöm\w*|miss\w*|hoppa\w*|skipp\w*|forg\w*|slarv\w*)(?!\w)(?! (?:min|"
    rf"den|att ta)\w* men inte)|"
    rf"(?<!\w)(?:glömde|glömt|glömmer|missade|missat|missar|hoppade|hoppat|skippade|skippat|slarvade|slarvat|forgot|"
    rf"missed)(?: jag| över)? (?:inte|aldrig|ej|nästan|ingen|inga|not|none|no)(?!\w)(?! \w+ men)"
)
_BUT_DONE = re.compile(
    rf"(?<!\w)(?:men|but|fast|sen|sedan|then|först|so|"
    rf"så)(?!\w)[^.]*?(?<!inte )(?<!aldrig )(?<!inte har )(?<!not )(?<!ej )(?<!\w){_VERB}(?!\w)(?! (?:inte|aldrig|ej|"
    rf"not))"
)
_NOT_ONE_S_OWN_DAY = re.compile(
    r"(?<!\w)(?:om (?:man|jag|en|ett|den|någon|det)(?! (?:dag|timme|stund)) (?:[^\s,.;]+ ){0,4}?(?:glöm\w*|miss\w*|"
    r"hopp\w*|tar|tagit|skulle|blir)|(?:if|in case|when|suppose|what if)(?: [^\s,.;]+){0,5}? "
    r"(?:forget|forgets|forgotten|miss|misses|missed|skip|skipped|take|takes)|(?:dubbel|dubbla|tredubbel|"
    r"för (?:mycket|många|stor)|fel|double|triple|twice|wrong|too (?:much|many)|extra hög)(?: [^\s,.;]+){0,2}? "
    r"(?:dos\w*|doses?|medicin\w*|tablett\w*|insulin\w*|pills?|tablets?|medication|amount)|hela (?:burken|asken|"
    r"kartan)|whole (?:bottle|packet|box)|"
    r"(?:(?:glöm\w*|kom(?:mit)? ihåg|forg\w+|remember\w*)(?: jag| att| to)* (?:hämta|köpa|beställa|förnya|ringa|fråga|"
    r"säga|berätta|skriva|pick up|collect|order|buy|ask|tell|mention|renew|request)|"
    r"(?:farsan|morsan|mamma|pappa|mannen|frun|hustrun|maken|makan|sambon|syrran|brorsan|grannen|sonen|dottern|"
    r"barnbarnet|"
    r"farmor|farfar|mormor|morfar) (?:har |hade )?(?:tagit|tog|glömt|glömde|missat|missade|struntat|struntade|"
    r"hoppade|hoppat|slarvat|slarvade)|(?:i ?stället för|instead of|rather than) (?:[0-9]|\w+ (?:tablett|tablets?|"
    r"pills?|piller|enheter|units))|"
    r"(?:ätit|äter|been taking|taken)(?: [^\s,.;]+){1,5} (?:(?:i|for) [0-9.]+ (?:år|years|månader|months)|"
    r"(?:sedan|since) (?:19|20)[0-9]{2})|"
    r"(?:min|mitt|my|vår|our) (?:[a-zåäö]+ )?(?:son|dotter|barn\w*|pojke|flicka|unge|baby|bebis|man|fru|sambo|mamma|"
    r"pappa|mor|far|hund|katt|daughter|child|kid|boy|girl|husband|wife|mother|father|mum|dad|dog|cat)"
    r" (?:har |had |has |have )?(?:\w+ )?(?:druckit|drack|ätit|åt|svalt|svalde|tagit|tog|drunk|drank|eaten|ate|"
    r"swallowed|taken|took|got|fått|glömt|glömde|missat|forgot)))(?!\w)"
)
"""What might happen, too much of it, or somebody else's medicine: no report of one's own day."""
_RUN_OUT = re.compile(r"(?<!\w)(?:tagit|tog|tar|ta|taget) slut(?!\w)")
_SENTENCE = re.compile(r"[.!?;\n]+(?![0-9])")
MOST_WORDS_OF_AN_ANSWER = 8
_FIRST_WORDS = re.compile(
    r"^(?:ja|jo|yes|yep|japp|jadå|jodå|nej|no|nope|jag har|i have|jag|i|glömde|glömt|missade|tog|tagit|forgot|missed|"
    r"took|har)(?!\w)")


_WEIGHS_TIMES = re.compile(r"(?<!\w)(?:före eller efter|innan eller efter|before or after|with or without)(?!\w)")


def read_medicine(page: Page, text: str, whole: str) -> None:
    """Read taken or missed; a negation always beats the verb, and "glömde inte" is taken."""
    text = _RUN_OUT.sub(" slut ", text)
    about = " , ".join(part for part in _SENTENCE.split(text) if _MEDICINE.search(part))
    if _NOT_ONE_S_OWN_DAY.search(whole) or _WEIGHS_TIMES.search(whole):
        return
    short = len(text.split()) <= MOST_WORDS_OF_AN_ANSWER
    answered = short and not re.search(r"[0-9]", text) and bool(_FIRST_WORDS.search(text) and _IT.search(text))
    state = _state_of(about or (text if answered else ""))
    if not state and re.search(r"(?<!\w)(?:inhalerade|sprutade|injicerade)(?: jag)? (?:inte|aldrig|ej)(?!\w)", text):
        state = "missed"
    if state:
        page.values.append(Value("medication", state))


def _state_of(text: str) -> str:
    not_lost = _NOT_LOST.search(text)
    if not_lost is not None:
        rest = text[: not_lost.start()] + text[not_lost.end() :]
        return "missed" if _LOST.search(rest) or _NOT_DONE.search(rest) else "taken"
    lost = _LOST.search(text) or _NOT_DONE.search(text)
    if lost is not None:
        return "taken" if _BUT_DONE.search(text, lost.end()) and not _NOT_DONE.search(text, lost.end()) else "missed"
    return "taken" if _DONE.search(text) else ""
