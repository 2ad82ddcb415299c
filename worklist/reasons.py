"""Why something is in the list, in at most six words or so: fact first, then state (mockups/desk.md)."""

from core.language import _l, say, write_number
from worklist.causes import Cause, causes_of
from worklist.models import Outcome, WorkItem

REASONS = {
    "phq9_item9": _l("PHQ-9 fråga 9: %(answer)s – ej bedömd"),
    "safety_item": _l("%(instrument)s fråga %(number)s: %(answer)s – ej bedömd"),
    "vk5_safety": _l("Veckokollen, trygghetsfrågan: %(answer)s – ej bedömd"),
    "risk_unanswered": _l("Ville inte svara på trygghetsfrågan"),
    "safety_plan_or_intent": _l("Svarade ja om plan eller avsikt – ej bedömd"),
    "safety_thoughts_or_attempt": _l("Svarade ja om tankar på döden – ej bedömd"),
    "safety_all_no": _l("Nej på trygghetsfrågorna – ej bedömd"),
    "self_harm_acute": _l("Rädd att skada sig – ej bedömd"),
    "self_harm_red": _l("Tankar på självskada – ej bedömd"),
    "self_harm_yellow": _l("Tankar på självskada – ej bedömd"),
    "self_harm_rise": _l("Nya tankar på självskada – ej bedömd"),
    "emergency_symptom": _l("Akut symtom, fick rådet att ringa 112"),
    "symptoms_red": _l("Klart sämre symtom"),
    "symptoms_yellow": _l("Lite sämre symtom"),
    "breathless_red": _l("Andfåddheten minst två grader sämre"),
    "breathless_yellow": _l("Andfåddheten sämre eller svår"),
    "copd_impact_rise": _l("KOL påverkar vardagen mer"),
    "diabetes_distress": _l("Diabetesen tar mycket kraft"),
    "severe_anxiety": _l("Svår ångest enligt skattningen"),
    "much_worse_after_treatment": _l("Mycket sämre efter behandlingen"),
    "worse_after_treatment": _l("Lite sämre efter behandlingen"),
    "crisis_words": _l("Skrev om att inte vilja leva – ej bedömd"),
    "acute_words": _l("Skrev om akuta besvär: %(what)s"),
    "drowsy_driving": _l("Nära att somna i trafiken – ej bedömd"),
    "daytime_sleepiness": _l("Mycket sömnig på dagen – ej bedömd"),
    "alcohol": _l("AUDIT: %(total)s poäng, ta upp alkohol"),
    "exhaustion": _l("Hög stress två veckor i rad"),
    "rating_reviewed_later": _l("Skattning att läsa"),
    "total_high": _l("%(instrument)s: %(total)s poäng, hög nivå"),
    "deterioration": _l("%(instrument)s upp %(change)s poäng sedan start"),
    "worse_after": _l("Sämre efter behandlingen: %(answer)s"),
    "message": _l("Nytt meddelande"),
    "message_sms": _l("Nytt meddelande via SMS"),
    "module_submitted": _l("Modul %(module)s inskickad"),
    "window_proposed": _l("Sömnfönster föreslaget: %(time)s i sängen"),
    "mean_high": _l("Medel 7 dagar %(mean)s, gräns %(limit)s"),
    "mean_low": _l("Medel 7 dagar %(mean)s, lågt"),
    "value_emergency": _l("Blodtryck %(value)s med akuta besvär"),
    "value_crisis": _l("Blodtryck %(value)s, fortfarande mycket högt"),
    "value_high_repeated": _l("Högt blodtryck tre gånger på sju dagar"),
    "value_low": _l("Lågt blodtryck %(value)s"),
    "value_pulse": _l("Puls %(value)s i vila"),
    "value_pulse_often": _l("Ovanlig puls %(count)s gånger på sju dagar"),
    "value_irregular": _l("Oregelbunden puls på mätaren"),
    "value_trend": _l("Veckomedel upp %(change)s sedan förra månaden"),
    "series_emergency": _l("%(what)s %(value)s, hänvisad till 112"),
    "weight_gain": _l("Vikten upp %(change)s kg på %(days)s dagar, nu %(value)s kg"),
    "weight_worse": _l("Vikten upp %(change)s kg och sämre"),
    "weight_week": _l("Vikten upp %(change)s kg på en vecka"),
    "weight_jump": _l("Vikten upp %(change)s kg sedan i går"),
    "weight_over": _l("Vikt %(value)s kg, över målvikten minst två dagar"),
    "weight_under": _l("Vikt %(value)s kg, har gått ner"),
    "weight_under_dizzy": _l("Vikten har gått ner och patienten är yr"),
    "weight_trend": _l("Vikten ändrad %(change)s kg på tre månader"),
    "glucose_low": _l("Lågt blodsocker %(value)s"),
    "glucose_no_recheck": _l("Lågt blodsocker %(value)s, inget nytt värde"),
    "glucose_still_low": _l("Blodsocker %(value)s, fortfarande lågt"),
    "glucose_low_often": _l("Lågt blodsocker %(count)s gånger på sju dagar"),
    "glucose_high": _l("Högt blodsocker %(value)s"),
    "glucose_very_high": _l("Mycket högt blodsocker %(value)s"),
    "glucose_sick": _l("Blodsocker %(value)s och sjuk"),
    "glucose_ketones": _l("Blodsocker %(value)s och ketoner %(ketones)s"),
    "glucose_fasting_often": _l("Högt fastevärde %(count)s dagar av sju"),
    "ketones_high": _l("Ketoner %(value)s"),
    "hba1c_high": _l("HbA1c %(value)s, mål %(limit)s"),
    "hba1c_low": _l("HbA1c %(value)s och låga blodsocker"),
    "spo2_lower": _l("Syremättnad %(value)s, lägre än vanligt"),
    "spo2_low": _l("Syremättnad %(value)s, också efter vila"),
    "spo2_high": _l("Syremättnad %(value)s med syrgas, för hög"),
    "fever": _l("Temperatur %(value)s"),
    "fever_long": _l("Feber %(days)s dagar i rad"),
    "temperature_low": _l("Låg temperatur %(value)s"),
    "pef_lower": _l("PEF %(percent)s procent av bästa"),
    "rate_fast": _l("Andas %(value)s gånger i minuten"),
    "nrs_risen": _l("Besvären har ökat till %(value)s"),
    "check_yellow": _l("%(what)s: lite sämre"),
    "check_yellow_twice": _l("%(what)s: sämre två dagar i rad"),
    "check_red": _l("%(what)s: klart sämre"),
    "missed_reports": _l("Inga mätvärden på %(days)s dagar"),
    "quiet_daily": _l("Brukar höra av sig varje dag, tyst i %(days)s dagar"),
    "quiet_every_other_day": _l("Brukar höra av sig varannan dag, tyst i %(days)s dagar"),
    "quiet_weekly": _l("Brukar höra av sig varje vecka, tyst i %(days)s dagar"),
    "quiet_some_days": _l("Brukar höra av sig med %(usual)s dagars mellanrum, tyst i %(days)s dagar"),
    "closer_visit": _l("Försämring för %(days)s dagar sedan, boka besök"),
    "inactive": _l("Inget gjort på %(days)s dagar"),
    "sms_failed": _l("SMS kom inte fram"),
    "sms_unknown": _l("Oklart om SMS kom fram"),
    "sms_stopped": _l("Har stoppat SMS, behöver nås på annat sätt"),
    "sms_unidentified": _l("SMS från ett nummer som flera delar"),
    "wrong_number": _l("Svarade \"fel nummer\" på SMS"),
    "limits_missing": _l("Gränser saknas i mätplanen"),
    "enrollment_ordered": _l("Inskrivning väntar på dig"),
    "trial_end": _l("Programmet går mot sitt slut"),
    "checkpoint": _l("Vecka 4: liten förändring, stäm av"),
}

ACUTE_WORDS = {
    "chest_pain": _l("ont i bröstet"),
    "stroke": _l("tecken på stroke"),
    "dyspnoea": _l("svårt att andas"),
    "hypoglycaemia": _l("lågt blodsocker"),
    "hyperglycaemia": _l("högt blodsocker"),
    "violence": _l("våld eller hot"),
    "overdose": _l("för mycket läkemedel"),
    "collapse": _l("svimning"),
}
"""What an acute word is about, by the key that is stored as ``what``."""

OUTCOMES = {
    Outcome.ANSWERED: _l("Svarade i Egenväg"),
    Outcome.CALLED: _l("Ringde"),
    Outcome.ADVICE: _l("Gav råd"),
    Outcome.PLAN_CHANGED: _l("Ändrade planen"),
    Outcome.REPLACED_VISIT: _l("Ersatte ett besök"),
    Outcome.NO_ACTION: _l("Ingen åtgärd behövdes"),
    Outcome.WITHDRAWN: _l("Drogs tillbaka"),
}


SINCE_YESTERDAY = {"weight_gain": _l("Vikten upp %(change)s kg sedan i går, nu %(value)s kg")}
"""What is said instead of a reason that counts days, when it is one day."""


def reason_text(item: WorkItem, language: str) -> str:
    """Return the reasons of an item in the reader's language, the most serious first."""
    return " · ".join(cause_text(one, language) for one in causes_of(item))


def cause_text(cause: Cause, language: str) -> str:
    """Return one reason as a sentence in the reader's language."""
    places = dict(cause.places)
    if "what" in places:
        what = str(places["what"])
        places["what"] = say(language, ACUTE_WORDS.get(what, what))
    shown = {name: write_number(language, value) for name, value in places.items()}
    texts = REASONS | SINCE_YESTERDAY if places.get("days") == 1 else REASONS
    return say(language, texts[cause.reason], **shown)
