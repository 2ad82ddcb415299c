"""A new value of weight, glucose, saturation and so on: one page, what is asked back is asked on it, one report."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from assistant.check_progress import find_started, finish_started, keep_started
from core import web
from core.clock import local_date
from core.errors import NotFoundError
from core.web_forms import once
from core.web_language import chosen_language
from monitoring.models import Report
from monitoring.moments import OLDEST
from monitoring.occasions import list_recent
from monitoring.reading_quality import GRADED, How
from monitoring.reports import report_series
from monitoring.series import CHECKS, CONTEXT_WORDS, FACTS, Series, find_series, value_facts
from monitoring.sittings import COACHED
from patient.guard import pages, viewer
from patient.measuring_words import closed_answer, how_to_measure
from patient.quality_words import one_question
from patient.series_form import TypedSeries, ask_same, empty_form, instrument_of, read_series
from patient.value_form import TypedTime, read_time
from programs.measuring import Measuring, find_measuring


@pages.route("/values/new/<kind>", methods=["GET", "POST"])
@once
def new_series(kind: str) -> Any:
    """Take one value, with its context, and lead to what it means."""
    series = find_series(kind)
    measuring = find_measuring(web.session(), viewer().id, kind) if series else None
    if series is None or measuring is None:
        raise NotFoundError
    if series is Series.PRESSURE:
        return redirect(url_for("patient.new_value"))
    closed = closed_answer(measuring)
    if closed:
        return closed
    if request.method == "GET":
        return _page(measuring, _begun_form(series), TypedTime("", "", web.now()))
    if "later" in request.form and series in CHECKS:
        return _keep_for_later(measuring, series)
    return _take(measuring, series)


def _begun_form(series: Series) -> TypedSeries:
    """Return the form with what has been answered of a check today, here, in the thread or by SMS."""
    typed = empty_form(series)
    begun = find_started(web.session(), viewer().id, series, web.now()) if series in CHECKS else None
    if begun is not None:
        typed.texts |= {name: str(answer) for name, answer in begun.state["answers"].items()}
    return typed


def _keep_for_later(measuring: Measuring, series: Series) -> Any:
    """Keep the answers so far of a check; what must not wait is told when the day ends (assistant/abandoned.py)."""
    typed = read_series(request.form, series, (), local_date(web.now(), viewer().user.zone), chosen_language())
    answers = {name: int(text) for name, text in typed.texts.items() if text and name not in (*typed.errors, "context")}
    keep_started(web.session(), viewer().user, measuring, answers, web.now())
    flash(_("Dina svar är sparade i dag. Gå vidare här, i Meddelanden eller med sms."), "ok")
    return redirect(url_for("patient.home"))


def _take(measuring: Measuring, series: Series) -> Any:
    session, form, language = web.session(), request.form, chosen_language()
    at = read_time(form, viewer().user.zone, web.now(), language)
    recent = list_recent(session, viewer().id, web.now(), series)
    typed = read_series(form, series, recent, local_date(at.instant, viewer().user.zone), language)
    if typed.sent is None or at.error:
        return _page(measuring, typed, at), 422
    same = ask_same(recent, typed.sent, at.instant, said_yes=form.get("confirm_same") == "yes", language=language)
    if same:
        return _page(measuring, typed, at, same), 422
    reported = report_series(
        session, measuring.around(viewer().user), typed.sent, taken_at=at.instant, channel="web", now=web.now(),
        recent=recent, how=_how(series),
    )
    if series in CHECKS:
        finish_started(session, viewer().id, series, web.now())
    return redirect(url_for("patient.value_feedback", report=reported.report.public_id))


def _how(series: Series) -> How | None:
    """Return what the patient says of how it was measured; None for series that are not graded."""
    said = {"yes": True, "no": False}.get(request.form.get("as_usual", ""))
    return How("direct", as_usual=said) if series in GRADED else None


def _page(measuring: Measuring, typed: TypedSeries, at: TypedTime, same: str = "") -> str:
    errors = {**typed.errors, **({"taken_time": at.error} if at.error else {})}
    today = local_date(web.now(), viewer().user.zone)
    return render_template(
        "patient/series_new.html", at=at, errors=errors, same=same, today=today, oldest=today - OLDEST,
        again=request.values.get("again", ""), how=how_to_measure(measuring), rests=typed.series in COACHED,
        question=one_question(typed.series), as_usual=request.values.get("as_usual") or request.args.get("rested", ""),
        **form_words(typed),
    )


def form_words(typed: TypedSeries) -> dict[str, Any]:
    """Return what the form's template needs to draw the fields of a series."""
    series = typed.series
    return {
        "typed": typed, "series": series, "facts": FACTS[series], "value_facts": value_facts(series),
        "instrument": instrument_of(series) if series in CHECKS else None,
        "contexts": [(one.value, _(CONTEXT_WORDS[one])) for one in FACTS[series].contexts],
    }


def correct_words(typed: TypedSeries, report: Report, reason: str) -> dict[str, Any]:
    """Return what the page of a correction needs."""
    return {"report": report, "reason": reason, "errors": typed.errors, **form_words(typed)}
