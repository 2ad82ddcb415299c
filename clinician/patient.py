"""The pages of one patient: the overview and the list of modules."""

from typing import Any

from flask import render_template

from clinician.curves import Curve, sleep_chart
from clinician.guard import clinician
from clinician.overview import list_unlocks, load_overview
from clinician.patient_head import load_head
from clinician.reads import open_patient
from clinician.sleep_words import bed_at, lengths, patient_words, rule_sentence, sleep_finding
from clinician.treatment import conversation_url, treatments_of
from clinician.words import _
from core import web
from people.models import User
from programs.models import ModuleStatus, ModuleUnlock
from programs.parts import list_switches
from ratings.instruments import get_instrument
from ratings.models import Risk, SelfRating
from ratings.records import short_name
from ratings.risk_rules import REASON_TITLES, RiskReason

SAFETY_ROW = 8


@clinician.get("/patients/<public:patient>")
def patient(patient: str) -> str:
    """Show one patient at a glance."""
    return patient_page(open_patient(patient))


def patient_page(patient: User, **refused: Any) -> str:
    """Return the overview; refused holds errors, a conflict and what was typed when a form was not accepted."""
    overview = load_overview(patient)
    wide = len(overview.main_curves()) % 2 == 0
    kept: dict[str, Any] = {"errors": {}, "conflict": "", "typed_reason": "", "typed_part": "", **refused}
    return render_template(
        "clinician/patient.html", overview=overview, conversation_url=conversation_url(patient.public_id),
        wide=wide,
        sleep_chart=sleep_chart(overview.sleep.days) if overview.sleep else None,
        sleep_finding=sleep_finding(overview.sleep), lengths=lengths(patient), bed_at=bed_at,
        rule_sentence=rule_sentence, patient_words=patient_words, safety_item=safety_item,
        question_name=question_name, answer_word=answer_word, risk_title=risk_title, safety_row=safety_row, **kept,
    )


@clinician.get("/patients/<public:patient>/modules")
def patient_modules(patient: str) -> str:
    """Show where every module of the patient's treatments stands."""
    head = load_head(open_patient(patient))
    treatments = treatments_of(head.enrollments, list_unlocks(head.enrollments), [], [], web.now())
    switches = list_switches(web.session(), head.enrollments)
    return render_template("clinician/modules.html", head=head, treatments=treatments, state_word=state_word,
                           switches=switches)


def state_word(unlock: ModuleUnlock | None) -> str:
    """Return where a module stands, in a word or two."""
    if unlock is None:
        return _("låst")
    return {
        ModuleStatus.UNLOCKED: _("öppen, inte börjad"),
        ModuleStatus.STARTED: _("påbörjad"),
        ModuleStatus.SUBMITTED: _("inskickad, väntar på svar"),
        ModuleStatus.RETURNED: _("tillbaka för komplettering"),
        ModuleStatus.REVIEWED: _("besvarad") if unlock.reviewed_by else _("inskickad, behöver inget svar"),
    }[unlock.status]


def risk_title(risk: Risk) -> str:
    """Return what a risk is about, for one that came from something else than a rating."""
    return _(REASON_TITLES[RiskReason(risk.reason)])


def safety_item(rating: SelfRating | None) -> str | None:
    """Return the id of the safety item of a rating's instrument, or None."""
    if rating is None:
        return None
    return next((item.id for item in get_instrument(rating.instrument).items if item.safety), None)


def question_name(rating: SelfRating, item: str) -> str:
    """Return what a question is called, such as "fråga 9 i PHQ-9"."""
    number = get_instrument(rating.instrument).position(item) + 1
    return _("fråga %(number)s i %(instrument)s", number=number, instrument=short_name(rating.instrument))


def answer_word(rating: SelfRating, item: str) -> str:
    """Return an answer as its number, or that the patient did not want to answer."""
    value = rating.answers.get(item)
    return _("inget svar") if value is None else str(value)


def safety_row(curve: Curve) -> str:
    """Return the answers to the safety question, oldest first: its own row, never averaged (mockups/desk.md)."""
    item = safety_item(curve.last)
    if item is None:
        return ""
    return " · ".join(_mark(one, item) for one in curve.ratings[-SAFETY_ROW:])


def _mark(rating: SelfRating, item: str) -> str:
    value = rating.answers.get(item)
    return "–" if value is None else str(value)
