"""More wordings of suicide and self-harm: means at hand, farewells, a time set, being a burden (assistant.md 3)."""

from assistant.cues import Cue, FlagKind, FlagLevel, make_cues

_NOW, _DAY = FlagLevel.EMERGENCY, FlagLevel.SAME_DAY
_INTENT = r"(?:ska|skall|tänker|tänkte|kommer|planerar|redo|bestämt|beslutat|måste|vill)"
_WHEN = r"(?:ikväll|i kväll|inatt|i natt|nu|idag|i dag|imorgon|i morgon|helgen|natt|kväll|morgon|veckan|snart)"
_TOOLS = r"(?:repet|rep|snara|snaran|vapnet|pistolen|geväret|rakblad\w*|kniv\w*)"
_PILLS = r"(?:tablett\w*|piller\w*|pillren|medicin\w*|sömntablett\w*)"

PLANS: tuple[Cue, ...] = make_cues(
    FlagKind.SUICIDE,
    _NOW,
    r"sista<2>(?:ni|du|någon)<1>(?:hör|ser|får höra)(?: \S+){0,3}|sista (?:kvällen|natten|dagen) i (?:mitt )?livet",
    r"(?:datum|dag|dagen|tid|plats|klockslag)<4>(?:jag (?:ska|skall) dö|att dö|ta livet|ta mitt liv)",
    r"(?:bestämt|beslutat|beslutade|bestämde)<3>(?:dö|ta livet|ta mitt liv|göra det|avsluta allt)",
    rf"(?:hämtat|hämtade|tagit fram|tog fram|plockat fram|lagt fram|letat fram|skaffat|fixat|knutit)<2>{_TOOLS}",
    rf"(?:tagit fram|plockat fram|lagt fram|samlat ihop|hällt upp|räknat)<3>{_PILLS}(?: \S+){{0,5}} "
    r"(?:ska ta|tänker ta|ta dem|ta dom|ta alla|ta allt|ikväll|inatt|dö|sova för)",
    rf"{_INTENT}<2>(?:svälja|ta|äta) (?:allt|alla|alltihop)(?: \S+){{0,7}} (?:somna|dö|försvinna|vakna)(?: \S+)?",
    rf"(?:tänker|ska|redo att|vill|tänkte) (?:svälja|ta) (?:alla|allihop|hela burken|hela asken)(?: {_PILLS}|"
    rf" mina {_PILLS})?$",
    r"(?:går|gå|ställer mig|lägger mig|ligger|står|sitter)<2>på (?:spåret|spåren|rälsen|tågspåret|räls\w*)(?: \S+)?",
    r"^(?:jag |nu |i'm |i am )*(?:står|sitter|standing|sitting) (?:uppe )?(?:på|on) (?:bron|broräcket|taket|"
    r"balkongräcket|"
    r"the (?:bridge|roof|ledge))(?: nu| now| and \S+| och \S+)*$",
    rf"{_INTENT}<2>(?:köra|krocka)<5>(?:bergvägg\w*|träd|lastbil\w*|bropelare\w*|stup\w*|av vägen|ihjäl)",
    rf"(?:dags|redo|tid|tiden inne) (?:för mig )?att dö|{_INTENT}<2>dö<2>{_WHEN}",
    r"(?:sagt|sa|säga|säger|skrivit|tagit) (?:hejdå|hej då|farväl|adjö|avsked)(?: \S+){0,2} (?:alla|barnen|familjen|"
    r"mina|allt|er)",
    rf"{_INTENT}<1>göra slut på (?:det|skiten|eländet|plågan|smärtan)(?! med)(?: \S+)?|gör slut på (?:det|"
    rf"allt) {_WHEN}",
    rf"(?:göra|gör) det {_WHEN}(?: \S+){{0,6}} (?:leva|dö|livet)|(?:leva|dö|livet)(?: \S+){{0,6}} (?:göra|"
    rf"gör) det {_WHEN}",
    r"(?:ska|vill|tänker|försöker|hotar|försökt)<4>(?:ta sitt (?:eget )?liv|take (?:his|her) (?:own )?life|"
    r"kill (?:himself|herself))",
    rf"{_TOOLS}(?: \S+){{0,6}} (?:dö|döda mig|slippa leva|göra slut|avsluta)|(?:vill|ska) dö(?: \S+){{0,6}} {_TOOLS}",
    r"självmord\w*<2>(?:ikväll|i kväll|inatt|i natt|imorgon|i morgon)",
    r"ta[rg]? liv\w* av (?:mig|mej)|jag vill (?:bara )?do(?= och|$| nu| ikväll| inatt)",
    r"(?:ni|du|de) (?:hittar|kommer (?:att )?hitta) mig (?:död|hängd|imorgon|i morgon)",
    r"decided<2>(?:die|kill|end)|rope(?: \S+){0,2} ready|ready(?: \S+){0,3} rope|ending (?:it|things|everything)$",
    r"this is (?:my )?(?:goodbye|farewell)|(?:ready|time)(?: for me)? to die|saying goodbye to (?:everyone|my)",
    r"(?:won't|will not) be (?:here|alive) (?:tomorrow|tonight|next week)|last (?:message|"
    r"time you)(?: \S+){0,4} (?:me|hear)",
    r"(?:going to|gonna|will|want to|about to|planning to)<2>(?:swallow|take)(?: \S+){0,2} (?:all|everything|"
    r"the whole)(?: \S+){0,6} "
    r"(?:end|die|sleep forever|wake)",
    r"(?:have|got|bought|found)(?: \S+){0,2} (?:gun|rope|noose|razor\w*)(?: \S+){0,4} (?:myself|it|die|me)",
    not_near=r"(?:film\w*|boken|serien|spelet|matchen|flytta\w*|pensionen|jobbet|skolan|semester\w*|klätter\w*|ponnyn|förhållande\w*|"
    r"resan|fiska\w*|lägret|scouterna)",
) + make_cues(
    FlagKind.SUICIDE,
    _DAY,
    r"(?:livet|mitt liv)(?: \S+){0,2} (?:är|känns)(?: \S+)? (?:slut|över|förbi|hopplöst|meningslöst|färdigt|värdelöst)",
    r"(?:önskar|hoppas|vore|ville|ber)(?: \S+){0,5} (?:jag|få) (?:dog|dör|dö|dött|var död|fick dö|"
    r"kunde dö)(?: \S+){0,2}",
    r"(?:hellre|helst)<2>(?:död|dött|dö|dör|dog)|(?:rather|prefer)<2>(?:dead|die)",
    r"(?:börda|belastning|till last|burden)(?: \S+){0,8} (?:finnas|finns|utan mig|borta|död|dö|gone|without me|dead)|"
    r"borde (?:inte|aldrig) (?:finnas|ha fötts|leva|ha funnits)",
    r"(?:undrar|funderar|tänker|känner)(?: \S+){0,6} (?:bättre|bäst|skönare)(?: \S+){0,3} (?:dö|död|dog)",
    r"vill inte vara (?:med|kvar|här)(?: \S+){0,2} (?:på jorden|i livet|i världen|i den här världen)",
    r"(?:inte|ej) (?:klarar|orkar|vill|står ut)(?: \S+){0,3} (?:leva|livet)|(?:klarar|orkar|"
    r"står)(?: \S+){0,2} (?:inte|ej)(?: \S+){0,4} (?:leva|livet)",
    r"(?:hopplöst|ingen väg ut|ser ingen utväg|no way out|hopeless)(?: \S+){0,6} (?:leva|dö|död|die|live|livet|life)",
    r"(?:ingen|inget|inte något|ingenting)(?: \S+){0,3} (?:att leva för|kvar att leva)|(?:vill|"
    r"orkar) (?:bara )?(?:inte )?(?:finnas|existera)",
    r"disappear and never|not wake up|never have been born|don't deserve to live|no future for me",
    not_near=r"leva med (?:mig|sjukdom\w*|smärta\w*|kol|diabetes|det|detta|denna|den)|leva på|live with",
    negatable=False,
)

CUTS: tuple[Cue, ...] = make_cues(
    FlagKind.SELF_HARM,
    _DAY,
    r"karva\w*<3>(?:mig|mej|armen|armarna|benen|låret|låren|huden|handleden)|rispa\w* (?:mig|mej|armen|armarna)",
    r"(?:skadar|skadade|skadat|skada) (?:mig|mej)(?: själv)?(?= för att| när| ibland| ofta| igen| så| med|$| varje|"
    r" för)",
    r"(?:nyper|river|klöser|biter|sticker|skrapar|rivit|klöst|bitit)<2>(?:mig|mej|armarna|"
    r"huden)(?: \S+){0,4} (?:blod\w*|blöder|sår|med flit)",
    r"(?:slår|slagit|slog|slå) (?:mig|mej) (?:själv|i (?:huvudet|ansiktet|benen))",
    r"(?:vill|lust|sug|behov|tankar|impuls\w*)(?: \S+){0,4} (?:skära|skada|bränna|göra|straffa) (?:mig|mej)",
    r"skurit (?:mig|mej|upp|i)(?: \S+){0,3}|självdestruktiv\w*|(?:bränner|brännt|bränt|brände) (?:mig|"
    r"mej)(?: \S+){0,5} (?:cigarett\w*|tändare\w*|flit)",
    r"(?:urges?|want\w*|need|craving|impulse\w*)(?: \S+){0,2} cut(?! (?:down|back|out|the|my hair|off))",
    r"(?:scratch\w*|bit\w*|pick\w*|claw\w*)(?: \S+){0,4} (?:bleeds?|blood|bleeding)|punish\w* myself",
    r"(?:been|keep|started|relapsed)(?: \S+){0,3} (?:cutting|harming|hurting|burning)(?: \S+){0,2}",
    not_near=r"(?:råkade|råkat|misstag|olycka|kniven|matlagning\w*|lagade|lagar|hackade|skalade|rakade|rakhyvel\w*|öppnade|spisen|ugnen|"
    r"plåten|kaffet|strykjärnet|ramlade|halkade|snubblade|tränade|gymmet|papper\w*|accident\w*|cooking|"
    r"cutting (?:down|back|out|the|"
    r"carbs|grass)|mygg\w*|eksem\w*|klåda|mat|fingret|tummen|nails|naglar\w*|dörren|skåp\w*|stolen|träningen)",
)

CUES_PLANS: tuple[Cue, ...] = PLANS + CUTS
