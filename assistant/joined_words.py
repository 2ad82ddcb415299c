"""Takes apart what was written together and joins what was written apart: "puls72", "140över85", "blod tryck"."""

import re

_OXYGEN = re.compile(
    r"(?<!\w)(?:sp ?[o0] ?2|spo|sp02)[ :=-]{0,2}(?=[0-9]{2,3}(?![0-9]))|(?<!\w)(?:sp ?[o0] 2|sp02)(?!\w)")
_LONG_SUGAR = re.compile(
    r"(?<!\w)(?:hba ?1 ?c|hb ?a ?-?1 ?c|hba1 ?c|hab ?1 ?c|hbac ?1|hb1ac|hba1(?! ?c)|hbalc|hba1v|hba1x|"
    r"hemoglobin a1c)(?=[^c]|$)"
)
_LETTERS_THEN_NUMBER = re.compile(r"(?<![\w])((?:[a-zåäö]{3,}|bt|bp|hr|bs|bg|kl))(?=[0-9])(?<!spo)(?<!hba)")
_NUMBER_THEN_LETTERS = re.compile(r"(?<=[0-9])(?=[a-zåäö]{3,})(?!tion|talet|tal\b|åring|årig|tiden)")
_UNIT_THEN_WORD = re.compile(r"(?<=[0-9])(kg|kilo|mmol)(?=(?:puls|blodtryck|bt|vikt|socker|och)(?!\w))")
_THOUSANDS = re.compile(r"(?<![0-9./])([1-9][0-9]{0,2}) ([0-9]{3})(?= ?(?:steg|steps)(?!\w))")
_DIALECT = (
    (re.compile(r"(?<![\w.])(?:e|ä)(?= (?:[0-9]|nu|på|det|inte|som|bra|ca|runt))"), "är"), (re.compile(
        r"(?<![\w.])å(?!\w)"), "och"),
    (re.compile(r"(?<!\w)va(?= (?:[0-9]|den|det|på|nu|ca|runt|igår|i ))"), "var"), (re.compile(
        r"(?<!\w)(?:int|ikke|itte)(?!\w)"), "inte"),
    (re.compile(r"(?<=[a-z])'s(?: been| at| around| about)?(?= (?:a |been )?[0-9])"), " is"),
    (re.compile(r"(?<![0-9.])(3[4-9]|4[0-2]) (?:och|å|komma|,) ([0-9])(?= (?:i |på )?(?:temp|feber|grad))"), r"\1.\2"),
    (re.compile(r"(?<!\w)(?:mej)(?!\w)"), "mig"), (re.compile(r"(?<!\w)(?:idah|ida|iadg)(?!\w)"), "idag"),
)
_BLOWS = re.compile(r"(?<!\w)(?:\w*pef\w*|peak[- ]?flow|blås\w*|blew)(?!\w)")
_SLASHED_BLOWS = re.compile(r"(?<=[0-9]{3}) ?[/+] ?(?=[0-9]{3}(?![0-9]))")
_APART = (
    (r"blod (?=tr[yi]ck|trc?yk|sock|press|glukos)", "blod"), (
        r"lång ?tids (?=sock|glukos|värde|blodsock|prov)", "långtids"),
    (r"syre (?=mätt?n|sätt|halt|nivå)", "syre"), (r"kropps (?=vikt|temp)", "kropps"), (r"vilo (?=puls)", "vilo"),
    (r"resting (?=heartrate)", "resting "), (r"steg (?=räkn|mätar|antal)", "steg"), (
        r"panik (?=attack|atack|ångest|anfall)", "panik"),
    (r"panikångest (?=attack|atack)", "panikångest"), (r"ångest (?=attack|atack)", "ångest"),
    (r"puls (?=ox[iy]|mätar)", "puls"), (r"hjärt (?=rytm|frekv|slag)", "hjärt"), (
        r"socker (?=värde|halt|nivå)", "socker"),
    (r"feber (?=termom)", "feber"), (r"humör (?=et(?!\w))", "humör"), (r"må ende", "mående"),
    (r"över tryck(?=\w*)", "övertryck"), (r"under tryck(?=\w*)", "undertryck"), (r"finger (?=mätar|klämm)", "finger"),
    (r"andfådd (?=het)", "andfådd"), (r"and fådd", "andfådd"), (r"and nöd", "andnöd"), (
        r"upp (?=hostning|svull)", "upp"),
    (r"läke (?=medel|medl)", "läke"), (r"blodtrycks (?=medicin|tablett|mätar)", "blodtrycks"),
    (r"(?<=\w)(?<=kvälls|morgon) (?=tablett|medicin|dos|pef|vikt|puls|temp)", ""), (r"insulin (?=spruta)", "insulin"),
    (r"hjärt (?=medicin)", "hjärt"), (r"heart (?=rate|beat)", "heart "), (r"(?<=peak)flow", " flow"), (
        r"bloodpressure", "blood pressure"),
    (r"bloodsugar", "blood sugar"), (r"heartrate", "heart rate"), (r"heart ?beats?(?= [0-9])", "heart rate"),
)  # fmt: skip
_JOINED = tuple((re.compile(rf"(?<!\w){parts}" if parts[0] != "(" else parts), whole) for parts, whole in _APART)


def part_and_join(text: str) -> str:
    """Return normalised text in which numbers stand apart from words, and split cues are one word."""
    for spoken, written in _DIALECT:
        text = spoken.sub(written, text)
    text = _THOUSANDS.sub(r"\1\2", _OXYGEN.sub("spo2 ", _LONG_SUGAR.sub("hba1c ", text)))
    text = _NUMBER_THEN_LETTERS.sub(" ", _UNIT_THEN_WORD.sub(r"\1 ", text))
    text = _LETTERS_THEN_NUMBER.sub(r"\1 ", text)
    if _BLOWS.search(text):
        text = _SLASHED_BLOWS.sub(", ", text)
    for parts, whole in _JOINED:
        text = parts.sub(whole, text)
    return re.sub(r" {2,}", " ", text)
