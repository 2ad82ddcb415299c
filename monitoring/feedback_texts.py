"""The patient's sentences for each rule: what it means, and what to do now (clinical/vitals.md 2, 7)."""

from core.language import _l
from monitoring.judgement import Rule
from monitoring.series_texts import SERIES_ACTIONS, SERIES_MEANINGS

SYMPTOMS_112 = _l(
    "Ring 112 om du får ont i bröstet, andnöd, svaghet eller domning, svårt att tala, synstörning, "
    "förvirring eller mycket svår huvudvärk."
)
CALL_112_NOW = _l("Ring 112 nu.")
ASK_DIZZY = _l("Är du yr när du reser dig?")

NONE_FOR_MEAN = _l(
    "Det blev inga mätningar efter första dagen. Det behövs 12 mätningar på minst 3 dagar för ett medelvärde."
)
MEANINGS: dict[Rule, str] = {
    Rule.BP_NOTED: _l(
        "%(value)s är sparat. Ett enstaka värde säger inte så mycket. Det är medelvärdet som räknas."
    ),
    Rule.BP_INSIDE: _l("%(value)s ligger i din zon, som är under %(goal)s."),
    Rule.BP_HIGH_ONCE: _l(
        "%(value)s är högt. Ett enstaka värde säger inte så mycket. Det är medelvärdet som räknas."
    ),
    Rule.BP_HIGH_OFTEN: _l("Ditt blodtryck har varit högt %(count)s gånger de senaste 7 dagarna."),
    Rule.BP_CRISIS_FIRST: _l("%(value)s är högt. Ofta blir det lägre efter vila."),
    Rule.BP_CRISIS: _l("%(value)s är fortfarande högt."),
    Rule.BP_CRISIS_VERY_HIGH: _l("%(value)s är mycket högt."),
    Rule.BP_SYMPTOMS: _l("Det du känner kan vara allvarligt, vad mätaren än visar."),
    Rule.BP_LOW: _l("%(value)s är ganska lågt. För många är det normalt."),
    Rule.BP_LOW_DIZZY: _l("%(value)s är ganska lågt, och du är yr."),
    Rule.BP_VERY_LOW_FIRST: _l("%(value)s är lågt."),
    Rule.BP_VERY_LOW: _l("%(value)s är fortfarande lågt."),
    Rule.BP_VERY_LOW_DIZZY: _l("%(value)s är lågt, och du är yr."),
    Rule.BP_FAINTED: _l("%(value)s är lågt, och du har svimmat."),
    Rule.BP_MEAN_GREEN: _l("Ditt medelvärde är %(mean)s. Det ligger inom ditt målområde, under %(goal)s."),
    Rule.BP_MEAN_YELLOW: _l(
        "Ditt medelvärde är %(mean)s. Det är lite över ditt mål, som är under %(goal)s. Det är inte akut."
    ),
    Rule.BP_MEAN_RED: _l("Ditt medelvärde är %(mean)s. Det är klart över ditt mål, som är under %(goal)s."),
    Rule.BP_MEAN_LOW: _l("Ditt medelvärde är %(mean)s. Det är lågt."),
    Rule.BP_MEAN_LOW_DIZZY: _l("Ditt medelvärde är %(mean)s. Det är lågt, och du är yr."),
    Rule.BP_MEAN_NEUTRAL: _l("Ditt medelvärde är %(mean)s. Du har inget eget mål än."),
    Rule.BP_MEAN_TOO_FEW: _l(
        "Det blev %(readings)s mätningar på %(days)s dagar efter första dagen. "
        "Det behövs 12 mätningar på minst 3 dagar för ett medelvärde."
    ),
    Rule.BP_IRREGULAR: _l("Din mätare har visat oregelbunden puls %(count)s gånger de senaste 7 dagarna."),
    Rule.BP_RISING: _l("Ditt medelvärde har stigit med %(rise)s jämfört med de fyra veckorna före."),
    Rule.BP_ARMS_DIFFER: _l("Det skiljer %(difference)s mellan armarna. Det är vanligt."),
    Rule.PULSE_NOTED: _l("Pulsen %(pulse)s är sparad."),
    Rule.PULSE_EXTREME_FIRST: _l("Pulsen %(pulse)s är ovanlig i vila."),
    Rule.PULSE_EXTREME: _l("Pulsen är fortfarande %(pulse)s. Det är ovanligt i vila."),
    Rule.PULSE_SYMPTOMS: _l("Det du känner kan vara allvarligt, vad pulsen än är."),
    Rule.PULSE_OFTEN: _l("Din puls har varit ovanlig %(count)s gånger de senaste 7 dagarna."),
    **SERIES_MEANINGS,
}
"""One sentence or two for every rule (held by a test)."""

HELD_ACTIONS: dict[Rule, str] = {
    Rule.GLUCOSE_HIGH: _l(
        "Tvätta händerna och mät igen nu. Drick vatten. "
        "Ring 112 om du kräks, blir mycket trött eller andas djupt och fort."
    ),
}
"""What to do now instead, while a weakly measured value waits to be measured again."""

ACTIONS: dict[Rule, str] = {
    Rule.BP_HIGH_OFTEN: SYMPTOMS_112,
    Rule.BP_CRISIS_FIRST: _l(
        "Sitt stilla i 5 minuter och mät två gånger till. Ring 112 nu om du har ont i bröstet, andnöd, "
        "svaghet eller domning, svårt att tala, synstörning, förvirring eller mycket svår huvudvärk."
    ),
    Rule.BP_CRISIS: _l(
        "Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. Ring 112 om du får ont i bröstet, "
        "andnöd, svaghet eller domning, svårt att tala, synstörning, förvirring eller mycket svår huvudvärk."
    ),
    Rule.BP_CRISIS_VERY_HIGH: _l(
        "Ring 1177 nu. Ring 112 om du får ont i bröstet, andnöd, svaghet eller domning, svårt att tala, "
        "synstörning, förvirring eller mycket svår huvudvärk."
    ),
    Rule.BP_SYMPTOMS: CALL_112_NOW,
    Rule.BP_LOW_DIZZY: _l("Res dig långsamt. Sitt eller ligg ner om det svartnar för ögonen."),
    Rule.BP_VERY_LOW_FIRST: _l("Sitt eller ligg i 5 minuter och mät igen. Ring 112 om du svimmar."),
    Rule.BP_VERY_LOW: _l("Vila och drick något. Ring 112 om du svimmar."),
    Rule.BP_VERY_LOW_DIZZY: _l(
        "Ligg ner en stund. Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. "
        "Ring 112 om du svimmar."
    ),
    Rule.BP_FAINTED: CALL_112_NOW,
    Rule.BP_MEAN_GREEN: _l("Fortsätt som vanligt."),
    Rule.BP_MEAN_YELLOW: _l("Fortsätt som vanligt. Ta dina läkemedel som förut."),
    Rule.BP_MEAN_RED: SYMPTOMS_112,
    Rule.BP_MEAN_LOW: _l("Ta dina läkemedel som förut."),
    Rule.BP_MEAN_LOW_DIZZY: _l("Res dig långsamt. Ring 112 om du svimmar."),
    Rule.BP_MEAN_NEUTRAL: _l("Din sköterska sätter ett mål tillsammans med dig."),
    Rule.BP_MEAN_TOO_FEW: _l("Fortsätt att mäta morgon och kväll när du kan."),
    Rule.BP_IRREGULAR: _l("Berätta för din sköterska. Ring 112 om du får ont i bröstet eller svimmar."),
    Rule.BP_RISING: _l("Ta dina läkemedel som förut och fortsätt att mäta."),
    Rule.BP_ARMS_DIFFER: _l("Mät i fortsättningen i den arm som visade högst."),
    Rule.PULSE_EXTREME_FIRST: _l(
        "Sitt stilla i 10 minuter och mät igen. "
        "Ring 112 nu om du har ont i bröstet, andnöd eller har svimmat."
    ),
    Rule.PULSE_EXTREME: _l(
        "Ring %(clinic)s i dag, %(phone)s. Är det stängt, ring 1177. "
        "Ring 112 om du får ont i bröstet, andnöd eller svimmar."
    ),
    Rule.PULSE_SYMPTOMS: CALL_112_NOW,
    Rule.PULSE_OFTEN: _l("Ring 112 om du får ont i bröstet, andnöd eller svimmar."),
    **SERIES_ACTIONS,
}
"""What to do now; a rule without an entry asks nothing of the patient."""
