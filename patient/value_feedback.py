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
from monitoring.closer import closer_of, is_closer
from monitoring.corrections import (
    CORRECT_TIME,
    can_undo,
    check_correctable,
    correct_report,
    correct_series,
    is_current,
    undo_report,
)
from monitoring.feedback import CareWords, say_feedback
from monitoring.instructions import Instruction, read_instructions
from monitoring.judgement import Judgement, Level
from monitoring.judging import has_let_go, was_judged_anew
from monitoring.models import MeasurementPlan, Report
from monitoring.occasions import earlier_of, get_own_report, list_measures, list_numbers, list_recent, taken_of
from monitoring.questions import Question, of_yesterday, questions_to_ask, read_answers
from monitoring.rechecks import RECHECK_TIME, awaits_sugar
from monitoring.reports import answer_symptoms, findings_of
from monitoring.series import Series
from monitoring.sittings import COACHED
from monitoring.symptoms import SYMPTOMS, asks_dizzy, symptoms_to_ask
from monitoring.value_texts import unit_text, value_text
from patient.guard import pages, viewer
from patient.new_series import correct_words
from patient.quality_words import quality_of
from patient.series_form import TypedSeries, form_of, read_series
from patient.times import today
from patient.value_form import Typed, read_measure
from patient.value_words import card_word, context_word, next_words, tone_of
from patient.written import read_words
from people.identity import find_phone
from people.models import CareUnit
from programs.measuring import Measuring, find_around_report

SOME = "unspecified"
"""Kept when the patient says yes without saying which symptom."""


@dataclass(frozen=True)
class Card:
    """Everything the card of a report shows.

    :param lines: pairs of icon and sentence, in reading order.
    :param sub: what stands under the value.
    """

    tone: str
    word: str
    value: str
    unit: str
    sub: str
    lines: list[tuple[str, str]]
    tels: list[dict[str, Any]]


@pages.get("/values/<public:report>")
def value_feedback(report: str) -> str:
    """Show the feedback on a report, at once and later."""
    return feedback_page(get_own_report(web.session(), viewer().id, report))


def feedback_page(report: Report, errors: dict[str, str] | None = None) -> str:
    """Return the page of a report; an emergency shows 112 before anything else."""
    measuring, judged_by = _around(report)
    found, valid = findings_of(report), is_current(report)
    asks = report.answered_at is None and valid
    recheck = report.repeat_before is not None and report.provisional and awaits_sugar(report)
    return render_template(
        "patient/value_feedback.html", report=report, measuring=measuring, found=found, headline=found[0],
        card=_card(report, found, measuring), errors=errors or {}, is_current=valid,
        instructions=shown_instructions(found, judged_by),
        questions=_questions(report, found, judged_by) if asks else [],
        symptoms=[(one, _(SYMPTOMS[one])) for one in symptoms_to_ask(found)] if asks else [],
        asks_dizzy=report.dizzy is None and asks_dizzy(found) and valid, form=request.form,
        next=next_words(measuring.plan, viewer().user.zone) if measuring.is_active else "",
        awaits_repeat=valid and report.provisional, again=_again(report),
        recheck_at=report.received_at + RECHECK_TIME if recheck and valid else None, now=web.now(),
        closer=closer_of(measuring.plan) if is_closer(measuring.plan, today()) else None,
        today=today(),
        can_undo=can_undo(report, web.now()),
        can_correct=valid and web.now() - report.taken_at <= CORRECT_TIME,
        changed=_changed_words(report) if valid else "",
        is_emergency=found[0].level is Level.EMERGENCY, quality=quality_of(report) if valid else None,
    )


def _changed_words(report: Report) -> str:
    """Return why the answer is another than at first: this value or one before it was corrected; "" otherwise."""
    if report.corrects_id is not None and has_let_go(report):
        return str(_("Du rättade värdet. Larmet om det gamla värdet gäller inte längre."))
    if not was_judged_anew(report):
        return ""
    if has_let_go(report):
        return str(_("Ett värde nära det här är ändrat. Larmet gäller inte längre."))
    return str(_("Ett värde nära det här är ändrat. Svaret är räknat på nytt."))


def _around(report: Report) -> tuple[Measuring, MeasurementPlan | None]:
    measuring, judged_by = find_around_report(web.session(), report)
    if measuring is None:
        raise NotFoundError
    return measuring, judged_by


def _again(report: Report) -> str:
    if report.kind in COACHED:
        return url_for("patient.measure", kind=report.kind, again=report.public_id)
    return url_for("patient.new_series", kind=report.kind, again=report.public_id)


def shown_instructions(found: list[Judgement], plan: MeasurementPlan | None) -> list[Instruction]:
    """Return the signed instructions that belong to what was found, word for word, each once (vitals.md 0.4)."""
    own = read_instructions(plan.instructions if plan else None)
    keys = dict.fromkeys(one.instruction for one in found if one.instruction)
    return [own[key] for key in keys if key in own]


def _questions(report: Report, found: list[Judgement], plan: MeasurementPlan | None) -> list[Question]:
    """Return what is asked; how yesterday's instruction went only when the plan has any to ask about."""
    if plan is None or not plan.instructions:
        return questions_to_ask(found)
    recent = list_recent(web.session(), report.patient_id, report.received_at, report.kind)
    return questions_to_ask(found, of_yesterday(earlier_of(recent, report), taken_of(report)))


def _card(report: Report, found: list[Judgement], measuring: Measuring) -> Card:
    language = chosen_language()
    care = care_words(measuring.unit, measuring.nurse_name, web.now(), language)
    first = say_feedback(language, found[0], care)
    lines = [("info", first.meaning), ("arrow", first.to_do)]
    for one in found[1:]:
        more = say_feedback(language, one, care)
        lines += [("info", more.meaning), ("arrow", more.to_do)]
    lines.append(("person", first.who_sees))
    unit = unit_text(report.kind, language) if report.value is not None else ""
    return Card(
        tone_of(report.level), card_word(found[0]), value_text(report, language), unit, _sub(report),
        list(dict.fromkeys((sign, text) for sign, text in lines if text)), _tels(found[0], measuring.unit, care),
    )


def _sub(report: Report) -> str:
    """Return the words under the value: how many readings, the pulse, around what it was measured."""
    parts = []
    if report.kind == Series.PRESSURE:
        readings = len(list_measures(web.session(), report))
        if readings > 1:
            parts.append(_("Medel av %(num)s mätningar.", num=readings))
        if report.pulse:
            parts.append(_("Puls %(pulse)s.", pulse=report.pulse))
    elif report.context:
        parts.append(context_word(report.context))
    return " ".join(parts)


def _tels(headline: Judgement, unit: CareUnit, care: CareWords) -> list[dict[str, Any]]:
    """Return whom to call: 112 first in an emergency, the clinic first when it is the same day."""
    if headline.level not in (Level.RED, Level.EMERGENCY):
        return []
    number = find_phone(unit.phone) or unit.phone
    told = [keep_together(care.phone), _("Öppet %(hours)s", hours=care.opening_hours)]
    if care.nurse != care.clinic:
        told.insert(1, _("Fråga efter %(name)s", name=care.nurse))
    clinic = {"number": number, "title": _("Ring %(clinic)s", clinic=care.clinic), "text": ". ".join(told)}
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
    measuring, judged_by = _around(found)
    asked = _questions(found, findings_of(found), judged_by)
    answers = read_answers(form, asked)
    if any(one.id not in answers for one in asked) and "answer" in form and not chosen:
        return feedback_page(found, {one.id: _("Välj ett svar.") for one in asked if one.id not in answers}), 422
    answer_symptoms(web.session(), measuring.around(viewer().user), found, chosen or found.symptoms, dizzy,
                    web.now(), answers)
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
    if found.kind != Series.PRESSURE:
        return _correct_series(found)
    before = list_measures(web.session(), found)
    if request.method == "GET":
        typed = [
            Typed(n, {"systolic": str(one.systolic), "diastolic": str(one.diastolic), "pulse": str(one.pulse or "")})
            for n, one in enumerate(before, start=1)
        ]
        return _correct_page(found, typed)
    return _take_correction(found, len(before))


def _correct_series(report: Report) -> Any:
    session, language, series = web.session(), chosen_language(), Series(report.kind)
    if request.method == "GET":
        return _series_page(report, form_of(report, list_numbers(session, report), language))
    recent = [one for one in list_recent(session, viewer().id, web.now(), series) if one.id != report.id]
    typed = read_series(request.form, series, recent, report.session_date, language)
    if typed.sent is None:
        return _series_page(report, typed), 422
    measuring, _judged_by = _around(report)
    reason = request.form.get("reason", "")
    fresh = correct_series(session, measuring.around(viewer().user), report, typed.sent, reason, web.now())
    return _after_correction(measuring, fresh.report, reason)


def _series_page(report: Report, typed: TypedSeries) -> str:
    words = correct_words(typed, report, request.form.get("reason", ""))
    return render_template("patient/series_correct.html", **words)


def _take_correction(report: Report, readings: int) -> Any:
    typed = [read_measure(request.form, n, chosen_language()) for n in range(1, readings + 1)]
    kept = [one for one in typed if not (one.is_empty and one.number > 1)]
    if any(one.measure is None for one in kept):
        return _correct_page(report, typed), 422
    (measuring, _judged_by), reason = _around(report), request.form.get("reason", "")
    fresh = correct_report(
        web.session(), measuring.around(viewer().user), report,
        [one.measure for one in kept if one.measure is not None], reason, web.now(), irregular=report.irregular,
    )
    return _after_correction(measuring, fresh.report, reason)


def _after_correction(measuring: Measuring, fresh: Report, reason: str) -> Any:
    card = read_words(measuring.unit, reason, f"report:{fresh.public_id}:", _("Rättat mätvärde"))
    if card:
        return card
    flash(_("Rättat. Det gamla värdet finns kvar i journalen över ändringar."), "ok")
    return redirect(url_for("patient.value_feedback", report=fresh.public_id))


def _correct_page(report: Report, typed: list[Typed]) -> str:
    errors = {key: text for one in typed if not (one.is_empty and one.number > 1) for key, text in one.errors.items()}
    return render_template("patient/value_correct.html", report=report, typed=typed, errors=errors,
                           reason=request.form.get("reason", ""))


@pages.post("/values/<public:report>/undo")
@once
def undo_value(report: str) -> Any:
    """Take a report back within a minute; from a thread, the way back leads to the thread."""
    found = get_own_report(web.session(), viewer().id, report)
    measuring, _judged_by = _around(found)
    undo_report(web.session(), measuring.around(viewer().user), found, web.now())
    flash(_("Värdet är borttaget. Ingen läser det."), "ok")
    if request.form.get("unit"):
        return redirect(url_for("patient.messages", unit=request.form["unit"][:22]))
    return redirect(url_for("patient.values", kind=found.kind))
