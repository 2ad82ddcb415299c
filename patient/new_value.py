"""A new measurement: rest, two readings, each checked at once, and one report however often the form is sent."""

from typing import Any

from flask import redirect, render_template, request, url_for

from core import web
from core.clock import local_date
from core.errors import NotFoundError
from core.web_forms import once
from core.web_language import chosen_language
from monitoring.moments import OLDEST
from monitoring.occasions import list_recent
from monitoring.reading_quality import How
from monitoring.reports import report_pressure
from patient.guard import pages, viewer
from patient.measuring_words import closed_answer, how_to_measure
from patient.value_form import Typed, TypedTime, ask_duplicate, read_measure, read_time
from programs.measuring import Measuring, find_measuring, list_measuring

READINGS = 2


@pages.route("/values/new", methods=["GET", "POST"])
@once
def new_value() -> Any:
    """Take two readings, a page each; what is asked back is asked on the page with the typed values kept."""
    measuring = find_measuring(web.session(), viewer().id)
    if measuring is None:
        return redirect(url_for("patient.new_series", kind=_first_series()))
    closed = closed_answer(measuring)
    if closed:
        return closed
    if request.method == "GET":
        return _page(measuring, [Typed(1, {"systolic": "", "diastolic": "", "pulse": ""})], _now_time())
    return _take(measuring)


def _first_series() -> str:
    """Return what a patient without blood pressure measures; raises NotFoundError when he measures nothing."""
    plans = list_measuring(web.session(), viewer().id)
    if not plans:
        raise NotFoundError
    return plans[0].plan.kind


def get_measuring() -> Measuring:
    """Return the patient's plan; raises NotFoundError when he has none."""
    measuring = find_measuring(web.session(), viewer().id)
    if measuring is None:
        raise NotFoundError
    return measuring


def _now_time() -> TypedTime:
    return TypedTime("", "", web.now())


def _take(measuring: Measuring) -> Any:
    """Go one reading on, back, or store the report."""
    form, language = request.form, chosen_language()
    at = read_time(form, viewer().user.zone, web.now(), language)
    first = read_measure(form, 1, language)
    if "back" in form or first.measure is None or at.error:
        return _page(measuring, [first], at), 200 if "back" in form else 422
    if form.get("step") != "2":
        return _page(measuring, [first, Typed(2, {"systolic": "", "diastolic": "", "pulse": ""})], at)
    second = read_measure(form, 2, language)
    only_one = "only_one" in form and second.is_empty
    if second.measure is None and not only_one:
        return _page(measuring, [first, second], at), 422
    return _store(measuring, [one for one in (first, second) if one.measure is not None], at)


def _store(measuring: Measuring, typed: list[Typed], at: TypedTime) -> Any:
    session, form = web.session(), request.form
    measures = [one.measure for one in typed if one.measure is not None]
    recent = list_recent(session, viewer().id, web.now())
    same = ask_duplicate(recent, measures, at.instant, form.get("confirm_same") == "yes", chosen_language())
    if same:
        second = Typed(2, {"systolic": "", "diastolic": "", "pulse": ""})
        return _page(measuring, [typed[0], second], at, same), 422
    reported = report_pressure(
        session, patient=viewer().user, unit=measuring.unit, plan=measuring.plan, measures=measures,
        taken_at=at.instant, channel="web", irregular=form.get("irregular") == "yes", now=web.now(), recent=recent,
        how=How("direct", said_rested=form.get("rested") == "yes"),
    )
    return redirect(url_for("patient.value_feedback", report=reported.report.public_id))


def render_first(measuring: Measuring, typed: Typed) -> str:
    """Show the first page with something typed elsewhere."""
    return _page(measuring, [typed], _now_time())


def _page(measuring: Measuring, typed: list[Typed], at: TypedTime, same: str = "") -> str:
    errors = {**typed[-1].errors, **({"taken_time": at.error} if at.error else {})}
    today = local_date(web.now(), viewer().user.zone)
    return render_template(
        "patient/value_new.html", typed=typed, now_at=typed[-1], at=at, errors=errors, same=same, readings=READINGS,
        how=how_to_measure(measuring), today=today, oldest=today - OLDEST, form=request.form,
        again="again" in request.values, repeat=request.values.get("again", ""),
    )
