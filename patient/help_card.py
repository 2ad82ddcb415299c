"""The crisis card after a grave answer, which is read before anything else, and the five questions that follow."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from core import crisis_lines, web
from core.web_forms import once
from patient.guard import pages, viewer
from patient.rating_paths import after_risk
from people.models import CareUnit
from people.opening_hours import is_open
from programs.today import find_clinician
from ratings.models import Risk
from ratings.risk_rules import RiskLevel
from ratings.risks import (
    asks_safety_questions,
    get_own_risk,
    judgement_of,
    needs_card,
    note_card_read,
    note_card_shown,
    record_safety_answers,
    risk_due,
)
from ratings.safety_questions import get_safety_questions

SAID = {"yes": True, "no": False}


@pages.route("/help-card/<public:risk>", methods=["GET", "POST"])
@once
def help_card(risk: str) -> Any:
    """Show whom to call now; the way on opens when the patient says that he has read it."""
    found = get_own_risk(web.session(), viewer().id, risk)
    if request.method == "POST":
        note_card_read(web.session(), found, web.now())
        return redirect(after_risk(web.session(), found))
    note_card_shown(web.session(), found, web.now())
    return render_template("patient/help_card.html", lines=crisis_lines, **_who_reads(found))


def _who_reads(risk: Risk) -> dict[str, Any]:
    """Return who reads the answer and before when, and whether anybody does right now."""
    session, now = web.session(), web.now()
    unit = session.get_one(CareUnit, risk.unit_id)
    clinician = find_clinician(session, risk.patient_id, risk.unit_id)
    is_red = risk.level == RiskLevel.RED.value
    return {"risk": risk, "unit": unit, "reader": clinician.name if clinician else unit.name,
            "has_name": clinician is not None, "is_open": is_open(unit, now), "help": judgement_of(risk).help.value,
            "before": risk_due(unit, is_red=is_red, now=now)}  # fmt: skip


@pages.route("/help-card/<public:risk>/questions", methods=["GET", "POST"])
@once
def safety_questions(risk: str) -> Any:
    """Ask the five own questions after a grave answer; each may be skipped."""
    session = web.session()
    found = get_own_risk(session, viewer().id, risk)
    if not asks_safety_questions(found):
        return redirect(after_risk(session, found))
    asked = get_safety_questions()
    if request.method == "GET":
        return render_template("patient/safety_questions.html", asked=asked, lines=crisis_lines, **_who_reads(found))
    answers = [SAID.get(request.form.get(question.id, "")) for question in asked.questions]
    unit = session.get_one(CareUnit, found.unit_id)
    now_open = record_safety_answers(session, found, unit, answers, web.now())
    session.flush()
    if not needs_card(now_open):
        tell_whom_to_call()
    return redirect(after_risk(session, now_open))


def tell_whom_to_call() -> None:
    """Say on the next page whom to call, where no card comes between (instruments.md 4.1, yellow)."""
    flash(_("Tack. Ring 1177 för råd eller 90101 om du vill prata. De svarar dygnet runt."), "info")
