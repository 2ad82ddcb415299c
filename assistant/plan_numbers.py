"""How the numbers of a plan, a load, a dose to choose, a game or a machine are written; none of them is a value."""

import re

from assistant.other_numbers import Role

_N = r"(?<![0-9./])[0-9]{1,5}(?:\.[0-9]{1,2})?(?![0-9])(?!\.[0-9])"
_GAP = r"(?: [^\s0-9,;.!?]+){0,4}?"
_WEIGHT = r"(?:kg|kilon?|kilos|kilogram|lbs?|pounds?|pund|ton|hg|hekto|gram|g)"
_DOSE = r"(?:enhet\w*|units?|ie|mg|ml|tablett\w*|tablets?|piller|pills?|puff\w*|sug|droppar|drops|doser|doses)"
PLANNED: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.TARGET, re.compile(
        rf"(?<!\w)(?:sömnfönst\w*|sömn fönst\w*|sleep window|window|sovtid\w*|sängtid\w*|tid i säng\w*|time in bed|"
        rf"orostid\w*|worry time|sömnschema\w*|sleep schedule){_GAP}:? {_N}(?: ?(?:tim\w*|h|hours?|hrs?|min\w*)(?!\w))?"
        rf"(?: (?:till|to|-|och|and|eller|or) {_N})?")),
    (Role.DOSE, re.compile(rf"{_N} ?(?:eller|or|till|to|-|och|and|alternativt) ?{_N} ?{_DOSE}(?!\w)")),
    (Role.COUNT, re.compile(
        rf"(?<!\w)(?:lyft(?:a|er|e|te|s)?|bär(?:a|er|s)?|bar|bära|släpa\w*|drar?|dra|marklyft\w*|bänkpress\w*|hantl\w*|"
        rf"skivstång\w*|vikter(?: på)?|kettlebell\w*|lift\w*|carry\w*|carried|haul\w*|dumb-?bells?|barbell|bench|"
        rf"deadlift\w*|ryggsäck\w*|backpack|resväsk\w*|suitcase){_GAP} {_N} ?{_WEIGHT}?(?!\w)|"
        rf"{_N} ?{_WEIGHT} (?:potatis|ved|socker|mjöl|jord|kattmat|hundmat|cement|grus|salt|kött|fisk|bär|äpplen|"
        rf"foder|packning|bagage|tungt?|potatoes|flour|wood|dumb-?bells?|weights|luggage|shopping|backpack|hantl\w*|"
        rf"barnbarn\w*|grandchild\w*|toddler|baby|bebis\w*|hund\w*|katt\w*|dog|cat|kettlebell\w*|vikter|mat|varor|"
        rf"of \w+)(?!\w)")),
    (Role.PLACE, re.compile(
        rf"(?<!\w)(?:felkod\w*|fel kod|error(?: code)?|errno|fel nr|felmeddelande\w*|version\w*|"
        rf"ios|android|windows|iphone|galaxy) (?:nr |nummer |number |no |är |is )?#?{_N}|"
        rf"(?<!\w)(?:övning|övningen|exercise|uppgift|uppgiften|lektion|lektionen|lesson|delmoment|etapp|task) "
        rf"(?:nr |nummer |number |no )?#?[0-9]{{1,2}}(?![0-9./])(?! ?(?:av|of|/))")),
    (Role.COUNT, re.compile(
        r"(?<!\w)(?:vann|vinner|förlora\w*|slog|ledde|leder|matchen|won|lost|beat|score\w*|resultatet|kvitterade|"
        r"spelade)(?: [^\s0-9,;.!?]+){0,3}? (?:med |by )?[0-9]{1,2}\s*[-/]\s*[0-9]{1,2}(?![0-9])")),
    (Role.COUNT, re.compile(
        rf"{_N} (?:sms|påminnelser|reminders|mejl|emails?|samtal|calls|ggr|gånger|"
        rf"times)\s*/\s*(?:dag|vecka|day|week)")),
)  # fmt: skip
"""Looked for with the other numbers that no rating and no night has."""
