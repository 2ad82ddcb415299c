"""Parts a message into clauses and tells which of them ask, which report one's own and which speak in general."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PERSON = r"(?:jag|man|vi|du|ni|min|mitt|mina|doktorn|läkaren|patienter|kvinnor|män|barn)"
_STARTS = (
    r"(?:vad|hur|varför|vilke[nt]\w*|vilka|vem|what|what's|whats|how|why|which|who|"
    r"när (?:ska|får|kan|är|räknas|blir|behöver|bör|måste|börjar|anses|går|skall)|"
    r"when (?:is|should|do|does|can|may|am|are|will|would)|var (?:går|ligger|kan|ska|hittar|ser)|"
    r"where (?:is|do|does|can|should)|"
    rf"(?:kan|får|ska|skall|bör|måste|behöver|skulle|borde|har|hade|vågar|hinner|duger|går|gör|kunde) {_PERSON}|"
    rf"(?:kan|bör|går|får) (?:det|den|de|dom|en|ett)|(?:räknas|räcker|anses|duger|stämmer|gäller|betyder|finns|"
    r"tycker (?:du|ni)|tror (?:du|ni))|"
    r"(?:do|does|did) (?![0-9])|(?:is|are|am|can|could|should|would|will|may|might|shall|isn't|aren't)|"
    r"(?:sover|väger|dricker|äter|tränar|ligger|blir|kommer) (?:jag|det)|"
    r"(?:have|has|had) (?:i|you|we|it)|är (?:det|den|detta|dom|mitt|min|mina|jag|man|inte|en|ett))"
)
_MIDDLE = (
    r"(?:vad (?:gör|ska|betyder|är|händer|menas)|hur (?:gör|ska|farlig\w*|hög\w*|låg\w*|mycket|ofta|länge)|varför|"
    r"är (?:det|detta|den) (?!som)|ska jag|bör jag|får jag|får man|kan jag|kan man|ska man|måste jag|behöver jag|"
    r"vågar jag|is (?:it|that|this)|should i|what (?:do|does|should|is)|do i|can i|may i|am i|"
    r"(?:och |men |and |but |so |så )?(?:jag )?(?:undrar|funderar)|(?:och |and )?(?:i )?wonder\w*|men jag|but i|"
    r"och (?:mitt|min|jag|nu)(?!\w)|and (?:my|i|now)(?!\w))"
)
_CUT = re.compile(rf"(?P<end>[?!\n;]|\.(?![0-9]))|,(?![0-9])| (?={_MIDDLE}(?!\w))| -+ ")
_POLITE = (
    r"(?:(?:hej|hi|hello|hey|ok|okej|och|and|men|but|so|så|snälla|please|ursäkta|förlåt|sorry|eller|or|fråga|"
    r"question|doktorn?|tack|då|du|quick question|en fråga|undrar)[\s,:]+)*"
)
_ASKS = re.compile(rf"^\s*{_POLITE}{_STARTS}(?!\w)")
_NOT_ASKS = re.compile(
    r"^\s*(?:är|har|får|kan|ska|var) (?:det|den|en|ett|inte) (?:lite|mer|mycket|så)(?!\w)|"
    r"^\s*(?:can't|cannot|could not|couldn't|do not|don't|should (?:be|have|read|say)|skulle det (?:vara|stå))(?!\w)"
)
_INDIRECT = re.compile(
    r"(?<!\w)(?:undrar|undrade|funderar (?:på|över)|wonder\w*|vill (?:gärna )?veta|want to know|would like to know|"
    r"like to know|vet inte|osäker på|not sure|don't know|dont know|berätta|tell me|fråga (?:om|er)|"
    r"curious)(?: \w+){0,2}? (?:om|ifall|huruvida|if|whether|vad|hur|what|how|varför|why|vilke\w*|which)(?!\w)"
)
_JUDGED = re.compile(
    r"(?<!\w)(?:hög|högt|höga|lågt|låg|låga|farlig\w*|normal\w*|lagom|okej|ok|okay|för (?:mycket|lite|högt|lågt)|"
    r"rimlig\w*|godkän\w*|riskabel\w*|oroa\w*|nog|tillräcklig\w*|bra|dålig\w*|illa|normalt|high|low|dangerous|safe|"
    r"too (?:much|high|low|little)|enough|fine|good|bad|worr\w*|reasonable|acceptable|harmful|skadlig\w*)(?!\w)"
)
_STATES_IT = re.compile(r"^\s*(?:är|var|was|were) (?=[0-9])")
_OWN = (
    r"(?:jag|mig|mej|min|mitt|mina|i(?:'m|'ve| (?:got|get|had|have|was|am|measured|weigh\w*|checked|took|walked|just|"
    r"think|read|blew|slept|feel|did|tested|always|usually))|my|me|mine|själv|undertecknad)"
)
_MEASURED = (
    r"(?:mätte|mätt|mäter|uppmätte|uppmätt|tog|tagit|kollade|kollat|fick|fått|visar|visade|visat|stod|står|blev|"
    r"hamnade|landade|låg|ligger|vägde|väger|gick|blåste|tempade|stack|hade|har|sov|sovit|säger|sa|hittade|"
    r"measured|took|got|gets|shows|showed|says|said|read|reads|weighed|weigh|walked|was|blew|checked|had|have|slept|"
    r"is|came|är|e|ä|steg|sjönk)"
)
_NOW = (
    r"(?:nu|nyss|idag|i dag|i morse|imorse|ikväll|i kväll|igår|i går|today|now|just now|tonight|yesterday|this morning|"
    r"last night|i natt|inatt)"
)
_OWN_WORD = re.compile(rf"(?<!\w){_OWN}(?!\w)(?! (?:undrar|vill|funderar|wonder))")
_NOW_WORD = re.compile(rf"(?<!\w){_NOW}(?!\w)")
_MEASURED_WORD = re.compile(rf"(?<!\w){_MEASURED}(?!\w)")
_THE_VALUE = re.compile(
    r"(?<!\w)(?:\w*sockret|\w*pulsen|\w*vikten|\w*trycket|\w*tempen|febern|saturationen|syremättnaden|syret|vågen|"
    r"mätaren|apparaten|värdet|hjärtat)(?!\w)"
)
_GENERAL = re.compile(
    r"(?<!\w)(?:om (?:man|jag|det|sockret|pulsen|trycket|den|hon|han|någon|nån|en|ens)|ifall|if|suppose|säg att|"
    r"anta\w*|skulle bli|skulle vara|would be|man|någon|nån|folk|alla|många|people|somebody|someone|anyone|everybody|"
    r"everyone|patienter|vuxna|kvinnor|män|äldre|barn|adults|women|men over|elderly|for a (?:man|woman|person|"
    r"patient)|för en (?:man|kvinna|person|patient)|läs(?:te|t|er) (?:om|att|i|på|någonstans|nånstans)|"
    r"hör(?:de|t) (?:att|om|på)|på nätet|internet|tidningen|artikel\w*|article|broschyr\w*|leaflet|"
    r"på tv|on tv|radio\w*|enligt (?:1177|fass)|heard|i (?:have )?read (?:that|about|in|somewhere)|they say|"
    r"(?:doktorn|doktor \w+|läkaren|professorn?|experten|the doctor|a doctor|expert\w*)"
    r"(?: (?!mitt|min|att mitt|my)\S+){0,3} (?:sa|säger|sade|skrev|påstår|nöjer sig|said|says)"
    r"(?! (?:att )?(?:mitt|min|my|jag))|det sägs|studie\w*|study)(?!\w)"
)
_KIN = (
    r"(?:väninna\w*|vän(?:nen|s)?|kompis\w*|gran(?:ne|nen|nens|nar)|svägersk\w*|svåger\w*|svär\w+|syster\w*|syrra\w*|"
    r"bror\w*|mamma\w*|mammas|pappa\w*|morsan|farsan|mormor\w*|morfar\w*|farmor\w*|farfar\w*|son(?:en|s)?|dotter\w*|"
    r"fru(?:n|s)?|hustru\w*|man(?:nen|s)(?!\w)|min man|make\w*|maka\w*|"
    r"sambo\w*|barnbarn\w*|kusin\w*|moster\w*|faster\w*|morbror\w*|"
    r"farbror\w*|kolleg\w*|arbetskamrat\w*|arbetskompis\w*|chef\w*|hund\w*|katt\w*|bebis\w*|tvilling\w*|"
    r"friends?|neighbou?rs?|wife\w*|husband\w*|sister\w*|brother\w*|mother\w*|father\w*|mum|mom|dad|son|daughter\w*|"
    r"cousin\w*|aunt\w*|uncle\w*|colleague\w*|boss|dog\w*|cat|cat's|baby|grand\w+|partner\w*|roommate|mate|flatmate\w*|housemate\w*|"
    r"han|hon|hans|hennes|he|she|his|hers|kärringen|gubben|gumman|tanten|farbrorn)"
)
_ANOTHER = re.compile(rf"(?<!\w){_KIN}(?!\w)")
_ON_ME = re.compile(
    r"^\s*(?:mätte|mätt|tog|fick|vägde|measured|took) |"
    r"(?<!\w)(?:på mig|på mej|åt mig|(?:mätte|tog|kollade|vägde|tempade|stack) (?:mig|mej)|mitt|"
    r"jag (?:fick|har|hade|mätte|ligger|låg|väger|vägde)|min (?:puls|vikt|temp\w*|"
    r"feber|sat\w*)|my (?:own|blood|bp|pulse|weight|sugar|temp\w*|oxygen|sats?|heart|reading)|mine|on me|for me|"
    r"i (?:got|had|have|am|was|measured|weigh\w*))(?!\w)"
)
_MEANT = re.compile(r"(?<!\w)(?:\w*mål\w*|gräns\w*|targets?|goals?|limits?|ska ligga|bör ligga|aim\w*)(?!\w)")
_NAMED = re.compile(
    r"(?<![0-9])[0-9]{2,3}\s*(?:/|över|over|på|genom|-)\s*[0-9]{2,3}(?![0-9])|(?<!\w)(?:\w*sock\w+|gluko\w*|glucose|"
    r"sugars?|bs|bg|keton\w*|\w*fast(?:a|ande|ing)|\w*puls\w*|pulse|hr|bpm|slag|beats|hjärta\w*|heart|\w*vikt\w*|"
    r"väg(?:er|de|t)|vågen|weigh\w*|scales?|kg|kilo\w*|lbs?|pounds?|stone|\w*tryck\w*|bp|bt|pressure|övre|undre|"
    r"syre\w*|satur\w*|sats?|satt|spo2|pox|\w*oxi\w*|oxygen|mättnad\w*|temp\w*|feber\w*|fever|grader|degrees|"
    r"pef|peak|blås\w*|blew|steg\w*|steps?|hb ?a1c|a1c|långtids\w*|humör\w*|mood|mående\w*|sov\w*|sömn\w*|slept|"
    r"sleep|somna\w*|vakna\w*|woke|bed|säng\w*|andfå\w*|breath\w*|\w*panik\w*|\w*attack\w*|panic|ångest\w*|anxiety|"
    r"mätar\w*|apparat\w*|meter|monitor|mmol\S*|mg|procent|percent)(?!\w)|[0-9]\s*%|[0-9](?:kg|mmol)|/10|av 10|of 10"
)
_DOSED = re.compile(
    r"(?<!\w)(?:enhet\w*|units?|ie|mg|insulin\w*|tablett\w*|tablets?|lyft\w*|lift\w*|per|om dagen|a day)(?!\w)"
)
SHORT = 4
"""So many words are a value with a question mark."""
NUMBER = re.compile(r"[0-9]")
_CHOICE = re.compile(r"(?<!\w)(?:eller|or)(?!\w)")


@dataclass(frozen=True)
class Clause:
    """A part of a text from ``start`` to ``end``.

    :ivar asks: it is a question, or goes on with one.
    :ivar sentence: the number of the sentence it belongs to.
    """

    text: str
    start: int
    end: int
    sentence: int
    asks: bool

    @property
    def has_number(self) -> bool:
        """Tell whether it holds a number."""
        return NUMBER.search(self.text) is not None

    @property
    def is_general(self) -> bool:
        """Tell whether it speaks of anybody, of what was read somewhere or of what might be."""
        return _GENERAL.search(self.text) is not None

    @property
    def is_of_another(self) -> bool:
        """Tell whether somebody else is spoken of and nothing of one's own."""
        return _ANOTHER.search(self.text) is not None and _ON_ME.search(self.text) is None

    @property
    def is_own(self) -> bool:
        """Tell whether it speaks of oneself, of now, or of what a meter of one's own shows."""
        return any(word.search(self.text) for word in (_OWN_WORD, _NOW_WORD, _THE_VALUE))

    @property
    def may_be_own(self) -> bool:
        """Tell whether a question names a value as one's own: "är mitt blodtryck på 150/95 för högt", "puls 48?"."""
        if self.is_mere_mark:
            return True
        now = _THE_VALUE.search(self.text) is not None and _NOW_WORD.search(self.text) is not None
        return (now or _ON_ME.search(self.text) is not None) and _MEANT.search(self.text) is None

    @property
    def is_mere_mark(self) -> bool:
        """Tell whether a few words with a value ask by nothing but a question mark."""
        words = (_ASKS, _STATES_IT, _INDIRECT, _JUDGED, _MEANT, _DOSED)
        return len(self.text.split()) <= SHORT and not any(word.search(self.text) for word in words)

    @property
    def reports(self) -> bool:
        """Tell whether it says by a verb, a meter or a time that something was measured."""
        return self.is_own or _MEASURED_WORD.search(self.text) is not None

    @property
    def names_a_value(self) -> bool:
        """Tell whether it holds a word for what is measured, a unit, or two numbers as a pressure is written."""
        return _NAMED.search(self.text) is not None

    @property
    def is_choice(self) -> bool:
        """Tell whether it asks which of two is right."""
        return _CHOICE.search(self.text) is not None


def clauses_of(text: str) -> list[Clause]:
    """Return the clauses of a text in their order.

    :param text: normalised, spelling repaired, every number as digits.
    """
    found: list[Clause] = []
    for start, end, sentence, mark in _pieces(text):
        piece = text[start:end]
        before = found[-1] if found and found[-1].sentence == sentence else None
        asks = _is_question(piece, mark) or (before is not None and before.asks and not _says(piece))
        found.append(Clause(piece, start, end, sentence, asks))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """Return start, end, number of the sentence and whether a question mark ends it."""
    start, sentence = 0, 0
    for cut in _CUT.finditer(text):
        if text[start : cut.start()].strip():
            yield start, cut.start(), sentence, cut["end"] == "?"
        start = cut.end()
        sentence += cut["end"] is not None
    if text[start:].strip():
        yield start, len(text), sentence, False


def _is_question(piece: str, mark: bool) -> bool:
    if _NOT_ASKS.search(piece):
        return False
    if mark or _INDIRECT.search(piece):
        return True
    if _STATES_IT.search(piece):
        return _JUDGED.search(piece) is not None
    return _ASKS.search(piece) is not None


def _says(piece: str) -> bool:
    """Tell whether a clause after a question says something of its own: "ska jag ringa, jag mätte 182/99"."""
    return _OWN_WORD.search(piece) is not None or _NOW_WORD.search(piece) is not None


def is_only_asked(text: str) -> bool:
    """Tell whether every clause of a text asks or speaks in general: "om man glömmer dosen, ska man ta den sen"."""
    clauses = clauses_of(text)
    return any(one.asks for one in clauses) and all(one.asks or one.is_general for one in clauses)
