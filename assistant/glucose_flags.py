"""Red flags that need both a glucose or ketone number and how the person is (clinical/assistant.md 3)."""

import re
from decimal import Decimal

from assistant.cues import FlagKind, FlagLevel, compile_wording
from assistant.low_glucose_words import says_only_calm

_NUMBER = r"([0-9]{1,2}(?:\.[0-9]{1,2})?)(?![0-9/])"
_SUGAR = (
    r"(?:(?!långtids)\w*sock\w+|glukos\w*|sok+[er]+t?|bloo?d ?(?:suger|shugar|sokk?er)|p-glukos|"
    r"bg|bs|glucose|sugar|blood sugar|sugars|levels?)"
)
_FILL = (
    r"(?:[\s:=,]+(?!(?:puls|pulse|vikt|väg|blodtr|keton|kg|hba1c|tryck|temp|feber|efter|"
    r"after)\w*)[^\s0-9]+){0,6}?[\s:=,]*"
)
_GLUCOSE = (
    re.compile(rf"(?<!\w){_SUGAR}{_FILL}{_NUMBER}"),
    re.compile(rf"(?<![\w./]){_NUMBER} (?:mmol(?:/l)? )?(?:i |in )?{_SUGAR}(?!\w)"),
    re.compile(rf"(?<![\w./]){_NUMBER} mmol(?!/mol|\w)"),
)
_KETONES = re.compile(rf"(?<!\w)(?:keton\w*|ketones?){_FILL}{_NUMBER}")
_METER = (
    r"(?:mät\w*r\w*|meter\w*|monitor\w*|sensor\w*|libre|dexcom|pump\w*|sockret|socker|blodsocker\w*|sugar|"
    r"visar|visr|visade|visat|vis|says|shows|reads|säger|står|står|said|reading)"
)
_METER_HIGH = re.compile(
    rf"(?<!\w){_METER}(?: \S+){{0,3}} (?:hi|high)(?!\w)|(?<!\w)(?:hi|high) (?:på|on)(?: \S+)? {_METER}")
_METER_LOW = re.compile(
    rf"(?<!\w){_METER}(?: \S+){{0,3}} (?:lo|low)(?!\w)|(?<!\w)(?:lo|low) (?:på|on)(?: \S+)? {_METER}|"
    r"(?:^|, )lo (?:och|and)(?!\w)")
_LO_TOLD = re.compile(r"(?<!\w)lo(?!\w)")
_LOW_WORDS = compile_wording(
    rf"(?:lågt|low|väldigt lågt)<1>{_SUGAR}|{_SUGAR}(?: \S+){{0,2}} (?:lågt|low)|känning|insulinkänning|"
    rf"hypo|hypos|hypoglykemi|larmar lågt|så låg|too low|sugar<1>low"
)
_DIABETES = compile_wording(rf"diabet\w*|insulin\w*|sockersjuk\w*|{_SUGAR}")
_LOW_SIGNS = compile_wording(
    r"\w*vingl\w*|\w*förvir\w*|kan inte svälja|svårt att svälja|svimm\w*|medvetslös\w*|\w*kramp\w*|"
    r"vaknar inte|svarar inte|"
    r"stiger inte|går inte upp|won't wake(?: up)?|\w*confus\w*|unconscious|not rising|faint\w*|seizure\w*|"
    r"can't swallow|"
    r"pass(?:ing)? out|sluddr\w*|okontaktbar\w*|unresponsive|okej inte|inte<2>vet<3>(?:var|vad|vem|vilken|om)|"
    r"vet<2>inte<2>(?:var|vad jag heter|vem|vilken dag|var jag är)|vet inte var jag|"
    r"(?:don't|doesn't|can't|dont) (?:know|remember)<2>(?:where|who|what day|my name|which day|me)|minns inte|"
    r"know where|"
    r"svara\w*<2>(?:konstigt|inte|knappt|osammanhängande|grymtning\w*)|svarar inte rätt|stirra\w*|stares?|staring|"
    r"(?:can't|cannot|can not|couldn't|unable to) (?:think|find|read|stand|walk|chew|speak|focus|see|open|"
    r"hold|tell|keep|wake)|"
    r"pratar (?:konstigt|strunt|nonsens|i nattmössan|osammanhängande|fel)|babbla\w*|svamla\w*|sludd\w*|yrar|rambl\w*|"
    r"kan inte (?:tänka|läsa|tugga|stå|gå|prata|vakna|resa|behålla|hitta|formulera|se|hålla|svälja|få)|hittar inte|"
    r"(?:inte|ej) (?:kan|kunna|kunde)? ?(?:svälja|vakna|tänka|tugga|ihop meningar|behålla)|får inte (?:i mig|"
    r"ihop|ner|upp)|"
    r"svår(?:t)? att (?:vakna|väcka|hålla vaken)"
)
_STAYS_LOW = compile_wording(
    r"sjunk\w*|rasar|fortsätter (?:ner|att gå ner|att sjunka)|falling|dropping|drops|"
    r"going down|keeps? (?:falling|dropping|going down)|still (?:low|[0-2]\.[0-9]|is|falling|only)|"
    r"fortfarande|trots|fast(?:än)? jag|"
    r"går inte (?:opp|upp)|(?:går|gå) int\w*<1>(?:opp|upp)|inte (?:opp|upp)|inte stig\w*|vägrar (?:gå|stiga|"
    r"svälja|äta|dricka)|"
    r"won't (?:come up|go up|rise|come round|take|drink)|after<3>(?:juice|sweets|tablets|dextrose)|"
    r"had<2>(?:juice|sweets|a whole)|"
    r"svartna\w*|flimra\w*|allt snurrar|tuppa\w*|nästan borta|borta|blacking out|black out|twitch\w*|rycker|spasm\w*|"
    r"jaw locked|käken låser|blurry|dubbelt|aggressive|slåss|skriker|(?:benen|händerna) (?:bär|lyder) inte|"
    r"tappar orden|"
    r"beter sig|känner inte igen|doesn't recogni\w+|make\w* (?:any )?sense|making sense|swinging at|trillar|"
    r"ramla\w*|slö|dåsig\w*|"
    r"drowsy|sleepy|somnar|i dimma|dimmig|borta i huvudet|jätteslö|fell|legs won't|swalow|swallow\w*|"
    r"kan inte stå|kan inte (?:få i mig|äta|dricka)|"
    r"inte kontaktbar\w*|går inte att (?:väcka|få kontakt)|"
    r"helt borta|dubbelseende|aggressiv|ser suddigt|okontaktbart|drowsy|not waking"
)
_WHAT_IF = compile_wording(r"om jag (?:blir|får|skulle|har)|om man|ifall|if i (?:get|am|become)|if you|"
    r"hur (?:ska|vet|känns)|what if")
_GONE = compile_wording(
    r"medvetslös\w*|avsvimmad\w*|(?:inte|ej|knappt) (?:svarar|reagerar|vaknar)|reagerar (?:inte|ej|knappt)|"
    r"(?:doesn't|does not|won't|isn't|not) (?:answer\w*|react\w*|respond\w*|wak\w*)|limp|"
    r"medvetande\w* (?:är )?(?:sänkt|påverkat)|(?:sänkt|påverkat) medvetande|lowered consciousness|"
    r"(?:pratar|talar|svarar) osammanhängande|"
    r"vaknar inte|svarar inte|unconscious|won't wake(?: up)?|unresponsive|not responding|"
    r"okontaktbar\w*|\w*kramp\w*|seizure\w*|går inte att (?:väcka|få kontakt)|inte få(?:r)? kontakt|får (?:inte|"
    r"ingen) kontakt|helt borta|"
    r"not waking|won't respond|passed out|inte vaken|inte kontaktbar|vakna(?:r)? inte|inte vakna|ej väckbar|"
    r"knappt kontaktbar|"
    r"out cold|can't wake|cannot wake|won't come round|okontakt\w*|ögonen rullar|går (?:inte|ej)<2>(?:väcka|"
    r"vakna|få kontakt\w*)|"
    r"går inte (?:å|och) väcka|visste inte vem|vet inte vem|förvirrad|confused|beter sig som|svarar bara med|"
    r"vägra\w* svälja|"
    r"still out|medvets lös|rycker i hela|rycker i|spasmar|drenched in sweat"
)
_KNOWLEDGE = compile_wording(
    r"(?:kan|blir|brukar|svimmar|krampar|får) man|(?:can|does|will|do)(?: (?:a|an|the|your|you))? (?:low|hypo|hypos|"
    r"high|"
    r"blood|sugar|you|people|one)|(?:varför|när|hur snart) (?:blir|svimmar|krampar)|is it true"
)
"""Asks what may happen to anybody."""
_SOMEBODY = compile_wording(
    r"jag|mig|min|mitt|mina|han|hon|honom|henne|sonen|dottern|mamma|pappa|mannen|frun|i|i'm|me|my|he|she|him|her|nu|now"
)
_ABSENT = re.compile(
    r"(?<!\w)(?:(?:varken|vare sig|neither)(?: [^\s.]+){0,6}|(?:inga|ingen|inget|aldrig|utan|no|never|without|"
    r"not)(?: (?:haft|"
    r"några|tecken på|any))?) $")
_ONLY_NEARLY = compile_wording(r"svimmar nästan av hunger\w*|medvetslös av trötthet")
_HIGH_SIGNS = compile_wording(
    r"kräk\w*|spyr|spytt|vomit\w*|throwing up|aceton\w*|acetone|dåsig\w*|drowsy|sömnig|slö|slöa?|"
    r"djupa andetag|andas djupt|andas tungt|(?:andas|breathing)<3>(?:djupt?|deep|fort|fast|konstigt)|"
    r"vakna\w* knappt|knappt vakna|"
    r"(?:knappt|inte|ej|svår\w*)<3>(?:väcka|vaken|vakna|hålla vaken|hålla ögonen)|hålla ögonen öppna|"
    r"sover (?:hela|bara)|sova hela|"
    r"yrar|yr och|barely awake|hardly (?:rouse|wake)|keep (?:water|anything|food|fluids?)|(?:being|been|"
    r"be) sick|kräc?k\w*|spy\w*|"
    r"behålla (?:någon |nån |något )?(?:mat|vatten|vätska|dryck)|kommer upp(?: direkt| igen)?|mår illa|"
    r"illamående|nausea\w*|"
    r"nagellack|nail polish|pear drops|päron\w*|frukt\w* andedräkt|fruity|doesn't make|rambling|"
    r"make any sense|vimmelkantig|"
    r"vomm?it\w*|"
    r"deep breath\w*|breathing deeply|ont i magen|magont|stomach pain|\w*förvir\w*|\w*confus\w*"
)
_LONG_TERM = re.compile(
    r"(?<!\w)(?:hb ?-?a1 ?c|hba ?1 ?c|hab1c|a1c|långtids\w*|long[- ]term (?:blood )?(?:sugar|glucose)|"
    r"glyker\w* hemoglobin|glycated h\w+)(?![a-zåäö])[^0-9;!?]{0,40}?[0-9]{1,3}(?:\.[0-9]+)?\s*(?:mmol/mol|%|procent|"
    r"percent)?|"
    r"[0-9]{1,3}(?:\.[0-9]+)?\s*(?:mmol/mol|(?:%|procent|percent)?\s*(?:i|in|på) (?:hb ?a1c|hba1c|a1c|långtids\w*))"
)
_LENGTHS = re.compile(
    r"(?<![0-9.])[0-9]{1,3}(?:\.[0-9])?\s*(?:min\w*|tim\w*|hours?|dag|dagar|dygn|days?|veck\w*|weeks?|månad\w*|"
    r"months?|år|åring\w*|years?|gånger|ggr|times|grader|degrees|kg|kilo|steg|steps|meter|km)(?!\w)"
)
"""Numbers that are never glucose: the long-term value, and what counts time or other things."""
LOW_BELOW, HIGH_FROM, KETONES_FROM = Decimal(3), Decimal(20), Decimal(3)
HIGH_WITH_SIGNS_FROM = Decimal(15)
RISEN_FROM = Decimal(4)
LOW_WITH_WORDS = "low glucose with other words"
"""The wording of a flag for a low value beside words that nobody knows to be calm: the person is asked at once."""
_DECIMAL = re.compile(r"(?<![0-9./])[0-9]{1,2}\.[0-9](?![0-9/])")
Found = tuple[FlagKind, FlagLevel, str]


def find_glucose_flag(text: str) -> Found | None:
    """Return the glucose flag of a whole text, or None; a low or high number alone is judged by its own rule.

    :param text: normalised with ``normalise_numbers``.
    """
    sugar = _LENGTHS.sub(" ", _LONG_TERM.sub(" ", text))
    return _find_low(sugar) or _find_high(sugar)


def _numbers(text: str) -> list[Decimal]:
    return [Decimal(found[1]) for pattern in _GLUCOSE for found in pattern.finditer(text)]


def _find_low(text: str) -> Found | None:
    if _ONLY_NEARLY.search(text):
        return None
    measured = _METER_LOW.search(text) or any(n < LOW_BELOW for n in _numbers(text))
    low = measured or (_LOW_WORDS.search(text) and not _WHAT_IF.search(text))
    signs = _told(_LOW_SIGNS, text) or (_told(_STAYS_LOW, text) if measured else None)
    if not measured and _KNOWLEDGE.search(text) and not _SOMEBODY.search(text):
        return None
    gone = _told(_GONE, text) if _DIABETES.search(text) else None
    found = gone or (signs if low else None)
    if found:
        return FlagKind.HYPOGLYCAEMIA, FlagLevel.EMERGENCY, found[0]
    told = _LO_TOLD.search(text) or any(n < LOW_BELOW for n in _numbers(text))
    is_asked_about = told and not _has_risen(text) and not says_only_calm(text)
    return (FlagKind.HYPOGLYCAEMIA, FlagLevel.EMERGENCY, LOW_WITH_WORDS) if is_asked_about else None


def _has_risen(text: str) -> bool:
    """Tell whether the last number told is one that is not low any more: "2,7, tog juice, nu 5,6"."""
    decimals = _DECIMAL.findall(text)
    return len(decimals) > 1 and RISEN_FROM <= Decimal(decimals[-1]) < HIGH_FROM


def _told(signs: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return a sign that is not said to be absent: "varken kramper eller medvetslös"."""
    return next((one for one in signs.finditer(text) if not _ABSENT.search(text[: one.start()])), None)


def _find_high(text: str) -> Found | None:
    numbers = [number for number in _numbers(text) if number <= 60]
    ketones = [Decimal(found[1]) for found in _KETONES.finditer(text)]
    signs = _HIGH_SIGNS.search(text)
    high = max(numbers, default=Decimal(0))
    too_high = high >= HIGH_FROM or _METER_HIGH.search(text) is not None
    if max(ketones, default=Decimal(0)) >= KETONES_FROM:
        return FlagKind.HYPERGLYCAEMIA, FlagLevel.EMERGENCY, "ketones"
    if signs and (too_high or high >= HIGH_WITH_SIGNS_FROM):
        return FlagKind.HYPERGLYCAEMIA, FlagLevel.EMERGENCY, signs[0]
    return (FlagKind.HYPERGLYCAEMIA, FlagLevel.SAME_DAY, "high glucose") if too_high else None
