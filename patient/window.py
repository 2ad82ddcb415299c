"""The step where the patient sees his proposed sleep window and says what he thinks; the clinician decides."""

from collections.abc import Callable
from typing import Any

from flask import request

from core import web
from core.language import say
from patient.exercise_forms import say_errors, view_fields
from patient.guard import viewer
from patient.times import today
from programs.fields import Filled, read_form
from programs.progress import Place, find_answer, require_writable, save_answers
from programs.schema import Step
from programs.sleep_window import RULES, Outlook, bedtime, find_outlook, propose_window
from programs.window_form import FIELDS as FIELDS

Page = Callable[..., str]


def show_window(place: Place, step: Step, page: Page, filled: Filled | None = None) -> str:
    """Draw the proposal, how it was counted, and the questions about it."""
    outlook = find_outlook(web.session(), place.enrollment, viewer().user, today())
    kept = find_answer(web.session(), place, step.id) if filled is None else None
    answers = filled.answers if filled else kept.answers if kept else {"rise": outlook.usual_rise}
    errors = say_errors(filled) if filled else {}
    return page(
        "step_window.html", place, step, outlook=outlook, errors=errors,
        fields=view_fields(FIELDS, answers, errors), rule=_rule_text(outlook), to_bed=_to_bed(outlook, answers),
    )


def _rule_text(outlook: Outlook) -> str:
    return say(viewer().user.language, RULES[outlook.proposal.rule]) if outlook.proposal else ""


def _to_bed(outlook: Outlook, answers: dict[str, Any]) -> str:
    rise = str(answers.get("rise") or outlook.usual_rise)
    is_time = len(rise) == 5 and rise[2] == ":"
    return bedtime(rise, outlook.proposal.minutes) if outlook.proposal and is_time else ""


def take_window(place: Place, step: Step, page: Page) -> Any:
    """Keep what the patient says and put the proposal before the clinician; returns a page when something is wrong."""
    require_writable(place)
    filled = read_form(FIELDS, request.form, final=True)
    if filled.errors:
        return show_window(place, step, page, filled), 422
    session, now = web.session(), web.now()
    outlook = find_outlook(session, place.enrollment, viewer().user, today())
    save_answers(session, place, step.id, filled.answers, now)
    if outlook.proposal is not None:
        propose_window(session, place.enrollment, place.unit, outlook.proposal, filled.answers["rise"],
                       {"agree": filled.answers["agree"], "comment": filled.answers["comment"]}, now)
    return None


