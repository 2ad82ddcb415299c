"""Tells whose a number is: "morfar vägde 120", "min frus socker", but "min dotter tog trycket på mig" is one's own."""

import re

_KIN = (
    r"(?:man(?:nen)?|fru(?:n)?|make(?:n)?|maka(?:n)?|sambo(?:n)?|mamma(?:n)?|pappa(?:n)?|mor(?:sa(?:n)?|mor)?|"
    r"far(?:sa(?:n)?|mor|far)?|morfar|son(?:en)?|"
    r"dotter(?:n)?|bror(?:sa(?:n)?|san)?|syster(?:n)?|syrra(?:n)?|granne(?:n)?|vän(?:inna(?:n)?)?|kompis(?:en)?|"
    r"hustru(?:n)?|partner(?:n)?|barnbarn(?:et)?|kusin(?:en)?|moster|"
    r"faster|morbror|farbror|kollega(?:n)?|arbetskamrat(?:en)?|svärmor|svärfar|pojkvän(?:nen)?|flickvän(?:nen)?|"
    r"gubben|gumman|tvillingen|grabben|tösen|ungen|"
    r"husband|wife|mother|father|mum|mom|dad|daughter|brother|sister|friend|neighbour|neighbor|grandson|"
    r"granddaughter|grandma|grandpa|"
    r"dog|cat|baby|suitcase|child|kid|boy|girl|grandmother|grandfather|boyfriend|girlfriend|cousin|aunt|uncle|"
    r"colleague)"
)
_OWNER = (
    rf"(?:(?:min|mitt|mina|my|din|your) (?:[a-zåäö]+ )?{_KIN}|(?:mannen|frun|maken|makan|sambon|mamma|pappa|morsan|"
    rf"farsan|morfar|farfar|mormor|farmor|sonen|dottern|brorsan|syrran|grannen|hustrun|svärmor|svärfar|gubben|"
    rf"kompisen|kollegan|grabben|ungen|kusinen|hunden|katten|bebisen|barnet|pojken|flickan|tösen|väskan|resväskan|"
    rf"paketet|the dog|the cat|the baby|sambon|tvillingen|killen|tjejen)(?: min)?|[a-zåäö]+{_KIN}n)"
)
_GAP = r"(?: [^\s0-9,;.!?]+){0,4}?"
_KIND = (
    r"(?:blodtryck\w*|tryck\w*|puls\w*|vikt\w*|sock\w*|blodsock\w*|temp\w*|feber\w*|syre\w*|satur\w*|hba1c|pef|"
    r"steg\w*|blood\w*|pulse|weight|bp|sugar|temperature|fever|sats?|oxygen|humör\w*)"
)
_HAS = (
    r"(?:har|hade|väger|vägde|ligger|låg|fick|är|var|mätte|visade|blåste|gick|sov|mår|has|had|weighs|weighed|is|was|"
    r"got|gets|runs|walked|slept|blew)"
)
_NUMBER = r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?(?:\s*(?:/|över|over)\s*[0-9]+)?"
OTHERS_CLAUSE = re.compile(
    rf"(?<!\w)(?:{_OWNER}(?:'?s|:s)? {_KIND}{_GAP}:? {_NUMBER}|{_OWNER}'s (?:is |was )?{_NUMBER}|{_OWNER} {_NUMBER}|"
    rf"(?<!hos )(?<!av )(?<!från ){_OWNER} {_HAS}(?! (?:mig|mej|mitt|min|me|my|det till|den till|upp|it to|"
    rf"me to)(?!\w)){_GAP} {_NUMBER}|"
    rf"(?:hans|hennes|deras|his|her|their) {_KIND}?{_GAP}:? {_NUMBER}|(?:(?<=och )|(?<=men )|(?<=, )|(?<=. )|"
    rf"(?<=^))(?:han|hon|he|she) {_HAS}(?! (?:det till|den till|upp det|it to|"
    rf"it as)(?!\w)){_GAP} {_NUMBER})(?: ?(?:kg|kilo|mmol\S*|grader|steg|%))?"
)
"""A clause in which another person has a number."""
_OWN = re.compile(
    r"(?<!\w)(?:jag|mig|mej|mitt|min(?! (?:man|fru|make|maka|sambo|mamma|pappa|mor|far|son|dotter|bror|syster|granne|"
    r"vän|mormor|morfar))|själv|egen|eget|"
    r"i|me|mine|min är|mitt är|my own|my(?! (?:husband|wife|mother|father|mum|mom|dad|son|daughter|brother|sister|"
    r"friend|neighbou?r|gran)))(?!\w)"
)
ABOUT_ANOTHER = re.compile(
    rf"(?<!\w)(?:{_OWNER}(?:'?s|:s)? {_KIND}(?!\w)|(?<!hos )(?<!av )(?<!från )(?<!till ){_OWNER} {_HAS}(?! (?:mig|"
    rf"mej|mitt|min|me|my|ställt|lånat|hjälpt|sagt|tagit|köpt|glömt|med|here|här)(?!\w))(?= [^,.;]*[0-9])|"
    rf"(?:hans|hennes|his|her) (?:blodtryck|tryck|puls|vikt|blood|pulse|weight|bp|sock|blodsock|temp|feber|sugar|"
    rf"fever|temperature|sat)\w*)"
)
"""Words which make a value that stands alone somebody else's, so that it is asked about."""


MEASURED_ME = re.compile(
    r"(?<!\w)(?:tog|mätte|kollade|kontrollerade|took|checked|measured)(?: [^\s0-9,.;]+){0,3}? "
    r"(?:på mig|på mej|åt mig|åt mej|mitt|min|my|mine|me)(?!\w)")
"""Words which tell that another person only read the meter."""
_MEASURED = re.compile(rf"(?<!\w){_KIND}(?!\w)|(?:kg|kilo|mmol|steg)(?!\w)")


def is_about_oneself(text: str) -> bool:
    """Tell whether a text, without another person's clause, tells a number of one's own."""
    return _OWN.search(text) is not None or _MEASURED.search(text) is not None
