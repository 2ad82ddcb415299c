"""Which rule of the other series fired, what a plan's limits say and what was answered, in the words staff read."""

from flask_babel import gettext as _

from core.language import _l, write_number
from core.web_language import chosen_language
from monitoring.judgement import Rule
from monitoring.limits import SetBySomeone
from monitoring.models import Report
from monitoring.questions import QUESTIONS
from monitoring.series import CHECKS, Series
from monitoring.series_limits import LIMITS
from monitoring.symptoms import SYMPTOMS
from monitoring.value_texts import unit_text
from ratings.instruments import get_instrument

SERIES_RULES = {
    Rule.SERIES_NOTED: _l("Sparat, ingen regel"),
    Rule.SERIES_NEUTRAL: _l("Sparat, egna gränser saknas"),
    Rule.SERIES_SYMPTOMS: _l("Alarmsymtom, hänvisad till 112"),
    Rule.WEIGHT_INSIDE: _l("Nära målvikten"),
    Rule.WEIGHT_ABOVE_ONCE: _l("Över gränsen en dag"),
    Rule.WEIGHT_W1: _l("W1: upp %(change)s kg på %(days)s dagar"),
    Rule.WEIGHT_W2: _l("W2: upp %(change)s kg på en vecka"),
    Rule.WEIGHT_W2_WORSE: _l("W2: upp %(change)s kg på en vecka och sämre"),
    Rule.WEIGHT_W3: _l("W3: upp %(change)s kg sedan i går"),
    Rule.WEIGHT_W4: _l("W4: över gränsen minst två dagar"),
    Rule.WEIGHT_W5: _l("W5: under gränsen eller snabbt ner"),
    Rule.WEIGHT_W5_DIZZY: _l("W5: ner, och yr eller lågt blodtryck"),
    Rule.WEIGHT_TREND: _l("Ändrad mer än 5 procent på tre månader"),
    Rule.GLUCOSE_INSIDE: _l("Inom målet, högst %(goal)s"),
    Rule.GLUCOSE_ABOVE: _l("Över målet, högst %(goal)s"),
    Rule.GLUCOSE_LOW: _l("Lågt, 3,0–3,9"),
    Rule.GLUCOSE_VERY_LOW: _l("Mycket lågt, under 3,0"),
    Rule.GLUCOSE_WASH: _l("Lågt utan sänkande läkemedel, ombedd att mäta igen"),
    Rule.GLUCOSE_RECHECK: _l("Ombedd att mäta igen om 15 minuter"),
    Rule.GLUCOSE_NO_RECHECK: _l("Inget nytt värde inom en halvtimme"),
    Rule.GLUCOSE_STILL_LOW: _l("Fortfarande lågt"),
    Rule.GLUCOSE_RISEN: _l("Har stigit efter lågt värde"),
    Rule.GLUCOSE_LOW_HELP: _l("Lågt med alarmsymtom, hänvisad till 112"),
    Rule.GLUCOSE_LOW_OFTEN: _l("Lågt %(count)s gånger på 7 dagar"),
    Rule.GLUCOSE_HIGH: _l("15,0 eller mer"),
    Rule.GLUCOSE_HIGH_SICK: _l("15,0 eller mer och sjuk"),
    Rule.GLUCOSE_VERY_HIGH: _l("20,0 eller mer"),
    Rule.GLUCOSE_KETONES: _l("15,0 eller mer med ketoner %(ketones)s"),
    Rule.GLUCOSE_HIGH_HELP: _l("Högt med alarmsymtom eller ketoner, hänvisad till 112"),
    Rule.GLUCOSE_FASTING_OFTEN: _l("Fastevärde 10 eller mer %(count)s dagar av 7"),
    Rule.KETONES_HIGH: _l("Ketoner 1,5 eller mer"),
    Rule.KETONES_VERY_HIGH: _l("Ketoner 3,0 eller mer eller sjuk, hänvisad till 112"),
    Rule.HBA1C_INSIDE: _l("Inom målet, högst %(goal)s"),
    Rule.HBA1C_ABOVE: _l("Över målet, högst %(goal)s"),
    Rule.HBA1C_HIGH: _l("Klart över målet, högst %(goal)s"),
    Rule.HBA1C_LOW: _l("Lågt, med låga blodsocker"),
    Rule.SPO2_INSIDE: _l("Som det brukar"),
    Rule.SPO2_LOWER: _l("Lägre än vanligt"),
    Rule.SPO2_LOW_FIRST: _l("Lågt, ombedd att vila och mäta igen"),
    Rule.SPO2_LOW: _l("Lågt, också efter vila"),
    Rule.SPO2_VERY_LOW: _l("Under 80 efter vila, hänvisad till 112"),
    Rule.SPO2_HIGH_ON_OXYGEN: _l("Över 94 med syrgas, mål 88–92"),
    Rule.TEMPERATURE_NORMAL: _l("Ingen feber"),
    Rule.TEMPERATURE_FEVER: _l("Feber"),
    Rule.TEMPERATURE_HIGH: _l("Hög feber"),
    Rule.TEMPERATURE_LONG: _l("Feber %(days)s dagar i rad"),
    Rule.TEMPERATURE_LOW: _l("Under 35 grader"),
    Rule.PEF_INSIDE: _l("%(percent)s procent av bästa"),
    Rule.PEF_LOWER: _l("%(percent)s procent av bästa, 50–79"),
    Rule.PEF_LOW: _l("%(percent)s procent av bästa, under 50"),
    Rule.RATE_INSIDE: _l("Inom gränsen"),
    Rule.RATE_FAST: _l("Andas fort"),
    Rule.RATE_VERY_FAST: _l("Andas mycket fort"),
    Rule.NRS_RISEN: _l("Upp 3 eller mer mot två veckor, två dagar"),
    Rule.CHECK_GREEN: _l("Grönt, som vanligt"),
    Rule.CHECK_YELLOW: _l("Gult, lite sämre"),
    Rule.CHECK_YELLOW_TWICE: _l("Gult två dagar i rad, räknas som rött"),
    Rule.CHECK_RED: _l("Rött, klart sämre"),
    Rule.CHECK_EMERGENCY: _l("Akut, hänvisad till 112"),
}
SINCE_YESTERDAY = {Rule.WEIGHT_W1: _l("W1: upp %(change)s kg sedan i går")}
"""Said instead of a rule that counts days, when it is one day."""
ANY_SYMPTOM = _l("Alarmsymtom")
FIELD_WORDS = {
    "target": _l("Målvikt"),
    "limit_up": _l("Gräns uppåt"),
    "limit_down": _l("Gräns nedåt"),
    "fluid": _l("Bedöm som vid hjärtsvikt, W1 till W5"),
    "fasting_max": _l("Högst fastande och före måltid"),
    "after_meal_max": _l("Högst två timmar efter måltid"),
    "hypo_risk": _l("Har insulin eller tabletter som kan ge lågt blodsocker"),
    "goal_max": _l("Mål, högst"),
    "red_from": _l("Rött från"),
    "yellow_from": _l("Gult från"),
    "baseline": _l("Normalt värde i lugn fas"),
    "goal_88_92": _l("Mål 88–92 procent"),
    "home_oxygen": _l("Har syrgas hemma"),
    "best": _l("Patientens bästa värde"),
}
INSTRUCTION_KEYS = {
    Series.WEIGHT: ("W1", "W2", "W3", "W4", "W5"), Series.GLUCOSE: ("high",), Series.KETONES: ("high",),
    Series.SPO2: ("yellow", "red"), Series.TEMPERATURE: ("yellow", "red"), Series.PEF: ("yellow", "red"),
    Series.RATE: ("yellow", "red"), Series.HEART_CHECK: ("yellow", "red"), Series.LUNG_CHECK: ("yellow", "red"),
}  # fmt: skip
"""For which rules of a series a clinician may write an instruction; the keys of monitoring.evaluation.INSTRUCTED."""
KEY_WORDS = {
    "W1": _l("W1: mer än 2 kg upp på 3 dagar"),
    "W2": _l("W2: mer än 2 kg upp på en vecka"),
    "W3": _l("W3: 1,5 kg eller mer upp på en dag"),
    "W4": _l("W4: över gränsen två dagar"),
    "W5": _l("W5: under gränsen eller snabbt ner"),
    "high": _l("Vid högt värde"),
    "yellow": _l("Vid gult"),
    "red": _l("Vid rött"),
}


def own_limits_words(series: Series, limits: SetBySomeone | None) -> str:
    """Return a plan's limits in a line, for any series but pressure."""
    if limits is None:
        return str(_("inga gränser")) if series in LIMITS else str(_("gränser behövs inte"))
    parts = []
    for name, label in FIELD_WORDS.items():
        value = getattr(limits, name, None)
        if value is True:
            parts.append(_small(label))
        elif value is not None and value is not False:
            shown = write_number(chosen_language(), value.normalize() if hasattr(value, "normalize") else value)
            parts.append(f"{_small(label)} {shown} {unit_text(series, chosen_language())}".strip())
    return ", ".join(parts)


def _small(label: str) -> str:
    """Return a label as it stands within a line: W1 keeps its letter."""
    words = str(_(label))
    return words[:1].lower() + words[1:]


def answered_words(report: Report) -> str:
    """Return what the patient answered beside a value, in a line; "" when nothing was asked."""
    if Series(report.kind) in CHECKS:
        return _check_words(report)
    parts = [str(_(SYMPTOMS.get(one, ANY_SYMPTOM))) for one in report.symptoms]
    for name, value in (report.answers or {}).items():
        question = QUESTIONS.get(name)
        text = dict(question.options).get(str(value)) if question else None
        if question and text:
            parts.append(f"{_(question.text)} {_(text)}")
    return " · ".join(parts)


def _check_words(report: Report) -> str:
    """Return the items of a symptom check that were worse than usual, each with its answer."""
    instrument, language = get_instrument(report.kind), chosen_language()
    parts = []
    for item in instrument.items:
        value = (report.answers or {}).get(item.id, 0)
        if value and item.text:
            label = next((one.label for one in instrument.options_of(item) if one.value == value), None)
            parts.append(f"{item.text.in_language(language)}: {label.in_language(language) if label else value}")
    return " · ".join(parts)
