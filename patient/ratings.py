"""Self-ratings: one question a page, saved as it is answered; the result in mild words with its curve."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from core import web
from core.charts import Chart, Options, Sample, Series, line_chart
from core.errors import InvalidError, NotFoundError
from core.web_forms import once
from core.web_language import number_text, short_date_text
from patient.guard import pages, viewer
from patient.help_card import tell_whom_to_call
from patient.rating_paths import rating_address, risk_address
from programs.rating_occasion import (
    Occasion,
    asked_items,
    get_occasion,
    is_answered,
    next_number,
    note_finished,
    open_rating,
    require_asked,
)
from ratings.instruments import Instrument, Item
from ratings.models import Risk, SelfRating
from ratings.records import answer_item, complete_rating, list_history, read_answer
from ratings.risks import find_risk_of_rating, judgement_of

CURVE_POINTS = 30


@pages.get("/ratings/<public:enrollment>/<word>")
def rating_occasion(enrollment: str, word: str) -> Any:
    """Show which questions belong to an occasion, and go on with those that are left."""
    occasion = get_occasion(web.session(), viewer().user, enrollment, word, web.now())
    return render_template("patient/rating_occasion.html", occasion=occasion, enrollment=enrollment,
                           asked=[require_asked(occasion, name) for name in occasion.instruments])


@pages.route("/ratings/<public:enrollment>/<word>/<instrument>/<small:number>", methods=["GET", "POST"])
@once
def rating_question(enrollment: str, word: str, instrument: str, number: int) -> Any:
    """Ask one question, and keep its answer."""
    occasion = get_occasion(web.session(), viewer().user, enrollment, word, web.now())
    asked = require_asked(occasion, instrument)
    if not 1 <= number <= len(asked.items):
        raise NotFoundError
    item = asked.items[number - 1]
    if request.method == "POST":
        return _take_answer(occasion, asked, item)
    return _leads_elsewhere(occasion, asked) or _question_page(occasion, asked, item)


def _leads_elsewhere(occasion: Occasion, asked: Instrument) -> Any:
    """Lead to the crisis card while it is unread, and to the result when the questions are answered."""
    rating = occasion.ratings.get(asked.id)
    first = risk_address(_find_risk(asked, rating))
    if first:
        return redirect(first)
    return redirect(rating_address(rating)) if rating and occasion.is_done(asked.id) else None


def _find_risk(asked: Instrument, rating: SelfRating | None) -> Risk | None:
    has_safety = any(item.safety for item in asked.items)
    return find_risk_of_rating(web.session(), rating.id) if rating and has_safety else None


def _take_answer(occasion: Occasion, asked: Instrument, item: Item) -> Any:
    session, now = web.session(), web.now()
    typed = "declined" if request.form.get("decline") else request.form.get("answer", "")
    try:
        value = read_answer(asked, item, typed)
    except InvalidError as problem:
        return _question_page(occasion, asked, item, {"answer": _(problem.reason)}, typed), 422
    rating = open_rating(session, occasion, asked.id, str(get_locale()), now)
    risk = answer_item(session, rating, occasion.unit, item, value, now)
    number = asked.position(item.id) + 1
    if next_number(asked, rating, number) is None and is_answered(asked, rating):
        risk = complete_rating(session, rating, occasion.unit, now).risk
        note_finished(session, occasion, asked.id, now)
    if risk is not None and item.safety and not risk_address(risk):
        tell_whom_to_call()
    return redirect(risk_address(risk) or rating_address(rating, number))


def _question_page(
    occasion: Occasion, asked: Instrument, item: Item, errors: dict[str, str] | None = None, typed: str = ""
) -> str:
    rating = occasion.ratings.get(asked.id)
    items = asked_items(asked, rating)
    place = items.index(item) if item in items else 0
    before = asked.position(items[place - 1].id) + 1 if place else None
    kept = rating.answers.get(item.id) if rating else None
    return render_template(
        "patient/rating_question.html", occasion=occasion, enrollment=occasion.enrollment.public_id, asked=asked,
        item=item, options=asked.options_of(item), at=place + 1, count=len(items), before=before,
        value=typed or ("" if kept is None else kept), errors=errors or {},
    )


@pages.get("/ratings/<public:enrollment>/<word>/<instrument>")
def rating_result(enrollment: str, word: str, instrument: str) -> Any:
    """Show a finished rating in mild words, with its curve and whom the answers reach."""
    occasion = get_occasion(web.session(), viewer().user, enrollment, word, web.now())
    asked = require_asked(occasion, instrument)
    rating = occasion.ratings.get(instrument)
    if rating is None or not occasion.is_done(instrument):
        return redirect(url_for("patient.rating_occasion", enrollment=enrollment, word=word))
    risk = _find_risk(asked, rating)
    if risk_address(risk):
        return redirect(risk_address(risk))
    history = [one for one in list_history(web.session(), viewer().id, (instrument,), CURVE_POINTS)
               if one.total is not None]  # fmt: skip
    return render_template(
        "patient/rating_result.html", occasion=occasion, enrollment=enrollment, asked=asked, rating=rating,
        band=asked.find_band(rating.band) or asked.find_level(rating.band), history=history,
        chart=_chart(asked, history), most=asked.range_of_total()[1], unit=occasion.unit,
        help=judgement_of(risk).help.value if risk else "none", reason=risk.reason if risk else "",
    )


def _chart(asked: Instrument, history: list[SelfRating]) -> Chart | None:
    if len(history) < 2:
        return None
    samples = [Sample(one.completed_at, one.total) for one in history if one.completed_at and one.total is not None]
    low, high = asked.range_of_total()
    days = [(sample.at, short_date_text(sample.at)) for sample in (samples[0], samples[-1])]
    return line_chart([Series(_("Du"), samples)],
                      options=Options(days=days, low=low, high=high, say_number=lambda value: number_text(value)))
