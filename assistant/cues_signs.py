"""More wordings of chest pain, stroke, breathlessness and collapse: how signs are told in passing (assistant.md 3)."""

from assistant.cues import Cue, FlagKind, FlagLevel, make_cues

_NOW = FlagLevel.EMERGENCY
_CHEST = r"(?:bröst|bröstet|bröstkorgen|bröstbenet|bringan|hjärtat|hjärttrakten)"
_FEELS = (
    r"(?:kläm\w*|tryck\w*|spänn\w*|hugg\w*|högg\w*|stick\w*|stram\w*|svid\w*|bränn\w*|krampa\w*|molande|obehag\w*|"
    r"smärt\w*|värk\w*|tyngd\w*|"
    r"trångt|åtsnört|krossande|skärande|sammansnör\w*|stenar|vikt)"
)
_LIMB = r"(?:arm|armen|armar|armarna|ben|benet|benen|hand|handen|foten|sidan|sida|kroppen|fingrarna)"
_PERSON = (
    r"(?:han|hon|hen|barnet|bebisen|pojken|flickan|mamma|pappa|mormor|morfar|farmor|farfar|maken|frun|mannen|kvinnan|"
    r"min \w+|mitt \w+|vår \w+|personen|grannen|he|she|my \w+|the baby)"
)

CHEST_SIGNS: tuple[Cue, ...] = make_cues(
    FlagKind.CHEST_PAIN,
    _NOW,
    rf"{_FEELS}<3>(?:i|över|på|mot|bakom|under|kring|runt|vid|mitt i)<1>{_CHEST}",
    r"ont\w?<1>(?:bröst\w*|hjärtat)|värk\w? bröst\w*",
    rf"{_CHEST}(?: \S+){{0,4}} (?:kläm\w*|krossa\w*|högg|gjorde ont|snörs|snör ihop)",
    r"nitro\w*(?: \S+){0,6} (?:inte|ej|ingen|not|doesn't|didn't|isn't|no)<1>(?:hjälp\w*|help\w*|effekt|verk\w*|"
    r"effect|working)",
    r"nitro\w*(?: \S+){0,5} (?:hjälper|verkar|helps?|hjälpte) (?:inte|ej|not)",
    r"(?:smärt\w*|ont)(?: \S+){0,4} (?:ut i|ner i|upp i|mot)<1>(?:vänster arm|vänstra armen|båda armarna|käken|"
    r"käkarna)",
    r"pain(?: \S+){0,5} (?:jaw|left arm|both arms|left shoulder)|elephant(?: \S+){0,3} chest",
    not_near=r"bröst(?:mjölk|cancer|vårt)\w*|amm\w+|mammografi\w*|bröstsim\w*|"
    r"ont i hjärtat (?:av|att|när jag (?:ser|tänker))|"
    r"sten (?:\S+ ){0,2}från|av (?:stolthet|glädje|kärlek|lycka|tacksamhet)|behå\w*|"
    r"heartburn|handen på|hand on|klapp\w* (?:på|mot) bröstet|klämma fast|bröstvårt\w*",
)

STROKE_SIGNS: tuple[Cue, ...] = make_cues(
    FlagKind.STROKE,
    _NOW,
    r"ser<2>dubbelt|blind(?:het)?<2>(?:öga|ögat|ena|ett)|(?:ser|syn)<3>(?:inget|ingenting|bort|borta)<2>(?:öga|ögat|"
    r"ena|sidan)",
    r"(?:kan|kunde)(?: \S+){0,2} inte(?: \S+)? (?:prata|tala|formulera)(?: (?:rent|ordentligt|tydligt|riktigt|alls|"
    r"normalt))?(?=$| ,| och| längre)",
    r"(?:orden|talet|språket)(?: \S+){0,3} (?:fel|hulter|konstig\w*|fastnar|sluddrigt|otydlig\w*|borta|"
    r"osammanhängande|kommer inte)",
    rf"(?:tappat|tappade|tappar|förlorat|ingen|borta)(?: \S+){{0,2}} (?:kraft\w*|styrka\w*|känsel\w*|känseln|"
    rf"rörligheten)(?: \S+){{0,3}} {_LIMB}",
    rf"{_LIMB}(?: \S+){{0,3}} (?:bär|lyder|fungerar|funkar|rör sig|hänger|viker)(?: \S+){{0,3}} (?:plötslig\w*|"
    rf"inte alls|slapp\w*)",
    rf"plötslig\w*(?: \S+){{0,4}} (?:{_LIMB})(?: \S+){{0,3}} (?:bär|lyder|fungerar|viker|hänger|svag\w*|slapp\w*|död|"
    rf"domn\w*)",
    r"syn(?:en|fält\w*)(?: \S+){0,3} (?:försvann|försvunn\w*|bort|borta|halva)|(?:inte|ej|knappt)<1>fram<2>ord\w*",
    r"(?:pratar|talar|talade|pratade) (?:plötsligt )?(?:konstigt|sluddrigt|osammanhängande|otydligt|obegripligt|"
    r"rappakalja|som full)",
    rf"{_PERSON}(?: \S+){{0,3}} (?:hänger|sned\w*|snett|sne)(?: \S+){{0,3}} (?:mun\w*|ansikt\w*)|(?:kan|"
    rf"kunde) inte le(?!\w)",
    r"(?:half|one side)(?: \S+){0,4} (?:droop\w*|numb\w*|paraly\w*|weak\w*|hanging)|words (?:come|"
    r"coming) out (?:wrong|jumbled|funny)",
    r"(?:lost|losing)(?: \S+){0,2} (?:vision|sight|speech|feeling)(?: \S+){0,4}|(?:can't|cannot|cant|"
    r"unable to)(?: \S+)? (?:speak|talk|smile)(?: \S+)?",
    r"(?:arm|leg|hand|side)(?: \S+){0,3} (?:went|gone|is|feels)(?: \S+){0,2} (?:numb|dead|limp|"
    r"weak)(?: suddenly)?(?=$| ,| and| since)",
    not_near=r"(?:legat på|låg på|sover på|sov på|somnat på|slept on|lying on|lay on|dör\w*|"
    r"träningsvärk|trött i armen|tandläkar\w*|bedövning\w*|"
    r"karpaltunnel\w*|whenever|alltid|i flera år|sedan länge|can't talk (?:to|about|with|now)|(?:prata|tala) (?:med|"
    r"om|inför|i telefon|på|ut)|"
    r"engelska|svenska|blyg\w*|halsfluss|förkyld\w*|rösten|hes)",
)

BREATH_SIGNS: tuple[Cue, ...] = make_cues(
    FlagKind.DYSPNOEA,
    _NOW,
    r"går<2>(?:inte|knappt|ej)(?: \S+){0,2} andas|(?:inte|knappt|ej) (?:går )?att andas|ingenluft|inteluft|"
    r"luften tar slut",
    r"(?:flämta\w*|kippa\w*|dra\w*|kämpa\w*)<2>(?:luft|andan|andas)",
    r"(?:astma\w*|anfall\w*|luft\w*|andnöd\w*|andas)(?: \S+){0,8} (?:inhalator\w*|spray\w*|bricanyl|ventoline|"
    r"medicin\w*) (?:hjälper|verkar) (?:inte|ej)",
    r"(?:inhalator\w*|sprayen|bricanyl|ventoline) (?:hjälper|verkar) (?:inte|ej)(?: \S+){0,6} (?:andas|luft|"
    r"andnöd\w*|anfall\w*|astma\w*)",
    r"asthma attack(?: \S+){0,8} (?:not|n't)(?: \S+){0,2} (?:help\w*|work\w*)|(?:turning|turned|going|gone) blue",
    r"(?:can't|cannot|cant|unable to|hard to|struggling to|fighting to|hardly|barely|couldn't)<2>(?:breathe?|get air|"
    r"catch my breath|get my breath)",
    r"(?:sitter|sitta) upp(?: \S+){0,6} (?:luft|andas|andnöd)|(?:måste|tvungen att) sitta upp(?: \S+){0,4} andas",
    not_near=r"däck\w*|ballong\w*|madrass\w*|näsa\w*|näsan|täppt|förkyld|mask\w*|stuffy|nose|trappa\w*|trappor\w*|backe\w*|backen|"
    r"springer|joggar|promen\w*|stairs|uphill|running|cykel\w*",
    negatable=False,
)

COLLAPSE_SIGNS: tuple[Cue, ...] = make_cues(
    FlagKind.COLLAPSE,
    _NOW,
    rf"{_PERSON}(?: \S+){{0,2}} (?:krampar|krampade|har kramper|fick kramper|får kramper|ett anfall|"
    rf"epileptiskt anfall)(?! i (?:vaden|benet|foten|tån|tårna|ryggen|magen))",
    r"(?:ramlat|ramlade|rasat|rasade|sjunkit|segnat|segnade|fallit|föll|dråsat) ihop",
    r"blod(?: \S+){0,4} (?:kräks|kräkt\w*|spyr|spydde|kräkning\w*|spyan|kräket)|(?:kräks|kräkt\w*|spytt|spyr|"
    r"hostar)(?: \S+){0,4} (?:kaffesump|kaffesumpsliknande)",
    r"(?:inte|ej|ingen)<2>liv i (?:honom|henne|hen|barnet)|(?:får|fick)(?: \S+){0,2} (?:inte|"
    r"ingen)<1>kontakt(?: \S+){0,2}(?: (?:honom|henne|hen))",
    rf"{_PERSON}(?: \S+){{0,3}} (?:vaknar inte|vaknar ej|slutade andas|slutat andas|andas inte|svarar inte|"
    rf"reagerar inte|rör sig inte|okontaktbar\w*)",
    r"(?:having|has|had|in)(?: \S+){0,2} (?:seizures?|fits?|convulsions?)(?! of)|(?:won't|doesn't|not) (?:wake|"
    r"respond\w*|waking)(?: \S+){0,2}",
    rf"{_PERSON}(?: \S+){{0,2}} (?:stopped breathing|isn't breathing|not breathing|passed out|unresponsive|collapsed|"
    rf"unconscious)",
    r"(?:throat|tongue|lips|airway)(?: \S+){0,4} (?:closing|close|swell\w*|swollen|swelling)|"
    r"(?:blood)(?: \S+){0,4} (?:vomit\w*|throw\w* up)",
    not_near=r"(?:telefon\w*|mobil\w*|sms\w*|phone|texts?|meddelande\w*|mejl\w*|dator\w*|larmet|alarmet|väckarklock\w*|bilen|datorn|appen|"
    r"chef\w*|behandlare\w*|sköterska\w*|läkare\w*|mottagning\w*|vårdcentral\w*|doktor\w*|doctor|nurse|therapist|"
    r"clinic|kundtjänst)|unconscious (?:of|bias)",
)

CUES_SIGNS: tuple[Cue, ...] = CHEST_SIGNS + STROKE_SIGNS + BREATH_SIGNS + COLLAPSE_SIGNS
