"""Reads ratings and nights: mood, breathlessness 0 to 10, panic attacks and sleep (clinical/assistant.md 2)."""

import re
from decimal import Decimal

from assistant.blotting import Page
from assistant.clock_times import LENGTH, TIME, clock_of, minutes_of
from assistant.number_phrases import plain_number
from assistant.understanding import Value

_OF_TEN = r"(?<![0-9.])(?P<n>10|[0-9])\s*(?:/|av|out of|of|utav|på)\s*10(?![0-9])"
_SCORE = "{score}"
_MOOD_CUE = (
    r"(?:(?:\w*)?humör\w*|måend\w*|stämningsläg\w*|sinnesstämning\w*|mood(?:'s)?|spirits|sinnelag\w*|dagsform\w*|"
    r"allmäntillstånd\w*)"
)
_MOOD = (
    re.compile(
        rf"(?<!\w){_MOOD_CUE}(?: [^0-9\s]+){{0,5}}?[\s:=]*(?:{_OF_TEN}|(?<![0-9.])(?P<bare>10|[0-9])(?![0-9]|"
        rf"[.,:][0-9]|"
        rf"\s*(?:kg|tim|steg|mmol|min|dag|veck)))"),
    re.compile(rf"(?:{_OF_TEN})(?: [^0-9\s]+){{0,3}}? {_MOOD_CUE}"),
    re.compile(
        r"(?<!\w)(?:mår|mådde|feel|feeling|felt|känns|känner mig|känner jag mig|det blir|det är|dagen är|blir|är det|"
        r"say)"
        rf"(?: (?:som|like|as|en|a|an|ungefär|typ|about|ca|cirka|idag|i dag|today|bara|around|väl|nog|det|mig|it|"
        rf"would be|is|solid|good|strong|weak|stark|svag|stabil|ganska|bra|okej|helt|lite|kanske|maybe|probably|"
        rf"nästan|almost|på|roughly|around|i dag|kväll|ikväll|just nu|nu)){{0,4}} "
        rf"(?:{_OF_TEN}|(?P<bare>10|[0-9]))(?![0-9]|[.,/:][0-9]|\s*(?:kg|tim|steg|mmol|min|dag|veck|h\b|gång|år|av|"
        rf"attack|"
        rf"panik|timm|grad|%|procent|dygn|hour|day|week|pill|tablett|månad|månader|step|more|mer|kilo|liter))"
    ),
    re.compile(
        rf"(?<![\w.,/])(?P<n>10|[0-9])(?P<bare>)\s*(?:på|i|for|on|as)(?: (?:mitt|my|dagens|the))? {_MOOD_CUE}(?!\w)"),
    re.compile(rf"^(?:{_OF_TEN})(?: (?:idag|i dag|today))?$"),
)  # fmt: skip
_DAY_OR_HOUR = re.compile(
    r"(?<!\w)(?:i ?går|i ?dag|i ?morse|i ?kväll|\w*morgon\w*|\w*kväll\w*|yesterday|today|tonight|\w*morning|"
    r"\w*evening|\w+dags?|\w+day)(?!\w)")
_BREATH_CUE = (
    r"(?:andfådd\w*|andfåd\w*|andfått|andnöd\w*|andning\w*|breathless\w*|short(?:ness)? of breath|breathing|dyspn\w+)"
)
_BREATH = (
    re.compile(
        rf"(?<!\w){_BREATH_CUE}(?: [^0-9\s]+){{0,4}}?[\s:=]*(?:{_OF_TEN}|(?P<bare>10|[0-9])(?= (?:på|av|i|"
        rf"enligt) (?:den )?(?:[a-zåäö]+ )?skal| (?:on|of) (?:the|a|my) (?:[a-z]+ )?scale|[\s.!]*$|, | när| idag|"
        rf" i dag| ikväll| today| when| just nu| nu(?!\w)))"),
    re.compile(rf"(?:{_OF_TEN})(?: [^0-9\s]+){{0,3}}? {_BREATH_CUE}"),
)
_ATTACK = (
    r"(?:panik\s?ångest\s?attack\w*|panik\s?attack\w*|panik\s?atack\w*|attack(?:er|erna|en|s)?|panikångest\w*|"
    r"panic attacks?|ångestattack\w*|anxiety attacks?|panikanfall\w*|anfall av panik\w*|attacks? of panic|"
    r"panic episodes?)"
)
_NO_ATTACKS = re.compile(
    rf"(?<!\w)(?:inga|ingen|inte (?:haft )?(?:någon|några|nån|en enda|en|ett)|(?:haven't|have not|havent|hasn't|"
    rf"didn't|did not|never)(?: [a-z]+){{0,2}}? (?:an?|any|one|single)|0|no|not (?:had )?any|not (?:had )?(?:a|"
    rf"one)(?: single)?|without|"
    rf"utan)(?: [^0-9\s]+){{0,2}}? {_ATTACK}(?!\w)")
_COUNTED = re.compile(
    rf"(?<![\w.])(?P<n>[0-9]{{1,2}})(?: (?:st|stycken|små|stora|riktiga|kraftiga|jobbiga|bad|big|small|lätta|korta|"
    rf"svåra))* {_ATTACK}(?!\w)")
_TIMES = re.compile(rf"(?<!\w){_ATTACK}(?: [^0-9\s]+){{0,2}}? (?P<n>[0-9]{{1,2}}) (?:gånger|ggr|times|st)(?!\w)|"
    rf"(?<!\w){_ATTACK} ?[x*×] ?(?P<x>[0-9]{{1,2}})(?!\w)|(?<!\w)(?P<y>[0-9]{{1,2}}) ?[x*×] ?{_ATTACK}(?!\w)")
_LISTED = re.compile(
    rf"(?<!\w)(?:antal\w* )?{_ATTACK}(?: (?:idag|i dag|igår|i går|today|yesterday|denna|den här|this|veckan?|week|"
    rf"i veckan|sedan|sist|senaste|dygnet|so far|hittills|natt|i natt|st|antal|count|blev|har|haft))*"
    rf"[\s:=-]+(?P<n>[0-9]{{1,2}})(?: (?:gång\w*|ggr|times?|st|stycken))?(?![0-9]|\s*/|\.[0-9]| av 10| out of| min|"
    rf" tim| dag| på skal)"
)
_FREE = re.compile(
    r"(?<!\w)(?:(?:panik|ångest|attack|anfalls)\s?fri\w*|panic[- ]free|attack[- ]free|(?:slapp|sluppit|undgick|"
    r"klarade mig från|utan|ingen|no) (?:alla )?(?:panik\w*|panic))(?!\w)(?! attack)")
_ONCE = re.compile(
    r"(?<!\w)(?:en|ett|one|an?)(?: (?:enda|single|liten|stor|kraftig|rejäl|bad|big|small|svår|lätt|jobbig|hemsk|full|"
    r"ny|till))? "
    r"(?:panik\s?ångest\s?attack|panik\s?attack|panik\s?atack|attack|panic attack|ångestattack|anxiety attack|"
    r"panikanfall)(?!\w)"
)
_WORST = re.compile(
    rf"(?<!\w)(?:värst\w*|worst|starkast\w*|strongest|jobbigast\w*|max|hårdast\w*|kraftigast\w*|svårast\w*|toppade|"
    rf"peaked|peak|toppen|topp|nådde|maxade|styrka\w*|intensitet\w*|strength|intensity|severity|"
    rf"låg på)(?: [^0-9\s]+){{0,5}}? (?:{_OF_TEN}|"
    rf"(?P<bare>10|[0-9])(?![0-9]|\.[0-9]))"
)
_EACH = re.compile(
    r"(?<!\w)(?:den |the )?(?:första|ena|first|one) (?:var |låg på |blev |was |a )*(?P<n>10|[0-9])(?: av 10|/10)?"
    r"[ ,]+(?:och |and |sen |then )?(?:den |the )?(?:andra|other|second) (?:var |låg på |blev |was |a )*"
    r"(?P<more>10|[0-9])(?![0-9]|[.:][0-9])")
_HAS_ATTACK = re.compile(rf"(?<!\w){_ATTACK}(?!\w)|(?<!\w)panik\w*|(?<!\w)panic(?!\w)")
_BED = re.compile(
    rf"(?<!\w)(?:la|lade|lägger|gick och (?:la|lade)|läggdags|went to bed|got into bed|i säng|in bed|gick i säng|"
    rf"till sängs|till kojs|i koj|knöt mig|slaggade|bedtime|(?<!out of )bed(?=:| (?:at|by|around|about) |"
    rf" [0-9]{{1,2}}[:.][0-9]{{2}})|kröp ner|kröp i säng|turned in|hit the sack|lights out|lampan släckt|nattad|"
    rf"släckte\w*|to bed)(?: (?:jag|mig|mej|sig|lampan|redan|först|sent|igår|i går|igår kväll|i går kväll|kväll|tidigt|"
    rf"var|last night|blev|så|ljuset|ner|inte|förrän|och|somna|early|late|around|just|strax|precis|efter|före|not|"
    rf"until|was|:))* {TIME}"
)
_WAKE = re.compile(
    rf"(?<!\w)(?:vaknade|vaknat|vakna|uppvaknande|uppvaknad|väcktes|klockan ringde|alarmet ringde|alarm went off|"
    rf"woke(?: up)?|wake(?= [0-9]{{1,2}}[:.])|awoke|wake up|awake)(?: (?:upp|redan|först|igen|sen|slutligt|"
    rf"sista gången|for good|finally|"
    rf"naturally|för gott|av klockan|av mig själv|again|:|"
    rf"mig))* {TIME}")
_OUT = re.compile(
    rf"(?<!\w)(?:gick upp|steg upp|klev upp|upp ur sängen|uppe|got up|out of bed|rose|up and about|up by|"
    rf"gick ur sängen|upp ur säng|ur sängen|ur säng|på benen|klivit upp|(?<=, )upp(?= [0-9]{{1,2}}[.:][0-9])|"
    rf"(?<=och )upp(?= [0-9]{{1,2}}[.:][0-9])|upp(?= kl)|(?<![a-zåäö] )up(?= (?:at|by) [0-9])|stigit upp|gått upp)"
    rf"(?: (?:ur sängen|redan|först|från sängen|of bed|sen|i morse|imorse|inte|förrän|finally|and|direkt|genast|jag|"
    rf"right away|straight away))* {TIME}"
)
_SOL = (
    re.compile(
        rf"(?<!\w)(?:somnade|somnat|fell asleep|insomning\w*|asleep)(?: [^0-9\s]+){{0,2}}? (?:efter|after|på|in|"
        rf"inom|ca|typ) (?:ca |ungefär |about |typ )?{LENGTH}"),
    re.compile(
        rf"(?<!\w){LENGTH}(?: [^0-9\s]+){{0,2}}? (?:att somna|innan jag somna\w*|to fall asleep|to get to sleep|"
        rf"för att somna|before i fell asleep|till jag somnade|fall asleep)"),
)
_WASO = (
    re.compile(
        rf"(?<!\w)(?:vaken|vakit|awake|vaknade|woke)[^.;]{{0,40}}?(?:sammanlagt|totalt|tillsammans|in total|"
        rf"altogether|in all|total)[^0-9.;]{{0,12}}{LENGTH}"),
    re.compile(rf"(?<!\w)(?:vaken|vakit|låg vaken|awake|uppe|up (?:once|twice|"
        rf"[0-9] times) for)(?: [^0-9\s]+){{0,4}}? {LENGTH}"),
    re.compile(rf"(?<!\w){LENGTH}(?: [^0-9\s]+){{0,2}}? (?:vaken|awake)(?!\w)"),
)
_SLEPT = (
    re.compile(
        r"(?<!\w)(?:alltså|totalt|sammanlagt|dvs|d\.v\.s\.|total of|in total|so|altogether|det blir|blev)(?: (?:ca|"
        r"about|just|bara|only|runt|ungefär))? (?P<n>[0-9]{1,2}(?:\.[0-9]{1,2})?)\s*(?P<unit>tim\w*|h|hours?|"
        r"hrs?)(?! (?:vaken|awake|efter|sedan))(?!\w)"),
    re.compile(
        r"(?<!\w)(?:sov|sovit|sömn\w*|slept|sleep|sover|had|"
        r"fick)(?: [^0-9\s]+){0,5}?[\s:]+(?P<n>[0-9]{1,2}(?:\.[0-9]{1,2})?)\s*(?P<unit>tim\w*|h|hours?|"
        r"hrs?)(?!\w)(?! (?:i sträck )?(?:efter|after|in the day))"),
    re.compile(
        r"(?<![0-9.])(?P<n>[0-9]{1,2}(?:\.[0-9]{1,2})?)\s*(?P<unit>timmars?|tim|h|hours?)(?: of)? (?:sömn\w*|"
        r"sleep)(?!\w)"),
    re.compile(
        r"(?<!\w)(?:sov|slept)(?: [^0-9\s]+){0,2}? (?P<n>[0-9]{1,2}(?:\.[0-9]{1,2})?)(?P<unit>)(?= (?:i natt|inatt|"
        r"last night)|[\s.!]*$)"),
)  # fmt: skip
_SLEEP_NOISE = re.compile(r"(?<!\w)(?:had|fick)(?!\w)")
_MORE_MINUTES = re.compile(r"\s*(?:och|and|,)?\s*(?P<min>[1-5]?[0-9])\s*(?:min\w*|m)(?!\w)")
HOUR = "h"


def read_scales(page: Page) -> None:
    """Read ratings, attacks and the night off the page."""
    _read_panic(page)
    _read_scale(page, _BREATH, "nrs_breath")
    _read_scale(page, _MOOD, "mood")
    _read_night(page)


def _read_scale(page: Page, patterns: tuple[re.Pattern[str], ...], kind: str) -> None:
    for pattern in patterns:
        match = None if page.has(kind) else pattern.search(page.text)
        if match is not None:
            said = match.groupdict()
            page.take(match, Value(kind, Decimal(said["n"] or said.get("bare") or 0), unit=_SCORE))
            _read_more(page, pattern, kind)


def _read_more(page: Page, pattern: re.Pattern[str], kind: str) -> None:
    """Read the ratings of more days or hours: "mood 3 this morning and mood 5 tonight"."""
    match = pattern.search(page.text) if pattern is _MOOD[0] else None
    if match is not None and _DAY_OR_HOUR.search(page.text):
        said = match.groupdict()
        page.take(match, Value(kind, Decimal(said["n"] or said.get("bare") or 0), unit=_SCORE))
        _read_more(page, pattern, kind)


def _read_panic(page: Page) -> None:
    if not (_HAS_ATTACK.search(page.text) or _FREE.search(page.text)):
        return
    for pattern in (_NO_ATTACKS, _COUNTED, _TIMES, _LISTED, _FREE, _ONCE):
        match = pattern.search(page.text)
        if match is not None:
            count = "0" if pattern in (_NO_ATTACKS, _FREE) else _counted(match)
            page.take(match, Value("panic_count", Decimal(count), unit="{count}"))
            break
    worst = None if _read_each(page) else _WORST.search(page.text) or re.search(_OF_TEN, page.text)
    if worst is not None:
        page.take(worst, Value("panic_max", Decimal(worst["n"] or worst["bare"]), unit=_SCORE))


def _read_each(page: Page) -> bool:
    """Read "den första 4 och den andra 8": the worst of the attacks counts."""
    match = _EACH.search(page.text)
    if match is not None:
        page.take(match, Value("panic_max", max(Decimal(match["n"]), Decimal(match["more"])), unit=_SCORE))
    return match is not None


def _counted(match: re.Match[str]) -> str:
    """Return how many attacks a match tells of; an attack without a number is one."""
    return next((number for number in match.groupdict().values() if number), "1")


def _read_night(page: Page) -> None:
    for kind, clock in (("bed", _BED), ("wake", _WAKE), ("out_of_bed", _OUT)):
        match = clock.search(page.text)
        if match is not None and _is_clock(match):
            page.take(match, Value(kind, clock_of(match, evening=kind == "bed")))
    for kind, patterns in (("sol", _SOL), ("waso", _WASO)):
        for pattern in patterns:
            match = None if page.has(kind) else pattern.search(page.text)
            if match is not None:
                page.take(match, Value(kind, minutes_of(match), unit="min"))
    for pattern in _SLEPT:
        match = None if page.has("sleep_h") else pattern.search(page.text)
        if match is not None and _is_of_sleep(page.text, match):
            more = _MORE_MINUTES.match(page.text, match.end())
            page.take(match, Value("sleep_h", _hours(match["n"], more), unit=HOUR))


def _is_of_sleep(text: str, match: re.Match[str]) -> bool:
    """Hours after "had" or "alltså" are only slept when the text speaks of the night."""
    if match.re is _SLEPT[0]:
        return re.search(r"sömn|sleep|sov|slept|¤", text) is not None
    return not _SLEEP_NOISE.match(match[0]) or re.search(r"sömn|sleep|sov|slept", text) is not None


def _hours(hours: str, more: re.Match[str] | None) -> Decimal:
    """Return hours and minutes as hours: "7 timmar och 30 minuter" is 7.5."""
    minutes = Decimal(more["min"]) / 60 if more is not None else Decimal(0)
    return plain_number(str(round(Decimal(hours) + minutes, 2)))


def _is_clock(match: re.Match[str]) -> bool:
    """A length of time after "vaknade" is no clock time: "vaknade 3 gånger"."""
    return not re.match(r"\s*(?:min|tim|h\b|gång|ggr|times|hour|år|dag|kg|kilo|%)", match.string[match.end("h") :])
