"""The vetted answers of the assistant, each with where it comes from; nothing else is ever answered (S21)."""

from dataclasses import dataclass

from core.language import _l, say

FROM_CARE = _l("Källa: råden för egen mätning, granskade av vården.")
FROM_PROGRAM = _l("Källa: programmets egna texter.")
FROM_UNIT = _l("Källa: så arbetar mottagningen.")


@dataclass(frozen=True)
class Vetted:
    """A text in plain words and its source, as msgids."""

    text: str
    source: str


TEXTS: dict[str, Vetted] = {
    "worried": Vetted(
        _l(
            "Det du skriver oroar mig. Är det bråttom eller farligt nu, ring 112. Vill du ha råd, ring 1177. Dygnet "
            "runt kan du prata med någon på 90101. Hur är det med dig nu? Ditt meddelande går till mottagningen, men "
            "jag är ett program och ingen läser det genast."
        ),
        FROM_UNIT,
    ),
    "measurement_plan": Vetted(
        _l("Din plan säger vad du ska mäta och när. Du ser den under Värden. Där står också när nästa gång är."),
        FROM_CARE,
    ),
    "howto_bp": Vetted(
        _l(
            "Sitt och vila i 5 minuter. Ha stöd för ryggen och fötterna i golvet. Lägg armen på bordet i höjd med "
            "hjärtat. Manschetten ska sitta på bar överarm. Undvik kaffe, nikotin och träning en halvtimme "
            "innan. Prata "
            "inte. Mät två gånger med en till två minuter emellan."
        ),
        FROM_CARE,
    ),
    "howto_weight": Vetted(
        _l(
            "Väg dig på morgonen, efter toaletten och före frukost. Ha lika lite kläder varje gång. Använd samma våg "
            "på ett hårt golv."
        ),
        FROM_CARE,
    ),
    "howto_glucose": Vetted(
        _l(
            "Tvätta händerna med varmt vatten och torka dem. Stick i sidan av fingertoppen och byt finger varje gång. "
            "Torka bort första droppen om du inte har kunnat tvätta dig."
        ),
        FROM_CARE,
    ),
    "howto_spo2": Vetted(
        _l(
            "Vila i 10 minuter. Värm handen om den är kall. Ta bort nagellack. Håll fingret stilla tills siffran står "
            "still. Mät som du brukar, med eller utan syrgas."
        ),
        FROM_CARE,
    ),
    "edu_hypertension": Vetted(
        _l(
            "Blodtrycket skrivs med två tal. Hemma räknas 135/85 eller mer i medelvärde som högt. Ett enda värde säger "
            "inte så mycket. Mindre salt, mer rörelse och lägre vikt kan sänka trycket. Har du ont i bröstet, svår "
            "huvudvärk, domningar eller svårt att andas nu: ring 112."
        ),
        FROM_CARE,
    ),
    "edu_low_glucose": Vetted(
        _l(
            "Under 4 räknas som lågt. Ta 3 till 4 druvsockertabletter eller 1,5 deciliter juice direkt. Mät igen om 15 "
            "minuter. Kör inte bil förrän du mår bra och värdet är över 5. Blir du förvirrad eller får svårt att "
            "svälja: "
            "ring 112."
        ),
        FROM_CARE,
    ),
    "edu_salt_fluid": Vetted(
        _l(
            "Hur mycket du får dricka bestäms för just dig. Fråga din sköterska om du är osäker. Salt binder vätska. "
            "Mycket salt finns i färdigmat, chark, ost och buljong."
        ),
        FROM_CARE,
    ),
    "edu_exacerbation": Vetted(
        _l(
            "Tecken på försämring är mer andnöd, mer hosta, mer slem eller slem som byter färg. Följ din "
            "behandlingsplan. Kontakta mottagningen samma dag, eller 1177. Får du mycket svårt att andas: ring 112."
        ),
        FROM_CARE,
    ),
    "edu_activity": Vetted(
        _l(
            "Att röra på sig är bra vid högt blodtryck, diabetes, hjärtsvikt och KOL. Börja lugnt och öka lite i "
            "taget. "
            "Du ska kunna prata medan du rör dig. Sluta och vila om du får ont i bröstet eller blir yr. Ring 112 "
            "om det "
            "inte går över."
        ),
        FROM_CARE,
    ),
    "exposure": Vetted(
        _l(
            "Ångest är obehaglig men går över. Stanna tills den har lagt sig, eller tills du har sett att det du är "
            "rädd för inte händer. Öva ofta, gärna varje dag. Gå efter planen som du och din behandlare har gjort."
        ),
        FROM_PROGRAM,
    ),
    "sleep_window": Vetted(
        _l(
            "Sömnfönstret räknas ut från din sömndagbok. Håll samma tider alla dagar och sov inte på dagen. Ligger du "
            "vaken länge, gå upp en stund. Kör inte bil om du är mycket trött."
        ),
        FROM_PROGRAM,
    ),
    "worry_time": Vetted(
        _l(
            "Välj en tid på dagen, 15 till 30 minuter, men inte i sängen. Kommer oron en annan tid, skriv ett ord om "
            "den och vänta till orostiden. Fråga dig då: går det att lösa? Gör i så fall en plan."
        ),
        FROM_PROGRAM,
    ),
    "program_next": Vetted(_l("Du ser ditt nästa steg under Program, överst på sidan."), FROM_PROGRAM),
    "program_unlock": Vetted(
        _l(
            "Din behandlare läser det du har skickat in och öppnar sedan nästa del. Du får besked när den är öppen."
        ),
        FROM_PROGRAM,
    ),
    "homework_help": Vetted(
        _l(
            "I varje övning finns ett exempel att öppna. Skriv kort och med egna ord. Det finns inga fel svar. "
            "Fastnar du, skriv till din behandlare här."
        ),
        FROM_PROGRAM,
    ),
    "history": Vetted(_l("Du ser alla dina värden och kurvor under Värden."), FROM_CARE),
    "target": Vetted(
        _l("Dina mål och gränser står i din plan under Värden. Vården har satt dem för just dig."), FROM_CARE
    ),
    "medication_question": Vetted(
        _l(
            "Det kan jag inte svara på. Ändra inte dosen själv. Din fråga har gått till mottagningen. Är det bråttom, "
            "ring mottagningen eller 1177."
        ),
        FROM_UNIT,
    ),
    "response_time": Vetted(
        _l("Ovanför rutan där du skriver står vem som svarar och före när. Ingen läser på natten."), FROM_UNIT
    ),
    "capabilities": Vetted(
        _l(
            "Jag är ett program, ingen människa. Jag tar emot dina värden och svarar på enkla frågor. Annat läser "
            "mottagningen. Skriv till exempel: 142/86 puls 64."
        ),
        FROM_UNIT,
    ),
    "privacy": Vetted(
        _l(
            "Det du skriver läses av dem som vårdar dig. Varje läsning sparas, och du kan se vem som har läst. Ingen "
            "utanför vården får se det. Under Inställningar ser du vem som har läst vad."
        ),
        FROM_UNIT,
    ),
    "reminder_change": Vetted(_l("Du ändrar påminnelsernas tid under Inställningar."), FROM_UNIT),
    "reminder_stop": Vetted(
        _l("Du stänger av påminnelser under Inställningar. Du kan också svara STOPP på ett sms."), FROM_UNIT
    ),
    "language": Vetted(_l("Du byter språk under Inställningar. Behöver du tolk ordnar mottagningen det."), FROM_UNIT),
}

TOPIC_NAMES = {
    "measurement_plan": _l("när du ska mäta"), "howto_bp": _l("hur man mäter blodtrycket"),
    "howto_weight": _l("hur man väger sig"), "howto_glucose": _l("hur man mäter blodsockret"),
    "howto_spo2": _l("hur man mäter syremättnaden"), "edu_hypertension": _l("vad blodtryck är"),
    "edu_low_glucose": _l("vad man gör vid lågt blodsocker"), "edu_salt_fluid": _l("salt och dryck"),
    "edu_exacerbation": _l("tecken på försämring"), "edu_activity": _l("att röra på sig"),
    "exposure": _l("att öva på det som är svårt"), "sleep_window": _l("sömnfönstret"),
    "worry_time": _l("orostiden"), "program_next": _l("vad du ska göra härnäst"),
    "program_unlock": _l("när nästa del öppnas"), "homework_help": _l("hur man fyller i övningen"),
    "history": _l("dina tidigare värden"), "target": _l("dina mål och gränser"),
    "medication_question": _l("dina läkemedel"), "response_time": _l("när du får svar"),
    "capabilities": _l("vad jag kan"), "privacy": _l("vem som ser det du skriver"),
    "reminder_change": _l("att ändra påminnelser"), "reminder_stop": _l("att stänga av påminnelser"),
    "language": _l("att byta språk"),
}  # fmt: skip
"""What each text is about, in a few words, for "Menade du A eller B?"."""


def vetted_answer(topic: str | None, language: str) -> str:
    """Return the answer to a topic with its source below; "" when people answer it."""
    vetted = TEXTS.get(topic or "")
    return f"{say(language, vetted.text)}\n\n{say(language, vetted.source)}" if vetted else ""
