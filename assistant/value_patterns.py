"""How blood pressure, pulse and weight are written, and which numbers in a text are something else."""

import re

NUM = r"[0-9]{1,6}(?:\.[0-9]{1,3})?"
END = r"(?![0-9])(?!\.[0-9])"
START = r"(?<![0-9.,/:-])(?<![0-9] -)"
_FILL_WORDS = (
    r"är|e|ä|va|var|hit|reached|dropped to|down to|up to|fell to|rose to|went to|up at|nere på|nere i|uppe i|uppe på|"
    r"ner till|upp till|sjönk till|steg till|gick upp till|gick ner till|visar|visade|på|mig|nu|nyss|idag|i dag|"
    r"i morse|imorse|ikväll|i kväll|min|mitt|jag|ca|cirka|"
    r"ungefär|runt|bara|"
    r"ligger|låg|stod|står|har|hade|blev|blir|till|den|det|i vila|slår|trycket|pulsen|vikten|is|was|says|said|"
    r"sa|sade|säger|stannade|stannat|stannar|landade|hamnade|hamnar|pekade|pekar|gav|ger|fick|mätte|mätt|mättes|"
    r"uppmätt|uppmättes|nere|uppe|"
    r"hemma|just nu|precis|alltså|lika med|sittande|stående|liggande|lying|standing|vilande|igår|i går|showed|shows|"
    r"showing|read|reading|gave me|gave|came out|"
    r"came back|came|the|"
    r"evening|morning|this|been|were|measured|registered|went|sitting|stood|steady|stable|stabil|så|slag per minut|"
    r"slag i minuten|slag/min|beats per minute|i sittande|apparaten|mätaren|"
    r"this morning|today|"
    r"tonight|just|at|of|now|my|about|around|rate|reads|menar jag|,|:|="
)
FILL = rf"(?:\s*(?:{_FILL_WORDS})(?![a-zåäö]))*[\s:=]*"

UPPER = r"(?:övre|övertryck\w*|systol\w*|upper|top number|top(?!\w))"
LOWER = r"(?:undre|nedre|undertryck\w*|diastol\w*|lower|bottom number|bottom(?!\w))"
_LABEL_GAP = r"[^0-9]{0,20}?"
LABELLED = (
    re.compile(
        rf"(?<!\w){UPPER}{_LABEL_GAP}(?P<s>{NUM}){END}[^0-9]{{1,25}}?{LOWER}{_LABEL_GAP}(?P<d>{NUM}){END}"
    ),
    re.compile(
        rf"(?<!\w){LOWER}{_LABEL_GAP}(?P<d>{NUM}){END}[^0-9]{{1,25}}?{UPPER}{_LABEL_GAP}(?P<s>{NUM}){END}"
    ),
)
ONE_LABEL = re.compile(rf"(?<!\w)(?:{UPPER}|{LOWER}){_LABEL_GAP}(?P<n>{NUM}){END}")
_PULSE_CUE = (
    r"(?:vilopuls\w*|puls(?!ox|kurv|klock)\w*|pulse|heart rate|resting pulse|hjärtfrekvens\w*|hjärtrytm\w*|"
    r"hjärtslag\w*|hjärtats slag|hjärtats rytm|hjärtat(?: (?:slår|går|dunkar|låg|ligger|var|är|har|slog))?|"
    r"slag per minut|slag/min|slagen|heart ?beats?|heartbeat|beats per minute|(?<!blood )pulsation\w*|hr|p|bpm)"
)
SLASHED = re.compile(
    rf"{START}(?P<s>{NUM})(?:\s*/\s*|\s+(?:över|genom|over)\s+|"
    rf"(?P<dash>\s*-\s*))(?P<d>{NUM}){END}(?!\s*-\s*[0-9])"
)
_PAIR_ENDS = (
    r"(?=\s*(?:$|[.,;:!?)(¤-]|(?:mm ?hg|puls\w*|pulse|p|hr|idag|i|nu|nyss|och|men|sen|sedan|efter|före|innan|ikväll|"
    r"igår|kl|vid|när|sa|and|but|then|today|this|after|before|with|at|just|med|utan|fick|blev|är|var|hos|hemma|mvh|"
    r"tack|"
    r"liggande|sittande|stående|höger|vänster|in|på (?:kvällen|morgonen|natten|höger|vänster|mig)|yesterday|last|"
    r"tonight|vilket|som|alltså|enligt|according|now|when|while|hälsning\w*|hälsar|on (?:my|the) (?:left|"
    r"right))(?!\w)))"
)
SPOKEN_PAIR = re.compile(
    rf"{START}(?P<s>[89][0-9]|1[0-9]{{2}}|2[0-4][0-9])\s*(?:på|pa|on|slash|snedstreck|delat (?:med|på)|by|överr|öve|"
    rf"ovr|"
    rf"\\|\||;|_)\s*"
    rf"(?P<d>[4-9][0-9]|1[0-3][0-9]){END}(?!\s*(?:[/:%-]|sek|min|tim|proc|steg|meter|kg|kilo|mmol|dag|år|gång|l/min|"
    rf"people|percent)){_PAIR_ENDS}"
)
PRESSURE_CUE = re.compile(r"(?<!\w)(?:blodtr?\w*k\w*|bt|bp|tryck\w*|blood pressure)(?!\w)")
CUED_PAIR = re.compile(
    rf"(?<!\w)(?:blodtr?\w*k\w*|bt|bp|tryck\w*|blood pressure){FILL}(?P<s>[0-9]{{2,3}}){END}(?:\s|,|och|and)+"
    rf"(?P<d>[0-9]{{2,3}}){END}(?!\s*(?:kg|kilo))"
)
TELLS_PRESSURE = re.compile(
    r"(?<!\w)(?:\w*tryck\w*|bt|bp|\w*pressure|cuff|manschett\w*|mät\w*|uppmätt\w*|measur\w*|apparat\w*|machine|"
    r"monitor|omron|sköterska\w*|syster|nurse|doctor|doktorn|läkaren|hemtjänst\w*|puls\w*|pulse|sa|said|says|visa\w*|"
    r"shows|showed|stod|står|stannade|gave|gives|got|fick|blev|läst\w*|read|reads|reading|mm ?hg|arm\w*|left|"
    r"right)(?!\w)")
FEW_WORDS_OF_A_PAIR = 3
TRAILING_PULSE = re.compile(
    rf"(?:[\s,;]+|\s*/\s*)(?:och |and |med )?(?P<n>[0-9]{{2,3}}){END}(?!\s*[/-]\s*[0-9])(?!\s*(?:kg|kilo|"
    rf"lb|pund|över|over|%))"
)
CUED_PULSE = re.compile(rf"(?<!\w){_PULSE_CUE}{FILL}(?P<n>{NUM}){END}(?!\s*[/-]\s*[0-9])")
COUNTED_PULSE = re.compile(
    rf"{START}(?P<n>{NUM})\s*(?:slag|bpm|beats|i [a-zåäö]{{0,8}}puls\w*|in pulse|slag/min|/min|gånger i minuten|"
    rf"gånger per minut|"
    rf"times (?:a|per) minute|hjärtslag|pulsslag|heart ?beats|på pulsen|in pulse)(?!\w)")
PLUS_PULSE = re.compile(rf"(?<!\w)plus (?P<n>{NUM}){END}(?=.*(?<!\w)puls)")
GRAMS = re.compile(rf"{START}(?P<n>[0-9]{{5,6}})\s*(?:g|gram|grams)(?!\w)")
WEIGHT_UNIT = re.compile(rf"{START}(?P<n>{NUM})\s*(?:kg|kilo|kilos|kilogram|kilograms)(?!\w)")
CUED_WEIGHT = re.compile(
    rf"(?<!\w)(?:vikt\w*|väg(?:er|de|t|a|ning\w*)|vågen|våg|weigh\w*|"
    rf"scales?|kroppsvikt\w*|morgonvikt\w*|stod på vågen){FILL}(?P<n>{NUM}){END}(?!\s*[/:-]\s*[0-9])"
)
POUNDS = re.compile(rf"{START}(?P<n>{NUM})\s*(?:lbs?|pounds?|pund)(?!\w)")
STONES = re.compile(
    rf"{START}(?P<st>[0-9]{{1,2}})\s*(?:stones?|st)(?!\w)(?:\s*(?P<lb>[0-9]{{1,2}})(?:\s*(?:lbs?|"
    rf"pounds?))?(?!\w))?"
)
ONLY_NUMBERS = re.compile(r"(?P<s>[0-9]{2,3})[\s,;]+(?P<d>[0-9]{2,3})(?:[\s,;]+(?P<p>[0-9]{2,3}))?[.!]?")
COMMA_PAIR = re.compile(r"(?P<s>[0-9]{2,3})\.(?P<d>[0-9]{2,3})")
BARE = re.compile(rf"(?<![0-9.])(?<!\w)(?P<n>{NUM}){END}(?!\w)")

_UNITS = (
    r"%|procent|percent|mmol\S*|mg(?:/dl)?|ml|dl|cl|liter|l/min|steg|steps?|grader|degrees|°c?|fahrenheit|"
    r"celsius|timm\w*|tim|"
    r"h|hours?|min|minut\w*|minutes?|sek\w*|dag|dagar\w*|dygn|days?|veck\w*|weeks?|månad\w*|months?|år|"
    r"years?|gånger|ggr|times|"
    r"tablett\w*|tablets?|pills?|enheter|units?|cm|m|km|meter|puff\w*|kopp\w*|glas|mil|kr|kronor|a|:a|"
    r"mätningar|readings|attack\w*"
)
_OTHER_CUES = (
    r"\w*sock\w*|\w*sok\w*ret|glukos\w*|glucose|sugar|bs|hb ?a1c|a1c|långtids\w*|temp\w*|feber\w*|fever|"
    r"spo2|sat|satt|satur\w*|"
    r"syre\w*|pox|oxygen|pef\S*|peak flow|blås\w*|steg|steps?|humör\w*|mood|måend\w*|keton\w*|modul\w*|"
    r"vecka|avsnitt|kapitel|"
    r"module|week|chapter|fråga|längd|ålder|age|fasta|fastande|andfådd\w*|ångest\w*|smärta|sov|slept|(?<!i )dag|"
    r"nr|nummer|rum"
)
SOMETHING_ELSE = (
    re.compile(r"(?<![0-9])(?:10|[0-9])(?:\.[0-9])?\s*(?:/|av|out of|of)\s*10(?![0-9])"),
    re.compile(
        r"(?<!\w)(?:kl|klockan|at)\.? ?(?:[01]?[0-9]|2[0-4])(?:[:.][0-9]{2})?(?![0-9/])(?!\.[0-9])(?! ?(?:stone|st|"
        r"kg|mmol)(?!\w))"),
    re.compile(r"(?<![0-9])[0-9]{1,2}:[0-9]{2}(?![0-9])"),
    re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])|(?<!\w)den [0-9]{1,2}/[0-9]{1,2}(?![0-9])"),
    re.compile(
        r"\+?[0-9]{7,}(?:-[0-9]{4})?|(?<![0-9])[0-9]{6}-[0-9]{4}|(?<![0-9])0[0-9]{1,3}-[0-9][0-9 ]{4,}"
    ),
    re.compile(
        r"(?<!\w)(?:upp|ner|ned|ökat|ökade|minskat|minskade|tappat|lost|gained|put on|plus|minus)"
        rf"(?: (?:med|nästan|ca|cirka|about|by|i vikt))* {NUM} ?(?:kg|kilos?|kilogram)(?!\w)|"
        rf"[+-] ?{NUM} ?(?:kg|kilo)(?!\w)"
    ),
    re.compile(r"(?<!\w)(?:ring\w*|call\w*|dial)(?: (?:till|to))? (?:112|1177|90101)(?![0-9])(?!\s*/)"),
    re.compile(
        rf"(?<!\w)(?:mål\w*|gräns\w*|target|limit|"
        rf"goal)(?: [^\s0-9]+){{0,4}} {NUM}(?:\s*/\s*{NUM})?(?: ?kg)?(?!\w)"
    ),
    re.compile(rf"(?<!\w)(?:{_OTHER_CUES}){FILL}{NUM}{END}(?!\s*/\s*[0-9])"),
    re.compile(rf"{START}{NUM}\s*(?:{_UNITS})(?!\w)(?! i minuten| per minut| a minute)"),
)
"""Numbers that are no blood pressure, pulse or weight: ratings, times, dates, phone numbers, changes, goals."""

HYPOTHETICAL = re.compile(
    r"(?:vad (?:är|betyder|innebär)|what (?:is|does)) [0-9].*|"
    r"(?:är|is|vad (?:är|betyder|innebär)|what (?:is|does)|varför (?:är|ska)|när är|hur (?:farligt|"
    r"högt))(?!\w).*"
    r"(?:\?|högt|lågt|normalt|farligt|bra|dåligt|betyder|high|low|normal|dangerous|good|bad|mean)[\s?.!]*"
)
"""A question about a number in general; it is answered from text and stores nothing."""
