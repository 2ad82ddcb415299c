"""What the patient is told about a report: what it means, what to do, who sees it when; answers, corrections, undo."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from core import web
from core.crisis_lines import keep_together
from core.errors import ConflictError, InvalidError, NotFoundError
from core.web_forms import once
from core.web_language import chosen_language
from monitoring.care_words import care_words
from monitoring.corrections import CORRECT_TIME, can_undo, check_correctable, correct_report, is_current, undo_report
from monitoring.feedback import CareWords, say_feedback
from monitoring.judgement import Judgement, Level
from monitoring.models import Report
from monitoring.occasions import get_own_report, list_measures
from monitoring.reports import answer_symptoms, findings_of
from monitoring.symptoms import SYMPTOMS, asks_dizzy, symptoms_to_ask
from patient.guard import pages, viewer
from patient.new_value import get_measuring
from patient.value_form import Typed, read_measure
from patient.value_words import card_word, next_words, tone_of
from patient.written import read_words
from people.identity import find_phone
from people.models import CareUnit
from programs.measuring import Measuring

SOME = "unspecified"
"""Kept when the patient says yes without saying which symptom."""


@dataclass(frozen=True)
class Card:
    """Everything the card of a report shows.

    :param lines: pairs of icon and sentence, in reading order.
    """

    tone: str
    word: str
    value: str
    lines: list[tuple[str, str]]
    tels: list[dict[str, Any]]


@pages.get("/values/<public:report>")
def value_feedback(report: str) -> str:
    """Show the feedback on a report, at once and later."""
    return feedback_page(get_own_report(web.session(), viewer().id, report))


def feedback_page(report: Report, errors: dict[str, str] | None = None) -> str:
    """Return the page of a report; an emergency shows 112 before anything else."""
    measuring, found = get_measuring(), findings_of(report)
    asks = report.answered_at is None and is_current(report)
    return render_template(
        "patient/value_feedback.html", report=report, measuring=measuring, found=found, headline=found[0],
        readings=len(list_measures(web.session(), report)),
        card=_card(report, found, measuring), errors=errors or {}, is_current=is_current(report),
        symptoms=[(one, _(SYMPTOMS[one])) for one in symptoms_to_ask(found)] if asks else [],
        asks_dizzy=report.dizzy is None and asks_dizzy(found) and is_current(report),
        next=next_words(measuring.plan, viewer().user.zone) if measuring.is_active else "",
        can_undo=can_undo(report, web.now()),
        can_correct=is_current(report) and web.now() - report.taken_at <= CORRECT_TIME,
        is_emergency=found[0].level is Level.EMERGENCY,
    )


def _card(report: Report, found: list[Judgement], measuring: Measuring) -> Card:
    care = care_words(measuring.unit, measuring.nurse_name, web.now(), chosen_language())
    first = say_feedback(chosen_language(), found[0], care)
    lines = [("info", first.meaning), ("arrow", first.to_do)]
    for one in found[1:]:
        more = say_feedback(chosen_language(), one, care)
        lines += [("info", more.meaning), ("arrow", more.to_do)]
    lines.append(("person", first.who_sees))
    return Card(
        tone_of(report.level), card_word(found[0]), f"{report.systolic}/{report.diastolic}",
        [(sign, text) for sign, text in lines if text], _tels(found[0], measuring.unit, care),
    )


def _tels(headline: Judgement, unit: CareUnit, care: CareWords) -> list[dict[str, Any]]:
    """Return whom to call: 112 first in an emergency, the clinic first when it is the same day."""
    if headline.level not in (Level.RED, Level.EMERGENCY):
        return []
    number = find_phone(unit.phone) or unit.phone
    hours = _("Öppet %(hours)s", hours=care.opening_hours)
    clinic = {"number": number, "title": _("Ring %(clinic)s", clinic=care.clinic),
              "text": f"{keep_together(care.phone)}. {hours}"}
    advice = {"number": "1177", "title": _("Ring 1177"), "text": _("Råd om vård, dygnet runt")}
    sos = {"number": "112", "title": _("Ring 112"), "text": _("Fara för livet"), "solid": True}
    if headline.level is Level.EMERGENCY:
        return [sos, advice]
    if headline.provisional:
        return [{**sos, "solid": False}]
    return [clinic, advice] if care.open_now else [advice, clinic]


def _own_current(public_id: str) -> Report:
    report = get_own_report(web.session(), viewer().id, public_id)
    if not is_current(report):
        raise ConflictError(_("Värdet är rättat. Läs om sidan och se det nya."))
    return report


@pages.post("/values/<public:report>/symptoms")
@once
def answer_value_symptoms(report: str) -> Any:
    """Keep what the patient feels; any alarm symptom leads to 112 first (clinical/vitals.md 0.3)."""
    found, form = _own_current(report), request.form
    chosen = [one for one in form.getlist("symptoms") if one in SYMPTOMS]
    if form.get("answer") == "some" and not chosen:
        chosen = [SOME]
    if form.get("answer") == "none" and chosen:
        return feedback_page(found, {"symptoms": _("Du har kryssat i något. Ta bort krysset eller svara Ja.")}), 422
    if not chosen and form.get("answer") != "none" and form.get("dizzy") not in ("yes", "no"):
        raise NotFoundError
    dizzy = {"yes": True, "no": False}.get(form.get("dizzy", ""))
    answer_symptoms(web.session(), get_measuring().around(viewer().user), found, chosen or found.symptoms, dizzy,
                    web.now())
    return redirect(url_for("patient.value_feedback", report=report))


@pages.route("/values/<public:report>/correct", methods=["GET", "POST"])
@once
def correct_value(report: str) -> Any:
    """Correct a report; the old one is kept."""
    found = get_own_report(web.session(), viewer().id, report)
    try:
        check_correctable(found, web.now())
    except InvalidError as problem:
        flash(_(problem.reason), "error")
        return redirect(url_for("patient.value_feedback", report=report))
    before = list_measures(web.session(), found)
    if request.method == "GET":
        typed = [
            Typed(n, {"systolic": str(one.systolic), "diastolic": str(one.diastolic), "pulse": str(one.pulse or "")})
            for n, one in enumerate(before, start=1)
        ]
        return _correct_page(found, typed)
    return _take_correction(found, len(before))


def _take_correction(report: Report, readings: int) -> Any:
    typed = [read_measure(request.form, n, chosen_language()) for n in range(1, readings + 1)]
    kept = [one for one in typed if not (one.is_empty and one.number > 1)]
    if any(one.measure is None for one in kept):
        return _correct_page(report, typed), 422
    measuring, reason = get_measuring(), request.form.get("reason", "")
    fresh = correct_report(
        web.session(), measuring.around(viewer().user), report,
        [one.measure for one in kept if one.measure is not None], reason, web.now(), irregular=report.irregular,
    )
    card = read_words(measuring.unit, reason, f"report:{fresh.report.public_id}:", _("Rättat mätvärde"))
    if card:
        return card
    flash(_("Rättat. Det gamla värdet finns kvar i journalen över ändringar."), "ok")
    return redirect(url_for("patient.value_feedback", report=fresh.report.public_id))


def _correct_page(report: Report, typed: list[Typed]) -> str:
    errors = {key: text for one in typed if not (one.is_empty and one.number > 1) for key, text in one.errors.items()}
    return render_template("patient/value_correct.html", report=report, typed=typed, errors=errors,
                           reason=request.form.get("reason", ""))


@pages.post("/values/<public:report>/undo")
@once
def undo_value(report: str) -> Any:
    """Take a report back within a minute."""
    found = get_own_report(web.session(), viewer().id, report)
    undo_report(web.session(), get_measuring().around(viewer().user), found, web.now())
    flash(_("Värdet är borttaget. Ingen läser det."), "ok")
    return redirect(url_for("patient.values"))
