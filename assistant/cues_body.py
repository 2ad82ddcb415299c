"""Wordings of chest pain, stroke, breathlessness and collapse, Swedish and English (assistant.md 3)."""

from assistant.cues import Cue, FlagKind, FlagLevel, make_cues

_NOW, _DAY = FlagLevel.EMERGENCY, FlagLevel.SAME_DAY
_CHEST = r"(?:bröst|bröstet|bröstkorgen|bröstbenet|bringan|hjärtat|hjärttrakten)"
_PAIN = (
    r"(?:ont|smärt\w*|värk\w*|tryck|trycker|tryckt|tryckande|trycket|kramp\w*|spänn\w*|hugg\w*|sticker|"
    r"stramar|strama|"
    r"klämmer|tyngd\w*|tungt|svider|bränner|brännande|håll|åtstram\w*|band|sten|snör\w*|elefant\w*|pressar|"
    r"press)"
)
_PAIN_EN = (
    r"(?:pain\w*|pressure|pressing|tight\w*|ache\w*|aching|hurt\w*|squeez\w*|weight|killing me|crushing|"
    r"burning|heav\w*|"
    r"stabbing)"
)

CHEST_PAIN: tuple[Cue, ...] = make_cues(
    FlagKind.CHEST_PAIN,
    _NOW,
    rf"{_PAIN}<4>(?:i|över|på|mot|bakom|under|kring|runt|vid)<1>{_CHEST}",
    rf"{_CHEST}(?: \S+){{0,3}} (?:gör ont|ont|smärtar|värker|trycker|krampar|spänner|sticker|stramar|"
    rf"hugger|svider|"
    r"bränner|brinner|känns tungt|känns trångt|är tungt|snörs)",
    r"bröstsmärt\w*|bröstvärk\w*|brösttryck\w*|bröstkramp\w*|bröstont|kärlkramp\w*|hjärtinfarkt\w*|"
    r"hjärtattack\w*|hjärtsmärt\w*",
    r"strål\w*(?: \S+){0,4} (?:armen|arm|armarna|käken|käke|axeln|halsen|ryggen)",
    rf"(?:my |the )?chest(?: \S+){{0,2}} {_PAIN_EN}|{_PAIN_EN}<4>chest",
    r"(?:ont|värk\w*|smärt\w*)<2>(?:vänster arm|vänstra armen|käken|käkarna)(?: \S+){0,4} (?:kallsvett\w*|"
    r"illamående|mår illa|andfådd)",
    r"heart attack|angina|pain(?: \S+){0,3} (?:left arm|my arm and jaw|jaw and arm)",
    not_near=r"bröst(?:mjölk|cancer|vårt)\w*|amm\w+|mammografi\w*|bröstsim\w*|lägga handen<2>bröstet|"
    r"ont i hjärtat (?:av|att|när jag (?:ser|tänker))|knappen|heartburn|sten (?:\S+ ){0,2}från|"
    r"av (?:stolthet|glädje|kärlek|lycka|tacksamhet)|(?:with|from) (?:pride|joy)|behå\w*|bh",
)

_FACE = r"(?:mungip\w*|ansikt\w*|munnen|mun|ansiktshalva\w*|ögonlocket|kinden)"
_LIMB = r"(?:arm|armen|armarna|ben|benet|benen|hand|handen|foten|sida|sidan|kroppshalva\w*)"
_NUMB = r"(?:domn\w*|bortdomn\w*|avdomn\w*|förlam\w*|känsellös\w*|kraftlös\w*|svag|svaghet)"

STROKE: tuple[Cue, ...] = make_cues(
    FlagKind.STROKE,
    _NOW,
    rf"häng\w*<4>{_FACE}|{_FACE}(?: \S+){{0,4}} (?:hänger|häng|sne\w*|snett|{_NUMB}|slapp\w*)",
    rf"(?:sne|sned|snett|snedd|hängande)(?: (?:i|på))? {_FACE}|(?:{_NUMB})<3>(?:ansiktet|ansiktshalva\w*)",
    r"sluddr\w*(?! in)|svamlar",
    rf"(?:kan|kunde) (?:plötsligt )?inte(?: \S+){{0,2}} (?:lyfta|röra|känna|flytta)<3>{_LIMB}",
    rf"(?:hela|ena|halva|vänster|höger|vänstra|högra)<2>(?:sida|sidan|kroppen|armen|benet|handen|"
    rf"arm|ben|hand|kroppshalva\w*)(?: \S+){{0,3}} {_NUMB}",
    rf"{_NUMB}<3>(?:hela|ena|halva|vänster|höger|vänstra|högra)<1>(?:sida|sidan|kroppen|armen|benet|handen|"
    rf"arm|ben)",
    r"plötslig\w*<4>(?:prata|tala|orden|ord|synen|syn|ser|svag\w*|domn\w*|förlam\w*|balansen|yrsel och)",
    r"(?:prata|tala|orden|synen|ser dubbelt|svag\w*|domn\w*|förlam\w*|känseln)(?: \S+){0,4} plötslig\w*",
    r"(?:inte|ej|knappt) (?:få|får|fick)? ?fram (?:orden|ord|ett ord|något ord)|får inte fram (?:orden|ord|"
    r"ett ord)|"
    r"hittar inte orden",
    r"ser dubbelt|dubbelseende|synen (?:försvann|försvinner|föll bort|är borta|gick bort)|synbortfall|"
    r"blind på (?:ena|höger|vänster)|tappa(?:t|de)(?: \S+){0,2} (?:känseln|talet|synen|talförmågan)",
    r"(?:arm|armen|benet|handen|talet) lyder inte|sidan hänger|ser (?:inget|ingenting|inte) på (?:ena|"
    r"höger|vänster)",
    r"pratar (?:obegripligt|osammanhängande|konstigt|sluddrigt)|(?:pappa|mamma|han|hon|man|"
    r"fru) kan (?:plötsligt )?inte (?:prata|tala)",
    r"svårt att (?:prata|tala)(?! (?:om|med|inför|i telefon|på|engelska|svenska|ut|för))",
    r"(?:har|får|fått|fick|haft)(?: \S+){0,2} (?:en )?(?:stroke|slaganfall|hjärnblödning|propp i hjärnan)",
    r"(?:face|mouth|smile|eyelid)(?: \S+){0,3} (?:droop\w*|hanging|crooked|numb|sagging|lopsided|paraly\w*|"
    r"hangs)",
    r"droop\w*<2>(?:face|mouth)|slur(?:s|red|ring|ry)?",
    r"(?:can't|cannot|cant|can not|unable to) (?:lift|move|feel|raise)(?: \S+){0,2} (?:arm|arms|leg|legs|"
    r"hand|side)",
    r"sudden\w*<4>(?:speak\w*|speech|vision|see|weak\w*|numb\w*|talk\w*|paraly\w*)",
    r"(?:speak\w*|speech|vision|weak\w*|numb\w*|talk\w*|paraly\w*|arm|leg)(?: \S+){0,3} suddenly",
    r"(?:one|left|right|whole) side(?: \S+){0,4} (?:numb|weak|paraly\w*)|(?:numb|weak|"
    r"paraly\w*)(?: \S+){0,4} (?:left|right|one) side",
    r"seeing double|double vision|(?:having|had|have) a stroke|lost (?:my )?(?:vision|speech|sight)|"
    r"can't (?:speak|find the words|get the words out|get words out)",
    not_near=(
        r"sover på armen|låg på armen|legat på armen|somnat på|träningsvärk|trött i armen efter|tandläkar\w*|"
        r"bedövning\w*|hänger sig|hängt sig|laddar\w*|webb\w*|hemsid\w*|appen|bild\w*|menyn"
    )
)

_EFFORT = (
    r"(?:trappa\w*|trappor\w*|backe\w*|backar\w*|när jag går|promen\w*|anstränger|springer|joggar|tränar|"
    r"täppt|"
    r"näsan|förkyld|masken|munskydd\w*|stairs|uphill|when i walk|exercise|running|stuffy|nose)"
)

DYSPNOEA: tuple[Cue, ...] = make_cues(
    FlagKind.DYSPNOEA,
    _NOW,
    r"(?:får|fick|fått|få|har)(?: \S+){0,3} (?:ingen|inte|ej|knappt|för lite|inte någon|"
    r"inte nån)(?: \S+){0,2} luft(?:en)?",
    r"(?:kan|kunde)(?: \S+)? (?:inte|knappt|ej|ingen)(?: \S+){0,2} (?:andas|få luft|prata hela meningar)",
    r"can't<1>breath|can't<1>breathe|(?:cannot|cant|can not|unable to|hardly|barely|struggling to|"
    r"couldn't)<1>breathe",
    r"can't (?:catch my breath|get (?:any |enough )?air|speak full sentences|finish a sentence)",
    r"(?:inte|knappt|ej)<2>hela meningar|(?:andfådd|andfått|andnöd)(?: \S+){0,4} (?:inte|knappt) (?:kan |"
    r"orkar )?(?:prata|tala)",
    r"(?:can not|cannot|cant|couldn't) (?:catch my breath|get (?:any |enough )?air)",
    not_near=(
        r"luft i (?:däck\w*|cykel\w*|ballong\w*|madrass\w*|boll\w*|luftmadrass\w*)|däck\w*|genom näsan|"
        r"tyre\w*|"
        r"tire|cykelpump\w*"
    ),
    negatable=False,
) + make_cues(
    FlagKind.DYSPNOEA,
    _NOW,
    r"kippa\w*(?: \S+){0,3}|kväv(?:s|as|ning|ningskänsla|er mig)|storknar",
    r"blå\w*<2>läpp\w*|läpp\w*(?: \S+){0,3} blå\w*|blå om (?:munnen|läpparna)|cyanos",
    r"(?:akut|svår|kraftig|extrem|plötslig|jättesvår|enorm|fruktansvärd|värsta)\w* andnöd\w*|"
    r"andnöd\w*(?: \S+){0,2} (?:i vila|\w*svår|fruktansvärd|outhärdlig|akut)",
    r"(?:andfådd|flåsar|flämtar)(?: \S+){0,3} (?:i vila|när jag sitter still\w*|fast jag sitter)",
    r"andas<2>(?:jätte|väldigt|extremt|så)? ?(?:jättefort|fort|snabbt|"
    r"jättesnabbt)(?: \S+){0,3} (?:utmatt\w*|slut|orkar\w*|yr)",
    r"rossl\w*|skumm\w*(?: \S+){0,3} (?:slem|munnen|upphost\w*)|rosa (?:skum|slem)|skummande",
    r"gasp\w*|lips(?: \S+){0,3} blue|blue lips|suffocat\w*|choking|out of breath (?:at rest|sitting still)",
    r"too (?:breathless|short of breath|out of breath) to|severe (?:shortness of breath|breathlessness)",
    r"(?:breathless|short of breath)(?: \S+){0,2} at rest",
    not_near=(
        r"kvävs av (?:jobb|krav|stress|måsten|ansvar|värme)\w*|rossl\w* lite|som vanligt|choking (?:me|us)|"
        r"(?:efter|av|after|from) (?:\S+ )?(?:badet|blåbär\w*|\w*glass\w*|lollies|läppstift\w*)"
    )
) + make_cues(
    FlagKind.DYSPNOEA,
    _NOW,
    r"(?:\w*svårt|\w*tungt|jobbigt|kämpar)(?: \S+){0,2} (?:att )?(?:andas|få luft)",
    r"(?:hard|difficult|trouble|difficulty|problems?)(?: \S+){0,2} (?:breathe|breathing)",
    not_near=_EFFORT,
)

_THROAT = r"(?:tungan|tunga|halsen|hals|svalget|strupen|läpparna|ansiktet)"

COLLAPSE: tuple[Cue, ...] = make_cues(
    FlagKind.COLLAPSE,
    _NOW,
    r"medvetslös\w*|livlös\w*|avsvimmad\w*|okontaktbar|går inte att väcka|vaknar inte|anafyla\w*|"
    r"allergisk chock",
    r"(?:han|hon|barnet|bebisen|min \S+|mamma|pappa|hen|mannen|kvinnan|personen) (?:\S+ )?(?:andas inte|"
    r"slutat andas|"
    r"slutade andas|andas knappt|svarar inte(?: på tilltal)?)",
    r"ligger på (?:golvet|marken|backen)(?: \S+){0,3} (?:svarar|rör|andas|reagerar)(?: \S+)? inte|(?:föll|"
    r"faller|fallit) ihop",
    r"(?:får|fick) (?:inte|ingen) kontakt med (?:honom|henne|hen|barnet|min (?:man|fru|mamma|pappa|son|"
    r"dotter|sambo|mor|far))",
    r"(?:svimm\w+|tuppade av)(?: \S+){0,5} (?:slog|slagit|huvud\w*|skad\w*|blöd\w*|bröst\w*|bruten|bröt)",
    r"kramper(?: \S+){0,2} (?:inte slutar|slutar inte|i hela|hela)|krampanfall|krampar i hela|"
    r"epileptiskt anfall",
    rf"{_THROAT}(?: \S+){{0,3}} (?:svull\w*|sväll\w*|svällt)(?: \S+){{0,6}} (?:medicin\w*|tablett\w*|"
    rf"penicillin|svälja|andas|stick\w*|"
    r"allergi\w*|nötter|snabbt|luft|mat\w*|getingstick)",
    rf"svull\w*<2>{_THROAT}(?: \S+){{0,6}} (?:medicin\w*|tablett\w*|penicillin|svälja|andas|stick\w*|"
    rf"allergi\w*|nötter|luft)",
    r"(?:halsen|svalget|strupen|läpparna)(?: \S+)? (?:svullnar|sväller|svullnat|svällt|snörs)(?: \S+){0,2}",
    r"(?:tungan|tunga)(?: \S+){0,2} (?:svull\w*|sväll\w*|svällt)|svull\w*(?: \S+){0,2} (?:tunga|tungan)",
    r"(?:kräk\w*|spyr|spytt|spydde|hostar|hostat|hostade)(?: \S+){0,3} blod|blodig\w* kräk\w*|svart avföring|"
    r"(?:avföring\w*|bajs\w*)(?: \S+){0,2} (?:svart|kolsvart|tjärsvart)",
    r"unconscious|(?:not|isn't|stopped) breathing|won't wake(?: up)?|not waking up|unresponsive|collapsed",
    r"(?:fainted|passed out|blacked out)(?: \S+){0,5} (?:hit|head|bleeding|hurt|chest|injured)",
    r"(?:tongue|throat|face|lips)(?: \S+){0,3} (?:swell\w*|swollen|closing)|(?:swollen|swelling) (?:tongue|"
    r"throat)",
    r"(?:vomit\w*|throwing up|threw up|cough\w*)(?: \S+){0,3} blood|black (?:stools?|poo)|anaphyla\w*|"
    r"(?:having|had|has) a seizure|"
    r"seizures?(?: \S+){0,3} (?:not stop\w*|won't stop)|convuls\w*",
    not_near=(
        r"(?:telefon\w*|mobil\w*|sms\w*|messenger|mejl\w*|phone|texts?|meddelande\w*)|unconscious (?:of|"
        r"bias)|"
        r"medvetslös\w* av (?:trötthet|skratt)|som en medvetslös|ögonläpp\w*"
    )
) + make_cues(
    FlagKind.COLLAPSE,
    _DAY,
    r"(?:jag |har )?(?:svimmade|svimmat|fainted|passed out)",
    not_near=r"nästan|höll på att|hund\w*|katt\w*|dog|cat|almost|nearly|av (?:skratt|hunger)|höra|filmen",
)

CUES_BODY: tuple[Cue, ...] = CHEST_PAIN + STROKE + DYSPNOEA + COLLAPSE
