"""The series a patient reports, each with its words and its question: pressure, weight, glucose and the rest."""

from dataclasses import dataclass
from enum import StrEnum

from core.language import _l
from monitoring.kinds import KindFacts, ValueKind, get_kind


class Series(StrEnum):
    """What one report is about; the word that is stored as the kind of a plan and of a report."""

    PRESSURE = "blood_pressure"
    WEIGHT = "weight"
    GLUCOSE = "glucose"
    KETONES = "ketones"
    HBA1C = "hba1c"
    SPO2 = "spo2"
    TEMPERATURE = "temperature"
    PEF = "pef"
    RATE = "respiratory_rate"
    STEPS = "steps"
    NRS = "nrs"
    HEART_CHECK = "hk6"
    LUNG_CHECK = "kk6"


class Context(StrEnum):
    """Around what a value was measured (clinical/vitals.md 1)."""

    FASTING = "fasting"
    BEFORE_MEAL = "before_meal"
    AFTER_MEAL = "after_meal"
    BEDTIME = "bedtime"
    SYMPTOMS = "symptoms"
    AIR = "air"
    OXYGEN = "oxygen"


CONTEXT_WORDS = {
    Context.FASTING: _l("Fastande, före frukost"),
    Context.BEFORE_MEAL: _l("Före måltid"),
    Context.AFTER_MEAL: _l("Två timmar efter måltid"),
    Context.BEDTIME: _l("Vid sänggåendet"),
    Context.SYMPTOMS: _l("För att jag kände något"),
    Context.AIR: _l("Utan syrgas"),
    Context.OXYGEN: _l("Med syrgas"),
}
OF_GLUCOSE = (Context.FASTING, Context.BEFORE_MEAL, Context.AFTER_MEAL, Context.BEDTIME, Context.SYMPTOMS)
OF_SPO2 = (Context.AIR, Context.OXYGEN)


@dataclass(frozen=True)
class SeriesFacts:
    """How a series is named, asked for and measured; the texts are msgids.

    :ivar measuring: what is to be done, for the first page: "Väg dig".
    :ivar how: how to measure, in plain words (clinical/vitals.md 2-5).
    :ivar readings: numbers in one report; with several the best or the mean counts.
    """

    name: str
    measuring: str
    ask: str
    where: str
    how: str
    contexts: tuple[Context, ...] = ()
    readings: int = 1


CHECK_HOW = _l("Jämför med hur du brukar ha det. Det finns inga rätt eller fel svar.")
FACTS: dict[Series, SeriesFacts] = {
    Series.PRESSURE: SeriesFacts(
        _l("Blodtryck"), _l("Mät blodtrycket"), _l("Skriv det övre talet"), "",
        _l("Vila i 5 minuter först. Sitt med stöd för ryggen, fötterna i golvet och armen på bordet. Prata inte."),
        readings=2,
    ),
    Series.WEIGHT: SeriesFacts(
        _l("Vikt"), _l("Väg dig"), _l("Vad visar vågen?"), _l("Till exempel 83,2."),
        _l("Väg dig på morgonen, efter toaletten och före frukosten. Ha lika lite kläder och samma våg varje gång."),
    ),
    Series.GLUCOSE: SeriesFacts(
        _l("Blodsocker"), _l("Mät blodsockret"), _l("Vad visar mätaren?"), _l("Skriv HI eller LO om den visar det."),
        _l("Tvätta händerna med varmt vatten först, socker på fingret ger fel värde. Stick i sidan av fingertoppen "
           "och byt finger. Torka bort första droppen om du inte kunde tvätta dig."),
        OF_GLUCOSE,
    ),
    Series.KETONES: SeriesFacts(
        _l("Ketoner"), _l("Mät ketoner"), _l("Vad visar mätaren?"), _l("Till exempel 0,3."),
        _l("Tvätta händerna. Använd en sticka för ketoner, den ser annorlunda ut än den för socker."),
    ),
    Series.HBA1C: SeriesFacts(
        _l("HbA1c"), _l("Skriv in HbA1c"), _l("Vad blev provsvaret?"), _l("I mmol/mol, till exempel 48."),
        _l("Det här provet tas på mottagningen. Skriv in det när du har fått svaret."),
    ),
    Series.SPO2: SeriesFacts(
        _l("Syremättnad"), _l("Mät syremättnaden"), _l("Vad visar mätaren?"), _l("I procent, till exempel 94."),
        _l("Sitt och vila i 5 minuter. Ha varm hand, utan nagellack och lösnagel. Håll handen stilla i hjärthöjd. "
           "Vänta tills siffran har stått still i minst 30 sekunder. Mätaren kan visa 2 till 3 enheter fel, mer vid "
           "kalla fingrar, mörk hud och oregelbunden puls."),
        OF_SPO2,
    ),
    Series.TEMPERATURE: SeriesFacts(
        _l("Temperatur"), _l("Ta tempen"), _l("Vad visar termometern?"), _l("Till exempel 37,6."),
        _l("Vila en stund först. Mät på samma sätt varje gång."),
    ),
    Series.PEF: SeriesFacts(
        _l("PEF"), _l("Blås PEF"), _l("Vad visade mätaren?"), _l("Skriv alla tre. Den högsta räknas."),
        _l("Stå upp. Ta ett djupt andetag och blås ut så hårt och snabbt du kan. Blås tre gånger."), readings=3,
    ),
    Series.RATE: SeriesFacts(
        _l("Andetag per minut"), _l("Räkna andetagen"), _l("Hur många andetag på en minut?"), _l("Till exempel 16."),
        _l("Sitt stilla i 5 minuter. Räkna hur många gånger bröstet höjer sig under en hel minut."),
    ),
    Series.STEPS: SeriesFacts(
        _l("Steg"), _l("Skriv in dina steg"), _l("Hur många steg i går?"), _l("Till exempel 4200."),
        _l("Läs av stegräknaren för hela dagen."),
    ),
    Series.NRS: SeriesFacts(
        _l("Besvär"), _l("Skatta dina besvär"), _l("Hur mycket besvär har du nu?"), _l("0 är inga, 10 är värst."),
        CHECK_HOW,
    ),
    Series.HEART_CHECK: SeriesFacts(_l("Hjärtkollen"), _l("Svara på Hjärtkollen"), "", "", CHECK_HOW),
    Series.LUNG_CHECK: SeriesFacts(_l("KOL-kollen"), _l("Svara på KOL-kollen"), "", "", CHECK_HOW),
}
CHECKS = frozenset({Series.HEART_CHECK, Series.LUNG_CHECK})
"""Symptom checks: several answers and a level, no number."""


def value_facts(series: Series) -> KindFacts | None:
    """Return unit, limits and decimals of a series' number; None for pressure and the symptom checks."""
    if series is Series.PRESSURE or series in CHECKS:
        return None
    return get_kind(ValueKind(series.value))


def find_series(word: str) -> Series | None:
    """Return the series of a word, or None."""
    return next((one for one in Series if one.value == word), None)
