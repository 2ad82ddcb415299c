"""Reads what is told without numbers: symptoms against the usual, and medicine taken or missed (assistant.md 2)."""

import re

from assistant.blotting import Page
from assistant.understanding import Value

_MUCH = re.compile(
    r"(?<!\w)(?:mycket|betydligt|jätte\w*|super|skit|väldigt|kraftigt|kraftig|klart (?:mer|sämre|tyngre)|rejält|"
    r"extremt|enormt|"
    r"much|a lot|lots|very|badly|severely|massor|ordentligt|riktigt|far more|considerably|oerhört|så mycket|way more|"
    r"markant|avsevärt|really|extremely|massivt)(?!\w)"
)
_LITTLE_MUCH = re.compile(
    r"(?<!\w)(?:inte (?:så |speciellt |särskilt )?mycket|not (?:so |very |that )?much|lite(?: mer| grann)?|a bit|"
    r"något|a little|slightly)(?!\w)")
_USUAL = re.compile(
    r"(?<!\w)(?:som vanligt|som (?:den|det|jag|de) brukar|normal\w*|oförändra\w*|as usual|unchanged|like normal|fine|"
    r"like always|"
    r"som alltid|som förut|same as|no change|inga problem|inga besvär|utan besvär|bra i dag|bra idag|usual|"
    r"inget nytt|som igår|"
    r"stabil\w*)(?!\w)"
)
_MORE_THAN_USUAL = re.compile(
    r"(?<!\w)(?:än (?:som )?(?:vanligt|normalt|jag brukar|förut|igår|den brukar)|than (?:usual|normal|yesterday|"
    r"before))(?!\w)")
_BETTER = re.compile(
    r"(?<!\w)(?:bättre|lättare att andas|andas lättare|mindre (?:andfådd|svull\w*|slem)|better|less|easier|gått ner|"
    r"gått tillbaka|lagt sig|"
    r"minskat|minskar|borta|försvunnit|gone|gone down|decreased|släppt|går ner|smalare)(?!\w)"
)
_NONE = re.compile(r"(?<!\w)(?:inga|ingen|inget|inte|ej|no|not|isn't|aren't|utan|without|varken|none)(?!\w)")
_BREATH = re.compile(
    r"(?<!\w)(?:andfådd\w*|andfåd\w*|andfått|andnöd\w*|andning\w*|andas|flås\w*|flåsig\w*|andhämtning\w*|"
    r"tungandad\w*|pust\w*|"
    r"breathless\w*|short of breath|shortness of breath|breathing|breath|out of breath|winded|puffed|andetag\w*)(?!\w)"
)
_WORSE = re.compile(
    r"(?<!\w)(?:mer|mera|sämre|tyngre|tungt|svårare|värre|jobbigare|more|worse|heavier|harder|lättare andf\w+|"
    r"fortare|quicker|"
    r"lätt andf\w+|oftare|tidigare|blir|blivit|lite|känns|är|sen|andfådd|breathless|short of breath|flåsar|"
    r"flåsig)(?!\w)"
)
_SWELLING = re.compile(
    r"(?<!\w)(?:upp?svull\w*|svull\w*|svulna?|svulen|svällt|svälld\w*|uppsvälld\w*|sväller|swollen|swell\w*|puffy|"
    r"ödem\w*|oedema|edema|"
    r"vätska i (?:benen|kroppen|fötterna)|water in (?:my )?legs|tjocka (?:ben|fötter|vrister)|skorna (?:är|"
    r"känns) (?:för )?trånga|"
    r"(?:strump\w*|socks?)(?: \S+){0,4} (?:märken|märke|avtryck|marks?|fåror))(?!\w)"
)
_SPUTUM = re.compile(
    r"(?<!\w)(?:slem\w*|upphost\w*|phlegm|mucus|sputum|slämm?\w*|hostar upp|coughing up|upphostning\w*|slajm|"
    r"loska\w*)(?!\w)")
_COLOURS = (
    ("2", re.compile(
        r"(?<!\w)(?:gulgrön\w*|gul-grön\w*|grön\w*|brun\w*|missfärg\w*|rostfärg\w*|rostbrun\w*|green\w*|brown\w*|"
        r"discolou?red|mörkt?|dark|varig\w*|var i|grågrön\w*|yellow-?green\w*|rust\w*|purulent\w*)(?!\w)")),
    ("1", re.compile(r"(?<!\w)(?:gul\w*|ljusgul\w*|yellow\w*|gulakti\w*|yellowish|cream\w*|gulvit\w*)(?!\w)")),
    ("0", re.compile(
        r"(?<!\w)(?:vit|vitt|vita|klar|klart|klara|genomskinlig\w*|clear|white|transparent|ofärga\w*|colou?rless|"
        r"färglös\w*|glasklar\w*|vitakti\w*)(?!\w)")),
)  # fmt: skip
_NO_COLOUR = re.compile(
    r"(?<!\w)(?:ingen (?:färg|missfärgning)|inget (?:färgat|missfärgat|gult|grönt)|inte (?:färgat|missfärgat|gult|"
    r"grönt)|no colou?r\w*|not colou?red|ingen förändring av färg\w*)(?!\w)")
_MORE = re.compile(
    r"(?<!\w)(?:mer|mera|ökad\w*|ökat|more|increas\w*|massor|flera|oftare|extra|än vanligt|a lot of|lots of|"
    r"rikligt?|mycket|much)(?!\w)")
_COUGH = re.compile(r"(?<!\w)(?:hostar|hosta|hostan|hostat|cough|coughing|coughed)(?!\w)(?! upp)(?! up)")
_COUGH_MORE = re.compile(
    r"(?<!\w)(?:hostar|hosta|hostan|hostat|cough|coughing)(?: \S+){0,2}? (?:mer|mera|mycket|more|oftare|värre|"
    r"worse)(?!\w)|(?<!\w)(?:mer|mera|värre|mycket|more|worse)(?: \S+)? (?:hosta|hostan|cough|coughing)(?!\w)")
_MEDICINE = re.compile(
    r"(?<!\w)(?:\w*medicin\w*|medecin\w*|\w*tablett\w*|\w*piller\w*|pillren|\w*dos(?:en|er|erna)?|läkemed\w*|"
    r"insulin\w*|inhal\w*|vätskedrivande|"
    r"\w*sprut\w*|meds?|medications?|medicines?|pills?|tablets?|doses?|inhaler|water pill|alvedon|metformin|waran|"
    r"kortison\w*|\w*kapsel\w*|"
    r"kapslar|spray\w*|furix|betablock\w*|statin\w*|ordination\w*|dosett\w*)(?!\w)"
)
_IT = re.compile(r"(?<!\w)(?:den|dem|dom|det|it|them)(?!\w)")
_TAKEN = re.compile(
    r"(?<!\w)(?:tagit|tog|tagen|tagna|taget|togs|tagits|sprutat|sprutade|inhalerat|inhalerade|svalt|intagen|intagna|"
    r"intagit|ätit|took|taken|taking|"
    r"had my|done|klart?|klara|ok|okej|avklarad\w*|injected|used my|fixad\w*|fått i mig|swallowed|check|"
    r"enligt ordination|as planned|"
    r"som jag ska|som ordinerat|as prescribed)(?!\w)"
)
_MISSED = re.compile(
    r"(?<!\w)(?:glöm\w*|glömde\w*|glömt|glömdes|miss(?:ade|at|ar|ades|ed|ing)?|hoppa(?:de|t|r)? över|hoppat över|"
    r"skipp\w*|skipped|forgot\w*|forgotten|"
    r"inte (?:har )?(?:tagit|tog|tagen|tagna|taget|hunnit ta|fått i mig|sprutat|inhalerat|ta|använt)|"
    r"har inte(?: jag)? tagit|(?:tog|sprutade|inhalerade)(?: jag)? (?:inte|aldrig|ingen|inga)|"
    r"inte (?:min|mina|den|någon|några) (?:medicin\w*|tablett\w*)|ej tagit|aldrig tagit|blev inte av|blev ingen|"
    r"struntade i|"
    r"did not take|didn't take|didnt take|haven't taken|havent taken|have not taken|not taken|not take|no (?:meds|"
    r"pills|tablets|medicine) (?:today|yesterday)|"
    r"inga (?:mediciner|tabletter|piller|medicin)|ingen (?:medicin|tablett|dos))(?!\w)"
)


def read_words(page: Page) -> None:
    """Read symptoms and medicine off the page, each part of it by itself."""
    text = page.text
    _read_breath(page, text)
    _read_swelling(page, text)
    _read_sputum(page, text)
    _read_medicine(page, text)


def _symptom(name: str, level: int) -> Value:
    return Value("symptom", name=name, level=level)


def _level(text: str) -> int:
    """Return 2 for much, 1 for some: "lite mer" is never much."""
    return 2 if _MUCH.search(_LITTLE_MUCH.sub(" ", text)) else 1


def _read_breath(page: Page, text: str) -> None:
    if page.has("nrs_breath") or not _BREATH.search(text):
        return
    usual = _USUAL.search(_MORE_THAN_USUAL.sub(" ", _without(text, r"än som vanligt")))
    fine = re.search(
        r"(?<!\w)(?:inte|ej|not|ingen|no|inga) (?:\S+ ){0,2}?(?:andfådd\w*|andnöd\w*|andfått|breathless\w*|"
        r"short\w*|flås\w*)(?!\w)", text)
    if usual or _BETTER.search(_without(text, r"lättare andf\w+")) or fine:
        page.values.append(_symptom("breathlessness", 0))
    elif _WORSE.search(text) or _MUCH.search(text):
        page.values.append(_symptom("breathlessness", _level(text)))


def _without(text: str, words: str) -> str:
    return re.sub(words, " ", text)


def _read_swelling(page: Page, text: str) -> None:
    if not _SWELLING.search(text):
        return
    none = re.search(
        r"(?<!\w)(?:inga|ingen|inget|inte|ej|no|not|aren't|isn't|without|utan)(?: \S+){0,3}? "
        r"(?:svull\w*|swollen|swell\w*|svälld\w*|ödem\w*|puffy|märken|marks)", text,
    )  # fmt: skip
    if none or _BETTER.search(text) or _USUAL.search(_MORE_THAN_USUAL.sub(" ", text)):
        page.values.append(_symptom("swelling", 0))
    else:
        page.values.append(_symptom("swelling", _level(text)))


def _read_sputum(page: Page, text: str) -> None:
    if not _SPUTUM.search(text):
        if _COUGH_MORE.search(text):
            page.values.append(_symptom("cough", _level(text)))
        return
    colour = "0" if _NO_COLOUR.search(text) else next((level for level, words in _COLOURS if words.search(text)), "")
    if _COUGH_MORE.search(text) and not re.search(r"hosta\w* upp|cough\w* up", text):
        page.values.append(_symptom("cough", _level(text)))
    elif _MORE.search(text):
        page.values.append(_symptom("sputum_amount", _level(text)))
    elif not colour and (_USUAL.search(text) or _NONE.search(text) or _BETTER.search(text)):
        page.values.append(_symptom("sputum_amount", 0))
    if colour:
        page.values.append(_symptom("sputum_colour", int(colour)))


def _read_medicine(page: Page, text: str) -> None:
    named = _MEDICINE.search(text) is not None
    if _MISSED.search(text) and (named or re.search(
        r"(?:inte|ej|not|n't)(?: \S+){0,2} (?:tagit|tog|take|taken)", text)):
        page.values.append(Value("medication", "missed"))
    elif _TAKEN.search(text) and (named or (re.search(
        r"^(?:ja|jo|yes|japp|jag har|i have|jag|i)(?!\w)", text) and _IT.search(text))):
        page.values.append(Value("medication", "taken"))
