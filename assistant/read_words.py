"""Reads what is told without numbers: symptoms against the usual, and medicine taken or missed (assistant.md 2)."""

import re

from assistant.blotting import Page
from assistant.read_medicine import read_medicine
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
    r"stabil\w*|ingen (?:skillnad|förändring)|inte ändrat\w*|oförändrat|no (?:difference|different)|"
    r"inte annorlunda)(?!\w)"
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
    r"tungandad\w*|pust\w*|andan|tappar luften|luftrör\w*|flåset|puff(?:ed|ing)?|huffing|panting|"
    r"breathless\w*|short of breath|shortness of breath|breathing|breathe|breath|out of breath|winded|puffed|"
    r"andetag\w*)(?!\w)"
)
_WORSE = re.compile(
    r"(?<!\w)(?:mer|mera|sämre|tyngre|tungt|svårare|värre|jobbigare|more|worse|heavier|harder|lättare andf\w+|"
    r"fortare|quicker|a little|a bit|slightly|rather|snabbare|faster|sooner|svårt|struggl\w*|puffed|tung|kämp\w*|"
    r"stanna|vila|stop|pausa|försämra\w*|"
    r"ökad|ökat|tilltag\w*|puffing|gasping|heavy|"
    r"lätt andf\w+|oftare|tidigare|easier|easily|winded|blir|blivit|lite|känns|är|sen|andfådd|breathless|"
    r"short of breath|flåsar|"
    r"flåsig)(?!\w)"
)
_SWELLING = re.compile(
    r"(?<!\w)(?:upp?svull\w*|svull\w*|svulna?|svulen|svällt|svälld\w*|uppsvälld\w*|sväller|swollen|swell\w*|puffy|"
    r"ödem\w*|oedema|edema|"
    r"vätska i (?:benen|kroppen|fötterna)|water in (?:my )?legs|tjocka (?:ben|fötter|vrister|anklar)|(?:ben|bena|"
    r"fötterna|vristerna|anklarna|anklar|vrister|fötter)(?: [^\s,.;]+){0,3} tjocka?|skorna (?:är|"
    r"känns) (?:för )?trånga|"
    r"(?:strump\w*|socks?)(?: \S+){0,4} (?:märken|märke|avtryck|marks?|fåror))(?!\w)"
)
_EASY = re.compile(
    r"(?<!\w)(?:andas|andning\w*|breathing|flåset|luftrören|andetag\w*|breath)(?: (?:[^\s,.;]+)){0,3}? (?:lätt och|"
    r"bra|fint|fin|lugnt?|obehindra\w*|fritt|fri|ok|okej|good|easy|easily|okay|ok|clear|perfekt\w*|utmärkt|samma|"
    r"same|"
    r"inga konstigheter|utan problem|som den ska|utan (?:hinder|svårighet\w*))(?!\w)(?! andf)|(?<!\w)(?:lätt|lätta|"
    r"obehindrad|fri) att andas"
)
_HARD = re.compile(
    r"(?<!\w)(?:måste|får|fick|had to|have to|need to)(?: [^\s,.;]+){0,2}? (?:stanna|vila|sätta mig|stop|rest|"
    r"sit down)(?: [^\s,.;]+){0,3}? (?:varje|var|flera|hela|varannan|every|several|twice|2|3|4|5)(?!\w)|"
    r"(?<!\w)(?:orkar knappt|knappt|kommer inte (?:upp|uppför)|klarar inte (?:ens )?(?:trapp|att gå)\w*|can hardly|"
    r"can barely|hardly|barely)(?!\w)|(?<!\w)(?:bara av att|just (?:from )?(?:getting|making|putting|brushing|"
    r"talking))"
)
_SHOES_OFF = re.compile(
    r"(?<!\w)(?:får (?:inte|ej|knappt|knappast)(?: ens)? (?:på|i)(?: mig| mej)?|går (?:inte|ej|"
    r"knappt) (?:att få )?(?:på|i)|kommer (?:inte|ej|knappt) i|kan (?:inte|knappt) få på(?: mig)?|passar inte|"
    r"can't get(?: into)?|cannot get(?: into)?|can not get|can hardly get|can barely get|won't go|"
    r"couldn't get(?: into)?|don't fit|doesn't fit|do not fit|won't fit|"
    r"no longer fit)(?: [^\s,.;]+){0,3}? ?(?:skor\w*|sko|stövl\w*|tofflor\w*|strump\w*|sockor\w*|sandaler\w*|ringen|"
    r"shoes?|boots?|slippers?|socks?|trainers|my ring|byxor\w*)?(?!\w)"
)
_FOOTWEAR = re.compile(
    r"(?<!\w)(?:skor\w*|sko|stövl\w*|tofflor\w*|sandaler\w*|ringen|shoes?|boots?|slippers?|trainers|my ring|"
    r"vigselring\w*)(?!\w)")
_HUGE = re.compile(
    r"(?<!\w)(?:ända upp (?:till|över|på)|upp (?:till|över|på) (?:knä\w*|lår\w*|vad\w*|underben\w*)|up to (?:my|"
    r"the) (?:knee\w*|thigh\w*|calf|calves)|som (?:stockar|ballonger|elefant\w*|korvar|timmerstockar)|"
    r"like (?:balloons|tree trunks|logs|an elephant)|dubbelt så|twice (?:the|their) size|hugely|enorma|massive|"
    r"jätte\w*|balloon\w*)(?!\w)")
_LIKE = re.compile(
    r"(?<!\w)(?:ben\w*|fötter\w*|vrist\w*|ankl\w*|händer\w*|fingrar\w*|legs?|feet|ankles?|hands|"
    r"fingers) (?:[^\s,.;]+ ){0,3}?(?:som|like) (?:stockar|ballonger|elefant\w*|korvar|prinskorvar|timmerstockar|"
    r"balloons|tree trunks|logs|an elephant|sausages)(?!\w)")
_BY_EVENING = re.compile(
    r"(?<!\w)(?:(?:på |om |mot |in the |by (?:the )?|towards )(?:kväll\w*|eftermiddag\w*|evenings?)|"
    r"efter (?:en hel )?dag\w*)[^.;]*(?:borta|bättre|försvinner|gått ner|går ner|lagt sig|better|gone|"
    r"down)[^.;]* (?:på |efter |in the |by |till |over )(?:morgon\w*|natten|mornings?|night)(?!\w)"
)
_STILL = re.compile(
    r"(?<!\w)(?:svull\w*|swollen|puffy)[^.;]*(?<!\w)(?:men|but|fast|although)(?!\w)[^.;]*(?<!\w)(?:mindre|bättre|"
    r"less|better)(?!\w)")
_TIGHT = re.compile(
    r"(?<!\w)(?:(?:skor\w*|stövl\w*|strump\w*|sockor\w*|sockar\w*|resår\w*|ring(?:en|ar|arna)|shoes?|socks?|rings?|"
    r"boots)(?: [^\s,.;]+){0,4}? (?:trång\w*|tight\w*|snug\w*|snäv\w*|för små|too small|åt|skär|klämmer|sitter åt|"
    r"märken?|ränder|avtryck|fåror|dig in|digging|snug|marks?|ridges|dents?|lines)|"
    r"(?:grop|gropar|dent|pit)(?: [^\s,.;]+){0,4}? (?:trycker|press\w*)|(?:trycker|"
    r"press)(?: [^\s,.;]+){0,4}? (?:grop\w*|dent|pit)|vätskesvull\w*|vätskeansamling\w*|samlat (?:på mig )?vätska|"
    r"fluid in my (?:legs|feet|ankles))(?!\w)"
)
_LIMBS_FINE = re.compile(
    r"(?<!\w)(?:ben\w*|fötter\w*|fot\w*|vrist\w*|ankl\w*|underben\w*|smalben\w*|legs?|feet|foot|ankles?|"
    r"calves)(?: [^\s,.;0-9]+){0,3}? (?:normal\w*|som vanligt|smala|slanka|fina|bra ut|fine|slim|as usual|as normal|"
    r"okej|ok)(?!\w)"
)
_HURTS = re.compile(r"(?<!\w)(?:ont|värk\w*|smärt\w*|pain|hurt\w*|ache\w*|inte|not)(?!\w)")
_AMOUNT = re.compile(r"(?<!\w)(?:mängd\w*|amount|lika mycket|same amount|quantity)(?!\w)")
_SPUTUM = re.compile(
    r"(?<!\w)(?:slem\w*|upphost\w*|phlegm|mucus|sputum|slämm?\w*|hostar upp|hostade upp|hostat upp|coughing up|"
    r"coughed up|cough up|bring(?:ing)? up|upphostning\w*|slajm|"
    r"loska\w*)(?!\w)")
_COLOURS = (
    ("2", re.compile(
        r"(?<!\w)(?:gulgrön\w*|gul-grön\w*|grön\w*|brun\w*|missfärg\w*|\w{2,}grön\w*|rostfärg\w*|rostbrun\w*|"
        r"green\w*|brown\w*|"
        r"discolou?red|mörkt?|dark|varig\w*|var i|grågrön\w*|yellow-?green\w*|rust\w*|purulent\w*)(?!\w)")),
    ("1", re.compile(r"(?<!\w)(?:(?:ljus|mörk|blek|citron|senaps|knall)?gul\w*|yellow\w*|gulakti\w*|yellowish|"
        r"cream\w*|gulvit\w*)(?!\w)")),
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


_SOONER = re.compile(
    r"(?<!\w)(?:lättare andf\w+|(?:winded|breathless|out of breath)(?: a bit| a little| much| lots| far| more)* "
    r"(?:easier|easily|sooner|quicker)|(?:more|too) easily (?:winded|breathless|out of breath))(?!\w)")


_HARDLY = re.compile(r"(?<!\w)(?:knappt|knappast|hardly|barely)(?!\w)")


def read_words(page: Page, whole: str) -> None:
    """Read symptoms and medicine off the page, each part of it by itself.

    :param whole: the text before anything was read, for the names of medicines beside a dose.
    """
    text = page.text
    _read_breath(page, text)
    _read_swelling(page, text)
    _read_sputum(page, text)
    read_medicine(page, text if page.values else page.with_doses(whole), whole)


def _symptom(name: str, level: int) -> Value:
    return Value("symptom", name=name, level=level)


def _level(text: str) -> int:
    """Return 2 for much, 1 for some: "lite mer" is never much."""
    return 2 if _MUCH.search(_LITTLE_MUCH.sub(" ", text)) else 1


def _read_breath(page: Page, text: str) -> None:
    if page.has("nrs_breath") or not _BREATH.search(text):
        return
    if _SOONER.search(text):
        page.values.append(_symptom("breathlessness", _level(text)))
        return
    usual = _USUAL.search(_MORE_THAN_USUAL.sub(" ", _without(text, r"än som vanligt")))
    fine = re.search(
        r"(?<!\w)(?:varken|neither)(?!\w)[^.;]*(?:andas|andfådd\w*|andning\w*|andnöd\w*|breath\w*)(?!\w)|"
        r"(?<!\w)(?:inte|ej|not|ingen|no|inga) (?:\S+ ){0,2}?(?:andfådd\w*|andnöd\w*|andfått|breathless\w*|"
        r"short\w*|flås\w*)(?!\w)", text)
    usual = usual or _EASY.search(text)
    if usual or _BETTER.search(text) or fine:
        page.values.append(_symptom("breathlessness", 0))
    elif _WORSE.search(text) or _MUCH.search(text):
        page.values.append(_symptom("breathlessness", 2 if _HARD.search(text) else _level(text)))


def _without(text: str, words: str) -> str:
    return re.sub(words, " ", text)


def _read_swelling(page: Page, text: str) -> None:
    cannot_dress = _SHOES_OFF.search(text) is not None and _FOOTWEAR.search(text) is not None
    if not _SWELLING.search(text) and _LIMBS_FINE.search(text) and not _HURTS.search(text):
        page.values.append(_symptom("swelling", 0))
        return
    if not (_SWELLING.search(text) or _TIGHT.search(text) or _LIKE.search(text) or cannot_dress):
        return
    none = re.search(
        r"(?<!\w)(?:inga|ingen|inget|inte|ej|no|not|aren't|isn't|without|utan)(?: \S+){0,3}? "
        r"(?:svull\w*|swollen|swell\w*|svälld\w*|ödem\w*|puffy|märken|marks)", text,
    )  # fmt: skip
    still = _BY_EVENING.search(text) or _STILL.search(text)
    if still and not none:
        page.values.append(_symptom("swelling", _level(text)))
    elif (none and not cannot_dress) or _BETTER.search(text) or _USUAL.search(_MORE_THAN_USUAL.sub(" ", text)):
        page.values.append(_symptom("swelling", 0))
    else:
        severe = (cannot_dress and not _HARDLY.search(text)) or _HUGE.search(text) is not None
        page.values.append(_symptom("swelling", 2 if severe else _level(text)))


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
    elif _is_usual_amount(text, colour):
        page.values.append(_symptom("sputum_amount", 0))
    if colour:
        page.values.append(_symptom("sputum_colour", int(colour)))


def _is_usual_amount(text: str, colour: str) -> bool:
    """The usual amount is told when no colour is, or when the amount is named beside it."""
    if _USUAL.search(text):
        return not colour or _AMOUNT.search(text) is not None
    return not colour and (_NONE.search(text) or _BETTER.search(text)) is not None
