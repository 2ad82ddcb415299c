"""Repairs misspelt alarm words, so that "sjävmord" and "brostet" are read as what was meant."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.normalise import fold

_ALARM_WORDS = """
    självmord självmordstankar självmordsplaner självmordsbrev självmordstankarna
    suicidal suicide avskedsbrev självskada självskadar
    självskadebeteende dödstankar
    bröst bröstet bröstkorgen bröstsmärta bröstsmärtor smärta smärtor kärlkramp hjärtinfarkt hjärtattack
    strålar mungipan mungipa ansiktet sluddrar sluddrig sluddrigt förlamad förlamat domnad domnat plötsligt plötslig
    stroke andas andnöd andnöden kvävs kvävas läppar läpparna kippar rosslar medvetslös medvetslösa avsvimmad
    svimmade svimmat tungan svullnar svullen avföring kräks kräkts kräkningar förvirrad förvirring överdos överdosera
    överdoserat sömntabletter tabletter tabletterna misshandlar misshandlad misshandel hotar insulin
    breathe breathing unconscious overdose swallowed swollen seizure droop drooping slurred slurring tablets
    paracetamol alvedon sömnpiller livlös krampar krampanfall skurit kramper
"""
_REAL_WORDS = """
    andra andras annas anden ändras undras samtal tabellen tabeller svarta andades andads anda ander andan handlas
    brist bristen brösten broster bryst frost trist rost rösten frosten brottet botten brevet brasket
    kräver krävs kväller kvävt läppen kippa rossla släppar stapplar klippar lappar slappa klippa knappar
    hotas hotat hotad botar notar rotar roar motar smart smarta smärtan spärra snärta
    smärtsam svulla svullna svimma svimmar insulinet tabletten swallow strålas stråla sträla stretar
    suicid ansikte ansikten ansiktets domna domnar domnade plötsliga breath breathed breaths breathes beathe
    stroker strokes strike stoke strikte strand stroken strokens strolle storke tunga tungt tungor tunnan tungans
    ungan svullet svullna smullen svälla svällen svala skarit skurna slurit skriet skurat skrivit skrutit spurit
    förlama förlamar förklarad förklarat förlåtet seizures table tables tablet trampar kramar kramas tramsar
    krampas krampa förvirra förvirrat förvirrar droppa droppar drops dropping drooped dropp tröst trösta rosta rostat
    trusted trampat svimmat wallowed shallowed sullen kvävd kväva kläppar svepas kladdar kraks knäcks kräkas
    läckts kräksi kraschar hitar honar livlöst livlig overdosed skriva skrivet svartnar svullnad svullnat svullnade
    suddigt suddig suddiga sudda brann bankade slurk slurken
    prata träffa handens händas sandas landas bandas vandas randas sommaren kippade klippat andats
    breaking förvarning förvaring koppar kappar krypningar kränkningar känningar tablett simmat simmade sluddrat
    stimmade toaletter     sladdrar rasslar sömntablett swallows sluddriga
"""
ALARM_WORDS = tuple(_ALARM_WORDS.split())
REAL_WORDS = frozenset(_REAL_WORDS.split())
"""Real words that lie near an alarm word; they are left as they are."""

_WORD = re.compile(r"[a-zåäöéü]{5,}")
_SHORT = {wrong: "andas" for wrong in ("andass", "anndas", "adnas", "andaas", "anads")}
_FOLDED = {fold(word): word for word in ALARM_WORDS} | _SHORT
_KNOWN = frozenset(ALARM_WORDS) | REAL_WORDS


def repair_spelling(text: str) -> str:
    """Return normalised text with misspelt alarm words corrected.

    One letter may be wrong in words of 5 to 8 letters and two in longer ones; two letters that
    changed places count as one (clinical/assistant.md 1).
    """
    return _WORD.sub(lambda found: repair_word(found[0]), text)


@lru_cache(maxsize=8192)
def repair_word(word: str) -> str:
    """Return the alarm word that a word was meant to be, or the word itself."""
    if word in _KNOWN:
        return word
    if word in _FOLDED:
        return _FOLDED[word]
    best, distance = word, 99
    for alarm in ALARM_WORDS:
        allowed = 2 if len(alarm) >= 9 else 1
        if len(alarm) < 6 or abs(len(alarm) - len(word)) > allowed or alarm[0] != word[0]:
            continue
        found = OSA.distance(word, alarm, score_cutoff=allowed)
        if found <= allowed and found < distance:
            best, distance = alarm, int(found)
    return best
