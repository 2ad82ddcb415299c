"""Says what a meter prints and what people call things in the words that the readers know: "SYS 137", "PR 74"."""

import re

_NEXT = r"[ .:=]{0,2}(?=[0-9])"
_SPELT_OUT: tuple[tuple[str, str], ...] = (
    (r"(?<!\w)sys(?:t|tole)? ?/ ?dia(?:st|stole)?(?: ?/ ?(?:pulse?|pul|pr|p))?(?!\w)", "blodtryck"),
    (rf"(?<!\w)sys(?:t|tole)?{_NEXT}", "övre "), (rf"(?<!\w)dia(?:st|stole)?{_NEXT}", "undre "),
    (rf"(?<!\w)pul{_NEXT}", "puls "), (r"%(?= ?spo2)", ""),
    (r"(?<!\w)pr(?:bpm)?[ .:=]{0,2}(?=[0-9]{2,3}(?![0-9/.])(?! ?(?:dag|min|mg|kr|st|vecka)))", "puls "),
    (r"(?<!\w)(?:top|upper) (?:number|figure|value|one)(?!\w)", "upper"),
    (r"(?<!\w)(?:bottom|lower) (?:number|figure|value|one)(?!\w)", "lower"),
    (r"(?<!\w)(?:(?:översta|övre|överst) (?:siffran|talet|värdet|siffra)|översta(?= [0-9]))(?!\w)", "övre"),
    (r"(?<!\w)(?:(?:understa|nedersta|nedre|undre) (?:siffran|talet|värdet|siffra)|(?:under|"
        r"neder)sta(?= [0-9]))(?!\w)", "undre"),
    (r"(?<=[0-9]) ?mm ?hg ?(?=(?:/|över|over|genom|på|on)[ 0-9])", ""),
    (r"(?<=[0-9]) ?(?:snedstr[eä]ck|bråkstreck|stroke|slash) ?(?=[0-9])", "/"),
    (r"(?<!\w)(?:(?:my |the )?ticker(?= (?:at|is|was|on)(?!\w)| [0-9])|tickern)(?!\w)", "puls"),
    (r"(?<!\w)(?:hjärtat|heart) (?:bulta\w*|klappa\w*|rusa\w*|skena\w*|ticka\w*|picka\w*|racing|pounding)"
     r"(?: på| along)?(?: i| med| at)? (?=[0-9])", "puls "),
    (r"(?<!\w)(stack|stuckit|sticker) (?:mig|mej)(?: i| på)? (?:\w*fing\w*|tummen)(?=[^0-9a-zåäö]{1,3}[0-9])",
     "blodsocker"),
    (r"(?<!\w)(?:snitt|medel)(?=puls|tryck|blodtryck)", ""),
    (r"(?<!\w)(?:snit+et?|medelvärdet|medeltalet|genomsnittet|(?:the )?(?:average|mean)) (?:av|på|för|of|from|over) "
     r"(?=[^.;]{0,30}(?:mätning\w*|mätnign\w*|readings?|gånger|times|mått|omgångar)(?!\w))", "mätt på "),
    (r"(?<!\w)(?:topp|utandnings)flöde\w*|(?<!\w)(?:morgon|morron|kvälls?)blås\w*(?!\w)", "pef"),
    (r"(?<!\w)p(?:e?f|f)[ .:=]{1,2}(?=[0-9]{3}(?=\s*(?:$|[.,;!]|l/min|liter|idag|i|nu|on|this|today|efter|före|after|"
        r"before)))",
     "pef "),
    (r"(?<!\w)(?:mitt |my |the )?(?:bästa|högsta|best|highest)(?: blåset| blås| blow)? (?:out of|of|av)"
     r"(?: de| mina| the| my)? (?:två|tre|fyra|fem|two|three|four|five|[2-5])(?: blås\w*| försök| gånger| blows| "
     r"tries| goes| attempts)?(?!\w)(?!/)", "blåste"),
    (r"(?<!\w)(blåste|blåst|blew)(?: jag| i)? (?:(?:två|tre|fyra|fem|two|three|four|five|[2-5]) (?:gånger|ggr|times)|"
     r"twice|thrice)(?!\w)", r"\1"),
    (r"(?<!\w)(?:morgon|kvälls?)?invägning\w*|(?<!\w)weigh[- ]?in(?!\w)", "vikt"),
    (r"(?<!\w)\w{2,}termomet(?:er|ern|rar|rarna)(?!\w)", "termometern"),
    (r"(?<!\w)(?:öron|rektal|arm|mun|pann|pannan)temp(?:en|eratur\w*)?(?!\w)", "tempen"),
    (r"(?<!\w)under (?:tungan|armen|the tongue|my tongue|the arm|my arm|tongue|arm)(?!\w)", "i munnen"),
    (r"(?<!\w)långtids\w* (?:på|för|av|i) (?:blod)?sock\w*", "hba1c"),
    (r"(?<!\w)usual+y|(?<!\w)usua?ly", "usually"), (r"(?<!\w)va[kc]k?n(?!\w)", "vaken"),
    (r"(?<!\w)slep(?!\w)", "slept"),
    (r"(?<!\w)an+d?fåd(?:d|t)?(?!\w)", "andfådd"), (r"(?<!\w)slar?[vf]+at(?!\w)", "slarvat"),
    (r"(?<!\w)kor+i[jg]+era", "korrigera"), (r"(?<!\w)(skrev|skrivit|"
        r"blev) fell(?!\w)", r"\1 fel"), (r"(?<!\w)sinnes ?s?tämning", "sinnesstämning"),
    (r"(?<!\w)morr?on(?=\w*)", "morgon"), (r"(?<=[\w,.] )o(?= [a-zåäö0-9])(?! ?2 sat)", "och"),
    (r"(?<!\w)tab(?:bar|sen|s|barna|bisarna|bisar)(?!\w)", "tabletterna"),
)  # fmt: skip
_BESIDE_NUMBERS: tuple[tuple[str, str], ...] = (
    (r"(?<=utan syrgas)([^.;0-9]*[0-9]{2} ?%? med)(?=\s*(?:$|[.,;!]))", r"\1 syrgas"),
    (r"(?<=without oxygen)([^.;0-9]*[0-9]{2} ?%? with)(?=\s*(?:$|[.,;!]))", r"\1 oxygen"),
    (r"(?<=[a-zåäö])!+ (?=[0-9])", ": "),
    (r"(?<=[0-9]) (?:blankt?|jämnt|jämt|prick|pricken|rakt av|on the (?:dot|nose)|exactly|flat|dead on)(?!\w)", ""),
    (r"(?<!\w)(sock\w*|blodsock\w*|sugar|glukos\w*|bs)((?: (?:var?|är|låg på|blev|was|is))?) ([2-9]) ([0-9])"
     r"(?=\s*(?:$|[.;!]|, |(?:idag|i|nu|innan|före|efter|på|hälsn\w*|hälsar|mvh|mmol|fasta\w*|this|"
     r"today|before|after|fasting|när|kl)(?!\w)))", r"\1\2 \3.\4"),
    (r"(?<![0-9./])(3[5-9]|4[01]) ([0-9])(?= (?:i |graders? |grader i )?(?:feber|temp\w*|grader|degrees|fever))",
     r"\1.\2"),
    (r"(?<!\w)((?:temp\w*|feber\w*|fever)(?: (?:var?|är|was|is|på|till))?) (3[5-9]|4[01]) ([0-9])(?![0-9./:,])"
     r"(?! (?:tim|h|dag|gång|min|ggr|mån|veck|år|av))", r"\1 \2.\3"),
    (r"(?<!\w)ett ([3-9][0-9])(?= ?(?:/|över|genom|på|over) ?[4-9][0-9](?![0-9]))", r"1\1"),
)  # fmt: skip
_WORDS = tuple((re.compile(said), meant) for said, meant in _SPELT_OUT)
_NUMBERS = tuple((re.compile(said), meant) for said, meant in _BESIDE_NUMBERS)


def say_in_known_words(text: str) -> str:
    """Return normalised text with print-outs, everyday names and common misspellings as the readers know them."""
    for said, meant in _WORDS:
        text = said.sub(meant, text)
    return text


def say_numbers_plainly(text: str) -> str:
    """Return text with digits in which "6 7" after sugar is 6.7, and "39 blankt" is 39."""
    for said, meant in _NUMBERS:
        text = said.sub(meant, text)
    return text
