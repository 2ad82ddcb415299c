"""The patient's sentences for each rule of weight, glucose, saturation and the rest (vitals.md 3-7, programs.md C)."""

from core.language import _l
from monitoring.judgement import Rule

HEART_112 = _l("Ring 112 om du får svår andnöd, ont i bröstet eller svimmar.")
LUNGS_112 = _l("Ring 112 om du får svårt att tala hela meningar, blå läppar eller blir förvirrad.")
CALL_112_NOW = _l("Ring 112 nu.")
CHECK_TODAY = _l(
    "Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. "
    "Ring 112 om du får svår andnöd, ont i bröstet, blå läppar eller blir förvirrad."
)
HEART_TODAY = _l(
    "Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. "
    "Ring 112 om du får svår andnöd, ont i bröstet eller svimmar."
)
LUNGS_TODAY = _l(
    "Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. "
    "Ring 112 om du får svårt att tala hela meningar, blå läppar eller blir förvirrad."
)
SUGAR_TODAY = _l(
    "Drick vatten. Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. Mät ketoner om du kan. "
    "Ring 112 om du kräks, blir mycket trött eller andas djupt och fort."
)
KETONES_TODAY = _l(
    "Drick vatten. Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. "
    "Ring 112 om du kräks, blir mycket trött eller andas djupt och fort."
)

SINCE_YESTERDAY: dict[Rule, str] = {
    Rule.WEIGHT_W1: _l("Du har gått upp %(change)s kg sedan i går. Det kan vara vätska."),
}
"""What is said instead of a meaning that counts days, when it is one day."""
SERIES_MEANINGS: dict[Rule, str] = {
    Rule.SERIES_NOTED: _l("Tack, %(value)s är sparat."),
    Rule.SERIES_NEUTRAL: _l("Tack, %(value)s är sparat. Du har inga egna gränser än."),
    Rule.SERIES_SYMPTOMS: _l("Det du känner kan vara allvarligt, vad mätaren än visar."),
    Rule.WEIGHT_INSIDE: _l("%(value)s kg är nära din målvikt, som är %(target)s kg."),
    Rule.WEIGHT_ABOVE_ONCE: _l("%(value)s kg är över din målvikt, som är %(target)s kg."),
    Rule.WEIGHT_W1: _l("Du har gått upp %(change)s kg på %(days)s dagar. Det kan vara vätska."),
    Rule.WEIGHT_W2: _l("Vikten har ökat %(change)s kg på en vecka."),
    Rule.WEIGHT_W2_WORSE: _l("Vikten har ökat %(change)s kg på en vecka, och du är sämre. Det kan vara vätska."),
    Rule.WEIGHT_W3: _l("Vikten har ökat %(change)s kg sedan i går. Det är en snabb ökning."),
    Rule.WEIGHT_W4: _l("Du har legat över din målvikt, som är %(target)s kg, i minst två dagar."),
    Rule.WEIGHT_W5: _l("Vikten har gått ner. Det kan vara för lite vätska."),
    Rule.WEIGHT_W5_DIZZY: _l("Vikten har gått ner, och du kan ha fått för lite vätska."),
    Rule.WEIGHT_TREND: _l("Din vikt har ändrats med %(change)s kg på tre månader."),
    Rule.GLUCOSE_INSIDE: _l("Bra. %(value)s ligger inom ditt mål, som är högst %(goal)s."),
    Rule.GLUCOSE_ABOVE: _l(
        "%(value)s är lite högre än ditt mål, som är högst %(goal)s. Ett enstaka värde betyder inte så mycket."
    ),
    Rule.GLUCOSE_LOW: _l("Ditt blodsocker är lågt, %(value)s."),
    Rule.GLUCOSE_VERY_LOW: _l("Ditt blodsocker är mycket lågt, %(value)s."),
    Rule.GLUCOSE_WASH: _l("%(value)s är ett lågt värde. Det kan bli fel om fingret är kallt eller fuktigt."),
    Rule.GLUCOSE_RECHECK: _l("Vi behöver ett nytt värde."),
    Rule.GLUCOSE_NO_RECHECK: _l("Vi har inte fått något nytt värde efter %(value)s."),
    Rule.GLUCOSE_STILL_LOW: _l("Ditt blodsocker är fortfarande lågt, %(value)s."),
    Rule.GLUCOSE_RISEN: _l("Bra. Blodsockret har stigit till %(value)s."),
    Rule.GLUCOSE_LOW_HELP: _l("Du har lågt blodsocker och behöver hjälp nu."),
    Rule.GLUCOSE_LOW_OFTEN: _l("Du har haft lågt blodsocker %(count)s gånger på sju dagar."),
    Rule.GLUCOSE_HIGH: _l("%(value)s är ett högt värde."),
    Rule.GLUCOSE_HIGH_SICK: _l("%(value)s är ett högt värde, och du är sjuk."),
    Rule.GLUCOSE_VERY_HIGH: _l("%(value)s är ett mycket högt värde."),
    Rule.GLUCOSE_KETONES: _l("%(value)s är högt, och ketonerna är %(ketones)s. Det kan bli farligt."),
    Rule.GLUCOSE_HIGH_HELP: _l("Högt blodsocker tillsammans med det du känner kan vara farligt."),
    Rule.GLUCOSE_FASTING_OFTEN: _l("Ditt fastevärde har varit 10 eller mer %(count)s av de senaste sju dagarna."),
    Rule.KETONES_HIGH: _l("Ketonerna är %(value)s. Det är högt."),
    Rule.KETONES_VERY_HIGH: _l("Ketonerna är %(value)s. Det kan vara farligt."),
    Rule.HBA1C_INSIDE: _l("%(value)s ligger inom ditt mål, som är högst %(goal)s."),
    Rule.HBA1C_ABOVE: _l("%(value)s är lite över ditt mål, som är högst %(goal)s. Det är inte akut."),
    Rule.HBA1C_HIGH: _l("%(value)s är klart över ditt mål, som är högst %(goal)s. Det är inte akut."),
    Rule.HBA1C_LOW: _l("%(value)s är lågt, och du har haft lågt blodsocker."),
    Rule.SPO2_INSIDE: _l("%(value)s procent är som det brukar."),
    Rule.SPO2_LOWER: _l("%(value)s procent är lite lägre än vanligt."),
    Rule.SPO2_LOW_FIRST: _l("%(value)s procent är lågt. Ofta blir det bättre efter vila, och med varm hand."),
    Rule.SPO2_LOW: _l("%(value)s procent är lägre än det brukar vara, också efter vila."),
    Rule.SPO2_VERY_LOW: _l("%(value)s procent är mycket lågt."),
    Rule.SPO2_HIGH_ON_OXYGEN: _l("%(value)s procent är högre än ditt mål med syrgas."),
    Rule.TEMPERATURE_NORMAL: _l("%(value)s grader. Du har ingen feber."),
    Rule.TEMPERATURE_FEVER: _l("%(value)s grader. Du har feber."),
    Rule.TEMPERATURE_HIGH: _l("%(value)s grader. Du har hög feber."),
    Rule.TEMPERATURE_LONG: _l("%(value)s grader. Du har haft feber i %(days)s dagar."),
    Rule.TEMPERATURE_LOW: _l("%(value)s grader är en låg temperatur."),
    Rule.PEF_INSIDE: _l("%(value)s är %(percent)s procent av ditt bästa. Det är bra."),
    Rule.PEF_LOWER: _l("%(value)s är %(percent)s procent av ditt bästa. Det är lägre än vanligt."),
    Rule.PEF_LOW: _l("%(value)s är %(percent)s procent av ditt bästa. Det är lågt."),
    Rule.RATE_INSIDE: _l("%(value)s andetag i minuten är som det ska."),
    Rule.RATE_FAST: _l("Du andas fortare än vanligt, %(value)s gånger i minuten."),
    Rule.RATE_VERY_FAST: _l("Du andas mycket fort, %(value)s gånger i minuten."),
    Rule.NRS_RISEN: _l("Dina besvär är större än de brukar vara."),
    Rule.CHECK_GREEN: _l("Du mår ungefär som vanligt."),
    Rule.CHECK_YELLOW: _l("Du är lite sämre än vanligt."),
    Rule.CHECK_YELLOW_TWICE: _l("Du har varit lite sämre två dagar i rad."),
    Rule.CHECK_RED: _l("Du är klart sämre än vanligt."),
    Rule.CHECK_EMERGENCY: _l("Det du känner kan vara allvarligt."),
}
"""One sentence or two for every rule (held by a test)."""

SERIES_ACTIONS: dict[Rule, str] = {
    Rule.SERIES_NEUTRAL: _l("Din sköterska sätter dem tillsammans med dig. Ring mottagningen om du blir sämre."),
    Rule.SERIES_SYMPTOMS: CALL_112_NOW,
    Rule.WEIGHT_INSIDE: _l("Fortsätt som vanligt."),
    Rule.WEIGHT_ABOVE_ONCE: _l("Väg dig i morgon igen. Ring mottagningen om du blir mer andfådd eller svullen."),
    Rule.WEIGHT_W1: HEART_TODAY,
    Rule.WEIGHT_W2: HEART_112,
    Rule.WEIGHT_W2_WORSE: HEART_TODAY,
    Rule.WEIGHT_W3: _l("Väg dig i morgon igen och känn efter hur du mår."),
    Rule.WEIGHT_W4: _l("Väg dig i morgon igen. Ring mottagningen om du blir mer andfådd eller svullen."),
    Rule.WEIGHT_W5: _l("Res dig långsamt. Väg dig i morgon igen."),
    Rule.WEIGHT_W5_DIZZY: _l(
        "Ta det lugnt och res dig långsamt. Ring %(clinic)s i dag, %(phone)s, innan du tar mer vätskedrivande. "
        "Är det stängt, ring 1177. Ring 112 om du svimmar."
    ),
    Rule.WEIGHT_TREND: _l("Ät och drick som vanligt så länge."),
    Rule.GLUCOSE_LOW: _l(
        "Ta 3 till 4 druvsockertabletter eller 1,5 dl juice nu. Mät igen om 15 minuter. Ät sedan något mer om det är "
        "mer än en halvtimme till nästa mål. Kör inte bil förrän du mår bra och värdet är över 5."
    ),
    Rule.GLUCOSE_VERY_LOW: _l(
        "Ta nu 4 till 6 druvsockertabletter eller 1,5 till 2 dl juice. Mät igen om 15 minuter. "
        "Är du ensam, ring någon. Kör inte bil. Ring 112 om du blir förvirrad eller får svårt att svälja."
    ),
    Rule.GLUCOSE_WASH: _l(
        "Tvätta händerna med varmt vatten, torka dem och mät igen. Känner du dig låg, ta druvsocker först."
    ),
    Rule.GLUCOSE_RECHECK: _l("Mät igen om 15 minuter och skriv in värdet."),
    Rule.GLUCOSE_NO_RECHECK: _l("Mät nu om du kan. Ring 112 om du blir förvirrad eller får svårt att svälja."),
    Rule.GLUCOSE_STILL_LOW: _l(
        "Ta 4 druvsockertabletter eller 1,5 dl juice till. Mät igen om 15 minuter. Ring 1177 nu. Be någon stanna hos "
        "dig. Ring 112 om det inte hjälper, om du blir förvirrad eller får svårt att svälja."
    ),
    Rule.GLUCOSE_RISEN: _l(
        "Ät en smörgås om det är länge till maten. Kör inte bil förrän du mår bra och värdet är över 5."
    ),
    Rule.GLUCOSE_LOW_HELP: _l("Ring 112 nu. Ät och drick inget om du har svårt att svälja."),
    Rule.GLUCOSE_LOW_OFTEN: _l("Ta dina läkemedel som förut tills din sköterska har hört av sig."),
    Rule.GLUCOSE_HIGH: _l(
        "Drick vatten. Mät igen om 2 till 4 timmar. "
        "Ring 112 om du kräks, blir mycket trött eller andas djupt och fort."
    ),
    Rule.GLUCOSE_HIGH_SICK: SUGAR_TODAY,
    Rule.GLUCOSE_VERY_HIGH: SUGAR_TODAY,
    Rule.GLUCOSE_KETONES: KETONES_TODAY,
    Rule.GLUCOSE_HIGH_HELP: CALL_112_NOW,
    Rule.GLUCOSE_FASTING_OFTEN: _l("Ta dina läkemedel som förut och fortsätt att mäta."),
    Rule.KETONES_HIGH: KETONES_TODAY,
    Rule.KETONES_VERY_HIGH: CALL_112_NOW,
    Rule.HBA1C_INSIDE: _l("Fortsätt som vanligt."),
    Rule.HBA1C_ABOVE: _l("Ni tar upp det vid nästa kontakt."),
    Rule.HBA1C_HIGH: _l(
        "Ta dina läkemedel som förut tills din sköterska har hört av sig. "
        "Ring 112 om du kräks, blir mycket trött eller andas djupt och fort."
    ),
    Rule.HBA1C_LOW: _l("Ta dina läkemedel som förut tills din sköterska har hört av sig."),
    Rule.SPO2_INSIDE: _l("Fortsätt som vanligt."),
    Rule.SPO2_LOWER: _l("Vila 10 minuter, värm handen och mät igen."),
    Rule.SPO2_LOW_FIRST: _l("Sitt stilla i 10 minuter, värm handen och mät igen. Ring 112 nu om du har svår andnöd, "
                            "blå läppar eller är förvirrad."),
    Rule.SPO2_LOW: _l("Följ din behandlingsplan. Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. "
                      "Ring 112 om du får svårt att tala hela meningar, blå läppar eller blir förvirrad."),
    Rule.SPO2_VERY_LOW: CALL_112_NOW,
    Rule.SPO2_HIGH_ON_OXYGEN: _l(
        "Ändra inte flödet själv, om ni inte har kommit överens om det. Ring mottagningen. "
        "Ring 112 om du blir slö eller förvirrad."
    ),
    Rule.TEMPERATURE_FEVER: _l("Vila och drick. Mät igen i morgon. Ring mottagningen om du blir sämre."),
    Rule.TEMPERATURE_HIGH: LUNGS_TODAY,
    Rule.TEMPERATURE_LONG: LUNGS_TODAY,
    Rule.TEMPERATURE_LOW: _l(
        "Ta på dig varmt och mät igen. Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. "
        "Ring 112 om du blir slö eller förvirrad."
    ),
    Rule.PEF_LOWER: LUNGS_112,
    Rule.PEF_LOW: LUNGS_TODAY,
    Rule.RATE_FAST: LUNGS_112,
    Rule.RATE_VERY_FAST: LUNGS_TODAY,
    Rule.NRS_RISEN: _l("Ring mottagningen om du blir sämre."),
    Rule.CHECK_YELLOW: _l("Ta det lugnt i dag och svara igen i morgon. Ring mottagningen om du blir sämre."),
    Rule.CHECK_YELLOW_TWICE: CHECK_TODAY,
    Rule.CHECK_RED: CHECK_TODAY,
    Rule.CHECK_EMERGENCY: CALL_112_NOW,
}
"""What to do now; a rule without an entry asks nothing of the patient."""
