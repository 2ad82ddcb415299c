"""The patient's self-ratings on the desk: the list with curves, and one rating answer by answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale, ngettext

from clinician.added_ratings import calendar_of
from clinician.curves import change_between, change_words, rating_curves
from clinician.guard import clinician, viewer
from clinician.patient_head import load_head
from clinician.reads import my_units, open_patient, open_record
from clinician.words import _
from core import web
from core.errors import NotFoundError
from core.web_forms import once
from core.web_language import number_text
from people.models import User
from ratings.change import Change, Reliable
from ratings.instruments import Instrument, Item
from ratings.models import RatingStatus, SelfRating
from ratings.records import DONE, list_history, review_rating, short_name
from ratings.wordings_known import instrument_of


@dataclass(frozen=True)
class Row:
    """One rating in the list, with what it means.

    :param change: the change since the first rating with the same instrument.
    :param flags: observations in words, the alarming ones first.
    """

    rating: SelfRating
    name: str
    band: str
    change: Change
    words: str
    flags: list[tuple[str, str]]

    @property
    def is_green(self) -> bool:
        """Tell whether nothing in it asks for anything: it may be marked as read together with others."""
        is_worse = self.change.reliable is Reliable.DETERIORATED
        return not is_worse and all(level == "none" for _words, level in self.flags) and not self.rating.estimated


@dataclass(frozen=True)
class Answer:
    """One item with its wording and what was answered."""

    number: int
    question: str
    answer: str
    value: str
    before: str
    is_safety: bool


def describe(rating: SelfRating, first: SelfRating | None) -> Row:
    """Return a rating with its band, flags and change in words."""
    instrument, language = instrument_of(rating), str(get_locale())
    band = instrument.find_band(rating.band)
    change = change_between(instrument, first if first is not rating else None, rating)
    order = {"red": 0, "yellow": 1, "none": 2}
    flags = [(one.label.in_language(language), one.level) for one in instrument.flags if one.id in rating.flags]
    return Row(
        rating, short_name(rating.instrument), band.clinician_label.in_language(language) if band else "", change,
        change_words(change), sorted(flags, key=lambda flag: order[flag[1]]),
    )


def describe_all(ratings: Sequence[SelfRating]) -> list[Row]:
    """Return ratings (the oldest first) as rows, the newest first."""
    firsts: dict[str, SelfRating] = {}
    for one in ratings:
        if one.total is not None:
            firsts.setdefault(one.instrument, one)
    return [describe(one, firsts.get(one.instrument)) for one in reversed(ratings)]


def list_answers(rating: SelfRating, before: SelfRating | None) -> list[Answer]:
    """Return every item in order, with its wording and the answer now and last time."""
    instrument = instrument_of(rating)
    return [_answer(instrument, item, number, rating, before) for number, item in enumerate(instrument.items, 1)]


def _answer(
    instrument: Instrument, item: Item, number: int, rating: SelfRating, before: SelfRating | None
) -> Answer:
    question = item.text.in_language(str(get_locale())) if item.text else _("Fråga %(number)s", number=number)
    value = rating.answers.get(item.id)
    return Answer(
        number, question, option_label(instrument, item, rating.answers), "–" if value is None else str(value),
        _earlier(item, before), item.safety,
    )


def _earlier(item: Item, before: SelfRating | None) -> str:
    value = before.answers.get(item.id) if before else None
    return "" if before is None else "–" if value is None else str(value)


def option_label(instrument: Instrument, item: Item, answers: dict[str, Any]) -> str:
    """Return the words of the answer given to an item."""
    if item.id not in answers:
        return _("inte besvarad")
    value = answers[item.id]
    if value is None:
        return _("ville inte svara")
    language = str(get_locale())
    words = next((one.label.in_language(language) for one in instrument.options_of(item) if one.value == value), "")
    return words or (_("%(value)s av %(most)s", value=value, most=item.max) if item.max is not None else str(value))


def total_text(rating: SelfRating) -> str:
    """Return a rating's total as a number, or that there is none."""
    return _("ingen summa") if rating.total is None else number_text(rating.total)


def _mine(ratings: Sequence[SelfRating]) -> list[SelfRating]:
    """Keep the ratings of the viewer's units."""
    return [one for one in ratings if one.unit_id in my_units()]


@clinician.get("/patients/<public:patient>/ratings")
def patient_ratings(patient: str) -> str:
    """Show the patient's ratings as curves and as a list."""
    head = load_head(open_patient(patient))
    ratings = _mine(list_history(web.session(), head.patient.id))
    rows = describe_all(ratings)
    greens = [row for row in rows if row.is_green and row.rating.status is RatingStatus.COMPLETE]
    return render_template(
        "clinician/ratings.html", head=head, rows=rows, curves=rating_curves(ratings), greens=len(greens),
        total_text=total_text, calendar=calendar_of(head),
    )


@clinician.post("/patients/<public:patient>/ratings/reviewed")
@once
def review_greens(patient: str) -> Any:
    """Mark every unread rating without any warning as read."""
    found = open_patient(patient)
    rows = describe_all(_mine(list_history(web.session(), found.id)))
    chosen = [row.rating for row in rows if row.is_green and row.rating.status is RatingStatus.COMPLETE]
    for rating in chosen:
        review_rating(web.session(), viewer(), rating, web.now())
    said = ngettext("En skattning är markerad som läst.", "%(num)d skattningar är markerade som lästa.", len(chosen))
    flash(said, "ok")
    return redirect(url_for("clinician.patient_ratings", patient=patient))


@clinician.get("/ratings/<public:rating>")
def rating(rating: str) -> str:
    """Show one rating: each answer with its wording, the total and what it means."""
    found, patient = _open_rating(rating)
    history = _mine(list_history(web.session(), patient.id, (found.instrument,)))
    place = next((n for n, one in enumerate(history) if one.id == found.id), 0)
    before = history[place - 1] if place else None
    instrument = instrument_of(found)
    last = change_between(instrument, before, found)
    return render_template(
        "clinician/rating.html", head=load_head(patient), instrument=instrument, before=before, last=last,
        last_words=change_words(last), row=describe(found, history[0] if history else None),
        answers=list_answers(found, before), curves=rating_curves(history), total_text=total_text,
    )


def _open_rating(public_id: str) -> tuple[SelfRating, User]:
    found, patient = open_record(SelfRating, public_id)
    if found.status not in DONE:
        raise NotFoundError
    return found, patient


@clinician.post("/ratings/<public:rating>")
@once
def review(rating: str) -> Any:
    """Mark a rating as read."""
    found, patient = _open_rating(rating)
    review_rating(web.session(), viewer(), found, web.now())
    flash(_("Skattningen är markerad som läst."), "ok")
    return redirect(url_for("clinician.patient_ratings", patient=patient.public_id))
