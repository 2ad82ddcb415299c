"""How the numbers are written that are no report: times, dates, ages, doses, differences, goals and addresses."""

import re
from enum import StrEnum

from assistant.medicine_names import MEDICINE_NAMES

N = r"(?<![0-9./])[0-9]{1,6}(?:\.[0-9]{1,2})?(?![0-9])(?!\.[0-9])"
_UNIT = (
    r"(?: ?(?:kg|kilon?|kilos|kilograms?|hekto|hg|gram|slag|enheter|steg|steps|mmol(?:/l)?|mm ?hg|mmhg|mm|%|"
    r"procent\w*|percent|"
    r"grader|degrees|pund|pounds?|lbs?|stone|punkter|points|beats|snäpp|liter|l/min|l|tiondelar|tiondels|bpm)(?!\w))"
)
_MONTH = (
    r"(?:jan(?:uari|uary)?|feb(?:ruari|ruary)?|mars|march|apr(?:il)?|maj|may|juni?|june|juli?|july|aug(?:usti|ust)?|"
    r"sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cs](?:ember)?)"
)
_WORDS = r"(?: [^\s0-9,;.!?]+)"


class Role(StrEnum):
    """What a number that reports nothing is."""

    TIME = "time"
    DATE = "date"
    AGE = "age"
    PLACE = "place"
    DOSE = "dose"
    DIFFERENCE = "difference"
    TARGET = "target"
    HABIT = "habit"
    EARLIER = "earlier"
    COUNT = "count"
    REJECTED = "rejected"
    AROUND = "around"


_MEDICINES = rf"(?:{MEDICINE_NAMES}|vitamin|omega|b|d)"
SCALE_SAFE: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.DATE, re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9])")),
    (Role.PLACE, re.compile(
        r"\+46[0-9 -]{7,14}|(?<![0-9])0[0-9]{1,3}[ -][0-9][0-9 ]{4,10}(?![0-9])|(?<![0-9./])07[0-9]{8}(?![0-9])|"
        r"(?<![0-9])(?:19|20)?[0-9]{6}-[0-9]{4}(?![0-9])|(?<![0-9./])[0-9]{7,}(?![0-9])")),
    (Role.DATE, re.compile(
        rf"(?<![0-9./])(?:[12]?[0-9]|3[01])(?:\.|:?e|st|nd|rd|th)?(?: of)? {_MONTH}(?!\w)(?: (?:19|20)[0-9]{{2}})?|"
        rf"(?<!\w){_MONTH} (?:[12]?[0-9]|3[01])(?:st|nd|rd|th)?(?![0-9./])(?! ?(?:kg|kilo))|"
        r"(?<![0-9./])(?:[12]?[0-9]|3[01])(?:st|nd|rd|th)(?!\w)")),
    (Role.DATE, re.compile(
        r"(?<!\w)(?:den|dem|datum|till|sedan|sen|från|on|since|from|the|mån|tis|ons|tors|tor|fre|lör|sön|måndag\w*|"
        r"tisdag\w*|"
        r"onsdag\w*|torsdag\w*|fredag\w*|lördag\w*|söndag\w*|monday|tuesday|wednesday|thursday|friday|saturday|"
        r"sunday)(?: den)? "
        r"(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[0-2])(?:[-/](?:20)?[0-9]{2})?(?![0-9/])")),
    (Role.DATE, re.compile(
        r"(?<![0-9./])(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|"
        r"1[12])(?:-(?:20)?[0-9]{2})?(?![0-9/])(?=[\s,:;)]+[a-zåäö]*[^0-9]{0,22}[0-9])")),
    (Role.DATE, re.compile(
        r"(?<!\w)den (?:[12]?[0-9]|3[01])(?:\.|:?e)?(?![0-9/.])(?! ?(?:kg|kilo|steg|slag|mmol|%))|"
        r"(?<!\w)(?:år|sedan|sen|since|in|year|född|born|från|omkring|runt|våren|hösten|sommaren|vintern|"
        r"hela)(?: år)? (?:19[2-9]|20[0-3])[0-9](?![0-9./])(?! ?(?:steg|steps))|"
        r"(?<!\w)(?:vecka|v|week)\.? ?[0-9]{1,2}(?![0-9./])")),
    (Role.AGE, re.compile(
        r"(?<![0-9.])[0-9]{1,3}(?:\.5)?[ -]?(?:år(?:ig\w*|ing\w*|s)?|åring\w*|årig\w*|yrs?|years?(?:[- ]old)?|y/o|"
        r"yo)(?!\w)|"
        r"(?<!\w)(?:ålder\w*|age|aged|fyllde|fyller|fyllt|turned|turning|född|turn)(?: på| of|:| is| är| nu| i|"
        r" år)* (?:19[0-9]{2}|20[0-2][0-9]|[0-9]{1,2})(?![0-9./])|"
        r"(?<!\w)(?:since i was|when i was|när jag var) [0-9]{1,2}(?![0-9.])|"
        r"(?<!\w)(?:jag är|är jag|i am|i'm|im|undertecknad är) (?!jag)[0-9]{2}(?![0-9./])(?=,| och| and| btw|"
        r"\.(?![0-9])| nu(?!\w)|$| men| but| bast)|"
        r"(?<!\w)[0-9]{2}[- ](?:years|årig)")),
    (Role.PLACE, re.compile(
        r"(?<!\w)\w+(?:gatan|vägen|gränd|gränden|torget|stigen|backen|allén|gata|väg|street|road|avenue|lane|"
        r"drive) [0-9]{1,4}\s?[a-z]?(?![0-9/.\w])|"
        r"(?<!\w)(?:gatan|vägen|rum|rummet|sal|avd|avdelning|våning|plan|buss|bussen|linje|nr|nummer|lgh|lägenhet|"
        r"room|ward|bus|number|"
        r"no|floor|flat|apartment|apt|house|modul\w*|avsnitt\w*|kapitel|module|chapter|kanal|tv|sida|sidan|page|"
        r"portkod\w*|kod\w*|pin|code|riksväg|"
        r"diabetes|dm|covid|(?<!i )dag|(?<!to)day|storlek|size|skostorlek|omgång|fråga|question|station|trappa|hiss|"
        r"bord|lokal|tåg|"
        r"tåget)(?: nr)?\.? ?:?[0-9]{1,4}(?![0-9./])(?! ?(?:steg|slag|kg|mmol|%))|"
        r"(?<!\w)(?:steg|step) [0-9]{1,2}(?![0-9./])(?! [0-9]{3})(?! ?(?:tusen|k))|(?<!\w)(?:typ|type) [12](?![0-9./])|"
        r"(?<!\w)(?:ring\w*|call\w*|dial\w*|tel|telefon\w*|mobil\w*|phone)(?: (?:till|to|mig|me|på|at|on|nummer|"
        r"är))*:? [0-9][0-9 -]{2,14}(?!/)|"
        r"(?<![0-9.])[0-9]{1,2}(?:st|nd|rd|th|:a|:e) (?:floor|street|våning\w*|trappa)|"
        r"(?<![0-9.])[0-9]{1,2} (?:våning\w*|trappor|stairs|flights|floors)(?!\w)")),
    (Role.DOSE, re.compile(
        rf"(?<![0-9./])[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?\s?(?:mg(?!/dl)(?= [a-zåäö])(?! (?:per dl|i |efter|före|innan|"
        rf"after|before|idag|nu|today))|mcg|µg|ug|mikrogram|mikro|ie|units?|enhet\w*|tablett\w*|tablets?|piller|"
        rf"pills?|kapslar|capsules|"
        rf"druvsocker\w*|dextro\w*|sockerbit\w*|glukostab\w*|glucose tab\w*|dextrose|puffs?|puffar|sug|inhalation\w*|"
        rf"doser?|doses?|droppar|drops|ampull\w*|plåster|alvedon|insulin\w*)(?!\w)(?: (?:av |of )?{_MEDICINES}(?!\w))?|"
        rf"(?<!\w){_MEDICINES}(?: (?:depot|retard|comp|plus|på))? {N}(?: ?(?:mg|e|ie|enheter|units))?(?![/0-9])|"
        rf"(?<!\w)(?:tar|tog|tagit|took|take|taken|äter|on|dos\w*|dose)(?: (?:bara|just|my|min|mina|en|half|halv|"
        rf"extra|the|is|är|på))* [0-9]{{1,4}}(?:\.[0-9]+)? ?(?:mg|ml|e|st|x)(?!\w|/)")),
    (Role.DIFFERENCE, re.compile(
        rf"(?<![0-9./])[0-9]{{1,4}}(?:\.[0-9]+)?{_UNIT}? ?(?:mer|mera|mindre|högre|lägre|tyngre|lättare|bättre|sämre|"
        rf"fler|färre|extra|more|less|heavier|lighter|higher|lower|fewer|better|worse)(?!\w)(?! [0-9])|"
        rf"(?<![0-9./])[0-9]{{1,4}}(?:\.[0-9]+)?{_UNIT} ?(?:upp|ner|ned|plus|minus|up|down|över|under|över målet|off|"
        rf"bort|borta|från|för mycket|too much|över(?! [0-9])|jämfört|than|än)(?!\w)(?! till| to| ?[0-9])|"
        rf"(?<!\w)(?:lagt på mig|lagt på|lade på mig|\w*uppgång|\w*nedgång|upp|ner|ned|ökat|ökade|ökar|ökning|"
        rf"minskat|minskade|minskar|minskning|tappat|tappade|tappar|lost|lose|gained|gain|put on|dropped|risen|up|"
        rf"down|stigit|sjunkit|"
        rf"sjönk|höjts|höjt|sänkts|sänkt|sänkte|skiljer|skilde|skillnad\w*|diff\w*|difference|differ\w*|rasat|bantat|"
        rf"bantade|plus|minus|upp och ner|varierat|increased|decreased)"
        rf"(?: (?:med|nästan|ca|cirka|about|by|i vikt|hela|hel|bara|på|of|är|ungefär|runt|typ|just|only|almost|"
        rf"nearly|around|jag|vikten|drygt|dryga|minst|sig|another|ytterligare))* "
        rf"[0-9]{{1,4}}(?:\.[0-9]+)?{_UNIT}(?! (?:nu|idag))|"
        rf"(?<![0-9\w])[+-] ?{N}(?: ?(?:kg|kilo|hg)(?!\w))|(?<!\w)(?:plus|minus) {N}{_UNIT}")),
    (Role.DIFFERENCE, re.compile(
        r"(?<!\w)(?:sänkt|höjt|ökat|minskat|steg|sjönk|föll|rasade|stack|ökade|minskade|höjdes|sänktes|rose|fell|"
        r"jumped|went|gått upp|gått ner|gick upp|gick ner|sjunkit|stigit|skiljer|skillnad|upp|ner|up|down|dropped|"
        r"risen|fallen|increased|decreased|gone up|gone down|went up|went down) (?:det |it |sig )?(?:med|"
        r"by) [0-9]{1,3}(?:\.[0-9]+)?(?![0-9/])")),
    (Role.REJECTED, re.compile(
        rf"(?<!\w)(?:inte|ej|not|icke|istället för|i stället för|instead of|rather than)(?: (?:som|till|the|"
        rf"på))? {N}(?:\s*/\s*[0-9]{{2,3}})?{_UNIT}?|(?<!\w)(?:byt(?: ut)?|byta(?: ut)?|ersätt\w*|replace|swap|"
        rf"change|ändra\w*|rätta\w*)(?: (?:från|from|värdet|det|my|the|last|"
        rf"reading))* {N}(?:\s*/\s*[0-9]{{2,3}})?{_UNIT}?(?= (?:mot|till|med|to|with|for))")),
    (Role.COUNT, re.compile(
        r"(?<![0-9.])[0-9]{1,3}\s*(?:(?:slag|beats|pulsslag|hjärtslag)\s*(?:på|under|in|for|per|i|over)|på|"
        r"in)\s*(?!60 )(?:[2-9]|[1-9][0-9])\s*(?:sek\w*|s|seconds?|secs?|min\w*)(?!\w)(?! slag)|"
        r"(?<!\w)(?:bort\w*|off|count\w*|räkn\w*)(?: mig| mej| me| det)? (?:vid|at|på|to|till) [0-9]{1,3}(?![0-9./])|"
        r"(?<!\w)(?:count\w*|räkna\w*)(?: i| for| under| på)* [0-9]{1,3} ?(?:sek\w*|s|seconds?|secs?)(?: (?:and|och|"
        r",))*(?: (?:got|fick|counted|räknade|blev|det|it|was|to|till)){0,3}(?: [0-9]{1,3}(?![0-9./])(?! slag per|"
        r" bpm))?")),
    (Role.AROUND, re.compile(
        r"(?:minus |-)?(?<![0-9./])(?:[0-2]?[0-9]|3[0-3]|4[3-9]|[5-9][0-9]|[12][0-9]{2})(?:\.[0-9])?\s*(?:°|grader|"
        r"degrees|c)?(?: \w+)? (?:inne|ute|utomhus|inomhus|varmt|kallt|kallgrader|plusgrader|minusgrader|i (?:rummet|"
        r"lägenheten|huset|stugan|köket|sovrummet|vattnet|sjön|bastun|skuggan|solen|poolen|badet|ugnen|hallen|luften|"
        r"bilen|stan)|"
        r"in (?:the|my|our) (?:flat|house|room|bedroom|kitchen|shade|sun|water|lake|sauna|pool|garden|oven|car|"
        r"apartment)|outside|outdoors|inside|indoors|in here|här inne|därute|där ute|därinne)(?!\w)|"
        r"(?<!\w)(?:ute|utomhus|inne|inomhus|rummet|lägenheten|huset|köket|sovrummet|rumstemp\w*|utetemp\w*|"
        r"innetemp\w*|vattnet|badtemp\w*|outside|outdoors|indoors|inside|room temperature|room temp|room|bastun|sjön|"
        r"solen|skuggan|termostaten|värmen|elementen|elementet|fryser ute|kylan)"
        r"(?: (?:är|var|visar|på|det|till|med|is|was|temp\w*|it|ca|runt|set|to|at|inställd|bara|står|över|nästan|"
        r"it's|about|around|the|blev|hos|oss|här|minus|plus|håller|ligger|"
        r"kring)){0,5}:? ?-?(?:minus )?[0-9]{1,3}(?:\.[0-9])?(?![0-9/])(?:\s*(?:°|grader|degrees))?|"
        r"(?:minus |(?<![\w])-)[0-9]{1,2}(?:\.[0-9])? ?(?:°|grader|degrees)|(?<!\w)(?:batteri\w*|battery|"
        r"procent kvar)(?: (?:är|på|is|at|har|i|bara|kvar|mätaren|visar)){0,3} [0-9]{1,3}\s?(?:%|procent|percent)?|"
        r"(?<![0-9.])[0-9]{1,3} ?(?:%|procent|percent) (?:batteri|battery|kvar|left|laddning|rabatt|sjukskriven|"
        r"sjukskrivning|arbetstid|tjänst|off|luftfuktighet|av)(?!\w)|"
        r"(?<!\w)(?:luftfuktighet\w*|sjukskriv\w*|jobbar|rabatt|humidity)(?: \w+){0,2} [0-9]{1,3} ?(?:%|procent)")),
)  # fmt: skip
"""Roles which a rating, a night or a count of attacks never has, looked for before anything is read."""

_GOAL = (
    r"(?:\w*mål(?:et|en|vikt\w*|värde\w*|tryck\w*|sättning\w*)?|gräns(?:en|er|värde\w*)?|target\w*|limits?|goal|"
    r"goals|ska ligga|ska vara under|ska vara över|ska vara mellan|bör ligga|bör vara|"
    r"borde vara|borde ligga|ligga under|vara under|ligga på under|måste under|komma under|hålla mig under|"
    r"hålla det under|helst under|vill ner till|vill komma ner till|vill väga|want to (?:weigh|reach|be)|aim\w*|"
    r"supposed to be|"
    r"ought to be|helst|normalvärde\w*|ideal\w*|önskevärde\w*|önskevikt\w*|referens\w*|normalt för|rekommend\w*|"
    r"doktorn vill ha|läkaren vill|doctor wants)"
)
_HABIT = (
    r"(?:brukar|brukade|normalt|i vanliga fall|vanligtvis|vanligen|annars|usually|normally|typically|i snitt|snittet|"
    r"genomsnitt\w*|medelvärde\w*|medel|average|averag\w*|rekord\w*|"
    r"personbästa|personliga bästa|pers|personal best|best ever|bästa någonsin|bästa nånsin|bästa värde nånsin|"
    r"mitt bästa(?! (?:blås|av|idag|i dag))|my best(?! (?:of|blow|today))|vikten vid|used to|som ung|när jag var ung|"
    r"utgångsvikt\w*|startvikt\w*|ingångsvikt\w*|grundvikt\w*|torrvikt\w*|dry weight)"
)
_PAIR = rf"{N}(?:\s*(?:/|över|over|genom)\s*[0-9]{{2,3}})?{_UNIT}?"
STATED: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.TARGET, re.compile(
        rf"(?<!\w){_GOAL}{_WORDS}{{0,5}}:? (?:<|>|≤)? ?{_PAIR}(?:\s*-\s*{_PAIR})?(?: (?:och|and|till|"
        rf"to) {_PAIR}(?= (?:i mål|är mål))| (?:eller|or) {_PAIR})?")),
    (Role.TARGET, re.compile(
        rf"{_PAIR} (?:är|var|som|is|was|as|i|har jag som|är det som är)(?: (?:mitt|min|my|the|ett|a))? {_GOAL}(?!\w)")),
    (Role.TARGET, re.compile(
        rf"(?<!\w)(?<![0-9] )(?:under|below|above|lägre än|högre än|mindre än|mer än|less than|more than|lower than|"
        rf"higher than|over(?! the)|över) {_PAIR}(?!\w)(?! ?(?:tim\w*|min\w*|hours?|h)(?!\w))")),
    (Role.HABIT, re.compile(rf"(?<!\w){_HABIT}{_WORDS}{{0,5}}:? {_PAIR}(?:\s*-\s*{_PAIR})?")),
    (Role.HABIT, re.compile(
        rf"{_PAIR} (?:som (?:jag |den |det |pulsen )?brukar|brukar (?:det|den|jag|pulsen|vikten|sockret)|"
        rf"är (?:det )?normal\w*|är mitt (?:bästa|vanliga|rekord)|is (?:my )?(?:normal|usual|best)|normally|"
        rf"usually)(?!\w)")),
)  # fmt: skip
"""Goals, limits and what is usual: a number that is meant or known, not measured now."""

_THEN = (
    r"(?:(?:gammalt|gamla|det gamla|old|old one|förra|föregående|previous|last one)(?= [0-9])|förra (?:veckan|"
    r"månaden|året|gången|mätningen|värdet|"
    r"vintern|sommaren|hösten|våren|kollen|kontrollen|"
    r"besöket)|i fjol|"
    r"tidigare|förut|innan dess|senast|sist|sista gången|förr|dessförinnan|för (?:[^\s,.;]+ ){1,3}?(?:år|månad\w*|"
    r"veck\w*|dagar) sedan|(?:efter|före|till|innan|runt|kring|över|after|before|at) (?:julen?|nyår|påsk\w*|"
    r"midsommar|semestern|sommaren|vintern|operationen|christmas|easter|new year|the summer)|(?:när|då|vid) (?:jag|"
    r"vi|programmet|behandlingen)? ?(?:började|startade?|start)|when i started|at the start|i (?:januari|februari|"
    r"mars|april|maj|juni|juli|augusti|september|oktober|november|december)|i våras|i somras|i höstas|i vintras|"
    r"last (?:week|month|time|year|winter|summer|check)|previous(?:ly)?|before that|[^,.;0-9]{0,3}(?:months?|weeks?|"
    r"years?) ago|at christmas|vid jul|i julas|vid (?:utskrivning|inskrivning|diagnos)\w*)"
)
EARLIER: tuple[re.Pattern[str], ...] = (
    re.compile(rf"(?<!\w){_THEN}{_WORDS}{{0,6}}:? {_PAIR}"),
    re.compile(rf"{_PAIR}{_WORDS}{{0,2}} {_THEN}(?!\w)"),
    re.compile(
        rf"(?<!\w)(?:från|from|ner från|upp från|down from|up from|jämfört med|compared (?:to|with)|mot|var det|"
        rf"was it|it was|det var) {_PAIR}(?= (?:till|to|ner|upp|down)|[,.;]|$| (?:{_THEN}|igår|yesterday|"
        rf"i [a-zåäö]+dags))"),
)  # fmt: skip
NOW = re.compile(
    r"(?<!\w)(?:nu|idag|i dag|ikväll|i kväll|i morse|imorse|den här gången|denna gång|just nu|numera|now|today|"
    r"tonight|this (?:time|morning|evening|week)|"
    r"fick|got|brev|svar|nya?|nytt|new|den här veckan|denna vecka|senaste|men|but|är|is|till|to|it's|har|blev|visar|"
    r"says|shows|reads|säger|står|"
    r"visade|sa|väger|ligger)(?!\w)"
)
"""What tells that another number of the message is the one of now."""

TIMES: tuple[re.Pattern[str], ...] = (
    re.compile(r"(?<![0-9./])(?:[01]?[0-9])(?:[:.][0-5][0-9])?\s*(?:am|pm|a\.m\.|p\.m\.|o'clock|oclock)(?!\w)"),
    re.compile(
        r"(?<!\w)(?:kl|klockan|klocka)\.?(?: är| var| slog| blev| runt| ca| vid|"
        r" är nu)? ?[0-9]{1,2}(?:[:.][0-9]{2})?(?![0-9/])(?!\.[0-9])|"
        r"(?<!\w)at (?:[01]?[0-9]|2[0-4])(?::[0-9]{2}|\.[0-5][0-9])?(?![0-9/]|\.[0-9])(?! ?(?:kg|mmol|%|percent|bpm|"
        r"degrees|"
        r"beats))(?=[\s,.;!?]*(?:$|[,.;!?]|and|this|in|on|after|before|pm|am|when|today|yesterday|last))"),
    re.compile(r"(?<![0-9])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?![0-9])(?:\s*[ap]\.?m\.?)?"),
    re.compile(
        r"(?<![0-9./])0[0-9]\.[0-5][0-9](?![0-9])|(?<!\w)(?:vid|runt|omkring|kring|strax (?:före|efter)|före|efter|"
        r"innan|around|about|by|till|until|before|after)(?: klockan| kl)? (?:[01]?[0-9]|"
        r"2[0-3])[.:][0-5][0-9](?![0-9])(?! ?(?:kg|kilo|mmol|grader))"),
    re.compile(
        r"(?<![0-9./])[0-9]{1,2}[- ]?tiden(?!\w)|(?<!\w)(?:half|quarter|halv|kvart)(?: past| to| över|"
        r" i)? [0-9]{1,2}(?![0-9./])|(?<!\w)vid [0-9]{1,2}(?: på (?:kvällen|morgonen|natten|dagen|eftermiddagen|"
        r"förmiddagen))|(?<![0-9./])[0-9]{1,2} (?:på (?:kvällen|morgonen|natten|eftermiddagen|förmiddagen)|"
        r"in the (?:morning|evening|afternoon)|at night)(?!\w)"),
    re.compile(
        r"(?<![0-9./])[0-9]{1,3}(?:\.[0-9]{1,2})?[ -]?(?:tim\w*|h|hours?|hrs?|min|minut\w*|minutes?|mins?|sek|"
        r"sekund\w*|seconds?|secs?|dagar\w*|dygn\w*|days?|nätter\w*|nights?|"
        r"kvällar\w*|evenings?|morgnar\w*|mornar\w*|mornings?|veck\w*|weeks?|månad\w*|months?|gång\w*|ggr|times|"
        r"liters?|litres?|l|dl|cl|ml|koppar?\w*|cups?|glas\w*|km|kilometer|mil|miles?|meter|m|kr|kronor\w*|cm|"
        r"stycken|st|barn\w*|barnbarn\w*|personer|bitar?|skivor?|smörgås\w*|mackor|mätningar\w*|readings?|mått|rader|"
        r"sidor|doser|cigarett\w*|öl|vin|varv|trappsteg|grader ute|sms|samtal|minuters|timmars|dagars|veckors|"
        r"katter|hundar|kor|rum|rätter|delar|försök|kuddar|pillows|x)(?!\w|/)(?! per min| i minuten| a minute|"
        r" per minute| [0-9])"),
)  # fmt: skip
"""Clock times, lengths of time and counts of things; looked for after the night has been read."""
