"""Wordings of suicide, self-harm, violence and overdose in Swedish and English (clinical/assistant.md 3)."""

from assistant.cues import Cue, FlagKind, FlagLevel, make_cues

_NOW, _DAY = FlagLevel.EMERGENCY, FlagLevel.SAME_DAY
_INTENT = r"(?:ska|skall|vill|tänker|tänkte|kommer|planerar|redo|bestämt|beslutat|försökte|försökt|måste)"
_MEANS = r"(?:tabletter\w*|piller\w*|medicin\w*|sömntabletter\w*|rep|repet|pistol\w*|gevär\w*|rakblad\w*)"
_INTENT_EN = (
    r"(?:going to|will|want to|wanna|gonna|planning to|plan to|about to|ready to|decided to|tried to)"
)
_NOT_LIFE = r"(?:leva med|leva utan (?!mig)\w+|leva på|leva som|live with|live without|live in|live here)"

SUICIDE: tuple[Cue, ...] = (
    make_cues(
        FlagKind.SUICIDE,
        _NOW,
        r"ta[rg]?<3>(?:mitt (?:eget )?liv|livet av (?:mig|mej|sig))",
        r"(?:tagit|tog|taga)<2>(?:mitt (?:eget )?liv|livet av (?:mig|mej|sig))",
        r"göra?(?: \S+){0,2} slut på (?:allt|alltihop|allting|det hela|det nu|livet|mitt liv|mig|mej|"
        r"lidandet)",
        r"(?:gör|gjort|sätta|sätter) (?:\S+ )?(?:slut|stopp|punkt) (?:på|för) (?:livet|mitt liv|mig själv|"
        r"mig|allt)",
        r"avsluta(?:r|t)? (?:\S+ )?(?:livet|mitt liv|mig själv|mitt lidande)",
        rf"{_INTENT} (?:bara )?hoppa(?: nu| ikväll| inatt)?$",
        r"(?:står|sitter|är|går)<2>(?:bron|taket|broräcket|spåret|rälsen|perrongen)(?: \S+){0,5} (?:hoppa|"
        r"dö|slut|livet)",
        r"(?:tabletter\w*|sömntabletter\w*|piller\w*|repet|rakbladet|vapnet) (?:är |ligger |"
        r"har jag )?(?:framme|framför mig|redo)",
        rf"{_INTENT}<3>(?:ta|svälja|äta)(?: \S+){{0,3}} {_MEANS}(?: \S+){{0,3}} (?:dö|somna in|försvinna)",
        r"(?:pills?|tablets?)(?: \S+){0,8} (?:to die|and die)",
        r"(?:lust|vill|tänker|ska) (?:att )?skjuta (?:skallen|huvudet)(?: \S+)? av mig",
        r"(?:mig|mej) av daga|(?:datum|dag|plats) för min död|min sista (?:dag|kväll|natt) (?:i livet|"
        r"på jorden)",
        rf"{_INTENT_EN} (?:just )?end (?:it|things|everything)",
        r"avskedsbrev\w*|självmordsbrev\w*|självmordsplan\w*|självmordsförsök\w*",
        r"plan\w*(?: \S+){0,4} (?:dö|självmord|självmordet|ta livet|ta mitt liv)",
        r"vet(?: \S+){0,2} (?:hur|när|var) (?:jag )?(?:ska|skall|tänker)(?: \S+){0,2} (?:dö|göra det)",
        r"vill<2>dö(?: \S+){0,4} (?:vet hur|bestämt|plan\w*|tabletter\w*|ikväll|inatt|nu)",
        rf"{_INTENT}(?: \S+){{0,4}} (?:hoppa|kasta mig|ställa mig|lägga mig)(?: \S+){{0,3}} "
        r"(?:tåg\w*|bro|bron|balkong\w*|fönst\w*|tak|taket|spår\w*|rälsen|bil|bilen|lastbil\w*)",
        rf"{_INTENT}<3>(?:hänga|skjuta|dränka|strypa) (?:mig|mej)",
        r"(?:hänger|skjuter|dränker) (?:mig|mej)(?: själv)?|köra? ihjäl mig|ta ihjäl mig|döda mig själv|"
        r"dödar mig själv",
        rf"{_INTENT}<2>dö (?:ikväll|inatt|i natt|i kväll|nu|idag|i dag|imorgon|i morgon)",
        rf"(?:samlat|sparat|gömt|köpt|skaffat|samlar|har|hämtat)<3>{_MEANS}(?: \S+){{0,6}} "
        r"(?:dö|ta livet\s?\w*|slippa leva|somna in|försvinna|göra slut)",
        rf"{_INTENT}<3>(?:begå |ta )?självmord",
        r"(?:begår|tar jag|tar) självmord|(?:ta|begå) självmord (?:ikväll|inatt|nu|idag|imorgon)",
        r"(?:sagt|säga|säger|skrivit|skriver) (?:\S+ )?(?:farväl|adjö)|mitt farväl|farväl för alltid",
        r"ni (?:kommer|ska) (?:aldrig|inte) (?:se|höra av) mig (?:mer|igen|något mer)",
        r"dö av (?:[0-9]+|att ta|om jag tar)|hur många<5>(?:för att dö|tills man dör|dör man av)",
        r"kill(?:ing)? myself|end(?:ing)? my (?:own )?life|tak(?:e|ing) my (?:own )?life",
        r"end(?:ing)? it (?:all|tonight|now|today|tomorrow|soon)|end myself",
        r"plan(?:ned|ning|s)?(?: \S+){0,4} (?:die|end my life|suicide|kill myself)",
        rf"{_INTENT_EN}<2>(?:hang|shoot|drown) myself|hang(?:ing)? myself|shoot myself",
        rf"{_INTENT_EN}<3>jump(?: \S+){{0,3}} (?:train|bridge|balcony|window|roof|building|tracks)",
        r"goodbye (?:letter|letters|note)|suicide (?:note|plan|attempt)|written (?:my )?(?:farewell|"
        r"goodbye)\w*",
        r"(?:pills?|tablets?|rope|gun|means|medicine)(?: \S+){0,4} (?:to die|to end it|to kill myself|"
        r"end my life)",
        rf"{_INTENT_EN}<2>(?:commit |attempt )?suicide|want to die(?: \S+){{0,4}} (?:know how|tonight|now|"
        rf"plan)",
        r"going to die (?:tonight|today)|i will die tonight",
    )
    + make_cues(
        FlagKind.SUICIDE,
        _DAY,
        r"(?:inte|int|ej|aldrig|slippa|slipper|inget att|sluta)(?: \S+){0,3} (?:leva|vara vid liv|"
        r"finnas(?: till)?|existera)",
        r"(?:vill|orkar)(?: \S+)? (?:inte|ej)<2>(?:va|vara|bli|finnas|stanna)? ?(?:kvar<2>(?:livet|världen|"
        r"jorden|jordelivet)|"
        r"med om livet)",
        r"somna (?:in )?och (?:aldrig|inte) vakna|aldrig (?:mer )?vakna(?: upp)?|never wake up",
        r"(?:ingen|alla|de|folk|familjen)<4>(?:om|när|ifall) jag (?:dör|dog|är död|var död|försvann|"
        r"försvinner|inte fanns)",
        r"(?:slippa|slipper|slapp) (?:livet|allt|alltihop)(?: \S+){0,3} livet|slippa livet",
        r"leva (?:längre )?(?:orkar|vill) jag inte",
        r"vill (?:\S+ )?(?:inte|aldrig) (?:\S+ ){0,2}(?:vakna|finnas|vara här längre|leva)(?: upp)?",
        r"(?:hoppas|önskar)(?: \S+){0,4} (?:inte vaknar?|aldrig vaknar?|slapp vakna|slipper vakna)(?: upp)?",
        r"(?:bättre|bäst|skönt|skönast|skönare|lättare|enklare)(?: \S+){0,6} (?:död|dö|dog|inte fanns|"
        r"inte finns|"
        r"utan mig|slapp leva|försvann|inte levde|inte föddes)",
        r"(?:önskar|ville|vore)(?: \S+){0,4} (?:inte fanns|inte funnits|var död|vore död|fick dö|"
        r"aldrig fötts|"
        r"aldrig blivit född|aldrig hade fötts|kunde försvinna|slapp finnas|slapp leva)",
        r"(?:livet|mitt liv|det|inget|inte|knappt)(?: \S+){0,3} (?:värt|värd) att leva(?: för)?",
        r"(?:ingen mening|meningslöst|inget skäl|ingen anledning|"
        r"ingen idé)(?: \S+){0,2} att leva(?: längre)?",
        r"livet (?:känns |är )?(?:helt |så )?meningslöst|orkar inte med livet",
        r"ingen (?:skulle|kommer att) (?:sakna mig|märka<4>(?:borta|död|försvann|dog))",
        r"(?:jag )?(?:orkar|klarar) (?:bara )?(?:inte|ej) (?:mer|längre) (?:nu)?$|"
        r"^(?:jag )?orkar inte (?:mer|längre)$",
        r"kan inte sluta(?: \S+){0,2} (?:på självmord|på döden|på att dö)",
        not_near=rf"{_NOT_LIFE}|vakna<2>(?:tidigt|klockan|kl)|(?:sent|skolan|festen|jobbet|stan)",
        negatable=False,
    )
    + make_cues(
        FlagKind.SUICIDE,
        _DAY,
        r"(?:vill|längtar) (?:bara )?(?:bort|ifrån|lämna)<1>(?:den här världen|världen|livet|jordelivet|"
        r"allt)",
        r"(?:får|fick|få) (?:dö|somna in|somna för (?:gott|alltid|evigt)|slippa leva)|somna för (?:gott|"
        r"alltid|evigt)",
        r"varför (?:ska|skulle) jag (?:leva|fortsätta leva|finnas)|vore(?: \S+){0,4} om jag (?:dog|var död|"
        r"försvann)",
        r"feel(?:ing)? like dying|(?:nobody|no one|everyone)<5>(?:if|when) i (?:died|die|was gone|"
        r"were gone|disappeared)",
        r"självmord\w*|suicid\w*|dödstank\w*|dödslängtan",
        r"(?:vill|velat|ville|längtar efter|skulle vilja|önskar|drömmer om)(?: att)?(?: (?:bara|helst|få|"
        r"mest|verkligen|att|så|"
        r"jag))* (?:dö|döden|vara död|somna in|försvinna(?: för alltid| härifrån)?)",
        r"(?:tänker|tänkt|funderar|fantiserar|grubblar|tankar|tanken)(?: \S+){0,3} (?:på|om|kring|över) "
        r"(?:döden|att dö|att inte (?:leva|finnas)|att ta livet|att försvinna)",
        r"(?:trött på|less på|färdig med|klar med) (?:att leva|att finnas|att existera|livet)",
        r"end my suffering|(?:wish|wished|wishing)(?: \S+){0,4} (?:dead|die|disappear|never been born|"
        r"not exist|"
        r"didn't exist|not alive|never wake up|weren't here|wasn't here)",
        r"better off (?:without me|dead|if i)|(?:thoughts|thinking|think)(?: \S+){0,2} (?:death|dying|"
        r"ending it|suicide)",
        r"(?:want|wanted|wanna|like)(?: to)?(?: \S+)? (?:die|be dead|disappear forever)",
        r"tired of (?:living|life|being alive)|(?:no reason|nothing|nothing left) to live for|"
        r"no reason to live",
        not_near=(
            r"dö en naturlig död|dö gammal|not want to die|don't want to die|(?:om|"
            r"kring) livet efter döden|försvinna (?:på|till) (?!jorden)\w+"
        )
    )
    + make_cues(
        FlagKind.SUICIDE,
        _DAY,
        r"(?:don't|do not|dont|can't|cannot|no longer|not|never)(?: \S+){0,4} (?:live|be alive|wake up|exist|"
        r"be here anymore|go on living|living)(?: anymore)?",
        r"(?:don't|do not|can't|no) (?:see )?(?:the |any )?(?:point|reason)<2>(?:living|life|being alive)|"
        r"can't go on(?: living| like this| anymore)?$",
        r"life(?: \S+){0,4} (?:not worth|isn't worth|not worth living|isn't worth living|pointless)",
        not_near=_NOT_LIFE,
        negatable=False,
    )
)

_ACCIDENT = (
    r"(?:råkade|råkat|misstag|olycka|kniven|brödkniven|matlagning\w*|lagade|lagar|hackade|skalade|rakade|"
    r"rakhyvel\w*|öppnade|"
    r"burken|lök|löken|spisen|ugnen|plåten|kaffet|strykjärnet|ramlade|halkade|snubblade|tränade|gymmet|"
    r"papper\w*|"
    r"accident|accidentally|cooking|shaving|kitchen|stove|oven|fell|slipped|tripped|gym|running|paper|"
    r"onions?)"
)

SELF_HARM: tuple[Cue, ...] = make_cues(
    FlagKind.SELF_HARM,
    _DAY,
    r"(?:skär|skar|skurit|skära|rispar|rispat|rispa|rispade)<3>(?:mig|mej|mig själv|armen|armarna|handleden|"
    r"handlederna|låren|benen)",
    r"(?:gjort|göra|gör|gjorde)<2>(?:mig|mej)(?: själv)? illa",
    r"(?:brände|bränt|bränner|bränna) (?:mig|mej)(?: själv)?",
    r"(?:slår|slog|dunkar|bankar|slå|dunkade|bankade)<2>(?:huvudet|mig själv|mej själv|"
    r"knytnäven)(?: \S+){0,2} "
    r"(?:väggen|väggar|golvet|bordet)|(?:slår|slog|slå) (?:mig|mej) själv",
    r"(?:cut|cutting|cuts|burn|burned|burning|burnt|hurt|hurting|harm|harming|hit|hitting|scratch) myself",
    r"(?:want|urge|need) to cut(?: myself)?$|cutting (?:my (?:arms?|legs?|wrists?|thighs?)|again)",
    r"skurit (?:upp|sönder)<2>(?:handled\w*|arm\w*|ben\w*)",
    r"self[- ]?harm\w*",
    not_near=_ACCIDENT,
) + make_cues(
    FlagKind.SELF_HARM,
    _DAY,
    r"(?:skada|skadar|skadat|skadade|straffa|straffar|plåga) (?:mig|mej) själv|självskad\w*",
    r"(?:skadade|skadat|skadar|skar|skurit) (?:mig|mej) igen",
    r"(?:skurit|skar|skär|gjort|bränt|brände|skadat|skadade|river|rev|rivit|klöser|nyper|"
    r"biter)(?: \S+){0,5} (?:med flit|avsiktligt|med vilje)",
    r"(?:cut|burned|burnt|hurt|injured)(?: \S+){0,3} on purpose",
    r"sug\w* (?:på|efter) att skära",
)

_THEM = (
    r"(?:man|mannen|sambo\w*|pojkvän\w*|make|maken|fru|frun|flickvän\w*|partner\w*|son|dotter|pappa|mamma|"
    r"bror|granne\w*|ex|exet|"
    r"exman|svärson|han|hon|de|dom|någon|nån|jag blir|blir|blev)"
)
_ME = r"(?:mig|mej|oss|barn\w*|henne|honom|mina barn|min son|min dotter)"

VIOLENCE: tuple[Cue, ...] = make_cues(
    FlagKind.VIOLENCE,
    _NOW,
    rf"{_THEM}<3>(?:slår|slog|slagit|sparkat|sparkar|sparkade|stryper|strypte|knuffar|knuffade|"
    rf"jagar) (?:\S+ )?{_ME}",
    r"(?:jag|barnen|vi|hon|han)(?: \S+){0,2} (?:blir|blev|blivit)(?: \S+)? (?:slagen|slagna|misshandlad\w*|"
    r"hotad\w*|"
    r"sparkad|strypt|våldtagen)",
    r"(?:blir|blev|blivit)(?: \S+)? (?:slagen|hotad|hotade|våldtagen)(?: \S+){0,2} (?:hemma|av|ikväll|nu)",
    r"misshandl\w+|våldta\w*|våldtog",
    r"struptag|(?:är|blir|blev|var) (?:så |väldigt |mycket )?våldsam\w*|hotar (?:mig|mej|oss|barnen)",
    r"(?:he|she|husband|boyfriend|wife|partner|ex)(?: \S+){0,3} (?:violent|abusive)|(?:pushed|shoved|"
    r"slapped|grabbed|strangles) (?:me|us)",
    rf"{_THEM}<3>(?:hotar|hotade|hotat)(?: (?:att|med|mig|mej|oss|honom|henne|barnen|döda))+",
    r"(?:rädd|livrädd|skräckslagen|vettskrämd) för (?:min|mitt|mina|att (?:han|hon)) (?:man|sambo|make|fru|"
    r"pojkvän|flickvän|"
    r"partner|ex|exman|son|pappa|bror|slår|kommer|dödar|ska slå|ska döda)(?: \S+)?",
    r"(?:låst in|låste in|spärrat in|stängt in) (?:mig|mej|oss)|inlåst(?: \S+){0,4}|låser in (?:mig|oss)",
    r"(?:han|hon|någon|nån|de|dom|min \S+)(?: \S+){0,3} (?:kniv|kniven|pistol|pistolen|yxa|yxan|vapen|gevär)",
    r"(?:hits|hit|hitting|beats|beat|beating|kicks|kicking|punches|punched|hurts|hurting|chokes|choking|"
    r"strangled?|"
    r"abuses|abusing|raped) (?:me|us|my (?:child\w*|kids?|son|daughter|mother)|the (?:kids|children))",
    r"threaten\w*(?: \S+){0,2} (?:kill|hurt|me|us|with)|(?:being|am) (?:threatened|abused|beaten)",
    r"locked (?:me |us )?in(?: \S+){0,3} (?:afraid|scared|room)|(?:has )?locked (?:me|us) in|am locked in",
    r"(?:he|she|someone|somebody|husband|boyfriend|they)(?: \S+){0,3} (?:knife|gun|weapon)",
    r"(?:afraid|scared|terrified) of my (?:husband|partner|boyfriend|wife|girlfriend|ex|son|father|dad)",
    not_near=(
        r"slår (?:mig|oss) (?:fri|att|som|hur)|(?:i )?schack|i (?:spel|kort|tennis|poker|padel|fotboll)|"
        r"slår vad|"
        r"modul \w+|film\w*|serien|boken|at chess|at cards|at tennis|för mat\w*|skära bröd|ny kniv"
    ),
)

_DRUG = (
    r"(?:alvedon|panodil|paracetamol|ipren|ibuprofen|tablett\w*|piller|pillren|sömntabletter\w*|sömnpiller|"
    r"kapslar|citodon|"
    r"tramadol|oxycodone|oxynorm|stesolid|imovane|zopiklon|lergigan|propavan|theralen|waran|warfarin|"
    r"metformin|pills?|tablets?|"
    r"tylenol|sleeping pills|medicin\w*)"
)
_TOOK = (
    r"(?:tagit|tog|svalt|svalde|ätit|åt|tryckt i mig|satt i mig|fått i mig|took|taken|swallowed|ate|had|"
    r"råkade ta|råkat ta)"
)
_MANY = (
    r"(?:[1-9][0-9]|[1-9][0-9]{2}|tjugo|trettio|fyrtio|femtio|sextio|hundra|twenty|thirty|forty|fifty|"
    r"massor av|a lot of)"
)

OVERDOSE: tuple[Cue, ...] = make_cues(
    FlagKind.OVERDOSE,
    _NOW,
    r"överdos\w*|overdos\w*",
    rf"{_TOOK}<2>{_MANY}(?: (?:st|stycken|of|my|mina|starka|gamla|vita))* {_DRUG}",
    rf"{_TOOK}<3>(?:alla|allt|all|hela)<4>(?:på en gång|samtidigt|at once|i ett svep)",
    r"(?:för|alldeles för|too|far too) (?:många|many)<1>(?:\w*tabletter\w*|piller|pills|tablets|alvedon|"
    r"sömn\w+)",
    rf"{_TOOK}<3>(?:hela|hel|the whole|a whole|whole|entire)<1>(?:burk|ask|karta|burken|asken|kartan|"
    rf"paketet|flaskan|bottle|"
    rf"pack|box|"
    r"blister)(?: \S+){0,3}",
    rf"{_TOOK}<3>(?:dagars|veckas|veckors|månads)<1>\w*(?:medicin|tabletter|dos|"
    rf"doser)\w*(?: \S+){0,2} på en gång",
    rf"{_TOOK}<4>(?:\w*medicin\w*|tabletter\w*|piller)(?: \S+){{0,3}} på en gång",
    r"(?:för mycket|dubbelt så mycket|tio gånger|fel)<2>insulin\w*|insulin\w*<3>(?:för mycket|fel dos|"
    r"dubbelt)",
    r"[0-9]{2,3} (?:enheter|units|e)(?: \S+){0,4} (?:i stället för|istället för|av misstag|instead of|"
    r"by mistake)",
    r"(?:too much|wrong dose of|double) insulin",
    not_near=(
        r"som vanligt|enligt ordination|på recept|(?:bok|boken|film|filmen|serie|handlar)<2>om|"
        r"överdos av (?:godis|socker|jul\w*|tv)"
    )
) + make_cues(
    FlagKind.OVERDOSE,
    _NOW,
    rf"{_TOOK} (?:upp |in )?(?:alla|all)(?: \S+){{0,2}} (?:sömntabletter\w*|tabletter|tabletterna|piller|"
    rf"pillren|pills|tablets)",
    not_near=(
        r"som vanligt|enligt \w+|i morse|imorse|idag|i dag|ikväll|på morgonen|this morning|today|as usual|"
        r"as planned|dosett\w*"
    )
) + make_cues(
    FlagKind.OVERDOSE,
    _NOW,
    r"(?:barn|barnet|barnen|son|sonen|dotter|dottern|barnbarn\w*|bebis\w*|tvååring\w*|child|kid|toddler|"
    r"baby|daughter|"
    r"grandchild)(?: \S+){0,3} (?:ätit|åt|svalt|svalde|tagit|tog|fått i sig|fick i sig|stoppat i sig|ate|"
    r"eaten|"
    r"swallowed|took|taken)"
    rf"(?: \S+){{0,4}} (?:{_DRUG}|\w*medicin\w*|medicine|medication|batteri\w*)",
    not_near=(
        r"(?:tagit|tog|took|taken) (?:sin|sitt|sina|his|her|its) (?:medicin\w*|tablett\w*|medicine|medication|"
        r"tablets?|pills?)"
    )
) + make_cues(
    FlagKind.OVERDOSE,
    _DAY,
    r"(?:tagit|tog|took|taken|råkade ta|råkat ta)<3>(?:dubbel dos|dubbla doser|dubbelt med|double dose|"
    r"double doses|"
    r"double the dose|dubbla dosen)(?: \S+){0,4}",
)

CUES_MIND: tuple[Cue, ...] = SUICIDE + SELF_HARM + VIOLENCE + OVERDOSE
