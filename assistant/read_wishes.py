"""Reads what a wish is about: a corrected number, a time for reminders, a language (clinical/assistant.md 6)."""

import re

from assistant.blotting import Page
from assistant.clock_times import TIME, clock_of
from assistant.number_phrases import plain_number
from assistant.other_numbers import SCALE_SAFE, TIMES, Role
from assistant.plan_numbers import PLANNED
from assistant.understanding import Value

_NUM = r"(?<![0-9./-])(?P<n>[0-9]{1,5}(?:\.[0-9]{1,2})?)(?![0-9/])"
CORRECTS = re.compile(
    r"(?<!\w)(?:fel|felet|ersätt\w*|replace|ska stå|förlåt|tvärtom|läste fel|såg fel|rätt (?:är|var|ska|siffra|"
    r"värde)|actually|egentligen|mistyped|misread|rätta(?!re)\w*|rättelse|ändra\w*|korriger\w*|korrekt|ska(?: det|"
    r" den)? va(?:ra)?|skriv om|skulle (?:ha )?(?:vara|varit|stå|stått|det)|menade|"
    r"menar|rätt \S+ (?:är|var)|"
    r"skrev|skrivit|wrong|correct\w*|should (?:be|have been)|meant|i mean|change (?:it|that|the|my last)|mistake|"
    r"misstag|"
    r"byt [0-9]+|instead of|make (?:that|it)|should (?:read|say)|stämmer (?:inte|ej)|supposed to (?:be|read|say)|"
    r"skulle va|"
    r"typo|felskriv\w*|råkade skriva|i stället för|istället för|inte [0-9.]+(?:/[0-9]+)? utan|not [0-9.]+ but|byt ut|"
    r"oops|ops|oj|ojdå|hoppsan|nej|sorry|sory|förlåt|ursäkta|pardon|ersätt\w*|replace|skall vara|ska stå|skulle stå|"
    r"tvärtom|läste fel|såg fel|tryckte fel|knappade fel|slant|råkade|mistyped|misread|mis-typed|rather|inte [0-9]+|"
    r"not [0-9]+|rätt (?:är|var|ska|siffra|värde)|actually|egentligen|amend|update|fix|uppdatera|justera)(?!\w)"
)
_DELETES = re.compile(
    r"(?<!\w)(?:ta bort|tag bort|radera\w*|delete|remove|erase|stryk|stryka|stryker|släng|slänga|kasta|kassera|"
    r"ignorera|ignore|disregard|scrap|bortse från|glöm det|cancel|strunta i|plocka bort|ångra|undo|makulera)(?!\w)"
    r"(?=.*(?<!\w)(?:värde\w*|mätning\w*|senaste|sista|förra|det där|den där|det jag|det|den|reading|value|entry|"
    r"last|that|measurement|it|resultat\w*|siffra\w*|siffran|siffrorna|talet|rapport\w*|inmatning\w*|noteringen|one|"
    r"number|figure|result|post|posten|inlägg\w*|jag skrev|jag skickade)(?!\w))"
)
_NOT_VALUES = re.compile(
    r"(?<!\w)(?:påminn\w*|sms|program\w*|uppgifter\w*|konto\w*|mig från|me from|reminders?|account|data|"
    r"meddelande\w*|messages?|tablett\w*|tablets?|pills?|appointment|boka\w*|bokad|ring|call|[0-9]{1,2} ?[ap]m|"
    r"enhet\w*|units?|doser?|doses?|mg)(?!\w)")
_POLITE = re.compile(
    r"^(?:(?:hej|hi|hello|snälla|please|förlåt|ursäkta|sorry|men|oj|oops)[\s,.!]+)*(?:kan|kunde|skulle|vill|could|"
    r"can|would|går det att|går det bra att|is it possible to|får jag be)(?: (?:du|ni|någon|you|någon av er|snälla|"
    r"please|ni snälla|vara snäll och))* "
    r"(?:radera|ta bort|tag bort|stryka|stryk|ändra|rätta(?!re)\w*|byta|byt|korrigera|delete|remove|erase|change|"
    r"correct|"
    r"undo|slänga|makulera|plocka bort|ångra|fix|amend)(?!\w)"
)
_SLIP = re.compile(
    r"(?<!\w)(?:skrev|skrivit|blev|knappade|tryckte|slog in|matade in|angav|läste av|läste|gave|sent|skickade|typed|"
    r"wrote|entered|put|siffra\w*|värde\w*|number)(?: \S+){0,4} (?:fel|"
    r"wrong|tokigt|galet|knas)(?!\w)|"
    r"(?<!\w)(?:fel|wrong) (?:siffr\w*|värde\w*|tal|number|value|figure|reading)(?!\w)|(?<!\w)(?:felskriv\w*|"
    r"typo)(?!\w)|made a mistake|(?<!\w)(?:skrev|skickade|rapporterade|angav|matade|knappade|sent|entered|typed|"
    r"reported|"
    r"la in|lade in|fyllde i)(?: [^\s.;]+){0,4} (?:stämmer (?:inte|ej)|(?:är|var|is|was) (?:inte rätt|inte korrekt|"
    r"not right|not correct|incorrect)|isn't right|wasn't right|isn't correct)(?!\w)"
)
_INSTEAD = (
    re.compile(rf"(?<!\w)(?:skrev|wrote|typed|entered|sent|skickade|angav)(?: [a-zåäö]+){{0,2}} [0-9.]+,? (?:men|but|"
        rf"fast)(?: [^\s0-9]+){{0,4}} {_NUM}"),
    re.compile(rf"{_NUM} (?:ska|skall|skulle) (?:det|den) (?:vara|stå|va|bli)"),
    re.compile(
        rf"(?<!\w)(?:byt(?: ut)?|byta(?: ut)?|ersätt\w*|replace|swap|change|ändra\w*|"
        rf"rätta(?!re)\w*)(?: [^\s0-9]+){{0,3}} [0-9.]+ (?:mot|till|med|to|with|for) {_NUM}"),
    re.compile(rf"(?:make (?:that|it)|should (?:read|say)|ska(?:ll)? va)[\s:]+{_NUM}"),
    re.compile(rf"{_NUM},? (?:inte|ej|not|och inte|istället för|i stället för|instead of)\s+[0-9.]+"),
    re.compile(
        rf"(?:inte|not|ej) [0-9.]+,? (?:utan|men|but|det är|det var|it is|it's|it was|ska vara|should be|"
        rf"rätt är)\s+{_NUM}"),
    re.compile(
        rf"(?:till|to|vara|be|menade|meant|blir|är|stå|mean|been|rätt|correct|rättelse|correction)[\s:,]+{_NUM}"),
    re.compile(rf"{_NUM}"),
)
_INTENDED = re.compile(
    r"(?<!\w)(?:was|were|is|are|be) (?:meant|supposed) to(?! be [0-9]| say| read)|(?<!\w)(?:"
    r"fel [0-9]{3,4}(?= (?:när|vid|i appen|på (?:sidan|skärmen)|hela|igen|dyker|kommer))|error [0-9]+|"
    r"menat att|menade att|menar att|det är meningen|meningen att|"
    r"rätt (?:svårt|jobbigt|tungt|trött|dag|tid|modul)|fel (?:dag|tid|modul|rum|kod|plats|"
    r"program|bild|film|länk|text)|wrong (?:day|time|module|room|code|place|program|film|link))(?!\w)"
)
"""Words of a correction in another sense: "module 4 was meant to open"."""
_DAY_PARTS = (
    ("evening", re.compile(r"(?<!\w)(?:kväll\w*|evening\w*)")), ("morning", re.compile(
        r"(?<!\w)(?:morgon\w*|morning\w*)")),
    ("noon", re.compile(r"(?<!\w)(?:lunch\w*|noon|mitt på dagen)")),
    ("afternoon", re.compile(r"(?<!\w)(?:eftermiddag\w*|afternoon)")),
)  # fmt: skip
_SHIFT = re.compile(
    r"(?:(?P<n>[0-9]{1,2})\s*(?:tim\w*|h|hours?)|(?P<half>30 min\w*))\s*(?P<way>senare|later|tidigare|earlier|"
    r"before)")
_PUT_OFF = re.compile(
    r"(?<!\w)(?:skjut\w*|senarelägg\w*|flytta fram|push\w*|delay\w*)(?: [^\s0-9]+){0,4} (?P<n>[0-9]{1,2}) ?"
    r"(?:tim\w*|h|hours?)(?!\w)"
)
_DAYS = (
    ("weekdays", re.compile(r"(?<!\w)(?:vardag\w*|weekdays?|måndag till fredag|monday to friday|mån-fre)")),
    ("weekends", re.compile(r"(?<!\w)(?:helg\w*|weekends?|lördag\w* och söndag\w*)")),
)
_UNWANTED_DAYS = re.compile(
    r"(?<!\w)(?:inga|ingen|inget|inte|ej|slipp\w*|no|not|none|never|utom|except)(?: [^\s,.;]+){0,3}? "
    r"(?:helg\w*|weekends?|vardag\w*|weekdays?)(?!\w)"
)
_UNWANTED_LANGUAGE = re.compile(
    r"(?<!\w)(?:skriver|skriv|svarar|pratar|inte|not|istället för|instead of|från|from|är allt)(?: [^\s,.;]+){0,4}? "
    r"(?:på |in )?(?:engelsk\w*|english|svensk\w*|swedish)(?!\w)"
)
_CLOCK = re.compile(rf"(?<![\w.]){TIME}")
_LANGUAGES = (
    ("interpreter", r"tolk\w*|interpreter"), ("ar", r"arabisk\w*|arabic"), ("fi", r"finsk\w*|finnish"),
    ("so", r"somalisk\w*|somali"), ("fa",
        r"persisk\w*|farsi|dari|persian"), ("pl", r"polsk\w*|polish"), ("es", r"spansk\w*|spanish"),
    ("de", r"tysk\w*|german"), ("fr", r"fransk\w*|french"),
    ("tr", r"turkisk\w*|turkish"), ("uk", r"ukrainsk\w*|ukrainian"),
    ("ru", r"rysk\w*|russian"), ("bs", r"bosnisk\w*|bosnian"), ("ku",
        r"kurdisk\w*|kurdish|sorani|kurmanji"), ("ti", r"tigrinj\w*|tigrinya"),
    ("th", r"thai\w*"), ("zh", r"kinesisk\w*|chinese"), ("se", r"samisk\w*|sami"),
    ("no", r"norsk\w*|norwegian"), ("da", r"dansk\w*|danish"),
    ("it", r"italiensk\w*|italian"), ("pt", r"portugisisk\w*|portuguese"),
    ("en", r"engelsk\w*|english|eng"), ("sv", r"svensk\w*|swedish"),
)  # fmt: skip


def find_correction(text: str, values: tuple[Value, ...], *, is_question: bool) -> tuple[Value, ...] | None:
    """Return what a correction says, or None when a text is no correction.

    :param values: the values read from it; without any, a bare number is the corrected one.
    """
    if (is_question and not _POLITE.search(text)) or _NOT_VALUES.search(text):
        return None
    text = _INTENDED.sub(" ", text)
    if _DELETES.search(text) and not values:
        return (Value("action", "delete_last"),)
    if not CORRECTS.search(text) or re.search(r"(?<!\w)plus [0-9]+ ?\(", text):
        return None
    strong = _STRONG.search(text)
    measured = tuple(one for one in values if one.kind in _MEASURED)
    if measured:
        return measured if strong else None
    numbers = _without_places(text)
    match = next((found for found in (pattern.search(numbers) for pattern in _INSTEAD) if found), None)
    if match is not None and strong:
        return (Value("number", plain_number(match["n"])),)
    return (Value("action", "ask_which"),) if _SLIP.search(text) else None


def _without_places(text: str) -> str:
    """Return a text without numbers that no correction is about: dates, modules, rooms and doses."""
    page = Page(text)
    for role, pattern in (*PLANNED, *SCALE_SAFE):
        if role is not Role.REJECTED:
            page.blot_all(pattern)
    for pattern in TIMES:
        page.blot_all(pattern)
    return page.text


_MEASURED = frozenset(
    ("bp", "pulse", "weight", "glucose", "ketones", "hba1c", "spo2", "temperature", "pef", "steps", "mood",
     "nrs_breath", "sleep_h")
)
_STRONG = re.compile(
    r"(?<!\w)(?:fel|rätta(?!re)\w*|rättelse|ändra\w*|korriger\w*|ska(?:ll)?(?: det| den)? va(?:ra)?|skriv om|"
    r"skriv i ?stället|skulle (?:ha )?(?:vara|varit|stå|stått|det)|menade|"
    r"rätt \S+ (?:är|var)|wrong|"
    r"correction|should (?:be|have been)|meant|change (?:it|that)|mistake|misstag|felskriv\w*|typo|"
    r"inte [0-9.]+(?:/[0-9]+)? utan|"
    r"istället för|"
    r"should (?:read|say)|supposed to (?:be|read|say)|skulle va|instead of|make (?:that|it) [0-9]|"
    r"(?:tumm\w*|fing(?:ret|rarna|rar|er))(?: \w+)? slant|(?:tryckte|knappade|slog) fel|hit (?:an extra|the wrong) key|"
    r"(?:skrev|wrote|typed|entered|sent|skickade|angav)(?: [a-zåäö]+){0,2} [0-9.]+,? (?:men|but|fast)(?!\w)|"
    r"byt (?:ut )?[0-9]+|"
    r"rätt (?:är|var|ska|siffra|värde)(?: [a-zåäö]+){0,2}[ :]+[0-9.]+|"
    r"i stället för|[0-9.]+,?(?: (?:kg|kilo|mmol|steg|%))? (?:inte|not|och inte) [0-9.]+|byt ut|"
    r"correct (?:it|that|the|my|value|number|is))(?!\w)"
)


def read_reminder(text: str) -> tuple[Value, ...]:
    """Return when reminders are wanted: a time, a part of the day, earlier or later, or on which days."""
    put_off = _PUT_OFF.search(text)
    if put_off is not None:
        return (Value("time", f"+{put_off['n']}h"),)
    shift = _SHIFT.search(text)
    if shift is not None:
        sign = "+" if shift["way"] in ("senare", "later") else "-"
        return (Value("time", f"{sign}{shift['n']}h" if shift["n"] else f"{sign}30min"),)
    wanted = _UNWANTED_DAYS.sub(" ", text)
    days = tuple(Value("days", name) for name, pattern in _DAYS if pattern.search(wanted))
    found = [match for match in _CLOCK.finditer(text) if match["m"] or match["half"] or _is_time(match)]
    if found:
        return (Value("time", _clock(found[-1], text)), *days)
    part = next((name for name, pattern in _DAY_PARTS if pattern.search(text)), "")
    return days or ((Value("time", part),) if part else ())


def _is_time(match: re.Match[str]) -> bool:
    """A bare number is a time in a wish about reminders, but not when it counts something."""
    return not re.match(r"\s*(?:gång\w*|ggr|times|sms|dagar|days|påminn\w*|reminders?)", match.string[match.end() :])


def _clock(match: re.Match[str], text: str) -> str:
    clock = clock_of(match)
    evening = _DAY_PARTS[0][1].search(text) is not None and not match["part"] and not match["half"]
    hour = int(clock[:2])
    return f"{hour + 12:02d}{clock[2:]}" if evening and hour < 12 else clock


def read_language(text: str) -> tuple[Value, ...]:
    """Return which language is asked for, "?" when none is named."""
    for said in (_UNWANTED_LANGUAGE.sub(" ", text), text):
        for code, words in _LANGUAGES:
            if re.search(rf"(?<!\w)(?:{words})(?!\w)", said):
                return (Value("lang", code),)
    return (Value("lang", "?"),)

