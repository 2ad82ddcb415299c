"""More wordings of violence and overdose: threats, fear, too much or the wrong medicine (assistant.md 3)."""

from assistant.cues import Cue, FlagKind, FlagLevel, make_cues

_NOW, _DAY = FlagLevel.EMERGENCY, FlagLevel.SAME_DAY
_CLOSE = (
    r"(?:man|mannen|sambo\w*|pojkvän\w*|kille\w*|tjej|dejt\w*|särbo\w*|make|maken|fru|frun|hustru\w*|flickvän\w*|"
    r"partner\w*|son|sonen|dotter\w*|"
    r"pappa|mamma|far|bror\w*|ex|exet|"
    r"exman\w*|exsambo\w*|svärson\w*|svärfar|styvpappa\w*|granne\w*|han|hon|he|she|husband|boyfriend|girlfriend|wife|"
    r"partner|father|dad|"
    r"brother|son|stepdad|they|de|dom|någon|nån|someone|somebody)"
)
_HIT = (
    r"(?:slår|slog|slagit|slå|sparka\w*|knuffa\w*|stryp\w*|stryper|hota\w*|förfölj\w*|jaga\w*|hits?|beats?|beating|"
    r"kicks?|kicked|punch\w*|chok\w*|"
    r"strangl\w*|threaten\w*|hurts?|hurting|attack\w*|pushed|slapp\w*|abus\w*|misshandl\w*)"
)
_WHOM = r"(?:mig|mej|oss|barnen|barnet|mina barn|våra barn|me|us|(?:my|our|the) (?:kids?|children|son|daughter|child))"
_MEDICINE = (
    r"(?:\w*tablett\w*|piller\w*|pillren|\w*medicin\w*|insulin\w*|alvedon\w*|panodil|ipren|morfin\w*|kapslar|doser|"
    r"pills?|tablets?|medicine|"
    r"medication|paracetamol|ibuprofen|insulin)"
)
_TOOK = (
    r"(?:tagit|tog|ta|svalt|svalde|ätit|åt|fått i mig|fick i mig|sprutat|sprutade|injicerat|took|taken|swallowed|"
    r"injected|had|råkade ta)"
)

THREATS: tuple[Cue, ...] = make_cues(
    FlagKind.VIOLENCE,
    _NOW,
    rf"{_CLOSE}<4>{_HIT}<1>{_WHOM}",
    r"(?:blev|blir|blivit|har blivit)<3>(?:knuffad|sparkad|slagen|jagad|hotad|strypt|bränd|biten|attackerad|"
    r"misshandlad|nedslagen|"
    r"våldtagen|tvingad)(?: \S+){0,5} (?:av|utav)<1>(?:min|mitt|honom|henne|sambon|mannen|pappa|en|ex)",
    r"strypt\w*|stryptag|struptag",
    rf"(?:rädd|livrädd|vettskrämd|skräckslagen|orolig|scared|afraid|terrified)(?: \S+){{0,4}} {_CLOSE}(?: \S+){{0,2}} "
    r"(?:döda\w*|kill\w*|slå|slår|hurt\w*|skada\w*|mörda\w*|hit\w*|gör mig illa|göra mig illa|strypa)",
    r"(?:rädd|vågar inte|livrädd|scared|afraid)(?: \S+){0,3} (?:gå|åka|komma|vara|go|be) hem(?:ma)?(?:,)?(?: \S+){0,5} "
    r"(?:man|sambo|honom|henne|slår|pojkvän|make|fru|partner|pappa)",
    rf"{_CLOSE}(?: \S+){{0,4}} (?:döda|mörda|slå ihjäl|slår ihjäl|kill) (?:mig|mej|oss|me|us)",
    r"(?:tried|trying|försökte|försöker)(?: \S+){0,2} (?:strangle|choke|kill|strypa|döda|kväva|knivhugga|"
    r"stab) (?:mig|mej|oss|me|us)",
    r"(?:knivhot\w*|mordhot\w*|dödshot\w*|knivhugg\w*|våldtäkt\w*|våldtagen|inlåst|locked me in|held captive|"
    r"kidnapp\w*)(?: \S+)?",
    r"(?:bryta sig in|bryter sig in|breaking in|break in)(?: \S+){0,4}|(?:står|standing|"
    r"väntar) utanför(?: \S+){0,4} (?:kniv|vapen|hotar)",
    not_near=r"slår (?:mig|oss) (?:fri|att|som|hur|ner|ned)|schack|(?:i )?(?:spel|kort|tennis|poker|padel|fotboll|"
    r"bordtennis|minigolf|yatzy|alfapet)|vad(?!\w)|"
    r"modul \w+|film\w*|serien|boken|at (?:chess|cards|tennis|golf)|match\w*|datorspel\w*|i tävling\w*|rekord|game",
)

TOO_MUCH: tuple[Cue, ...] = make_cues(
    FlagKind.OVERDOSE,
    _NOW,
    rf"(?:druckit|drack|alkohol\w*|sprit|vodka|vin|alcohol|drunk|drinking)(?: \S+){{0,7}} {_TOOK}<3>{_MEDICINE}",
    rf"{_TOOK}<3>{_MEDICINE}(?: \S+){{0,6}} (?:alkohol\w*|sprit|vodka|alcohol|whisky)",
    r"(?:gånger|ggr|times)(?: \S+){0,2} (?:så|för|as|too)<1>(?:mycket|hög|stor|många|much|many)(?: \S+){0,3} (?:dos|"
    r"insulin\w*|medicin\w*|tablett\w*|dose|"
    r"medicine)",
    rf"{_TOOK}(?: \S+){{0,5}} (?:för hög dos|för stor dos|too high a dose|alldeles för (?:mycket|"
    rf"många))(?: \S+){{0,3}}",
    rf"(?:råka\w*|misstag|accidentally|by mistake)(?: \S+){{0,5}} (?:hela|alla|all|whole|fel|wrong|dubbelt|"
    rf"veckans)(?: \S+){{0,3}} {_MEDICINE}",
    rf"(?:misstag|råka\w*|accidentally)(?: \S+){{0,5}} (?:mans|frus|mammas|pappas|hundens|någon annans|"
    rf"someone else's|husband's|wife's|mother's|father's)(?: \S+)? {_MEDICINE}",
    rf"(?:barn\w*|son|sonen|dotter|dottern|bebis\w*|tvååring\w*|treåring\w*|child|kid|toddler|baby|daughter|grandson|"
    rf"granddaughter|grandchild)(?: \S+){{0,4}} "
    rf"(?:ätit|åt|svalt|svalde|svalt|fått i sig|fick i sig|stoppat i sig|ate|eaten|"
    rf"swallowed)(?: \S+){{0,5}} {_MEDICINE}",
    r"(?:sprutat|sprutade|spruta|tog|tagit|injected|took|taken)(?: \S+){0,2} [0-9]{2,3}(?: (?:enheter|units|e|"
    r"ie))?(?: insulin)?(?: \S+){0,2} "
    r"(?:i stället för|istället för|instead of|inte)(?: \S+){0,2} [0-9]+",
    rf"{_TOOK}(?: \S+){{0,2}} (?:[1-9][0-9]|[1-9][0-9]{{2}})(?: (?:st|stycken|of|my|mina|starka|gamla|vita|"
    rf"sömn|mg))* {_MEDICINE}(?! (?:enheter|units|e))",
    r"överdoser\w*|för stor dos|(?:massor|massa|mängder|näve|handfull|handful|fistful|loads|lots)(?: \S+)? (?:med |"
    r"av |of )?(?:\S+ )?(?:tablett\w*|piller|pills|tablets)",
    not_near=r"som vanligt|enligt ordination|på recept|sammanlagt|i mitt liv|(?:bok|boken|film|filmen|serie)<2>om|"
    r"mg(?!\w)|"
    r"enheter insulin(?! i stället)|units of insulin (?:as|before)|as usual|i dosett\w*|hämta\w*|köp\w*|beställ\w*|"
    r"recept\w*|kvar|per månad|a month",
)

CUES_HARM: tuple[Cue, ...] = THREATS + TOO_MUCH
