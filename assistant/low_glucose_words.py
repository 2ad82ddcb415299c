"""Whether the words beside a low glucose are known to be calm; any other word means that somebody must ask."""

import re

from assistant.cues import compile_wording
from assistant.understanding import WORDS_OF_VALUES

_CALM_WORDS = """
    jag mig min mina är har hade hag blev blir var fick få får det den de som en ett att i på av till för från om så och
    men med utan o då sen sedan nu igår går natt natten inatt morse morgonen mitt under precis nyss just kanske ungefär
    bara lite lätt ganska helt alldeles redan också annars kl klockan typ cirka ca
    druvsocker druvsockertablett druvsockertabletter dextro dextrosol juice juicen saft mjölk läsk cola macka mackan
    smörgås smörgåsen banan frukt godis honung russin glass kex socker sockerbit sockerbitar åt äter ätit ska äta drack
    dricker druckit dricka tog tagit tar ta fikade fika mellanmål kvällsmål
    mår bra fint okej ok pigg lugn lugnt utmärkt toppen finfint kände känner känning känningar kändes märkte ingenting
    lågt låg låga lågre lägre låg väldigt för mätte mäter mätt mätning mätningen sticket stack testade kollade uppmätt
    steg stiger stigit upp gick över gått bättre igen tillbaka väntar mäter om minuter strax snart
    träning träningen träna tränat gymmet promenad promenaden promenerade gick cyklade cykling simning städning
    innan före efter vid sänggående läggdags frukosten lunchen middagen jobbet hemma ute idag i dag förmiddagen
    eftermiddagen vad hur lågt gränsen räknas farligt ska man gör göra normalt ju väl nog alltså tack hälsningar mvh
    i'm i've a an the it it's is was were had have has got my me and but with without at on in of to for from this
    that just now then later again yesterday last night morning evening bit little slightly feel feeling felt fine
    good ok okay well great alright all right juice tablets dextrose milk banana biscuit sandwich snack sweets candy
    ate eaten eat drank drink drinking had took taken after before during workout exercise gym walk run cycling bed
    det blodsockerapparaten blodsockermätaren sockermätaren apparaten mätaren mätarn manicken sensorn libren skriver
    visar står blinkar säger display displayen skärmen device machine reads says displays flashing bedtime low too
    lower reading measured checked tested test up back better rising came going normal what should do how is so
    still about at mmol meter monitor sensor libre glucose blood sugar sugars hypo shows says
"""
_CALM = frozenset(_CALM_WORDS.split()) | WORDS_OF_VALUES
_WITHOUT = compile_wording(
    r"(?:inga|ingen|inget|utan|varken|vare sig|no|without|neither|not any)(?: (?:några|som helst|alls|any))?"
    r" (?:symtom|symptom|besvär|känning|känningar|förvirring|kramp|kramper|yrsel|darrning\w*|svettning\w*|symptoms?|"
    r"confusion|seizures?|dizziness|problems?|problem)(?: (?:eller|och|or|nor|and) (?:symtom|symptom|besvär|känning|"
    r"känningar|förvirring|kramp|kramper|yrsel|darrning\w*|svettning\w*|symptoms?|confusion|seizures?|dizziness))*"
)
_WORD = re.compile(r"[^\W\d_]+(?:['][^\W\d_]+)?")


def says_only_calm(text: str) -> bool:
    """Tell whether every word beside a glucose is known to be calm: food, when it was measured, feeling well.

    :param text: normalised with ``normalise_numbers``.
    """
    return all(word in _CALM or len(word) == 1 for word in _WORD.findall(_WITHOUT.sub(" ", text)))
