"""What fired, in the words staff read, and what a plan says."""

from collections.abc import Sequence

from flask_babel import gettext as _

from clinician.series_words import SERIES_RULES, SINCE_YESTERDAY
from core.language import write_number
from core.web_language import chosen_language
from monitoring.judgement import Judgement, Level, Rule
from monitoring.limits import BpLimits

LEVELS = {Level.EMERGENCY: "nu", Level.RED: "nu", Level.YELLOW: "vecka", Level.GREEN: "klar", Level.NEUTRAL: "info"}


def level_of(level: str) -> str:
    """Return the desk's level of a judgement: its shape and colour."""
    return LEVELS[Level(level)]


def rule_words(judgement: Judgement) -> str:
    """Return which rule fired, in a few words."""
    own = SERIES_RULES.get(judgement.rule)
    if judgement.places.get("days") == 1:
        own = SINCE_YESTERDAY.get(judgement.rule, own)
    words = str(_(own)) if own else _rules()[judgement.rule]
    language = chosen_language()
    return words % {name: write_number(language, value) for name, value in judgement.places.items()}


def rules_words(found: Sequence[Judgement]) -> str:
    """Return all rules that fired in one line."""
    return ". ".join(rule_words(one) for one in found)


def _rules() -> dict[Rule, str]:
    return {
        Rule.BP_NOTED: _("Enstaka värde, ingen regel"),
        Rule.BP_INSIDE: _("Inom patientens zon, under %(goal)s"),
        Rule.BP_HIGH_ONCE: _("160/100 eller mer en gång"),
        Rule.BP_HIGH_OFTEN: _("160/100 eller mer %(count)s gånger på 7 dagar"),
        Rule.BP_CRISIS_FIRST: _("180/110 eller mer, ombedd att vila och mäta igen"),
        Rule.BP_CRISIS: _("180/110 eller mer, också efter vila"),
        Rule.BP_CRISIS_VERY_HIGH: _("200/120 eller mer, också efter vila"),
        Rule.BP_SYMPTOMS: _("Alarmsymtom, hänvisad till 112"),
        Rule.BP_LOW: _("Övre 90–99"),
        Rule.BP_LOW_DIZZY: _("Övre 90–99 och yr"),
        Rule.BP_VERY_LOW_FIRST: _("Övre under 90, ombedd att mäta igen"),
        Rule.BP_VERY_LOW: _("Övre under 90, också efter vila"),
        Rule.BP_VERY_LOW_DIZZY: _("Övre under 90 och yr"),
        Rule.BP_FAINTED: _("Övre under 90 och svimmat, hänvisad till 112"),
        Rule.BP_MEAN_GREEN: _("Veckomedel under målet"),
        Rule.BP_MEAN_YELLOW: _("Veckomedel över målet %(goal)s"),
        Rule.BP_MEAN_RED: _("Veckomedel klart över målet %(goal)s"),
        Rule.BP_MEAN_LOW: _("Lågt veckomedel"),
        Rule.BP_MEAN_LOW_DIZZY: _("Lågt veckomedel och yr"),
        Rule.BP_MEAN_NEUTRAL: _("Veckomedel utan egna gränser"),
        Rule.BP_MEAN_TOO_FEW: _("För få mätningar för ett medel"),
        Rule.BP_IRREGULAR: _("Oregelbunden puls på mätaren %(count)s gånger på 7 dagar"),
        Rule.BP_RISING: _("Veckomedel upp %(rise)s mot fyra veckor"),
        Rule.BP_ARMS_DIFFER: _("Skillnad mellan armarna"),
        Rule.PULSE_NOTED: _("Puls noterad"),
        Rule.PULSE_EXTREME_FIRST: _("Puls under 40 eller över 120, ombedd att mäta igen"),
        Rule.PULSE_EXTREME: _("Puls under 40 eller över 120, också efter vila"),
        Rule.PULSE_SYMPTOMS: _("Puls med alarmsymtom, hänvisad till 112"),
        Rule.PULSE_OFTEN: _("Ovanlig puls %(count)s gånger på 7 dagar"),
    }


def limits_words(limits: BpLimits | None) -> str:
    """Return a plan's limits in a line."""
    if limits is None:
        return str(_("inga gränser"))
    return str(_("mål under %(upper)s/%(lower)s, rött från %(red)s/%(red_lower)s, lågt under %(low)s",
                 upper=limits.goal_systolic, lower=limits.goal_diastolic, red=limits.red_systolic,
                 red_lower=limits.red_diastolic, low=limits.low_systolic))
