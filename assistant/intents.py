"""What a message may be about: the intents, which text answers each, and how urgent each is (assistant.md 6)."""

from enum import StrEnum


class Escalation(StrEnum):
    """Who must do what: nobody, the inbox within a working day, today, 112 at once, or as the value says."""

    NONE = "none"
    INBOX = "inbox"
    BY_RULE = "by_rule"
    SAME_DAY = "same_day"
    EMERGENCY = "emergency"


class Intent(StrEnum):
    """What a message is about; the word is the one in the worked cases."""

    REPORT_BP = "report_bp"
    REPORT_PULSE = "report_pulse"
    REPORT_WEIGHT = "report_weight"
    REPORT_GLUCOSE = "report_glucose"
    REPORT_HBA1C = "report_hba1c"
    REPORT_SPO2 = "report_spo2"
    REPORT_TEMPERATURE = "report_temperature"
    REPORT_PEF = "report_pef"
    REPORT_STEPS = "report_steps"
    REPORT_BREATHLESSNESS = "report_breathlessness"
    REPORT_SWELLING = "report_swelling"
    REPORT_SPUTUM = "report_sputum"
    REPORT_MOOD = "report_mood"
    REPORT_SLEEP = "report_sleep"
    REPORT_PANIC = "report_panic"
    REPORT_MED_TAKEN = "report_med_taken"
    REPORT_MED_MISSED = "report_med_missed"
    CORRECT_VALUE = "correct_value"
    SHOW_HISTORY = "show_history"
    SHOW_TARGET = "show_target"
    ASK_WHEN_MEASURE = "ask_when_measure"
    HOWTO_BP = "howto_bp"
    HOWTO_WEIGHT = "howto_weight"
    HOWTO_GLUCOSE = "howto_glucose"
    HOWTO_SPO2 = "howto_spo2"
    EDU_HYPERTENSION = "edu_hypertension"
    EDU_LOW_GLUCOSE = "edu_low_glucose"
    EDU_SALT_FLUID = "edu_salt_fluid"
    EDU_KOL_WORSE = "edu_kol_worse"
    EDU_ACTIVITY = "edu_activity"
    ASK_MEDICATION_CHANGE = "ask_medication_change"
    ASK_SIDE_EFFECT = "ask_side_effect"
    PROGRAM_NEXT = "program_next"
    PROGRAM_UNLOCK = "program_unlock"
    HOMEWORK_HELP = "homework_help"
    LOW_MOTIVATION = "low_motivation"
    ASK_EXPOSURE = "ask_exposure"
    ASK_SLEEP_WINDOW = "ask_sleep_window"
    ASK_WORRY_TIME = "ask_worry_time"
    PAUSE_PROGRAM = "pause_program"
    QUIT_PROGRAM = "quit_program"
    CONTACT_CLINICIAN = "contact_clinician"
    RESPONSE_TIME = "response_time"
    REMINDER_CHANGE = "reminder_change"
    REMINDER_STOP = "reminder_stop"
    TECHNICAL_PROBLEM = "technical_problem"
    PRIVACY = "privacy"
    CHANGE_LANGUAGE = "change_language"
    GREETING = "greeting"
    CAPABILITIES = "capabilities"
    THANKS_BYE = "thanks_bye"
    ADMIN_REQUEST = "admin_request"
    OFF_TOPIC = "off_topic"
    RF_SUICIDE_ACTIVE = "rf_suicide_active"
    RF_SUICIDE_PASSIVE = "rf_suicide_passive"
    RF_SELF_HARM = "rf_self_harm"
    RF_CHEST_PAIN = "rf_chest_pain"
    RF_STROKE = "rf_stroke"
    RF_DYSPNOEA = "rf_dyspnoea"
    RF_HYPO = "rf_hypo"
    RF_VIOLENCE = "rf_violence"
    RF_OVERDOSE = "rf_overdose"
    RF_COLLAPSE = "rf_collapse"
    RF_HYPERGLYCAEMIA = "rf_hyperglycaemia"
    FALLBACK = "fallback"


TOPICS: dict[Intent, str] = {
    Intent.SHOW_HISTORY: "history",
    Intent.SHOW_TARGET: "target",
    Intent.ASK_WHEN_MEASURE: "measurement_plan",
    Intent.HOWTO_BP: "howto_bp",
    Intent.HOWTO_WEIGHT: "howto_weight",
    Intent.HOWTO_GLUCOSE: "howto_glucose",
    Intent.HOWTO_SPO2: "howto_spo2",
    Intent.EDU_HYPERTENSION: "edu_hypertension",
    Intent.EDU_LOW_GLUCOSE: "edu_low_glucose",
    Intent.EDU_SALT_FLUID: "edu_salt_fluid",
    Intent.EDU_KOL_WORSE: "edu_exacerbation",
    Intent.EDU_ACTIVITY: "edu_activity",
    Intent.ASK_MEDICATION_CHANGE: "medication_question",
    Intent.ASK_SIDE_EFFECT: "medication_question",
    Intent.PROGRAM_NEXT: "program_next",
    Intent.PROGRAM_UNLOCK: "program_unlock",
    Intent.HOMEWORK_HELP: "homework_help",
    Intent.LOW_MOTIVATION: "motivation",
    Intent.ASK_EXPOSURE: "exposure",
    Intent.ASK_SLEEP_WINDOW: "sleep_window",
    Intent.ASK_WORRY_TIME: "worry_time",
    Intent.PAUSE_PROGRAM: "pause",
    Intent.QUIT_PROGRAM: "quit",
    Intent.CONTACT_CLINICIAN: "contact",
    Intent.RESPONSE_TIME: "response_time",
    Intent.REMINDER_CHANGE: "reminder_change",
    Intent.REMINDER_STOP: "reminder_stop",
    Intent.TECHNICAL_PROBLEM: "technical",
    Intent.PRIVACY: "privacy",
    Intent.CHANGE_LANGUAGE: "language",
    Intent.GREETING: "greeting",
    Intent.CAPABILITIES: "capabilities",
    Intent.THANKS_BYE: "bye",
    Intent.ADMIN_REQUEST: "admin",
    Intent.OFF_TOPIC: "off_topic",
    Intent.FALLBACK: "fallback",
}
"""Which vetted text answers; a value is answered by its rule and an alarm by its own card."""

ESCALATIONS: dict[Intent, Escalation] = {
    Intent.REPORT_BP: Escalation.BY_RULE,
    Intent.REPORT_PULSE: Escalation.BY_RULE,
    Intent.REPORT_WEIGHT: Escalation.BY_RULE,
    Intent.REPORT_GLUCOSE: Escalation.BY_RULE,
    Intent.REPORT_HBA1C: Escalation.BY_RULE,
    Intent.REPORT_SPO2: Escalation.BY_RULE,
    Intent.REPORT_TEMPERATURE: Escalation.BY_RULE,
    Intent.REPORT_PEF: Escalation.BY_RULE,
    Intent.REPORT_BREATHLESSNESS: Escalation.BY_RULE,
    Intent.REPORT_SWELLING: Escalation.BY_RULE,
    Intent.REPORT_SPUTUM: Escalation.BY_RULE,
    Intent.ASK_MEDICATION_CHANGE: Escalation.INBOX,
    Intent.ASK_SIDE_EFFECT: Escalation.INBOX,
    Intent.LOW_MOTIVATION: Escalation.INBOX,
    Intent.PAUSE_PROGRAM: Escalation.INBOX,
    Intent.QUIT_PROGRAM: Escalation.INBOX,
    Intent.CONTACT_CLINICIAN: Escalation.INBOX,
    Intent.TECHNICAL_PROBLEM: Escalation.INBOX,
    Intent.ADMIN_REQUEST: Escalation.INBOX,
}
"""Intents that ask something of somebody; the others ask nothing."""
