"""The words and choices of a sleep window on the desk: its rule, its basis and the lengths that may be approved."""

from typing import Any

from clinician.overview import Sleep
from clinician.words import _
from core import web
from core.clock import local_date
from core.web_language import number_text
from people.identity import age_on
from people.models import User
from programs.models import SleepWindow
from programs.sleep_window import LONGEST, RULES, STEP, bedtime, floor_minutes, show_minutes

AGREES = ("agree", "agrees", "ok")
COMMENT = ("comment", "words", "note")


def bed_at(window: SleepWindow) -> str:
    """Return when to go to bed with a window."""
    return bedtime(window.rise_time, window.minutes)


def rule_sentence(rule: str) -> str:
    """Return the rule behind a proposal as a sentence."""
    return _(RULES[rule]) if rule in RULES else ""


def lengths(patient: User) -> list[tuple[int, str]]:
    """Return the lengths that may be approved, in quarters from the patient's floor (programs.md B3)."""
    least = floor_minutes(age_on(patient.birth_date, local_date(web.now(), "Europe/Stockholm")))
    return [(minutes, show_minutes(minutes)) for minutes in range(least, LONGEST + 1, STEP)]


def patient_words(basis: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what the patient said about a proposal, as label and words."""
    said: dict[str, Any] = basis.get("patient") or {}
    agrees = next((said[key] for key in AGREES if key in said), None)
    comment = next((said[key] for key in COMMENT if said.get(key)), "")
    shown = []
    if agrees is not None:
        shown.append((_("Patienten"), _("vill prova") if agrees in (True, "yes") else _("är tveksam")))
    if comment:
        shown.append((_("Egna ord"), str(comment)))
    return shown


def sleep_finding(sleep: Sleep | None) -> str:
    """Return what the last week of the diary shows, in a sentence."""
    if sleep is None:
        return ""
    if sleep.week is None:
        return _("%(nights)s av 7 morgnar är ifyllda, för få för ett medel.", nights=sleep.nights)
    return _("Senaste veckan: %(percent)s procent i medel, %(nights)s av 7 morgnar.",
             percent=number_text(sleep.week.se), nights=sleep.nights)
