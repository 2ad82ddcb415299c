"""A risk that waits for somebody: what was answered, what the patient saw, and the assessment that is signed (S2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy import select

from clinician.guard import clinician, viewer
from clinician.patient import safety_item
from clinician.patient_head import load_head
from clinician.ratings import option_label
from clinician.reads import keep_read, open_record
from clinician.treatment import conversation_url
from clinician.words import _
from core import web
from core.errors import ConflictError, InvalidError
from core.language import _l
from core.web_forms import once
from people.models import User
from programs.fields import find_date
from ratings.models import Risk, RiskStatus, SelfRating
from ratings.records import list_history, short_name
from ratings.risk_rules import REASON_TITLES, RiskReason
from ratings.risks import ACTIONS, ASKED_ANSWERS, LEVELS, questions_of, sign_risk
from ratings.safety_questions import get_safety_questions
from ratings.wordings_known import instrument_of
from worklist.models import ItemStatus, WorkItem

SHAPES = {"none": "info", "low": "some", "raised": "idag", "high": "nu"}
NOTE_MAX = 4000


@dataclass(frozen=True)
class Part:
    """One question of the assessment.

    :param options: word, text and (for the judged level) the shape beside it.
    """

    name: str
    label: str
    options: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Answered:
    """What the patient answered that raised the risk, and the same item earlier.

    :param history: when and what, the oldest first; None for an item that was not answered.
    """

    rating: SelfRating
    instrument: str
    question: str
    number: int
    answer: str
    value: int | None
    history: list[tuple[datetime, int | None]]


def parts_of(reason: str) -> list[Part]:
    """Return the questions of an assessment in order; nothing in them is ever preselected."""
    yes_no = [(word, _(text), "") for word, text in ASKED_ANSWERS.items()]
    asked = [Part(name, _(label), yes_no) for name, label in questions_of(reason).items()]
    levels = [(word, _(text), SHAPES[word]) for word, text in LEVELS.items()]
    actions = [(word, _(text), "") for word, text in ACTIONS.items()]
    return [*asked, Part("level", _("Samlad bedömning"), levels), Part("action", _("Åtgärd"), actions)]


def find_answered(risk: Risk, patient: User) -> Answered | None:
    """Return the answer behind a risk with its history, or None when it came from something else; two statements."""
    rating = web.session().get(SelfRating, risk.rating_id) if risk.rating_id else None
    item_id = safety_item(rating)
    if rating is None or item_id is None:
        return None
    instrument = instrument_of(rating)
    item = instrument.item(item_id)
    earlier = [
        one for one in list_history(web.session(), patient.id, (rating.instrument,))
        if one.unit_id == risk.unit_id and one.completed_at and one.id <= rating.id
    ]
    return Answered(
        rating, short_name(rating.instrument), item.text.in_language(str(get_locale())) if item.text else "",
        instrument.position(item_id) + 1, option_label(instrument, item, rating.answers), rating.answers.get(item_id),
        [(one.completed_at, one.answers.get(item_id)) for one in earlier if one.completed_at],
    )


@clinician.get("/risks/<public:risk>")
def risk(risk: str) -> str:
    """Show a risk with its assessment form, or the assessment when it is signed."""
    return risk_page(*open_record(Risk, risk))


def risk_page(found: Risk, patient: User, **refused: Any) -> str:
    """Return the page of a risk; refused holds errors or a conflict when the form was not accepted."""
    parts = parts_of(found.reason)
    kept: dict[str, Any] = {"errors": {}, "conflict": "", **refused}
    typed = {name: request.form.get(name, "") for name in [*(one.name for one in parts), "next_contact", "note"]}
    return render_template(
        "clinician/risk.html", risk=found, head=load_head(patient), parts=parts, typed=typed,
        title=_(REASON_TITLES[RiskReason(found.reason)]), answered=find_answered(found, patient),
        due=find_due(found), signer=web.session().get(User, found.signed_by) if found.signed_by else None,
        safety=told_safety(found), assessment=told_assessment(found), is_open=found.status is RiskStatus.OPEN,
        me=viewer().user, conversation_url=conversation_url(patient.public_id), **kept,
    )


def find_due(risk: Risk) -> datetime | None:
    """Return before when an open risk is to be assessed, as its item in the list says."""
    return web.session().scalar(
        select(WorkItem.due_at).where(
            WorkItem.dedupe_key == f"risk:{risk.public_id}", WorkItem.status != ItemStatus.CLOSED
        )
    )


def told_safety(risk: Risk) -> list[tuple[str, str]]:
    """Return the five own safety questions with the patient's answers, or nothing when they were not asked."""
    if risk.safety_answers is None:
        return [(_("De fem trygghetsfrågorna"), _("inte besvarade"))] if risk.asked_safety else []
    given, words = risk.safety_answers["answers"], {True: _("Ja"), False: _("Nej"), None: _("hoppade över")}
    language = str(get_locale())
    return [(one.text.in_language(language), words[given.get(one.id)]) for one in get_safety_questions().questions]


def told_assessment(risk: Risk) -> list[tuple[str, str]]:
    """Return a signed assessment as question and answer."""
    given = risk.assessment or {}
    told = []
    for part in parts_of(risk.reason):
        words = {word: text for word, text, _shape in part.options}
        told.append((part.label, words.get(given.get(part.name, ""), "–")))
    if given.get("next_contact"):
        told.append((_("Nästa kontakt"), given["next_contact"]))
    return told


@clinician.post("/risks/<public:risk>")
@once
def sign(risk: str) -> Any:
    """Sign the assessment of a risk; everything typed is kept when it cannot be."""
    found, patient = open_record(Risk, risk)
    errors = find_errors(found)
    if errors and found.status is RiskStatus.OPEN:
        return _refuse(risk, 422, errors=errors)
    try:
        sign_risk(web.session(), viewer(), found, _typed_assessment(found), request.form.get("note", ""), web.now())
    except InvalidError as problem:
        return _refuse(risk, 409 if found.status is RiskStatus.SIGNED else 422, conflict=_(problem.reason))
    except ConflictError as problem:
        return _refuse(risk, 409, conflict=_(problem.reason))
    flash(_("Bedömningen är signerad. Risken spärrar inte längre nästa modul."), "ok")
    return redirect(url_for("clinician.patient", patient=patient.public_id))


def find_errors(risk: Risk) -> dict[str, str]:
    """Return every part that is missing or does not fit, by field."""
    errors = {
        part.name: _("%(part)s är inte besvarad.", part=part.label)
        for part in parts_of(risk.reason)
        if request.form.get(part.name) not in {word for word, _text, _shape in part.options}
    }
    day = request.form.get("next_contact", "").strip()
    if day and find_date(day) is None:
        errors["next_contact"] = _(_l("Skriv datumet så här: 2026-11-24."))
    if len(request.form.get("note", "")) > NOTE_MAX:
        errors["note"] = _("Texten är för lång. Korta den till högst %(most)s tecken.", most=NOTE_MAX)
    return errors


def _typed_assessment(risk: Risk) -> dict[str, str]:
    names = [*(part.name for part in parts_of(risk.reason)), "next_contact"]
    return {name: request.form[name] for name in names if request.form.get(name)}


def _refuse(risk: str, status: int, **refused: Any) -> tuple[str, int]:
    web.rollback()
    return keep_read(risk_page(*open_record(Risk, risk), **refused), status)
